"""The vocabulary of matters, and the two families of words for the same states. No decisions."""

from __future__ import annotations

from collections.abc import Mapping

#: How a report begins; `record_only` is written down and closed at once: praise has nothing to be handled.
INTAKE_MODES = ("manual", "auto_file", "auto_dispatch", "record_only")
LABEL_FAMILIES = ("city", "governance")
VERIFICATIONS = ("none", "phone", "photo", "neighbour", "visit")
ADMISSION_STATES = ("applied", "approved", "refused", "ended")


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
