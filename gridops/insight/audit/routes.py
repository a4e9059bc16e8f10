"""HTTP words of the audit of the log: any entity's entries, for the auditor alone. Read only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gridops.errors import fault
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.paging import decode, encode
from gridops.incidents.standing import told_to_all
from gridops.incidents.wire import NamedOut
from gridops.insight.audit import queries
from gridops.insight.audit.wire import AuditEntriesOut, AuditEntryOut, EntriesQuery
from gridops.people import queries as people_queries
from gridops.people.roles import AUDITORS
from gridops.territory import queries as territory_queries

bp = blueprint("audit")


@bp.get("/audit/entries")
@endpoint(
    "The log of any entity",
    query=EntriesQuery,
    roles=AUDITORS,
    asks="entries that concern the auditor's areas; those of no area for the district's",
    answers={200: AuditEntriesOut},
)
def get_entries(call: Call[None, EntriesQuery]) -> Any:
    """Entries of the log, newest first: who did what to which entity; no text that anybody wrote."""
    asked = call.query
    key = decode(asked.cursor, 1)
    if key is not None and not key[0].isdecimal():
        raise fault("/cursor", "游标无效", "Not a cursor of this list")
    district = territory_queries.get_deployment(call.session).district_code
    found = queries.entries_for(
        call.session,
        call.actor,
        is_whole=call.actor.has_role_over(district, "auditor"),
        entity=asked.entity,
        entity_id=asked.id,
        actor_id=asked.actor,
        since=asked.since,
        before=int(key[0]) if key is not None else None,
        limit=asked.limit + 1,
    )
    page = found[: asked.limit]
    names = people_queries.names_of(call.session, [row.actor_id for row in page if row.actor_id])
    return AuditEntriesOut(
        items=[_entry(row, names) for row in page],
        next_cursor=encode([str(page[-1].id)]) if len(found) > asked.limit else None,
    )


def _entry(row: Any, names: Mapping[UUID, str]) -> AuditEntryOut:
    # Who reported a restricted case is a thing that only its chain may know.
    is_hidden = row.is_restricted and row.action == "incident.reported"
    return AuditEntryOut(
        id=row.id,
        at=row.at,
        action=row.action,
        entity=row.entity,
        entity_id=row.entity_id,
        version=row.version,
        actor=NamedOut(id=row.actor_id, name=names.get(row.actor_id))
        if row.actor_id and not is_hidden
        else None,
        case_number=row.case_number,
        data=told_to_all(row.data, is_restricted=row.is_restricted),
    )
