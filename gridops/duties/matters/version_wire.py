"""What comes in and goes out where administrators edit a matter's versions: conditions, limits, fields, posts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from gridops.db.dated.rules import State, state_on
from gridops.duties.calendar.limits import Limit, limit_of, parse_limits
from gridops.duties.calendar.wire import LimitOut
from gridops.duties.matters.fields import FieldAsked
from gridops.duties.matters.models import Standard
from gridops.duties.matters.rules import VersionContent
from gridops.duties.matters.standards import Condition, condition_of
from gridops.duties.matters.wire import ConditionOut
from gridops.errors import Fault, Unfit, invalid
from gridops.http.wire import Day, Incoming, LongText, Outgoing, ShortText, refuses_at, told_together

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Role = Annotated[str, StringConstraints(max_length=40)]


class LimitIn(Incoming):
    """A limit in its parts; `by_class` replaces it in a class of areas."""

    amount: int | float = Field(gt=0, le=3650)
    unit: Literal["urgent_minute", "urgent_hour", "work_hour", "work_day", "natural_day"]
    mode: Literal["elapsed", "from_next_day"] = "elapsed"
    name: str = Field("", max_length=20)
    by_class: dict[str, LimitIn] = Field(default_factory=dict, max_length=10)

    def limit(self) -> Limit:
        """The limit; raises ValueError where its parts do not fit together."""
        others = {key: one.limit() for key, one in self.by_class.items()}
        return Limit(self.amount, self.unit, self.mode, self.name, others)


Limits = list[LimitIn] | ShortText


class ConditionIn(Incoming):
    """A condition; its limits in parts, or in the words of a sheet such as 4小时制止；7天处罚."""

    filing_condition: LongText = ""
    closing_condition: LongText = ""
    limits: Limits
    handler: LongText = ""
    regulator: LongText = ""


class FieldIn(Incoming):
    """An extra field that reports must answer."""

    name: str = Field(min_length=1, max_length=40)
    label: Name
    type: Literal["text", "number", "choice", "date", "photo"]
    required: bool = True
    why: ShortText = ""
    choices: list[Name] = Field(default_factory=list, max_length=50)
    multiple: bool = False
    least: float | None = None
    most: float | None = None
    unit: str = Field("", max_length=20)


#: What the use case refuses.
_REFUSED = refuses_at(
    valid_from="a day that is past",
    valid_to="a day not after `valid_from`",
    group_code="a group of another name",
    season="not MM-DD",
    lead_agency="an agency that is not known",
    helping_agencies="an agency that is not known, or one that is named twice",
    led_by="what is no area, no agency, or goes round in a circle",
    posts="what is no level or no role there",
    restricted_why="nothing, where the matter is restricted",
    call_first="what is no number",
    fields="names that are used twice or are no names, choices of fewer than two",
    photo_why="nothing, where a photo is asked",
    arrival_why="nothing, where arrival is asked",
    conditions="limits that cannot be read",
    stage_limits="what is no stage, or no limit",
    signpost="a signpost beside what is asked",
)


class VersionIn(Incoming):
    """A version of a matter from a day on."""

    model_config = ConfigDict(json_schema_extra=_REFUSED)

    valid_from: Day
    valid_to: Day | None = None
    service_name: Name
    service_group: Name
    group_code: Code
    aliases: list[Name] = Field(default_factory=list, max_length=50)
    season: str = Field("", max_length=5)
    label_family: Literal["city", "governance"] = "city"
    intake_mode: Literal["manual", "auto_file", "auto_dispatch", "record_only"] = "manual"
    default_level: Literal["grid", "village", "township", "district"] = "township"
    urgency_default: Literal["normal", "urgent", "major"] = "normal"
    call_first: str = Field("", max_length=20)
    lead_agency: str = Field("", max_length=60)
    helping_agencies: list[str] = Field(default_factory=list, max_length=30)
    led_by: dict[str, str] = Field(default_factory=dict, max_length=30)
    posts: dict[str, dict[Literal["file", "close", "stand_in"], list[Role]]] = Field(
        default_factory=dict, max_length=4
    )
    is_restricted: bool = False
    restricted_why: ShortText = ""
    near_radius_m: int = Field(50, ge=0, le=5000)
    near_hours: int = Field(24, ge=0, le=8760)
    fields: list[FieldIn] = Field(default_factory=list, max_length=30)
    photo_asked: bool = False
    photo_why: ShortText = ""
    arrival_asked: bool = False
    arrival_why: ShortText = ""
    conditions: list[ConditionIn] = Field(min_length=1, max_length=200)
    stage_limits: dict[str, Limits] = Field(default_factory=dict, max_length=5)
    outer_margin_minutes: int = Field(60, ge=0, le=100_000)
    verification: Literal["none", "phone", "photo", "neighbour", "visit"] = "visit"
    signpost: LongText = Field(
        "", description="Where to turn instead: a matter that says this is shown, and nothing can be reported"
    )

    def content(self) -> VersionContent:
        """The version's content; 422 where a limit cannot be read, by pointer."""
        faults: list[Fault] = []
        said = {
            name: getattr(self, name)
            for name in VersionContent.__dataclass_fields__
            if name not in {"conditions", "fields", "stage_limits", "aliases", "helping_agencies"}
        }
        conditions = tuple(
            Condition(
                c.filing_condition,
                c.closing_condition,
                _limits(c.limits, f"/conditions/{n}/limits", faults),
                c.handler,
                c.regulator,
            )
            for n, c in enumerate(self.conditions)
        )
        stages = {
            stage: _limits(sent, f"/stage_limits/{stage}", faults)[:1]
            for stage, sent in self.stage_limits.items()
        }
        if faults:
            raise invalid(*faults)
        return VersionContent(
            **said,
            conditions=conditions,
            stage_limits={stage: found[0] for stage, found in stages.items() if found},
            aliases=tuple(self.aliases),
            helping_agencies=tuple(self.helping_agencies),
            fields=tuple(FieldAsked(**f.model_dump() | {"choices": tuple(f.choices)}) for f in self.fields),
        )


