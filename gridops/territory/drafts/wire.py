"""What goes in and out of the administrator's endpoints for drafts as a whole, and for redrawing a community."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from gridops.http.wire import Incoming, Outgoing, ShortText
from gridops.territory.importing.reading import ReadOptions
from gridops.territory.importing.wire import FieldsIn, Kind, Name, Reason


class DraftIn(Incoming):
    """The name of a new draft."""

    name: Name


class SetMadeOut(Outgoing):
    """A set that was made."""

    id: UUID
    name: str


class InForceIn(Incoming):
    """The first day of a set, in the deployment's zone."""

    valid_from: date


class InForceOut(Outgoing):
    """A set that is in force from a day on."""

    id: UUID
    name: str
    valid_from: date


class RedrawIn(Incoming):
    """Which village or community, from which upload, as which set from when; `waivers` are kind → reason."""

    upload: UUID
    village_code: Name
    set: Name
    valid_from: date
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
