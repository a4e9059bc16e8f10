"""Tables of the roll-ups. Rows of ±1 come in by the triggers on `incident`; only folding writes the others."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Float, Identity, Integer
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, Code, one_of
from gridops.insight.rollups.rules import CUTS, LEVELS


class RollupPending(Base):
    """What a statement on cases changed in the counts, not yet folded: `n` cases more (or fewer) of one kind.

    The box (CGCS2000 degrees) holds the points of those that came; it is NULL where none came.
    """

    __tablename__ = "rollup_pending"
    __table_args__ = {  # noqa: RUF012 - as SQLAlchemy reads it
        "postgresql_with": {"autovacuum_vacuum_scale_factor": "0", "autovacuum_vacuum_threshold": "2000"}
    }

    # The area comes first, so that a question reads what is pending in its own areas only.
    scope_code: Mapped[str] = mapped_column(Code, primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    day: Mapped[date]
    service_group: Mapped[str]
    service_code: Mapped[str]
    state: Mapped[str]
    level: Mapped[str]
    origin: Mapped[str]
    unit_id: Mapped[UUID | None]
    n: Mapped[int] = mapped_column(Integer)
    west: Mapped[float | None] = mapped_column(Float)
    south: Mapped[float | None] = mapped_column(Float)
    east: Mapped[float | None] = mapped_column(Float)
    north: Mapped[float | None] = mapped_column(Float)


class RollupPlace(Base):
    """A code under which cases stand: the areas above it (itself where it has none), and how far its points reach."""

    __tablename__ = "rollup_place"

    scope_code: Mapped[str] = mapped_column(Code, primary_key=True)
    district_code: Mapped[str] = mapped_column(Code)
    township_code: Mapped[str] = mapped_column(Code)
    village_code: Mapped[str] = mapped_column(Code)
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]


class RollupMonth(Base):
    """Cases of one kind in one area and month: `n` in all, `days` one number for each of 31 days.

    `area_level` says how finely areas are kept apart, `cut` what else is; a word that the cut leaves out is ''.
    """

    __tablename__ = "rollup_month"
    __table_args__ = (
        CheckConstraint(one_of("area_level", LEVELS), name="area_level"),
        CheckConstraint(one_of("cut", tuple(CUTS)), name="cut"),
        # Most writes change numbers in a row that is there: room for them on its own page.
        {"postgresql_with": {"fillfactor": "80"}},
    )

    cut: Mapped[str] = mapped_column(primary_key=True)
    area_level: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(Code, primary_key=True)
    service_group: Mapped[str] = mapped_column(primary_key=True)
    service_code: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(Integer)
    days: Mapped[list[int]] = mapped_column(ARRAY(Integer))


class RollupState(Base):
    """The one row that folding holds while it works: the sets that places were reckoned by, and the last verifying."""

    __tablename__ = "rollup_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    sets_mark: Mapped[str]
    verified_at: Mapped[datetime | None]
    differences: Mapped[int | None] = mapped_column(Integer)
