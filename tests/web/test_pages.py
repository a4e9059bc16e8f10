"""The pages as anybody gets them: policy, files, caching; and that the phone page stays within old browsers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from gridops.http.runtime import EXTENSION
from gridops.web import assets, packs
from gridops.web import routes as web_routes
from gridops.web.security import content_policy
from tests.service import Service
from tests.web.old_browsers import newer_css, newer_script

PAGES = (
    "/",
    "/field",
    "/center",
    "/supervise",
    "/admin",
    "/admin/start",
    "/admin/matters",
    "/admin/calendar",
    "/admin/geodata",
    "/audit",
)
FIRST_LOAD_BYTES = 53_000
FIRST_LOAD_REQUESTS = 6
_OWN_TEXTS = [
    path
    for folder in (assets.STATIC / "css", assets.STATIC / "js", assets.STATIC.parent / "templates")
    for path in sorted(folder.rglob("*"))
    if path.suffix in {".css", ".js", ".html"}
]


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text inside scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the element."""
        self.found.append((tag, dict(attrs)))

    def addresses(self) -> list[str]:
        """What the page loads by itself."""
        named = [a.get("src") or (a.get("href") if t == "link" else None) for t, a in self.found]
        return [address for address in named if address]


def page_of(service: Service, path: str, **kw: Any) -> tuple[Any, Elements]:
    """The answer and its elements."""
    answer = service.anonymous().get(path, **kw)
    return answer, Elements(answer.get_data(as_text=True))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_given_to_anybody_and_allows_nothing_foreign_or_inline(service: Service, path: str) -> None:
    answer, elements = page_of(service, path)
    assert answer.status_code == 200
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert policy["connect-src"] == "'self' ws://localhost wss://localhost"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=(self)" in answer.headers["Permissions-Policy"]
    for tag, attributes in elements.found:
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        if tag == "script" and "src" not in attributes:
            assert attributes["type"] == "importmap"
            assert policy["script-src"] == f"'self' 'nonce-{attributes['nonce']}'"
    assert all(address.startswith("/static/") for address in elements.addresses())


def test_the_phone_page_has_no_inline_script_at_all(service: Service) -> None:
    answer, elements = page_of(service, "/field")
    assert "nonce" not in answer.headers["Content-Security-Policy"]
    assert not [a for t, a in elements.found if t == "script" and "src" not in a]


def test_a_nonce_is_never_used_twice(service: Service) -> None:
    policies = {page_of(service, "/center")[0].headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


@pytest.mark.parametrize("path", PAGES)
def test_everything_a_page_loads_is_served(service: Service, path: str) -> None:
    client = service.anonymous()
    for address in page_of(service, path)[1].addresses():
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.get_data()


@pytest.mark.parametrize("name", ["js/field/main.js", "js/center/main.js", "js/supervise/main.js"])
def test_every_import_of_a_page_leads_to_a_file(name: str) -> None:
    paths = [url.removeprefix(assets.asset_url("")) for url in assets.module_urls(name)]
    assert len(paths) > 5
    assert [path for path in paths if assets.find_asset(path) is None] == []


def test_no_page_names_a_foreign_host() -> None:
    foreign = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]{2,}", re.IGNORECASE)
    found = {path.name: foreign.findall(path.read_text(encoding="utf-8")) for path in _OWN_TEXTS}
    assert len(found) > 30
    assert {name: hosts for name, hosts in found.items() if hosts} == {}


def test_no_script_makes_markup_of_text() -> None:
    markup = re.compile(r"\.(inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    assert [path.name for path in _OWN_TEXTS if markup.search(path.read_text(encoding="utf-8"))] == []


def test_a_file_by_its_release_is_kept_for_good_and_by_any_other_name_is_asked_for_again(
    service: Service,
) -> None:
    client = service.anonymous()
    kept = client.get(assets.asset_url("css/base.css"))
    assert "immutable" in kept.headers["Cache-Control"]
    for address in ("/static/css/base.css", "/static/r/000000000000/css/base.css"):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "public, no-cache"
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b"")


def test_a_library_is_kept_for_good_only_with_its_version(service: Service) -> None:
    client = service.anonymous()
    versioned = assets.vendor_url("socket.io-client/socket.io.esm.min.js")
    assert "immutable" in client.get(versioned).headers["Cache-Control"]
    for address in (versioned.partition("?")[0], versioned.partition("?")[0] + "?v=", versioned + "0"):
        assert client.get(address).headers["Cache-Control"] == "public, no-cache"


def test_a_changed_file_changes_the_release(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "a.css").write_text("a{}")
    before = assets.release()
    (tmp_path / "css" / "a.css").write_text("a{color:red}")
    assert assets.release() != before


