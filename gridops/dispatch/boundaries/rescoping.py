"""A set comes into force: units, roles, registers and cases are brought under the new boundaries, step by step.

The worker's timer calls `carry_out` until it says that all is done; each call is one transaction and may be
broken off at any moment. What is done again is done to what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.dispatch.boundaries.models import BoundaryChange, BoundaryDoubt
from gridops.dispatch.boundaries.queries import count_doubts, waits_for_earlier
from gridops.dispatch.boundaries.resettling import SetPair, settle
from gridops.duties.following.carrying import follow_areas
from gridops.duties.following.fates import read_change
from gridops.incidents.queries import CaseSelection, lock_selected, stand_by_day
from gridops.incidents.rescoping import record_rescoped, restand
from gridops.log.appending import Entry, append
from gridops.people.following import Doubt, UnitBoard, move_posts, move_units
from gridops.territory import queries as territory_queries
from gridops.territory.models import BoundarySet
from gridops.territory.sets.comparing import set_before
from gridops.territory.sets.putting_in_force import COMES_INTO_FORCE, first_moment
from gridops.timers.setting import set_timer

BATCH = 500
#: Reports that were on their way at midnight are in the books by then.
LAST_LOOK = timedelta(seconds=60)
#: Between two steps the worker numbers the log and looks at other timers.
_BREATH = timedelta(milliseconds=20)


def comes_into_force(session: Session, set_id: UUID) -> bool:
    """The timer's handler: one step; True where the timer stays for the next one."""
    found = session.get(BoundarySet, set_id)
    if found is None or found.state != "in_force" or found.valid_from is None:
        return False
    begins = first_moment(found.valid_from, territory_queries.get_deployment(session).time_zone)
    if clock.now() < begins:
        _again(session, found, at=begins)
        return True
    if waits_for_earlier(session, found):
        _again(session, found)
        return True
    if carry_out(session, found):
        return False
    waits = session.get_one(BoundaryChange, set_id).phase == "stragglers"
    _again(session, found, at=begins + LAST_LOOK if waits and clock.now() < begins + LAST_LOOK else None)
    return True


def _again(session: Session, found: BoundarySet, *, at: object = None) -> None:
    due_at = at if at is not None else clock.now() + _BREATH
    set_timer(session, kind=COMES_INTO_FORCE, entity="boundary_set", entity_id=found.id, due_at=due_at)  # type: ignore[arg-type]


def carry_out(session: Session, found: BoundarySet) -> bool:
    """One step of the change; True when everything is done."""
    change = session.get(BoundaryChange, found.id, with_for_update=True)
    if change is None:
        change = _begin(session, found)
    if change.phase == "done":
        return True
    old = session.get_one(BoundarySet, change.from_set_id)
    stand_by_day(session, found.valid_from or clock.now().date())
    pair = SetPair.read(session, old, found)
    if change.phase == "units":
        done = move_units(session, pair.heirs, pair.after)
        _note(session, change, done.counts, done.doubts)
        change.phase = "people"
    elif change.phase == "people":
        done = move_posts(session, pair.heirs, pair.after)
        _note(session, change, done.counts, done.doubts)
        change.phase = "registers"
    elif change.phase == "registers":
        first_day = found.valid_from or clock.now().date()
        counts = follow_areas(session, read_change(first_day, pair.heirs, pair.before, pair.after))
        _note(session, change, counts, [])
        change.phase = "cases"
    elif change.phase == "cases":
        _move_cases(session, change, pair)
    else:
        _move_stragglers(session, change, pair)
    session.flush()
    return change.phase == "done"


def _begin(session: Session, found: BoundarySet) -> BoundaryChange:
    old = set_before(session, found.valid_from)
    change = BoundaryChange(
        set_id=found.id, from_set_id=old.id, phase="units", cursor=None, counts={}, started_at=clock.now()
    )
    session.add(change)
    session.flush()
    _tell(session, "boundary_set.came_into_force", change, {"from": str(old.id), "to": str(found.id)})
    return change


def _move_cases(session: Session, change: BoundaryChange, pair: SetPair) -> None:
    board = UnitBoard.read(session)
    selection = CaseSelection(
        pair.changed_codes,
        pair.changed_codes,
        [u.id for u in board.by_id.values() if not u.is_active and u.area_code in pair.gone_codes],
        with_unresolved=True,
    )
    seen = _move_batch(session, change, pair, board=board, selection=selection, after=change.cursor)
    if seen is None:
        change.phase, change.cursor = "stragglers", None
    else:
        change.cursor = seen


def _move_stragglers(session: Session, change: BoundaryChange, pair: SetPair) -> None:
    """What was written under an old code while the change was under way; none are left at the end."""
    board = UnitBoard.read(session)
    selection = CaseSelection(pair.gone_codes)
    seen = _move_batch(session, change, pair, board=board, selection=selection, after=None)
    begins = first_moment(
        pair.new.valid_from or clock.now().date(), territory_queries.get_deployment(session).time_zone
    )
    # Labels move with borders, under codes that stay, too.
    is_settled = seen is None and not restand(session, limit=BATCH, data={"set": str(pair.new.id)})
    if is_settled and clock.now() >= begins + LAST_LOOK:
        change.phase, change.finished_at = "done", clock.now()
        doubts = count_doubts(session, change.set_id)
        _tell(session, "boundary_set.rescoped", change, {**change.counts, "doubts": doubts})


def _move_batch(
    session: Session,
    change: BoundaryChange,
    pair: SetPair,
    *,
    board: UnitBoard,
    selection: CaseSelection,
    after: UUID | None,
) -> UUID | None:
    """Move the next cases; the last one's id, None where there were none."""
    cases = lock_selected(session, selection, after=after, limit=BATCH)
    moved, doubts = 0, []
    for case, settled in zip(cases, settle(pair, board, cases), strict=True):
        data = {"set": str(pair.new.id)}
        moved += record_rescoped(session, case, settled.today, settled.units, data=data)
        if settled.doubt is not None:
            doubts.append(settled.doubt)
    _note(session, change, {"cases_seen": len(cases), "cases_moved": moved}, doubts)
    return cases[-1].id if cases else None


def _note(
    session: Session, change: BoundaryChange, counts: Mapping[str, int], doubts: Iterable[Doubt]
) -> None:
    change.counts = {
        **change.counts,
        **{name: change.counts.get(name, 0) + n for name, n in counts.items()},
    }
    rows = [{"id": new_id(), "set_id": change.set_id, **vars(doubt)} for doubt in doubts]
    if rows:
        session.execute(insert(BoundaryDoubt).on_conflict_do_nothing(), rows)


def _tell(session: Session, action: str, change: BoundaryChange, data: dict[str, object]) -> None:
    district = territory_queries.get_deployment(session).district_code
    append(session, Entry(action, "boundary_set", change.set_id, 1, None, areas=(district,), data=data))
