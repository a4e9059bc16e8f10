"""Reading duties: matters with the version in force, admissions, the calendar, hours and classes of areas."""

from gridops.duties.queries.calendar import (
    calendar_years,
    clock_terms,
    days_of_year,
    default_calendar,
    has_calendar_year,
    unknown_years,
)
from gridops.duties.queries.matters import (
    Rule,
    all_rules,
    find_matter,
    find_rules,
    get_rule_of,
    get_standard,
    today,
    versions_of,
)

__all__ = [
    "Rule",
    "all_rules",
    "calendar_years",
    "clock_terms",
    "days_of_year",
    "default_calendar",
    "find_matter",
    "find_rules",
    "get_rule_of",
    "get_standard",
    "has_calendar_year",
    "today",
    "unknown_years",
    "versions_of",
]
