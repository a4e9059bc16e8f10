"""Who is on post in a grid now: out of memory where the transaction knows its stamp, else asked of the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gridops import clock
from gridops.db.dated.rules import holds_on
from gridops.db.held import held, is_held, rows_held
from gridops.db.session import Session
from gridops.people import queries
from gridops.people.models import Deputy, Post, Unit
from gridops.people.vacancies.queries import DEPUTIES, POSTS_IN_GRIDS, find_vacancy, names_of_active
from gridops.territory import queries as territory_queries


@dataclass(frozen=True)
class Staffing:
    """Posts of workers and heads by the code of their area, deputies by post, names of accounts in use."""

    workers: Mapping[str, Sequence[Post]]
    heads: Mapping[str, Sequence[Post]]
    deputies: Mapping[UUID, Sequence[Deputy]]
    names: Mapping[UUID, str]

    def holder_of(self, post: Post, at: datetime, today: date) -> UUID | None:
        """Who is on a post: its holder, his deputy while he is away, or nobody."""
        if not holds_on(post, today):
            return None
        away = [d for d in self.deputies.get(post.id, ()) if d.from_at <= at < d.until_at]
        holder = away[0].account_id if away else post.account_id
        return holder if holder in self.names else None

    def head_of_vacant(self, grid_code: str, at: datetime, today: date) -> tuple[UUID, str] | None:
        """The head of a grid that has nobody on post; None where somebody is, or there is no head."""
        if self._on_post(self.workers, grid_code, at, today) is not None:
            return None
        return self._on_post(self.heads, grid_code, at, today)

    def _on_post(
        self, posts: Mapping[str, Sequence[Post]], grid_code: str, at: datetime, today: date
    ) -> tuple[UUID, str] | None:
        """Somebody on one of the posts over the grid, the nearest first."""
        for code in (grid_code[:n] for n in range(len(grid_code), 0, -1)):
            for post in posts.get(code, ()):
                holder = self.holder_of(post, at, today)
                if holder is not None:
                    return holder, self.names[holder]
        return None


def find_head_of_vacant(session: Session, grid_code: str) -> tuple[UUID, str] | None:
    """The head, by id and name, to whom the cases of a grid go now because nobody is on post there; else None."""
    at = clock.now()
    if not is_held(session):
        return find_vacancy(session, grid_code, at=at)
    return held(session, "staffing", _read).head_of_vacant(grid_code, at, territory_queries.today(session))


def _read(session: Session) -> Staffing:
    posts = rows_held(session, "posts in grids", POSTS_IN_GRIDS)
    deputies: dict[UUID, list[Deputy]] = {}
    for deputy in rows_held(session, "deputies", DEPUTIES):
        deputies.setdefault(deputy.post_id, []).append(deputy)
    units = queries.units_by_id(session, [p.unit_id for p in posts if p.unit_id])
    return Staffing(
        _by_area(posts, "grid_worker", units),
        _by_area(posts, "grid_head", {}),
        deputies,
        names_of_active(session),
    )


def _by_area(posts: Sequence[Post], role: str, units: Mapping[UUID, Unit]) -> dict[str, list[Post]]:
    """The posts of a role by the area that they are over, or that their grid's own unit is for."""
    found: dict[str, list[Post]] = {}
    for post in posts:
        unit = units.get(post.unit_id) if post.unit_id else None
        code = post.area_code or (unit.area_code if unit and unit.kind == "grid" else None)
        if post.role == role and code is not None:
            found.setdefault(code, []).append(post)
    return found
