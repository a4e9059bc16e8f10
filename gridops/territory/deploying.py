"""Choosing the deployment: which district this is and in which projected system it is measured. Done once."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from pyproj import CRS
from pyproj.exceptions import CRSError

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.territory.models import Deployment
from gridops.territory.refusing import refused
from gridops.territory.sets.queries.finding import find_deployment


def init_deployment(
    session: Session,
    district_code: str,
    name: str,
    measure_srid: int,
    *,
    time_zone: str = "Asia/Shanghai",
    is_demo: bool = False,
) -> Deployment:
    """Write the deployment's one row.

    Raises a Problem `invalid` for a measuring system that is not projected in metres or a time zone that is
    none, `conflict` where another choice stands already; the same choice again is the row as it is.
    """
    check_measure(measure_srid)
    _check_zone(time_zone)
    found = find_deployment(session)
    if found is None:
        found = Deployment(
            id=1,
            district_code=district_code,
            name=name,
            time_zone=time_zone,
            measure_srid=measure_srid,
            is_demo=is_demo,
        )
        session.add(found)
        session.flush()
    chosen = (found.district_code, found.measure_srid, found.time_zone, found.is_demo)
    if chosen != (district_code, measure_srid, time_zone, is_demo):
        raise Problem(
            "conflict",
            (
                f"本库已属于 {found.district_code}（{found.name}）",
                f"This database is {found.district_code}'s already, measured in EPSG:{found.measure_srid}",
            ),
        )
    return found


def check_measure(srid: int) -> None:
    """Refuse a measuring system that is not projected or not in metres (EPSG:2249 is in feet)."""
    try:
        system = CRS.from_epsg(srid)
    except CRSError as error:
        raise refused(f"不认识 EPSG:{srid}", f"EPSG:{srid} is no known system") from error
    units = sorted({axis.unit_name for axis in system.axis_info})
    if not system.is_projected or units != ["metre"]:
        raise refused(
            f"EPSG:{srid} 的单位不是米，不能用于量算",
            f"EPSG:{srid} measures in {', '.join(units)}: choose a projected system in metres",
        )


def check_agreement(session: Session, measure_srid: int) -> None:
    """At start: a Problem `conflict` where the settings measure otherwise than the data."""
    found = find_deployment(session)
    if found is not None and found.measure_srid != measure_srid:
        raise Problem(
            "conflict",
            (
                f"设置的量算坐标系 EPSG:{measure_srid} 与数据的 EPSG:{found.measure_srid} 不同",
                f"The settings measure in EPSG:{measure_srid}, the data stand in EPSG:{found.measure_srid}",
            ),
        )


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise refused(f"不认识时区 {name}", f"{name} is no known time zone") from error
