"""Words of cases that only the pages use, beside those of the room itself. No rules."""

from __future__ import annotations

from collections.abc import Mapping

from gridops.incidents.moves.table import ACTIONS
from gridops.incidents.words import case_words
from gridops.insight.tables import heading_words
from gridops.words import Words


def _button(name: str) -> Words:
    """What a page writes on a button whatever the case's label family."""
    move = ACTIONS[name]
    # Filing goes by the governance centre's word on every page.
    family = "governance" if name in {"file", "reject"} else "city"
    return Words(move.button(family).zh, move.words.en)


VOCABULARIES: Mapping[str, Mapping[str, Words]] = {
    **case_words(),
    "action": {name: _button(name) for name in ACTIONS},
    #: The table of a drawn area is written by the page, with the headings of the service's own.
    "case_column": heading_words(),
    "state_plain": {
        "reported": Words("已收到", "Received"),
        "filed": Words("已收到", "Received"),
        "dispatched": Words("已派人", "Somebody is sent"),
        "handling": Words("已派人", "Somebody is sent"),
        "handled": Words("办好了", "Done"),
        "verified": Words("办好了", "Done"),
        "closed": Words("已办结", "Closed"),
        "rejected": Words("不予受理", "Not accepted"),
        "suspended": Words("暂缓办理", "On hold"),
    },
    "fix_source": {
        "gps": Words("卫星定位", "Satellite fix"),
        "network": Words("网络定位", "Network fix"),
        "manual": Words("地图选点", "Chosen on the map"),
        "area": Words("仅登记区域", "Area only"),
    },
    "place_doubt": {
        "no_accuracy": Words("上报时没有定位精度", "Reported without the fix's accuracy"),
        "vague": Words("定位误差超过 200 米", "The fix may be off by more than 200 m"),
        "uncertain_grid": Words(
            "离网格边界太近，可能属于相邻网格", "Close to a border, may lie in the next grid"
        ),
        "nearest_grid": Words("点在网格之外，取最近的网格", "Outside every grid, the nearest was taken"),
        "unresolved": Words("点不在任何网格内", "In no grid"),
        "outside_district": Words("点在辖区之外", "Outside the district"),
        "repeated_point": Words("多件上报都在同一个坐标，像是地址默认点", "Many reports at the same point"),
    },
    "indicator": {
        "closed_on_time": Words("按期结案率", "Closed on time"),
        "closed": Words("结案率", "Closed"),
        "filing_rate": Words("立案率", "Filed"),
        "rework_rate": Words("返工率", "Reworked"),
        "return_rate": Words("退单率", "Returned"),
        "handled_by_proxy": Words("代办率", "Recorded by proxy"),
        "extension_rate": Words("延期率", "Extended"),
        "solved_in_grid": Words("不出网格率", "Solved in the grid"),
        "solved_in_grid_governance": Words("不出网格率（治理类）", "Solved in the grid (governance)"),
        "settled_on_site": Words("即时处置占比", "Settled on site"),
        "solved_in_town": Words("不出镇率", "Solved in the town"),
        "passed_up": Words("上交率", "Passed up"),
    },
}
