"""Pure: the policy of an origin. Where a case from there goes back to, what may not be done, what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gridops.duties.calendar.limits import Limit, limit_of

#: What is owed to whom a case came from before it is closed, with the words for it.
OWED_WORDS = {"answer": "答复", "call_back": "回访"}
CALL_BACKS = ("satisfied", "partly", "dissatisfied", "unreachable")


@dataclass(frozen=True)
class OriginPolicy:
    """How cases of one origin are treated. The defaults hold for origins nobody has written a policy for.

    `own_limit` is the origin's clock, reckoned from the report where it brings no due time of its own;
    `return_limit` is how long after the report a wrong address may go back to `return_to`.
    """

    may_reject: bool = True
    may_merge: bool = True
    needs_answer: bool = False
    needs_call_back: bool = False
    return_to: str = ""
    return_limit: Limit | None = None
    own_limit: Limit | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of `origin_policy` that hold it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {
            "return_limit": self.return_limit.as_json() if self.return_limit else None,
            "own_limit": self.own_limit.as_json() if self.own_limit else None,
        }

    def owed(self, *, answered: bool, called_back: bool) -> tuple[str, ...]:
        """What must be done before a case may be closed."""
        open_now = {
            "answer": self.needs_answer and not answered,
            "call_back": self.needs_call_back and not called_back,
        }
        return tuple(name for name in OWED_WORDS if open_now[name])


USUAL = OriginPolicy()


def policy_of(stored: Mapping[str, Any]) -> OriginPolicy:
    """A policy from its stored form."""
    said = {name: stored[name] for name in OriginPolicy.__dataclass_fields__}
    for name in ("return_limit", "own_limit"):
        said[name] = limit_of(said[name]) if said[name] else None
    return OriginPolicy(**said)
