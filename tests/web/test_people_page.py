"""The page of persons: made, given a post and a code, taken from a sheet, let go; the vacancies for heads too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.sheets.books import xlsx
from tests.web.desk import Desk

PEOPLE = "/admin/people"


@pytest.fixture
def admin(desk: Desk) -> Desk:
    desk.sign_in("admin")
    desk.page.goto(f"{desk.service.url}{PEOPLE}")
    return desk


def test_whom_it_does_not_concern_is_told_so(desk: Desk) -> None:
    desk.sign_in("handler.qingyang")
    desk.page.goto(f"{desk.service.url}{PEOPLE}")
    expect(desk.page.locator("main")).to_contain_text("本页供管理员、网格长")


def test_a_head_sees_the_vacancies_and_nothing_else(desk: Desk) -> None:
    desk.sign_in("head.qingyang")
    desk.page.goto(f"{desk.service.url}{PEOPLE}")
    expect(desk.page.locator("[data-panel=vacancies] tbody tr").first).to_contain_text("曲德福")
    expect(desk.page.locator("[data-action=new-person]")).to_have_count(0)


def test_a_person_is_made_given_a_post_and_a_code(admin: Desk) -> None:
    page = admin.page
    page.click("[data-action=new-person]")
    page.fill("[data-dialog=person] [name=name]", "刘洋")
    page.fill("[data-dialog=person] [name=phone]", "138 0000 1234")
    page.click("[data-dialog=person] [type=submit]")
    expect(page.locator(".view-head h2")).to_contain_text("刘洋")
    page.click("[data-action=give-post]")
    page.select_option("[data-dialog=post] [name=role]", "dispatcher")
    page.fill("[data-dialog=post] [data-picker=area_code]", "清洋街道")
    page.click('[data-option="370611001"]')
    page.click("[data-dialog=post] [type=submit]")
    expect(page.locator("[data-panel=posts] tbody tr")).to_contain_text("清洋街道")
    page.click("[data-action=code]")
    expect(page.locator("[data-part=code]")).to_have_text(re.compile(r"^\d{10}$"))


def test_a_sheet_is_looked_at_and_its_wrong_cells_are_named(admin: Desk, tmp_path: Path) -> None:
    page, sheet = admin.page, tmp_path / "people.xlsx"
    head = ["姓名", "电话", "岗位", "区域"]
    sheet.write_bytes(xlsx([head, ["刘洋", "12", "受理派遣", "清洋街道"]]))
    page.click("[data-action=import]")
    page.set_input_files("[data-dialog=import] [name=file]", sheet)
    page.click("[data-dialog=import] [type=submit]")
    expect(page.locator("[data-dialog=import] tbody tr")).to_contain_text("B2")
    expect(page.locator("[data-dialog=import] .form-end .primary")).to_be_disabled()
    sheet.write_bytes(xlsx([head, ["刘洋", "13800001234", "受理派遣", "清洋街道"]]))
    page.set_input_files("[data-dialog=import] [name=file]", sheet)
    page.click("[data-dialog=import] [type=submit]")
    expect(page.locator("[data-part=ready]")).to_be_visible()
    page.click("[data-dialog=import] .form-end .primary")
    expect(page.locator("[data-dialog=import]")).to_have_count(0)
    page.fill("[data-part=search]", "刘洋")
    expect(page.locator(".choice-list button")).to_have_count(1)


def test_who_leaves_needs_somebody_who_takes_over_where_nobody_else_is_on_post(admin: Desk) -> None:
    page = admin.page
    page.fill("[data-part=search]", "王振鹏")
    expect(page.locator(".choice-list button")).to_have_count(1)
    page.locator(".choice-list button").click()
    page.click("[data-action=leave]")
    expect(page.locator("[data-part=only]")).to_be_visible()
    expect(page.locator("[data-dialog=leaving] [type=submit]")).to_be_disabled()
    page.fill("[data-picker=successor_id]", "牟建军")
    page.locator(".combo-list [data-option]").first.click()
    page.click("[data-dialog=leaving] [type=submit]")
    expect(page.locator("[data-dialog=leaving]")).to_have_count(0)
    expect(page.locator(".view-head")).to_contain_text("已离岗")
