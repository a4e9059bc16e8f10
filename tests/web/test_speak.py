"""In which language a page comes, and that the domain's words are complete in both."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from gridops.duties import words as duty_words
from gridops.duties.burdens import words as burden_words
from gridops.duties.matters import words as matter_words
from gridops.duties.powers import words as power_words
from gridops.duties.responsibilities import words as responsibility_words
from gridops.incidents import rules as incident_rules
from gridops.web import assets
from gridops.web.vocabularies import VOCABULARIES, words_in
from tests.reports import at
from tests.service import LiveService, Service
from tests.web.desk import Desk, verified_case
from tests.web.spoken import chinese, said_by


def language_of(service: Service, path: str, **headers: str) -> str:
    page = service.anonymous().get(path, headers=headers).get_data(as_text=True)
    return page.split('<html lang="', 1)[1].split('"', 1)[0]


def test_a_browser_that_says_nothing_gets_chinese(service: Service) -> None:
    assert language_of(service, "/admin/parts") == "zh-CN"
    assert language_of(service, "/admin/parts", **{"Accept-Language": "de"}) == "zh-CN"


def test_the_address_decides_before_the_device_and_the_device_before_the_browser(service: Service) -> None:
    asked = {"Accept-Language": "en-US,en;q=0.9"}
    assert language_of(service, "/admin/parts", **asked) == "en"
    assert language_of(service, "/admin/parts", Cookie="gridops_lang=zh", **asked) == "zh-CN"
    assert language_of(service, "/admin/parts?lang=en", Cookie="gridops_lang=zh") == "en"
    assert language_of(service, "/admin/parts?lang=xx", Cookie="gridops_lang=en") == "en"


def test_a_choice_by_the_address_is_kept_on_the_device(service: Service) -> None:
    client = service.anonymous()
    assert "gridops_lang=en" in client.get("/admin/parts?lang=en").headers["Set-Cookie"]
    assert "Set-Cookie" not in client.get("/admin/parts?lang=xx").headers
    assert "Set-Cookie" not in client.get("/admin/parts").headers


def test_only_who_reads_english_loads_english(service: Service) -> None:
    chinese = service.anonymous().get("/admin/parts").get_data(as_text=True)
    english = service.anonymous().get("/admin/parts?lang=en").get_data(as_text=True)
    assert "words/en/" not in chinese
    assert "words/served/zh.js" in chinese
    assert "words/en/shared.js" in english
    assert "words/en/admin.js" in english


def test_the_words_of_the_domain_are_served_and_part_of_the_release(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = service.anonymous().get(assets.asset_url("js/words/served/en.js"))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert '"overdue":"Overdue"' in answer.get_data(as_text=True)
    before = assets.release()
    assets._served_words.cache_clear()
    monkeypatch.setattr(assets, "words_in", lambda language: {"due": {"overdue": language}})
    assert assets.release() != before
    assets._served_words.cache_clear()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_its_word(language: str) -> None:
    words = words_in(language)
    assert all(text for vocabulary in words.values() for text in vocabulary.values())
    for vocabulary, codes in {
        "state_city": incident_rules.STATES,
        "state_governance": incident_rules.STATES,
        "state_plain": incident_rules.STATES,
        "due": incident_rules.DUE_STATES,
        "grid_method": incident_rules.GRID_METHODS,
        "origin": duty_words.ORIGINS,
        "level": duty_words.LEVELS,
        "urgency": duty_words.URGENCIES,
        "intake_mode": matter_words.INTAKE_MODES,
        "verification": matter_words.VERIFICATIONS,
        "label_family": matter_words.LABEL_FAMILIES,
        "admission_state": matter_words.ADMISSION_STATES,
        "power_act": power_words.ACTS,
        "basis": (*power_words.BASES, power_words.STATIONED),
        "holder": power_words.HOLDERS,
        "responsibility_kind": responsibility_words.RESPONSIBILITY_KINDS,
        "payer": responsibility_words.PAYERS,
        "ground": responsibility_words.FIRST_GROUNDS,
        "burden": burden_words.BURDEN_KINDS,
        "source_kind": matter_words.SOURCE_KINDS,
    }.items():
        assert set(words[vocabulary]) == set(codes), vocabulary


def test_english_has_no_chinese_in_it() -> None:
    found = [w.en for v in VOCABULARIES.values() for w in v.values() if any("一" <= c <= "鿿" for c in w.en)]
    assert found == []


def test_a_dispute_is_taken_on_referred_and_concluded_where_the_street_is_filed_dispatched_and_closed() -> (
    None
):
    words = words_in("zh")
    both = words["action_city"], words["action_governance"]
    said = {name: tuple(one[name] for one in both) for name in ("file", "dispatch", "close")}
    assert said == {"file": ("立案", "受理"), "dispatch": ("派遣", "分流"), "close": ("结案", "办结")}
    of_city = ("立案", "派遣", "结案", "处置")
    for vocabulary in ("action_governance", "state_governance"):
        assert not [text for text in words[vocabulary].values() if any(one in text for one in of_city)], (
            vocabulary
        )
    governed = ("filed", "rejected", "dispatched", "handled", "verified", "closed")
    assert [words["entry_governance"][f"incident.{name}"] for name in governed] == [
        "受理", "不予受理", "分流", "办理完成", "核实", "办结",
    ]  # fmt: skip


def test_a_button_says_what_the_state_that_it_leads_to_is_called() -> None:
    words = words_in("zh")
    for family in ("city", "governance"):
        buttons = words[f"action_{family}"]
        for move, state in {
            "file": "filed",
            "reject": "rejected",
            "dispatch": "dispatched",
            "close": "closed",
        }.items():
            assert buttons[move] == words[f"state_{family}"][state], (family, move)


def test_an_english_browser_sees_no_chinese_on_the_supervisor_s_page_but_stored_texts(
    browser: Any, served: LiveService
) -> None:
    served.report("worker.qingyang", location=at(121.27, 37.50))
    desk = Desk(browser, served, locale="en-GB")
    page = desk.open("/supervise", "supervisor.qingyang")
    expect(page.locator("h1")).to_have_text("Ask by area")
    expect(page.locator("[data-language]")).to_have_text("中文")
    expect(page.locator("[data-part=asked]")).to_contain_text("all classes")
    page.click(".layer-button")
    assert chinese(said_by(page)) == []
    page.click("[data-action=draw]")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("[data-dialog=help]")).to_contain_text("tree of areas")
    assert chinese(said_by(page)) == []
    page.keyboard.press("Escape")
    dates = page.locator("[data-part=period] input[type=date]")
    dates.nth(0).fill("2020-01-01")
    dates.nth(1).fill("2020-01-31")
    page.wait_for_selector('[data-total="0"]')
    assert chinese(said_by(page)) == []
    # Texts without English are told on the console, which ends the test.
    desk.close()


def test_an_english_browser_sees_no_chinese_in_the_centre_but_stored_texts(
    browser: Any, served: LiveService
) -> None:
    case = served.report("worker.qingyang", location=at(121.2703, 37.5003, accuracy_m=900.0))
    served.report("worker.qingyang", service_code="S06", description="不能外传")
    done = verified_case(served)
    desk = Desk(browser, served, locale="en-GB")
    page = desk.open("/center", "dispatcher.qingyang")
    expect(page.locator("h1")).to_have_text("Live map and dispatch")
    expect(page.locator("[data-language]")).to_have_text("中文")
    page.click(".layer-button")
    for shown in (case, done):
        page.click(f'.row[data-incident="{shown["id"]}"] .row-main')
        card = page.locator(f'[data-side=card][data-incident="{shown["id"]}"]')
        card.locator(".timeline li").first.wait_for()
        assert chinese(said_by(page)) == []
        for action in card.locator("footer [data-action]").all():
            name = action.get_attribute("data-action")
            action.click()
            card.locator(f"[data-form={name}]").wait_for()
            page.wait_for_load_state("networkidle")
            assert chinese(said_by(page)) == [], name
            card.locator("[data-action=cancel]").click()
    page.click("header [data-action=register]")
    page.focus("[data-form=register] select[name=origin]")
    page.select_option("[data-form=register] select[name=origin]", "leader")
    page.keyboard.press("Escape")
    expect(page.locator("[data-dialog=confirm]")).to_contain_text("Discard what you typed?")
    assert chinese(said_by(page)) == []
    page.keyboard.press("Escape")
    page.click("[data-action=pick-area]")
    page.click("[data-side=register] footer [data-action=confirm]")
    assert chinese(said_by(page)) == []
    page.click("[data-tab=closable]")
    page.check(f'[data-tick="{done["id"]}"]')
    for opener, window in {"batch-close": "batch-close", "units": "units", "help": "help"}.items():
        page.click(f"[data-action={opener}]")
        page.locator(f"[data-dialog={window}]").wait_for()
        page.wait_for_load_state("networkidle")
        assert chinese(said_by(page)) == [], window
        page.keyboard.press("Escape")
    page.fill("[data-part=search]", "no such case")
    page.click("[data-action=search-all]")
    expect(page.locator("[data-part=more]")).to_contain_text("among all cases")
    assert chinese(said_by(page)) == []
    desk.close()
