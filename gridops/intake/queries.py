"""What is known before reports are written, and cases that may be the same thing (the matter's radius and window)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from gridops import clock
from gridops.db.session import Session, acting_as, ask_one, prepare
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


@dataclass(frozen=True)
class Facts:
    """What has to be known before reports are written, read in one statement.

    `known` gives (reporter, content hash) of ids that have been used, whoever used them; `seen` how many cases of the
    last year stand at exactly a point (lon, lat), at most 50; `posts` the (role, area code) that somebody holds.
    `numbered` gives the case that has an (origin, number) already; `manned` the units for which somebody can sign in,
    None where that was not asked.
    """

    known: Mapping[UUID, tuple[UUID, bytes]]
    seen: Counter[tuple[float, float]]
    posts: Sequence[tuple[str, str]]
    numbered: Mapping[tuple[str, str], UUID]
    manned: Collection[UUID] | None


# Three functions run as their definer: an id, and a case at the same point, may be out of the caller's sight.
_FACTS = """
    (uuid[], float8[], float8[], timestamptz, text[], timestamptz, text[], text[], text[]) AS
    SELECT (SELECT jsonb_agg(jsonb_build_array(f.id, f.reporter_id, encode(f.content_hash, 'hex')))
            FROM gridops.report_facts($1) f) AS known,
           (SELECT jsonb_agg(jsonb_build_array(p.n, p.cases)) FROM gridops.points_seen($2, $3, $4) p
            WHERE p.cases > 0) AS seen,
           CASE WHEN cardinality($5) > 0 THEN
               (SELECT jsonb_agg(DISTINCT jsonb_build_array(g.role, g.area_code))
                FROM gridops.held_posts($6) g JOIN gridops.account a ON a.id = g.account_id
                WHERE g.role = ANY($5) AND g.area_code IS NOT NULL AND a.is_active) END AS posts,
           CASE WHEN cardinality($7) > 0 THEN
               (SELECT jsonb_agg(jsonb_build_array(n.origin, n.number, n.incident_id))
                FROM gridops.cases_of_numbers($7, $8) n) END AS numbered,
           CASE WHEN cardinality($9) > 0 THEN
               (SELECT coalesce(jsonb_agg(DISTINCT g.unit_id), '[]')
                FROM gridops.held_posts($6) g JOIN gridops.account a ON a.id = g.account_id
                WHERE g.role = ANY($9) AND g.unit_id IS NOT NULL AND a.is_active) END AS manned
"""
# With one plan for all: left to himself the planner makes a cheaper one each time, without what is not asked, and
# takes three times as long to make it as it takes to follow it.
_EXECUTE = (
    "SET LOCAL plan_cache_mode = force_generic_plan;"
    " EXECUTE gridops_facts(CAST(%(ids)s AS uuid[]), CAST(%(lons)s AS float8[]), CAST(%(lats)s AS float8[]),"
    " %(since)s, CAST(%(roles)s AS text[]), %(at)s, CAST(%(origins)s AS text[]), CAST(%(numbers)s AS text[]),"
    " CAST(%(acting)s AS text[]))"
)


def facts_before(
    session: Session,
    ids: Sequence[UUID],
    points: Sequence[tuple[float, float]],
    roles: Collection[str],
    *,
    numbers: Sequence[tuple[str, str]] = (),
    acting: Sequence[str] = (),
) -> Facts:
    """Which `ids` and which `numbers` of origins are used, how many cases stand at each of `points`, who holds `roles`.

    With `acting` also the units in which somebody holds one of these roles.
    """
    asked = {
        "ids": [str(i) for i in ids],
        "lons": [p[0] for p in points],
        "lats": [p[1] for p in points],
        "since": clock.now() - SEEN_WITHIN,
        "roles": sorted(roles),
        "at": clock.now(),
        "origins": [origin for origin, _ in numbers],
        "numbers": [number for _, number in numbers],
        "acting": list(acting),
    }
    prepare(session, "gridops_facts", _FACTS)
    row = ask_one(session, _EXECUTE, asked)
    return Facts(
        known={UUID(i): (UUID(reporter), bytes.fromhex(said)) for i, reporter, said in row.known or ()},
        seen=Counter({points[n - 1]: cases for n, cases in row.seen or ()}),
        posts=[(role, area) for role, area in row.posts or ()],
        numbered={(origin, number): UUID(case) for origin, number, case in row.numbered or ()},
        manned=None if row.manned is None else {UUID(unit) for unit in row.manned},
    )


@dataclass(frozen=True)
class QuarantineState:
    """What is kept of bodies that could not be read: rows, those that have their body still, and its bytes."""

    rows: int
    bodies: int
    bytes: int


#: Whose quota a row counts against: its device's, or its account's where it came by no device.
_DEVICE = "coalesce(device_id, account_id)"


def lock_quarantine(session: Session) -> None:
    """Let one at a time add to the quarantine and count it, until the end of the transaction."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('gridops.quarantine', 0))"))


def empty_beyond(session: Session, most_bytes: int, *, device_id: UUID | None = None) -> None:
    """Empty the oldest bodies, of a device or of all, until the newest fit into `most_bytes`."""
    whose = f"AND {_DEVICE} = :device" if device_id else ""
    session.execute(
        text(
            "UPDATE gridops.quarantine SET body = NULL WHERE id IN ("
            " SELECT id FROM (SELECT id, sum(size) OVER (ORDER BY received_at DESC, id DESC) AS so_far"
            f"  FROM gridops.quarantine WHERE body IS NOT NULL {whose}) AS held WHERE so_far > :most)"
        ),
        {"most": most_bytes, "device": device_id},
    )


def delete_rows_beyond(session: Session, most_rows: int, *, device_id: UUID) -> None:
    """Delete all but the newest rows of a device."""
    session.execute(
        text(
            "DELETE FROM gridops.quarantine WHERE id IN (SELECT id FROM gridops.quarantine"
            f" WHERE {_DEVICE} = :device ORDER BY received_at DESC, id DESC OFFSET :most)"
        ),
        {"most": most_rows, "device": device_id},
    )


def delete_quarantine_before(session: Session, moment: datetime) -> int:
    """Delete what came before a moment; how many rows."""
    deleted = session.execute(
        text("DELETE FROM gridops.quarantine WHERE received_at < :moment RETURNING id"), {"moment": moment}
    )
    return len(deleted.all())


def quarantine_state(session: Session) -> QuarantineState:
    """What the quarantine holds now."""
    row = session.execute(
        text(
            "SELECT count(*) AS rows, count(body) AS bodies,"
            " coalesce(sum(size) FILTER (WHERE body IS NOT NULL), 0) AS bytes FROM gridops.quarantine"
            " WHERE settled_at IS NULL"
        )
    ).one()
    return QuarantineState(int(row.rows), int(row.bodies), int(row.bytes))
