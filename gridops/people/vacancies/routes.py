"""HTTP words of the list of vacancies: for heads, the centre, supervisors and administrators, each within his areas."""

from __future__ import annotations

from typing import Any

from gridops import clock
from gridops.errors import Problem
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.paging import decode, encode
from gridops.people.accounts.wire import CodedOut, NamedOut
from gridops.people.roles import VACANCY_READERS
from gridops.people.rules import covers
from gridops.people.vacancies.queries import vacant_grids
from gridops.people.vacancies.wire import VacanciesOut, VacanciesQuery, VacancyOut

bp = blueprint("people_vacancies")


@bp.get("/vacancies")
@endpoint(
    "Grids without a worker or a present deputy",
    roles=VACANCY_READERS,
    asks="the area in scope",
    query=VacanciesQuery,
    answers={200: VacanciesOut},
)
def get_vacancies(call: Call[None, VacanciesQuery]) -> Any:
    """Vacant grids in one's areas now, with the head to whom their cases go."""
    query = call.query
    # An administrator sees no cases; where posts are empty is his business all the same.
    own = [g.area for g in call.actor.grants if g.area and g.role in VACANCY_READERS.roles]
    if query.area and not any(covers(area, query.area) for area in own):
        raise Problem("out-of-scope")
    key = decode(query.cursor, 1)
    found = vacant_grids(
        call.session,
        [query.area] if query.area else own,
        at=clock.now(),
        after=key[0] if key else None,
        limit=query.limit + 1,
    )
    page = found[: query.limit]
    return VacanciesOut(
        items=[
            VacancyOut(
                grid=CodedOut(code=row.code, name=row.name),
                kind=row.kind,
                village=CodedOut(code=row.village_code, name=row.village_name) if row.village_code else None,
                absent=row.absent or [],
                head=NamedOut(id=row.head_id, name=row.head_name) if row.head_id else None,
            )
            for row in page
        ],
        next_cursor=encode([page[-1].code]) if len(found) > query.limit else None,
    )
