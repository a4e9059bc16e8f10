"""The setting of the base map, read and checked at the start. Bad ones are refused; no key is ever in a refusal.

Only tiles in web mercator that lie where WGS-84 or CGCS2000 says are taken: borders would not fit any others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from gridops.config import ConfigError, Settings
from gridops.web.basemap.archives import Archive, open_archive

_NAME, _KEY, _ATTRIBUTION = "GRIDOPS_BASEMAP", "GRIDOPS_BASEMAP_KEY", "GRIDOPS_BASEMAP_ATTRIBUTION"
_EXPECTED = (
    f"{_NAME}: expected none, tianditu, an address such as https://host/{{z}}/{{x}}/{{y}}.png, or the absolute "
    "path of a .pmtiles or .mbtiles file"
)
_TIANDITU = "https://t0.tianditu.gov.cn"
#: Its web-mercator layers, the ground first, then the names; the plain `_c` layers are in degrees.
_TIANDITU_LAYERS = ("vec", "cva")
_TIANDITU_ZOOMS = (1, 18)
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?")
_KEY_FORM = re.compile(r"[A-Za-z0-9_\-]{6,200}")
#: Their tiles are drawn in GCJ-02 or BD-09: 455 m or 1,261 m beside the borders.
_DISPLACED = ("autonavi.com", "amap.com", "gtimg.com", "map.qq.com", "bdimg.com", "baidu.com")
_ARCHIVES = (".pmtiles", ".mbtiles")


@dataclass(frozen=True)
class Basemap:
    """What lies under the map. `tiles` are addresses with {z}/{x}/{y}, drawn in their order; `outside` is the
    one origin beyond our own that pages may ask, or empty."""

    kind: str = "none"
    tiles: tuple[str, ...] = field(default=(), repr=False)
    minzoom: int = 0
    maxzoom: int = 18
    attribution: str = ""
    outside: str = ""
    archive: Archive | None = None


NONE = Basemap()


def choose(settings: Settings) -> Basemap:
    """The base map that the settings name; ConfigError says what is wrong with them, without their secrets."""
    asked = settings.basemap
    if asked.lower() in ("", "none"):
        return NONE
    if asked.lower() == "tianditu":
        return _tianditu(settings)
    if "://" in asked:
        return _addressed(settings)
    if asked.lower().endswith(_ARCHIVES):
        return _stored(settings)
    raise ConfigError(_EXPECTED)


def _key(settings: Settings) -> str:
    if not settings.basemap_key:
        raise ConfigError(f"{_KEY}: this base map needs the deployment's key")
    if not _KEY_FORM.fullmatch(settings.basemap_key):
        raise ConfigError(f"{_KEY}: expected letters, digits, - and _ (the key is not shown here)")
    return settings.basemap_key


def _tianditu(settings: Settings) -> Basemap:
    key = _key(settings)
    tiles = tuple(
        f"{_TIANDITU}/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default"
        f"&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
        for layer in _TIANDITU_LAYERS
    )
    least, most = _TIANDITU_ZOOMS
    attribution = settings.basemap_attribution or "天地图 · 国家基础地理信息中心"
    return Basemap("raster", tiles, least, most, attribution, _TIANDITU)


def _addressed(settings: Settings) -> Basemap:
    """Tiles at an address of somebody's."""
    asked = settings.basemap
    try:
        parts = urlsplit(asked)
        host = parts.hostname or ""
    except ValueError as error:
        raise ConfigError(_EXPECTED) from error
    is_plain = _HOST.fullmatch(parts.netloc) and parts.scheme in ("http", "https")
    if not is_plain or re.search(r"[\s\"'<>\\]", asked):
        raise ConfigError(_EXPECTED)
    # A trailing dot names the same host.
    if any(f".{host.rstrip('.')}".endswith(f".{displaced}") for displaced in _DISPLACED):
        raise ConfigError(
            f"{_NAME}: the tiles of {host} are drawn in GCJ-02 or BD-09 and would lie hundreds of metres beside "
            "the borders; such base maps are not supported. Take one in WGS-84 or CGCS2000"
        )
    missing = [name for name in ("{z}", "{x}", "{y}") if asked.count(name) != 1]
    if missing:
        raise ConfigError(f"{_NAME}: the address must name {', '.join(missing)} once")
    if "{key}" in asked:
        asked = asked.replace("{key}", _key(settings))
    if strange := re.findall(r"\{(?![zxy]\})[^}]{0,20}\}?", asked):
        raise ConfigError(f"{_NAME}: the address may name {{z}}, {{x}}, {{y}} and {{key}}, not {strange[0]}")
    if not settings.basemap_attribution:
        raise ConfigError(f"{_ATTRIBUTION}: say whose map it is; it is shown on the map")
    outside = f"{parts.scheme}://{parts.netloc}"
    return Basemap("raster", (asked,), attribution=settings.basemap_attribution, outside=outside)


def _stored(settings: Settings) -> Basemap:
    """Tiles of a file that the service hands out itself."""
    path = Path(settings.basemap).expanduser()
    if not path.is_absolute():
        raise ConfigError(f"{_NAME}: expected an absolute path, not {settings.basemap!r}")
    archive = open_archive(path)
    return Basemap(
        "vector" if archive.content_type.endswith("vector-tile") else "raster",
        (f"/tiles/basemap/{archive.stamp}/{{z}}/{{x}}/{{y}}",),
        archive.minzoom,
        archive.maxzoom,
        settings.basemap_attribution or archive.attribution,
        archive=archive,
    )
