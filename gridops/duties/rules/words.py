"""Pure: the vocabulary of duties and the two families of words for the same states. No decisions."""

from __future__ import annotations

from collections.abc import Mapping

LEVELS = ("grid", "village", "township", "district")
LEVEL_WORDS = {"grid": "网格", "village": "村（社区）", "township": "镇街", "district": "区级"}
#: How a report begins; `record_only` is written down and closed at once: praise has nothing to be handled.
INTAKE_MODES = ("manual", "auto_file", "auto_dispatch", "record_only")
LABEL_FAMILIES = ("city", "governance")
VERIFICATIONS = ("none", "phone", "photo", "neighbour", "visit")
URGENCIES = ("normal", "urgent", "major")
#: Where a case comes from.
ORIGINS = ("patrol", "desk", "phone", "hotline_12345", "leader", "agency", "public")
ORIGIN_WORDS = {
    "patrol": "巡查上报",
    "desk": "中心登记",
    "phone": "电话",
    "hotline_12345": "12345 热线",
    "leader": "领导批示",
    "agency": "部门转办",
    "public": "群众上报",
}
ADMISSION_STATES = ("applied", "approved", "refused", "ended")
#: Who may register what is not admitted: desks and departments, for whom the workers' list is not made.
UNADMITTED_ROLES = ("dispatcher", "duty_officer", "agency_head", "supervisor", "approver", "auditor", "admin")
#: What a sheet of standards lists: things that happen, and things that stand in the street and break.
SOURCE_KINDS = ("event", "component")

#: The same states under two families' words: city management, and governance (disputes, services, petitions).
STATE_LABELS: Mapping[str, Mapping[str, str]] = {
    "city": {
        "reported": "上报",
        "filed": "立案",
        "dispatched": "派遣",
        "handling": "处置中",
        "handled": "处置完成",
        "verified": "核查通过",
        "closed": "结案",
        "rejected": "不予立案",
        "suspended": "挂账",
    },
    "governance": {
        "reported": "上报",
        "filed": "受理",
        "dispatched": "分流",
        "handling": "办理中",
        "handled": "办理完成",
        "verified": "核实",
        "closed": "办结",
        "rejected": "不予受理",
        "suspended": "挂账",
    },
}

#: Kinds of act that need a power valid at that moment, and the words for them. A removal is of buildings, a
#: seizure of things, a clearing of what lies on roads and public places; a confirmation, a grant and a
#: registration are no permits.
ACT_WORDS = {
    "order": "责令改正",
    "penalise": "处罚",
    "permit": "许可",
    "remove": "强制拆除",
    "seize": "查封扣押",
    "clear": "代履行清除",
    "confirm": "确认",
    "grant": "给付",
    "register": "备案登记",
}
ACTS = tuple(ACT_WORDS)
#: On what a power rests: by statute, delegated by the province, entrusted.
BASES = ("statutory", "delegated", "entrusted")
BASIS_WORDS = {"statutory": "法定", "delegated": "省赋权", "entrusted": "委托"}
#: To be stationed is no basis: the power is the agency's by statute, exercised where it has sent its unit.
BY_STATIONED = "法定（由派驻机构行使）"
#: What was written for that before, in cases that keep it and by clients that send it.
STATIONED = "stationed"
HOLDERS = ("township", "agency")

RESPONSIBILITY_KINDS = ("basic", "assisting", "taken_back")
RESPONSIBILITY_WORDS = {"basic": "基本履职", "assisting": "配合履职", "taken_back": "上级收回"}
#: Which side pays for a responsibility.
PAYERS = ("township", "district", "shared")
PAYER_WORDS = {"township": "镇街", "district": "区级", "shared": "区镇分担"}
#: What is done first and arbitrated after, however its duty is disputed.
FIRST_GROUNDS = ("flood", "fire", "life", "work_safety", "hotline_12345")
GROUND_WORDS = {
    "flood": "防汛救灾",
    "fire": "消防",
    "life": "人身安全",
    "work_safety": "安全生产",
    "hotline_12345": "12345 热线",
}
BURDEN_KINDS = ("responsibility_letter", "veto_item", "off_list_survey", "other")
