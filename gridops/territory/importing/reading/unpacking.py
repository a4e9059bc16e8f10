"""Zip archives → what is in them, and the parts of one of it in a folder of our own. No name becomes a path."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from gridops.errors import Problem
from gridops.territory.importing.reading.raw import shortened
from gridops.territory.refusing import refused

#: Larger files are no district's: 840,000 vertices of borders take about 35 MB of GeoJSON.
MAX_FILE_BYTES = 256 * 2**20
MAX_UNPACKED_BYTES = 512 * 2**20
MAX_MEMBERS = 1_000
#: Borders shrink to a third, tables padded with blanks to a fortieth; a bomb to a thousandth.
MAX_RATIO = 200
_RATIO_COUNTS_FROM = 2**20
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_CHUNK = 2**20
#: What else an archive may hold that is one file.
_KINDS = {".geojson": "geojson", ".gpkg": "gpkg", ".kml": "kml"}
_MAYBE = {".json": "geojson"}
_OF_DATABASE = re.compile(r"a[0-9a-f]{8}\.[A-Za-z0-9_.]+|gdb|timestamps", re.ASCII)
_SAYS_UTF8 = 0x800


def check_size(path: Path, shown: str, limit: int = MAX_FILE_BYTES) -> None:
    """Refuse a file that is none, is empty or larger than any district's."""
    try:
        if path.is_dir():
            raise refused(
                f"{shown} 是文件夹，请打成 zip 再送来", f"{shown} is a folder: zip it and send the archive"
            )
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "no such file"
        raise refused(f"无法读取文件 {shown}", f"{shown} cannot be read: {said}") from error
    if size == 0:
        raise refused(f"{shown} 是空文件", f"{shown} is empty")
    if size > limit:
        raise refused(
            f"{shown} 有 {size / 2**20:.0f} MB，上限 {limit / 2**20:.0f} MB",
            f"{shown} has {size / 2**20:.0f} MB; the limit is {limit / 2**20:.0f} MB",
        )


@dataclass(frozen=True)
class Content:
    """One thing in an archive that can be read: its kind, and its members by the name they get when unpacked.

    `kind` is shapefile|gdb|geojson|gpkg|kml; `name` is what a person calls it.
    """

    kind: str
    name: str
    members: Mapping[str, zipfile.ZipInfo]


@dataclass(frozen=True)
class Contents:
    """What can be read in an archive, by name, and the names of the Shapefiles that cannot: their .dbf is missing."""

    readable: list[Content]
    without_table: list[str]


def contents_of(path: Path, shown: str) -> Contents:
    """What an archive holds; a Problem for what no archive should hold, and for nothing to read."""
    with _opened(path, shown) as archive:
        members = [m for m in archive.infolist() if m.filename and not m.filename.endswith("/")]
    named = {_name_of(m): m for m in members}
    _check_members(shown, named)
    shapefiles = list(_shapefiles(named))
    lone = sorted(content.name for content in shapefiles if "layer.dbf" not in content.members)
    whole = [content for content in shapefiles if "layer.dbf" in content.members]
    found = [*whole, *_databases(named), *_single_files(named, _KINDS)]
    # Beside a layer such a file describes it; alone it may be one.
    found = found or list(_single_files(named, _MAYBE))
    if not found:
        if lone:
            raise without_table(lone[0])
        held = shortened(sorted(named)) or "-"
        raise refused(
            f"{shown} 中没有可读的边界数据（没有 .shp、.gdb、.gpkg、.geojson、.kml）；压缩包里有：{held}",
            f"{shown} holds no .shp, .gdb, .gpkg, .geojson or .kml; in the archive there are: {held}",
        )
    return Contents(sorted(found, key=lambda content: content.name), lone)


def without_table(name: str) -> Problem:
    """The refusal of a Shapefile that has no table."""
    return refused(
        f"{name} 缺少 .dbf，名称和编码在其中",
        f"{name}.shp comes without its .dbf: names and codes are in it",
    )


