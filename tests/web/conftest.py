"""One running service for each file of browser tests, and a desk page on it that must end without a fault.

A file whose service has to hold something from the start brings a `served` of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.conftest import settings_for
from tests.databases import Databases
from tests.service import LiveService
from tests.web.desk import READY_MS, Desk

# As long as any other wait: on a busy machine a page that is loaded anew may take more than the usual five seconds.
expect.set_options(timeout=READY_MS)


@pytest.fixture(scope="module")
def served(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """One running service for all tests of a file; each looks only at the cases that it made itself."""
    with databases.copy() as url:
        opened = LiveService(settings_for(url, tmp_path_factory.mktemp("served")), url)
        opened.start()
        yield opened
        opened.stop()


@pytest.fixture
def desk(browser: Any, served: LiveService) -> Iterator[Desk]:
    """A page that must end without a fault."""
    opened = Desk(browser, served)
    yield opened
    opened.close()
