"""Tiles of a set that has been in force: made once, for whoever asks first, and kept. Never a draft's."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from gridops.db.session import Session
from gridops.territory.models import TerritoryTile
from gridops.territory.tiles.queries import find_kept_tile, territory_tile

#: Maps draw nearer ones from these. Beyond it nobody could ask for enough tiles to fill the disk.
MOST_ZOOM = 14


def kept_tile(session: Session, set_id: UUID, z: int, x: int, y: int) -> bytes:
    """One tile of a set that no longer changes; an empty one is quickly made, and is not kept."""
    if z > MOST_ZOOM:
        return territory_tile(session, set_id, z, x, y)
    found = find_kept_tile(session, set_id, z, x, y)
    if found is not None:
        return found
    made = territory_tile(session, set_id, z, x, y)
    if made:
        values = {"set_id": set_id, "z": z, "x": x, "y": y, "tile": made}
        session.execute(insert(TerritoryTile).values(values).on_conflict_do_nothing())
    return made
