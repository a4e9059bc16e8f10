"""What phones send: reports of many workers, about many matters, from points inside grids, as ready-made requests."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import text

from gridops.db.session import Session
from tests.bench import load, people
from tests.reports import a_report, at

WORKERS, MATTERS = 200, 20
BATCH = 100

#: Whatever a worker may report without a photo, a field or a secret, of one intake mode.
_MATTERS = text(
    "SELECT m.service_code FROM gridops.matter m JOIN gridops.standard s ON s.matter_id = m.id"
    " WHERE m.is_active AND s.valid_to IS NULL AND s.intake_mode = :mode AND NOT s.is_restricted AND s.fields = '[]'"
    " AND EXISTS (SELECT FROM gridops.admission a WHERE a.matter_id = m.id AND a.state = 'approved')"
    " ORDER BY 1 LIMIT :n"
)
# Three metres from any border: a phone's point wanders by one, and what lies in no grid is another question.
_POINTS = text(
    "SELECT ST_X(d.geom) AS lon, ST_Y(d.geom) AS lat FROM gridops.area_version v"
    " JOIN gridops.boundary_set s ON s.id = v.set_id AND s.state = 'in_force' AND s.valid_from <= current_date"
    "  AND (s.valid_to IS NULL OR s.valid_to > current_date)"
    " CROSS JOIN LATERAL ST_Dump(ST_GeneratePoints(ST_Buffer(v.geom, -0.00003), 10, 7)) d WHERE v.kind = 'base'"
)


@dataclass
class Phones:
    """Draws reports: `tokens` of many workers, `codes` of matters with one intake mode, `points` inside grids."""

    tokens: Sequence[str]
    codes: Sequence[str]
    points: Sequence[tuple[float, float]]
    chance: random.Random

    def report(self) -> dict[str, Any]:
        """A report with an id of its own."""
        # The same points come again, as they do in the field, though never to the centimetre.
        lon, lat = self.chance.choice(self.points)
        place = at(
            round(lon + self.chance.uniform(-1e-5, 1e-5), 7),
            round(lat + self.chance.uniform(-1e-5, 1e-5), 7),
            coord_sys="wgs84",
        )
        own = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        return a_report(client_id=own, location=place, service_code=self.chance.choice(self.codes))

    def ones(self, count: int) -> list[bytes]:
        """`count` requests with a report each."""
        return [self._request("/api/v1/reports", self.report()) for _ in range(count)]

    def batches(self, count: int) -> list[bytes]:
        """`count` requests with a hundred reports each, that ask for the short answer."""
        return [
            self._request(
                "/api/v1/reports/batch",
                {"reports": [self.report() for _ in range(BATCH)]},
                "Prefer: return=minimal",
            )
            for _ in range(count)
        ]

    def _request(self, path: str, body: dict[str, Any], *headers: str) -> bytes:
        token = self.chance.choice(self.tokens)
        return load.request_bytes("POST", path, token=token, body=orjson.dumps(body), headers=headers)


def phones(session: Session, *, mode: str = "manual") -> Phones:
    """Phones of workers all over the district, reporting matters of an intake mode."""
    # Every run sends reports that no run before has sent.
    chance = random.Random(uuid.uuid4().int)
    return Phones(
        [people.token_of(name) for name in people.workers(session, WORKERS)],
        session.scalars(_MATTERS, {"mode": mode, "n": MATTERS}).all(),
        [(row.lon, row.lat) for row in session.execute(_POINTS)],
        chance,
    )
