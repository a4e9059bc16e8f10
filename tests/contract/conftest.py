"""A service that stands for a whole file: for requests that are refused, or that later ones do not look at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import settings_for
from tests.databases import Databases, take_mark_off
from tests.service import Service


@pytest.fixture(scope="module")
def standing(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service on a copy of its own, for all tests of a file."""
    with databases.copy() as url:
        take_mark_off(url)
        opened = Service(settings_for(url, tmp_path_factory.mktemp("standing")))
        yield opened
        opened.close()
