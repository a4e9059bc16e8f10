"""The list of responsibilities written: items added, replaced from a day on, ended, withdrawn; and what is done first.

Never commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties import queries
from gridops.duties.models import FirstDuty, Responsibility
from gridops.duties.replacing import replaced_by
from gridops.duties.rules.powers import check_span
from gridops.duties.rules.responsibilities import ResponsibilityContent, check_item
from gridops.errors import Fault, Problem, fault, invalid
from gridops.log.appending import Entry, append
from gridops.territory import queries as territory_queries

CONTENT = tuple(ResponsibilityContent.__dataclass_fields__)
_ITEMS = UUID("6c7b9d52-0f1e-4a37-8c11-74d3a1f0be02")
FIRST_DUTIES = UUID("6c7b9d52-0f1e-4a37-8c11-74d3a1f0be03")


def item_id(item_code: str) -> UUID:
    """The id under which the log keeps an item: the same for all its rows, also for those withdrawn."""
    return uuid5(_ITEMS, item_code)


def content_of(row: Responsibility) -> ResponsibilityContent:
    """What a stored row says."""
    return ResponsibilityContent(**{name: getattr(row, name) for name in CONTENT})


def get_responsibility(session: Session, row_id: UUID) -> Responsibility:
    """A row locked for a change; 404 for one that is not there."""
    found = session.get(Responsibility, row_id, with_for_update=True)
    if found is None:
        raise Problem("not-found")
    return found


def add_responsibility(
    session: Session,
    actor_id: UUID | None,
    content: ResponsibilityContent,
    *,
    valid_from: date,
    valid_to: date | None = None,
) -> Responsibility:
    """An item from a day on; 422 where anything is wrong with it or its dates overlap another version's."""
    others = queries.versions_of_item(session, *content.line)
    faults = _faults(session, content) + check_span(
        valid_from, valid_to, [(row.valid_from, row.valid_to) for row in others]
    )
    if faults:
        raise invalid(*faults)
    row = _write(session, content, others, valid_from=valid_from, valid_to=valid_to)
    _tell(session, actor_id, row, {"added": True})
    return row


def replace_responsibility(
    session: Session,
    actor_id: UUID | None,
    before: Responsibility,
    content: ResponsibilityContent,
    *,
    valid_from: date,
    valid_to: date | None = None,
) -> Responsibility:
    """A new version of an item: the one before ends on the day the new one begins, today at the earliest."""
    if valid_from < queries.today(session) or valid_from <= before.valid_from:
        raise fault(
            "/valid_from",
            "新版本不能早于今天，且须晚于原版本生效",
            "A new version begins today at the earliest, and after the one that it replaces",
        )
    faults = _faults(session, content)
    if content.line != content_of(before).line:
        faults.append(
            Fault("/item_code", "新版本不能换编号和镇街", "A version keeps its item's code and township")
        )
    others = [row for row in queries.versions_of_item(session, *content.line) if row.id != before.id]
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


def end_responsibility(
    session: Session, actor_id: UUID | None, row: Responsibility, *, valid_to: date
) -> Responsibility:
    """Have an item end on a day, today at the earliest."""
    if valid_to < queries.today(session) or valid_to <= row.valid_from:
        raise fault(
            "/valid_to", "失效日期不能早于今天，且须晚于生效日期", "It ends today or later, after it began"
        )
    if row.valid_to is not None and row.valid_to <= valid_to:
        raise fault("/valid_to", f"该项已于 {row.valid_to} 失效", f"It ends on {row.valid_to} already")
    row.valid_to = valid_to
    session.flush()
    _tell(session, actor_id, row, {"ended": True})
    return row


