"""The list of responsibilities written: items added, replaced from a day on, ended, withdrawn. Never commits."""

from __future__ import annotations

from uuid import UUID

from gridops.db.dated.refusing import Refusals
from gridops.db.dated.register import DatedRegister
from gridops.duties.registers.editing import ItemRegister
from gridops.duties.responsibilities.models import Responsibility
from gridops.duties.responsibilities.rules import LINE, ResponsibilityContent, check_item
from gridops.words import Words

_BEGINS = Words(
    "新版本不能早于今天，且须晚于原版本生效",
    "A new version begins today at the earliest, and after the one that it replaces",
)
_ENDS = Words("失效日期不能早于今天，且须晚于生效日期", "It ends today or later, after it began")

REGISTER = ItemRegister(
    dated=DatedRegister(
        Responsibility,
        LINE,
        Refusals(
            begins_in_the_past=_BEGINS,
            begins_before_the_old=_BEGINS,
            ends_in_the_past=_ENDS,
            ends_before_it_begins=_ENDS,
        ),
    ),
    content=ResponsibilityContent,
    check=check_item,
    items=UUID("6c7b9d52-0f1e-4a37-8c11-74d3a1f0be02"),
    entity="responsibility",
    told="kind",
    kept=("item_code", "area_code"),
    is_another_item=Words("新版本不能换编号和镇街", "A version keeps its item's code and township"),
)

get_responsibility = REGISTER.get
add_responsibility = REGISTER.add
replace_responsibility = REGISTER.replace
end_responsibility = REGISTER.end
withdraw_responsibility = REGISTER.withdraw
