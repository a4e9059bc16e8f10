"""The base map as a setting: what is refused at the start, what the policy then allows, tiles of a file."""

from __future__ import annotations

import gzip
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pmtiles.tile import Compression, TileType

from gridops.cli.commands import main
from gridops.config import ConfigError, load
from gridops.web.basemap import NONE, Basemap, choose
from tests.conftest import settings_for
from tests.databases import Databases
from tests.service import Service
from tests.web import tiles

KEY = "0123456789abcdef0123456789abcdef"
XYZ = "https://tiles.example:8443/road/{z}/{x}/{y}.png"
WORKER = "worker.qingyang"
AT = "10/857/396"


def chosen(asked: str, **more: str) -> Basemap:
    """What a setting leads to."""
    environ = {f"GRIDOPS_BASEMAP_{name.upper()}": value for name, value in more.items()}
    return choose(load({"DATABASE_URL": "postgresql://h/d", "GRIDOPS_BASEMAP": asked, **environ}))


@pytest.mark.parametrize(
    ("asked", "more", "said"),
    [
        ("amap", {}, "expected none, tianditu"),
        ("tianditu", {}, "GRIDOPS_BASEMAP_KEY: this base map needs the deployment's key"),
        ("tianditu", {"key": "abc def; x"}, "expected letters, digits"),
        ("https://tiles.example/{z}/{x}.png", {"attribution": "某院"}, "must name {y}"),
        ("https://tiles.example/{z}/{x}/{y}/{y}.png", {"attribution": "某院"}, "must name {y}"),
        ("https://{s}.example/{z}/{x}/{y}.png", {"attribution": "某院"}, "expected none"),
        ("https://tiles.example/{z}/{x}/{y}{r}.png", {"attribution": "某院"}, "not {r}"),
        ("https://tiles.example/{z}/{x}/{y}.png?k={key}", {"attribution": "某院"}, "needs the deployment's"),
        (XYZ, {}, "GRIDOPS_BASEMAP_ATTRIBUTION: say whose map it is"),
        ("ftp://tiles.example/{z}/{x}/{y}.png", {"attribution": "某院"}, "expected none"),
        ("https://u:p@tiles.example/{z}/{x}/{y}.png", {"attribution": "某院"}, "expected none"),
        ("https://a b.example;/{z}/{x}/{y}.png", {"attribution": "某院"}, "expected none"),
        ("https://[::1/{z}/{x}/{y}.png", {"attribution": "某院"}, "expected none"),
        ("https://webrd01.is.autonavi.com/{z}/{x}/{y}", {"attribution": "某院"}, "GCJ-02 or BD-09"),
        ("https://webrd01.is.autonavi.com./{z}/{x}/{y}", {"attribution": "某院"}, "GCJ-02 or BD-09"),
        ("tiles.pmtiles", {}, "expected an absolute path"),
        ("/nowhere/tiles.mbtiles", {}, "cannot be read"),
    ],
)
def test_a_setting_that_will_not_do_is_refused_by_name(asked: str, more: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        chosen(asked, **more)
    assert str(refusal.value).startswith("GRIDOPS_BASEMAP")
    assert said in str(refusal.value)


def _damaged_pmtiles(path: Path) -> Path:
    made = tiles.pmtiles(path, tiles.png())
    made.write_bytes(made.read_bytes()[:200])
    return made


def _database_of_something_else(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE people (name text)")
    connection.close()
    return path


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("a.pmtiles", lambda p: _written(p, b""), "neither a PMTiles nor an MBTiles"),
        ("a.pmtiles", lambda p: _written(p, b"PK\x03\x04" * 50), "neither a PMTiles nor an MBTiles"),
        ("a.pmtiles", lambda p: _written(p, b"PMTiles\x02" + bytes(200)), "damaged or of another version"),
        ("a.pmtiles", _damaged_pmtiles, "is not complete"),
        ("a.pmtiles", lambda p: tiles.pmtiles(p, b"x", TileType.AVIF), "not drawn here"),
        (
            "a.pmtiles",
            lambda p: tiles.pmtiles(p, b"x", TileType.MVT, compression=Compression.ZSTD),
            "otherwise than by gzip",
        ),
        ("a.mbtiles", _database_of_something_else, "damaged or of another version"),
        ("a.mbtiles", lambda p: tiles.mbtiles(p, tiles.png(), range(0)), "holds no tiles"),
        ("a.mbtiles", lambda p: tiles.mbtiles(p, b"GIF89a"), "not drawn here"),
    ],
)
def test_a_file_that_cannot_be_served_is_refused_at_the_start(
    tmp_path: Path, name: str, make: Callable[[Path], Path], said: str
) -> None:
    path = make(tmp_path / name)
    with pytest.raises(ConfigError, match=said) as refusal:
        chosen(str(path))
    assert str(path) in str(refusal.value)


