"""Loading the demonstration into an empty database: territory, people, duties, calendar, in one transaction.

Last comes the set of boundaries that is to follow; it changes nothing before its day.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date

from gridops import clock
from gridops.db.session import Database, Session
from gridops.demonstration.coming import first_day, load_coming
from gridops.demonstration.load_catalogue import load_calendar, load_hours, load_matters
from gridops.demonstration.load_people import load_accounts, load_agencies, load_units
from gridops.demonstration.load_powers import load_powers
from gridops.demonstration.load_responsibilities import load_responsibilities
from gridops.demonstration.load_rosters import load_certificates, load_rosters
from gridops.demonstration.load_territory import TIME_ZONE, load_other_codes, load_territory
from gridops.people.queries import has_accounts
from gridops.territory import queries as territory_queries

#: What a step is called while its block runs.
Step = Callable[[str], AbstractContextManager[None]]


def _unsaid(_what: str) -> AbstractContextManager[None]:
    return nullcontext()


def load(
    session: Session,
    *,
    argon2_profile: str = "full",
    coming_from: date | None = None,
    step: Step = _unsaid,
) -> None:
    """Load everything; the database must hold no deployment yet.

    The coming set, second codes and the seasons' hours only where the set's first day is given: tests have sets,
    codes and hours of their own.
    """
    with step("Loading the demonstration's boundaries"):
        load_territory(session)
        session.flush()
    with step("Loading its agencies, units, matters, powers and calendar"):
        load_agencies(session)
        load_units(session)
        load_matters(session)
        load_powers(session)
        load_responsibilities(session)
        load_calendar(session)
    with step("Making its accounts"):
        load_accounts(session, argon2_profile=argon2_profile)
    if coming_from is not None:
        with step("Loading the boundaries that are to follow"):
            load_other_codes(session)
            load_hours(session)
            load_coming(session, coming_from)
        with step("Laying down who is on duty, and the officers' certificates"):
            load_rosters(session, territory_queries.today(session))
            load_certificates(session, territory_queries.today(session))


def load_if_empty(
    url: str, *, argon2_profile: str = "full", with_coming: bool = True, step: Step = _unsaid
) -> bool:
    """Load the demonstration where neither a deployment nor an account exists yet; returns whether it was loaded.

    The coming set's day is reckoned from today, so that on any day a fresh demonstration has it before itself.
    """
    today = clock.now().astimezone(clock.zone(TIME_ZONE)).date()
    database = Database(url)
    try:
        with database.transaction() as session:
            if territory_queries.find_deployment(session) is not None or has_accounts(session):
                return False
            coming_from = first_day(today) if with_coming else None
            load(session, argon2_profile=argon2_profile, coming_from=coming_from, step=step)
            return True
    finally:
        database.close()
