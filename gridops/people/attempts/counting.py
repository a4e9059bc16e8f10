"""Counting attempts before they are tried. In a short transaction of its own, which the caller opens; never commits.

What was right is given back afterwards. A known device is counted by itself alone: whatever others guess, whoever
signs in rightly from it is let in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import text

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.log.appending import Entry, append
from gridops.people.attempts import queries
from gridops.people.attempts.rules import (
    FORGOTTEN_AFTER,
    FREE_PER_ACCOUNT,
    LIMITS,
    MOST_ACCOUNTS,
    Kind,
    Tally,
    Verdict,
    judge,
)
from gridops.people.tokens import digest
from gridops.words import Words

Proof = Literal["password", "code"]
#: From so many attempts on the log is told of every doubling of what was put off.
_TOLD_FROM = 16


@dataclass(frozen=True)
class Attempt:
    """Who is said to come, by what proof, from which address; `mark` is what the device was given before."""

    username: str
    proof: Proof
    address: str
    mark: str | None = None

    @property
    def address_hash(self) -> bytes:
        """A digest of the address; of IPv6 the caller gives the network, since a household has 2^64 addresses."""
        return digest(f"address {self.address}")


@dataclass(frozen=True)
class Counted:
    """An attempt that was counted: by which tallies, whether from a known device, and how long it has to wait."""

    attempt: Attempt
    subjects: tuple[bytes, ...]
    is_known_device: bool
    wait_s: float = 0.0

    def require_turn(self) -> None:
        """429 with the seconds to wait for an attempt that came too soon."""
        if self.wait_s > 0:
            seconds = math.ceil(self.wait_s)
            words = Words(f"请在 {seconds} 秒后再试", f"Try again in {seconds} s")
            raise Problem("too-many-attempts", words, retry_after_s=seconds)


def count_attempt(session: Session, attempt: Attempt) -> Counted:
    """Count an attempt to sign in; its `wait_s` says whether it may be tried. Names that nobody has count alike."""
    _spare_the_disk(session)
    now = clock.now()
    known = attempt.mark is not None and queries.is_known(
        session, digest(attempt.mark), attempt.username, now
    )
    name = attempt.username.casefold()
    subjects: list[tuple[Kind, bytes]] = [
        ("address", digest(f"{attempt.proof} from {attempt.address}")),
        ("account", digest(f"{attempt.proof} of {name}")),
    ]
    if known:
        subjects = [("device", digest(f"{attempt.proof} by {attempt.mark} of {name}"))]
    wait_s = _count(session, attempt, subjects)
    return Counted(attempt, tuple(subject for _, subject in subjects), known, wait_s)


def count_confirmation(session: Session, device_id: UUID | None, attempt: Attempt) -> Counted:
    """Count an attempt of somebody signed in to prove once more who he is, by his device alone."""
    _spare_the_disk(session)
    subject = digest(f"confirmation by {device_id}")
    return Counted(attempt, (subject,), True, _count(session, attempt, [("device", subject)]))


def _count(session: Session, attempt: Attempt, subjects: Sequence[tuple[Kind, bytes]]) -> float:
    """Seconds to wait. Only what is tried fills a tally: who hammers at one name fills none but that name's."""
    verdicts = []
    for kind, subject in subjects:
        verdict = _take(session, kind, subject, attempt)
        if verdict.wait_s:
            queries.write_tally(session, subject, verdict.tally.level, verdict.tally.at)
            return verdict.wait_s
        verdicts.append((subject, verdict.tally))
    for subject, tally in verdicts:
        queries.write_tally(session, subject, tally.level, tally.at)
    return 0.0


def _take(session: Session, kind: Kind, subject: bytes, attempt: Attempt) -> Verdict:
    """Lock a tally until the commit, count that it was asked, and judge."""
    now = clock.now()
    asked, level, at = queries.take_tally(session, subject, kind, now)
    if asked == 1:
        queries.forget_tallies(session, now - FORGOTTEN_AFTER)
    extra = 0
    if kind == "address" and level + 1 >= LIMITS["address"].free:
        accounts = queries.count_accounts_at(session, attempt.address_hash, now, most=MOST_ACCOUNTS)
        extra = accounts * FREE_PER_ACCOUNT
    verdict = judge(Tally(level, at), LIMITS[kind], now, extra=extra)
    if verdict.wait_s and asked >= _TOLD_FROM and asked & (asked - 1) == 0:
        # Who hammers at the door must not fill the log: he is told of at every doubling.
        said = {"by": kind, "asked": asked, "proof": attempt.proof, "address": _shortened(attempt)}
        append(session, Entry("sign_in.delayed", "sign_in", new_id(), 1, None, data=said))
    return verdict


def give_back(session: Session, counted: Counted) -> None:
    """Take an attempt off again that was right, or that could not be tried."""
    _spare_the_disk(session)
    for subject in counted.subjects:
        queries.give_back(session, subject)


def log_failure(
    session: Session, counted: Counted, account_id: UUID | None, actor_id: UUID | None = None
) -> None:
    """An entry for an attempt that was tried and failed: of the account where there is one, never the typed name."""
    said = {
        "proof": counted.attempt.proof,
        "is_known_device": counted.is_known_device,
        "address": _shortened(counted.attempt),
    }
    entity, entity_id = ("account", account_id) if account_id is not None else ("sign_in", new_id())
    append(session, Entry("sign_in.failed", entity, entity_id, 1, actor_id, data=said))


def _shortened(attempt: Attempt) -> str:
    """Enough of an address's digest to see that two entries came from one."""
    return attempt.address_hash.hex()[:12]


def _spare_the_disk(session: Session) -> None:
    """Have the commit not wait for the disk: seconds of counting lost with the machine are worth nobody's wait."""
    session.execute(text("SET LOCAL synchronous_commit = off"))
