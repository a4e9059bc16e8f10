"""GET /tiles/territory/{set}/{z}/{x}/{y}.mvt: what a tile holds, how long it may be kept, who gets it."""

from __future__ import annotations

import math

import pyogrio
import pytest
from sqlalchemy import text

from gridops.territory.models import BoundarySet
from gridops.territory.sets.queries.copying import copy_layers
from gridops.territory.sets.queries.finding import get_set_in_force
from gridops.territory.tiles import keeping
from gridops.territory.tiles.rules import MAX_ZOOM, is_tile, tile_box

WORKER = "worker.qingyang"


def address(z, lon=121.27, lat=37.50):
    """The tile over a point."""
    count = 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return f"{z}/{int((lon + 180) / 360 * count)}/{int(y * count)}.mvt"


def current_set(service):
    """The id of the set in force."""
    with service.database.transaction() as session:
        return get_set_in_force(session).id


def layers_of(tile, z, tmp_path):
    """layer → how many features, as GDAL reads the tile."""
    path = tmp_path / "0.mvt"
    path.write_bytes(tile)
    names = [str(row[0]) for row in pyogrio.list_layers(path)]
    return {name: pyogrio.read_info(path, layer=name, force_feature_count=True) for name in names}


def test_nobody_in_particular_is_refused(service):
    assert service.anonymous().get(f"/tiles/territory/current/{address(12)}").status_code == 401


def test_the_word_current_leads_to_the_set_in_force(service):
    answer = service.client(WORKER).get(f"/tiles/territory/current/{address(12)}")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/tiles/territory/{current_set(service)}/{address(12)}")
    assert "max-age=60" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("z", [10, 12, 13])
def test_a_tile_holds_every_layer_with_the_listed_columns(service, tmp_path, z):
    answer = service.client(WORKER).get(f"/tiles/territory/{current_set(service)}/{address(z)}")
    assert answer.status_code == 200
    assert answer.content_type == "application/vnd.mapbox-vector-tile"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    layers = layers_of(answer.data, z, tmp_path)
    areas = {"district", "township", "village", "grid", "special_grid"}
    groups = {"enforcement_area", "village_group"}
    assert areas | groups | {"road", "water", "place", "label"} == set(layers)
    for name in groups:
        assert set(layers[name]["fields"]) - {"mvt_id"} == {"code", "name", "kind", "level"}
    for name in areas:
        assert set(layers[name]["fields"]) - {"mvt_id"} == {"code", "name", "short_name", "kind", "level"}
    assert set(layers["road"]["fields"]) - {"mvt_id"} == {"name", "class"}


def test_from_afar_the_whole_district_is_in_one_tile(service, tmp_path):
    answer = service.client(WORKER).get(f"/tiles/territory/{current_set(service)}/{address(8)}")
    layers = layers_of(answer.data, 8, tmp_path)
    assert layers["district"]["features"] == 1
    assert layers["township"]["features"] == 7
    assert layers["grid"]["features"] >= 350


def test_groups_of_areas_are_drawn_and_named_once_each(service, tmp_path):
    path = tmp_path / "0.mvt"
    path.write_bytes(service.client(WORKER).get(f"/tiles/territory/{current_set(service)}/{address(8)}").data)
    for kind in ("enforcement_area", "village_group"):
        drawn = pyogrio.raw.read(path, layer=kind, columns=["code"])[3][0]
        wanted = ["code", "kind", "name"]
        read = pyogrio.raw.read(path, layer="label", columns=wanted)
        columns = dict(zip(read[0]["fields"], read[3], strict=True))
        named = [code for code, k in zip(columns["code"], columns["kind"], strict=True) if k == kind]
        assert sorted(named) == sorted(drawn)
        assert len(set(named)) == len(named) > 0
    assert {"城区执法片区", "西留公管区"} & set(columns["name"])


