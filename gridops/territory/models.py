"""Tables of the territory: dated boundary sets and what stands in them. Columns and constraints only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import EMPTY_ARRAY, Base, Code, Codes, one_of
from gridops.db.ids import new_id
from gridops.territory.rules import (
    AREA_KINDS,
    CODE_SYSTEMS,
    CONVENTIONS,
    FEATURE_KINDS,
    GROUP_KINDS,
    LEVELS,
    SET_STATES,
)


def _geographic() -> Geometry:
    return Geometry("GEOMETRY", srid=4490, spatial_index=False)


class BoundarySet(Base):
    """A complete set of boundaries, in force from `valid_from` up to and without `valid_to`.

    A set whose time is over stays `in_force` for its dates; `retired` is one that was withdrawn altogether.
    """

    __tablename__ = "boundary_set"
    __table_args__ = (
        CheckConstraint(one_of("state", SET_STATES), name="state"),
        CheckConstraint("state = 'draft' OR valid_from IS NOT NULL", name="dated"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates_in_order"),
        ExcludeConstraint(
            (text("daterange(valid_from, valid_to)"), "&&"),
            where=text("state = 'in_force'"),
            using="gist",
            name="ex_boundary_set_in_force",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(server_default="draft", default="draft")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(server_default="", default="")
    notice: Mapped[str] = mapped_column(server_default="", default="")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Deployment(Base):
    """The one row that says which district this is and in which system it is measured."""

    __tablename__ = "deployment"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    district_code: Mapped[str] = mapped_column(Code)
    name: Mapped[str]
    time_zone: Mapped[str]
    measure_srid: Mapped[int]
    is_demo: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    #: Source of a fix → kind of device → the share of fixes that lie within the radius it states.
    fix_conventions: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'::jsonb"), default=lambda: dict(CONVENTIONS)
    )
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Area(Base):
    """What stays the same while names, codes and borders change."""

    __tablename__ = "area"
    __table_args__ = (CheckConstraint(one_of("level", LEVELS), name="level"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    level: Mapped[str]


class AreaVersion(Base):
    """An area as it stands in one boundary set. `geom` is EPSG:4490, `geom_m` the deployment's metres."""

    __tablename__ = "area_version"
    __table_args__ = (
        CheckConstraint(one_of("level", LEVELS), name="level"),
        CheckConstraint(one_of("kind", AREA_KINDS), name="kind"),
        CheckConstraint("(level = 'grid') = (kind IN ('base', 'special'))", name="kind_of_grid"),
        CheckConstraint("(level = 'district') = (parent_code IS NULL)", name="has_parent"),
        UniqueConstraint("set_id", "code"),
        Index("ix_area_version_set_id_level_kind", "set_id", "level", "kind"),
        Index("ix_area_version_area_id", "area_id"),
        Index("ix_area_version_grid_name", "kind", "name", postgresql_where=text("level = 'grid'")),
        Index("ix_area_version_geom", "geom", postgresql_using="gist"),
        Index("ix_area_version_geom_m", "geom_m", postgresql_using="gist"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    set_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.boundary_set.id", ondelete="CASCADE"))
    area_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.area.id"))
    level: Mapped[str]
    kind: Mapped[str]
    code: Mapped[str] = mapped_column(Code)
    name: Mapped[str]
    short_name: Mapped[str]
    parent_code: Mapped[str | None] = mapped_column(Code)
    households: Mapped[int | None]
    people: Mapped[int | None]
    geom: Mapped[WKBElement] = mapped_column(_geographic())
    # Without a type modifier: the measuring system is the deployment's choice, not the schema's.
    geom_m: Mapped[WKBElement] = mapped_column(Geometry(None, spatial_index=False))
    area_m2: Mapped[float]
    label_lon: Mapped[float]
    label_lat: Mapped[float]


class AreaGroup(Base):
    """A group of areas by membership: villages of a town looked after together, or an enforcement area."""

    __tablename__ = "area_group"
    __table_args__ = (
        CheckConstraint(one_of("kind", GROUP_KINDS), name="kind"),
        UniqueConstraint("set_id", "kind", "code"),
        Index("ix_area_group_geom", "geom", postgresql_using="gist"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    set_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.boundary_set.id", ondelete="CASCADE"))
    kind: Mapped[str]
    code: Mapped[str] = mapped_column(Code)
    name: Mapped[str]
    parent_code: Mapped[str] = mapped_column(Code)
    member_codes: Mapped[list[str]] = mapped_column(Codes, server_default=EMPTY_ARRAY)
    geom: Mapped[WKBElement] = mapped_column(_geographic())


class MapFeature(Base):
    """What lets one recognise a place on the map and decides nothing: roads, water, place names."""

    __tablename__ = "map_feature"
    __table_args__ = (
        CheckConstraint(one_of("kind", FEATURE_KINDS), name="kind"),
        Index("ix_map_feature_set_id_kind", "set_id", "kind"),
        Index("ix_map_feature_geom", "geom", postgresql_using="gist"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    set_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.boundary_set.id", ondelete="CASCADE"))
    kind: Mapped[str]
    feature_class: Mapped[str]
    name: Mapped[str]
    geom: Mapped[WKBElement] = mapped_column(_geographic())


class Waiver(Base):
    """A kind of defect that was let in with a layer, and why."""

    __tablename__ = "waiver"
    __table_args__ = (Index("ix_waiver_set_id", "set_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    set_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.boundary_set.id", ondelete="CASCADE"))
    level: Mapped[str]
    kind: Mapped[str]
    reason: Mapped[str]
    count: Mapped[int]
    made_at: Mapped[datetime]


class AreaLineage(Base):
    """What became of an area: the part that an old version and a new one have in common."""

    __tablename__ = "area_lineage"
    __table_args__ = (
        CheckConstraint(
            "share_of_old > 0 AND share_of_old <= 1 AND share_of_new > 0 AND share_of_new <= 1", name="shares"
        ),
        Index("ix_area_lineage_to_version_id", "to_version_id"),
        Index("ix_area_lineage_to_set_id", "to_set_id", "from_set_id", "from_code"),
    )

    from_version_id: Mapped[UUID] = mapped_column(
        ForeignKey("gridops.area_version.id", ondelete="CASCADE"), primary_key=True
    )
    to_version_id: Mapped[UUID] = mapped_column(
        ForeignKey("gridops.area_version.id", ondelete="CASCADE"), primary_key=True
    )
    from_set_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.boundary_set.id", ondelete="CASCADE"))
    to_set_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.boundary_set.id", ondelete="CASCADE"))
    level: Mapped[str]
    kind: Mapped[str]
    from_code: Mapped[str] = mapped_column(Code)
    to_code: Mapped[str] = mapped_column(Code)
    area_m2: Mapped[float]
    share_of_old: Mapped[float]
    share_of_new: Mapped[float]


class AreaCode(Base):
    """A code that an area has or had in one of two systems. The key is what keeps a code from a second area."""

    __tablename__ = "area_code"
    __table_args__ = (
        CheckConstraint(one_of("system", CODE_SYSTEMS), name="system"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates_in_order"),
        Index(
            "ix_area_code_area_id",
            "area_id",
            "system",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    system: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Code, primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.area.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(server_default="", default="")


class TerritoryTile(Base):
    """A vector tile of a set's borders, as it was made when somebody first asked for it."""

    __tablename__ = "territory_tile"

    set_id: Mapped[UUID] = mapped_column(
        ForeignKey("gridops.boundary_set.id", ondelete="CASCADE"), primary_key=True
    )
    z: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    x: Mapped[int] = mapped_column(primary_key=True)
    y: Mapped[int] = mapped_column(primary_key=True)
    tile: Mapped[bytes] = mapped_column(LargeBinary)
