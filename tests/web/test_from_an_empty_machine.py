"""From an empty database to the first closed case: init, the first-run page, a phone, an outside unit by proxy.

Nothing of the demonstration is loaded, and none of it is there at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
import requests
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from gridops import clock
from gridops.cli.commands import main
from gridops.db.session import Database, Session
from gridops.people.models import Agency, Unit
from tests.conftest import settings_for
from tests.databases import Databases
from tests.service import LiveService
from tests.web.desk import Desk
from tests.web.phone import watch

WEST, SOUTH, EAST, NORTH = 120.10, 30.25, 120.14, 30.28
MIDDLE = (WEST + EAST) / 2
DISTRICT = "330106"
TOWN, OTHER_TOWN = f"{DISTRICT}001", f"{DISTRICT}002"
AGENCY = "water_company"
GRID = f"{TOWN}001001"
SET = "2026 年边界"
COUNTS = {"district": "区县 1", "township": "镇街 2", "village": "村社区 2", "grid": "网格 2"}
PASSWORD = "湖畔的第一个早晨 2026"


def box(west: float, east: float) -> list[list[list[float]]]:
    return [[[west, SOUTH], [east, SOUTH], [east, NORTH], [west, NORTH], [west, SOUTH]]]


def layer(*areas: tuple[str, str, str, str, float, float]) -> bytes:
    """A file of areas: (code, name, parent, kind, west, east)."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name, "parent_code": parent, "kind": kind},
            "geometry": {"type": "Polygon", "coordinates": box(west, east)},
        }
        for code, name, parent, kind, west, east in areas
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


LAYERS = {
    "district": layer((DISTRICT, "西湖区", "", "district", WEST, EAST)),
    "township": layer(
        (TOWN, "北山街道", DISTRICT, "street", WEST, MIDDLE),
        (OTHER_TOWN, "灵隐街道", DISTRICT, "street", MIDDLE, EAST),
    ),
    "village": layer(
        (f"{TOWN}001", "宝石社区", TOWN, "community", WEST, MIDDLE),
        (f"{OTHER_TOWN}001", "龙井社区", OTHER_TOWN, "community", MIDDLE, EAST),
    ),
    "grid": layer(
        (GRID, "宝石社区第一网格", f"{TOWN}001", "base", WEST, MIDDLE),
        (f"{OTHER_TOWN}001001", "龙井社区第一网格", f"{OTHER_TOWN}001", "base", MIDDLE, EAST),
    ),
}


class Begun:
    """The service over what `gridops init` has left, and the code that it gave."""

    def __init__(self, service: LiveService, url: str, code: str) -> None:
        self.service, self.url, self.code = service, url, code
        self.tokens: dict[str, str] = {}

    def send(self, who: str, method: str, path: str, **kw: Any) -> Any:
        """A request with somebody's token; the answer must be a good one."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}", **kw.pop("headers", {})}
        answer = requests.request(
            method, f"{self.service.url}/api/v1{path}", headers=headers, timeout=60, **kw
        )
        assert answer.status_code < 300, f"{method} {path}: {answer.text}"
        return answer.json() if answer.content else None

    def sign_in(self, who: str, **proof: str) -> None:
        """Take a token by password or code."""
        sent = {"username": who, **proof}
        answer = requests.post(f"{self.service.url}/api/v1/sessions", json=sent, timeout=60)
        assert answer.status_code == 201, answer.text
        self.tokens[who] = answer.json()["token"]

    def act(self, who: str, case: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
        """A move on a case."""
        sent = {"version": case["version"], **body}
        return dict(self.send(who, "POST", f"/incidents/{case['id']}/actions/{action}", json=sent))

    def add_outside_unit(self) -> str:
        """The water company's repair crew, for the district, with nobody who signs in."""
        with self.database() as session:
            agency = Agency(code=AGENCY, name="自来水公司", short_name="水司", kind="outside")
            session.add(agency)
            session.flush()
            unit = Unit(agency_id=agency.id, kind="outside", name="自来水公司抢修班", area_code=DISTRICT)
            session.add(unit)
            session.flush()
            return str(unit.id)

    @contextmanager
    def database(self) -> Iterator[Session]:
        """A look into the database itself."""
        opened = Database(self.url, pool_size=1)
        with opened.transaction() as session:
            yield session
        opened.close()

    def add_person(self, username: str, name: str, **post: str) -> str:
        """An account with one post; the code with which its person signs in first."""
        sent = {"username": username, "name": name, "posts": [post]}
        made = self.send("admin", "POST", "/admin/accounts", json=sent)
        return str(self.send("admin", "POST", f"/admin/accounts/{made['id']}/codes")["code"])


