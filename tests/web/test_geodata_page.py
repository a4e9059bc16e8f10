"""/admin/geodata in a browser: who is refused, what a bad file's cause is, and a change of borders the whole way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
import shapely
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.service import LiveService
from tests.territory.files import archive_of, shapefile
from tests.web.desk import Desk, confirm, pick

ROOT = Path(__file__).resolve().parents[2]
GRIDS = ROOT / "geodata" / "fushan" / "grids.geojson"
SHAPES = ROOT / "tests" / "territory" / "shapes"
VILLAGE = "370611001001"
DAY = "2035-05-01"
SLOW_MS = 60_000


def open_page(desk: Desk, tab: str = "边界版本") -> Page:
    desk.sign_in("admin")
    desk.page.goto(f"{desk.service.url}/admin/geodata")
    desk.page.wait_for_selector("[data-map=ready]")
    expect(desk.page.locator("article.set").first).to_be_visible(timeout=SLOW_MS)
    desk.page.get_by_role("tab", name=tab).click()
    return desk.page


def card(page: Page, name: str) -> Locator:
    """The card of a set."""
    return page.locator(f'article[data-set="{name}"]')


def begin_draft(page: Page, name: str) -> Locator:
    """The card of a new draft."""
    page.get_by_role("button", name="新建草稿").click()
    page.fill("dialog [name=name]", name)
    page.get_by_role("button", name="新建", exact=True).click()
    return card(page, name)


def take_away(page: Page, draft: Locator) -> str:
    """The name under which a layer of a set is saved as a Shapefile."""
    draft.get_by_role("button", name="下载").click()
    page.select_option("dialog [name=format]", "shp")
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载").click()
    page.keyboard.press("Escape")
    return taken.value.suggested_filename


def as_file(name: str, document: Any) -> FilePayload:
    """A file as the browser sends it."""
    content = document if isinstance(document, bytes) else orjson.dumps(document)
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def examine(page: Page, file: FilePayload, *, draft: str, level: str) -> None:
    """Fill in the form of an import and have the file looked at."""
    page.fill("#tab-import [name=set]", draft)
    page.select_option("#tab-import [name=level]", level)
    page.set_input_files("#tab-import input[type=file]", files=[file])
    page.get_by_role("button", name="检查文件").click()


def halves(feature: dict[str, Any]) -> list[dict[str, Any]]:
    """A polygon cut in two along the middle of its width."""
    shape = shapely.from_geojson(orjson.dumps(feature["geometry"]))
    west, south, east, north = shape.bounds
    part = shape & shapely.box(west - 1, south - 1, round((west + east) / 2, 7), north + 1)
    return [json.loads(shapely.to_geojson(shapely.set_precision(p, 1e-7))) for p in (part, shape - part)]


@pytest.mark.parametrize("username", ["supervisor.fushan", "dispatcher.qingyang"])
def test_everybody_else_is_told_that_it_is_not_for_him(desk: Desk, username: str) -> None:
    desk.sign_in(username)
    desk.page.goto(f"{desk.service.url}/admin/geodata")
    expect(desk.page.locator("main .notice")).to_contain_text("只供管理员使用", timeout=SLOW_MS)
    assert not [url for url in desk.asked if "/api/v1/admin" in url or "boundary-sets" in url]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.geojson", b"", "是空文件"),
        ("图.geojson", b'{"type": "Feature"}', "图.geojson 不是要素集合"),
        ("村.docx", b"\xd0\xcf\x11\xe0 no map at all", "村.docx"),
    ],
)
def test_the_cause_of_a_bad_file_is_said(desk: Desk, name: str, content: bytes, said: str) -> None:
    page = open_page(desk, "导入文件")
    examine(page, as_file(name, content), draft="坏文件", level="grid")
    expect(page.locator("#tab-import .problem")).to_contain_text(said, timeout=SLOW_MS)
    page.get_by_role("tab", name="边界版本").click()
    expect(card(page, "坏文件")).to_have_count(0, timeout=SLOW_MS)


def test_an_archive_that_climbs_out_is_refused(desk: Desk, tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "climbs.zip", {"../../evil.shp": b"x", "../../evil.dbf": b"x"})
    page = open_page(desk, "导入文件")
    examine(page, as_file("climbs.zip", archive.read_bytes()), draft="坏文件", level="grid")
    expect(page.locator("#tab-import .problem")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator("[data-panel=yes]")).to_have_count(0, timeout=SLOW_MS)


def test_a_file_without_a_field_of_codes_is_refused_until_one_is_chosen(desk: Desk) -> None:
    document = orjson.loads((SHAPES / "district.geojson").read_bytes())
    about = document["features"][0]["properties"]
    about["甲"], about["乙"] = f"甲-{about.pop('code')}", "乙"
    page = open_page(desk, "导入文件")
    examine(page, as_file("district.geojson", document), draft="没有编码", level="district")
    expect(page.locator("#tab-import form .problem")).to_contain_text("没有看似编码的字段", timeout=SLOW_MS)
    page.locator("#tab-import label[data-field=code] select").select_option("甲")
    page.get_by_role("button", name="检查文件").click()
    expect(page.locator("[data-panel=holds]")).to_contain_text("甲-999901", timeout=SLOW_MS)


def test_another_districts_borders_are_recognised(desk: Desk) -> None:
    page = open_page(desk, "导入文件")
    file = as_file("townships.geojson", (SHAPES / "district.geojson").read_bytes())
    examine(page, file, draft="别的区", level="district")
    expect(page.locator("[data-panel=holds]")).to_contain_text("要素1 个（面 1）", timeout=SLOW_MS)
    expect(page.locator("[data-panel=holds] .problem")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator("[data-panel=yes] button")).to_be_disabled(timeout=SLOW_MS)


def test_the_names_of_a_shapefile_are_shown_and_another_encoding_is_tried(desk: Desk, tmp_path: Path) -> None:
    shapes = [shapely.from_geojson(orjson.dumps(f["geometry"])) for f in _grids()["features"][:3]]
    rows = [{"code": f"37061100100{n}", "name": name} for n, name in enumerate(("高疃", "下夼", "巨甲"), 1)]
    path = shapefile(tmp_path, shapes, rows, encoding="gb18030")
    page = open_page(desk, "导入文件")
    examine(page, as_file("村界.zip", path.read_bytes()), draft="编码", level="district")
    names = page.locator(".sample-names")
    expect(names).to_have_text("高疃、下夼、巨甲", timeout=SLOW_MS)
    expect(page.locator("[data-panel=holds]")).to_contain_text("文字编码gb18030", timeout=SLOW_MS)
    expect(page.locator("#tab-import [name=name]")).to_have_value("name", timeout=SLOW_MS)
    page.select_option("#tab-import [name=encoding]", "utf-8")
    expect(names).to_have_count(0, timeout=SLOW_MS)
    page.get_by_role("button", name="检查文件").click()
    expect(page.locator("#tab-import form .problem")).to_contain_text(
        "请在「文字编码」里选定", timeout=SLOW_MS
    )


def _grids() -> dict[str, Any]:
    return dict(orjson.loads(GRIDS.read_bytes()))


def test_a_change_of_borders_goes_the_whole_way(desk: Desk, tmp_path: Path) -> None:
    page = open_page(desk)
    draft = begin_draft(page, "新版")
    expect(draft.locator(".tag").first).to_have_text("草稿", timeout=SLOW_MS)
    expect(draft).to_contain_text("网格 420", timeout=SLOW_MS)

    grids = _grids()
    first = grids["features"][0]
    parts = halves(first)
    code = f"{first['properties']['code'][:12]}399"
    first["geometry"] = parts[0]
    draft.get_by_role("button", name="导入图层").click()
    expect(page.locator("#tab-import [name=replace]")).to_be_checked()
    examine(page, as_file("缺一半.geojson", grids), draft="新版", level="grid")
    defects = page.locator("[data-panel=defects]")
    expect(defects).to_contain_text("有 1 处错误", timeout=SLOW_MS)
    expect(page.locator("[data-panel=yes] button")).to_be_disabled(timeout=SLOW_MS)
    before = page.locator(".maplibregl-ctrl-scale").inner_text()
    defects.locator("button.defect").click()
    expect(page.locator(".maplibregl-ctrl-scale")).not_to_have_text(before, timeout=SLOW_MS)
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载检查报告").click()
    report = orjson.loads(Path(saved.value.path()).read_bytes())
    assert [f["properties"]["kind"] for f in report["features"]] == ["gap"]

    renamed = {**first["properties"], "code": code, "name": "福山区 第九十九网格"}
    grids["features"].append({**first, "properties": renamed, "geometry": parts[1]})
    examine(page, as_file("网格.geojson", grids), draft="新版", level="grid")
    expect(page.locator("[data-panel=holds]")).to_contain_text("421 个", timeout=SLOW_MS)
    expect(defects.locator(".passed")).to_have_text("没有发现问题。", timeout=SLOW_MS)
    page.get_by_role("button", name="导入 421 个网格到「新版」").click()
    expect(draft).to_contain_text("网格 421", timeout=SLOW_MS)

    draft.get_by_role("button", name="整套检查").click()
    expect(draft.locator(".passed")).to_have_text("没有发现问题。", timeout=SLOW_MS)
    draft.get_by_role("button", name="与之前比较").click()
    expect(draft.locator(".comparison")).to_contain_text("拆分 1", timeout=SLOW_MS)
    expect(draft.locator(".comparison tbody tr")).to_contain_text(code, timeout=SLOW_MS)
    draft.locator(".comparison tbody button").click()
    draft.get_by_role("button", name="在地图上看").click()
    expect(page.locator("[data-part=shown]")).to_have_text("地图显示：新版", timeout=SLOW_MS)
    assert take_away(page, draft).endswith(".zip")

    draft.get_by_role("button", name="启用…").click()
    page.fill("dialog [name=day]", DAY)
    page.get_by_role("button", name="按此日期启用").click()
    expect(draft.locator(".tag").first).to_have_text("待生效", timeout=SLOW_MS)
    expect(draft).to_contain_text(f"{DAY} 起", timeout=SLOW_MS)
    draft.get_by_role("button", name="启用情况").click()
    expect(draft.locator(".first-day")).to_contain_text("尚未开始", timeout=SLOW_MS)
    expect(draft.get_by_role("button", name="删除草稿")).to_have_count(0, timeout=SLOW_MS)


def test_the_slider_shows_each_set_and_a_coming_one_is_taken_back(desk: Desk, served: LiveService) -> None:
    made = served.request("admin", "POST", "/api/v1/admin/geodata/drafts", json={"name": "将来"}).json()
    path = f"/api/v1/admin/geodata/sets/{made['id']}/put-in-force"
    done = served.request("admin", "POST", path, json={"valid_from": "2040-01-01"})
    assert done.status_code == 200, done.text
    page = open_page(desk)
    slider = page.locator("[data-part=dates] input[type=range]")
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator("[data-part=shown]")).to_have_text("地图显示：将来", timeout=SLOW_MS)
    card(page, "将来").get_by_role("button", name="撤回…").click()
    page.get_by_role("button", name="撤回", exact=True).click()
    expect(card(page, "将来（撤回）").locator(".tag").first).to_have_text("草稿", timeout=SLOW_MS)
    expect(card(page, "将来").locator(".tag").first).to_have_text("已作废", timeout=SLOW_MS)


def test_a_warning_is_waived_only_with_a_reason(desk: Desk, served: LiveService) -> None:
    page = open_page(desk)
    begin_draft(page, "豁免").get_by_role("button", name="导入图层").click()
    sets = served.request("admin", "GET", "/api/v1/boundary-sets").json()["items"]
    made = next(s for s in sets if s["name"] == "豁免")
    path = f"/api/v1/boundary-sets/{made['id']}/download?level=grid&format=geojson"
    grids = served.request("admin", "GET", path).json()
    _nudge(grids["features"][0])
    examine(page, as_file("网格.geojson", grids), draft="豁免", level="grid")
    expect(page.locator("[data-panel=defects]")).to_contain_text("没有错误，只有警告", timeout=SLOW_MS)
    button = page.locator("[data-panel=yes] button")
    button.click()
    expect(page.locator("[data-panel=yes]")).to_be_visible(timeout=SLOW_MS)
    for reason in page.locator("[data-panel=yes] input").all():
        reason.fill("描线误差，下次测绘时改")
    button.click()
    expect(card(page, "豁免")).to_be_visible(timeout=SLOW_MS)
    card(page, "豁免").get_by_role("button", name="删除草稿").click()
    confirm(page)
    expect(card(page, "豁免")).to_have_count(0, timeout=SLOW_MS)


def _nudge(feature: dict[str, Any]) -> None:
    """Move an area by a finger's breadth: edges no longer match, and nothing else is wrong."""
    shape = shapely.from_geojson(orjson.dumps(feature["geometry"]))
    moved = shapely.transform(shape, lambda corners: corners + np.array([1e-7, 0.0]))
    feature["geometry"] = json.loads(shapely.to_geojson(moved))


