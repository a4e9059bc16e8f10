"""Matters and their versions written: new ones added, what is not yet in force withdrawn. Never commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from gridops.db.dated.refusing import Refusals
from gridops.db.dated.register import DatedRegister
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.calendar.limits import limit_of
from gridops.duties.matters import queries
from gridops.duties.matters.fields import field_of
from gridops.duties.matters.models import Matter, Standard
from gridops.duties.matters.rules import VersionContent, check_content
from gridops.duties.matters.standards import condition_of
from gridops.errors import Problem, fault
from gridops.log.appending import Entry, append
from gridops.words import Words

STANDARDS = DatedRegister(
    Standard,
    ("matter_id",),
    Refusals(
        has_begun=Words(
            "已生效的版本不能撤回，请另立新版本", "A version in force stays; add another instead"
        ),
        withdrawal_points_to="/version",
    ),
)


def agency_codes(session: Session) -> frozenset[str]:
    """The codes of every agency there is."""
    return frozenset(agency.code for agency in queries.agencies(session))


def content_of(standard: Standard) -> VersionContent:
    """What a stored version says."""
    said: dict[str, Any] = {name: getattr(standard, name) for name in VersionContent.__dataclass_fields__}
    return VersionContent(
        **said
        | {
            "conditions": tuple(condition_of(one) for one in standard.conditions),
            "aliases": tuple(standard.aliases),
            "helping_agencies": tuple(standard.helping_agencies),
            "fields": tuple(field_of(one) for one in standard.fields),
            "stage_limits": {name: limit_of(one) for name, one in standard.stage_limits.items()},
        }
    )


def get_matter(session: Session, service_code: str) -> Matter:
    """A matter locked for a change; 404 for one that is not there, 409 where a version has just been changed."""
    found = queries.find_matter(session, service_code)
    if found is None:
        raise Problem("not-found")
    # The register's lock comes before the matter's, as everywhere: nobody waits for somebody who waits for him.
    STANDARDS.rows(session, matter_id=found.id)
    return queries.find_matter(session, service_code, is_locked=True) or found


def add_matter(
    session: Session,
    actor_id: UUID | None,
    *,
    service_code: str,
    content: VersionContent,
    valid_from: date,
    source: tuple[str, str, str] = ("", "", ""),
) -> Matter:
    """A matter with its first version; it is not admitted yet. `source` is (list, kind, code) of an import."""
    if queries.find_matter(session, service_code) is not None:
        raise fault("/service_code", "这个事项代码已有", "This service code is taken")
    matter = Matter(
        id=new_id(),
        service_code=service_code,
        source_list=source[0],
        source_kind=source[1],
        source_code=source[2],
    )
    session.add(matter)
    session.flush()
    add_version(session, actor_id, matter, content=content, valid_from=valid_from)
    return matter


def add_version(
    session: Session,
    actor_id: UUID | None,
    matter: Matter,
    *,
    content: VersionContent,
    valid_from: date,
    valid_to: date | None = None,
) -> Standard:
    """A version from `valid_from` on; the one that stood open ends there. 422 where anything is wrong with it."""
    written = STANDARDS.succeed(
        session,
        {"matter_id": matter.id, **content.columns()},
        (valid_from, valid_to),
        today=calendar_queries.today(session),
        faults=check_content(content, agency_codes(session)),
    )
    changed = [name for name in written.changed if name != "matter_id"]
    data = {"valid_from": valid_from.isoformat(), "changed": changed}
    append_changed(session, actor_id, matter, version=written.row.version, data=data)
    return written.row


def withdraw_version(session: Session, actor_id: UUID | None, matter: Matter, version: int) -> None:
    """Take back a version that is not yet in force; the one before it holds as if there had been no other."""
    rows = STANDARDS.rows(session, matter_id=matter.id)
    found = next((row for row in rows if row.version == version), None)
    if found is None:
        raise Problem("not-found")
    STANDARDS.withdraw(session, found, today=calendar_queries.today(session))
    append_changed(session, actor_id, matter, version=version, data={"withdrawn": version})


def set_active(session: Session, actor_id: UUID | None, matter: Matter, *, is_active: bool) -> None:
    """Retire a matter or take it up again; its cases go on as they are."""
    matter.is_active = is_active
    session.flush()
    newest = queries.versions_of(session, [matter.id])[matter.id][0]
    append_changed(session, actor_id, matter, version=newest.version, data={"is_active": is_active})


def append_changed(
    session: Session, actor_id: UUID | None, matter: Matter, *, version: int, data: Mapping[str, Any]
) -> None:
    """The log's entry of a change to a matter; it concerns no area, so no screen is told."""
    append(
        session,
        Entry(
            action="matter.changed",
            entity="matter",
            entity_id=matter.id,
            version=version,
            actor_id=actor_id,
            data={"service_code": matter.service_code, **data},
        ),
    )
