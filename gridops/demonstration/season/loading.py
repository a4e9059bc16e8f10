"""Loading the season into a demonstration, and taking it away. Its log entries stay: the log is never pruned.

Called within a transaction; never commits.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from gridops import clock
from gridops.db.gathering import Gathered, gathering
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.demonstration.season import queries
from gridops.demonstration.season.crew import Crew
from gridops.demonstration.season.planning import CASES, Ground, Planned, plan_season
from gridops.demonstration.season.playing import TOWNSHIP_DIGITS, History
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.queries import MatterVersion
from gridops.errors import Problem
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.recording.new_case import NewCase, PlacedPoint
from gridops.incidents.recording.rows import Numbering, columns_of
from gridops.log.appending import Entry, append, append_rows
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries
from gridops.territory.models import Deployment
from gridops.territory.places.locating import locate_many
from gridops.territory.places.rules import Place, Point

SEED = 20_260_611
_ACCURACY_M = 8.0
_CALLERS = "王李张刘陈杨赵黄周吴"
#: Written in this order: what stands beside a case follows it.
_TABLES = ("incident_private", "external_number", "dispatch", "dispatch_proxy", "incident_note", "timer")


def load_season(session: Session, *, seed: int = SEED, cases: int = CASES) -> int:
    """Load the season that ended now; returns how many cases. 409 where this is no demonstration, or it has one."""
    deployment = territory_queries.get_deployment(session)
    if not deployment.is_demo:
        raise Problem("conflict", ("这不是演示库", "This database is no demonstration"))
    if queries.has_season(session):
        raise Problem("conflict", ("已有一季案件", "There is a season: gridops demo clear takes it away"))
    session.stamp = queries.stamp_now(session)
    return _Loader(session, deployment, Random(seed), seed).load(cases)


def clear_season(session: Session) -> int:
    """Take the season away; returns how many cases. Their entries stay in the log, one more says so."""
    gone = queries.delete_season(session)
    if gone:
        append(
            session,
            Entry("demonstration.season_cleared", "demonstration", new_id(), 1, None, data={"cases": gone}),
        )
    return gone


class _Loader:
    """One loading: who there was, where it fell, what is to be written."""

    def __init__(self, session: Session, deployment: Deployment, rng: Random, seed: int) -> None:
        self._session, self._deployment, self._rng, self._seed = session, deployment, rng, seed
        self._now, self._zone = clock.now(), clock.zone(deployment.time_zone)
        units = queries.own_units(session)
        rows = queries.grounds(session)
        self._grounds = [
            Ground(r.grid_code, r.township_code, r.village, r.people * rng.uniform(0.4, 1.6)) for r in rows
        ]
        of_grid = {
            r.grid_code: [u for c in (r.grid_code, r.grid_code[:12]) if (u := units.get(c))] for r in rows
        }
        self._crew = Crew(rng, deployment.district_code, of_grid)
        self._versions = matter_queries.all_in_force(session)

    def load(self, cases: int) -> int:
        """Plan, place, play, write."""
        by_code = {v.matter.service_code: v for v in self._versions if not v.standard.signpost}
        matters = [_as_asked(version) for version in by_code.values()]
        plans = plan_season(self._rng, matters, self._grounds, now=self._now, zone=self._zone, cases=cases)
        spots = self._place(plans)
        with gathering(self._session) as gathered:
            edits, timers = [], []
            for plan, spot in zip(plans, spots, strict=True):
                edits.append(self._play(plan, by_code[plan.matter["service_code"]], spot))
                # Setting one looks at all that are set: of thousands of cases each has its own few.
                timers += [row for row in gathered.take("timer") if edits[-1].incident.is_open]
            gathered.rows["timer"] = [row for row in timers if row["due_at"] > self._now]
        self._write(edits, gathered)
        return len(edits)

    def _place(self, plans: Sequence[Planned]) -> list[PlacedPoint]:
        wanted = Counter(plan.ground.grid_code for plan in plans)
        points = {
            code: iter(found) for code, found in queries.points_in(self._session, wanted, self._seed).items()
        }
        at = [next(points[plan.ground.grid_code]) for plan in plans]
        places: Sequence[Place] = locate_many(
            self._session, [Point(lon, lat, _ACCURACY_M, "gps") for lon, lat in at]
        )
        return [_spot(place, lon, lat) for place, (lon, lat) in zip(places, at, strict=True)]

    def _play(self, plan: Planned, version: MatterVersion, spot: PlacedPoint) -> CaseEdit:
        numbering = Numbering.of(self._deployment.district_code, plan.at, self._deployment.time_zone)
        history = History(self._session, self._crew, self._rng, plan, now=self._now, zone=self._zone)
        return history.play(
            self._case(plan, version, spot),
            self._reporter(plan, spot),
            numbering,
            version.standard.intake_mode,
        )

    def _reporter(self, plan: Planned, spot: PlacedPoint) -> Actor:
        if plan.origin == "patrol":
            return self._crew.worker(plan.by_grid)
        return self._crew.desk(spot.place.scope_code[:TOWNSHIP_DIGITS])

    def _case(self, plan: Planned, version: MatterVersion, spot: PlacedPoint) -> NewCase:
        is_called = plan.origin in ("phone", "hotline_12345", "public")
        caller = self._rng.choice(_CALLERS) + self._rng.choice(("女士", "先生"))
        return NewCase(
            id=plan.id,
            content_hash=hashlib.sha256(plan.id.bytes).digest(),
            matter=version.matter,
            standard=version.standard,
            spot=spot,
            occurred_at=plan.at - timedelta(minutes=self._rng.randrange(1, 20)),
            description=plan.description,
            address=plan.ground.village,
            origin=plan.origin,
            external_number=f"DH{plan.at:%Y%m%d}{plan.number:05d}"
            if plan.origin == "hotline_12345"
            else None,
            person_name=caller if is_called else None,
            person_phone=f"1390000{self._rng.randrange(10_000):04d}" if is_called else None,
        )

    # -- writing ----------------------------------------------------------------------------------------

    def _write(self, edits: Sequence[CaseEdit], gathered: Gathered) -> None:
        session = self._session
        queries.insert_rows(session, "account", self._crew.accounts())
        serials = queries.case_serials(session, len(edits))
        for edit, serial in zip(edits, serials, strict=True):
            edit.incident.case_number = f"{edit.incident.case_number}{serial:05d}"
        queries.insert_rows(session, "incident", [columns_of(edit.incident) for edit in edits])
        # A dispatch was gathered as it was sent; it is written as it is now.
        gathered.rows["dispatch"] = [_columns(row) for edit in edits for row in edit.dispatches]
        for table in _TABLES:
            queries.insert_rows(session, table, [_without_of(row) for row in gathered.take(table)])
        entries = sorted(gathered.take("log_entry"), key=_moment)
        append_rows(session, [_without_of(row) for row in entries])


def _moment(row: Mapping[str, Any]) -> datetime:
    at: datetime = row["at"]
    return at


def _without_of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "of"}


def _columns(row: Any) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


def _as_asked(version: MatterVersion) -> dict[str, Any]:
    """What the plan looks at of a matter."""
    standard = version.standard
    return {
        "service_code": version.matter.service_code,
        "service_name": standard.service_name,
        "service_group": standard.service_group,
        "aliases": list(standard.aliases),
        "verification": standard.verification,
    }


def _spot(place: Place, lon: float, lat: float) -> PlacedPoint:
    sent = {"lon": lon, "lat": lat, "coord_sys": "wgs84", "source": "gps", "accuracy_m": _ACCURACY_M}
    return PlacedPoint(place, lon, lat, "gps", _ACCURACY_M, sent)
