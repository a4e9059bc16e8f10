"""Pure: a matter's version. Conditions with their limits, posts, the order among agencies, and what may be wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gridops.duties.calendar.limits import Limit, limit_of, limit_text
from gridops.duties.words import LEVELS
from gridops.errors import Fault

POST_ROLES = ("grid_head", "dispatcher", "duty_officer", "agency_head", "supervisor", "approver")


@dataclass(frozen=True)
class Condition:
    """One row of a standard: when to file, when it is done, the limit of each step, and who stands in the sheet."""

    filing: str = ""
    closing: str = ""
    limits: tuple[Limit, ...] = ()
    handler: str = ""
    regulator: str = ""

    def as_json(self) -> dict[str, Any]:
        """The stored form; `condition_of` reads it back."""
        return {
            "filing": self.filing,
            "closing": self.closing,
            "limits": [limit.as_json() for limit in self.limits],
            "handler": self.handler,
            "regulator": self.regulator,
        }

    @property
    def limit_text(self) -> str:
        """All its limits in words."""
        return "；".join(limit_text(limit) for limit in self.limits)


def condition_of(stored: Mapping[str, Any]) -> Condition:
    """A condition from its stored form."""
    return Condition(
        stored.get("filing", ""),
        stored.get("closing", ""),
        tuple(limit_of(one) for one in stored["limits"]),
        stored.get("handler", ""),
        stored.get("regulator", ""),
    )


@dataclass(frozen=True)
class Post:
    """Who files and closes at a level, and who stands in where no account holds those roles there."""

    file: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    stand_in: tuple[str, ...] = ()


def post_of(stored: Mapping[str, Any], level: str) -> Post | None:
    """The post of a level; None where the deployment's usual rule holds."""
    found = stored.get(level)
    if not found:
        return None
    return Post(tuple(found.get("file", ())), tuple(found.get("close", ())), tuple(found.get("stand_in", ())))


def check_posts(posts: Mapping[str, Mapping[str, Sequence[str]]]) -> list[Fault]:
    """What is wrong with the posts, by pointer."""
    faults = []
    for level, post in posts.items():
        if level not in LEVELS:
            faults.append(Fault("/posts", "不认识的层级", "Not a level"))
            continue
        for act, roles in post.items():
            if any(role not in POST_ROLES for role in roles):
                faults.append(
                    Fault(f"/posts/{level}/{act}", "不认识的岗位角色", "Not a role that files or closes")
                )
        if not post.get("file") or not post.get("close"):
            faults.append(Fault(f"/posts/{level}", "须写明谁受理、谁结案", "Say who files and who closes"))
    return faults


def check_agencies(
    lead: str, helping: Sequence[str], led_by: Mapping[str, str], known: Collection[str]
) -> list[Fault]:
    """What is wrong among the agencies of a matter: unknown ones, one that helps itself, a cycle of leads.

    `led_by` says which agency leads a helping one, where it is not the matter's lead itself.
    """
    faults = []
    if lead and lead not in known:
        faults.append(Fault("/lead_agency", "没有这个部门", "No such agency"))
    for n, agency in enumerate(helping):
        if agency not in known:
            faults.append(Fault(f"/helping_agencies/{n}", "没有这个部门", "No such agency"))
    for agency, leader in led_by.items():
        if agency not in helping or leader not in {lead, *helping}:
            faults.append(Fault("/led_by", "须是本事项的配合部门", "Only agencies of this matter stand here"))
    leads = {agency: led_by.get(agency, lead) for agency in helping}
    if lead in leads:
        faults.append(
            Fault("/helping_agencies", "牵头部门不能配合自己", "A cycle: the lead agency would help itself")
        )
    cycle = find_cycle({agency: leader for agency, leader in leads.items() if agency != lead})
    if cycle:
        shown = " → ".join(cycle)
        faults.append(Fault("/led_by", f"牵头关系成环：{shown}", f"The leads go round in a circle: {shown}"))
    return faults


def find_cycle(leads: Mapping[str, str]) -> list[str]:
    """A round of agencies each led by the next, the first said again at its end; empty where there is none."""
    for start in sorted(leads):
        way = [start]
        while way[-1] in leads and len(way) <= len(leads) + 1:
            way.append(leads[way[-1]])
            if way[-1] == start:
                return way
    return []
