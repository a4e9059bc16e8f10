"""What a request to prove who one is needs before any transaction: its client's address, and the password proved."""

from __future__ import annotations

from flask import request

from gridops.errors import Problem
from gridops.http.addresses import Proxies
from gridops.http.runtime import runtime
from gridops.people import hashing
from gridops.people.attempts.counting import Counted, give_back


def client_address() -> str:
    """The address that attempts of the current request are counted by."""
    return Proxies(runtime().services["settings"].proxies).client_of(request.environ)


def fits(counted: Counted, stored: str | None, password: str) -> bool:
    """Whether a password fits the stored hash, for an attempt that was counted and may be tried."""
    try:
        return hashing.fits(stored, password, runtime().services["settings"].argon2_profile)
    except Problem:
        # What was not tried for want of room is not held against anybody.
        with runtime().database.transaction() as session:
            give_back(session, counted)
        raise