def test_a_community_is_redrawn_or_its_refusal_shown(desk: Desk) -> None:
    page = open_page(desk, "重划")
    mine = [f for f in _grids()["features"] if f["properties"]["code"].startswith(VILLAGE)]
    whole = shapely.union_all([shapely.from_geojson(orjson.dumps(f["geometry"])) for f in mine])
    parts = halves({"geometry": json.loads(shapely.to_geojson(whole))})

    def send(shapes: list[dict[str, Any]]) -> None:
        features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
        document = {"type": "FeatureCollection", "features": features}
        page.set_input_files("#tab-redraw input[type=file]", files=[as_file("重划.geojson", document)])
        page.get_by_role("button", name="检查并重划").click()

    pick(page.locator("#tab-redraw"), "village", "ngsq", VILLAGE)
    page.fill("#tab-redraw [name=set]", "南关重划")
    page.fill("#tab-redraw [name=day]", "2036-01-01")
    send(parts[:1])
    expect(page.locator("#tab-redraw form .problem")).to_contain_text("没有重划", timeout=SLOW_MS)
    expect(page.locator("#tab-redraw .defects")).to_contain_text("空隙", timeout=SLOW_MS)
    send(parts)
    expect(card(page, "南关重划").locator(".tag").first).to_have_text("待生效", timeout=SLOW_MS)


def test_devices_of_the_wrong_datum_have_their_place(desk: Desk) -> None:
    page = open_page(desk, "定位异常")
    expect(page.locator("#tab-faults .passed")).to_have_text("没有发现。", timeout=SLOW_MS)


def test_the_page_is_usable_on_a_phone(browser: Any, served: LiveService) -> None:
    phone = Desk(browser, served, width=390, height=844)
    page = open_page(phone)
    page.get_by_role("tab", name="导入文件").click()
    expect(page.locator("#tab-import input[type=file]")).to_be_visible(timeout=SLOW_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    phone.close()
