"""Tables of the counted cells. Triggers on `incident` write the changes, the worker folds them, nobody else writes."""

from __future__ import annotations

from sqlalchemy import BigInteger, Identity, Sequence
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, Code

versions = Sequence("incident_cell_version", schema="gridops", metadata=Base.metadata)


class Sums:
    """What is summed up of the cases of a key: how many, their places, their ids exclusive-or'ed in two halves.

    Places are whole units, 2^24 to the world in web mercator, west and north being 0.
    """

    n: Mapped[int] = mapped_column(BigInteger)
    sum_x: Mapped[int] = mapped_column(BigInteger)
    sum_y: Mapped[int] = mapped_column(BigInteger)
    id_a: Mapped[int] = mapped_column(BigInteger)
    id_b: Mapped[int] = mapped_column(BigInteger)


class IncidentCell(Sums, Base):
    """The cases of a cell (a tile of zoom 16) that are counted in an area and are alike in what a mark shows."""

    __tablename__ = "incident_cell"

    x: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    y: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    scope_code: Mapped[str] = mapped_column(Code, primary_key=True)
    #: Empty for a case in no special grid.
    special_code: Mapped[str] = mapped_column(Code, primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    due_state: Mapped[str] = mapped_column(primary_key=True)
    urgency: Mapped[str] = mapped_column(primary_key=True)


class IncidentCellChange(Sums, Base):
    """What a transaction has done to a cell and nobody has folded yet: −1 for what a case was, +1 for what it is."""

    __tablename__ = "incident_cell_change"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    x: Mapped[int]
    y: Mapped[int]
    scope_code: Mapped[str] = mapped_column(Code)
    special_code: Mapped[str] = mapped_column(Code)
    state: Mapped[str]
    due_state: Mapped[str]
    urgency: Mapped[str]


class IncidentCellMark(Base):
    """When a cell last changed: a number that only rises. It stays when the cell's cases have gone."""

    __tablename__ = "incident_cell_mark"

    x: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    y: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger)
