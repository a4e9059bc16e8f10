"""What goes out of the list of vacancies."""

from __future__ import annotations

from gridops.http.wire import Outgoing, PageQuery
from gridops.people.accounts.wire import Code, CodedOut, NamedOut


class VacanciesQuery(PageQuery):
    """Within which area; all in scope without one."""

    area: Code = ""


class VacancyOut(Outgoing):
    """A grid with nobody on post: who is away, and the head of its grids, to whom its cases go."""

    grid: CodedOut
    kind: str
    village: CodedOut | None
    absent: list[str]
    head: NamedOut | None


class VacanciesOut(Outgoing):
    """Vacancies by the grid's code."""

    items: list[VacancyOut]
    next_cursor: str | None = None
