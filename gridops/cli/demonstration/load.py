"""Loading the demonstration into an empty database: territory, people, catalogue, calendar, in one transaction."""

from __future__ import annotations

from gridops.cli.demonstration.load_catalogue import load_calendar, load_matters
from gridops.cli.demonstration.load_people import load_accounts, load_agencies, load_units
from gridops.cli.demonstration.load_territory import load_territory
from gridops.db.session import Database, Session
from gridops.territory import queries as territory_queries


def load(session: Session, *, argon2_profile: str = "full") -> None:
    """Load everything; the database must hold no deployment yet."""
    load_territory(session)
    session.flush()
    load_agencies(session)
    load_units(session)
    load_matters(session)
    load_calendar(session)
    load_accounts(session, argon2_profile=argon2_profile)


def load_if_empty(url: str, *, argon2_profile: str = "full") -> bool:
    """Load the demonstration where no deployment exists yet; returns whether it was loaded."""
    database = Database(url)
    try:
        with database.transaction() as session:
            if territory_queries.find_deployment(session) is not None:
                return False
            load(session, argon2_profile=argon2_profile)
            return True
    finally:
        database.close()
