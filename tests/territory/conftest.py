"""A deployment of its own for imports: a district of 1.8 by 2.2 km, made up for these tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gridops.db.session import Session
from gridops.territory.importing.writing import ImportReport, import_layer
from tests.territory.trial import SHAPES, make_room

Load = Callable[..., ImportReport]


@pytest.fixture
def load(session: Session) -> Load:
    """Loads a file of shapes/ into the draft `trial`."""
    make_room(session, "999901", 4528)

    def load_file(name: str, level: str, **more: Any) -> ImportReport:
        return import_layer(session, SHAPES / f"{name}.geojson", level=level, set_name="trial", **more)

    return load_file


@pytest.fixture
def load_in_district(load: Load) -> Load:
    """The same, with the district loaded already."""
    load("district", "district")
    return load


@pytest.fixture
def whole_draft(load_in_district: Load) -> Load:
    """The same, with townships and grids loaded already: a set that can be put in force."""
    load_in_district("townships", "township")
    load_in_district("grids", "grid")
    return load_in_district
