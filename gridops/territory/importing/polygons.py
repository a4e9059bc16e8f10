"""The polygons of a layer, without the labels among them. Nothing but areas goes on from here, or it is refused."""

from __future__ import annotations

from dataclasses import replace

import shapely

from gridops.territory.importing.guessing import naming_of
from gridops.territory.importing.reading import Layer
from gridops.territory.importing.reading.raw import shortened
from gridops.territory.importing.topology import polygonal
from gridops.territory.refusing import refused
from gridops.words import Words


def polygons_of(name: str, layer: Layer) -> Layer:
    """The polygons of a layer; points among them (labels) are left out and told. A Problem where it holds lines.

    Of a collection of geometries its polygons count.
    """
    shapes = layer.shapes.copy()
    for n, shape in enumerate(shapes):
        if (
            shape.geom_type == "GeometryCollection"
            and (shapely.get_dimensions(shapely.get_parts(shape)) == 2).any()
        ):
            shapes[n] = polygonal(shape)
    types = [shape.geom_type for shape in shapes]
    labels = [n for n, kind in enumerate(types) if kind in ("Point", "MultiPoint")]
    others = [
        n for n, kind in enumerate(types) if kind not in ("Polygon", "MultiPolygon") and n not in set(labels)
    ]
    if others or len(labels) == len(shapes):
        first = (others or labels)[0]
        held = ", ".join(f"{n} {kind}" for kind, n in sorted(layer.types.items()))
        which = f"{layer.numbers[first]}{naming_of(layer.properties[first])}"
        raise refused(
            f"{name} 须全部为面，现有 {held}；要素 {which} 是 {types[first]}，请从文件中去掉或改为面",
            f"{name} must be polygons throughout; it holds {held}. Feature {which} is a {types[first]}: take it out "
            "or make it a polygon",
        )
    collections = [n for n, shape in enumerate(layer.shapes) if shape.geom_type == "GeometryCollection"]
    return _without_labels(replace(layer, shapes=shapes), labels, collections)


def _without_labels(layer: Layer, labels: list[int], collections: list[int]) -> Layer:
    said = list(layer.reading.said)
    if collections:
        listed = shortened(f"{layer.numbers[n]}{naming_of(layer.properties[n])}" for n in collections)
        zh = f"要素 {listed} 由多种几何组成，只取其中的面"
        said.append(Words(zh, f"Feature {listed} is made of several geometries: only its polygons are read"))
    if labels:
        listed = shortened(f"{layer.numbers[n]}{naming_of(layer.properties[n])}" for n in labels)
        said.append(
            Words(
                f"{len(labels)} 个点（多为注记）未读入：要素 {listed}",
                f"{len(labels)} points, mostly labels, are left out: feature {listed}",
            )
        )
    kept = [n for n in range(len(layer.shapes)) if n not in set(labels)]
    return replace(
        layer,
        properties=[layer.properties[n] for n in kept],
        shapes=layer.shapes[kept],
        numbers=[layer.numbers[n] for n in kept],
        reading=replace(layer.reading, said=tuple(said)),
    )
