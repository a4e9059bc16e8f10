"""The register of powers written: rows added, replaced from a day on, ended, withdrawn. Never commits."""

from __future__ import annotations

from uuid import UUID

from gridops.duties.powers.models import Power
from gridops.duties.powers.rules import PowerContent, check_power
from gridops.duties.registers.editing import DatedRegister, Refusals

REGISTER = DatedRegister(
    model=Power,
    content=PowerContent,
    check=check_power,
    items=UUID("b3a1c7de-5a0c-4d4e-9c55-2f6f6a3d9e01"),
    entity="power",
    action="power.changed",
    told="act",
    kept=("item_code",),
    refusals=Refusals(
        begins_in_the_past=("新版本不能早于今天生效", "A new version begins today at the earliest"),
        begins_before_the_old=("新版本须晚于原版本生效", "It must begin after the version that it replaces"),
        ends_in_the_past=("失效日期不能早于今天", "It ends today at the earliest"),
        ends_before_it_begins=("失效日期须晚于生效日期", "It must end after it begins"),
        is_another_item=("新版本不能换项目编号", "A version keeps its item's code"),
    ),
)
get_power = REGISTER.get
add_power = REGISTER.add
replace_power = REGISTER.replace
end_power = REGISTER.end
withdraw_power = REGISTER.withdraw
