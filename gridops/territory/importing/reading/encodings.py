"""Bytes of a table → text. What declares an encoding is doubted by looking at the bytes; a value that breaks costs
its broken character, is named by row, and never costs the file.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gridops.territory.importing.reading.raw import shortened
from gridops.territory.refusing import refused
from gridops.words import Words

#: GDAL is told this so that every byte arrives as it stands in the file.
BYTES_AS_THEY_ARE = "ISO-8859-1"
#: Windows calls them by numbers; GB18030 holds all of GBK and the rare characters of names besides.
_ALIASES = {
    "936": "gb18030",
    "cp936": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "54936": "gb18030",
    "gb-18030": "gb18030",
    "65001": "utf-8",
    "utf8": "utf-8",
    "oem": "cp437",
    "ansi": "cp1252",
}
_SHOWN = 3
#: Fewer broken values than this share are single accidents; more say that the encoding is another.
_MOST_BROKEN = 0.5
_FIRST = ("utf-8", "gb18030")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BYTES = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True)
class Decoded:
    """A table as text: the codec, the rows, and what there is to say."""

    codec: str
    rows: list[dict[str, Any]]
    said: list[Words]
    #: The name of each field as it came → as text.
    names: dict[str, str]


def codec_of(name: str) -> str:
    """Python's name of an encoding; a Problem for one that is none."""
    plain = re.sub(r"^(ansi|windows|oem)[ _-]+", "", name.strip().lower())
    plain = _ALIASES.get(plain, plain)
    if re.fullmatch(r"\d{3,4}", plain):
        plain = f"cp{plain}"
    try:
        found = codecs.lookup(plain)
    except (LookupError, ValueError, UnicodeError) as error:
        raise _unknown(name) from error
    # Python's list of codecs holds some that make no text, such as base64.
    if not found._is_text_encoding or found.name in ("idna", "punycode", "undefined"):
        raise _unknown(name)
    return found.name


def _unknown(name: str) -> Exception:
    shown = name[:40]
    return refused(
        f"不认识编码 {shown}，请指明 GB18030 或 UTF-8",
        f"{shown} is no known encoding; say GB18030 or UTF-8",
    )


def decode_table(
    rows: Sequence[dict[str, Any]],
    *,
    told: str | None = None,
    declared: str | None = None,
    weak: str | None = None,
    is_utf8: bool = False,
) -> Decoded:
    """Rows read as bytes (each as the Latin-1 character of its number) → rows of text.

    `told` is the caller's word and outweighs `declared`, the file's, and `weak`, what its writer may have put
    there unasked; all are doubted by the bytes. `is_utf8`: the format knows no other encoding. Raises a Problem
    where most values do not fit what was told or declared, or fit nothing.
    """
    texts = _distinct(rows)
    if is_utf8 and not told:
        codec, said = choose_by_rule(texts, "UTF-8")
    else:
        codec, said = _choose(texts, told=told, declared=declared, weak=weak)
    names = _field_names(list(rows[0]), codec) if rows else {}
    decoded, broken = _decode(rows, codec, names)
    return Decoded(codec, decoded, said + broken, names)


def choose_by_rule(texts: Sequence[bytes], declared: str) -> tuple[str, list[Words]]:
    """What a format or its header lays down, unless most texts break by it and fit GB18030 or UTF-8."""
    codec = codec_of(declared)
    other = next((c for c in _FIRST if c != codec and _broken_share(texts, c) <= _MOST_BROKEN), codec)
    if other != codec and _broken_share(texts, codec) > _MOST_BROKEN:
        return other, [_doubt(texts, declared, codec, other)]
    return codec, []


def _choose(
    texts: Sequence[bytes], *, told: str | None, declared: str | None, weak: str | None
) -> tuple[str, list[Words]]:
    if told:
        codec = codec_of(told)
        if _broken_share(texts, codec) > _MOST_BROKEN:
            raise _misfit(texts, codec, Words(f"指定的 {told}", f"{told}, as told,"))
        return codec, []
    if declared:
        return _doubted(texts, codec_of(declared), declared)
    best = min(_FIRST, key=lambda codec: _broken_share(texts, codec))
    said: list[Words] = []
    if texts and not _is_utf8(texts) and not _looks_chinese(texts):
        if weak and _broken_share(texts, codec_of(weak)) == 0.0:
            best = codec_of(weak)
        elif _looks_western(texts):
            best, said = "cp1252", _both_readings(texts, "cp1252")
    if _broken_share(texts, best) > _MOST_BROKEN:
        raise refused(
            "没有 .cpg，文字既不是 GB18030 也不是 UTF-8；请用 --encoding 指明",
            "There is no .cpg, and the text is neither GB18030 nor UTF-8: say which it is with --encoding",
        )
    return best, _both_readings(texts, best) if best == "utf-8" else said


def _doubted(texts: Sequence[bytes], codec: str, declared: str) -> tuple[str, list[Words]]:
    """What is declared, unless the bytes say plainly that it is another."""
    if codec != "utf-8" and texts:
        other = "utf-8" if _is_utf8(texts) else "gb18030" if _looks_chinese(texts) else codec
        if other != codec:
            return other, [_doubt(texts, declared, codec, other)]
    if _broken_share(texts, codec) > _MOST_BROKEN:
        raise _misfit(texts, codec, Words(f".cpg 的 {declared}", f"The .cpg's {declared}"))
    return codec, []


def _doubt(texts: Sequence[bytes], declared: str, codec: str, other: str) -> Words:
    mine, theirs = _sample(texts, other), _sample(texts, codec)
    name = other.upper()
    return Words(
        f"声明的编码 {declared} 存疑：按 {declared} 读作“{theirs}”，按 {name} 读作“{mine}”；已按 {name} 读取，"
        f"若前者才对，请用 --encoding {declared} 指明",
        f"The declared encoding {declared} is doubtful: by it the text is {theirs}, by {name} {mine}. It is read as "
        f"{name}; if the former is right, say --encoding {declared}",
    )


