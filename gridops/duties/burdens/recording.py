"""Burdens that were asked of a township beyond its list, recorded and answered. Never commits."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties.burdens.models import RefusedBurden
from gridops.duties.calendar import queries as calendar_queries
from gridops.errors import Problem, fault
from gridops.log.appending import Entry, append
from gridops.people.roles import ADMIN, BURDEN_KEEPERS
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries


def may_record(actor: Actor, area_code: str) -> bool:
    """Whether an actor keeps the register of an area; administrators keep it for all."""
    return ADMIN.admits(actor) or actor.has_role_over(area_code, *BURDEN_KEEPERS)


def record_burden(
    session: Session,
    actor: Actor,
    *,
    area_code: str,
    kind: str,
    asked_by: str,
    asked_on: date,
    asked: str,
    answer: str = "",
) -> RefusedBurden:
    """What was asked, by whom and when; the answer may follow. 403 for an area that is not the actor's."""
    if not may_record(actor, area_code):
        raise Problem("out-of-scope")
    today = calendar_queries.today(session)
    area = territory_queries.find_area(session, area_code)
    if area is None or area.level not in {"township", "village"}:
        raise fault("/area_code", "没有这个镇街或村社区", "No such township or village")
    if asked_on > today:
        raise fault("/asked_on", "日期不能晚于今天", "It cannot have been asked after today")
    row = RefusedBurden(
        id=new_id(),
        area_code=area_code,
        kind=kind,
        asked_by=asked_by,
        asked_on=asked_on,
        asked=asked,
        answer=answer,
        answered_on=today if answer else None,
        recorded_by=actor.id,
        recorded_at=clock.now(),
    )
    session.add(row)
    _tell(session, actor, row, "recorded")
    return row


def answer_burden(session: Session, actor: Actor, burden_id: UUID, *, answer: str) -> RefusedBurden:
    """The answer that was given, today; a later one takes its place, the log keeps that there was one before."""
    row = session.get(RefusedBurden, burden_id, with_for_update=True)
    if row is None or not may_record(actor, row.area_code):
        raise Problem("not-found")
    row.answer, row.answered_on = answer, calendar_queries.today(session)
    row.version += 1
    _tell(session, actor, row, "answered")
    return row


def _tell(session: Session, actor: Actor, row: RefusedBurden, what: str) -> None:
    session.flush()
    append(
        session,
        Entry(
            action=f"burden.{what}",
            entity="burden",
            entity_id=row.id,
            version=row.version,
            actor_id=actor.id,
            data={"kind": row.kind, "area_code": row.area_code},
        ),
    )
