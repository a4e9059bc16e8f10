"""Boundary files of every kind, mutated: by the byte, by the token, within an archive. The same for the same seed."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from gridops.errors import Problem
from gridops.territory.importing.checking import check_file
from gridops.territory.importing.reading import ReadOptions, list_layers, to_metres
from tests.territory.files import archive_of, geojson, shapefile, squares, vector

NAMES = ("清洋街道南关社区第一网格", "东陌堂村", "䶮家村", "河西社区", "福海社区")
#: What stands in for a piece of text: values that readers stumble over.
_TOKENS = (
    b"null", b"NaN", b"1e999", b"-0", b"[]", b"{}", b'""', b"\x00", b"\xff\xfe", b"\xb4", b"999999999999999999999",
    b"<", b"&", b"]]>", b"</Document>", b"true", b'"\\ud800"', b"../..", b"POLYGON", b"EPSG:0", b"*" * 20, b" " * 300,
)  # fmt: skip


@dataclass
class Outcome:
    """What became of the mutated files: read, refused in words, by kind of file; and what got out besides."""

    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    escaped: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many files there were."""
        return self.read.total() + self.refused.total() + len(self.escaped)


def seeds(folder: Path) -> dict[str, bytes]:
    """One sound file of each kind, by the ending of its name."""
    rows = [
        {"code": f"9999010{n:02d}", "name": name, "hs": n * 7, "parent": json.dumps({"code": "999901"})}
        for n, name in enumerate(NAMES, start=1)
    ]
    made = {
        "geojson": geojson(folder / "a.geojson", squares(), rows, notice="x"),
        "gpkg": vector(folder / "a.gpkg", squares(), rows, driver="GPKG"),
        "kml": vector(folder / "a.kml", squares(), rows, driver="KML", crs="EPSG:4326"),
    }
    found = {kind: path.read_bytes() for kind, path in made.items()}
    for name, more in (("degrees", {}), ("metres", {"crs": "EPSG:4528"})):
        place = folder / name
        place.mkdir()
        shapes = squares() if not more else list(to_metres(np.array(squares(), dtype=object), 4528))
        found[f"{name}.zip"] = shapefile(
            place, shapes, rows, encoding="gb18030", cpg="GBK", **more
        ).read_bytes()
    base = folder / "a.gdb"
    vector(base, squares(), rows, driver="OpenFileGDB", geometry_type="MultiPolygon")
    tables = {f"a.gdb/{p.name}": p.read_bytes() for p in base.iterdir()}
    found["gdb.zip"] = archive_of(folder / "gdb.zip", tables).read_bytes()
    found["kmz"] = archive_of(folder / "a.kmz", {"doc.kml": found["kml"]}).read_bytes()
    return found


def mutated(chance: random.Random, body: bytes) -> bytes:
    """The bytes with one to eight changes; an archive's also within its members, so that its sums still fit."""
    if body.startswith(b"PK") and chance.random() < 0.8:
        return _within(chance, body)
    changed = bytearray(body)
    for _ in range(chance.randint(1, 8)):
        _change(chance, changed)
    return bytes(changed)


def _within(chance: random.Random, body: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    for name in chance.sample(sorted(members), min(len(members), chance.randint(1, 2))):
        if chance.random() < 0.1:
            del members[name]
            continue
        changed = bytearray(members[name])
        for _ in range(chance.randint(1, 8)):
            _change(chance, changed)
        members[name] = bytes(changed)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _change(chance: random.Random, body: bytearray) -> None:
    at = chance.randrange(len(body) + 1) if body else 0
    # The beginning of a file says what it is: it is hit more often than its length would have it.
    if chance.random() < 0.3:
        at = min(at, chance.randrange(200))
    match chance.randrange(6):
        case 0:
            body[at : at + 1] = bytes([chance.randrange(256)])
        case 1:
            body[at : at + chance.choice((1, 2, 4, 50, 500))] = b""
        case 2:
            token = chance.choice(_TOKENS)
            body[at : at + chance.choice((0, len(token)))] = token
        case 3:
            body[at:] = b"" if chance.random() < 0.3 else body[at:]
        case 4:
            body[at:at] = body[at : at + chance.choice((4, 32, 100))]
        case 5:
            number = chance.choice((0, 1, -1, 2**31 - 1, 0x7FF8000000000000))
            body[at : at + 8] = (number & (2**64 - 1)).to_bytes(8, chance.choice(("little", "big")))


def files(chance: random.Random, sound: dict[str, bytes], count: int) -> Iterator[tuple[str, bytes]]:
    """`count` mutated files with their kinds."""
    kinds = sorted(sound)
    for _ in range(count):
        kind = chance.choice(kinds)
        yield kind, mutated(chance, sound[kind])


def run(folder: Path, count: int, seed: int) -> Outcome:
    """Read and check `count` mutated files; whatever is no refusal in words is an escape, and its file is kept."""
    made = folder / "sound"
    made.mkdir()
    sound, chance, outcome = seeds(made), random.Random(seed), Outcome()
    for n, (kind, body) in enumerate(files(chance, sound, count)):
        path = folder / f"mutated.{kind}"
        path.write_bytes(body)
        try:
            list_layers(path)
            check_file(path, ReadOptions())
            outcome.read[kind] += 1
        except Problem as refusal:
            outcome.refused[kind] += 1
            _check_words(refusal, n, kind, outcome)
        except Exception as error:
            outcome.escaped.append(f"{n} {kind}: {type(error).__name__}: {error}")
            (folder / f"escaped_{n}.{kind}").write_bytes(body)
    return outcome


def _check_words(refusal: Problem, n: int, kind: str, outcome: Outcome) -> None:
    """A refusal says something in both languages, and nothing that only a library would say."""
    said = " ".join(refusal.detail)
    if not all(refusal.detail) or any(
        word in said for word in ("Error", "Exception", "GDAL", "SHAPE_", "/tmp")
    ):
        outcome.escaped.append(f"{n} {kind}: said {said[:200]}")
