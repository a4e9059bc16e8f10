"""What a request to prove who one is needs before any transaction: its client's address, and the password proved."""

from __future__ import annotations

from flask import request

from gridops.errors import Problem
from gridops.http.addresses import Proxies
from gridops.http.runtime import runtime
from gridops.people import hashing
from gridops.people.attempts.counting import Counted, give_back
from gridops.people.signing_in import Proven


def client_address() -> str:
    """The address that attempts of the current request are counted by."""
    return Proxies(runtime().services["settings"].proxies).client_of(request.environ)


def prove(counted: Counted, stored: str | None, password: str) -> Proven:
    """Hold a password against the stored hash, for an attempt that was counted and may be tried."""
    profile = runtime().services["settings"].argon2_profile
    try:
        # Asked of a name that nobody has too: it takes as long.
        if not hashing.fits(stored, password, profile) or stored is None:
            return Proven(counted)
        return Proven(counted, stored, hashing.renew(stored, password, profile))
    except Problem:
        # What was not tried for want of room is not held against anybody.
        with runtime().database.transaction() as session:
            give_back(session, counted)
        raise
