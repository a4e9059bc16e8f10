"""Choosing the deployment: which district this is and in which projected system it is measured. Done once."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from pyproj import CRS
from pyproj.exceptions import CRSError

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.log.appending import Entry, append
from gridops.territory.models import Deployment
from gridops.territory.refusing import refused
from gridops.territory.sets.queries.finding import all_sets, find_deployment

#: The deployment as an entity of the log: there is one.
DEPLOYMENT = UUID(int=1)


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


#: CGCS2000 in zones of three degrees: EPSG number → its middle meridian in degrees east, from 75 to 135.
MERIDIANS = {4513 + n: 75 + 3 * n for n in range(21)}


def change_deployment(session: Session, *, name: str, measure_srid: int, actor_id: UUID) -> Deployment:
    """Another name, and other metres while no boundaries are there: what is drawn is measured when it comes in.

    Raises a Problem `not-found` before a district was chosen, `invalid` at /measure_srid for a system not in
    metres, `conflict` where there are boundaries already.
    """
    found = session.get(Deployment, 1, with_for_update=True)
    if found is None:
        raise Problem("not-found")
    if measure_srid != found.measure_srid:
        check_measure(measure_srid)
        if all_sets(session):
            raise Problem(
                "conflict",
                (
                    "已有边界，量算坐标系不能再改",
                    "There are boundaries: the system they are measured in stays",
                ),
            )
    found.name, found.measure_srid = name, measure_srid
    data = {"measure_srid": measure_srid}
    append(session, Entry("deployment.changed", "deployment", DEPLOYMENT, 1, actor_id, data=data))
    session.flush()
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
