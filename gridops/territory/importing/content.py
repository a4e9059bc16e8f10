"""Features → codes, names and parents: which property is which. Nothing is guessed or written here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely

from gridops.geo.arrays import Shapes
from gridops.territory.importing.reading import PRECISION_DEG
from gridops.territory.importing.topology import Areas, parents_of, polygonal


@dataclass(frozen=True)
class FieldMap:
    """Names of the properties to read; without `short_name` the name counts, without a parent the code."""

    code: str = "code"
    name: str = "name"
    short_name: str = "short_name"
    parent: str = "parent_code"
    kind: str = "kind"
    households: str = "households"
    people: str = "people"
    members: str = "member_codes"


@dataclass(frozen=True)
class LayerContent:
    """A layer as it will be written; lists and `shapes` (degrees) run side by side."""

    codes: list[str]
    names: list[str]
    parents: list[str | None]
    shapes: Shapes
    properties: list[dict[str, Any]] = field(repr=False)
    fields: FieldMap = field(default_factory=FieldMap)

    @property
    def members(self) -> list[list[str]]:
        """The members of each group."""
        return [_texts(p.get(self.fields.members)) for p in self.properties]

    def dissolved(self) -> LayerContent:
        """One area of all: the union of the shapes, with the first feature's code and name."""
        union = np.empty(1, dtype=object)
        union[0] = polygonal(shapely.union_all(self.shapes, grid_size=PRECISION_DEG))
        return replace(
            self,
            codes=self.codes[:1],
            names=self.names[:1],
            parents=[None],
            shapes=union,
            properties=[{}],
        )

    @property
    def areas(self) -> Areas:
        """What is checked of it."""
        return Areas(self.codes, self.parents, self.shapes)

    def with_parents(self, upper: Mapping[str, Any]) -> LayerContent:
        """Parents that were not told are those of the level above with whose code one's own begins."""
        return replace(self, parents=parents_of(self.areas, upper) if upper else [None] * len(self.codes))


Reader = Callable[[dict[str, Any]], str] | None


def content_of(
    properties: list[dict[str, Any]], shapes: Shapes, *, fields: FieldMap, readers: Mapping[str, Reader]
) -> LayerContent:
    """Read codes, names and parents off the properties, by the readers given or else by the fields' names."""

    def read(what: str, name: str) -> list[str]:
        reader = readers.get(what)
        return [text_of(reader(p) if reader else p.get(name)) for p in properties]

    codes = read("code", fields.code)
    names = [name or code for name, code in zip(read("name", fields.name), codes, strict=True)]
    parents: list[str | None] = [parent or None for parent in read("parent", fields.parent)]
    if fields.parent == FieldMap.parent and not any(parents):
        parents = [text_of(p.get("township_code")) or None for p in properties]
    return LayerContent(codes, names, parents, shapes, properties, fields)


def text_of(value: Any) -> str:
    """A property as text: whole numbers without their decimals, nothing as nothing."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _texts(value: Any) -> list[str]:
    return [text_of(item) for item in value] if isinstance(value, list) else []
