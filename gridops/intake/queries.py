"""Cases that may be the same thing (the matter's radius and window), and how many stand at the very same point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from gridops import clock
from gridops.db.session import Session, acting_as
from gridops.duties.matters.queries import MatterVersion
from gridops.people.rules import Actor
from gridops.people.scope import scope_clause


def similar_ids(
    session: Session, actor: Actor, *, version: MatterVersion, lon: float, lat: float
) -> list[UUID]:
    """Ids of open cases in sight of the same matter near a point, nearest first; never restricted ones."""
    clause, params = scope_clause(actor, "i")
    # A box in degrees, generous by a half, lets the index work; metres decide.
    span = version.standard.near_radius_m / 111_000 * 2
    statement = text(
        "SELECT i.id FROM gridops.incident i"
        " WHERE i.geom && ST_MakeEnvelope(:lon - :span, :lat - :span, :lon + :span, :lat + :span, 4490)"
        # On the ellipsoid: a projected system knows nothing of the other side of the Earth.
        " AND ST_DWithin(CAST(i.geom AS geography),"
        "     CAST(ST_SetSRID(ST_MakePoint(:lon, :lat), 4490) AS geography), :radius)"
        " AND i.service_code = :code AND i.reported_at >= :since AND i.is_open AND NOT i.is_restricted"
        f" AND {clause}"
        " ORDER BY ST_Distance(CAST(i.geom AS geography),"
        "     CAST(ST_SetSRID(ST_MakePoint(:lon, :lat), 4490) AS geography)), i.reported_at DESC, i.id LIMIT 20"
    )
    with acting_as(session, "gridops_map"):
        rows = session.scalars(
            statement,
            {
                "lon": lon,
                "lat": lat,
                "span": span,
                "radius": version.standard.near_radius_m,
                "code": version.matter.service_code,
                "since": clock.now() - timedelta(hours=version.standard.near_hours),
                **params,
            },
        )
        return list(rows)


#: A default point that was repaired a year ago is forgotten.
SEEN_WITHIN = timedelta(days=365)


def points_seen(session: Session, points: Sequence[tuple[float, float]]) -> Counter[tuple[float, float]]:
    """(lon, lat) → how many cases of the last year stand at exactly that point, whoever may see them; at most 50.

    Runs as the definer and tells a number alone.
    """
    if not points:
        return Counter()
    asked = {
        "lons": [p[0] for p in points],
        "lats": [p[1] for p in points],
        "since": clock.now() - SEEN_WITHIN,
    }
    rows = session.execute(
        text(
            "SELECT n, cases FROM gridops.points_seen("
            "CAST(:lons AS float8[]), CAST(:lats AS float8[]), CAST(:since AS timestamptz)) WHERE cases > 0"
        ),
        asked,
    )
    found: Counter[tuple[float, float]] = Counter()
    for row in rows:
        found[points[row.n - 1]] = row.cases
    return found
