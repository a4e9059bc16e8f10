"""The service behind a relay that counts trips to the database, as a test opens it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.trips import Trips, counting
from tests.conftest import settings_for
from tests.service import Service


@contextmanager
def counted_service(database_url: str, var_dir: Path) -> Iterator[tuple[Service, Trips]]:
    """The service in this process, and what was counted between it and its database since `start`."""
    with counting(database_url) as (through, trips):
        service = Service(settings_for(through, var_dir))
        try:
            yield service, trips
        finally:
            service.close()
