"""Pure: what duties decide. Words, limits, the calendar, the clock, fields, versions; no database, no Flask."""

from gridops.duties.rules.calendar import DEFAULT_HOURS, SeasonHours, WorkCalendar, WorkHours
from gridops.duties.rules.deadlines import CaseDeadline, Stage, Terms, limits_text, reckon_case, stages_of
from gridops.duties.rules.limits import (
    LIMIT_MODES,
    LIMIT_UNITS,
    Limit,
    limit_of,
    limit_text,
    parse_limit,
    parse_limits,
    sheet_text,
)
from gridops.duties.rules.reckoning import Deadline, Pause, Step, add_limit, reckon
from gridops.duties.rules.standards import Condition, Post, condition_of, post_of
from gridops.duties.rules.words import (
    ADMISSION_STATES,
    INTAKE_MODES,
    LABEL_FAMILIES,
    LEVEL_WORDS,
    LEVELS,
    SOURCE_KINDS,
    STATE_LABELS,
    UNADMITTED_ROLES,
    URGENCIES,
    VERIFICATIONS,
)

__all__ = [
    "ADMISSION_STATES",
    "DEFAULT_HOURS",
    "INTAKE_MODES",
    "LABEL_FAMILIES",
    "LEVELS",
    "LEVEL_WORDS",
    "LIMIT_MODES",
    "LIMIT_UNITS",
    "SOURCE_KINDS",
    "STATE_LABELS",
    "UNADMITTED_ROLES",
    "URGENCIES",
    "VERIFICATIONS",
    "CaseDeadline",
    "Condition",
    "Deadline",
    "Limit",
    "Pause",
    "Post",
    "SeasonHours",
    "Stage",
    "Step",
    "Terms",
    "WorkCalendar",
    "WorkHours",
    "add_limit",
    "condition_of",
    "limit_of",
    "limit_text",
    "limits_text",
    "parse_limit",
    "parse_limits",
    "post_of",
    "reckon",
    "reckon_case",
    "sheet_text",
    "stages_of",
]
