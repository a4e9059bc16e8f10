"""A power whose area was split asks above the register, and is answered there by a button."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Database
from gridops.duties.area_questions.models import AreaQuestion
from tests.duties.powers import ADMIN, GAOTUAN, MENLOU, QINGYANG, a_power
from tests.service import LiveService
from tests.web.desk import Desk


def asking_power(service: LiveService) -> str:
    """A power over 高疃 that asks as if the town had been split between two others; its id."""
    today = clock.now().astimezone(clock.zone("Asia/Shanghai")).date()
    body = a_power(today, item_code="W-9", item_name="分设权限", holder="agency", agency_code="market")
    made: Any = service.request("admin", "POST", ADMIN, json=body).json()
    (row,) = made["items"]
    database = Database(service.settings.database_url)
    with database.transaction() as session:
        what = {"register": "power", "row_id": row["id"], "area_code": GAOTUAN, "reason": "split"}
        session.add(
            AreaQuestion(id=new_id(), first_day=today, heirs=[MENLOU, QINGYANG], asked_at=clock.now(), **what)
        )
    database.close()
    return str(row["id"])


def test_a_power_asks_where_it_holds_and_goes_where_the_button_says(desk: Desk) -> None:
    row_id = asking_power(desk.service)
    desk.sign_in("admin")
    desk.page.goto(f"{desk.service.url}/admin/powers")
    asked = desk.page.locator("[data-part=area-questions]")
    expect(asked).to_contain_text("「W-9 分设权限」今后适用于哪里？")
    # The row that asks is marked in the list and in its table, and no longer once it is answered.
    desk.page.click('.choice-list button[data-key="W-9"]')
    marks = desk.page.locator(".tag", has_text="待答复")
    expect(marks).to_have_count(2)
    expect(desk.page.locator(".choice-list .tag", has_text="待答复")).to_have_count(1)
    asked.get_by_role("button", name="清洋街道", exact=True).click()
    expect(asked).to_have_count(0)
    expect(marks).to_have_count(0)
    rows = desk.service.request("admin", "GET", f"{ADMIN}/W-9").json()["items"]
    assert [(row["id"], row["area_code"]) for row in rows] == [(row_id, QINGYANG)]
