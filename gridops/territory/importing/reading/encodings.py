"""Bytes of a Shapefile's table → text: by its .cpg, else GB18030 strictly, else UTF-8 strictly, else refused."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from gridops.territory.refusing import refused
from gridops.words import Words

#: GDAL is told this so that every byte arrives as it stands in the table.
BYTES_AS_THEY_ARE = "ISO-8859-1"
#: Windows calls them by numbers; GB18030 holds all of GBK and the rare characters of names besides.
_ALIASES = {"936": "gb18030", "cp936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "54936": "gb18030"}
_SHOWN = 3


def read_cpg(path: Path) -> str | None:
    """What a .cpg beside a .shp says, or None without one."""
    cpg = path.with_suffix(".cpg")
    if not cpg.is_file():
        return None
    return cpg.read_bytes()[:64].decode("ascii", "replace").strip("\x00\ufeff \r\n") or None


def codec_of(name: str) -> str:
    """Python's name of an encoding; a Problem for one that is none."""
    plain = re.sub(r"^(ansi|windows|oem)[ _-]*", "", name.strip().lower())
    plain = _ALIASES.get(plain, plain)
    plain = "gb18030" if plain in ("gb18030", "gb-18030") else plain
    if re.fullmatch(r"\d{3,4}", plain):
        plain = f"cp{plain}"
    try:
        return codecs.lookup(plain).name
    except LookupError as error:
        raise refused(
            f"不认识编码 {name}，请指明 GB18030 或 UTF-8",
            f"{name} is no known encoding; say GB18030 or UTF-8",
        ) from error


def choose(
    rows: Sequence[dict[str, Any]], *, told: str | None, declared: str | None
) -> tuple[str, list[Words]]:
    """The encoding of a table read as bytes, and what there is to say about it.

    `told` is the caller's word and outweighs `declared`, the .cpg's. Raises a Problem where the text cannot
    be read strictly.
    """
    texts = _distinct(rows)
    if told or declared:
        codec = codec_of(told or declared or "")
        if not _reads(texts, codec):
            who = (
                (f"指定的 {told}", f"{told}, as told,")
                if told
                else (f".cpg 的 {declared}", f"The .cpg's {declared}")
            )
            raise refused(
                f"文字无法按{who[0]}读取，请改用 --encoding 指明",
                f"{who[1]} does not fit the text; say the right one with --encoding",
            )
        return codec, []
    for codec in ("gb18030", "utf-8"):
        if _reads(texts, codec):
            return codec, _doubts(texts, codec)
    raise refused(
        "没有 .cpg，文字既不是 GB18030 也不是 UTF-8；请用 --encoding 指明",
        "There is no .cpg, and the text is neither GB18030 nor UTF-8: say which it is with --encoding",
    )


def decode_rows(rows: Sequence[dict[str, Any]], codec: str) -> list[dict[str, Any]]:
    """The rows with names and values as text. Names cut inside a character lose its half only."""
    if not rows:
        return []
    names = {name: _name(name, codec) for name in rows[0]}
    return [
        {
            names[key]: _bytes(value).decode(codec) if isinstance(value, str) else value
            for key, value in row.items()
        }
        for row in rows
    ]


def _name(name: str, codec: str) -> str:
    # A name has ten bytes; whole characters end before the eleventh, half a one at the end is nobody's.
    return codecs.getincrementaldecoder(codec)("replace").decode(_bytes(name))


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")


def _distinct(rows: Sequence[dict[str, Any]]) -> list[bytes]:
    found = {value for row in rows for value in row.values() if isinstance(value, str)}
    return [_bytes(text) for text in sorted(found) if not text.isascii()]


def _reads(texts: Iterable[bytes], codec: str) -> bool:
    try:
        for text in texts:
            text.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _doubts(texts: Sequence[bytes], codec: str) -> list[Words]:
    """Bytes that are strictly UTF-8 too were hardly written as anything else: say so, and let a person choose."""
    if codec != "gb18030" or not texts or not _reads(texts, "utf-8"):
        return []
    read = "、".join(t.decode(codec) for t in texts[:_SHOWN])
    other = "、".join(t.decode("utf-8") for t in texts[:_SHOWN])
    return [
        Words(
            f"没有 .cpg，按 GB18030 读作“{read}”；按 UTF-8 读作“{other}”。若后者才对，请指明 UTF-8",
            f"No .cpg: read as GB18030 the text is {read}, as UTF-8 {other}; if the latter is right, say UTF-8",
        )
    ]
