"""Words of cases: states, deadlines, origins, acts, entries of the log, how a place was found. No rules."""

from __future__ import annotations

from collections.abc import Mapping

from gridops.duties.matters.words import STATE_LABELS
from gridops.duties.powers.words import ACT_WORDS
from gridops.duties.words import ORIGIN_WORDS
from gridops.words import Words

_CITY = {
    "reported": "Reported",
    "filed": "Filed",
    "dispatched": "Dispatched",
    "handling": "In progress",
    "handled": "Handled",
    "verified": "Verified",
    "closed": "Closed",
    "rejected": "Not filed",
    "suspended": "On hold",
}
_GOVERNANCE = {
    **_CITY,
    "filed": "Accepted",
    "dispatched": "Assigned",
    "verified": "Confirmed",
    "closed": "Concluded",
    "rejected": "Not accepted",
}
_ORIGINS = {
    "patrol": "Patrol",
    "desk": "Centre's desk",
    "phone": "Telephone",
    "hotline_12345": "Hotline 12345",
    "leader": "Leader's instruction",
    "agency": "Agency's referral",
    "public": "Public",
}
_POWERS = {
    "order": "Order to correct",
    "penalise": "Penalise",
    "permit": "Permit",
    "remove": "Compulsory removal",
    "seize": "Seize",
    "clear": "Clear at the offender's cost",
    "confirm": "Confirm",
    "grant": "Grant",
    "register": "Register",
}


def _paired(chinese: Mapping[str, str], english: Mapping[str, str]) -> dict[str, Words]:
    return {code: Words(text, english[code]) for code, text in chinese.items()}


POWER_ACTS = _paired(ACT_WORDS, _POWERS)

_ENTRIES = {
    "reported": Words("上报", "Reported"),
    "filed": Words("立案受理", "Filed"),
    "rejected": Words("不予受理", "Not filed"),
    "sent_back": Words("退回来源单位", "Sent back to its origin"),
    "dispatched": Words("派遣", "Dispatched"),
    "accepted": Words("接单", "Accepted"),
    "declined": Words("不接", "Declined"),
    "recalled": Words("撤回派遣", "Recalled"),
    "returned": Words("退单", "Returned"),
    "en_route": Words("出发", "On the way"),
    "arrived": Words("到场", "On scene"),
    "handled": Words("处置完成", "Handled"),
    "reworked": Words("退回重办", "Sent back for rework"),
    "verified": Words("核查通过", "Verified"),
    "closed": Words("结案", "Closed"),
    "escalated": Words("上报上级", "Passed up"),
    "handed_down": Words("下派", "Handed down"),
    "hand_down_refused": Words("下派未成", "Hand-down refused"),
    "hand_down_disputed": Words("对下派有争议", "Hand-down disputed"),
    "hand_down_arbitrated": Words("下派争议裁定", "Hand-down arbitrated"),
    "corrected": Words("更正", "Corrected"),
    "resolved_on_site": Words("即时处置", "Resolved on site"),
    "recorded": Words("已记录", "Recorded"),
    "due_soon": Words("快到期提醒", "Due soon"),
    "overdue": Words("超期", "Overdue"),
    "due_overdue": Words("已超期", "Overdue"),
    "due_normal": Words("时限恢复正常", "Deadline normal again"),
    "due_done": Words("计时结束", "Clock stopped"),
    "due_paused": Words("暂停计时", "Clock paused"),
    "photo_arrived": Words("照片送达", "Photo arrived"),
    "joined": Words("并入同一事件的上报", "Joined by another report"),
    "merged": Words("并入另一事件", "Merged into another case"),
    "unmerged": Words("撤销合并", "Merge undone"),
    "reopened": Words("重新打开", "Reopened"),
    "suspended": Words("挂账", "Put on hold"),
    "extended": Words("延期", "Extended"),
}

