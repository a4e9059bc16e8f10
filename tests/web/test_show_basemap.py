"""The base map in a browser: drawn beneath the territory, named, switched off, and never in the way of the desk."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pmtiles.tile import Compression, TileType

from tests.conftest import settings_for
from tests.databases import Databases
from tests.service import LiveService, free_port
from tests.web import tiles
from tests.web.desk import Desk

BLUE = "#5a9bd4"
SUPERVISOR = "supervisor.fushan"


@contextmanager
def served(databases: Databases, var_dir: Path, asked: str, **more: str) -> Iterator[LiveService]:
    """A running service with a base map."""
    environ = {"GRIDOPS_BASEMAP": asked, **{f"GRIDOPS_BASEMAP_{k.upper()}": v for k, v in more.items()}}
    with databases.copy() as url:
        opened = LiveService(settings_for(url, var_dir), url, **environ)
        opened.start()
        try:
            yield opened
        finally:
            opened.stop()


@contextmanager
def tile_host() -> Iterator[tuple[str, list[str]]]:
    """Somebody else's tile server, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Every tile is the same."""
            asked.append(f"{self.path} from {self.headers.get('Referer')}")
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(tiles.png(BLUE))

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def blueness(page: Page) -> float:
    """The share of the map's pixels that are the base map's blue, as it is toned down."""
    page.wait_for_selector("[data-part=map][data-idle=true]")
    picture = Image.open(io.BytesIO(page.locator("[data-part=map]").screenshot())).convert("RGB")
    red, blue = np.asarray(picture, dtype=int)[:, :, ::2].reshape(-1, 2).T
    return float(np.mean(blue - red > 40))


def choose_layer(page: Page, words: str) -> None:
    """Tick or untick a layer."""
    if page.locator(".layer-panel").is_hidden():
        page.get_by_role("button", name="图层").click()
    page.locator(".layer-panel label", has_text=words).click()


def _vector(path: Path) -> Path:
    return tiles.pmtiles(path, tiles.packed_mvt(), TileType.MVT, compression=Compression.GZIP)


@pytest.mark.parametrize(
    ("name", "make", "least"),
    [
        ("a.mbtiles", lambda p: tiles.mbtiles(p, tiles.png(BLUE)), 0.5),
        ("a.pmtiles", lambda p: tiles.pmtiles(p, tiles.png(BLUE)), 0.5),
    ],
)
def test_a_file_of_pictures_lies_beneath_the_territory(
    databases: Databases, tmp_path: Path, browser: Any, name: str, make: Callable[[Path], Path], least: float
) -> None:
    path = make(tmp_path / name)
    with served(databases, tmp_path / "var", str(path)) as service:
        desk = Desk(browser, service)
        page = desk.open("/supervise", SUPERVISOR)
        page.get_by_role("button", name="不显示").click()
        expect(page.locator(".map-notice")).to_contain_text("底图 试验地图 © 某院")
        assert blueness(page) > least
        choose_layer(page, "底图")
        assert blueness(page) < 0.1
        page.reload()
        page.wait_for_selector("[data-map=ready]")
        page.get_by_role("button", name="不显示").click()
        assert blueness(page) < 0.1, "what was switched off stays off on this device"
        desk.close()
        center = Desk(browser, service)
        page = center.open("/center", "dispatcher.fushan")
        assert blueness(page) > least
        center.close()


def test_vector_tiles_of_a_file_are_drawn_in_quiet_colours(
    databases: Databases, tmp_path: Path, browser: Any
) -> None:
    with served(databases, tmp_path / "var", str(_vector(tmp_path / "a.pmtiles"))) as service:
        desk = Desk(browser, service)
        page = desk.open("/supervise", SUPERVISOR)
        page.wait_for_selector("[data-part=map][data-idle=true]")
        assert any("/tiles/basemap/" in url for url in desk.asked)
        desk.close()


def test_an_address_of_somebodys_is_asked_for_by_the_page_and_nobody_else_is(
    databases: Databases, tmp_path: Path, browser: Any
) -> None:
    with (
        tile_host() as (host, asked),
        served(
            databases,
            tmp_path,
            f"{host}/{{z}}/{{x}}/{{y}}.png?k={{key}}",
            key="secret-1",
            attribution="邻县测绘",
        ) as service,
    ):
        desk = Desk(browser, service, outside=host)
        page = desk.open("/supervise", SUPERVISOR)
        page.get_by_role("button", name="不显示").click()
        expect(page.locator(".map-notice")).to_contain_text("底图 邻县测绘")
        assert blueness(page) > 0.5
        desk.close()
        assert asked
        assert all("?k=secret-1 from " in line and line.endswith(f"{service.url}/") for line in asked)
        phone = Desk(browser, service, outside=host, width=390, height=844)
        phone.sign_in("worker.qingyang")
        before = len(asked)
        draw_pin_map(phone.page, service)
        phone.page.wait_for_function("window.pinned")
        phone.page.wait_for_timeout(1500)
        assert len(asked) > before
        phone.close()
        logs = "".join(path.read_text() for path in service.settings.var_dir.glob("*.log"))
        assert "secret-1" not in logs


def draw_pin_map(page: Page, service: LiveService) -> None:
    """The phone's pin map, opened by its own module."""
    page.goto(f"{service.url}/field")
    page.wait_for_selector("#app *")
    page.evaluate(
        """async () => {
          const base = document.querySelector('link[href*="css/base.css"]').href;
          const { openPinMap } = await import(new URL('../js/field/pin_map.js', base).href);
          const { html, render } = await import(new URL('../js/shared/ui.js', base).href);
          const place = document.createElement('div');
          document.body.append(place);
          const start = { lon: 121.27, lat: 37.5 };
          render(html`<${await openPinMap()} start=${start} onDone=${() => {}} />`, place);
          window.pinned = place.textContent.includes('邻县测绘');
        }"""
    )


def test_a_host_that_does_not_answer_leaves_the_desk_as_it_is(
    databases: Databases, tmp_path: Path, browser: Any
) -> None:
    host = f"http://127.0.0.1:{free_port()}"
    with served(databases, tmp_path, f"{host}/{{z}}/{{x}}/{{y}}.png", attribution="某院") as service:
        desk = Desk(browser, service, outside=host)
        page = desk.open("/center", "dispatcher.qingyang")
        expect(page.locator('.map-notice[data-base="missing"]')).to_be_visible()
        expect(page.locator("[data-part=list]")).to_be_attached()
        desk.close()


def test_groups_of_areas_are_shown_when_they_are_asked_for(
    databases: Databases, tmp_path: Path, browser: Any
) -> None:
    def share(page: Page) -> float:
        page.wait_for_selector("[data-part=map][data-idle=true]")
        picture = Image.open(io.BytesIO(page.locator("[data-part=map] canvas").screenshot())).convert("RGB")
        red, green, blue = np.asarray(picture, dtype=int).reshape(-1, 3).T
        return float(np.mean((red - blue > 100) & (red - green > 60) & (green > 60) & (red < 200)))

    with served(databases, tmp_path, "none") as service:
        desk = Desk(browser, service)
        page = desk.open("/supervise", "supervisor.gaotuan")
        page.get_by_role("button", name="不显示").click()
        before = share(page)
        choose_layer(page, "执法片区")
        page.keyboard.press("Escape")
        expect(page.locator(".layer-panel")).to_be_hidden()
        assert share(page) > before + 0.001
        expect(page.locator(".map-notice")).to_have_text("示意，不作为划界依据")
        desk.close()
