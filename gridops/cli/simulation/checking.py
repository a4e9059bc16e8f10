"""The final comparison: what was sent and confirmed against what the service holds, exactly and by name.

The comparison is pure; what the service holds is read over HTTP by those who sent it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gridops.cli.simulation.caller import Caller, ServiceAway
from gridops.cli.simulation.ledger import Record
from gridops.incidents.moves.table import MOVES

NEAR_M = 0.5
PAGE = 200
#: Filing and dispatching also happen by a matter's own intake mode; all other moves are made by somebody.
BY_SOMEBODY = frozenset(MOVES) - {"file", "dispatch", "correct"}


@dataclass
class Held:
    """What the service holds: the cases of each account, and how often each log action stands on a case."""

    cases: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    timelines: dict[str, Counter[str]] = field(default_factory=dict)


def list_cases(callers: Iterable[Caller], since: datetime) -> dict[str, list[dict[str, Any]]]:
    """The cases that each account has reported since a time, as the service lists them."""
    return {
        caller.username: caller.pages("/incidents", reporter="me", since=since.isoformat(), limit=PAGE)
        for caller in callers
    }


def read_held(callers: Sequence[Caller], since: datetime, records: Mapping[str, Record]) -> Held:
    """Everything the comparison needs; timelines only of cases on which somebody has made a move."""
    held = Held(list_cases(callers, since))
    by_name = {caller.username: caller for caller in callers}
    for record in records.values():
        if record.moves:
            answer = by_name[record.username].get(f"/incidents/{record.client_id}/timeline")
            if answer.status not in (200, 404):
                raise ServiceAway(f"a timeline is answered {answer.status} {answer.code}")
            items = answer.body.get("items", [])
            held.timelines[record.client_id] = Counter(item["action"] for item in items)
    return held


def differences(
    records: Mapping[str, Record],
    photos: Mapping[str, str],
    held: Held,
    *,
    known: frozenset[str] = frozenset(),
) -> list[str]:
    """Every difference, in words; empty when the service holds exactly what was sent.

    `photos` gives each photo's state, `known` the cases that stood there before.
    """
    found: list[str] = []
    seen: dict[str, dict[str, Any]] = {}
    for username, cases in held.cases.items():
        for case in cases:
            if case["id"] in known:
                continue
            record = records.get(case["id"])
            if record is None or record.username != username:
                found.append(f"{case['id']} of {username} was never sent")
            elif case["id"] in seen:
                found.append(f"{case['id']} stands there twice")
            seen[case["id"]] = case
    for record in records.values():
        stands = seen.get(record.client_id)
        if record.refusal is not None:
            if stands is not None:
                found.append(f"{record.client_id} had to be refused ({record.refusal}) and is there")
        elif stands is None:
            found.append(f"{record.client_id} of {record.username} is missing")
        else:
            found += _of_case(record, stands, held.timelines.get(record.client_id, Counter()))
    return found + [
        f"photo {photo} was never confirmed" for photo, state in photos.items() if state != "arrived"
    ]


def _of_case(record: Record, case: Mapping[str, Any], timeline: Counter[str]) -> list[str]:
    name, found = record.client_id, []
    if record.version == 0:
        found.append(f"{name} is there and was never confirmed")
    if case["version"] < record.version:
        found.append(f"{name} is at version {case['version']}, {record.version} was confirmed")
    elif case["version"] == record.version and case["state"] != record.state:
        found.append(f"{name} is {case['state']}, {record.state} was confirmed")
    # A list shows a restricted case at its village.
    if record.spot is not None and not case.get("restricted"):
        off = record.spot.metres_from(case["location"]["lon"], case["location"]["lat"])
        if off > NEAR_M:
            sent = case["reported_location"].get("coord_sys")
            found.append(f"{name} lies {off:.1f} m off its true point (sent in {sent})")
    return found + _of_photos(record, case) + _of_moves(record, timeline)


def _of_photos(record: Record, case: Mapping[str, Any]) -> list[str]:
    there = Counter({media["client_id"]: 1 for media in case["media"] if media["arrived"]})
    declared = Counter(media["client_id"] for media in case["media"])
    found = [f"photo {p} of {record.client_id} has not arrived" for p in record.photos if not there[p]]
    extra = declared - Counter(record.photos)
    return found + [f"photo {p} of {record.client_id} was never declared so often" for p in extra]


def _of_moves(record: Record, timeline: Counter[str]) -> list[str]:
    made = Counter(record.moves)
    found = []
    for action in sorted(made):
        stands = timeline[MOVES[action].entry]
        if stands != made[action] and (action in BY_SOMEBODY or stands < made[action]):
            found.append(
                f"{action} was made {made[action]} times on {record.client_id}, {stands} stand there"
            )
    return found