def withdraw_responsibility(session: Session, actor_id: UUID | None, row: Responsibility) -> None:
    """Take back a version that is not yet in force; the one that it replaced holds as long as it did before."""
    if row.valid_from <= queries.today(session):
        raise fault("/valid_from", "已生效的不能撤回，只能终止", "What is in force stays; it can be ended")
    before_id, until = replaced_by(session, item_id(row.item_code), row.id)
    session.delete(row)
    session.flush()
    before = session.get(Responsibility, before_id) if before_id else None
    if before is not None:
        rows = queries.versions_of_item(session, before.item_code, before.area_code)
        others = [(o.valid_from, o.valid_to) for o in rows if o.id != before.id]
        faults = check_span(before.valid_from, until, others)
        if faults:
            raise invalid(*faults)
        before.valid_to = until
    _tell(session, actor_id, row, {"withdrawn": True})


def add_first_duty(
    session: Session, actor_id: UUID | None, *, ground: str, service_code: str, group_code: str
) -> FirstDuty:
    """Have a matter, or a group of them, done first and arbitrated after."""
    matters, groups = queries.codes_in_use(session)
    if bool(service_code) == bool(group_code):
        raise fault("/service_code", "请填写事项或大类其一", "Name either a matter or a group of matters")
    if service_code and service_code not in matters:
        raise fault("/service_code", "没有这个事项", "No such matter")
    if group_code and group_code not in groups:
        raise fault("/group_code", "没有这个大类", "No such group of matters")
    if any(
        (one.service_code, one.group_code) == (service_code, group_code)
        for one in queries.first_duties(session)
    ):
        raise fault("/service_code", "已在清单上", "It stands on the list already")
    row = FirstDuty(id=new_id(), ground=ground, service_code=service_code, group_code=group_code)
    session.add(row)
    session.flush()
    _tell_first(session, actor_id, row, "added")
    return row


def remove_first_duty(session: Session, actor_id: UUID | None, row_id: UUID) -> None:
    """Take a matter or a group off; what came by the hotline stays done first."""
    row = session.get(FirstDuty, row_id, with_for_update=True)
    if row is None:
        raise Problem("not-found")
    if row.origin:
        raise fault("/id", "12345 来件不能移出", "What came by the hotline stays on the list")
    _tell_first(session, actor_id, row, "removed")
    session.delete(row)
    session.flush()


def _faults(session: Session, content: ResponsibilityContent) -> list[Fault]:
    matters, groups = queries.codes_in_use(session)
    area = territory_queries.find_area(session, content.area_code) if content.area_code else None
    return check_item(
        content,
        matters=matters,
        groups=groups,
        agencies={agency.code for agency in queries.agencies(session)},
        township=None if area is None else area.level == "township",
    )


def _write(
    session: Session,
    content: ResponsibilityContent,
    others: Sequence[Responsibility],
    *,
    valid_from: date,
    valid_to: date | None,
) -> Responsibility:
    row = Responsibility(
        id=new_id(),
        version=max((other.version for other in others), default=0) + 1,
        valid_from=valid_from,
        valid_to=valid_to,
        **content.columns(),
    )
    session.add(row)
    session.flush()
    return row


def _tell(session: Session, actor_id: UUID | None, row: Responsibility, data: dict[str, Any]) -> None:
    """The log's entry of a change to the list; it concerns no area, so no screen is told."""
    dates = {name: day.isoformat() for name in ("valid_from", "valid_to") if (day := getattr(row, name))}
    append(
        session,
        Entry(
            action="responsibility.changed",
            entity="responsibility",
            entity_id=item_id(row.item_code),
            version=row.version,
            actor_id=actor_id,
            data={"row": str(row.id), "item_code": row.item_code, "kind": row.kind, **dates, **data},
        ),
    )


def _tell_first(session: Session, actor_id: UUID | None, row: FirstDuty, what: str) -> None:
    append(
        session,
        Entry(
            action="first_duty.changed",
            entity="first_duty",
            entity_id=FIRST_DUTIES,
            version=1,
            actor_id=actor_id,
            data={
                "first_duty": what,
                "ground": row.ground,
                "service_code": row.service_code,
                "group_code": row.group_code,
            },
        ),
    )
