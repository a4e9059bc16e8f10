"""The worker's phone page as a worker uses it, in a browser, against the running service."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import UUID

from PIL import Image
from playwright.sync_api import Browser, Route

from tests.service import LiveService
from tests.web.phone import HOME, LANE, a_picture, phone_of

HOSTILE = "<img src=x onerror=alert(1)> 'quoted' & 垃圾"


def own_reports(service: LiveService, username: str) -> list[dict[str, Any]]:
    """What the service holds of the worker's reports, newest first."""
    return list(service.request(username, "GET", "/api/v1/incidents?reporter=me").json()["items"])


def dispatch_to_me(service: LiveService, username: str, case: dict[str, Any]) -> None:
    """Have the desk send the case to the worker's first unit."""
    current = service.request(username, "GET", "/api/v1/sessions/current").json()
    body = {"version": case["version"], "unit_ids": [current["actor"]["units"][0]]}
    path = f"/api/v1/incidents/{case['id']}/actions/dispatch"
    answer = service.request("dispatcher.qingyang", "POST", path, json=body)
    assert answer.status_code == 200, answer.text


def test_a_report_with_a_photo_appears_in_own_reports(browser: Browser, served: LiveService) -> None:
    with phone_of(browser, served, "worker.qingyang") as phone:
        page = phone.page
        phone.begin("垃圾堆", "C0102")
        page.wait_for_selector('[data-datum="wgs84"]')
        assert "误差约 12 米" in page.inner_text(".place-how")
        assert "国家秘密" in page.inner_text(".form")
        page.set_input_files("[data-input=camera]", files=[a_picture()])
        page.wait_for_selector(".photo .thumb")
        page.fill("[name=description]", HOSTILE)
        number = phone.send()
        page.wait_for_selector("text=已全部送达")
        assert "南关社区" in page.inner_text(".facts")
        page.click("text=看我的上报")
        row = page.locator("li.case", has_text=number)
        assert row.locator(".state").inner_text() == "已收到"
        row.locator("summary").click()
        assert row.locator(".case-words").inner_text() == HOSTILE
        thumb = row.locator("img.thumb")
        assert thumb.evaluate("(node) => node.decode().then(() => node.naturalWidth)") > 0
        assert phone.complaints == []
    case = own_reports(served, "worker.qingyang")[0]
    assert case["case_number"] == number
    assert case["reported_location"]["coord_sys"] == "wgs84"
    assert case["reported_location"]["source"] == "gps"
    assert [m["arrived"] for m in case["media"]] == [True]


def test_a_photo_is_made_smaller_and_keeps_its_exif(browser: Browser, served: LiveService) -> None:
    sent: list[bytes] = []

    def take(route: Route) -> None:
        sent.append(route.request.post_data_buffer or b"")
        route.continue_()

    with phone_of(browser, served, "worker.qingyang") as phone:
        phone.context.route("**/api/v1/media/*", take)
        phone.begin("垃圾堆", "C0102")
        phone.page.set_input_files("[data-input=camera]", files=[a_picture()])
        phone.page.wait_for_selector(".photo .thumb")
        phone.send()
        phone.page.wait_for_selector("text=已全部送达")
    # The picture stood on its side: what is sent stands upright and says so.
    with Image.open(io.BytesIO(sent[0])) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 1600))
        assert (image.getexif()[0x010F], image.getexif()[0x0112]) == ("Phonemaker", 1)


def test_the_usual_report_takes_three_taps(browser: Browser, served: LiveService) -> None:
    before = len(own_reports(served, "worker.qingyang"))
    with phone_of(browser, served, "worker.qingyang") as phone:
        phone.begin("垃圾堆", "C0102")
        phone.send()
        phone.page.click("[data-tab=home]")
        phone.page.click("[data-action=report]")
        phone.page.click("[data-matter=C0102]")
        phone.page.wait_for_selector(".place-how")
        phone.page.click("[data-action=send]")
        phone.page.wait_for_selector("[data-case-number]")
    assert len(own_reports(served, "worker.qingyang")) == before + 2