def _limits(sent: Limits, at: str, faults: list[Fault]) -> tuple[Limit, ...]:
    try:
        return parse_limits(sent) if isinstance(sent, str) else tuple(one.limit() for one in sent)
    except Unfit as error:
        faults.append(Fault(at, *error.words))
    except ValueError as error:
        faults.append(Fault(at, "时限写法不对", str(error)))
    return ()


class MatterIn(VersionIn):
    """A new matter with its first version."""

    model_config = ConfigDict(
        json_schema_extra=told_together(_REFUSED, refuses_at(service_code="a code that is taken"))
    )

    service_code: Code


class VersionOut(Outgoing):
    """A stored version, with the words for its limits."""

    id: UUID
    version: int
    valid_from: date
    valid_to: date | None
    state: State
    service_name: str
    service_group: str
    group_code: str
    aliases: list[str]
    season: str
    label_family: str
    intake_mode: str
    default_level: str
    urgency_default: str
    call_first: str
    lead_agency: str
    helping_agencies: list[str]
    led_by: dict[str, str]
    posts: dict[str, dict[str, list[str]]]
    is_restricted: bool
    restricted_why: str
    near_radius_m: int
    near_hours: int
    fields: list[Any]
    photo_asked: bool
    photo_why: str
    arrival_asked: bool
    arrival_why: str
    conditions: list[ConditionOut]
    stage_limits: dict[str, LimitOut]
    outer_margin_minutes: int
    verification: str
    signpost: str

    @classmethod
    def of(cls, standard: Standard, today: date) -> VersionOut:
        """The wire form of a version as it stands on a day."""
        said = {name: getattr(standard, name) for name in cls.model_fields if name != "state"}
        return cls.model_validate(
            said
            | {
                "state": state_on(standard, today),
                "conditions": [
                    ConditionOut.of(n, condition_of(one))
                    for n, one in enumerate(standard.conditions, start=1)
                ],
                "stage_limits": {
                    name: LimitOut.of(limit_of(one)) for name, one in standard.stage_limits.items()
                },
            }
        )