VOCABULARIES: Mapping[str, Mapping[str, Words]] = {
    "state_city": _paired(STATE_LABELS["city"], _CITY),
    "state_governance": _paired(STATE_LABELS["governance"], _GOVERNANCE),
    # What a reporter wants to know of his case.
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
    "due": {
        "normal": Words("未到期", "In time"),
        "soon": Words("快到期", "Due soon"),
        "overdue": Words("已超期", "Overdue"),
        "paused": Words("已暂停计时", "Clock paused"),
        "done": Words("计时结束", "Clock stopped"),
    },
    "origin": _paired(ORIGIN_WORDS, _ORIGINS),
    "urgency": {
        "normal": Words("一般", "Normal"),
        "urgent": Words("紧急", "Urgent"),
        "major": Words("重大", "Major"),
    },
    "level": {
        "grid": Words("网格", "Grid"),
        "village": Words("村社区", "Village or community"),
        "township": Words("镇街", "Township"),
        "district": Words("区县", "District"),
    },
    "action": {
        "file": Words("受理", "File"),
        "reject": Words("不予受理", "Do not file"),
        "send_back": Words("退回来源单位", "Send back to its origin"),
        "dispatch": Words("派遣", "Dispatch"),
        "accept": Words("接单", "Accept"),
        "decline": Words("不接", "Decline"),
        "recall": Words("撤回", "Recall"),
        "return": Words("退单", "Return"),
        "en_route": Words("出发", "Set out"),
        "arrive": Words("到场", "Arrive"),
        "handle": Words("办好了", "Done"),
        "rework": Words("退回重办", "Send back for rework"),
        "verify": Words("核查", "Verify"),
        "close": Words("结案", "Close"),
        "correct": Words("更正", "Correct"),
        "escalate": Words("上报上级", "Pass up"),
        "hand_down": Words("下派", "Hand down"),
    },
    "handling": {
        "persuade": Words("劝导", "Persuasion"),
        "clean": Words("清理", "Cleaning"),
        "repair": Words("维修", "Repair"),
        "mediate": Words("调解", "Mediation"),
        "other": Words("其他", "Other"),
        **POWER_ACTS,
    },
    "disposition": {
        "resolved": Words("已解决", "Resolved"),
        "persuaded": Words("已劝导纠正", "Corrected by persuasion"),
        "mediated": Words("已调解", "Mediated"),
        "handed_over": Words("已移交有权部门", "Handed over to the agency in charge"),
        "in_procedure": Words("已转行政处罚程序", "In a penalty procedure"),
        "unfounded": Words("现场未发现", "Nothing found on site"),
        "resolved_on_site": Words("当场已处理", "Resolved on site"),
        "recorded": Words("已记录", "Recorded"),
        "sent_back": Words("已退回来源单位", "Sent back to its origin"),
        "other": Words("其他", "Other"),
    },
    "entry": {f"incident.{name}": words for name, words in _ENTRIES.items()},
    "check": {
        "phone": Words("电话回访", "By telephone"),
        "visit": Words("现场核查", "On site"),
        "photo": Words("照片核查", "By photo"),
        "neighbour": Words("邻格互查", "By a neighbour grid"),
    },
    "call_back": {
        "satisfied": Words("满意", "Satisfied"),
        "partly": Words("基本满意", "Partly satisfied"),
        "dissatisfied": Words("不满意", "Dissatisfied"),
        "unreachable": Words("联系不上", "Not reached"),
    },
    "owed": {"answer": Words("答复", "Answer"), "call_back": Words("回访", "Call back")},
    "grid_method": {
        "inside": Words("点在网格内", "Point inside the grid"),
        "probable": Words("按定位精度推定", "Most probable by the fix's accuracy"),
        "nearest": Words("最近的网格", "Nearest grid"),
        "worker_default": Words("上报人所在网格", "Reporter's own grid"),
        "unresolved": Words("未能确定网格", "No grid found"),
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
    "dispatch_kind": {
        "handle": Words("处置", "Handle"),
        "check": Words("核实", "Check"),
        "verify": Words("核查", "Verify"),
    },
    "indicator": {
        "closed_on_time": Words("按期结案率", "Closed on time"),
        "closed": Words("结案率", "Closed"),
        "filing_rate": Words("立案率", "Filed"),
        "rework_rate": Words("返工率", "Reworked"),
        "return_rate": Words("退单率", "Returned"),
        "extension_rate": Words("延期率", "Extended"),
        "solved_in_grid": Words("不出网格率", "Solved in the grid"),
        "solved_in_grid_governance": Words("不出网格率（治理类）", "Solved in the grid (governance)"),
        "settled_on_site": Words("即时处置占比", "Settled on site"),
        "solved_in_town": Words("不出镇率", "Solved in the town"),
        "passed_up": Words("上交率", "Passed up"),
    },
}