def test_a_report_whose_answer_was_lost_is_sent_again_and_is_one_case(
    browser: Browser, served: LiveService
) -> None:
    bodies: list[str] = []
    is_lost = True
    before = len(own_reports(served, "worker.qingyang"))

    def lose_answers(route: Route) -> None:
        bodies.append(route.request.post_data or "")
        answer = route.fetch()
        if is_lost:
            route.abort()
        else:
            route.fulfill(response=answer)

    with phone_of(browser, served, "worker.qingyang") as phone:
        phone.context.route("**/api/v1/reports", lose_answers)
        phone.begin("垃圾堆", "C0102")
        phone.page.wait_for_selector(".place-how")
        phone.page.click("[data-action=send]")
        phone.page.wait_for_selector("text=已存在本机")
        is_lost = False
        phone.page.reload()
        phone.page.click("[data-tab=mine]")
        phone.page.wait_for_selector(f'[data-incident="{json.loads(bodies[0])["client_id"]}"]')
        phone.page.wait_for_selector("[data-waiting]", state="detached")
    assert len(bodies) > 1
    assert len(set(bodies)) == 1
    assert len(own_reports(served, "worker.qingyang")) == before + 1


def test_a_report_from_another_grid_is_thanked_for(browser: Browser, served: LiveService) -> None:
    with phone_of(browser, served, "worker.qingyang", at=LANE) as phone:
        phone.begin("垃圾堆", "C0102")
        phone.send()
        phone.page.wait_for_selector("text=不在我的网格")
        assert "谢谢" in phone.page.inner_text(".facts")


def test_a_place_measured_for_one_report_is_not_taken_for_the_next(
    browser: Browser, served: LiveService
) -> None:
    with phone_of(browser, served, "worker.qingyang") as phone:
        phone.begin("垃圾堆", "C0102")
        phone.send()
        phone.context.set_geolocation(LANE)
        phone.page.click("[data-tab=home]")
        phone.page.click(".chip[data-matter=C0102]")
        phone.page.wait_for_selector(".place-how")
        phone.send()
    later, earlier = own_reports(served, "worker.qingyang")[:2]
    assert (earlier["reported_location"]["lon"], later["reported_location"]["lon"]) == (121.27, 121.20)


def test_fire_shows_the_number_before_anything_else(browser: Browser, served: LiveService) -> None:
    with phone_of(browser, served, "worker.qingyang") as phone:
        page = phone.page
        page.click("[data-action=report]")
        page.fill(".search", "着火")
        page.click(".matter >> nth=0")
        page.wait_for_selector(".form")
        first = page.locator(".form > *").first
        assert first.get_attribute("data-call-first") == "fire"
        assert first.locator("a").get_attribute("href") == "tel:119"
        assert phone.complaints == []


def test_without_a_position_the_point_is_set_on_the_map(browser: Browser, served: LiveService) -> None:
    with phone_of(browser, served, "worker.qingyang", at=None) as phone:
        page = phone.page
        phone.begin("垃圾堆", "C0102")
        page.wait_for_selector("text=没有定位权限")
        page.click("[data-action=send]")
        page.wait_for_selector("text=还没有位置：")
        page.click("[data-action=pick-place]")
        page.wait_for_selector(".maplibregl-canvas")
        page.click("[data-action=take-point]")
        page.wait_for_selector('[data-datum="cgcs2000"]')
        number = phone.send()
        assert phone.complaints == []
    case = own_reports(served, "worker.qingyang")[0]
    assert case["case_number"] == number
    assert (case["location"]["source"], case["reported_location"]["coord_sys"]) == ("manual", "cgcs2000")


def test_a_fix_too_vague_for_a_grid_asks_for_the_pin(browser: Browser, served: LiveService) -> None:
    with phone_of(browser, served, "worker.qingyang", at={**HOME, "accuracy": 640}) as phone:
        phone.begin("垃圾堆", "C0102")
        asked = phone.page.locator("[data-place] [data-needs-pin]")
        asked.wait_for()
        assert "地图选点" in asked.inner_text()
        phone.context.set_geolocation(HOME)
        phone.page.click("[data-action=locate]")
        asked.wait_for(state="detached")
        assert phone.complaints == []


