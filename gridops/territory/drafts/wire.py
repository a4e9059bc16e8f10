"""What goes in and out of the administrator's endpoints for drafts as a whole, and for redrawing a community."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import ConfigDict, Field

from gridops.http.wire import Day, Incoming, Outgoing, ShortText, refuses_at
from gridops.territory.importing.reading import ReadOptions
from gridops.territory.importing.wire import FieldsIn, Kind, Name, Reason


class DraftIn(Incoming):
    """The name of a new draft."""

    model_config = ConfigDict(json_schema_extra=refuses_at(name="a name that is taken"))

    name: Name


class SetMadeOut(Outgoing):
    """A set that was made."""

    id: UUID
    name: str


class InForceIn(Incoming):
    """The first day of a set, in the deployment's zone."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(valid_from="a day that is past, or not after the set before")
    )

    valid_from: Day


class InForceOut(Outgoing):
    """A set that is in force from a day on."""

    id: UUID
    name: str
    valid_from: date


class RedrawIn(Incoming):
    """Which village or community, from which upload, as which set from when; `waivers` are kind → reason."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            upload="a file that is not kept",
            village_code="what is no village",
            set="a name that is taken",
            valid_from="a day that is past",
            crs="what is no reference system",
            encoding="what is no encoding",
            layer="a layer that the file does not hold",
            fields="a field that the file does not hold",
        )
    )

    upload: UUID
    village_code: Name
    set: Name
    valid_from: Day
    crs: ShortText | None = None
    encoding: ShortText | None = None
    layer: ShortText | None = None
    swap_axes: bool = False
    fields: FieldsIn = Field(default_factory=FieldsIn)
    waivers: dict[Kind, Reason] = Field(default_factory=dict)

    def told(self) -> ReadOptions:
        """How the file is to be read, in the room's own words."""
        return ReadOptions(
            self.crs, self.encoding, self.layer, self.fields.model_dump(), swap_axes=self.swap_axes
        )
