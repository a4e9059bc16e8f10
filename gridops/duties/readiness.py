"""What /readyz warns of in what cases go by. A warning stops nothing."""

from __future__ import annotations

from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries


def warn_of_unknown_years(session: Session) -> list[str]:
    """One line for each year soon to be reckoned with whose work calendar is not known."""
    years = calendar_queries.unknown_years(session, calendar_queries.today(session))
    return [f"work calendar of {year} is unknown: Monday to Friday is taken" for year in years]
