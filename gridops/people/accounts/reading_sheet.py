"""A sheet of persons read against what is there: who is new, which posts they get, which cells cannot be taken.

Writes nothing. A person who is there already under the same number or user name is not made twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from gridops.db.dated.rules import Span, meet, span_of
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.errors import Fault, Unfit
from gridops.people import queries
from gridops.people.accounts import rules
from gridops.people.accounts.sheet_words import EXAMPLE_MARKS, HEADINGS, REQUIRED, role_of
from gridops.people.models import Account, Agency, Post, Unit
from gridops.people.posts.rules import PostContent, check_post
from gridops.sheets import Book, Record, Refusals, read_records
from gridops.territory import queries as territory_queries
from gridops.words import Words


@dataclass
class Person:
    """One person of the sheet: there already (`account`), or to be made; `posts` are those not held yet."""

    id: UUID
    username: str
    name: str
    phone: str | None
    agency_id: UUID | None
    account: Account | None
    posts: list[tuple[PostContent, Span]] = field(default_factory=list)
    held: list[tuple[PostContent, Span]] = field(default_factory=list)


@dataclass
class PeopleSheet:
    """What a sheet says: how many rows, whom, and what cannot be taken of it."""

    refusals: Refusals
    rows: int = 0
    persons: list[Person] = field(default_factory=list)
    known_posts: int = 0


@dataclass(frozen=True)
class Known:
    """What cells are held against: agencies, areas and units by what they are called, persons by number and name."""

    today: date
    agencies: Mapping[str, Agency]
    areas: Mapping[str, Sequence[Any]]
    units: Mapping[str, Sequence[Unit]]
    by_username: dict[str, Person]
    by_phone: dict[str, Person]

    @classmethod
    def read(cls, session: Session, records: Sequence[Record]) -> Known:
        """All of it: six statements, however long the sheet is."""
        today = territory_queries.today(session)
        agencies = {
            word: agency
            for agency in queries.all_agencies(session)
            for word in (agency.code, agency.name, agency.short_name)
        }
        areas: dict[str, list[Any]] = defaultdict(list)
        for area in territory_queries.all_areas(session):
            for word in {area.code, area.name}:
                areas[word].append(area)
        units: dict[str, list[Unit]] = defaultdict(list)
        for unit in queries.all_units(session):
            if unit.is_active:
                units[unit.name].append(unit)
        accounts = queries.taken_names(
            session, [r.code("username").lower() for r in records], [_quietly(r) for r in records]
        )
        posts = queries.posts_of(session, [a.id for a in accounts], on=today)
        there = [_as_person(a, [p for p in posts if p.account_id == a.id]) for a in accounts]
        return cls(
            today,
            agencies,
            areas,
            units,
            {p.username: p for p in there},
            {p.phone: p for p in there if p.phone and p.account and p.account.is_active},
        )


def _quietly(record: Record) -> str:
    return rules.as_phone(record.cell("phone").shown) or ""


def _as_person(account: Account, posts: Sequence[Post]) -> Person:
    held = [(PostContent(p.role, p.area_code, p.unit_id), span_of(p)) for p in posts]
    name, phone = account.display_name, account.phone
    return Person(account.id, account.username, name, phone, account.agency_id, account, held=held)


def read_people(session: Session, book: Book) -> PeopleSheet:
    """Read a book; 422 where no sheet has a column of names. All faults of cells are collected."""
    sheet = PeopleSheet(Refusals())
    records = [
        record
        for record in read_records(book, HEADINGS, required=REQUIRED, refusals=sheet.refusals)
        if not record.cell("name").shown.startswith(EXAMPLE_MARKS)
    ]
    sheet.rows = len(records)
    known = Known.read(session, records)
    for record in records:
        person = _person(record, known, sheet)
        if person is not None:
            _add_post(record, known, person, sheet)
    return sheet


def _person(record: Record, known: Known, sheet: PeopleSheet) -> Person | None:
    """Whom a row means; None where that cannot be said."""
    before = len(record.refusals.found)
    name, phone, username = record.text("name"), _phone(record), _username(record)
    if not name and not record.cell("name").shown:
        record.refuse("name", Words("请填写姓名", "Give the name"))
    if not record.cell("phone").shown and not record.cell("username").shown:
        record.refuse("phone", Words("请填写电话或用户名", "Give a telephone number or a user name"))
    try:
        rules.check_username(username, phone)
    except Unfit as error:
        record.refuse("username", error.words)
    agency = _agency(record, known)
    if len(record.refusals.found) > before:
        return None
    found = known.by_username.get(username) if username else None
    by_phone = known.by_phone.get(phone) if phone else None
    if by_phone is not None and found is not None and by_phone is not found:
        record.refuse("phone", Words("这个电话是另一账号的", "This telephone number is another account's"))
        return None
    found = found or by_phone
    if found is None:
        return _new(username or phone, name, phone, agency, known, sheet)
    if found.name != name:
        column = "phone" if found is by_phone else "username"
        record.refuse(
            column,
            Words(f"已是“{found.name}”的，姓名不同", f"Belongs to {found.name} already, by another name"),
        )
        return None
    if found.account is not None and not found.account.is_active:
        record.refuse("name", Words("此人已离岗", "This person has left"))
        return None
    if found not in sheet.persons:
        sheet.persons.append(found)
    return found


def _new(
    username: str, name: str, phone: str, agency: Agency | None, known: Known, sheet: PeopleSheet
) -> Person:
    person = Person(new_id(), username, name, phone or None, agency.id if agency else None, None)
    known.by_username[username] = person
    if phone:
        known.by_phone[phone] = person
    sheet.persons.append(person)
    return person


def _phone(record: Record) -> str:
    try:
        return rules.plain_phone(record.code("phone"))
    except Unfit as error:
        record.refuse("phone", error.words)
        return ""


def _username(record: Record) -> str:
    text = record.code("username")
    try:
        return rules.plain_username(text) if text else ""
    except Unfit as error:
        record.refuse("username", error.words)
        return ""


def _agency(record: Record, known: Known) -> Agency | None:
    text = record.text("agency")
    found = known.agencies.get(text)
    if text and found is None:
        record.refuse("agency", Words("没有这个部门", "No such agency"))
    return found


def _add_post(record: Record, known: Known, person: Person, sheet: PeopleSheet) -> None:
    """The post of a row: none where no role is said; one that is held already is counted, not given again."""
    said = record.text("role")
    if not said:
        for name in ("area", "unit"):
            if record.text(name):
                record.refuse("role", Words("填了区域或力量，也要填岗位", "Say which post it is"))
        return
    before = len(record.refusals.found)
    role = role_of(said)
    if role is None:
        record.refuse("role", Words("没有这个岗位", "No such post"))
    area, unit = _area(record, known), _unit(record, known)
    span = _span(record, known)
    if len(record.refusals.found) > before or role is None:
        return
    if (area is None) == (unit is None):
        record.refuse("area", Words("请填区域或处置力量其一", "Name either an area or a unit"))
        return
    content = PostContent(role, area.code if area else None, unit.id if unit else None)
    faults = check_post(content, area=area, unit=unit)
    for fault in faults:
        record.refuse(_column_of(fault), fault.words)
    if faults:
        return
    if any(content == other and meet(span, days) for other, days in (*person.held, *person.posts)):
        sheet.known_posts += 1
    else:
        person.posts.append((content, span))


def _column_of(fault: Fault) -> str:
    return {"/area_code": "area", "/unit_id": "unit"}.get(fault.pointer, "role")


def _area(record: Record, known: Known) -> Any | None:
    text = record.text("area")
    found = known.areas.get(text) or known.areas.get(record.code("area"), ()) if text else ()
    if text and not found:
        record.refuse("area", Words("没有这个区域", "No such area"))
    if len(found) > 1:
        codes = "、".join(area.code for area in found[:5])
        record.refuse(
            "area",
            Words(
                f"有 {len(found)} 个同名区域，请填代码：{codes}",
                f"Several are called so, give the code: {codes}",
            ),
        )
        return None
    return found[0] if found else None


def _unit(record: Record, known: Known) -> Unit | None:
    text = record.text("unit")
    found = known.units.get(text, ()) if text else ()
    if text and not found:
        record.refuse("unit", Words("没有这个处置力量", "No such unit"))
    if len(found) > 1:
        record.refuse("unit", Words("有几个同名的处置力量", "Several units are called so"))
        return None
    return found[0] if found else None


def _span(record: Record, known: Known) -> Span:
    starts, ends = record.day("starts") or known.today, record.day("ends")
    if starts < known.today:
        record.refuse("starts", Words("开始日期不能早于今天", "It begins today at the earliest"))
    if ends is not None and ends <= starts:
        record.refuse("ends", Words("结束日期须晚于开始日期", "It must end after it begins"))
    return starts, ends
