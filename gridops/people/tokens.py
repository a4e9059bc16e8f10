"""Secrets: passwords, tokens, one-time codes. What is stored is never what is sent."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


@cache
def hasher(profile: str) -> PasswordHasher:
    """argon2id at the cost that OWASP asks at least, in one lane; or a cheap one for tests ("cheap").

    More memory and lanes would take the processor's cores and caches from everybody else's reports.
    """
    if profile == "cheap":
        return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str, profile: str = "full") -> str:
    """An argon2id hash of `password`."""
    return hasher(profile).hash(password)


@cache
def _nobody(profile: str) -> str:
    return hash_password(secrets.token_urlsafe(16), profile)


def is_password(stored: str | None, password: str, profile: str = "full") -> bool:
    """Whether `password` fits; an account without one takes as long to refuse as one with."""
    try:
        return hasher(profile).verify(stored or _nobody(profile), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_of_another_cost(stored: str, profile: str = "full") -> bool:
    """Whether a stored hash was made at another cost than hashes are made today."""
    return hasher(profile).check_needs_rehash(stored)


def new_token() -> str:
    """A random bearer token (256 bits)."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A sign-in code that can be read out: ten digits."""
    return f"{secrets.randbelow(10**10):010d}"


def digest(secret: str) -> bytes:
    """SHA-256 of a random secret; it has enough entropy to need no salt."""
    return hashlib.sha256(secret.encode()).digest()
