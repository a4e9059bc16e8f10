"""One's own account on the pages: where one is signed in, ending that, a new password after the old one."""

from __future__ import annotations

import re
from typing import Any

import requests
from playwright.sync_api import expect
from sqlalchemy import text

from gridops.db.session import Database
from gridops.demonstration.sign_ins import PASSWORD
from tests.service import LiveService
from tests.web.desk import Desk, confirm
from tests.web.phone import phone_of

HERE, PHONE = "approver.qingyang", "head.enforcement"
BETTER = "mulberry ferry at dusk"


def sign_in(served: LiveService, username: str, password: str = PASSWORD) -> requests.Response:
    sent = {"username": username, "password": password, "device_name": "another desk"}
    return requests.post(f"{served.url}/api/v1/sessions", json=sent, timeout=30)


def status(served: LiveService, signed: requests.Response) -> int:
    headers = {"Authorization": f"Bearer {signed.json()['token']}"}
    return requests.get(f"{served.url}/api/v1/sessions/current", headers=headers, timeout=30).status_code


def test_a_window_lists_where_one_is_signed_in_and_ends_the_others(desk: Desk, served: LiveService) -> None:
    others = [sign_in(served, HERE) for _ in range(2)]
    desk.sign_in(HERE)
    page = desk.page
    page.goto(f"{served.url}/supervise")
    page.click("[data-action=account]")
    window = page.locator("dialog[data-dialog=account]")
    expect(window.locator("[data-device]")).to_have_count(3)
    expect(window.locator("[data-current=yes]")).to_contain_text("公用电脑")
    window.locator("[data-current=no]").first.locator("[data-action=end-device]").click()
    expect(window.locator("[data-device]")).to_have_count(2)
    assert sorted(status(served, one) for one in others) == [200, 401]
    window.locator("[data-action=end-others]").click()
    confirm(page)
    expect(window.locator("[data-device]")).to_have_count(1)
    assert {status(served, one) for one in others} == {401}


def test_a_new_password_asks_for_the_old_one_and_ends_the_others(browser: Any, served: LiveService) -> None:
    other = sign_in(served, PHONE)
    with phone_of(browser, served, PHONE) as phone:
        forget_confirmations(served)
        phone.page.click("details.account summary")
        phone.page.click("[data-action=account]")
        form = phone.page.locator("form[data-form=new-password]")
        form.locator("[name=password]").fill("password1")
        form.locator("[type=submit]").click()
        asked = phone.page.locator("dialog[data-dialog=confirm-password]")
        asked.locator("[name=password]").fill("wrong")
        asked.locator("[type=submit]").click()
        expect(asked.locator(".problem")).to_be_visible()
        asked.locator("[name=password]").fill(PASSWORD)
        asked.locator("[type=submit]").click()
        expect(form.locator(".field-fault")).to_have_text(re.compile("太常见"))
        form.locator("[name=password]").fill(BETTER)
        form.locator("[type=submit]").click()
        expect(phone.page.locator(".toasts")).to_contain_text("密码已修改")
        phone.complaints[:] = [said for said in phone.complaints if "Failed to load resource" not in said]
        assert phone.complaints == []
    assert status(served, other) == 401
    assert sign_in(served, PHONE).status_code == 401
    assert sign_in(served, PHONE, BETTER).status_code == 201


def forget_confirmations(served: LiveService) -> None:
    """As if the sign-in were an hour ago."""
    database = Database(served.settings.database_url, pool_size=1)
    with database.transaction() as session:
        session.execute(text("UPDATE gridops.device SET confirmed_at = now() - interval '1 hour'"))
    database.close()
