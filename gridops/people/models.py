"""Tables of people: who there is, what they may, and by which device they come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import EMPTY_LIST, Base, Code, one_of
from gridops.db.dated.models import DatedRow, no_overlap
from gridops.db.ids import new_id
from gridops.log.models import LogEntry
from gridops.people.roles import ROLES

#: `outside`: companies for power, water, gas, heat; they are told and come, and hold no power.
AGENCY_KINDS = ("body", "stationed", "outside", "grid_unit", "village_unit")
#: One's own phone, a desk that several share, a program that holds a token.
DEVICE_KINDS = ("phone", "shared_desk", "program")
#: Why the holder of a post is away.
DEPUTY_REASONS = ("leave", "training", "illness", "other")
UNIT_KINDS = ("body", "stationed", "outside", "grid", "village")


#: What the log says of who comes in and who may do what.
ACCESS_ENTITIES = ("account", "device", "sign_in")

# Who looks after accounts reads these entries out of a log that is mostly cases.
Index("ix_log_entry_access", LogEntry.id, postgresql_where=text(one_of("entity", ACCESS_ENTITIES)))


class Agency(Base):
    """A body of the township, a department of the district with stationed units, a company, or the grids' own."""

    __tablename__ = "agency"
    __table_args__ = (
        CheckConstraint(one_of("kind", AGENCY_KINDS), name="kind"),
        CheckConstraint("valid_to >= valid_from", name="dates"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str]
    kind: Mapped[str]
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Unit(Base):
    """Who can be sent: a unit of an agency for an area; every grid and village has one of its own.

    It is in service (`is_active`) from `valid_from` up to and without `valid_to`; without a first day it has always
    been. From the day on which it ends `successor_id` stands in its place. `phones`: [{number, hours}], the first is
    the one that is called, and `phone`.
    """

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint(one_of("kind", UNIT_KINDS), name="kind"),
        CheckConstraint("valid_to >= valid_from", name="dates"),
        Index(
            "uq_unit_in_service",
            "agency_id",
            "area_code",
            unique=True,
            postgresql_where=text("is_active"),
        ),
        Index("ix_unit_area_code", "area_code"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.agency.id"))
    kind: Mapped[str]
    name: Mapped[str]
    area_code: Mapped[str] = mapped_column(Code)
    phone: Mapped[str | None]
    phones: Mapped[list[Any]] = mapped_column(server_default=EMPTY_LIST, default=list)
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.unit.id"))


class Account(Base):
    """A person who signs in, by user name or telephone; from the day on which he leaves he no longer does."""

    __tablename__ = "account"
    __table_args__ = (Index("uq_account_phone", "phone", unique=True, postgresql_where=text("is_active")),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    phone: Mapped[str | None]
    password_hash: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    is_demo: Mapped[bool] = mapped_column(server_default=text("false"))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.agency.id"))
    leaves_on: Mapped[date | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.account.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Post(DatedRow, Base):
    """A role held over an area, or in a unit, from a day on; who gave it, none where it came with the data.

    One that ends on its first day was taken back on the day it was given.
    """

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint(one_of("role", ROLES), name="role"),
        CheckConstraint("num_nonnulls(area_code, unit_id) = 1", name="over_one_thing"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        # Where boundaries change, posts of one account come to be over the same area before they are made one.
        no_overlap("ex_post_area_code", "account_id", "role", "area_code", deferrable=True),
        no_overlap("ex_post_unit_id", "account_id", "role", "unit_id", deferrable=True),
        Index("ix_post_account_id", "account_id"),
        Index("ix_post_unit_id", "unit_id"),
        Index("ix_post_area_code", "area_code"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.account.id", ondelete="CASCADE"))
    role: Mapped[str]
    area_code: Mapped[str | None] = mapped_column(Code)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.unit.id"))
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.account.id"))
    given_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Deputy(Base):
    """Who stands in for the holder of a post from a moment up to and without another; nobody where none is named.

    A deputy has the post's rights for that time. A post whose holder is away and has no deputy is a vacancy.
    """

    __tablename__ = "deputy"
    __table_args__ = (
        CheckConstraint(one_of("reason", DEPUTY_REASONS), name="reason"),
        CheckConstraint("until_at >= from_at", name="times"),
        ExcludeConstraint(
            ("post_id", "="),
            (text("tstzrange(from_at, until_at)"), "&&"),
            using="gist",
            name="ex_deputy_times",
        ),
        Index("ix_deputy_account_id", "account_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.post.id", ondelete="CASCADE"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.account.id", ondelete="CASCADE"))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]
    reason: Mapped[str]
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.account.id"))
    given_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Device(Base):
    """One sign-in on one device; revoking it ends its token at once. `confirmed_at`: when the password was proved."""

    __tablename__ = "device"
    __table_args__ = (
        CheckConstraint(one_of("kind", DEVICE_KINDS), name="kind"),
        Index("ix_device_account_id", "account_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.account.id", ondelete="CASCADE"))
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default=text("'program'"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    confirmed_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class AccessToken(Base):
    """A bearer token, stored as its SHA-256 only."""

    __tablename__ = "access_token"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.device.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]


class OneTimeCode(Base):
    """A secret that is used once: a sign-in code that an administrator hands out, or a ticket for a socket."""

    __tablename__ = "one_time_code"
    __table_args__ = (CheckConstraint(one_of("purpose", ("sign_in", "live")), name="purpose"),)

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    purpose: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.account.id", ondelete="CASCADE"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.device.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
