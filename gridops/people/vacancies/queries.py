"""Reading which grids have nobody on post at a moment, and who is the head of their grids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from gridops.db.session import Session
from gridops.people.models import Account, Deputy, Post
from gridops.territory import queries as territory_queries

# Who is away is not on post; who stands in for him is. A worker over a village is on post in each of its grids, one who
# is in the village's unit only helps out there.
_VACANT = text(
    """
    WITH on_post AS MATERIALIZED (
        SELECT DISTINCT coalesce(h.area_code, u.area_code) AS code
        FROM gridops.held_posts(CAST(:at AS timestamptz)) h
        JOIN gridops.account a ON a.id = h.account_id AND a.is_active
        LEFT JOIN gridops.unit u ON u.id = h.unit_id AND u.kind = 'grid'
        WHERE h.role = 'grid_worker' AND (h.is_deputy OR NOT EXISTS (
            SELECT FROM gridops.deputy s WHERE s.post_id = h.post_id AND s.from_at <= :at AND s.until_at > :at))
    ), heads AS MATERIALIZED (
        SELECT h.area_code AS code, h.account_id, a.display_name
        FROM gridops.held_posts(CAST(:at AS timestamptz)) h
        JOIN gridops.account a ON a.id = h.account_id AND a.is_active
        WHERE h.role = 'grid_head' AND h.area_code IS NOT NULL AND NOT EXISTS (
            SELECT FROM gridops.deputy s WHERE NOT h.is_deputy AND s.post_id = h.post_id
             AND s.account_id IS NOT NULL AND s.from_at <= :at AND s.until_at > :at)
    )
    SELECT g.code, g.name, g.kind, v.code AS village_code, v.name AS village_name,
           d.account_id AS head_id, d.display_name AS head_name, w.absent
    FROM gridops.area_version g
    LEFT JOIN gridops.area_version v ON v.set_id = g.set_id AND v.code = g.parent_code
    LEFT JOIN LATERAL (SELECT d.account_id, d.display_name FROM heads d WHERE starts_with(g.code, d.code)
                       ORDER BY length(d.code) DESC, d.account_id LIMIT 1) d ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(DISTINCT a.display_name) AS absent
        FROM gridops.held_posts(CAST(:at AS timestamptz)) h JOIN gridops.account a ON a.id = h.account_id
        WHERE h.role = 'grid_worker' AND h.area_code = g.code AND NOT h.is_deputy) w ON true
    WHERE g.set_id = :set AND g.level = 'grid'
      AND EXISTS (SELECT FROM unnest(CAST(:areas AS text[])) s(code) WHERE starts_with(g.code, s.code))
      AND NOT EXISTS (SELECT FROM on_post o WHERE starts_with(g.code, o.code))
      AND (CAST(:after AS text) IS NULL OR g.code > :after)
    ORDER BY g.code LIMIT :limit
    """
)

#: What is kept in memory to tell who is on post in a grid.
POSTS_IN_GRIDS = select(Post).where(Post.role.in_(("grid_worker", "grid_head")))
DEPUTIES = select(Deputy)


def vacant_grids(
    session: Session, areas: Sequence[str], *, at: datetime, after: str | None = None, limit: int
) -> Sequence[Any]:
    """Rows (code, name, kind, village_code, village_name, head_id, head_name, absent) of grids in the areas, by code.

    `absent` names the workers who are away without a deputy. None where no boundaries are in force.
    """
    found = territory_queries.find_set_in_force(session)
    if found is None:
        return []
    asked = {"set": found.id, "areas": list(areas), "at": at, "after": after, "limit": limit}
    return session.execute(_VACANT, asked).all()


def find_vacancy(session: Session, grid_code: str, *, at: datetime) -> tuple[UUID, str] | None:
    """The head of a grid that has nobody on post, by id and name; None where somebody is, or there is no head."""
    rows = vacant_grids(session, [grid_code], at=at, limit=1)
    if not rows or rows[0].code != grid_code or rows[0].head_id is None:
        return None
    return rows[0].head_id, rows[0].head_name


def names_of_active(session: Session) -> dict[UUID, str]:
    """What everybody in service is called."""
    rows = session.execute(select(Account.id, Account.display_name).where(Account.is_active))
    return {row[0]: row[1] for row in rows}
