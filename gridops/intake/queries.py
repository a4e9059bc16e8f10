"""Cases that may be the same thing: the matter's radius and window around a point."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from gridops import clock
from gridops.db.session import Session, acting_as
from gridops.duties.queries import Rule
from gridops.people.rules import Actor
from gridops.people.scope import scope_clause


def similar_ids(session: Session, actor: Actor, *, rule: Rule, lon: float, lat: float) -> list[UUID]:
    """Ids of open cases in sight of the same matter near a point, nearest first; never restricted ones."""
    clause, params = scope_clause(actor, "i")
    # A box in degrees, generous by a half, lets the index work; metres decide.
    span = rule.standard.near_radius_m / 111_000 * 2
    statement = text(
        "SELECT i.id FROM gridops.incident i"
        " WHERE i.geom && ST_MakeEnvelope(:lon - :span, :lat - :span, :lon + :span, :lat + :span, 4490)"
        # On the ellipsoid: a projected system knows nothing of the other side of the Earth.
        " AND ST_DWithin(CAST(i.geom AS geography),"
        "     CAST(ST_SetSRID(ST_MakePoint(:lon, :lat), 4490) AS geography), :radius)"
        " AND i.service_code = :code AND i.reported_at >= :since AND i.is_open AND NOT i.is_restricted"
        f" AND {clause}"
        " ORDER BY i.reported_at DESC LIMIT 20"
    )
    with acting_as(session, "gridops_map"):
        rows = session.scalars(
            statement,
            {
                "lon": lon,
                "lat": lat,
                "span": span,
                "radius": rule.standard.near_radius_m,
                "code": rule.matter.service_code,
                "since": clock.now() - timedelta(hours=rule.standard.near_hours),
                **params,
            },
        )
        return list(rows)
