"""Loading the synthetic Fushan into an empty database: the deployment's row and one set in force."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gridops.config import PROJECT_ROOT
from gridops.db.session import Session
from gridops.territory.areas.entering_codes import enter_codes
from gridops.territory.deploying import init_deployment
from gridops.territory.importing.writing import import_layer
from gridops.territory.models import BoundarySet
from gridops.territory.sets.putting_in_force import put_in_force

FOLDER = PROJECT_ROOT / "geodata" / "fushan"
DISTRICT_CODE = "370611"
DISTRICT_NAME = "福山区（示意）"
TIME_ZONE = "Asia/Shanghai"
SET_NAME = "福山区示意 2024"

#: Files in the order in which they are loaded: what lies within comes after what it lies in.
LAYERS = (
    ("district.geojson", "district"),
    ("townships.geojson", "township"),
    ("villages.geojson", "village"),
    ("grids.geojson", "grid"),
    ("special_grids.geojson", "special_grid"),
    ("village_groups.geojson", "village_group"),
    ("enforcement_areas.geojson", "enforcement_area"),
    ("roads.geojson", "road"),
    ("water.geojson", "water"),
    ("places.geojson", "place"),
)


#: What another official list calls them. 门楼街道 has 370611003 there, so no code of nine digits is a key.
OTHER_CODES = (("370611007", "370611003"),)


def load_territory(
    session: Session, folder: Path = FOLDER, valid_from: date = date(2024, 1, 1)
) -> BoundarySet:
    """Load every layer and put it in force from `valid_from`; checked as any import is."""
    init_deployment(session, DISTRICT_CODE, DISTRICT_NAME, 4528, time_zone=TIME_ZONE, is_demo=True)
    for name, level in LAYERS:
        import_layer(
            session, folder / name, level=level, set_name=SET_NAME, source="gridops geodata make-demo"
        )
    return put_in_force(session, SET_NAME, valid_from)


def load_other_codes(session: Session, valid_from: date = date(2024, 1, 1)) -> int:
    """Enter the second codes of areas that have one; returns how many."""
    return enter_codes(
        session, OTHER_CODES, system="district", day=valid_from, source="门楼街道在另一份官方清单中的代码"
    )
