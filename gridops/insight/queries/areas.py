"""What an area's code stands for, in whichever boundary set that was ever in force."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text

from gridops.db.session import Session
from gridops.insight.filters import Span
from gridops.territory.sets.queries.finding import IN_FORCE, on_day

_FIND = text(
    f"""
    SELECT found.kind, found.member_codes
    FROM (
        SELECT v.set_id, v.kind, CAST('{{}}' AS text[]) AS member_codes
        FROM gridops.area_version v WHERE v.code = :code
        UNION ALL
        SELECT g.set_id, g.kind, g.member_codes FROM gridops.area_group g WHERE g.code = :code
    ) found JOIN gridops.boundary_set s ON s.id = found.set_id AND s.state <> 'draft'
    ORDER BY ({IN_FORCE}) DESC, s.state = 'in_force' DESC, s.valid_from DESC
    """
)


def find_span(
    session: Session, code: str, *, on: date | None = None, is_recorded: bool = False
) -> Span | None:
    """The codes that stand for an area or a group of areas on a day; None for a code that no set knows.

    A case lies in one base grid and perhaps in a special one over it, so a special grid is asked for apart.
    `is_recorded`: of a group, the members of all times; no case was recorded under a code before its time.
    """
    rows = session.execute(_FIND, {"code": code, **on_day(on)}).all()
    if not rows:
        return None
    if rows[0].kind == "special":
        return Span(special_codes=(code,))
    members = [member for row in (rows if is_recorded else rows[:1]) for member in row.member_codes]
    return Span(codes=tuple(dict.fromkeys(members)) or (code,))
