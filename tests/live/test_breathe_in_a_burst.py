"""A burst of entries: between two of them the hub lets others in, and who comes then hears each entry once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from gridops.live import hub as hubs
from gridops.live.hub import Hub
from gridops.live.sockets import SightRoom
from gridops.people.rules import Sight
from tests.conftest import settings_for
from tests.service import Service

CASES = 5


class ToldHub(Hub):
    """A hub that writes down what it tells its rooms, instead of sending it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told: dict[str, list[tuple[int, int]]] = {}

    def _tell_all(self, name: str, data: dict[str, Any], room: SightRoom) -> None:
        assert name == "event"
        self.told.setdefault(room.name, []).append((data["prev"], data["seq"]))


@pytest.fixture
def hub(database_url: str, tmp_path: Path) -> Iterator[ToldHub]:
    """A hub with one room, that of a district's reader, and some cases it has not told yet."""
    service = Service(settings_for(database_url, tmp_path))
    service.number()
    found = ToldHub(service.database, service.settings)
    found._look()
    _open(found, "first")
    for _ in range(CASES):
        service.report("worker.qingyang")
    service.number()
    yield found
    service.close()


def _open(hub: ToldHub, name: str) -> None:
    # Two readers of equal rights who ask about different areas: two audiences.
    sight = Sight(UUID(int=1), ("370611",), (), None if name == "first" else "370611")
    hub._rooms[sight] = SightRoom(sight, name, hub._position or 0)


def _may_join(hub: ToldHub) -> bool:
    if not hub._lock.acquire(timeout=1):
        return False
    hub._lock.release()
    return True


def test_others_are_let_in_between_two_entries_and_hear_what_follows(
    hub: ToldHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaths: list[float] = []

    def breathe(seconds: float) -> None:
        with ThreadPoolExecutor(1) as other:
            assert other.submit(_may_join, hub).result(60), "nobody could join"
        breaths.append(seconds)
        if len(breaths) == 2:
            _open(hub, "second")

    monkeypatch.setattr(hubs.time, "sleep", breathe)
    hub._step()
    first, second = hub.told["first"], hub.told["second"]
    assert len(breaths) >= CASES - 1
    assert all(seconds > 0 for seconds in breaths), "with 0 gevent looks at no socket for fifty turns"
    assert [prev for prev, _ in first[1:]] == [seq for _, seq in first[:-1]]
    assert second == first[-len(second) :]
    assert 0 < len(second) < len(first)
