"""Whatever units, desks and proxies do: no giving back undoes what another has done, and nobody judges his own record.

The property is held over random histories of one case, by HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dispatch.test_record_by_proxy import FOREMAN, unmanned_units
from tests.service import Service

DESKS = ("dispatcher.qingyang", "dispatcher.fushan", "head.qingyang")
MEMBERS = ("handler.qingyang", "worker2.qingyang")
#: What a helper or the desk does to end one's part: none of it may touch the parts of the others.
GIVING_BACK = {"decline", "return", "recall"}
ACTIONS = (
    *("accept", "handle") * 3,
    *("decline", "return", "recall", "add", "en_route", "arrive"),
    *("rework", "verify", "close"),
)
BODIES: dict[str, dict[str, Any]] = {
    "decline": {"reason": "人手不足"},
    "return": {"reason": "不归我管", "note": "现场情况"},
    "recall": {"reason": "不需要了"},
    "handle": {"kind": "clean", "note": "已清运"},
    "rework": {"reason": "还有一堆"},
    "verify": {"how": "photo", "result": "已清理"},
    "close": {"disposition": "resolved"},
}

steps = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS),
        st.sampled_from((*DESKS, *MEMBERS)),
        st.integers(0, 3),
        st.booleans(),
    ),
    min_size=4,
    max_size=16,
)


@dataclass
class History:
    """A case and what its dispatches have come to: who did or wrote down each part that is done."""

    service: Service
    units: list[str]
    case: dict[str, Any]
    doers: dict[str, str] = field(default_factory=dict)

    def take(self, action: str, who: str, unit: str, *, is_named: bool) -> None:
        """Try a step; what is refused changes nothing, what is done is held against the rules."""
        before, row = self.case, self._row(unit)
        body = {"version": before["version"], **BODIES.get(action, {})}
        name = action
        if action == "add":
            name, body = "dispatch", {**body, "unit_ids": [unit], "add": True}
        elif action == "recall" and is_named and row is not None:
            body["dispatch_id"] = row["id"]
        elif action not in {"rework", "verify", "close", "recall"} and who in DESKS:
            body["by_proxy"] = {"unit_id": unit, "spoke_to": FOREMAN}
        answer = self.service.client(who).post(f"/api/v1/incidents/{before['id']}/actions/{name}", json=body)
        assert answer.status_code in {200, 403, 404, 409, 422}, answer.data
        if answer.status_code != 200:
            return
        self.case = dict(answer.json)
        self._hold(action, who, before)

    def _row(self, unit: str) -> dict[str, Any] | None:
        rows = [d for d in self.case["dispatches"] if d["unit"]["id"] == unit]
        return rows[-1] if rows else None

    def _hold(self, action: str, who: str, before: dict[str, Any]) -> None:
        was, now = ({d["id"]: d for d in case["dispatches"]} for case in (before, self.case))
        if action == "handle":
            [done] = [i for i in now if now[i]["status"] == "cleared" and was[i]["status"] != "cleared"]
            self.doers[done] = who
        if action in {"verify", "close"}:
            judged = {self.doers[i] for i in now if now[i]["status"] == "cleared"}
            assert who not in judged, "nobody judges what he did or wrote down himself"
        if action in GIVING_BACK | {"add"}:
            self._hold_the_others(was, now, before)

    def _hold_the_others(self, was: dict[str, Any], now: dict[str, Any], before: dict[str, Any]) -> None:
        done = [i for i in was if was[i]["status"] == "cleared"]
        kept = ("status", "finished_at", "handled_kind", "by_proxy")
        for i in done:
            assert [now[i][name] for name in kept] == [was[i][name] for name in kept], (
                "what is done stays done"
            )
        ended = [i for i in was if was[i]["status"] != now[i]["status"]]
        running = [
            d for d in now.values() if d["status"] not in {"cleared", "declined", "returned", "recalled"}
        ]
        if done:
            assert self.case["state"] == ("handling" if running else "handled")
        elif not running:
            assert self.case["state"] == "filed"
        lead = before["unit"]["id"]
        if lead not in {was[i]["unit"]["id"] for i in ended}:
            assert self.case["unit"]["id"] == lead, "the lead is kept"


@settings(max_examples=35, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.integers(1, 3), taken=steps)
def test_the_leads_work_is_never_undone_and_nobody_judges_his_own_record(
    service: Service, first: int, taken: list[tuple[str, str, int, bool]]
) -> None:
    manned = [service.client(name).actor["units"][0] for name in MEMBERS]
    units = [manned[0], *unmanned_units(service), manned[1]]
    case = service.report("worker.qingyang")
    case = service.act(DESKS[0], case, "dispatch", unit_ids=units[:first])
    history = History(service, units, case)
    for action, who, n, is_named in taken:
        history.take(action, who, units[n], is_named=is_named)
