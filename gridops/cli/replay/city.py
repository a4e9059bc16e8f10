"""The city that the requests come from: its boundaries, a catalogue of its own words, a unit, an account.

Everything is loaded by the rooms that own it, checked as any import is; no request passes through here.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from gridops.cli.replay.requests_file import Request, kinds_of
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties.calendar.limits import Limit
from gridops.duties.matters.models import Matter, Standard
from gridops.duties.matters.standards import Condition
from gridops.errors import Problem
from gridops.people.models import Account, Agency, Post, Unit
from gridops.territory.deploying import init_deployment
from gridops.territory.importing.writing import ImportReport, import_layer
from gridops.territory.sets.putting_in_force import put_in_force

DISTRICT_CODE, DISTRICT_NAME = "BOS", "Boston"
TIME_ZONE = "America/New_York"
#: The precincts' own system is in feet; areas and distances are measured in this one.
MEASURE_SRID = 26986
SET_NAME = "City of Boston"
USERNAME = "replay"
VALID_FROM = date(2000, 1, 1)
DEFAULT_DAYS, MOST_DAYS = 5, 365
WAIVERS = dict.fromkeys(
    ("invalid", "overlap", "gap", "outside_parent"),
    "taken as the city publishes it: neither layer is an exact coverage, and borders follow the shore",
)


@dataclass(frozen=True)
class Borders:
    """The two files: areas (a property `WARD`), grids (a property `WARD_PRECINCT`), and their systems."""

    areas: Path
    grids: Path
    areas_crs: str | None = None
    grids_crs: str | None = None


def grid_code(ward_precinct: str) -> str:
    """The grid's code: the district's, two digits of the ward, two of the precinct."""
    return f"{DISTRICT_CODE}{ward_precinct}"


def load_borders(session: Session, borders: Borders) -> list[ImportReport]:
    """The district (all wards as one), the wards, the precincts as grids right under them; in force."""
    init_deployment(
        session,
        district_code=DISTRICT_CODE,
        name=DISTRICT_NAME,
        measure_srid=MEASURE_SRID,
        time_zone=TIME_ZONE,
    )
    areas = {"set_name": SET_NAME, "crs": borders.areas_crs, "waivers": WAIVERS}
    reports = [
        import_layer(
            session,
            borders.areas,
            level="district",
            dissolve=True,
            code_of=lambda _: DISTRICT_CODE,
            name_of=lambda _: DISTRICT_NAME,
            **areas,  # type: ignore[arg-type]
        ),
        import_layer(
            session,
            borders.areas,
            level="township",
            code_of=lambda p: f"{DISTRICT_CODE}{_digits(p, 'ward', 2)}",
            name_of=lambda p: f"Ward {_digits(p, 'ward', 2).lstrip('0')}",
            **areas,  # type: ignore[arg-type]
        ),
        import_layer(
            session,
            borders.grids,
            level="grid",
            set_name=SET_NAME,
            crs=borders.grids_crs,
            waivers=WAIVERS,
            code_of=lambda p: grid_code(_digits(p, "ward_precinct", 4)),
            name_of=_precinct_name,
        ),
    ]
    put_in_force(session, SET_NAME, VALID_FROM)
    return reports


def _digits(properties: Mapping[str, Any], name: str, length: int) -> str:
    """A property as so many digits (a letter may follow); its name counts in either case of letters."""
    found = next((value for key, value in properties.items() if key.lower() == name), None)
    text = str(int(found)) if isinstance(found, float) and found.is_integer() else str(found or "").strip()
    match = re.fullmatch(rf"(\d{{1,{length}}})([A-Za-z]?)", text)
    if match is None:
        raise Problem(
            "invalid", ("", f"A feature has no {name.upper()} of at most {length} digits: {found!r}")
        )
    return match[1].zfill(length) + match[2].upper()


def _precinct_name(properties: Mapping[str, Any]) -> str:
    text = _digits(properties, "ward_precinct", 4)
    return f"Ward {text[:2].lstrip('0')}, precinct {text[2:].lstrip('0')}"


def load_matters(session: Session, requests: Sequence[Request]) -> dict[tuple[str, str], str]:
    """A matter for each (reason, type) of the file; the limit is the median that the city promised."""
    codes = {}
    reasons = sorted({r.reason for r in requests})
    promised = defaultdict(list)
    for request in requests:
        if request.promised_days is not None:
            promised[request.reason, request.kind].append(request.promised_days)
    for n, (reason, kind) in enumerate(kinds_of(requests), start=1):
        code = codes[reason, kind] = f"R{n:04d}"
        matter = Matter(
            id=new_id(),
            service_code=code,
            source_list="requests",
            source_code=kind,
        )
        session.add(matter)
        session.add(
            Standard(
                matter_id=matter.id,
                valid_from=VALID_FROM,
                service_name=kind,
                service_group=reason,
                group_code=f"R{reasons.index(reason) + 1:02d}",
                label_family="city",
                intake_mode="manual",
                default_level="district",
                lead_agency="city",
                conditions=[
                    Condition(limits=(Limit(_promised(promised[reason, kind]), "natural_day"),)).as_json()
                ],
                verification="none",
            )
        )
    session.flush()
    return codes


def _promised(days: Sequence[float]) -> int:
    return min(MOST_DAYS, max(1, math.ceil(median(days)))) if days else DEFAULT_DAYS


def load_people(session: Session) -> None:
    """One unit that may be sent, and the desk's account that takes the requests in."""
    agency = Agency(id=new_id(), code="city", name="City services", short_name="City", kind="body")
    account = Account(id=new_id(), username=USERNAME, display_name="Replay")
    session.add_all([agency, account])
    session.flush()
    session.add(
        Unit(id=new_id(), agency_id=agency.id, kind="body", name="City services", area_code=DISTRICT_CODE)
    )
    session.add(
        Post(account_id=account.id, role="dispatcher", area_code=DISTRICT_CODE, valid_from=VALID_FROM)
    )
