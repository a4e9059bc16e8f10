"""GeoJSON → properties, shapes, the declared system and the file's own notice. No number is changed here.

Read without GDAL, which drops foreign members and mends rings that are none without a word.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely

from gridops.territory.importing.reading.raw import Raw, without
from gridops.territory.importing.values import INEXACT_FROM
from gridops.territory.refusing import refused
from gridops.words import Words

_GEOMETRIES = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")
)
_OTHERS = {"Topology": "TopoJSON", "esriGeometryPolygon": "Esri JSON"}
#: Encodings that JSON is written in against the standard, the likeliest first.
_ENCODINGS = ("utf-8", "gb18030")


def read_geojson(path: Path, shown: str) -> Raw:
    """A FeatureCollection, one Feature, a list of them or a bare geometry; a Problem `invalid` for anything else.

    `shown` is the name that refusals call the file by. A geometry that cannot be read is None, with a remark.
    """
    document, said = _document(path, shown)
    features = _features(document, shown)
    about = document if isinstance(document, dict) else {}
    notice = about.get("notice")
    raw = Raw(
        [_properties(f) for f in features],
        np.empty(len(features), dtype=object),
        _declared(about),
        notice if isinstance(notice, str) else "",
        tuple(said),
    )
    faults: dict[int, Words] = {}
    for n, feature in enumerate(features):
        raw.shapes[n], fault = _shape(feature)
        if fault is not None:
            faults[n] = fault
    return without(raw, faults, shown)


def _document(path: Path, shown: str) -> tuple[Any, list[Words]]:
    """The document with every digit of its numbers, and what was odd about the file."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise refused(f"无法读取文件 {shown}", f"{shown} cannot be read: {error.strerror}") from error
    try:
        document = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        # Slower, and patient with what single values may have: broken characters, NaN, halves of a pair.
        text, said = _text(body)
        return _patiently(text, shown), said
    if any(_is_inexact(value) for row in _rows(document) for value in row.values()):
        # orjson keeps whole numbers beyond 64 bits as floating-point ones; the standard library keeps each digit.
        return _patiently(body.decode("utf-8-sig"), shown), []
    return document, []


def _patiently(text: str, shown: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        features = list(_lines(text))
        if features:
            return features
        raise refused(
            f"{shown} 不是 GeoJSON：第 {error.lineno} 行第 {error.colno} 个字符处有误",
            f"{shown} is not GeoJSON: line {error.lineno}, character {error.colno} is not JSON",
        ) from error
    except (RecursionError, ValueError) as error:
        raise refused(
            f"{shown} 不是 GeoJSON", f"{shown} is not GeoJSON: it is nested too deeply, or a number too long"
        ) from error


def _lines(text: str) -> Iterator[Any]:
    """Features one a line, as some exports write them; nothing at all where a line is none."""
    found = []
    for line in text.replace("\x1e", "").splitlines():
        if line.strip():
            try:
                found.append(json.loads(line))
            except (ValueError, RecursionError):
                return
    yield from found


def _text(body: bytes) -> tuple[str, list[Words]]:
    """The bytes as text, and the word on it where they are no sound UTF-8."""
    encoding = json.detect_encoding(body[:4])
    if encoding not in ("utf-8", "utf-8-sig"):
        return body.decode(encoding, "replace"), []
    for codec in _ENCODINGS:
        try:
            text = body.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec == "utf-8":
            return text.removeprefix("\ufeff"), []
        words = Words("文件不是 UTF-8，已按 GB18030 读取", "The file is not UTF-8: it is read as GB18030")
        return text, [words]
    text = body.decode("utf-8", "replace")
    count = text.count("\ufffd")
    words = Words(
        f"文件中有 {count} 处文字残缺，已用 � 标出",
        f"{count} characters of the file are broken and marked by �",
    )
    return text, [words]


def _rows(document: Any) -> Iterator[dict[str, Any]]:
    features = document.get("features", [document]) if isinstance(document, dict) else document
    for feature in features if isinstance(features, list) else []:
        row = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(row, dict):
            yield row


def _is_inexact(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_is_inexact(v) for v in value.values())
    return isinstance(value, float) and abs(value) >= INEXACT_FROM


def _features(document: Any, shown: str) -> list[Any]:
    """The features of a document, whatever its root is."""
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Feature" and "geometry" in document:
        features: Any = [document]
    elif kind in _GEOMETRIES:
        features = [{"type": "Feature", "properties": {}, "geometry": document}]
    elif isinstance(document, dict):
        features = document.get("features")
        if isinstance(features, list) and any(isinstance(f, dict) and "attributes" in f for f in features):
            kind = "esriGeometryPolygon"
    else:
        features = document if isinstance(document, list) and any(map(_is_feature, document)) else None
    other = _OTHERS.get(kind) if isinstance(kind, str) else None
    if other or not isinstance(features, list):
        what = f" {other}" if other else ""
        raise refused(
            f"{shown} 不是要素集合" + (f"，而是{what}，请导出为 GeoJSON" if other else ""),
            f"{shown} is no GeoJSON FeatureCollection or Feature"
            + (f", but{what}: export it as GeoJSON" if other else ""),
        )
    if not features:
        raise refused(f"{shown} 没有要素", f"{shown} holds no feature")
    return features


def _is_feature(item: Any) -> bool:
    return isinstance(item, dict) and item.get("type") == "Feature"


def _properties(feature: Any) -> dict[str, Any]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return dict(found) if isinstance(found, dict) else {}


def _shape(feature: Any) -> tuple[Any, Words | None]:
    """A feature's shape, None without one, and what is wrong with it."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not geometry:
        return None, None
    if not isinstance(geometry, dict) or geometry.get("type") not in _GEOMETRIES:
        return None, Words("的几何类型不是 GeoJSON 的", "has a type of geometry that GeoJSON does not know")
    try:
        return shapely.from_geojson(_dumped(geometry)), None
    except (shapely.GEOSException, ValueError, TypeError, RecursionError) as error:
        if "closed" in str(error):
            return None, Words("的环没有闭合", "has a ring that is not closed")
        return None, Words(
            "的坐标不是 GeoJSON 的写法", "has coordinates that are not written as GeoJSON's are"
        )


def _dumped(geometry: dict[str, Any]) -> bytes | str:
    try:
        return orjson.dumps(geometry)
    except TypeError:
        # Whole numbers beyond 64 bits.
        return json.dumps(geometry)


def _declared(document: dict[str, Any]) -> str | None:
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) and name.strip() else None
