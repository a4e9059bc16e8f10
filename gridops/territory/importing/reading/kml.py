"""KML → features, all folders as one layer or one of them. Mended where a single character would cost the file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from gridops.territory.importing.reading.encodings import choose_by_rule, decode_value
from gridops.territory.importing.reading.raw import Raw
from gridops.territory.importing.reading.vectors import read_vector, spatial_layers
from gridops.territory.refusing import refused
from gridops.words import Words

#: Stands for all folders of a file together.
ALL = "*"
#: How Google Earth draws a place: nothing that an office would call a property.
_DRAWING = frozenset(
    ("timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon")
)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_TYPED = re.compile(r"(<SimpleField\b[^>]*?\btype\s*=\s*)([\"'])[^\"']*\2")
_BARE_AND = re.compile(r"&(?!#\d+;|#x[0-9A-Fa-f]+;|(?:amp|lt|gt|quot|apos);)")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OUTSIDE = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)


def ready_kml(path: Path, folder: Path, shown: str, told: str | None = None) -> tuple[Path, list[Words]]:
    """The file as GDAL can read it, in a folder of our own, and what was odd: its encoding, bare &, controls.

    The numbers of typed fields become text, so that every digit of a code arrives. A Problem for what is no KML.
    """
    text, said = _text(path.read_bytes(), told)
    # GDAL reads other XML too, such as recipes that name further files of this machine.
    if "<!DOCTYPE" in text or "<!ENTITY" in text or "<kml" not in text:
        raise refused(f"{shown} 不是 KML", f"{shown} is XML, and no KML")
    text = _NO_XML.sub("", _TYPED.sub(r"\1\2string\2", text))
    mended, count = _with_entities(text)
    if count:
        said.append(
            Words(
                f"文件中有 {count} 处未转义的 &，已按文字读取",
                f"{count} times a bare & stands in the file: it is read as text",
            )
        )
    body = re.sub(r"^\s*<\?xml.*?\?>", "", mended, count=1, flags=re.DOTALL)
    ready = folder / "ready.kml"
    ready.write_text('<?xml version="1.0" encoding="UTF-8"?>' + body, encoding="utf-8", errors="replace")
    return ready, said


def _with_entities(text: str) -> tuple[str, int]:
    """Text in which a bare & is written as XML wants it, save in what is marked as raw; and how many there were."""
    parts, count, at = [], 0, 0
    for raw in [*_OUTSIDE.finditer(text), None]:
        mended, n = _BARE_AND.subn("&amp;", text[at : raw.start() if raw else len(text)])
        count += n
        parts.append(mended + (raw.group() if raw else ""))
        at = raw.end() if raw else at
    return "".join(parts), count


def _text(body: bytes, told: str | None) -> tuple[str, list[Words]]:
    """The document as text, decoded tag by tag, so that a broken character costs no more than itself."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace"), []
    body = body.removeprefix(b"\xef\xbb\xbf")
    match = _DECLARED.match(body[:200])
    pieces = body.split(b"<")
    texts = [piece for piece in pieces if not piece.isascii()]
    codec, said = choose_by_rule(texts, told or (match[1].decode("ascii") if match else "UTF-8"))
    decoded = [decode_value(piece, codec) for piece in pieces]
    broken = sum(1 for _, is_whole in decoded if not is_whole)
    if broken:
        said = [
            *said,
            Words(f"文件中有 {broken} 处文字残缺", f"{broken} texts of the file hold broken characters"),
        ]
    return "<".join(text for text, _ in decoded), said


def kml_layers(path: Path, shown: str) -> list[str]:
    """Names of the folders that hold places; before several of them the sign for all together."""
    names = [name for _, name in spatial_layers(path, shown)]
    return [ALL, *names] if len(names) > 1 else names


def read_kml(path: Path, shown: str, layer: str | None = None) -> Raw:
    """The places of one folder or of all, with the folder's name in `folder` where there are several."""
    found = spatial_layers(path, shown)
    if not found:
        raise refused(f"{shown} 没有要素", f"{shown} holds no feature")
    wanted = [(n, name) for n, name in found if layer in (None, ALL, name)]
    parts = []
    for n, name in wanted:
        raw = read_vector(path, shown, n)
        rows = [{k: v for k, v in row.items() if k not in _DRAWING} for row in raw.properties]
        if len(found) > 1:
            rows = [row | {"folder": name.encode().decode("latin-1")} for row in rows]
        parts.append(replace(raw, properties=rows))
    merged = Raw(
        [row for part in parts for row in part.properties],
        np.concatenate([part.shapes for part in parts]),
        parts[0].system,
        said=tuple(words for part in parts for words in part.said),
    )
    if len(wanted) > 1:
        listed = "、".join(name for _, name in wanted)
        merged = merged.saying(
            Words(
                f"{len(wanted)} 个文件夹合并为一个图层：{listed}；只要其中之一时请用 --layer 指明",
                f"{len(wanted)} folders are read as one layer: {listed}; say --layer to choose one of them",
            )
        )
    return merged
