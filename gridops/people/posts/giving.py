"""Posts given from a day on, ended on a day, taken back. Appends to the log; never commits."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gridops.db.dated.refusing import Refusals
from gridops.db.dated.register import DatedRegister
from gridops.db.dated.rules import Span
from gridops.db.session import Session, acting_as
from gridops.errors import Fault, Problem
from gridops.log.appending import Entry, append
from gridops.people import queries
from gridops.people.models import Account, Post, Unit
from gridops.people.posts.changing_times import watch_rights
from gridops.people.posts.rules import PostContent, check_post
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries
from gridops.words import Words

REGISTER = DatedRegister(
    Post,
    line=("account_id", "role", "area_code", "unit_id"),
    refusals=Refusals(
        ends_in_the_past=Words("结束日期不能早于今天", "It ends today at the earliest"),
        ends_before_it_begins=Words("结束日期须晚于开始日期", "It must end after it begins"),
        has_begun=Words("已开始的岗位不能撤回，只能结束", "A post that has begun stays; it can be ended"),
    ),
)


def give_post(
    session: Session, actor: Actor | None, account: Account, content: PostContent, span: Span
) -> Post:
    """A post from a day on, today at the earliest, open or up to and without another.

    422 where the role does not fit the place, at /role, /area_code, /unit_id; where the days are past or the person
    has the same post on some of them, at /valid_from.
    """
    today = territory_queries.today(session)
    faults = faults_of_post(session, content)
    if span[0] < today:
        faults.append(Fault("/valid_from", "开始日期不能早于今天", "It begins today at the earliest"))
    if not account.is_active or (account.leaves_on is not None and account.leaves_on <= span[0]):
        faults.append(
            Fault("/account_id", "此人已离岗或将离岗", "This person has left, or will have by then")
        )
    columns = {
        "account_id": account.id,
        "role": content.role,
        "area_code": content.area_code,
        "unit_id": content.unit_id,
    }
    ends = span[1]
    if account.leaves_on is not None and (ends is None or ends > account.leaves_on):
        ends = account.leaves_on
    with acting_as(session, "gridops_system"):
        row = REGISTER.add(session, columns, (span[0], ends), faults=faults)
        row.given_by = actor.id if actor else None
        session.flush()
        watch_rights(session, account.id)
    append(session, about_post(row, actor, "account.post_given"))
    return row


def faults_of_post(session: Session, content: PostContent) -> list[Fault]:
    """What is wrong with a post where it is, as of today."""
    area = territory_queries.find_area(session, content.area_code) if content.area_code else None
    unit = session.get(Unit, content.unit_id) if content.unit_id else None
    return check_post(content, area=area, unit=unit)


def get_post(session: Session, post_id: UUID) -> Post:
    """A post for a change; 404 for one that is not there."""
    with acting_as(session, "gridops_system"):
        return REGISTER.get(session, post_id)


def end_post(session: Session, actor: Actor | None, row: Post, day: date) -> None:
    """Have a post end on a day, today at the earliest; what was done by it stays done by it.

    One that began today may end today, so that what was given by mistake is taken back at once. 409 where it is the
    last administrator's.
    """
    today = territory_queries.today(session)
    with acting_as(session, "gridops_system"):
        REGISTER.lock(session)
        if row.valid_from == day == today and row.valid_to != day:
            row.valid_to = row.ends_on = day
            session.flush()
        else:
            REGISTER.end(session, row, day, today=today)
        require_administrator(session, row, day)
        end_deputies_of(session, actor, row)
        watch_rights(session, row.account_id)
    append(session, about_post(row, actor, "account.post_ended"))


def withdraw_post(session: Session, actor: Actor | None, row: Post) -> None:
    """Take back a post that has not begun; 422 for one that has."""
    with acting_as(session, "gridops_system"):
        account_id = row.account_id
        queries.delete_deputies(session, row.id)
        REGISTER.withdraw(session, row, today=territory_queries.today(session))
        watch_rights(session, account_id)
    append(session, about_post(row, actor, "account.post_withdrawn"))


def require_administrator(session: Session, row: Post, day: date) -> None:
    """409 where nobody would be an administrator from a day on. The register of posts is locked by now."""
    if row.role == "admin" and not queries.has_administrator(session, day):
        raise Problem("last-administrator")


def end_deputies_of(session: Session, actor: Actor | None, row: Post) -> None:
    """Deputies of a post end with it."""
    if row.valid_to is None:
        return
    until = territory_queries.start_of_day(session, row.valid_to)
    for deputy_id, account_id in queries.cut_deputies(session, row.id, until):
        append(
            session,
            Entry(
                "account.deputy_ended",
                "account",
                account_id or row.account_id,
                1,
                actor.id if actor else None,
                persons=[account_id or row.account_id],
                data={"deputy": str(deputy_id), "post": str(row.id)},
            ),
        )
        watch_rights(session, account_id)


def about_post(row: Post, actor: Actor | None, action: str) -> Entry:
    """The log's entry of a post: what, over what, from when to when; ids and codes only."""
    place = {"area": row.area_code} if row.area_code else {"unit": str(row.unit_id)}
    return Entry(
        action,
        "account",
        row.account_id,
        row.version,
        actor.id if actor else None,
        persons=[row.account_id],
        data={
            "post": str(row.id),
            "role": row.role,
            **place,
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        },
    )
