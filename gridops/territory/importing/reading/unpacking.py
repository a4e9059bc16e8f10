"""Zip archives → the parts of one Shapefile in a folder of our own. No name from the archive becomes a path."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

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


def check_size(path: Path, limit: int = MAX_FILE_BYTES) -> None:
    """Refuse a file that is empty or larger than any district's."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise refused(f"无法读取文件 {path}", f"{path} cannot be read: {error.strerror}") from error
    if size == 0:
        raise refused(f"{path.name} 是空文件", f"{path.name} is empty")
    if size > limit:
        raise refused(
            f"{path.name} 有 {size / 2**20:.0f} MB，上限 {limit / 2**20:.0f} MB",
            f"{path.name} has {size / 2**20:.0f} MB; the limit is {limit / 2**20:.0f} MB",
        )


def shapefiles_in(path: Path) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """Stem → suffix → member, of each Shapefile in an archive; a Problem for what no archive should hold."""
    with _opened(path) as archive:
        members = archive.infolist()
    _check_members(path.name, members)
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for member in members:
        inner = PurePosixPath(member.filename)
        if inner.suffix.lower() in _PARTS and not inner.name.startswith("."):
            found.setdefault(str(inner.with_suffix("")), {})[inner.suffix.lower()] = member
    whole = {stem: parts for stem, parts in found.items() if ".shp" in parts}
    if not whole:
        raise refused(f"{path.name} 中没有 .shp", f"{path.name} holds no .shp")
    for stem, parts in whole.items():
        if ".dbf" not in parts:
            raise refused(
                f"{stem} 缺少 .dbf", f"{stem}.shp comes without its .dbf: names and codes are in it"
            )
    return whole


def unpack(path: Path, parts: dict[str, zipfile.ZipInfo], folder: Path) -> Path:
    """Write the parts of one Shapefile into `folder`; returns the path of the .shp."""
    left = MAX_UNPACKED_BYTES
    with _opened(path) as archive:
        for suffix, member in parts.items():
            with (folder / f"layer{suffix}").open("wb") as target:
                for chunk in _chunks(archive, member):
                    left -= len(chunk)
                    # The archive's own word on sizes may be a lie.
                    if left < 0:
                        raise _too_large(path.name)
                    target.write(chunk)
    return folder / "layer.shp"


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(member) as source:
            while chunk := source.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise refused(f"压缩包已损坏：{error}", f"The archive is damaged: {error}") from error


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise refused(
            f"{path.name} 不是完好的压缩包", f"{path.name} is no sound zip archive: {error}"
        ) from error


def _check_members(name: str, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise refused(f"{name} 内文件过多", f"{name} holds {len(members)} files; {MAX_MEMBERS} are enough")
    for member in members:
        inner = member.filename.replace("\\", "/")
        if inner.startswith("/") or ".." in inner.split("/") or ":" in inner.split("/")[0]:
            raise refused(f"{name} 内含越出目录的路径", f"{name} holds a path that climbs out of its folder")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise refused(f"{name} 内含链接", f"{name} holds a symbolic link")
        if member.flag_bits & 1:
            raise refused(f"{name} 已加密", f"{name} is encrypted")
    unpacked = sum(m.file_size for m in members)
    packed = sum(m.compress_size for m in members)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > max(_RATIO_COUNTS_FROM, MAX_RATIO * packed):
        raise _too_large(name)


def _too_large(name: str) -> Exception:
    return refused(
        f"{name} 解压后过大，疑似压缩炸弹",
        f"{name} unpacks to more than borders ever need: it looks like a zip bomb",
    )
