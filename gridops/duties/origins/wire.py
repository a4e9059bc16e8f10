"""What comes in and goes out where administrators edit how cases of an origin are treated."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ConfigDict

from gridops.db.dated.rules import State, state_on
from gridops.duties.calendar.limits import DAY_UNITS, Limit, limit_of, parse_limit
from gridops.duties.calendar.wire import LimitOut
from gridops.duties.origins.models import OriginPolicyVersion
from gridops.duties.origins.rules import OriginPolicy
from gridops.errors import Unfit, fault
from gridops.http.wire import Day, Incoming, Outgoing, ShortText, refuses_at


class PolicyIn(Incoming):
    """How cases of an origin are treated, from a day on; limits in words such as 2工作日, whole days from the next."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            valid_from="a day that is past",
            valid_to="a day not after `valid_from`",
            return_to="an agency that is not known, or none beside a limit",
            return_limit="words that name no limit",
            own_limit="words that name no limit",
        )
    )

    valid_from: Day
    valid_to: Day | None = None
    may_reject: bool = True
    may_merge: bool = True
    needs_answer: bool = False
    needs_call_back: bool = False
    return_to: ShortText = ""
    return_limit: ShortText = ""
    own_limit: ShortText = ""

    def policy(self) -> OriginPolicy:
        """The policy; 422 by pointer where a limit cannot be read."""
        plain = {
            name: getattr(self, name) for name in OriginPolicy.__dataclass_fields__ if "limit" not in name
        }
        return OriginPolicy(
            **plain,
            return_limit=_limit(self.return_limit, "/return_limit"),
            own_limit=_limit(self.own_limit, "/own_limit"),
        )


def _limit(text: str, at: str) -> Limit | None:
    if not text:
        return None
    try:
        found = parse_limit(text)
        return parse_limit(text, mode="from_next_day") if found.unit in DAY_UNITS else found
    except Unfit as error:
        raise fault(at, *error.words) from error
    except ValueError as error:
        raise fault(at, "时限写法不对", str(error)) from error


class PolicyVersionOut(Outgoing):
    """A stored version of a policy."""

    version: int
    valid_from: date
    valid_to: date | None
    state: State
    may_reject: bool
    may_merge: bool
    needs_answer: bool
    needs_call_back: bool
    return_to: str
    return_limit: LimitOut | None
    own_limit: LimitOut | None

    @classmethod
    def of(cls, row: OriginPolicyVersion, today: date) -> PolicyVersionOut:
        """The wire form of a version as it stands on a day."""
        said: dict[str, Any] = {name: getattr(row, name) for name in cls.model_fields if name != "state"}
        for name in ("return_limit", "own_limit"):
            said[name] = LimitOut.of(limit_of(said[name])) if said[name] else None
        return cls(**said, state=state_on(row, today))


class OriginOut(Outgoing):
    """An origin with the versions of its policy, newest first."""

    origin: str
    versions: list[PolicyVersionOut]
