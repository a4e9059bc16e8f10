"""A small reader of vector tiles (MVT 2.1, points only), so that tests see what a map would."""

from __future__ import annotations

import struct
from typing import Any


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _fields(data: bytes) -> list[tuple[int, Any]]:
    found: list[tuple[int, Any]] = []
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(data, at)
        elif kind == 2:
            size, at = _varint(data, at)
            value, at = data[at : at + size], at + size
        else:
            size = 8 if kind == 1 else 4
            value, at = data[at : at + size], at + size
        found.append((key >> 3, value))
    return found


def _value(data: bytes) -> Any:
    ((number, raw),) = _fields(data)
    if number == 1:
        return raw.decode()
    if number in {2, 3}:
        return struct.unpack("<f" if number == 2 else "<d", raw)[0]
    if number == 6:
        return raw >> 1 ^ -(raw & 1)
    return bool(raw) if number == 7 else raw


def _packed(data: bytes) -> list[int]:
    found, at = [], 0
    while at < len(data):
        value, at = _varint(data, at)
        found.append(value)
    return found


def read_tile(data: bytes) -> dict[str, list[dict[str, Any]]]:
    """Layer → features; each feature is its properties with `at`, its place in units of the tile."""
    layers: dict[str, list[dict[str, Any]]] = {}
    for number, layer in _fields(data):
        assert number == 3
        parts = _fields(layer)
        keys = [raw.decode() for n, raw in parts if n == 3]
        values = [_value(raw) for n, raw in parts if n == 4]
        name = next(raw.decode() for n, raw in parts if n == 1)
        layers[name] = [_feature(raw, keys, values) for n, raw in parts if n == 2]
    return layers


def _feature(data: bytes, keys: list[str], values: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, raw in _fields(data):
        if number == 2:
            tags = _packed(raw)
            found |= {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)}
        elif number == 4:
            _, x, y = _packed(raw)
            found["at"] = (x >> 1 ^ -(x & 1), y >> 1 ^ -(y & 1))
    return found
