"""What tells a device's datum: points sent beside pins set later and photos' own positions. Persons stay out.

Runs as the system, since an administrator sees no case; what is read here leaves only as numbers of a device.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text

from gridops.db.session import Session, acting_as

#: A photo taken longer before or after than this was not taken where the report was made.
_PHOTO_WITHIN = "15 minutes"
_MOST_FOR_A_DEVICE = 60

_COMPARED = text(
    f"""
    WITH sent AS (
        SELECT i.id, i.case_number, coalesce(i.device_id, i.reporter_id) AS device, i.device_id, i.reporter_id,
               i.reported_at, i.occurred_at, i.lon, i.lat, i.location_source, i.reported_location AS said
        FROM gridops.incident i
        WHERE i.reported_at >= :since AND i.reported_location->>'source' IN ('gps', 'network')
    ), compared AS (
        -- A pin that the desk set on the case afterwards.
        SELECT s.*, 'pin' AS kind, s.lon AS true_lon, s.lat AS true_lat FROM sent s
        WHERE s.location_source = 'manual'
        UNION ALL
        -- What the photo says of itself; cameras write WGS-84.
        SELECT s.*, 'photo', f.exif_lon, f.exif_lat FROM sent s
        JOIN gridops.incident_media m ON m.incident_id = s.id AND m.declared_by = s.reporter_id AND m.stage = 'before'
        JOIN gridops.media_file f ON f.id = m.media_id AND f.exif_lon IS NOT NULL
        WHERE f.exif_at IS NULL OR abs(extract(epoch FROM f.exif_at - s.occurred_at))
              <= extract(epoch FROM interval '{_PHOTO_WITHIN}')
    ), numbered AS (
        SELECT c.*, row_number() OVER (PARTITION BY c.device ORDER BY c.reported_at DESC, c.id, c.kind) AS n
        FROM compared c
    )
    SELECT n.device, n.device_id, n.reporter_id, n.case_number, n.reported_at, n.kind, n.true_lon, n.true_lat,
           (n.said->>'lon')::float8 AS lon, (n.said->>'lat')::float8 AS lat, n.said->>'coord_sys' AS declared,
           d.name AS device_name, a.display_name AS account_name
    FROM numbered n
    LEFT JOIN gridops.device d ON d.id = n.device_id
    JOIN gridops.account a ON a.id = n.reporter_id
    WHERE n.n <= {_MOST_FOR_A_DEVICE}
    ORDER BY n.device, declared, n.reported_at DESC, n.kind
    """
)

_REPEATED = text(
    """
    SELECT i.lon, i.lat, count(*) AS cases, count(DISTINCT i.reporter_id) AS reporters,
           array_agg(DISTINCT i.location_source ORDER BY i.location_source) AS sources
    FROM gridops.incident i
    WHERE i.reported_at >= :since AND i.location_source <> 'area' AND NOT i.is_restricted
    GROUP BY i.lon, i.lat HAVING count(*) > :others
    ORDER BY count(*) DESC, i.lon, i.lat LIMIT 100
    """
)


def compared_points(session: Session, since: datetime) -> Sequence[Any]:
    """Points sent since a time that can be held against a pin or a photo, by device and declared datum."""
    with acting_as(session, "gridops_system"):
        return session.execute(_COMPARED, {"since": since}).all()


def repeated_points(session: Session, since: datetime, others: int) -> Sequence[Any]:
    """Points at which more than `others` cases stand since a time: (lon, lat, cases, reporters, sources)."""
    with acting_as(session, "gridops_system"):
        return session.execute(_REPEATED, {"since": since, "others": others}).all()