def _misfit(texts: Sequence[bytes], codec: str, who: Words) -> Exception:
    fitting = [c for c in _FIRST if c != codec and _broken_share(texts, c) <= _MOST_BROKEN]
    hint = f" {fitting[0].upper()}" if fitting else ""
    read = f"“{_sample(texts, codec)}”" + (
        f"；按{hint} 读作“{_sample(texts, fitting[0])}”" if fitting else ""
    )
    also = f"{_sample(texts, codec)}" + (f", by{hint} {_sample(texts, fitting[0])}" if fitting else "")
    return refused(
        f"文字无法按{who.zh}读取：读作{read}。请改用 --encoding{hint} 指明",
        f"{who.en} does not fit the text; say the right one with --encoding{hint}. By it the text is {also}",
    )


def _both_readings(texts: Sequence[bytes], codec: str) -> list[Words]:
    """Bytes that are strictly UTF-8 were hardly written as anything else; where both read, both are shown."""
    if not texts or _broken_share(texts, "gb18030") > 0:
        return []
    read, other, name = _sample(texts, codec), _sample(texts, "gb18030"), codec.upper()
    return [
        Words(
            f"没有 .cpg，按 {name} 读作“{read}”；按 GB18030 读作“{other}”。若后者才对，请用 --encoding GB18030 指明",
            f"No .cpg: read as {name} the text is {read}, as GB18030 {other}; if the latter is right, say GB18030",
        )
    ]


def _decode(
    rows: Sequence[dict[str, Any]], codec: str, names: dict[str, str]
) -> tuple[list[dict[str, Any]], list[Words]]:
    broken: dict[str, list[str]] = {}
    decoded = []
    for n, row in enumerate(rows, start=1):
        out: dict[str, Any] = {}
        for key, value in row.items():
            out[names[key]] = value
            if isinstance(value, str) and not value.isascii():
                text, is_whole = decode_value(value.encode("latin-1"), codec)
                out[names[key]] = text
                if not is_whole:
                    broken.setdefault(names[key], []).append(f"{n} “{text}”")
        decoded.append(out)
    return decoded, [_broken_words(name, where) for name, where in broken.items()]


def _broken_words(name: str, where: list[str]) -> Words:
    listed = shortened(where)
    return Words(
        f"字段 {name} 有 {len(where)} 个值的文字残缺，残缺的字已略去：行 {listed}",
        f"{len(where)} values of the field {name} hold broken characters, which are left out: row {listed}",
    )


def decode_value(raw: bytes, codec: str) -> tuple[str, bool]:
    """A value as text, and whether it came whole. A half character at the end is left out, any other marked."""
    try:
        return raw.decode(codec), True
    except UnicodeDecodeError:
        pass
    whole = codecs.getincrementaldecoder(codec)("strict")
    try:
        return whole.decode(raw), False
    except UnicodeDecodeError:
        return raw.decode(codec, "replace"), False


def _field_names(names: Sequence[str], codec: str) -> dict[str, str]:
    """Names cut inside a character lose its half only; two that become alike are told apart."""
    found: dict[str, str] = {}
    for name in names:
        # A name has ten bytes; whole characters end before the eleventh, half a one at the end is nobody's.
        text = codecs.getincrementaldecoder(codec)("replace").decode(name.encode("latin-1")) or name
        while text in found.values():
            text += "_"
        found[name] = text
    return found


def _distinct(rows: Sequence[dict[str, Any]]) -> list[bytes]:
    values = (value for row in rows for value in row.values() if isinstance(value, str))
    found = dict.fromkeys([*values, *(rows[0] if rows else ())])
    return [text.encode("latin-1") for text in found if not text.isascii()]


def _sample(texts: Sequence[bytes], codec: str) -> str:
    return "、".join(text.decode(codec, "replace") for text in texts[:_SHOWN])


def _broken_share(texts: Sequence[bytes], codec: str) -> float:
    """The share of the texts that break elsewhere than in a half character at their end."""
    broken = 0
    for text in texts:
        try:
            codecs.getincrementaldecoder(codec)("strict").decode(text)
        except UnicodeDecodeError:
            broken += 1
    return broken / len(texts) if texts else 0.0


def _is_utf8(texts: Sequence[bytes]) -> bool:
    return bool(texts) and _broken_share(texts, "utf-8") == 0.0


def _looks_chinese(texts: Sequence[bytes]) -> bool:
    """Whether nearly all that is not ASCII is pairs of bytes that are Chinese characters in GB18030.

    Western texts have their high bytes one by one among letters, Chinese ones in runs of two and more.
    """
    fitting = 0
    for text in texts:
        read, _ = decode_value(text, "gb18030")
        high = [c for c in read if not c.isascii()]
        runs = [len(run) for run in _BYTES.findall(text)]
        even = sum(1 for n in runs if n % 2 == 0) >= 0.7 * len(runs)
        fitting += even and sum(1 for c in high if _HAN.match(c)) >= 0.7 * len(high)
    return bool(texts) and fitting >= 0.8 * len(texts)


def _looks_western(texts: Sequence[bytes]) -> bool:
    """Whether what is not ASCII stands byte by byte among letters, and is letters in the Windows code page."""
    fitting = 0
    for text in texts:
        runs = [len(run) for run in _BYTES.findall(text)]
        letters = all(c.isascii() or c.isalpha() for c in text.decode("cp1252", "replace"))
        fitting += letters and sum(1 for n in runs if n == 1) >= 0.7 * len(runs)
    return bool(texts) and fitting >= 0.8 * len(texts)
