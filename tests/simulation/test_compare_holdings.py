"""The final comparison notices whatever is amiss, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from gridops.cli.simulation.checking import Held, differences
from gridops.cli.simulation.ground import Spot
from gridops.cli.simulation.ledger import Ledger, Record
from gridops.cli.simulation.summary import judge

SPOT = Spot(121.27, 37.5)


def a_case(case_id: str, **over: Any) -> dict[str, Any]:
    case = {
        "id": case_id,
        "version": 3,
        "state": "handling",
        "location": {"lon": SPOT.lon, "lat": SPOT.lat},
        "reported_location": {"coord_sys": "gcj02"},
        "media": [{"client_id": "photo-1", "arrived": True}],
    }
    return {**case, **over}


def the_books() -> tuple[dict[str, Record], dict[str, str], Held]:
    """One handled case with a photo, one rejected, one report that had to be refused; all as it should be."""
    records = [
        Record("a", "1-1", "w1", spot=SPOT, photos=["photo-1"], moves=["dispatch", "accept"]),
        Record("b", "1-2", "w2", spot=SPOT, moves=["reject"], state="rejected", version=2),
        Record("c", "1-3", "w1", refusal="invalid"),
    ]
    records[0].state, records[0].version = "handling", 3
    held = Held(
        cases={"w1": [a_case("a")], "w2": [a_case("b", version=2, state="rejected", media=[])]},
        timelines={
            "a": Counter(["incident.reported", "incident.filed", "incident.dispatched", "incident.accepted"]),
            "b": Counter(["incident.reported", "incident.rejected"]),
        },
    )
    return {r.client_id: r for r in records}, {"photo-1": "arrived"}, held


def test_nothing_is_found_where_nothing_is_amiss() -> None:
    records, photos, held = the_books()
    assert differences(records, photos, held) == []


def _lose(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    held.cases["w2"] = []


def _double(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    held.cases["w1"] += [a_case("a")]


def _add(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    held.cases["w1"] += [a_case("x")]


def _swap_reporters(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    held.cases = {"w1": held.cases["w2"], "w2": held.cases["w1"]}


def _let_in(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    held.cases["w1"] += [a_case("c")]


def _go_back(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    held.cases["w1"][0]["version"] = 2


def _change_state(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    held.cases["w1"][0]["state"] = "filed"


def _shift(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    held.cases["w1"][0]["location"] = {"lon": SPOT.lon, "lat": SPOT.lat + 0.00001}


def _drop_photo(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    held.cases["w1"][0]["media"][0]["arrived"] = False


def _double_photo(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    held.cases["w1"][0]["media"] *= 2


def _confirm_no_photo(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    photos["photo-1"] = "declared"


def _double_move(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    held.timelines["a"]["incident.accepted"] += 1


def _lose_move(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    held.timelines["a"]["incident.dispatched"] = 0


def _confirm_nothing(records: dict[str, Record], photos: dict[str, str], held: Held) -> None:
    records["b"].version, records["b"].state = 0, ""


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_lose, "b of w2 is missing"),
        (_double, "a stands there twice"),
        (_add, "x of w1 was never sent"),
        (_swap_reporters, "a of w2 was never sent"),
        (_let_in, "c had to be refused (invalid) and is there"),
        (_go_back, "a is at version 2, 3 was confirmed"),
        (_change_state, "a is filed, handling was confirmed"),
        (_shift, "a lies 1.1 m off its true point"),
        (_drop_photo, "photo photo-1 of a has not arrived"),
        (_double_photo, "photo photo-1 of a was never declared so often"),
        (_confirm_no_photo, "photo photo-1 was never confirmed"),
        (_double_move, "accept was made 1 times on a, 2 stand there"),
        (_lose_move, "dispatch was made 1 times on a, 0 stand there"),
        (_confirm_nothing, "b is there and was never confirmed"),
    ],
)
def test_each_harm_is_found_and_named(harm: Callable[..., None], words: str) -> None:
    records, photos, held = the_books()
    harm(records, photos, held)
    assert words in "; ".join(differences(records, photos, held))


def test_a_case_that_has_moved_on_since_is_no_difference() -> None:
    records, photos, held = the_books()
    held.cases["w1"][0] |= {"version": 4, "state": "handled"}
    assert differences(records, photos, held) == []


def test_cases_that_stood_there_before_are_left_out() -> None:
    records, photos, held = the_books()
    held.cases["w1"] += [a_case("x")]
    assert differences(records, photos, held, known=frozenset({"x"})) == []


def test_the_verdict_names_the_first_differences_and_counts_the_rest() -> None:
    lines = judge(Ledger(), [f"case {n} is missing" for n in range(13)])
    assert "13 differences" in lines[0]
    assert lines[1].strip() == "case 0 is missing"
    assert lines[-1].strip() == "… and 3 more"
    assert len(lines) == 12