@pytest.mark.parametrize(
    "path",
    [
        "/static/../routes.py",
        "/static/%2e%2e/routes.py",
        "/static/r/x/%2e%2e/%2e%2e/templates/base.html",
        "/static/css/none.css",
        "/static/css/a%00.css",
        "/static/css",
        "/static/css/" + "a" * 400 + ".css",
    ],
)
def test_nothing_outside_the_static_files_is_served(service: Service, path: str) -> None:
    assert service.anonymous().get(path).status_code == 404


def test_answers_with_data_may_load_nothing(service: Service) -> None:
    answer = service.client("worker.qingyang").get("/api/v1/sessions/current")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_strange_host_is_not_written_into_the_policy() -> None:
    assert "wss://grid.example:8443" in content_policy(host="grid.example:8443", nonce=None)
    for host in ("a; script-src *", "a b", "a:", "a,b", "[::1", "a\nb"):
        assert "connect-src 'self';" in content_policy(host=host, nonce=None)


def test_the_page_says_whether_asking_for_the_session_makes_sense(service: Service) -> None:
    assert dict(page_of(service, "/field")[1].found)["html"]["data-session"] == "none"
    with_cookie = page_of(service, "/field", headers={"Cookie": "gridops_session=anything"})
    assert dict(with_cookie[1].found)["html"]["data-session"] == "maybe"


def test_whether_it_is_the_demonstration_is_asked_once(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    real: Callable[[Any], Any] = web_routes.territory_queries.find_deployment
    monkeypatch.setattr(
        web_routes.territory_queries, "find_deployment", lambda session: (asked.append(1), real(session))[1]
    )
    assert [dict(page_of(service, p)[1].found)["html"]["data-demo"] for p in PAGES] == ["yes"] * len(PAGES)
    assert len(asked) == 1


def test_pages_are_served_while_the_database_is_away(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("SELECT 1", {}, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr(service.app.extensions[EXTENSION].database, "transaction", away)
        answer, elements = page_of(service, "/field")
    assert answer.status_code == 200
    assert dict(elements.found)["html"]["data-demo"] == "no"
    assert dict(page_of(service, "/field")[1].found)["html"]["data-demo"] == "yes"


def test_the_phone_page_speaks_to_browsers_of_2020() -> None:
    base = assets.asset_url("")
    lazy = ("js/field/pin_map.js", "js/field/area_chooser.js")
    paths = {
        url.removeprefix(base) for name in ("js/field/main.js", *lazy) for url in assets.module_urls(name)
    }
    scripts = [assets.STATIC / path for path in sorted(paths) if "/vendor/" not in f"/{path}"]
    assert len(scripts) > 40
    assert {p.name: newer_script(p.read_text()) for p in scripts if newer_script(p.read_text())} == {}
    styles = [assets.STATIC / "css" / name for name in ("base.css", "field.css")]
    assert {p.name: newer_css(p.read_text()) for p in styles if newer_css(p.read_text())} == {}


def first_load(service: Service, path: str) -> int:
    """Bytes, compressed, of a page and of all that it loads by itself."""
    client = service.anonymous()
    total = len(gzip.compress(client.get(path).get_data()))
    for address in set(page_of(service, path)[1].addresses()):
        total += len(client.get(address, headers={"Accept-Encoding": "gzip"}).get_data())
    return total


def test_the_first_load_of_the_phone_page_is_small_and_comes_in_few_requests(service: Service) -> None:
    assert packs.is_made() or packs.make_packs()
    addresses = page_of(service, "/field")[1].addresses()
    assert not [address for address in addresses if "/vendor/" in address]
    assert len(addresses) <= FIRST_LOAD_REQUESTS
    assert first_load(service, "/field") <= FIRST_LOAD_BYTES


def texts_of(service: Service, path: str) -> str:
    """All that a page's scripts say, whether they are packed or not."""
    client = service.anonymous()
    addresses = [a for a in page_of(service, path)[1].addresses() if a.endswith(".js")]
    return "".join(client.get(address).get_data(as_text=True) for address in set(addresses))


@pytest.mark.parametrize("is_packed", [True, False])
def test_english_is_loaded_only_where_it_is_chosen(
    service: Service, monkeypatch: pytest.MonkeyPatch, is_packed: bool
) -> None:
    if not is_packed:
        monkeypatch.setattr(web_routes, "find_pack", lambda _language: None)
    assert "Choose how it was handled" not in texts_of(service, "/field")
    assert "Choose how it was handled" in texts_of(service, "/field?lang=en")


def test_a_pack_of_other_sources_is_passed_over(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    assert packs.make_packs(), "this machine has no packer"
    assert [a for a in page_of(service, "/field")[1].addresses() if "/packed/" in a]
    monkeypatch.setattr(packs, "release", lambda: "of-other-sources")
    addresses = page_of(service, "/field")[1].addresses()
    assert not [a for a in addresses if "/packed/" in a]
    assert [a for a in addresses if a.endswith("js/field/main.js")]
