"""Features → codes, names and parents: which property is which. Nothing is guessed or written here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely

from gridops.geo.arrays import Shapes
from gridops.territory.importing.guessing import FieldMap
from gridops.territory.importing.reading import PRECISION_DEG, Layer
from gridops.territory.importing.topology import Areas, parents_of, polygonal
from gridops.territory.importing.values import InexactCodeError, code_text, name_text, text_of
from gridops.territory.refusing import refused


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


def content_of(layer: Layer, *, fields: FieldMap, readers: Mapping[str, Reader]) -> LayerContent:
    """Read codes, names and parents off the properties, by the readers given or else by the fields' names.

    A feature without a code gets its number in the file as one, which the check then names. Raises a Problem
    `invalid` for a code that is a number too large to be exact.
    """
    properties = layer.properties

    def read(what: str, name: str, as_text: Callable[[Any], str] = code_text) -> list[str]:
        reader = readers.get(what)
        return [
            _read_one(n, name, reader(row) if reader else row.get(name), as_text)
            for n, row in zip(layer.numbers, properties, strict=True)
        ]

    codes = [code or f"#{n}" for n, code in zip(layer.numbers, read("code", fields.code), strict=True)]
    names = [name or code for name, code in zip(read("name", fields.name, name_text), codes, strict=True)]
    parents: list[str | None] = [parent or None for parent in read("parent", fields.parent)]
    if fields.parent == FieldMap.parent and not any(parents):
        parents = [code or None for code in read("", "township_code")]
    return LayerContent(codes, names, parents, layer.shapes, properties, fields)


def _read_one(n: int, field: str, value: Any, as_text: Callable[[Any], str]) -> str:
    try:
        return as_text(value)
    except InexactCodeError as error:
        raise refused(
            f"要素 {n} 的 {field} 是 {error.shown}：这样大的数存不准，末几位可能已变；请把该字段改为文本后重新导出",
            f"Feature {n}: {field} is {error.shown}, too large a number to be exact, so that its last digits may "
            "be others. Make the field text and export again",
        ) from error


def _texts(value: Any) -> list[str]:
    return [text_of(item) for item in value] if isinstance(value, list) else []
