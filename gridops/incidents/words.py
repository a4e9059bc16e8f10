"""Every word of a case in both languages: states, levels, origins, urgencies, moves, entries, dispatches. No rules.

The one place in Python; pages, exports and documents take them from here.
"""

from __future__ import annotations

from collections.abc import Mapping

from gridops.duties.matters.words import LABEL_FAMILIES, STATE_LABELS
from gridops.duties.powers.words import ACT_WORDS
from gridops.duties.words import ORIGIN_WORDS
from gridops.incidents.moves.table import ACTIONS
from gridops.incidents.reveals.rules import PURPOSE_WORDS
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
    "filed": Words("立案", "Filed"),
    "rejected": Words("不予立案", "Not filed"),
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
    "handed_over": Words("移交接替人", "Handed over to a successor"),
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
    "heard_again": Words("同一来件再次收到", "Brought again by its origin"),
    "joined": Words("并入同一事件的上报", "Joined by another report"),
    "merged": Words("并入另一事件", "Merged into another case"),
    "unmerged": Words("撤销合并", "Merge undone"),
    "reopened": Words("重新打开", "Reopened"),
    "suspended": Words("挂账", "Put on hold"),
    "extended": Words("延期", "Extended"),
}

#: What a line of the timeline says otherwise where a dispute, a service or a petition is dealt with.
_GOVERNED = {
    "filed": Words("受理", "Accepted"),
    "rejected": Words("不予受理", "Not accepted"),
    "dispatched": Words("分流", "Assigned"),
    "handled": Words("办理完成", "Handled"),
    "verified": Words("核实", "Confirmed"),
    "closed": Words("办结", "Concluded"),
}

_VOCABULARIES: Mapping[str, Mapping[str, Words]] = {
    "state_city": _paired(STATE_LABELS["city"], _CITY),
    "state_governance": _paired(STATE_LABELS["governance"], _GOVERNANCE),
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
    "entry_governance": {f"incident.{name}": words for name, words in (_ENTRIES | _GOVERNED).items()},
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
        "no_caller": Words("没有可回访的人", "Nobody to ring back"),
    },
    "owed": {
        "answer": Words("答复", "Answer"),
        "call_back": Words("回访", "Call back"),
        "caller": Words("反映人电话（或没有反映人的理由）", "A caller's number, or why there is none"),
    },
    "purpose": PURPOSE_WORDS,
    "grid_method": {
        "inside": Words("点在网格内", "Point inside the grid"),
        "probable": Words("按定位精度推定", "Most probable by the fix's accuracy"),
        "nearest": Words("最近的网格", "Nearest grid"),
        "worker_default": Words("上报人所在网格", "Reporter's own grid"),
        "unresolved": Words("未能确定网格", "No grid found"),
    },
    # Of a unit and of a dispatch to it.
    "unit_status": {
        "available": Words("待命", "Available"),
        "dispatched": Words("已派单", "Dispatched"),
        "accepted": Words("已接单", "Accepted"),
        "en_route": Words("在途", "On the way"),
        "on_scene": Words("已到场", "On scene"),
        "cleared": Words("已办完", "Cleared"),
        "declined": Words("不接", "Declined"),
        "recalled": Words("已撤回", "Recalled"),
        "returned": Words("已退单", "Returned"),
    },
    "dispatch_kind": {
        "handle": Words("处置", "Handle"),
        "check": Words("核实", "Check"),
        "verify": Words("核查", "Verify"),
    },
}


def case_words() -> dict[str, Mapping[str, Words]]:
    """Vocabulary → code → words; `action_city` and `action_governance` are the buttons of each label family."""
    buttons = {
        f"action_{family}": {name: move.button(family) for name, move in ACTIONS.items()}
        for family in LABEL_FAMILIES
    }
    return {**_VOCABULARIES, **buttons}
