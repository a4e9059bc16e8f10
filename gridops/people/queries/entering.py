"""Signing in and entering one's sight, in one statement. A token and what its account may are read by row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gridops import clock
from gridops.db.session import Session, ask_one, prepare
from gridops.people.queries.accounts import GRANTS
from gridops.people.roles import CHAIN_ROLES, SIGHTLESS_ROLES


def _array(roles: Iterable[str]) -> str:
    return "ARRAY[" + ", ".join(f"'{role}'" for role in sorted(roles)) + "]"


SIGHTLESS, CHAIN = _array(SIGHTLESS_ROLES), _array(CHAIN_ROLES)

# What `rules.Actor` says of sight and chain; an area inside another of one's own changes nothing there.
_ENTER = (
    "SELECT w.*, (SELECT stamp FROM gridops.reference_stamp) AS stamp,"
    " set_config('role', 'gridops_app', true), set_config('gridops.actor', w.id::text, true),"
    " set_config('gridops.areas', coalesce(w.areas, ''), true),"
    " set_config('gridops.units', coalesce(w.units, ''), true),"
    " set_config('gridops.chain_areas', coalesce(w.chain_areas, ''), true)"
    " FROM (SELECT t.expires_at, d.id AS device_id, d.kind AS device_kind, d.revoked_at, p.*"
    " FROM gridops.access_token t JOIN gridops.device d ON d.id = t.device_id JOIN LATERAL ("
    + GRANTS.format(
        at="$2",
        more=f", string_agg(DISTINCT g.area_code, ',') FILTER (WHERE g.role <> ALL({SIGHTLESS})) AS areas"
        ", string_agg(DISTINCT g.unit_id::text, ',') AS units"
        f", string_agg(DISTINCT g.area_code, ',') FILTER (WHERE g.role = ANY({CHAIN})) AS chain_areas",
    )
    + " WHERE a.id = d.account_id GROUP BY a.id) p ON true WHERE t.token_hash = $1) w"
)
# The lock in a statement of its own, before the one that reads the stamp: that one sees what was committed meanwhile.
_STEADY = "AS SELECT pg_advisory_xact_lock_shared(hashtext('gridops.reference'), 0)"
_ENTER_AS_IT_IS = "EXECUTE gridops_enter(%(hash)s, %(at)s)"
_ENTER_STEADY = "EXECUTE gridops_steady; " + _ENTER_AS_IT_IS


def enter_by_token(session: Session, token_hash: bytes, *, is_steady: bool) -> Any:
    """The row behind a token, as `find_token` gives it, with the `stamp` of the reference data, or None.

    The transaction becomes `gridops_app` within the account's sight. `is_steady` keeps edits of reference data from
    being committed between this and the end of the transaction.
    """
    prepare(session, "gridops_enter", f"(bytea, timestamptz) AS {_ENTER}")
    if is_steady:
        prepare(session, "gridops_steady", _STEADY)
    statement = _ENTER_STEADY if is_steady else _ENTER_AS_IT_IS
    row = ask_one(session, statement, {"hash": token_hash, "at": clock.now()})
    if row is not None:
        session.role = "gridops_app"
    return row
