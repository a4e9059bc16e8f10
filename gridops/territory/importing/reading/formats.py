"""The format of a file, told by its first bytes and never by its name."""

from __future__ import annotations

from pathlib import Path

from gridops.territory.refusing import refused

_HEAD = 4096
_UTF16 = (b"\xff\xfe<", b"\xfe\xff\x00<")


def tell_format(path: Path, shown: str) -> str:
    """geojson | gpkg | kml | zip; a Problem `invalid` for anything else, with the name `shown`."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK"):
        return "zip"
    if head.startswith(b"SQLite format 3\x00"):
        return "gpkg"
    if text.startswith((b"{", b"[", b"\x1e{")) or head.startswith((b"\xff\xfe{", b"\xfe\xff\x00{")):
        return "geojson"
    if text.startswith(b"<") or head.startswith(_UTF16):
        if b"<kml" not in head.replace(b"\x00", b""):
            raise refused(f"{shown} 不是 KML", f"{shown} is XML, and no KML")
        return "kml"
    if head.startswith(b"\x00\x00\x27\x0a"):
        raise refused(
            f"{shown} 是单独的 .shp，请连同 .dbf、.prj、.cpg 打成 zip",
            f"{shown} is a lone .shp: zip it with its .dbf, .prj and .cpg",
        )
    for start, zh, en in _OTHERS:
        if head.startswith(start):
            raise refused(
                f"{shown} 是 {zh}，请导出为 GeoPackage、GeoJSON、KML 或打包的 Shapefile",
                f"{shown} is {en}: export it as GeoPackage, GeoJSON, KML or zipped Shapefile",
            )
    raise refused(
        f"{shown} 不是 GeoPackage、GeoJSON、KML、KMZ 或打包的 Shapefile",
        f"{shown} is none of GeoPackage, GeoJSON, zipped Shapefile, KML; it is not GeoJSON by its first byte",
    )


_OTHERS = (
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "a 7z archive"),
    (b"\x1f\x8b", "gzip 压缩文件", "a gzip file"),
    (b"AC10", "CAD 图（DWG）", "a CAD drawing (DWG)"),
    (b"%PDF", "PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件", "an old Office file"),
    (b"!table", "MapInfo 表", "a MapInfo table"),
)
