"""A unit ends on a day, and another takes over: cases, routing. Looked at first; appends to the log, never commits.

Rules, precedents and responsibilities are not rewritten: whoever looks for the unit finds its successor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gridops.db.session import Session, acting_as
from gridops.duties.precedents import queries as precedent_queries
from gridops.duties.routing import queries as routing_queries
from gridops.errors import Fault
from gridops.incidents.dispatches import queries as dispatch_queries
from gridops.incidents.handing_over import record_handed_over
from gridops.incidents.models import Incident
from gridops.incidents.moves.dispatching import NamedUnit
from gridops.people import queries
from gridops.people.models import Post, Unit
from gridops.people.posts.giving import end_post, withdraw_post
from gridops.people.rules import Actor
from gridops.people.units.editing import lock_units, refuse_faults, set_turn, tell_unit
from gridops.territory import queries as territory_queries

#: Nobody reads more of a unit's cases at once; the count tells how many there are.
MOST_SHOWN = 100


@dataclass(frozen=True)
class Hanging:
    """What hangs on a unit: the first of its cases with how many there are, posts in it, what names it."""

    cases: Sequence[Incident]
    case_count: int
    posts: Sequence[Post]
    precedents: int
    rules: int


def read_hanging(session: Session, unit: Unit) -> Hanging:
    """What goes over, or ends, with a unit that would end today."""
    today = territory_queries.today(session)
    with acting_as(session, "gridops_system"):
        return Hanging(
            dispatch_queries.running_cases_of(session, unit.id, limit=MOST_SHOWN),
            dispatch_queries.count_running_cases(session, unit.id),
            queries.posts_in_unit(session, unit.id, on=today),
            precedent_queries.count_naming_unit(session, unit.id),
            routing_queries.count_naming_unit(session, unit.id, on=today),
        )


def end_unit(session: Session, actor: Actor, unit: Unit, day: date, successor_id: UUID | None) -> None:
    """Have a unit end on a day, today at the earliest; 422 at /valid_to or /successor_id where it cannot.

    Today: its open cases go over at once. Later: on that day. Posts in it end with it.
    """
    today = territory_queries.today(session)
    with acting_as(session, "gridops_system"):
        heir = queries.lock_unit(session, successor_id) if successor_id else None
        refuse_faults(_check_day(unit, day, today))
        refuse_faults(_check_heir(session, unit, heir, day, is_named=successor_id is not None, today=today))
        unit.valid_to, unit.successor_id = day, heir.id if heir else None
        unit.version += 1
        session.flush()
        for post in queries.posts_in_unit(session, unit.id, on=day):
            _end_post(session, actor, post, day, today)
        if day <= today:
            _close(session, unit, actor)
        else:
            set_turn(session, unit, day)
    tell_unit(
        session,
        actor,
        unit,
        "unit.ends",
        {"valid_to": day.isoformat(), "successor": _text(unit.successor_id)},
    )


def _end_post(session: Session, actor: Actor, post: Post, day: date, today: date) -> None:
    """A post in a unit ends with it; one that would only begin then is taken back."""
    if post.valid_from > today and post.valid_from >= day:
        withdraw_post(session, actor, post)
    else:
        end_post(session, actor, post, day)


def _check_day(unit: Unit, day: date, today: date) -> list[Fault]:
    if unit.kind in ("grid", "village"):
        words = "网格和村社区的力量随边界变更", "A unit of a grid or a village ends by its boundaries"
        return [Fault("/valid_to", *words)]
    if unit.valid_to is not None and unit.valid_to <= today:
        return [Fault("/valid_to", "这个力量已结束", "This unit has ended")]
    if day < today:
        return [Fault("/valid_to", "结束日期不能早于今天", "It ends today at the earliest")]
    if unit.valid_from is not None and day < unit.valid_from:
        return [Fault("/valid_to", "结束日期不能早于开始日期", "It ends on its first day at the earliest")]
    return []


def _check_heir(
    session: Session, unit: Unit, heir: Unit | None, day: date, *, is_named: bool, today: date
) -> list[Fault]:
    if heir is None and is_named:
        return [Fault("/successor_id", "没有这个处置力量", "No such unit")]
    if heir is not None:
        return _check_named(unit, heir, day)
    count = dispatch_queries.count_running_cases(session, unit.id)
    if count:
        zh = f"它还有 {count} 件在办：请指定接替的力量，或先召回改派"
        en = f"It has {count} open cases: name who takes over, or recall them and send others first"
        return [Fault("/successor_id", zh, en)]
    if day > today and unit.is_active:
        words = "到那天前还可能派给它，请指定接替的力量", "It may be sent until then: name who takes over"
        return [Fault("/successor_id", *words)]
    return []


def _check_named(unit: Unit, heir: Unit, day: date) -> list[Fault]:
    begins_later = heir.valid_from is not None and heir.valid_from > day
    if heir.id == unit.id or begins_later or (heir.valid_to is not None and heir.valid_to <= day):
        words = "接替的力量那天不在用", "The unit that takes over is not in service on that day"
        return [Fault("/successor_id", *words)]
    return []


def unit_turns(session: Session, _unit_id: UUID) -> None:
    """The timer's handler: every unit that ends or begins by today, those that end first, so that a place is free."""
    lock_units(session)
    today = territory_queries.today(session)
    ending, beginning = queries.units_turning(session, today)
    for unit in ending:
        unit.is_active = False
    session.flush()
    for unit in beginning:
        unit.is_active = True
        unit.version += 1
        tell_unit(session, None, unit, "unit.opened", {})
    session.flush()
    for unit in ending:
        _close(session, unit, None)


def _close(session: Session, unit: Unit, actor: Actor | None) -> None:
    """Out of service from now on; who takes over has its open cases."""
    unit.is_active = False
    unit.version += 1
    session.flush()
    cases = 0
    if unit.successor_id is not None:
        heir = session.get_one(Unit, unit.successor_id)
        queries.pass_on_successions(session, unit.id, heir.id)
        for case in dispatch_queries.lock_running_cases(session, unit.id):
            record_handed_over(session, case, unit.id, NamedUnit(heir.id, heir.name), actor=actor)
            cases += 1
    tell_unit(session, actor, unit, "unit.closed", {"successor": _text(unit.successor_id), "cases": cases})


def _text(unit_id: UUID | None) -> str | None:
    return str(unit_id) if unit_id else None
