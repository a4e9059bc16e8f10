"""The service whose sockets are tried: with a live process of their own, and with all in one web process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import settings_for
from tests.service import LiveService


@pytest.fixture(params=["live process", "one process"])
def live_service(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[LiveService]:
    """The service as it runs, on a fresh copy; everything proved of the stream is proved of both ways."""
    settings = settings_for(database_url, tmp_path)
    opened = LiveService(settings, database_url, has_live_process=request.param == "live process")
    opened.start()
    yield opened
    opened.stop()
