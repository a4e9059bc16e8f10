"""KML and KMZ as offices send them: folders as one layer or one of them, links that lead elsewhere."""

from __future__ import annotations

import pytest

from gridops.errors import Problem
from gridops.territory.importing.reading import list_layers, read_layer
from tests.territory.files import archive_of

NAMES = "甲乙丙丁戊"


def remarks(layer):
    return " ".join(f"{zh} {en}" for zh, en in layer.reading.said)


def placemark(n, name):
    ring = f"{120 + n / 100},36 {120.01 + n / 100},36 {120.01 + n / 100},36.01 {120 + n / 100},36"
    return (
        f"<Placemark><name>{name}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates>"
        "</LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )


FOLDERS = (
    f"<name>网格</name>{placemark(0, '甲')}<Folder><name>南关</name>{placemark(1, '乙')}"
    f"<Folder><name>一片</name>{placemark(2, '丙')}</Folder></Folder>"
    f"<Folder><name>南关</name>{placemark(3, '丁')}</Folder>"
)
KML = f"<kml xmlns='http://www.opengis.net/kml/2.2'><Document>{FOLDERS}</Document></kml>"


def test_all_folders_of_a_kml_are_one_layer_or_one_is_chosen(tmp_path):
    path = tmp_path / "a.kml"
    path.write_text(KML)
    names = list_layers(path)
    assert names[0] == "*"
    assert len(names) == 5
    for told in (None, "*"):
        layer = read_layer(path, layer=told)
        assert sorted(row["Name"] for row in layer.properties) == sorted("甲乙丙丁")
        assert {row["folder"] for row in layer.properties} == set(names[1:])
        assert "4 folders are read as one layer" in remarks(layer)
    assert [row["Name"] for row in read_layer(path, layer="一片").properties] == ["丙"]


def test_kmz_is_read(tmp_path):
    path = archive_of(tmp_path / "a.kmz", {"doc.kml": KML.encode(), "files/icon.png": b"x"})
    assert len(read_layer(path).shapes) == 4


def test_a_link_to_a_kml_elsewhere_is_no_layer(tmp_path):
    link = "<kml><Document><NetworkLink><Link><href>http://127.0.0.1:9/a.kml</href></Link></NetworkLink></Document></kml>"
    path = tmp_path / "a.kml"
    path.write_text(link)
    with pytest.raises(Problem, match=r"holds no feature|cannot be read"):
        read_layer(path)
