"""The demonstration's agencies, units and accounts. Placeholders such as `grid_at:lon,lat` become codes here."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.demonstration import queries
from gridops.demonstration.sign_ins import PASSWORD
from gridops.demonstration.tables import parts, rows
from gridops.people import queries as people_queries
from gridops.people.models import Account, Agency, Post, Unit
from gridops.people.tokens import hash_password
from gridops.people.units.editing import put_phones
from gridops.territory.models import AreaGroup, AreaVersion
from gridops.territory.places.locating import locate_many
from gridops.territory.places.rules import Point

#: The first day of every post: before the first case.
HELD_FROM = date(2024, 1, 1)
#: Roles that are held in a unit, not over an area.
UNIT_ROLES = ("handler", "agency_head")
#: When somebody answers the telephone.
OFFICE_HOURS, HOURS = "工作日 8:30—17:30", {"outside": "24 小时", "stationed": "24 小时"}
UNIT_AGENCIES = {"grid": "grid", "village": "village"}


def load_agencies(session: Session) -> None:
    """Every agency of the table."""
    for row in rows("agencies"):
        session.add(
            Agency(code=row["code"], name=row["name"], short_name=row["short_name"], kind=row["kind"])
        )
    session.flush()


def load_units(session: Session) -> None:
    """Units of the patterns in every township and the district, and one for every grid and village."""
    agencies = {a.code: a for a in people_queries.all_agencies(session)}
    district = queries.areas_of(session, "district")[0]
    serial = 0
    for row in rows("units"):
        for area in queries.places_of(session, row["level"]):
            # A group is named after its district; the squad is not.
            words = {
                "township": area.name,
                "district": district.name,
                "enforcement_area": area.name.split()[-1],
            }
            name = row["name_pattern"].format(**words)
            serial += 1
            _add_unit(session, agencies[row["agency"]], row["unit_kind"], area, name, serial)
    for level, agency in UNIT_AGENCIES.items():
        for area in queries.areas_of(session, level):
            # A special grid has people of its own; its unit is told first, statistics go by the base grid.
            serial += 1
            _add_unit(session, agencies[agency], level, area, area.name, serial)
    session.flush()


def _add_unit(
    session: Session, agency: Agency, kind: str, area: AreaVersion | AreaGroup, name: str, serial: int
) -> None:
    unit = Unit(id=new_id(), agency_id=agency.id, kind=kind, name=name, area_code=area.code)
    put_phones(unit, [{"number": f"0535000{serial:04d}", "hours": HOURS.get(kind, OFFICE_HOURS)}])
    session.add(unit)


class Places:
    """Placeholders of the accounts' table, resolved in the boundary set in force."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.grids = queries.areas_of(session, "grid", "base")

    def code(self, text: str) -> str:
        """The area code that a cell means."""
        word, _, rest = text.partition(":")
        if word == "grid_at":
            return self._grid_at(rest)
        if word == "village_at":
            grid = self._grid_at(rest)
            return next(g.parent_code for g in self.grids if g.code == grid and g.parent_code)
        if word == "grid_near":
            grid = self._grid_at(rest)
            village = next(g.parent_code for g in self.grids if g.code == grid)
            others = [g.code for g in self.grids if g.code.startswith(grid[:9]) and g.parent_code != village]
            return others[0]
        if word == "grid_in":
            return next(g.code for g in self.grids if g.code.startswith(rest))
        return text

    def _grid_at(self, rest: str) -> str:
        lon, lat = map(float, rest.split(","))
        place = locate_many(self.session, [Point(lon, lat, None, "manual")])[0]
        if place.grid_code is None:
            raise LookupError(f"no grid of the demonstration holds {lon}, {lat}")
        return place.grid_code

    def unit_id(self, text: str) -> UUID:
        """The unit that `agency@area` means."""
        agency, _, area = text.partition("@")
        unit = people_queries.find_unit(self.session, agency, self.code(area))
        if unit is None:
            raise LookupError(f"the demonstration has no unit {text}")
        return unit.id


def load_accounts(session: Session, *, argon2_profile: str = "full") -> None:
    """The published accounts: roles over areas and in units."""
    places = Places(session)
    for row in rows("accounts"):
        account = Account(
            id=new_id(),
            username=row["username"],
            display_name=row["display_name"],
            phone=row["phone"] or None,
            password_hash=hash_password(PASSWORD, argon2_profile),
            is_demo=True,
        )
        session.add(account)
        roles = parts(row["roles"])
        unit_roles = [r for r in roles if r in UNIT_ROLES] or roles[:1]
        for area in parts(row["areas"]):
            for role in [r for r in roles if r not in UNIT_ROLES] or roles:
                session.add(
                    Post(account_id=account.id, role=role, area_code=places.code(area), valid_from=HELD_FROM)
                )
        for unit in parts(row["units"]):
            for role in unit_roles:
                session.add(
                    Post(account_id=account.id, role=role, unit_id=places.unit_id(unit), valid_from=HELD_FROM)
                )
    session.flush()
