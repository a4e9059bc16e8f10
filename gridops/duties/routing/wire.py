"""What comes in and goes out where administrators edit routing rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from gridops.db.dated.rules import State, state_on
from gridops.duties.calendar.wire import MonthDay, mark_of, month_day
from gridops.duties.matters.version_wire import Code, Name, Role
from gridops.duties.origins.wire import OriginOut
from gridops.duties.precedents.wire import PrecedentOut
from gridops.duties.registers.wire import RecordedChangeOut
from gridops.duties.routing.models import RoutingRuleVersion
from gridops.duties.routing.rules import RuleContent, Seek, rank
from gridops.http.wire import Day, Incoming, Outgoing, refuses_at, told_together

RuleCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
PlaceCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{0,40}$")]
Level = Literal["", "grid", "village", "township", "district"]
TimeText = Annotated[str, StringConstraints(pattern=r"^(|([01]\d|2[0-3]):[0-5]\d)$")]


class SeekIn(Incoming):
    """One place where a unit is looked for: the place's own, the matter's lead, an agency's, one by name."""

    whose: Literal["own", "matter", "agency", "unit"]
    at: str = Field("", max_length=40)
    agency: str = Field("", max_length=60)
    unit: UUID | None = Field(None, strict=False)

    def seek(self) -> Seek:
        """The step; what its kind does not use is left out."""
        return Seek(
            self.whose,
            at="" if self.whose == "unit" else self.at,
            agency=self.agency if self.whose == "agency" else "",
            unit=str(self.unit) if self.whose == "unit" and self.unit else "",
        )


class SeekOut(Outgoing):
    """A step as it stands."""

    whose: str
    at: str
    agency: str
    unit: str
    unit_name: str | None


#: What the use case refuses.
_REFUSED = refuses_at(
    valid_from="a day that is past",
    valid_to="a day not after `valid_from`",
    service_code="a matter that is not known",
    group_code="a group that is not known",
    area_code="an area that is not known",
    area_kind="a kind that is not known",
    origin="an origin that is not known",
    season_from="a season without an end",
    season_to="a season without a beginning",
    time_from="hours without an end",
    time_to="hours without a beginning",
    to_level="a level without steps",
    level="a level that does not fit the area",
    accepts="a role that is not known",
    leads="no step, or one that leads nowhere",
    helps="a step that leads nowhere",
    sends_helpers="without steps for helpers",
    name="a name that another rule has",
)


class RuleVersionIn(Incoming):
    """A version of a rule: for which cases (empty: for all), and what follows."""

    model_config = ConfigDict(json_schema_extra=_REFUSED)

    valid_from: Day
    valid_to: Day | None = None
    name: Name
    service_code: Code | Literal[""] = ""
    group_code: Code | Literal[""] = ""
    area_code: PlaceCode = ""
    area_kind: str = Field("", max_length=20)
    level: Level = ""
    origin: str = Field("", max_length=20)
    season_from: MonthDay | Literal[""] = ""
    season_to: MonthDay | Literal[""] = ""
    time_from: TimeText = ""
    time_to: TimeText = ""
    to_level: Level = ""
    accepts: list[Role] = Field(default_factory=list, max_length=6)
    leads: list[SeekIn] = Field(default_factory=list, max_length=20)
    helps: list[SeekIn] = Field(default_factory=list, max_length=20)
    sends_helpers: bool = False

    def content(self) -> RuleContent:
        """What the version says; its area is looked up when it is written."""
        names = RuleContent.__dataclass_fields__.keys() & type(self).model_fields.keys()
        said: dict[str, Any] = {name: getattr(self, name) for name in names}
        return RuleContent(
            **said
            | {
                "season_from": mark_of(self.season_from) if self.season_from else 0,
                "season_to": mark_of(self.season_to) if self.season_to else 0,
                "accepts": tuple(self.accepts),
                "leads": tuple(one.seek() for one in self.leads),
                "helps": tuple(one.seek() for one in self.helps),
            }
        )


class RuleIn(RuleVersionIn):
    """A new rule with its first version."""

    model_config = ConfigDict(
        json_schema_extra=told_together(_REFUSED, refuses_at(code="a code that is taken"))
    )

    code: RuleCode


class RuleVersionOut(Outgoing):
    """A stored version; `rank` tells how specific it is."""

    version: int
    valid_from: date
    valid_to: date | None
    state: State
    name: str
    service_code: str
    group_code: str
    area_code: str
    area_place: str
    area_kind: str
    level: str
    origin: str
    season_from: str
    season_to: str
    time_from: str
    time_to: str
    to_level: str
    accepts: list[str]
    leads: list[SeekOut]
    helps: list[SeekOut]
    sends_helpers: bool
    rank: list[int]
    area_question: UUID | None = Field(description="Its area was split or is gone: the question that it asks")

    @classmethod
    def of(
        cls,
        row: RoutingRuleVersion,
        content: RuleContent,
        *,
        today: date,
        units: dict[str, str],
        asking: Mapping[UUID, UUID],
    ) -> RuleVersionOut:
        """The wire form of a version on a day; `units` are names by id, `asking` the questions that rows ask."""
        computed = {"state", "rank", "area_question", "leads", "helps", "season_from", "season_to"}
        said = {name: getattr(row, name) for name in cls.model_fields if name not in computed}
        return cls(
            **said,
            state=state_on(row, today),
            rank=list(rank(content)),
            area_question=asking.get(row.id),
            leads=[_seek_out(one, units) for one in content.leads],
            helps=[_seek_out(one, units) for one in content.helps],
            season_from=month_day(row.season_from) if row.season_from else "",
            season_to=month_day(row.season_to) if row.season_to else "",
        )


def _seek_out(seek: Seek, units: dict[str, str]) -> SeekOut:
    return SeekOut(**vars(seek), unit_name=units.get(seek.unit))


class RuleOut(Outgoing):
    """A rule with its versions, newest first; `shown` is the number of the one that holds, else the newest."""

    code: str
    shown: int
    state: State
    versions: list[RuleVersionOut]


class ChoiceOut(Outgoing):
    """Something that a rule may name, with its words."""

    code: str
    name: str


class RoutingOut(Outgoing):
    """All of the routing: rules, policies, precedents, what rules may name, warnings, who changed what."""

    rules: list[RuleOut]
    origins: list[OriginOut]
    precedents: list[PrecedentOut]
    matters: list[ChoiceOut]
    groups: list[ChoiceOut]
    agencies: list[ChoiceOut]
    areas: list[ChoiceOut]
    units: list[ChoiceOut]
    warnings: list[str]
    changes: list[RecordedChangeOut]
