"""The vocabulary of powers: kinds of act, on what a power rests, who holds it. No decisions."""

from __future__ import annotations

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
