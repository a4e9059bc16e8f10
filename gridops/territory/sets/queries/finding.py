"""Reading boundary sets and the deployment's row: which set is in force on a day, what a set holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, text

from gridops import clock
from gridops.db.dated.rules import holds_on
from gridops.db.held import held, is_held, rows_held
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.territory.models import AreaVersion, BoundarySet, Deployment

#: The day meant: the one asked for, or today where the deployment is. Shared by every dated statement.
DAY = (
    "coalesce(CAST(:on AS date), (CAST(:now AS timestamptz) AT TIME ZONE"
    " coalesce((SELECT time_zone FROM gridops.deployment), 'UTC'))::date)"
)
#: Picks the set in force on that day, from `gridops.boundary_set`.
IN_FORCE = f"state = 'in_force' AND daterange(valid_from, valid_to) @> {DAY}"

_IN_FORCE = select(BoundarySet).where(text(IN_FORCE).bindparams(bindparam("on"), bindparam("now")))

_SETS = select(BoundarySet).where(BoundarySet.state == "in_force")
_DEPLOYMENT = select(Deployment)

_ORPHANS = text(
    "SELECT c.code FROM gridops.area_version c WHERE c.set_id = :set AND c.level <> 'district'"
    " AND NOT EXISTS (SELECT FROM gridops.area_version p"
    " WHERE p.set_id = c.set_id AND p.code = c.parent_code)"
    " ORDER BY c.code LIMIT 5"
)


def on_day(on: date | None) -> dict[str, object]:
    """The parameters of `DAY`."""
    return {"on": on, "now": clock.now()}


def find_set_in_force(session: Session, on: date | None = None) -> BoundarySet | None:
    """The set in force on a day (today in the deployment's zone), or None."""
    if is_held(session):
        if on is not None:
            return _held_on(session, on)
        day = today(session)
        return held(session, ("set in force", day), lambda asking: _held_on(asking, day))
    return session.scalar(_IN_FORCE, on_day(on))


def _held_on(session: Session, day: date) -> BoundarySet | None:
    sets = rows_held(session, "sets", _SETS)
    return next((one for one in sets if holds_on(one, day)), None)  # type: ignore[arg-type]


def no_set_in_force() -> Problem:
    """404: there is no set for that day."""
    return Problem("not-found", ("该日期没有生效的边界版本", "No boundary set is in force on that day"))


def get_set_in_force(session: Session, on: date | None = None) -> BoundarySet:
    """The set in force on a day; a Problem `not-found` where there is none."""
    found = find_set_in_force(session, on)
    if found is None:
        raise no_set_in_force()
    return found


def find_set(session: Session, name: str) -> BoundarySet | None:
    """A set by its name."""
    return session.scalar(select(BoundarySet).where(BoundarySet.name == name))


def lock_set(session: Session, set_id: UUID) -> BoundarySet:
    """A set as it stands once all who were changing it are done, and held until this transaction ends.

    Whoever changes a set, or what stands in it, begins here. A Problem `conflict` where it was given up meanwhile.
    """
    # What merely refers to the set, as every case does, need not wait.
    query = select(BoundarySet).where(BoundarySet.id == set_id).with_for_update(key_share=True)
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Problem("conflict", ("该边界版本已被放弃", "This boundary set was given up meanwhile"))
    return found


def all_sets(session: Session) -> Sequence[BoundarySet]:
    """Every set, drafts last, by the day they came in force."""
    return session.scalars(
        select(BoundarySet).order_by(BoundarySet.valid_from.nulls_last(), BoundarySet.name)
    ).all()


def find_deployment(session: Session) -> Deployment | None:
    """The deployment's one row, or None before it was chosen."""
    if is_held(session):
        return next(iter(rows_held(session, "deployment", _DEPLOYMENT)), None)
    found = session.get(Deployment, 1)
    # Held for the length of the transaction: a session forgets rows that nobody holds, and asks again.
    session.info["deployment"] = found
    return found


def get_deployment(session: Session) -> Deployment:
    """The deployment's one row; a Problem `conflict` before it was chosen."""
    found = find_deployment(session)
    if found is None:
        raise Problem("conflict", ("尚未初始化部署", "The deployment's district has not been chosen yet"))
    return found


def today(session: Session) -> date:
    """Today in the deployment's zone: the dates of whatever is dated are its dates."""
    found = find_deployment(session)
    return clock.now().astimezone(clock.zone(found.time_zone if found else "UTC")).date()


def start_of_day(session: Session, day: date) -> datetime:
    """When a day begins in the deployment's zone."""
    return datetime.combine(day, time(), deployment_zone(session))


def deployment_zone(session: Session) -> ZoneInfo:
    """The deployment\'s time zone, whose days, months and hours are meant."""
    return clock.zone(get_deployment(session).time_zone)


def counts_of(session: Session, set_id: UUID) -> dict[str, int]:
    """How many areas a set holds, by level, special grids as `special_grid`."""
    rows = session.execute(
        text(
            "SELECT CASE kind WHEN 'special' THEN 'special_grid' ELSE level END, count(*)"
            " FROM gridops.area_version WHERE set_id = :set GROUP BY 1"
        ),
        {"set": set_id},
    )
    return {row[0]: row[1] for row in rows}


def codes_in(session: Session, set_id: UUID, level: str | None = None) -> frozenset[str]:
    """Codes of areas that stand in a set, of one level or of all."""
    rows = session.scalars(
        text(
            "SELECT code FROM gridops.area_version WHERE set_id = :set"
            " AND (CAST(:level AS text) IS NULL OR level = :level)"
        ),
        {"set": set_id, "level": level},
    )
    return frozenset(rows)


def orphans_of(session: Session, set_id: UUID) -> Sequence[str]:
    """Up to five codes of areas whose parent is not in the set."""
    return session.scalars(_ORPHANS, {"set": set_id}).all()


def district_codes_of(session: Session, set_id: UUID) -> Sequence[str]:
    """Codes of the set's districts: one, if the set is whole."""
    return session.scalars(
        select(AreaVersion.code).where(AreaVersion.set_id == set_id, AreaVersion.level == "district")
    ).all()