@pytest.fixture
def begun(databases: Databases, tmp_path: Path) -> Iterator[Begun]:
    """An empty database, `gridops init`, and the service as it runs."""
    with databases.copy(is_empty=True) as url:
        environ = {"DATABASE_URL": url, "GRIDOPS_VAR": str(tmp_path)}
        said = CliRunner().invoke(main, ["init", DISTRICT, "西湖区", "--measure-srid", "4528"], env=environ)
        assert said.exit_code == 0, said.output
        code = re.search(r"one-time code (\d+)", said.output)
        assert code, said.output
        service = LiveService(settings_for(url, tmp_path), url)
        try:
            service.start()
            yield Begun(service, url, code[1])
        finally:
            service.stop()


def enter_by_code(page: Page, url: str, username: str, code: str) -> None:
    page.goto(url)
    page.click("[data-action=by-code]")
    page.fill("[name=username]", username)
    page.fill("[name=code]", code)
    page.click("button[type=submit]")


def bring_boundaries(desk: Desk) -> None:
    """Each layer's file looked at and imported, the draft put in force today: on the administrator's page."""
    page = desk.page
    page.click('[data-step=boundaries] a[href="/admin/geodata"]')
    for level, content in LAYERS.items():
        page.get_by_role("tab", name="导入文件").click()
        page.fill("#tab-import [name=set]", SET)
        page.select_option("#tab-import [name=level]", level)
        file: Any = {"name": f"{level}.geojson", "mimeType": "application/geo+json", "buffer": content}
        page.set_input_files("#tab-import input[type=file]", files=[file])
        page.get_by_role("button", name="检查文件").click()
        expect(page.locator("[data-panel=defects] .passed")).to_have_text("没有发现问题。")
        page.locator("[data-panel=yes] button").click()
        expect(page.locator(f'article[data-set="{SET}"]')).to_contain_text(COUNTS[level])
    draft = page.locator(f'article[data-set="{SET}"]')
    draft.get_by_role("button", name="启用…").click()
    page.fill("dialog [name=day]", f"{datetime.now(clock.zone('Asia/Shanghai')).date()}")
    page.get_by_role("button", name="按此日期启用").click()
    expect(draft.locator(".tag").first).to_have_text("生效中")


def bring_matters(begun: Begun, sheet: bytes) -> str:
    """The sheet that the first-run page gave, taken in as it is, and its matter admitted; the matter's code."""
    today = str(datetime.now(clock.zone("Asia/Shanghai")).date())
    query = f"?list=标准&valid_from={today}"
    kind = {"Content-Type": "application/octet-stream"}
    report = begun.send("admin", "POST", f"/admin/sheets{query}", data=sheet, headers=kind)
    assert (report["added"], report["unread"]) == (1, [])
    code = str(begun.send("admin", "GET", "/admin/matters")["items"][0]["service_code"])
    asked = {"agency": AGENCY, "reason": "开通"}
    applied = begun.send("admin", "POST", f"/admin/matters/{code}/admissions", json=asked)
    path = f"/admin/matters/{code}/admissions/{applied['admissions'][0]['id']}/approve"
    begun.send("admin", "POST", path, json={"note": "", "valid_from": today})
    return code


