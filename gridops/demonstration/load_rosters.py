"""The demonstration's duty roster, by day and by night for the district and one street, and officers' certificates."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import insert

from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.people import queries as people_queries
from gridops.people.certificates.models import Certificate
from gridops.people.rosters.models import DutyShift
from gridops.people.rosters.rules import shift_times
from gridops.territory import queries as territory_queries

#: Days before and after the day of loading: the season of past cases, and the month that is laid out already.
_PAST, _COMING = 90, 30
#: Area → (leaders, duty officers); they take turns. None of them has an account.
_PEOPLE = {
    "370611": (("宋立新", "曲文涛", "战秀兰"), ("邹明", "迟晓东", "栾静", "于洪波")),
    "370611001": (("姜文杰", "初桂芳"), ("慕海涛", "孙玉梅", "柳志强")),
}
_DRIVERS = ("老衣师傅", "老门师傅")


def load_rosters(session: Session, today: date) -> None:
    """Two shifts a day; numbers are of nobody's."""
    zone = territory_queries.deployment_zone(session)
    rows = []
    for n in range(-_PAST, _COMING):
        day = today + timedelta(days=n)
        for at, (area, (leaders, officers)) in enumerate(_PEOPLE.items()):
            for half, shift in enumerate(("day", "night")):
                turn = day.toordinal() * 2 + half
                from_at, until_at = shift_times(day, shift, None, None, zone)
                rows.append(
                    {
                        "id": new_id(),
                        "area_code": area,
                        "day": day,
                        "shift": shift,
                        "from_at": from_at,
                        "until_at": until_at,
                        "leader_name": leaders[day.toordinal() % len(leaders)],
                        "leader_phone": f"0535888{at}{day.toordinal() % len(leaders):03d}",
                        "officer_name": officers[turn % len(officers)],
                        "officer_phone": f"0535889{at}{turn % len(officers):03d}",
                        "driver_name": _DRIVERS[at],
                        "driver_phone": f"0535887{at}000",
                    }
                )
    session.execute(insert(DutyShift), rows)


#: Agency → officers; of each agency the last certificate has run out, the one before runs out soon.
_OFFICERS = {
    "enforcement": ("王海波", "李晓燕", "杨国栋", "辛志远", "林永强"),
    "market": ("孙丽华", "张建军", "范文博"),
    "natural_resources": ("于德水", "曲静怡"),
}


def load_certificates(session: Session, today: date) -> None:
    """Certificates of some officers; none of them has an account by that name."""
    agencies = {agency.code: agency.id for agency in people_queries.all_agencies(session)}
    for at, (code, names) in enumerate(_OFFICERS.items()):
        for n, name in enumerate(names):
            left = {len(names) - 1: -20, len(names) - 2: 30}.get(n, 900)
            session.add(
                Certificate(
                    number=f"150600{at + 1:02d}{n + 1:03d}",
                    officer_name=name,
                    agency_id=agencies[code],
                    valid_from=today + timedelta(days=left - 1826),
                    valid_until=today + timedelta(days=left),
                )
            )
    session.flush()
