"""The register of powers written: rows added, replaced from a day on, ended, withdrawn. Never commits."""

from __future__ import annotations

from uuid import UUID

from gridops.db.dated.register import DatedRegister
from gridops.duties.powers.models import Power
from gridops.duties.powers.rules import LINE, PowerContent, check_power
from gridops.duties.registers.editing import ItemRegister
from gridops.words import Words

REGISTER = ItemRegister(
    dated=DatedRegister(Power, LINE),
    content=PowerContent,
    check=check_power,
    items=UUID("b3a1c7de-5a0c-4d4e-9c55-2f6f6a3d9e01"),
    entity="power",
    told="act",
    kept=("item_code",),
    is_another_item=Words("新版本不能换项目编号", "A version keeps its item's code"),
)

get_power = REGISTER.get
add_power = REGISTER.add
replace_power = REGISTER.replace
end_power = REGISTER.end
withdraw_power = REGISTER.withdraw
