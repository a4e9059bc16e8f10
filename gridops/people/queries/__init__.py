"""Reading people, a noun a file: accounts, sessions, units."""

from __future__ import annotations

from gridops.people.queries.access import access_entries
from gridops.people.queries.accounts import (
    actor_of_token_row,
    find_account,
    find_actor,
    find_mark,
    find_password_hash,
    find_token,
    has_accounts,
    names_of,
    phones_of,
)
from gridops.people.queries.entering import enter_by_token
from gridops.people.queries.posts import HELD, hand_over_deputies, posts_of, posts_over
from gridops.people.queries.sessions import (
    devices_of,
    is_device_signed_in,
    lock_code,
    prolong_token,
)
from gridops.people.queries.units import (
    agency_of_unit,
    all_agencies,
    all_units,
    find_agency,
    find_unit,
    held_agencies,
    held_units_of,
    members_of,
    units_at,
    units_by_id,
    units_covering,
    units_in,
    units_of_kinds,
)

__all__ = [
    "HELD",
    "access_entries",
    "actor_of_token_row",
    "agency_of_unit",
    "all_agencies",
    "all_units",
    "devices_of",
    "enter_by_token",
    "find_account",
    "find_actor",
    "find_agency",
    "find_mark",
    "find_password_hash",
    "find_token",
    "find_unit",
    "hand_over_deputies",
    "has_accounts",
    "held_agencies",
    "held_units_of",
    "is_device_signed_in",
    "lock_code",
    "members_of",
    "names_of",
    "phones_of",
    "posts_of",
    "posts_over",
    "prolong_token",
    "units_at",
    "units_by_id",
    "units_covering",
    "units_in",
    "units_of_kinds",
]
