"""Tables of matters: what stays the same, its dated versions, and its admission to the workers' list."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import EMPTY_ARRAY, EMPTY_LIST, EMPTY_OBJECT, Base, one_of
from gridops.db.dated.models import DatedRow, dates_in_order, no_overlap
from gridops.db.ids import new_id
from gridops.duties.matters.words import (
    ADMISSION_STATES,
    INTAKE_MODES,
    LABEL_FAMILIES,
    SOURCE_KINDS,
    VERIFICATIONS,
)
from gridops.duties.words import LEVELS, URGENCIES

Texts = ARRAY(Text)


class Matter(Base):
    """What may happen. `service_code` is opaque; the imported list, its kind and its code are kept beside it."""

    __tablename__ = "matter"
    __table_args__ = (
        CheckConstraint(one_of("source_kind", ("", *SOURCE_KINDS)), name="source_kind"),
        Index(
            "uq_matter_source",
            "source_list",
            "source_kind",
            "source_code",
            unique=True,
            postgresql_where=text("source_kind <> ''"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    service_code: Mapped[str] = mapped_column(unique=True)
    source_list: Mapped[str] = mapped_column(server_default="", default="")
    source_kind: Mapped[str] = mapped_column(server_default="", default="")
    source_code: Mapped[str] = mapped_column(server_default="", default="")
    is_active: Mapped[bool] = mapped_column(server_default=text("true"), default=True)


class Standard(DatedRow, Base):
    """A matter's version: how it is named, taken in, handled and judged from a date on.

    A case keeps the version it was filed under, so a version that has been in force is never rewritten.
    `conditions` are rows of `rules.Condition`, `fields` of `rules.fields.FieldAsked`, `stage_limits` limits by
    stage, `posts` who files and closes by level.
    """

    __tablename__ = "standard"
    __table_args__ = (
        UniqueConstraint("matter_id", "version"),
        no_overlap("ex_standard_dates", "matter_id"),
        dates_in_order(),
        CheckConstraint(one_of("label_family", LABEL_FAMILIES), name="label_family"),
        CheckConstraint(one_of("intake_mode", INTAKE_MODES), name="intake_mode"),
        CheckConstraint(one_of("default_level", LEVELS), name="default_level"),
        CheckConstraint(one_of("urgency_default", URGENCIES), name="urgency_default"),
        CheckConstraint(one_of("verification", VERIFICATIONS), name="verification"),
        CheckConstraint("near_radius_m >= 0 AND near_hours >= 0", name="near"),
        CheckConstraint("outer_margin_minutes >= 0", name="outer_margin_minutes"),
        CheckConstraint("photo_why <> '' OR NOT photo_asked", name="photo_why"),
        CheckConstraint("arrival_why <> '' OR NOT arrival_asked", name="arrival_why"),
        CheckConstraint("jsonb_array_length(conditions) > 0", name="conditions"),
    )

    matter_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.matter.id"))

    service_name: Mapped[str]
    service_group: Mapped[str]
    group_code: Mapped[str]
    aliases: Mapped[list[str]] = mapped_column(Texts, server_default=EMPTY_ARRAY, default=list)
    season: Mapped[str] = mapped_column(server_default="", default="")
    label_family: Mapped[str]
    intake_mode: Mapped[str]
    default_level: Mapped[str]
    urgency_default: Mapped[str] = mapped_column(server_default="normal", default="normal")
    call_first: Mapped[str] = mapped_column(server_default="", default="")

    lead_agency: Mapped[str]
    helping_agencies: Mapped[list[str]] = mapped_column(Texts, server_default=EMPTY_ARRAY, default=list)
    led_by: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT, default=dict)
    posts: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT, default=dict)

    is_restricted: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    restricted_why: Mapped[str] = mapped_column(server_default="", default="")
    near_radius_m: Mapped[int] = mapped_column(Integer, server_default="50", default=50)
    near_hours: Mapped[int] = mapped_column(Integer, server_default="24", default=24)
    fields: Mapped[list[Any]] = mapped_column(server_default=EMPTY_LIST, default=list)
    photo_asked: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    photo_why: Mapped[str] = mapped_column(server_default="", default="")
    arrival_asked: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    arrival_why: Mapped[str] = mapped_column(server_default="", default="")

    conditions: Mapped[list[Any]]
    stage_limits: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT, default=dict)
    outer_margin_minutes: Mapped[int] = mapped_column(Integer, server_default="60", default=60)
    verification: Mapped[str]
    #: Where to turn with what is not taken in here; a matter that has this can't be reported.
    signpost: Mapped[str] = mapped_column(server_default="", default="")


class Admission(Base):
    """A department's application to put a matter on workers, and what became of it; in force between its dates."""

    __tablename__ = "admission"
    __table_args__ = (
        CheckConstraint(one_of("state", ADMISSION_STATES), name="state"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates"),
        CheckConstraint("(valid_from IS NOT NULL) = (state IN ('approved', 'ended'))", name="dated"),
        CheckConstraint("(decided_at IS NULL) = (state = 'applied')", name="decided"),
        Index("ix_admission_matter_id", "matter_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.matter.id"))
    state: Mapped[str]
    applied_by: Mapped[str]
    applied_at: Mapped[datetime]
    reason: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    decision_note: Mapped[str] = mapped_column(server_default="", default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
