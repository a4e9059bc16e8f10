"""The register of powers written: rows added, replaced from a day on, ended, withdrawn. Never commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties import queries
from gridops.duties.models import Power
from gridops.duties.replacing import replaced_by
from gridops.duties.rules.powers import PowerContent, check_power, check_span
from gridops.errors import Fault, Problem, fault, invalid
from gridops.log.appending import Entry, append
from gridops.territory import queries as territory_queries

CONTENT = tuple(PowerContent.__dataclass_fields__)
_ITEMS = UUID("b3a1c7de-5a0c-4d4e-9c55-2f6f6a3d9e01")


def item_id(item_code: str) -> UUID:
    """The id under which the log keeps an item: the same for all its rows, also for those withdrawn."""
    return uuid5(_ITEMS, item_code)


def content_of(power: Power) -> PowerContent:
    """What a stored row says."""
    return PowerContent(**{name: getattr(power, name) for name in CONTENT})


def get_power(session: Session, power_id: UUID) -> Power:
    """A row locked for a change; 404 for one that is not there."""
    found = session.get(Power, power_id, with_for_update=True)
    if found is None:
        raise Problem("not-found")
    return found


def add_power(
    session: Session,
    actor_id: UUID | None,
    content: PowerContent,
    *,
    valid_from: date,
    valid_to: date | None = None,
) -> Power:
    """A row from a day on; 422 where anything is wrong with it or its dates overlap the same item's.

    A row may begin in the past: the register is filled from documents that have long been in force.
    """
    others = queries.line_of(session, content.line)
    faults = _faults(session, content) + check_span(
        valid_from, valid_to, [(row.valid_from, row.valid_to) for row in others]
    )
    if faults:
        raise invalid(*faults)
    row = _write(session, content, others, valid_from=valid_from, valid_to=valid_to)
    _tell(session, actor_id, row, {"added": True})
    return row


def replace_power(
    session: Session,
    actor_id: UUID | None,
    before: Power,
    content: PowerContent,
    *,
    valid_from: date,
    valid_to: date | None = None,
) -> Power:
    """A new version of a row: the one before ends on the day the new one begins, today at the earliest."""
    if valid_from < queries.today(session):
        raise fault("/valid_from", "新版本不能早于今天生效", "A new version begins today at the earliest")
    if valid_from <= before.valid_from:
        raise fault(
            "/valid_from", "新版本须晚于原版本生效", "It must begin after the version that it replaces"
        )
    faults = _faults(session, content)
    if content.item_code != before.item_code:
        faults.append(Fault("/item_code", "新版本不能换项目编号", "A version keeps its item's code"))
    others = [row for row in queries.line_of(session, content.line) if row.id != before.id]
    faults += check_span(valid_from, valid_to, [(row.valid_from, row.valid_to) for row in others])
    if faults:
        raise invalid(*faults)
    said, until = content_of(before).columns(), before.valid_to
    if before.valid_to is None or before.valid_to > valid_from:
        before.valid_to = valid_from
        session.flush()
    row = _write(session, content, [before, *others], valid_from=valid_from, valid_to=valid_to)
    changed = sorted(name for name, value in content.columns().items() if said[name] != value)
    was = {"replaces": str(before.id), "until": until.isoformat() if until else None}
    _tell(session, actor_id, row, {**was, "changed": changed})
    return row


def end_power(session: Session, actor_id: UUID | None, row: Power, *, valid_to: date) -> Power:
    """Have a row end on a day, today at the earliest; what was done by it before stays done by it."""
    if valid_to < queries.today(session):
        raise fault("/valid_to", "失效日期不能早于今天", "It ends today at the earliest")
    if valid_to <= row.valid_from:
        raise fault("/valid_to", "失效日期须晚于生效日期", "It must end after it begins")
    if row.valid_to is not None and row.valid_to <= valid_to:
        raise fault("/valid_to", f"该项已于 {row.valid_to} 失效", f"It ends on {row.valid_to} already")
    row.valid_to = valid_to
    session.flush()
    _tell(session, actor_id, row, {"ended": True})
    return row


def withdraw_power(session: Session, actor_id: UUID | None, row: Power) -> None:
    """Take back a row that is not yet in force; the version that it replaced holds as long as it did before."""
    if row.valid_from <= queries.today(session):
        raise fault("/valid_from", "已生效的不能撤回，只能终止", "What is in force stays; it can be ended")
    before_id, until = replaced_by(session, item_id(row.item_code), row.id)
    session.delete(row)
    session.flush()
    before = session.get(Power, before_id) if before_id else None
    if before is not None:
        rows = queries.line_of(session, content_of(before).line)
        faults = check_span(
            before.valid_from, until, [(o.valid_from, o.valid_to) for o in rows if o.id != before.id]
        )
        if faults:
            raise invalid(*faults)
        before.valid_to = until
    _tell(session, actor_id, row, {"withdrawn": True})


def _faults(session: Session, content: PowerContent) -> list[Fault]:
    matters, groups = queries.codes_in_use(session)
    area = territory_queries.find_area(session, content.area_code) if content.area_code else None
    return check_power(
        content,
        matters=matters,
        groups=groups,
        agencies={agency.code for agency in queries.agencies(session)},
        township=None if area is None else area.level == "township",
    )


def _write(
    session: Session,
    content: PowerContent,
    others: Sequence[Power],
    *,
    valid_from: date,
    valid_to: date | None,
) -> Power:
    row = Power(
        id=new_id(),
        version=max((other.version for other in others), default=0) + 1,
        valid_from=valid_from,
        valid_to=valid_to,
        **content.columns(),
    )
    session.add(row)
    session.flush()
    return row


def _tell(session: Session, actor_id: UUID | None, row: Power, data: dict[str, Any]) -> None:
    """The log's entry of a change to the register; it concerns no area, so no screen is told."""
    dates = {name: day.isoformat() for name in ("valid_from", "valid_to") if (day := getattr(row, name))}
    append(
        session,
        Entry(
            action="power.changed",
            entity="power",
            entity_id=item_id(row.item_code),
            version=row.version,
            actor_id=actor_id,
            data={"row": str(row.id), "item_code": row.item_code, "act": row.act, **dates, **data},
        ),
    )
