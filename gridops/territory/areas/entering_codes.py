"""The second code of an area: entered from a list, with the day from which it holds. Scopes never go by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.log.appending import Entry, append
from gridops.territory.areas.queries import find_area, find_codes_in_use
from gridops.territory.models import AreaCode
from gridops.territory.sets.queries.finding import get_deployment, get_set_in_force

_NAMED = 5


def enter_codes(
    session: Session, rows: Sequence[tuple[str, str]], *, system: str, day: date, source: str = ""
) -> int:
    """Give areas (by their code in the set in force on `day`) their codes in another system from `day` on.

    The code an area had in that system is retired on the day; a code that was ever another area's is refused.
    Entering the same codes again changes nothing. Returns how many were entered. Problems: `invalid` for rows
    that are not (code, other code) or areas that are not there, `conflict` for codes that are taken.
    """
    if system == "statistics":
        raise Problem("invalid", ("统计代码随边界版本启用", "Statistics codes come with their boundary set"))
    found_set = get_set_in_force(session, day)
    entered: list[AreaCode] = []
    for code, other in rows:
        area = find_area(session, code, on=day)
        if area is None or not other:
            raise Problem("invalid", (f"没有区域 {code} 或缺少代码", f"No area {code}, or no code for it"))
        held = session.get(AreaCode, (system, other))
        if held is not None and held.area_id == area.area_id and held.valid_to is None:
            continue
        if held is not None:
            zh, en = f"{other} 已属于别处或已停用", f"{other} belongs to another area or was retired"
            raise Problem("conflict", (zh, en))
        _retire(session, system, area.area_id, day)
        entered.append(
            AreaCode(system=system, code=other, area_id=area.area_id, valid_from=day, source=source)
        )
        session.add(entered[-1])
        session.flush()
    if entered:
        district = get_deployment(session).district_code
        data = {"system": system, "count": len(entered), "codes": [c.code for c in entered[:_NAMED]]}
        entry = Entry("area.coded", "boundary_set", found_set.id, 1, None, areas=(district,), data=data)
        append(session, entry)
    return len(entered)


def _retire(session: Session, system: str, area_id: UUID, day: date) -> None:
    for old in find_codes_in_use(session, system, area_id):
        if old.valid_from >= day:
            zh = f"{old.code} 自 {old.valid_from} 起使用，不能在此前停用"
            raise Problem("conflict", (zh, f"{old.code} holds from {old.valid_from}: begin after that day"))
        old.valid_to = day
    session.flush()
