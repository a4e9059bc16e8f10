"""What goes in and out of the administrator's endpoints for boundary files."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from gridops.http.wire import Incoming, Outgoing, Query, ShortText, refuses_at, told_together
from gridops.territory.importing.preparing import LayerPlan
from gridops.territory.importing.reading import ReadOptions
from gridops.territory.rules import LayerName

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Kind = Literal["invalid", "overlap", "gap", "outside_parent", "sliver", "edge_mismatch"]


class UploadQuery(Query):
    """The name that the file has at the sender's."""

    model_config = ConfigDict(json_schema_extra=refuses_at(filename="a file that cannot be opened"))

    filename: Name


class UploadOut(Outgoing):
    """A file that can be opened; it is kept for a day."""

    id: UUID
    filename: str
    size: int
    format: str
    layers: list[str]


class FieldsIn(Incoming):
    """Which fields hold what; those left out are guessed."""

    code: ShortText | None = None
    name: ShortText | None = None
    parent: ShortText | None = None
    kind: ShortText | None = None
    households: ShortText | None = None


#: What the use case refuses.
REFUSED = refuses_at(
    upload="a file that is not kept",
    set="a set that is in force",
    crs="what is no reference system",
    encoding="what is no encoding",
    layer="a layer that the file does not hold",
    fields="a field that the file does not hold",
)


class ExaminationIn(Incoming):
    """Which upload, where it is meant to go, and how it is to be read where the file is not to say."""

    model_config = ConfigDict(json_schema_extra=REFUSED)

    upload: UUID
    level: LayerName
    set: Name
    crs: ShortText | None = None
    encoding: ShortText | None = None
    layer: ShortText | None = None
    swap_axes: bool = False
    fields: FieldsIn = Field(default_factory=FieldsIn)
    replace: bool = False
    repair_m: float | None = Field(None, ge=0.02, le=20.0)

    def plan(self) -> LayerPlan:
        """The same in the room's own words."""
        asked = ReadOptions(
            self.crs, self.encoding, self.layer, self.fields.model_dump(), swap_axes=self.swap_axes
        )
        return LayerPlan(self.level, self.set, asked, replace_layer=self.replace, repair_m=self.repair_m)


class ImportIn(ExaminationIn):
    """The same with a yes: `examination` is what was shown, `waivers` are kind → reason."""

    model_config = ConfigDict(
        json_schema_extra=told_together(REFUSED, refuses_at(examination="one that was not shown"))
    )

    examination: Name
    waivers: dict[Kind, Reason] = Field(default_factory=dict)
    source: ShortText | None = None


class SystemOut(Outgoing):
    """The reference system; `known_by` is told|declared|assumed."""

    name: str
    known_by: str


class ColumnOut(Outgoing):
    """A field of the file with a few values."""

    name: str
    samples: list[str]


class RowOut(Outgoing):
    """A row as it would be written."""

    code: str
    name: str
    parent_code: str | None


class DefectsOut(Outgoing):
    """How many of each kind, how many are errors, warnings by kind, and the worst as GeoJSON."""

    counts: dict[str, int]
    errors: int
    warnings: dict[str, int]
    report: dict[str, Any]


class RepairOut(Outgoing):
    """What a repair changed."""

    changed: int
    changed_m2: float
    furthest_m: float
    left_alone: int


class ExaminationOut(Outgoing):
    """What a file holds and what is wrong with it. `id` is to be sent with the yes."""

    id: str
    format: str
    crs: SystemOut
    encoding: str | None
    said: list[str]
    count: int
    types: dict[str, int]
    names: list[str]
    rows: list[RowOut]
    fields: dict[str, str]
    columns: list[ColumnOut]
    suspicion: str | None
    defects: DefectsOut
    repair: RepairOut | None
    outlines: dict[str, Any]
    may_import: bool


class ImportOut(Outgoing):
    """What was written."""

    set_id: UUID
    level: str
    count: int
    waived: dict[str, int]
    replaced: int
    repaired_m2: float


class DraftOut(Outgoing):
    """A set that layers may still be loaded into, with how many areas it holds by level."""

    name: str
    counts: dict[str, int]


class DraftsOut(Outgoing):
    """The drafts."""

    items: list[DraftOut]