def _name_of(member: zipfile.ZipInfo) -> str:
    """A member's name: as it says in UTF-8, else in the bytes of a Chinese Windows, which says nothing."""
    name = member.filename
    if not member.flag_bits & _SAYS_UTF8:
        # What does not say otherwise was read as code page 437, byte by byte.
        raw = name.encode("cp437", "replace")
        for codec in ("utf-8", "gb18030"):
            try:
                name = raw.decode(codec)
                break
            except UnicodeDecodeError:
                continue
    return "".join(c if c.isprintable() else "�" for c in name.replace("\\", "/"))


def _shapefiles(named: Mapping[str, zipfile.ZipInfo]) -> Iterator[Content]:
    """Every Shapefile, with its table or without."""
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for name, member in named.items():
        inner = PurePosixPath(name)
        if inner.suffix.lower() in _PARTS and not _is_hidden(inner):
            found.setdefault(str(inner.with_suffix("")), {})[f"layer{inner.suffix.lower()}"] = member
    for stem, parts in found.items():
        if "layer.shp" in parts:
            yield Content("shapefile", stem, parts)


def _databases(named: Mapping[str, zipfile.ZipInfo]) -> Iterator[Content]:
    """File geodatabases: folders of tables, whatever the folder is called."""
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for name, member in named.items():
        inner = PurePosixPath(name)
        if _OF_DATABASE.fullmatch(inner.name):
            found.setdefault(str(inner.parent), {})[inner.name] = member
    for folder, parts in found.items():
        if any(name.endswith(".gdbtable") for name in parts):
            shown = PurePosixPath(folder).name.removesuffix(".gdb")
            yield Content("gdb", shown or "gdb", parts)


def _single_files(named: Mapping[str, zipfile.ZipInfo], kinds: Mapping[str, str]) -> Iterator[Content]:
    for name, member in named.items():
        inner = PurePosixPath(name)
        kind = kinds.get(inner.suffix.lower())
        if kind and not _is_hidden(inner):
            yield Content(kind, str(inner.with_suffix("")), {f"layer.{kind}": member})


def _is_hidden(inner: PurePosixPath) -> bool:
    # A Mac packs a shadow of every file in a folder of its own.
    return inner.name.startswith(".") or "__MACOSX" in inner.parts


def unpack(path: Path, content: Content, folder: Path, shown: str) -> Path:
    """Write the members of one content into `folder`; returns the path that GDAL or we open."""
    left = MAX_UNPACKED_BYTES
    target = folder / "layer.gdb" if content.kind == "gdb" else folder
    target.mkdir(exist_ok=True)
    with _opened(path, shown) as archive:
        for name, member in content.members.items():
            with (target / name).open("wb") as file:
                for chunk in _chunks(archive, member):
                    left -= len(chunk)
                    # The archive's own word on sizes may be a lie.
                    if left < 0:
                        raise _too_large(shown)
                    file.write(chunk)
    if content.kind == "gdb":
        return target
    return folder / ("layer.shp" if content.kind == "shapefile" else f"layer.{content.kind}")


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(member) as source:
            while chunk := source.read(_CHUNK):
                yield chunk
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise refused("压缩包已损坏，请重新打包", "The archive is damaged: pack it again") from error


def _opened(path: Path, shown: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise refused(
            f"{shown} 不是完好的压缩包，请重新打包或下载",
            f"{shown} is no sound zip archive: pack or download it again",
        ) from error


def _check_members(shown: str, members: Mapping[str, zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise refused(f"{shown} 内文件过多", f"{shown} holds {len(members)} files; {MAX_MEMBERS} are enough")
    for name, member in members.items():
        if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
            raise refused(
                f"{shown} 内含越出目录的路径", f"{shown} holds a path that climbs out of its folder"
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise refused(f"{shown} 内含链接", f"{shown} holds a symbolic link")
        if member.flag_bits & 1:
            raise refused(f"{shown} 已加密", f"{shown} is encrypted")
    unpacked = sum(m.file_size for m in members.values())
    packed = sum(m.compress_size for m in members.values())
    if unpacked > MAX_UNPACKED_BYTES or unpacked > max(_RATIO_COUNTS_FROM, MAX_RATIO * packed):
        raise _too_large(shown)


def _too_large(name: str) -> Exception:
    return refused(
        f"{name} 解压后过大，疑似压缩炸弹",
        f"{name} unpacks to more than borders ever need: it looks like a zip bomb",
    )
