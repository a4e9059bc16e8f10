"""The card of the centre where a unit has no account, several are sent, or somebody is to be rung; in a browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, expect

from tests.service import LiveService
from tests.web.desk import Desk, act, read

DESK, HANDLER = "dispatcher.qingyang", "handler.qingyang"
CALLER = {"name": "王小二", "phone": "13900001234"}


def open_card(desk: Desk, case: dict[str, Any]) -> Locator:
    page = desk.open(f"/center?case={case['id']}", DESK)
    card = page.locator(f'[data-side=card][data-incident="{case["id"]}"]')
    card.wait_for()
    return card


def begin(card: Locator, action: str) -> Locator:
    card.locator(f"footer [data-action={action}]").click()
    return card.locator(f"[data-form={action}]")


def in_state(card: Locator, state: str) -> None:
    expect(card).to_have_attribute("data-state", state)


def unmanned(served: LiveService, case: dict[str, Any]) -> dict[str, Any]:
    """A case that was sent to a unit of the street for which nobody can sign in."""
    found = served.request(DESK, "GET", "/api/v1/units?area=370611001").json()["items"]
    for unit in found:
        if unit["kind"] in {"grid", "village"}:
            continue
        sent = act(served, DESK, case, "dispatch", unit_ids=[unit["id"]])
        if sent["dispatches"][-1]["has_accounts"] is False:
            return sent
        case = act(served, DESK, sent, "recall", reason="换一个力量")
    raise AssertionError("every unit of the street has an account")


def test_a_unit_without_accounts_is_recorded_for_from_accepting_to_done(
    desk: Desk, served: LiveService
) -> None:
    case = unmanned(served, served.report("worker.qingyang"))
    card = open_card(desk, case)
    form = begin(card, "accept")
    expect(form.locator("[data-part=proxy]")).to_contain_text("无账号，代为记录")
    form.locator("[data-action=confirm]").click()
    assert read(served, DESK, case["id"])["state"] == "dispatched", "who was spoken to is asked for"
    form.locator("[name=spoke_to]").fill("值班班长老周")
    form.locator("[data-action=confirm]").click()
    in_state(card, "handling")
    expect(card.locator(".timeline [data-part=by-proxy]").first).to_contain_text("值班班长老周")
    form = begin(card, "handle")
    form.locator("select[name=kind]").select_option("order")
    expect(form.locator("[data-part=document]")).to_be_visible()
    form.locator("select[name=kind]").select_option("repair")
    expect(form.locator("[data-part=document]")).to_be_hidden()
    form.locator("textarea[name=note]").fill("阀门已换")
    form.locator("[name=spoke_to]").fill("维修工小李")
    form.locator("[data-action=confirm]").click()
    in_state(card, "handled")
    expect(card.locator(".dispatches [data-part=by-proxy]")).to_have_text("代办")
    expect(card.locator("footer [data-action=verify]")).to_have_count(0)
    [row] = [d for d in read(served, DESK, case["id"])["dispatches"] if d["status"] == "cleared"]
    assert row["by_proxy"] == ["accept", "handle"]


def test_a_unit_is_added_and_one_is_called_back_alone(desk: Desk, served: LiveService) -> None:
    lead = served.request(HANDLER, "GET", "/api/v1/sessions/current").json()["actor"]["units"][0]
    case = act(served, DESK, served.report("worker.qingyang"), "dispatch", unit_ids=[lead])
    act(served, HANDLER, case, "accept")
    card = open_card(desk, case)
    form = begin(card, "dispatch")
    expect(form.locator("[name=add]")).not_to_be_checked()
    form.locator("[name=add]").check()
    form.locator("[data-action=confirm]").click()
    expect(form.locator(".problem")).to_contain_text("增派")
    form.locator(f"[data-unit-choice]:not([data-unit-choice='{lead}'])").first.check()
    form.locator("[data-action=confirm]").click()
    expect(card.locator(".dispatches li")).to_have_count(2)
    held = read(served, DESK, case["id"])
    assert (held["state"], held["unit"]["id"]) == ("handling", lead)
    added = next(d for d in held["dispatches"] if d["unit"]["id"] != lead)
    form = begin(card, "recall")
    form.locator("select[name=dispatch_id]").select_option(added["id"])
    form.locator("textarea[name=reason]").fill("人手已够")
    form.locator("[data-action=confirm]").click()
    expect(card.locator(f'[data-dispatch="{added["id"]}"]')).to_contain_text("已撤回")
    held = read(served, DESK, case["id"])
    assert (held["state"], held["unit"]["id"]) == ("handling", lead)


def test_a_number_is_shown_to_who_says_why_and_the_look_is_listed(desk: Desk, served: LiveService) -> None:
    case = served.report(DESK, origin="hotline_12345", external_number="FS20270114077", on_behalf_of=CALLER)
    card = open_card(desk, case)
    expect(card.locator("[data-part=external-number]")).to_have_text("12345 热线 FS20270114077")
    assert CALLER["phone"] not in card.inner_text()
    card.locator("[data-action=reveal]").click()
    window = desk.page.locator("dialog[data-dialog=reveal]")
    expect(window).to_contain_text("还没有人看过")
    window.locator("select[name=purpose]").select_option("call_back")
    window.get_by_role("button", name="显示").click()
    expect(window.locator("[data-part=persons]")).to_contain_text(CALLER["phone"])
    expect(window.locator("[data-part=looks] li")).to_contain_text(["回访"])
    desk.page.keyboard.press("Escape")
    expect(window).to_have_count(0)


def test_a_hotline_case_is_registered_with_a_caller_or_a_reason(desk: Desk, served: LiveService) -> None:
    page = desk.open("/center", DESK)
    page.click("header [data-action=register]")
    form = page.locator("[data-form=register]")
    expect(form.locator("[name=no_caller]")).to_have_count(0)
    form.locator("select[name=origin]").select_option("hotline_12345")
    form.locator("[data-picker=service_code]").fill("暴露垃圾")
    form.locator('[data-option="C0102"]').click()
    form.locator("[data-action=pick-area]").click()
    form.locator("[data-picker=area_code]").fill("清洋")
    form.locator("[data-picker=area_code] ~ [role=listbox] [data-option]").first.click()
    page.click("[data-side=register] footer [data-action=confirm]")
    expect(form.locator(".problem")).to_contain_text("联系电话")
    form.locator("[name=no_caller]").fill("匿名来电")
    page.click("[data-side=register] footer [data-action=confirm]")
    card = page.locator("[data-side=card][data-incident]")
    card.wait_for()
    held = read(served, DESK, str(card.get_attribute("data-incident")))
    assert (held["call_back"], held["owes"]) == ("no_caller", ["answer"])