def test_a_task_comes_without_reload_and_is_accepted_and_done(browser: Browser, served: LiveService) -> None:
    case = served.report("dispatcher.qingyang", origin="phone")
    with phone_of(browser, served, "worker.qingyang") as phone:
        page = phone.page
        page.click("[data-tab=tasks]")
        page.wait_for_selector("h1:has-text('我的任务')")
        dispatch_to_me(served, "worker.qingyang", case)
        task = page.locator(f'[data-incident="{case["id"]}"]')
        task.wait_for(timeout=20_000)
        assert task.locator("a.call").get_attribute("href") == "tel:13900000105"
        assert (task.locator("a.map-link").get_attribute("href") or "").startswith("geo:37.5")
        assert task.locator("[data-action=handle]").count() == 0
        task.locator("[data-action=accept]").click()
        task.locator("[data-action=handle]").click()
        task.locator(".act-form button[type=submit]").click()
        assert task.locator(".act-form .problem").inner_text() == "请选一种处理方式"
        task.locator("[data-choice=clean]").click()
        task.locator("[name=note]").fill("已清运")
        task.locator("[data-input=camera]").set_input_files(files=[a_picture(800, 600)])
        task.locator(".act-form .thumb").wait_for()
        task.locator(".act-form button[type=submit]").click()
        task.wait_for(state="detached")
        assert phone.complaints == []
    found = served.request("dispatcher.qingyang", "GET", f"/api/v1/incidents/{case['id']}").json()
    assert found["state"] == "handled"
    assert [m["stage"] for m in found["media"]] == ["after"]


def test_a_task_is_declined_with_a_reason(browser: Browser, served: LiveService) -> None:
    case = served.report("worker.qingyang")
    dispatch_to_me(served, "worker.qingyang", case)
    with phone_of(browser, served, "worker.qingyang") as phone:
        phone.page.click("[data-tab=tasks]")
        task = phone.page.locator(f'[data-incident="{case["id"]}"]')
        task.locator("[data-action=decline]").click()
        task.locator(".act-form button[type=submit]").click()
        assert task.locator(".act-form .problem").inner_text() == "请写明原因"
        task.locator("[name=reason]").fill("不在本网格")
        task.locator(".act-form button[type=submit]").click()
        task.wait_for(state="detached")
    path = f"/api/v1/incidents/{case['id']}/timeline"
    lines = served.request("dispatcher.qingyang", "GET", path).json()["items"]
    assert (lines[-1]["action"], lines[-1]["note"]) == ("incident.declined", "不在本网格")


def test_a_refused_report_tells_its_reporter_why(browser: Browser, served: LiveService) -> None:
    case = served.report("worker.qingyang")
    with phone_of(browser, served, "worker.qingyang") as phone:
        phone.page.click("[data-tab=mine]")
        row = phone.page.locator(f'[data-incident="{case["id"]}"]')
        row.wait_for()
        path = f"/api/v1/incidents/{case['id']}/actions/reject"
        body = {"version": case["version"], "reason": "已有人处理"}
        assert served.request("dispatcher.qingyang", "POST", path, json=body).status_code == 200
        row.locator("text=不予受理").wait_for()
        row.locator("text=原因：已有人处理").wait_for()


def test_one_stays_signed_in_and_signs_out(browser: Browser, served: LiveService) -> None:
    with phone_of(browser, served, "worker.qingyang") as phone:
        page = phone.page
        page.reload()
        page.wait_for_selector(".report-button")
        assert UUID(page.evaluate("import('/static/js/shared/ids.js').then((m) => m.newId())")).version == 4
        page.click(".account summary")
        page.click("[data-action=sign-out]")
        page.click("[data-dialog=confirm] [data-action=yes]")
        page.wait_for_selector(".sign-in")
        # What makes the phone known at its next sign-in stays; it opens nothing by itself.
        assert [cookie["name"] for cookie in phone.context.cookies()] == ["gridops_device"]
        # A request that was under way is refused once one has signed out, and the browser says so.
        assert [c for c in phone.complaints if "401" not in c] == []


def test_a_wrong_password_is_told_in_words(browser: Browser, served: LiveService) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{served.url}/field")
    page.fill("[name=username]", "worker.qingyang")
    page.fill("[name=password]", "not-this-one")
    page.click("button[type=submit]")
    page.wait_for_selector("text=用户名、密码或验证码不正确")
    context.close()
