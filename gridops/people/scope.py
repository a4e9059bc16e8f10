"""Entering an actor's scope: called once a request, after authentication. The database then refuses the rest."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops.db.session import Session, say_before
from gridops.people.rules import Actor, Seeing

_ENTER = text(
    "SELECT set_config('role', 'gridops_app', true), set_config('gridops.actor', :actor, true),"
    " set_config('gridops.areas', :areas, true), set_config('gridops.units', :units, true),"
    " set_config('gridops.chain_areas', :chain, true)"
)


def enter(session: Session, actor: Actor) -> None:
    """Become `gridops_app` within `actor`'s sight, for the rest of the transaction."""
    session.execute(
        _ENTER,
        {
            "actor": str(actor.id),
            "areas": ",".join(actor.areas),
            "units": ",".join(map(str, actor.units)),
            "chain": ",".join(actor.chain_areas),
        },
    )
    session.role = "gridops_app"


def hold(session: Session, entity_id: UUID) -> None:
    """Keep one entity, already found in sight, writable until the end of the transaction.

    A handler who returns a case loses sight of it by that very act; PostgreSQL checks the new row against
    the reading policy too, and would refuse the return.
    """
    say_before(session, "SELECT set_config('gridops.held', %s, true)", str(entity_id))


def scope_clause(actor: Seeing, alias: str = "i") -> tuple[str, dict[str, Any]]:
    """The WHERE of `may_see` for statements that run as `gridops_map`, with its parameters.

    PostGIS and LIKE are not LEAKPROOF, so no GiST index works under a policy; such statements carry this
    clause instead, and a test finds it in each of them.
    """
    own, params = own_clause(actor, alias)
    columns = (f"{alias}.scope_code", f"{alias}.special_grid_code")
    within, more = areas_clause(actor, *columns)
    return f"({own}{' OR ' + within if within else ''})", params | more


def own_clause(actor: Seeing, alias: str = "i") -> tuple[str, dict[str, Any]]:
    """The part of `scope_clause` for what is an actor's own wherever it is: himself among the persons, his units."""
    parts = [f"{alias}.person_ids @> ARRAY[CAST(:scope_actor AS uuid)]"]
    params: dict[str, Any] = {"scope_actor": str(actor.id)}
    if actor.units:
        parts.append(f"{alias}.unit_ids && CAST(:scope_units AS uuid[])")
        params["scope_units"] = list(map(str, actor.units))
    return " OR ".join(parts), params


def areas_clause(actor: Seeing, *columns: str) -> tuple[str, dict[str, Any]]:
    """The part of `scope_clause` for areas, asked of columns that hold codes; empty for who has none."""
    parts: list[str] = []
    params: dict[str, Any] = {}
    for n, code in enumerate(actor.areas):
        parts += [f"({column} >= :scope_a{n} AND {column} < :scope_z{n})" for column in columns]
        params |= {f"scope_a{n}": code, f"scope_z{n}": code + "~"}
    return " OR ".join(parts), params
