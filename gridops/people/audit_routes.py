"""HTTP words of the audit of access: sign-ins, refused requests, changes of rights. Read only; ids and codes alone."""

from __future__ import annotations

from typing import Any

from gridops.db.session import acting_as
from gridops.errors import fault
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.paging import decode, encode
from gridops.people import queries
from gridops.people.roles import ACCESS_READERS
from gridops.people.wire import AccessEntriesOut, AccessEntryOut, AccessQuery

bp = blueprint("access")


@bp.get("/audit/sign-ins")
@endpoint(
    "Sign-ins, refused requests, changes of rights",
    query=AccessQuery,
    roles=ACCESS_READERS,
    answers={200: AccessEntriesOut},
)
def get_sign_ins(call: Call[None, AccessQuery]) -> Any:
    """Entries of the log about access, newest first."""
    asked = call.query
    key = decode(asked.cursor, 1)
    if key is not None and not key[0].isdecimal():
        raise fault("/cursor", "游标无效", "Not a cursor of this list")
    with acting_as(call.session, "gridops_map"):
        found = queries.access_entries(
            call.session,
            before=int(key[0]) if key is not None else None,
            since=asked.since,
            actor_id=asked.actor,
            entity_id=asked.id,
            actions=[asked.action] if asked.action else (),
            limit=asked.limit + 1,
        )
    page = found[: asked.limit]
    return AccessEntriesOut(
        items=[AccessEntryOut.model_validate(entry) for entry in page],
        next_cursor=encode([str(page[-1].id)]) if len(found) > asked.limit else None,
    )
