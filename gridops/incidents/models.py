"""Tables of the case. What is private of it stands in a table of its own, with a policy of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import (
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Sequence,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import EMPTY_ARRAY, EMPTY_LIST, EMPTY_OBJECT, Base, Code, Codes, Uuids, one_of
from gridops.duties.words import LEVELS, ORIGINS, URGENCIES
from gridops.incidents.rules import DUE_STATES, GRID_METHODS, STATES

#: Beside code and time, what is asked of a case that is counted by its point.
COUNTED_COLUMNS = ("lon", "lat", "is_restricted", "merged_into", "state", "service_group", "service_code")
case_numbers = Sequence("case_number_seq", schema="gridops", metadata=Base.metadata)


class Incident(Base):
    """A case. `id` is the id that the phone made; `scope_code` is where it belongs today."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("level", LEVELS), name="level"),
        CheckConstraint(one_of("origin", ORIGINS), name="origin"),
        CheckConstraint(one_of("urgency", URGENCIES), name="urgency"),
        CheckConstraint(one_of("due_state", DUE_STATES), name="due_state"),
        CheckConstraint(one_of("grid_method", GRID_METHODS), name="grid_method"),
        CheckConstraint("NOT is_restricted OR description IS NULL", name="restricted_text"),
        # With what a count asks of a case, so that cases at the edge of a polygon are counted without their rows.
        Index("ix_incident_scope_code", "scope_code", "reported_at", postgresql_include=COUNTED_COLUMNS),
        Index("ix_incident_open", "scope_code", postgresql_where=text("is_open")),
        Index("ix_incident_open_reported_at", "reported_at", "id", postgresql_where=text("is_open")),
        Index("ix_incident_closed_at", "closed_at", postgresql_where=text("closed_at IS NOT NULL")),
        # Reports at the very same point are counted before each of them.
        Index("ix_incident_point", "lon", "lat"),
        Index("ix_incident_geom", "geom", postgresql_using="gist"),
        Index("ix_incident_open_geom", "geom", postgresql_using="gist", postgresql_where=text("is_open")),
        Index("ix_incident_reported_at", "reported_at", "id"),
        Index("ix_incident_unit_ids", "unit_ids", postgresql_using="gin"),
        Index("ix_incident_person_ids", "person_ids", postgresql_using="gin"),
        Index(
            "ix_incident_search",
            text("gridops.search_grams(description)"),
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 512},
        ),
        *(
            Index(
                f"ix_incident_{name}",
                *columns,
                postgresql_using=using,
                postgresql_where=text("is_restricted"),
            )
            for name, columns, using in (
                ("shown_code", ("shown_code", "reported_at"), "btree"),
                ("shown_geom", ("shown_geom",), "gist"),
                ("restricted_special", ("special_grid_code",), "btree"),
            )
        ),
        Index("ix_incident_service_name", "service_name"),
        Index("ix_incident_grid_name", "grid_name"),
        Index(
            "ix_incident_special_grid_name",
            "special_grid_name",
            postgresql_where=text("special_grid_name IS NOT NULL"),
        ),
        Index(
            "ix_incident_external_number",
            # By bytes, like all codes; the comparison with the database knows no COLLATE here.
            text("((external_numbers -> 0) ->> 'number')"),
            postgresql_where=text("external_numbers <> '[]'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_number: Mapped[str] = mapped_column(Code, unique=True)
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[str]
    level: Mapped[str]
    is_open: Mapped[bool]
    origin: Mapped[str]
    urgency: Mapped[str]
    external_numbers: Mapped[list[Any]] = mapped_column(server_default=EMPTY_LIST)
    external_due_at: Mapped[datetime | None]

    service_code: Mapped[str]
    service_name: Mapped[str]
    service_group: Mapped[str]
    label_family: Mapped[str]
    standard_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.standard.id"))
    is_restricted: Mapped[bool]
    description: Mapped[str | None]
    fields: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)

    lon: Mapped[float]
    lat: Mapped[float]
    # Never read back into Python: `lon` and `lat` say the same.
    geom: Mapped[Any] = mapped_column(Geometry("POINT", srid=4490, spatial_index=False), deferred=True)
    accuracy_m: Mapped[float | None]
    location_source: Mapped[str]
    reported_location: Mapped[dict[str, Any]]
    address: Mapped[str | None]
    grid_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.area_version.id"))
    grid_code: Mapped[str | None] = mapped_column(Code)
    grid_name: Mapped[str | None]
    grid_method: Mapped[str]
    grid_probability: Mapped[float | None]
    grid_candidates: Mapped[list[Any]] = mapped_column(server_default=EMPTY_LIST)
    special_grid_code: Mapped[str | None] = mapped_column(Code)
    special_grid_name: Mapped[str | None]
    scope_code: Mapped[str] = mapped_column(Code)
    # What was recorded stays as it is; where a change of boundaries moved the case, the codes of its own time
    # are kept beside today's, and an open case has today's grid besides the recorded one.
    recorded_scope_code: Mapped[str | None] = mapped_column(Code)
    recorded_special_code: Mapped[str | None] = mapped_column(Code)
    today_grid_code: Mapped[str | None] = mapped_column(Code)
    today_grid_name: Mapped[str | None]
    location_flags: Mapped[list[str]] = mapped_column(Codes, server_default=EMPTY_ARRAY)
    # Where a restricted case stands for all but its chain, its village as the map writes it; kept by a trigger, NULL of
    # all other cases.
    shown_code: Mapped[str | None] = mapped_column(Code, FetchedValue(), server_onupdate=FetchedValue())
    shown_lon: Mapped[float | None] = mapped_column(FetchedValue(), server_onupdate=FetchedValue())
    shown_lat: Mapped[float | None] = mapped_column(FetchedValue(), server_onupdate=FetchedValue())
    shown_geom: Mapped[Any | None] = mapped_column(
        Geometry("POINT", srid=4490, spatial_index=False), FetchedValue(), deferred=True
    )

    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.account.id"))
    reporter_name: Mapped[str]
    device_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    unit_name: Mapped[str | None]
    unit_ids: Mapped[list[UUID]] = mapped_column(Uuids, server_default=EMPTY_ARRAY)
    person_ids: Mapped[list[UUID]] = mapped_column(Uuids, server_default=EMPTY_ARRAY)
    # Who accepts it, where a routing rule says so; a snapshot like the routing itself.
    accept_roles: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=EMPTY_ARRAY, default=list)
    # Persons who only reported the same thing: told how it goes, never in the chain of the case.
    joined_ids: Mapped[list[UUID]] = mapped_column(Uuids, server_default=EMPTY_ARRAY)
    routing: Mapped[dict[str, Any] | None]

    reported_at: Mapped[datetime]
    occurred_at: Mapped[datetime]
    filed_at: Mapped[datetime | None]
    dispatched_at: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[UUID | None]
    verified_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    called_back_at: Mapped[datetime | None]
    call_back: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    due_state: Mapped[str]
    clock_steps: Mapped[list[Any]] = mapped_column(server_default=EMPTY_LIST)
    clock_basis: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT, default=dict)
    disposition: Mapped[str | None]
    merged_into: Mapped[UUID | None]


class IncidentPrivate(Base):
    """Text and persons that only the chain of the case reads."""

    __tablename__ = "incident_private"
    __table_args__ = (
        # Those in which somebody is named: looked through again and again for whose term is over.
        Index(
            "ix_incident_private_person",
            "incident_id",
            postgresql_where=text("person_name IS NOT NULL OR person_phone IS NOT NULL"),
        ),
    )

    incident_id: Mapped[UUID] = mapped_column(
        ForeignKey("gridops.incident.id", ondelete="CASCADE"), primary_key=True
    )
    description: Mapped[str | None]
    address: Mapped[str | None]
    fields: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    person_name: Mapped[str | None]
    person_phone: Mapped[str | None]


class ExternalNumber(Base):
    """What an origin calls a case: unique for the origin, so that the same twice is one case. Written with the case."""

    __tablename__ = "external_number"

    origin: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Code, primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(index=True)
