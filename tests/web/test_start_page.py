"""The first-run page in a browser: entered by a one-time code, what is missing said, left and come back to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from gridops.db import migrate
from gridops.db.session import Database
from gridops.people.beginning.first_administrator import begin_administration
from gridops.territory.deploying import init_deployment
from tests.conftest import settings_for
from tests.databases import Databases
from tests.service import LiveService
from tests.web.desk import Desk

CODES: list[str] = []


@pytest.fixture(scope="module")
def served(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """A service over a district that has just been chosen: no demonstration, nobody but its first administrator."""
    with databases.copy(is_empty=True) as url:
        migrate.upgrade(url)
        database = Database(url)
        with database.transaction() as session:
            init_deployment(session, "370611", "新区", 4528)
            CODES.append(str(begin_administration(session, "370611").code))
        database.close()
        opened = LiveService(settings_for(url, tmp_path_factory.mktemp("begun")), url)
        try:
            opened.start()
            yield opened
        finally:
            opened.stop()


def test_the_first_administrator_enters_by_code_and_is_told_what_is_missing(desk: Desk) -> None:
    page = desk.page
    page.goto(f"{desk.service.url}/admin/start")
    expect(page.locator(".demo-hint")).to_have_count(0)
    page.click("[data-action=by-code]")
    page.fill("[name=username]", "admin")
    page.fill("[name=code]", CODES[0])
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator(".start-step")).to_have_count(9)
    expect(page.locator("[data-step=district]")).to_have_attribute("data-done", "yes")
    expect(page.locator("[data-step=boundaries]")).to_have_attribute("data-done", "no")
    expect(page.locator("[data-lack=no_set]")).to_be_visible()
    page.fill("[data-form=district] [name=name]", "新城区")
    page.select_option("[data-form=district] [name=measure_srid]", "4527")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".toast").first).to_contain_text("已保存")
    with page.expect_download() as downloaded:
        page.click("[data-sheet=matters]")
    assert downloaded.value.suggested_filename == "matters.xlsx"
    page.click("[data-action=own-password]")
    page.fill("dialog [name=password]", "湖畔的第一个早晨 2026")
    page.get_by_role("button", name="修改密码").click()
    expect(page.locator(".toast").last).to_contain_text("密码已修改")
    page.keyboard.press("Escape")
    # Left, and come back to: what is there by now is asked of the service.
    page.click("[data-step=boundaries] a.button")
    expect(page.locator("h1")).to_have_text("边界与网格")
    page.goto(f"{desk.service.url}/admin/start")
    expect(page.locator("[data-form=district] [name=name]")).to_have_value("新城区")
    expect(page.locator("[data-form=district] [name=measure_srid]")).to_have_value("4527")
    expect(page.locator("[data-lack=no_own_password]")).to_have_count(0)


def test_it_is_for_administrators_alone(desk: Desk) -> None:
    assert desk.context.request.get(f"{desk.service.url}/api/v1/admin/first-run").status == 401


def test_the_choice_of_pages_leads_there(desk: Desk) -> None:
    desk.page.goto(f"{desk.service.url}/admin")
    link: Any = desk.page.locator('a.face[href="/admin/start"]')
    expect(link).to_contain_text("开通")