def test_serve_says_it_in_one_line_before_anything_is_begun() -> None:
    result = CliRunner().invoke(main, ["serve"], env={"GRIDOPS_BASEMAP": "tianditu"})
    assert result.exit_code == 1
    assert result.output == "Error: GRIDOPS_BASEMAP_KEY: this base map needs the deployment's key\n"


@pytest.mark.parametrize("asked", ["", "none", "None"])
def test_without_one_there_is_none(asked: str) -> None:
    assert chosen(asked) == NONE


def test_no_key_is_printed_by_settings_or_refusals() -> None:
    settings = load(
        {"DATABASE_URL": "postgresql://h/d", "GRIDOPS_BASEMAP_KEY": KEY, "GRIDOPS_BASEMAP": XYZ + f"?k={KEY}"}
    )
    assert KEY not in repr(settings)
    assert KEY not in repr(chosen("tianditu", key=KEY))
    for asked, more in ((f"https://h.example/{{z}}/{{x}}?k={KEY}", {}), ("tianditu", {"key": KEY + " ;"})):
        with pytest.raises(ConfigError) as refusal:
            chosen(asked, attribution="某院", **more)
        assert KEY not in str(refusal.value)


@contextmanager
def served(databases: Databases, var_dir: Path, asked: str, **more: str) -> Iterator[Service]:
    """The service with a base map."""
    environ = {f"GRIDOPS_BASEMAP_{name.upper()}": value for name, value in more.items()}
    with databases.copy() as url:
        opened = Service(settings_for(url, var_dir, GRIDOPS_BASEMAP=asked, **environ))
        try:
            yield opened
        finally:
            opened.close()


def policy_of(service: Service, path: str) -> dict[str, str]:
    """The content security policy of a page, by directive."""
    header = service.anonymous().get(path).headers["Content-Security-Policy"]
    return dict(part.split(" ", 1) for part in header.split("; "))


def test_the_policy_opens_to_the_chosen_host_and_to_nothing_else(
    databases: Databases, tmp_path: Path
) -> None:
    with served(databases, tmp_path, XYZ, attribution="某院") as service:
        policy = policy_of(service, "/center")
        assert policy["img-src"] == "'self' blob: data: https://tiles.example:8443"
        assert policy["connect-src"] == "'self' ws://localhost wss://localhost https://tiles.example:8443"
        others = {name: text for name, text in policy.items() if name not in ("img-src", "connect-src")}
        assert "tiles.example" not in str(others)
        assert "tiles.example" not in str(policy_of(service, "/static/js/center/main.js"))
        assert "tiles.example" not in str(policy_of(service, "/api/v1/matters"))
        page = service.anonymous().get("/center")
        assert page.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        told = service.client(WORKER).get("/api/v1/basemap").json
        assert told == {"kind": "raster", "tiles": [XYZ], "minzoom": 0, "maxzoom": 18, "attribution": "某院"}


