"""What comes in and goes out of accounts, posts and deputies where somebody looks after them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from gridops.db.dated.rules import State
from gridops.errors import Unfit
from gridops.http.wire import (
    Day,
    Incoming,
    Moment,
    Outgoing,
    PageQuery,
    exactly_one,
    refuses,
    refuses_at,
    told_together,
)
from gridops.people.accounts.rules import plain_phone, plain_username

Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Phone = Annotated[
    str,
    StringConstraints(max_length=30),
    AfterValidator(plain_phone),
    Field(json_schema_extra=refuses("what is no telephone number, or another account's")),
]
Username = Annotated[
    str,
    StringConstraints(max_length=50),
    AfterValidator(lambda text: plain_username(text) if text else ""),
    Field(json_schema_extra=refuses("what is no user name, or another account's")),
]
Code = Annotated[str, StringConstraints(max_length=60)]
Role = Literal[
    "grid_worker", "grid_head", "dispatcher", "duty_officer", "handler",
    "agency_head", "supervisor", "approver", "auditor", "admin",
]  # fmt: skip


class NamedOut(Outgoing):
    """A person or a unit by id, with the name."""

    id: UUID
    name: str


class CodedOut(Outgoing):
    """An area or an agency by code, with the name."""

    code: str
    name: str


class PlaceIn(Incoming):
    """A role over an area or in a unit, from a day on (today where none is said)."""

    model_config = ConfigDict(
        json_schema_extra=told_together(
            exactly_one("area_code", "unit_id"),
            refuses_at(
                role="a role that is not held over such an area or in such a unit",
                area_code="an area that is not known, or of a level without this role",
                unit_id="a unit that is not known or of a kind without this role",
                valid_from="a day that is past, or on which the person has this post already",
                valid_to="a day not after `valid_from`",
            ),
        )
    )

    role: Role
    area_code: Code | None = None
    unit_id: UUID | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _over_one_thing(self) -> Self:
        if bool(self.area_code) == bool(self.unit_id):
            raise Unfit("请选区域或处置力量其一", "Name either an area or a unit")
        return self


class PostIn(PlaceIn):
    """A post for a person."""

    account_id: UUID = Field(json_schema_extra=refuses("nobody's, or of one who has left"))


class PostPatch(Incoming):
    """The day from which a post is held no longer, today at the earliest."""

    valid_to: Day = Field(
        json_schema_extra=refuses("a day that is past, not after its first, or after its last")
    )


class AccountIn(Incoming):
    """A person: without a user name the telephone number is one. `posts` are given at once."""

    model_config = ConfigDict(json_schema_extra=refuses_at(agency_code="an agency that is not known"))

    username: Username = ""
    name: Name
    phone: Phone | None = None
    agency_code: Code | None = None
    posts: list[PlaceIn] = Field(default_factory=list, max_length=50)


class AccountPatch(Incoming):
    """What changes of a person; what is not said stays."""

    model_config = ConfigDict(json_schema_extra=refuses_at(agency_code="an agency that is not known"))

    username: Username | None = None
    name: Name | None = None
    phone: Phone | None = None
    agency_code: Code | None = None


class AccountsQuery(PageQuery):
    """Which accounts: `q` in name, user name or number; of an agency; with a post of a role, or within an area."""

    q: str = Field("", max_length=60)
    agency: Code = ""
    role: Role | Literal[""] = ""
    area: Code = ""
    state: Literal["active", "left", "all"] = "active"


class PostsQuery(PageQuery):
    """Which posts: on a day (`on`), of an account, of a role, within an area, in a unit."""

    on: Day | None = None
    account: UUID | None = None
    role: Role | Literal[""] = ""
    area: Code = ""
    unit: UUID | None = None


class PostOut(Outgoing):
    """A post as it stands today. `given_by` is None where it came with the data."""

    id: UUID
    version: int
    account: NamedOut
    role: str
    area: CodedOut | None
    unit: NamedOut | None
    valid_from: date
    valid_to: date | None
    state: State
    given_by: NamedOut | None
    given_at: datetime


class RoleChoiceOut(Outgoing):
    """A role that can be given: the levels of areas it is held over, the kinds of units it is held in."""

    role: str
    levels: list[str]
    unit_kinds: list[str]


class UnitChoiceOut(Outgoing):
    """A unit in service."""

    id: UUID
    name: str
    kind: str
    agency_name: str
    area_code: str


class PostChoicesOut(Outgoing):
    """What a form of persons and posts chooses from."""

    roles: list[RoleChoiceOut]
    agencies: list[CodedOut]
    units: list[UnitChoiceOut]


class PostsOut(Outgoing):
    """Posts."""

    items: list[PostOut]
    next_cursor: str | None = None


class AccountOut(Outgoing):
    """A person with the posts that he has or will have."""

    id: UUID
    username: str
    name: str
    phone: str | None
    agency: CodedOut | None
    is_active: bool
    leaves_on: date | None
    created_at: datetime
    posts: list[PostOut]


class AccountsOut(Outgoing):
    """Accounts by user name."""

    items: list[AccountOut]
    next_cursor: str | None = None


class DeputyIn(Incoming):
    """Who stands in for the holder of a post from a moment to another; nobody: the post is vacant for that time."""

    post_id: UUID = Field(json_schema_extra=refuses("a post that there is none of"))
    account_id: UUID | None = Field(
        None, json_schema_extra=refuses("the holder himself, or one who has left")
    )
    from_at: Moment = Field(json_schema_extra=refuses("outside the post's time, or while another stands in"))
    until_at: Moment = Field(json_schema_extra=refuses("past, or not after `from_at`"))
    reason: Literal["leave", "training", "illness", "other"] = "leave"


class DeputyPatch(Incoming):
    """When a deputyship ends, earlier than was laid down; a moment that is past means now."""

    until_at: Moment = Field(json_schema_extra=refuses("later than it ends anyway, or of one that is over"))


class DeputiesQuery(PageQuery):
    """Which deputies: of or for a person, for a post; `current` leaves out what is over."""

    account: UUID | None = None
    post: UUID | None = None
    current: bool = False


class DeputyOut(Outgoing):
    """A deputyship; `account` is None where nobody stands in."""

    id: UUID
    post: PostOut
    account: NamedOut | None
    from_at: datetime
    until_at: datetime
    reason: str
    state: State
    given_by: NamedOut | None
    given_at: datetime


class DeputiesOut(Outgoing):
    """Deputies."""

    items: list[DeputyOut]
    next_cursor: str | None = None
