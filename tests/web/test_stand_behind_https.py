"""Where browsers come by TLS: the session's cookie is this host's alone, and no page is asked for without TLS again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gridops import config
from gridops.demonstration.sign_ins import PASSWORD
from tests.conftest import settings_for
from tests.databases import take_mark_off
from tests.reports import a_report
from tests.service import Service

ORIGIN = "https://grid.example"
TOKEN = "figures-are-for-the-scraper"
SIGN_IN = {"username": "worker.qingyang", "password": PASSWORD}


@pytest.fixture
def behind(database_url: str, tmp_path: Path) -> Iterator[Service]:
    """The service as it stands behind a proxy that ends TLS."""
    take_mark_off(database_url)
    opened = Service(
        settings_for(database_url, tmp_path, GRIDOPS_PUBLIC_ORIGIN=ORIGIN, GRIDOPS_METRICS_TOKEN=TOKEN)
    )
    yield opened
    opened.close()


def test_the_plain_cookie_is_nobodys_there(behind: Service) -> None:
    token = behind.anonymous().post("/api/v1/sessions", json=SIGN_IN).json["token"]
    for name, status in (("gridops_session", 401), ("__Host-gridops_session", 200)):
        headers = {"Cookie": f"{name}={token}"}
        assert behind.anonymous().get("/api/v1/sessions/current", headers=headers).status_code == status


def test_the_cookie_is_this_hosts_alone_and_goes_as_it_came(behind: Service) -> None:
    client = behind.anonymous()
    answer = client.post("/api/v1/sessions", json=SIGN_IN)
    name, _, rest = answer.headers["Set-Cookie"].partition("=")
    assert name == "__Host-gridops_session"
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Strict"):
        assert part in rest.split("; ")
    assert "Domain" not in rest
    own = {"Cookie": f"{name}={answer.json['token']}"}
    for origin, status in (("http://grid.example", 403), (ORIGIN, 201)):
        headers = own | {"Origin": origin}
        assert (
            behind.anonymous().post("/api/v1/reports", json=a_report(), headers=headers).status_code == status
        )
    left = behind.anonymous().delete("/api/v1/sessions/current", headers=own | {"Origin": ORIGIN})
    assert left.status_code == 204
    gone = left.headers["Set-Cookie"]
    assert gone.startswith(f"{name}=;")
    assert "Secure" in gone


def test_the_chosen_language_is_kept_by_tls_too(behind: Service) -> None:
    assert "; Secure" in behind.anonymous().get("/field?lang=en").headers["Set-Cookie"]


@pytest.mark.parametrize(
    "path", ["/field", "/api/v1/matters", "/static/css/base.css", "/healthz", "/nowhere"]
)
def test_every_answer_says_that_the_host_is_asked_by_tls(
    behind: Service, service: Service, path: str
) -> None:
    told = behind.anonymous().get(path).headers["Strict-Transport-Security"]
    assert told == "max-age=31536000"
    assert "Strict-Transport-Security" not in service.anonymous().get(path).headers


def test_without_tls_the_cookie_has_its_plain_name(service: Service) -> None:
    told = service.anonymous().post("/api/v1/sessions", json=SIGN_IN).headers["Set-Cookie"]
    assert told.startswith("gridops_session=")
    assert "Secure" not in told


def test_figures_are_told_to_who_has_the_token(behind: Service) -> None:
    client = behind.anonymous()
    for said in (None, "Bearer", "Bearer another-token-of-that-length", f"Basic {TOKEN}", f"Bearer {TOKEN}x"):
        headers = {"Authorization": said} if said else {}
        assert client.get("/metrics", headers=headers).status_code == 404, said
    told = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "8.8.8.8"})
    assert told.status_code == 200
    assert b"gridops_requests_total" in told.data


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_figures_are_not_passed_on_by_a_proxy(service: Service, database_url: str, header: str) -> None:
    take_mark_off(database_url)
    assert service.anonymous().get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_behind_a_public_origin_figures_are_closed_without_a_token(database_url: str, tmp_path: Path) -> None:
    take_mark_off(database_url)
    opened = Service(settings_for(database_url, tmp_path, GRIDOPS_PUBLIC_ORIGIN=ORIGIN))
    assert opened.anonymous().get("/metrics").status_code == 404
    opened.close()


def test_a_token_that_can_be_guessed_is_refused_at_the_start() -> None:
    with pytest.raises(config.ConfigError, match="GRIDOPS_METRICS_TOKEN"):
        config.load({"GRIDOPS_METRICS_TOKEN": "short"}, needs_database=False)