def report_on_a_phone(browser: Browser, begun: Begun, code: str, matter: str) -> None:
    """The worker signs in by his code on his own phone and reports what he sees."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
        locale="zh-CN",
        geolocation={"longitude": (WEST + MIDDLE) / 2, "latitude": (SOUTH + NORTH) / 2, "accuracy": 12},
        permissions=["geolocation"],
    )
    complaints: list[str] = []
    page = context.new_page()
    page.set_default_timeout(60_000)
    watch(page, complaints)
    enter_by_code(page, f"{begun.service.url}/field", "worker", code)
    page.wait_for_selector("[data-connection=live]")
    page.click("[data-tab=home]")
    page.click("[data-action=report]")
    page.fill(".search", "暴露垃圾")
    page.click(f'[data-matter="{matter}"]')
    page.wait_for_selector('[data-datum="wgs84"]')
    page.fill("[name=description]", "水管爆了，路面积水")
    page.click("[data-action=send]")
    page.wait_for_selector("[data-case-number]")
    assert complaints == []
    context.close()


def test_a_district_begins_and_closes_its_first_case(browser: Browser, begun: Begun) -> None:
    url = begun.service.url
    desk = Desk(browser, begun.service)
    page = desk.page
    enter_by_code(page, f"{url}/admin/start", "admin", begun.code)
    page.click("[data-action=own-password]")
    page.fill("dialog [name=password]", PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    expect(page.locator(".toast").last).to_contain_text("密码已修改")
    page.keyboard.press("Escape")
    begun.sign_in("admin", password=PASSWORD)

    bring_boundaries(desk)
    page.goto(f"{url}/admin/start")
    expect(page.locator("[data-step=boundaries]")).to_have_attribute("data-done", "yes")
    page.click("[data-action=own-units]")
    expect(page.locator("[data-lack=grids_without_unit]")).to_have_count(0)
    with page.expect_download() as downloaded:
        page.click("[data-sheet=matters]")
    outside = begun.add_outside_unit()
    matter = bring_matters(begun, Path(downloaded.value.path()).read_bytes())
    worker = begun.add_person("worker", "沈小梅", role="grid_worker", area_code=GRID)
    for username, name in (("desk", "林书瑶"), ("desk2", "姜文静")):
        begun.sign_in(username, code=begun.add_person(username, name, role="dispatcher", area_code=DISTRICT))

    report_on_a_phone(browser, begun, worker, matter)
    case = begun.send("desk", "GET", "/incidents")["items"][0]
    assert (case["grid"]["code"], case["state"]) == (GRID, "reported")
    case = begun.act("desk", case, "dispatch", unit_ids=[outside])
    told = {"unit_id": outside, "spoke_to": "抢修班班长老周"}
    case = begun.act("desk", case, "accept", by_proxy=told)
    case = begun.act("desk", case, "handle", by_proxy=told, kind="repair", note="水管已更换，路面已清理")
    assert case["state"] == "handled"
    # Who recorded what the unit said never judges it; another calls the reporter back and closes.
    sent = {"version": case["version"], "how": "phone", "result": "已修好"}
    refused = requests.post(
        f"{url}/api/v1/incidents/{case['id']}/actions/verify",
        json=sent,
        headers={"Authorization": f"Bearer {begun.tokens['desk']}"},
        timeout=60,
    )
    assert refused.status_code == 403
    case = begun.act("desk2", case, "verify", how="phone", result="已修好", call_back="satisfied")
    case = begun.act("desk2", case, "close", disposition="已处置")
    assert case["state"] == "closed"

    page.goto(f"{url}/admin/start")
    for step in ("district", "boundaries", "units", "people"):
        expect(page.locator(f"[data-step={step}]")).to_have_attribute("data-done", "yes")
    desk.close()
    with begun.database() as session:
        marks = "SELECT (SELECT is_demo FROM gridops.deployment), (SELECT count(*) FROM gridops.account WHERE is_demo)"
        assert tuple(session.execute(text(marks)).one()) == (False, 0)
