"""Shifts laid down and changed; the duty officer's rights go with them. Appends to the log; never commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from gridops import clock
from gridops.db.dated.queries import lock_register
from gridops.db.ids import new_id
from gridops.db.session import Session, acting_as
from gridops.errors import Fault, Problem, invalid
from gridops.log.appending import Entry, append
from gridops.people import queries
from gridops.people.posts.changing_times import watch_rights
from gridops.people.rosters.models import DutyShift
from gridops.people.rosters.rules import LEVELS, shift_times
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries


@dataclass(frozen=True)
class ShiftContent:
    """What is said of a shift."""

    area_code: str
    day: date
    shift: str
    starts: time | None
    ends: time | None
    leader_name: str
    leader_phone: str
    officer_name: str
    officer_phone: str
    driver_name: str
    driver_phone: str


#: What of a shift may be changed: who is on it.
_PERSONS = ("leader_name", "leader_phone", "officer_name", "officer_phone", "driver_name", "driver_phone")


def add_shift(session: Session, actor: Actor | None, content: ShiftContent) -> DutyShift:
    """A shift; 422 at /area_code for an area without a roster, at /day where the area has one at that time."""
    area = territory_queries.find_area(session, content.area_code)
    if area is None or area.level not in LEVELS:
        raise invalid(
            Fault("/area_code", "值班表按镇街或区县排", "A roster is a township's or the district's")
        )
    zone = territory_queries.deployment_zone(session)
    from_at, until_at = shift_times(content.day, content.shift, content.starts, content.ends, zone)
    with acting_as(session, "gridops_system"):
        lock_register(session, DutyShift.__tablename__)
        if queries.has_shift_between(session, content.area_code, from_at, until_at):
            raise invalid(Fault("/day", "这段时间已排了值班", "Somebody is on duty at that time already"))
        shift = DutyShift(
            id=new_id(),
            area_code=content.area_code,
            day=content.day,
            shift=content.shift,
            from_at=from_at,
            until_at=until_at,
            officer_id=queries.account_of_phone(session, content.officer_phone),
            **{name: getattr(content, name) for name in _PERSONS},
        )
        session.add(shift)
        session.flush()
        watch_rights(session, shift.officer_id)
    _tell(session, actor, shift, "roster.made", [shift.officer_id])
    return shift


def get_shift(session: Session, shift_id: UUID) -> DutyShift:
    """A shift, locked for a change; 404 for one that is not there."""
    with acting_as(session, "gridops_system"):
        found = queries.lock_shift(session, shift_id)
    if found is None:
        raise Problem("not-found")
    return found


def change_shift(session: Session, actor: Actor | None, shift: DutyShift, said: dict[str, Any]) -> None:
    """Others are on duty instead, or it ends now. Who was relieved has the rights no longer.

    422 at /officer_name for a shift that is over: what was is not written anew.
    """
    now = clock.now()
    if shift.until_at <= now:
        raise invalid(
            Fault("/officer_name", "这一班已结束，不能再改", "This shift is over and stays as it was")
        )
    if said.pop("ends_now", False):
        if shift.from_at >= now:
            raise invalid(Fault("/ends_now", "这一班还没开始", "This shift has not begun"))
        said["until_at"] = now
    before = shift.officer_id
    with acting_as(session, "gridops_system"):
        for name, value in said.items():
            if value is not None:
                setattr(shift, name, value)
        shift.officer_id = queries.account_of_phone(session, shift.officer_phone)
        shift.version += 1
        session.flush()
        watch_rights(session, before, shift.officer_id)
    _tell(session, actor, shift, "roster.changed", [before, shift.officer_id])


def _tell(
    session: Session, actor: Actor | None, shift: DutyShift, action: str, officers: list[UUID | None]
) -> None:
    """The log's entries: of the shift, and of each person whose rights are others at once."""
    by = actor.id if actor else None
    said = {"day": shift.day.isoformat(), "shift": shift.shift, "officer": _text(shift.officer_id)}
    entries = [
        Entry(action, "roster", shift.id, shift.version, by, areas=[shift.area_code], data=said),
        *(
            Entry(
                "account.changed",
                "account",
                account,
                1,
                by,
                persons=[account],
                data={"roster": str(shift.id)},
            )
            for account in dict.fromkeys(officers)
            # A shift to come changes nobody's rights yet; its timer will tell.
            if account is not None and shift.from_at <= clock.now()
        ),
    ]
    append(session, *entries)


def _text(account_id: UUID | None) -> str | None:
    return str(account_id) if account_id else None
