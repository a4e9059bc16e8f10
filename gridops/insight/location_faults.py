"""Devices that name the wrong datum, and points that stand for none: found from what is in the books, shown with
the evidence to the administrator. Nothing is corrected here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.geo.faults import Compared, DatumFault, displacements, find_datum_fault
from gridops.http.wire import Outgoing
from gridops.insight.queries.location_faults import compared_points, repeated_points
from gridops.territory.places.rules import REPEATED_FROM

LOOKED_BACK = timedelta(days=90)


class EvidenceOut(Outgoing):
    """One point of the device: how far it lay from the pin or from where the photo was taken, and from which."""

    case_number: str
    reported_at: datetime
    kind: str
    east_m: float
    north_m: float


class DatumFaultOut(Outgoing):
    """A device whose points are of another datum than it says."""

    device_id: UUID | None
    device_name: str | None
    account_id: UUID
    account_name: str
    declared: str
    actual: str
    count: int
    east_m: float
    north_m: float
    distance_m: float
    azimuth_deg: float
    left_m: float
    evidence: list[EvidenceOut]


class RepeatedPointOut(Outgoing):
    """A point at which many cases stand: a geocoder's default, or the middle of somewhere."""

    lon: float
    lat: float
    cases: int
    reporters: int
    sources: list[str]


class LocationFaultsOut(Outgoing):
    """What is wrong with points as a whole since a time."""

    since: datetime
    datum_faults: list[DatumFaultOut]
    repeated_points: list[RepeatedPointOut]


def find_location_faults(session: Session) -> LocationFaultsOut:
    """Datum faults of devices and repeated points of the last 90 days."""
    since = clock.now() - LOOKED_BACK
    rows = compared_points(session, since)
    faults = [
        fault
        for _, mine in groupby(rows, key=lambda r: (r.device, r.declared))
        if (fault := _fault_of(list(mine))) is not None
    ]
    return LocationFaultsOut(
        since=since,
        datum_faults=sorted(faults, key=lambda f: -f.count),
        repeated_points=[
            RepeatedPointOut.model_validate(row) for row in repeated_points(session, since, REPEATED_FROM)
        ],
    )


def _fault_of(rows: Sequence[Any]) -> DatumFaultOut | None:
    compared = [Compared(r.lon, r.lat, r.declared, r.true_lon, r.true_lat) for r in rows]
    fault = find_datum_fault(compared)
    if fault is None:
        return None
    moved = displacements(compared, fault.declared)
    return _out(fault, rows, moved)


def _out(fault: DatumFault, rows: Sequence[Any], moved: Any) -> DatumFaultOut:
    first = rows[0]
    return DatumFaultOut(
        device_id=first.device_id,
        device_name=first.device_name,
        account_id=first.reporter_id,
        account_name=first.account_name,
        **vars(fault),
        evidence=[
            EvidenceOut(
                case_number=row.case_number,
                reported_at=row.reported_at,
                kind=row.kind,
                east_m=round(float(east), 1),
                north_m=round(float(north), 1),
            )
            for row, (east, north) in zip(rows, moved, strict=True)
        ],
    )
