"""With each heartbeat the hub asks whether its sockets still may see what they see: once for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from gridops.live.hub import Hub
from gridops.live.sockets import OpenSocket
from gridops.people import queries as people_queries
from gridops.people.rules import Sight
from tests.conftest import settings_for
from tests.service import Service
from tests.statements import statements_of

NAMES = ("dispatcher.qingyang", "supervisor.qingyang", "supervisor.fushan")


class DroppingHub(Hub):
    """A hub that writes down whom it sends away."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.dropped: set[str] = set()

    def _drop(self, sid: str) -> None:
        self.dropped.add(sid)


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Service]:
    """The rooms over a fresh copy."""
    found = Service(settings_for(database_url, tmp_path))
    yield found
    found.close()


def _seated(service: Service, username: str, sid: str) -> OpenSocket:
    """A socket as it was when its account was admitted by a session of its own."""
    service.client(username)
    with service.database.transaction() as session:
        account = people_queries.find_account(session, username)
        assert account is not None
        device = session.scalars(
            text("SELECT id FROM gridops.device WHERE account_id = :id ORDER BY created_at DESC LIMIT 1"),
            {"id": account.id},
        ).one()
        actor = people_queries.find_actor(session, account.id)
    assert actor is not None
    return OpenSocket(sid, account.id, device, Sight(actor.id, actor.areas, actor.units, None))


def _hub(service: Service, sockets: list[OpenSocket]) -> DroppingHub:
    hub = DroppingHub(service.database, service.settings)
    hub._sockets = {opened.sid: opened for opened in sockets}
    return hub


def test_who_no_longer_may_is_sent_away_and_nobody_else(service: Service) -> None:
    sockets = [_seated(service, name, name) for name in NAMES]
    sockets.append(
        replace(sockets[0], sid="sees too much", sight=Sight(sockets[0].account_id, ("370611",), (), None))
    )
    sockets.append(replace(sockets[0], sid="nobody", account_id=UUID(int=1)))
    sockets.append(replace(sockets[1], sid="without a device", device_id=None))
    hub = _hub(service, sockets)
    hub._heartbeat()
    assert hub.dropped == {"sees too much", "nobody"}
    with service.database.transaction() as session:
        session.execute(
            text("UPDATE gridops.device SET revoked_at = now() WHERE id = :id"), {"id": sockets[1].device_id}
        )
        session.execute(
            text("UPDATE gridops.access_token SET expires_at = now() WHERE device_id = :id"),
            {"id": sockets[2].device_id},
        )
        session.execute(
            text("UPDATE gridops.account SET is_active = false WHERE id = :id"), {"id": sockets[0].account_id}
        )
    hub.dropped.clear()
    hub._heartbeat()
    assert hub.dropped == {*NAMES, "sees too much", "nobody"}


def test_a_heartbeat_asks_as_often_for_a_thousand_sockets_as_for_one(service: Service) -> None:
    first = _seated(service, NAMES[0], "0")
    for count in (1, 1_000):
        hub = _hub(service, [replace(first, sid=str(n)) for n in range(count)])
        with statements_of(service) as said:
            hub._heartbeat()
        assert len(said) == 2, "\n".join(said)
        assert hub.dropped == set()
