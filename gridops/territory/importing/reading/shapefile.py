"""A Shapefile in a folder of our own → features: digits exact, text decoded, what is missing beside it told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gridops.errors import Problem
from gridops.territory.importing.reading.dbf import Table, open_table, with_numbers
from gridops.territory.importing.reading.encodings import decode_table
from gridops.territory.importing.reading.raw import Raw
from gridops.territory.importing.reading.vectors import read_vector, system_name
from gridops.words import Words

#: Of the index: its head, and what it holds of each shape.
_HEADER_BYTES, _ENTRY_BYTES = 100, 8


def read_shapefile(shp: Path, shown: str, encoding: str | None = None) -> tuple[Raw, str]:
    """The features of a Shapefile and the encoding its text was read in; a Problem `invalid` where it is broken.

    The folder is ours: the table's types are changed in it, and an index made anew where it is missing.
    """
    said: list[Words] = []
    if not shp.with_suffix(".shx").exists():
        said.append(
            Words(
                "压缩包缺少 .shx，已由 .shp 重建索引",
                "The .shx is missing: the index was made anew from the .shp",
            )
        )
    table = open_table(shp.with_suffix(".dbf"))
    declared = _prj(shp)
    raw = _read(shp, shown, said)
    text = decode_table(
        raw.properties,
        told=encoding,
        declared=_cpg(shp),
        weak=table.code_page if table is not None else None,
    )
    raw = replace(raw, properties=text.rows or raw.properties, system=system_name(declared))
    if table is not None:
        numeric = [text.names[name] for name in table.numeric if name in text.names]
        rows, more = with_numbers(raw.properties, numeric)
        raw = replace(raw, properties=rows).saying(*more, *_counted(table, shp))
    return raw.saying(*said, *text.said), text.codec


def _read(shp: Path, shown: str, said: list[Words]) -> Raw:
    try:
        return read_vector(shp, shown)
    except Problem:
        shx = shp.with_suffix(".shx")
        if not shx.exists():
            raise
        # An index that does not fit is worse than none.
        shx.unlink()
        raw = read_vector(shp, shown)
        said.append(
            Words(
                ".shx 已损坏，已由 .shp 重建索引",
                "The .shx is damaged: the index was made anew from the .shp",
            )
        )
        return raw


def _prj(shp: Path) -> str | None:
    """What the .prj says, taken away from GDAL, which takes only ASCII and fails on a system that it does not know."""
    prj = shp.with_suffix(".prj")
    if not prj.is_file():
        return None
    text = prj.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("ascii", "replace").replace("\ufffd", "?")
    prj.unlink()
    return text.strip("\x00 \r\n\t") or None


def _cpg(shp: Path) -> str | None:
    """What a .cpg beside a .shp says, or None without one."""
    cpg = shp.with_suffix(".cpg")
    if not cpg.is_file():
        return None
    return cpg.read_bytes()[:64].decode("ascii", "replace").strip("\x00\ufeff\ufffd \r\n\t") or None


def _counted(table: Table, shp: Path) -> list[Words]:
    """What is said where table and shapes differ in number: GDAL reads as many as both have."""
    shapes = (shp.with_suffix(".shx").stat().st_size - _HEADER_BYTES) // _ENTRY_BYTES
    both = min(table.rows, shapes)
    if table.rows == shapes:
        return []
    return [
        Words(
            f".dbf 有 {table.rows} 行，.shp 有 {shapes} 个图形，数目不符；只读入前 {both} 个，请核对",
            f"The .dbf holds {table.rows} rows for {shapes} shapes: only the first {both} are read; look at the file",
        )
    ]
