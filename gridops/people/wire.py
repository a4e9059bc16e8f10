"""What comes in and goes out of sessions and devices."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from gridops.errors import Unfit
from gridops.http.wire import Incoming, Moment, Outgoing, PageQuery, Query, exactly_one, refuses
from gridops.people.rules import Actor


class SessionIn(Incoming):
    """A sign-in: by password, or by a one-time code.

    `device_kind` decides how long the session lasts without being used; where it is not said, the browser's name does.
    `device_mark` is what the device was given at its last sign-in, where it keeps no cookies.
    """

    model_config = ConfigDict(json_schema_extra=exactly_one("password", "code"))

    username: str = Field(min_length=1, max_length=100)
    password: str | None = Field(None, min_length=1, max_length=200)
    code: str | None = Field(None, min_length=4, max_length=100)
    device_name: str = Field("", max_length=100)
    device_kind: Literal["phone", "shared_desk", "program"] | None = None
    device_mark: str | None = Field(None, min_length=1, max_length=100)

    @model_validator(mode="after")
    def _one_proof(self) -> Self:
        if (self.password is None) == (self.code is None):
            raise Unfit("须给出密码或验证码之一", "Give either a password or a code")
        return self


class ActorOut(Outgoing):
    """Who is signed in."""

    id: UUID
    name: str
    username: str
    roles: list[str]
    areas: list[str]
    units: list[UUID]

    @classmethod
    def of(cls, actor: Actor) -> ActorOut:
        """The actor as the caller sees himself."""
        return cls(
            id=actor.id,
            name=actor.name,
            username=actor.username,
            roles=list(actor.roles),
            areas=list(actor.areas),
            units=list(actor.units),
        )


class SessionOut(Outgoing):
    """A fresh session. By its `device_mark` the device is known at the next sign-in, for 90 days."""

    token: str
    expires_at: datetime
    actor: ActorOut
    device_mark: str


class CurrentSessionOut(Outgoing):
    """The session in use."""

    actor: ActorOut
    device_id: UUID | None


class DeviceOut(Outgoing):
    """A device one is signed in on; the session ends at `expires_at` unless it is used before."""

    id: UUID
    name: str
    kind: str
    created_at: datetime
    expires_at: datetime
    current: bool


class DevicesOut(Outgoing):
    """One's devices."""

    items: list[DeviceOut]
    next_cursor: str | None = None


class EndingQuery(Query):
    """Which of one's sessions end: all others, or this one too."""

    include_current: bool = False


class ConfirmationIn(Incoming):
    """The password once more."""

    password: str = Field(min_length=1, max_length=200)


class NewPasswordIn(Incoming):
    """A new password."""

    password: str = Field(
        min_length=1, max_length=200, json_schema_extra=refuses("what is short, common or easily guessed")
    )


class CodeOut(Outgoing):
    """A one-time code, told once."""

    code: str
    expires_at: datetime


class AccessQuery(PageQuery):
    """Entries of the log about access: since a time, by an actor, of an account or device, with an action."""

    since: Moment | None = None
    actor: UUID | None = None
    id: UUID | None = None
    action: str | None = Field(None, max_length=60)


class AccessEntryOut(Outgoing):
    """An entry: `data` holds ids, codes and numbers, `address` in it is a shortened digest."""

    at: datetime
    action: str
    actor_id: UUID | None
    entity: str
    entity_id: UUID
    data: dict[str, Any]


class AccessEntriesOut(Outgoing):
    """Entries, newest first."""

    items: list[AccessEntryOut]
    next_cursor: str | None = None


class TicketOut(Outgoing):
    """A socket's ticket."""

    ticket: str
