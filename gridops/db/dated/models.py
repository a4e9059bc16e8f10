"""What the tables of all dated registers have alike: the columns of a row's dates, and the constraints on them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Integer, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.ids import new_id


class DatedRow:
    """A row that holds from `valid_from` up to and without `valid_to` (open where that is empty).

    `valid_to` is reckoned: the earliest of `ends_on`, the end that somebody laid down, and the first days of the
    rows that replace this one (their `replaces_id`). So what is taken back takes only its own end with it.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    ends_on: Mapped[date | None]
    replaces_id: Mapped[UUID | None]

    def __init__(self, **columns: Any) -> None:
        """A row as it is first written: an end that it comes with was laid down."""
        columns.setdefault("ends_on", columns.get("valid_to"))
        super().__init__(**columns)


def dates_in_order() -> CheckConstraint:
    """A row ends after it begins."""
    return CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates")


def no_overlap(
    name: str, *line: str, also: str | None = None, deferrable: bool | None = None
) -> ExcludeConstraint:
    """Rows that are alike in the columns of `line` share no day; `also` is a range (SQL) that must meet as well.

    `deferrable`: whoever changes several rows of a line may have them looked at together at his end.
    """
    pairs: list[Any] = [*((column, "=") for column in line), (text("daterange(valid_from, valid_to)"), "&&")]
    if also is not None:
        pairs.append((text(f"({also})"), "&&"))
    return ExcludeConstraint(*pairs, using="gist", name=name, deferrable=deferrable)