def test_small_roads_do_not_clutter_the_map_from_afar(service, tmp_path):
    client, which = service.client(WORKER), current_set(service)
    far = layers_of(client.get(f"/tiles/territory/{which}/{address(10)}").data, 10, tmp_path)
    path = tmp_path / "0.mvt"
    path.write_bytes(client.get(f"/tiles/territory/{which}/{address(14)}").data)
    near = set(pyogrio.raw.read(path, layer="road", columns=["class"])[3][0])
    assert "street" in near
    assert far["road"]["features"] > 0
    path.write_bytes(client.get(f"/tiles/territory/{which}/{address(10)}").data)
    assert "street" not in set(pyogrio.raw.read(path, layer="road", columns=["class"])[3][0])


def test_a_tile_where_nothing_lies_is_empty(service):
    answer = service.client(WORKER).get(
        f"/tiles/territory/{current_set(service)}/{address(12, -71.06, 42.35)}"
    )
    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize("tile", ["3/8/1.mvt", "3/1/8.mvt", "23/0/0.mvt"])
def test_a_tile_that_does_not_exist_is_not_found(service, tile):
    assert service.client(WORKER).get(f"/tiles/territory/{current_set(service)}/{tile}").status_code == 404


@pytest.mark.parametrize("which", ["yesterday", "00000000-0000-7000-8000-000000000000"])
def test_an_unknown_set_is_not_found(service, which):
    assert service.client(WORKER).get(f"/tiles/territory/{which}/{address(12)}").status_code == 404


def test_a_draft_is_not_shown(service):
    with service.database.transaction() as session:
        draft = BoundarySet(name="draft")
        session.add(draft)
        session.flush()
        which = draft.id
    assert service.client(WORKER).get(f"/tiles/territory/{which}/{address(12)}").status_code == 404


def test_the_degrees_of_a_tile_are_those_of_web_mercator():
    world = tile_box(0, 0, 0)
    assert (world.west, world.east) == (-180, 180)
    assert world.north == pytest.approx(85.0511288)
    west = tile_box(1, 0, 0)
    assert (west.east, west.south) == (0, pytest.approx(0, abs=1e-12))
    wide = tile_box(12, 3427, 1587, margin=0.5)
    tight = tile_box(12, 3427, 1587)
    assert wide.east - wide.west == pytest.approx(2 * (tight.east - tight.west))


@pytest.mark.parametrize(
    ("z", "x", "y", "exists"), [(0, 0, 0, True), (0, 1, 0, False), (MAX_ZOOM + 1, 0, 0, False)]
)
def test_tiles_have_bounds(z, x, y, exists):
    assert is_tile(z, x, y) is exists


def _kept(service):
    with service.database.transaction() as session:
        return dict(
            session.execute(text("SELECT set_id, count(*) FROM gridops.territory_tile GROUP BY 1")).all()
        )


def test_a_tile_is_made_once_and_kept_with_its_set(service, monkeypatch):
    found, client = current_set(service), service.client(WORKER)
    made = [client.get(f"/tiles/territory/{found}/{address(z)}").data for z in (11, 14)]
    client.get(f"/tiles/territory/{found}/{address(15)}")
    assert client.get(f"/tiles/territory/{found}/{address(12, lon=0)}").status_code == 204
    assert _kept(service) == {found: 2}

    def refuse(*_):
        raise AssertionError("made again")

    monkeypatch.setattr(keeping, "territory_tile", refuse)
    assert [client.get(f"/tiles/territory/{found}/{address(z)}").data for z in (11, 14)] == made


def test_a_draft_is_drawn_anew_each_time(service):
    with service.database.transaction() as session:
        draft = BoundarySet(name="草稿", state="draft")
        session.add(draft)
        session.flush()
        draft_id, current = draft.id, get_set_in_force(session).id
        copy_layers(session, current, draft_id)
    answer = service.client("admin").get(f"/tiles/territory/{draft_id}/{address(12)}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert _kept(service) == {}