def test_tianditu_is_asked_for_its_mercator_layers_with_the_key_told_only_to_the_signed_in(
    databases: Databases, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with served(databases, tmp_path, "tianditu", key=KEY) as service:
        assert policy_of(service, "/supervise")["img-src"].endswith(" data: https://t0.tianditu.gov.cn")
        refused = service.anonymous().get("/api/v1/basemap")
        assert refused.status_code == 401
        told = service.client(WORKER).get("/api/v1/basemap")
        ground, names = told.json["tiles"]
        assert "/vec_w/wmts?" in ground
        assert "/cva_w/wmts?" in names
        assert all(f"&tk={KEY}" in address and "TILEMATRIXSET=w" in address for address in (ground, names))
        assert "天地图" in told.json["attribution"]
        assert told.headers["Cache-Control"] == "no-store"
        missing = service.client(WORKER).get("/tiles/basemap/x/1/0/0")
        for page in ("/", "/field", "/center", "/api/v1/openapi.json"):
            assert KEY not in service.anonymous().get(page).get_data(as_text=True)
        assert KEY not in refused.get_data(as_text=True) + missing.get_data(as_text=True)
    assert KEY not in caplog.text


def test_with_none_nothing_outside_is_allowed(service: Service) -> None:
    assert policy_of(service, "/center")["img-src"] == "'self' blob: data:"
    assert service.client(WORKER).get("/api/v1/basemap").json == {
        "kind": "none", "tiles": [], "minzoom": 0, "maxzoom": 18, "attribution": "",
    }  # fmt: skip
    assert service.client(WORKER).get(f"/tiles/basemap/0/{AT}").status_code == 404


@pytest.mark.parametrize("make", [tiles.mbtiles, tiles.pmtiles])
def test_pictures_of_a_file_are_served_by_us_and_the_policy_stays_closed(
    databases: Databases, tmp_path: Path, make: Callable[[Path, bytes], Path]
) -> None:
    path = make(tmp_path / f"base.{make.__name__}", tiles.png())
    with served(databases, tmp_path / "var", str(path)) as service:
        assert policy_of(service, "/center")["img-src"] == "'self' blob: data:"
        client = service.client(WORKER)
        told = client.get("/api/v1/basemap").json
        assert (told["kind"], told["minzoom"], told["maxzoom"]) == ("raster", 7, 11)
        assert told["attribution"] == "试验地图 © 某院"
        z, x, y = AT.split("/")
        address = told["tiles"][0].replace("{z}", z).replace("{x}", x).replace("{y}", y)
        assert service.anonymous().get(address).status_code == 401
        tile = client.get(address)
        assert (tile.status_code, tile.content_type, tile.data) == (200, "image/png", tiles.png())
        assert "immutable" in tile.headers["Cache-Control"]
        assert client.get(address.replace(f"/{AT}", "/10/1/1")).status_code == 204
        for wrong in (f"/tiles/basemap/another/{AT}", address.replace(f"/{AT}", "/3/8/0")):
            assert client.get(wrong).status_code == 404


@pytest.mark.parametrize("form", ["mbtiles", "pmtiles"])
def test_vector_tiles_of_a_file_go_out_packed_to_those_who_take_it(
    databases: Databases, tmp_path: Path, form: str
) -> None:
    path, tile = tmp_path / f"base.{form}", tiles.packed_mvt()
    if form == "mbtiles":
        tiles.mbtiles(path, tile)
    else:
        tiles.pmtiles(path, tile, TileType.MVT, compression=Compression.GZIP)
    with served(databases, tmp_path / "var", str(path), attribution="本区测绘") as service:
        client = service.client(WORKER)
        told = client.get("/api/v1/basemap").json
        assert (told["kind"], told["attribution"]) == ("vector", "本区测绘")
        address = told["tiles"][0].replace("{z}/{x}/{y}", AT)
        packed: Any = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert packed.content_type == "application/vnd.mapbox-vector-tile"
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == client.get(address).data == tiles.mvt()
