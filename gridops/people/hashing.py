"""Passwords proved apart: few at a time, in threads that give way to all other work, and so many waiting at most.

No session passes through here: whoever waits for his hash holds no connection to the database.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import ParamSpec, TypeVar

from gridops.errors import Problem
from gridops.people import tokens
from gridops.words import Words

#: A hash takes several cores for a twentieth of a second: two at once would only take them from each other.
HASHES_AT_ONCE = 1
#: Sign-ins of one process under way, each with a thread of its own; further ones are told to come back.
MOST_UNDER_WAY = 16
RETRY_AFTER_S = 2
#: Hashing gives way to reports and screens.
NICENESS = 10

P = ParamSpec("P")
T = TypeVar("T")

_CROWDED = Words("登录的人太多，请稍后再试", "Too many are signing in; try again in a moment")
_places = threading.BoundedSemaphore(MOST_UNDER_WAY)


def require_room() -> None:
    """503 with Retry-After where too many are being proved already: asked first, so that a refusal costs nothing."""
    if not _places.acquire(blocking=False):
        raise Problem("unavailable", _CROWDED, retry_after_s=RETRY_AFTER_S)
    _places.release()


def fits(stored: str | None, password: str, profile: str) -> bool:
    """Whether `password` fits the stored hash; 503 with Retry-After where too many are being proved already."""
    return _in_turn(tokens.is_password, stored, password, profile)


def make(password: str, profile: str) -> str:
    """A hash to store; 503 as above."""
    return _in_turn(tokens.hash_password, password, profile)


def renew(stored: str, password: str, profile: str) -> str | None:
    """A hash at today's cost of a password that fits `stored`, where that was made at another: else an account whose
    password is old would be told from a name that nobody has by the time it takes. None elsewhere; 503 as above."""
    return make(password, profile) if tokens.is_of_another_cost(stored, profile) else None


def _in_turn(work: Callable[P, T], *given: P.args, **more: P.kwargs) -> T:
    if not _places.acquire(blocking=False):
        raise Problem("unavailable", _CROWDED, retry_after_s=RETRY_AFTER_S)
    try:
        return _pool().submit(work, *given, **more).result()
    finally:
        _places.release()


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(HASHES_AT_ONCE, thread_name_prefix="hashing", initializer=_give_way)


def _give_way() -> None:
    """Lower this thread's claim to the processor; the threads that the library starts inherit it."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
