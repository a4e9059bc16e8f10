"""Pure: which item of the list a matter falls under, what is done first, and what is wrong with an item."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from gridops.duties.registers.rules import check_choices, check_codes, check_filled
from gridops.duties.responsibilities.words import PAYERS, RESPONSIBILITY_KINDS
from gridops.errors import Fault

#: What the versions of one item share.
LINE = ("item_code", "area_code")
#: What a version of a matter says is to be called before anything is typed, as a ground for being done first.
CALL_FIRST_GROUNDS = {"fire": "fire", "gas": "life", "injury": "life", "violence": "life"}


@dataclass(frozen=True)
class ResponsibilityContent:
    """All that an item says; its dates and number are the list's."""

    item_code: str
    item_name: str
    kind: str
    paid_by: str
    reference: str
    item_group: str = ""
    service_code: str = ""
    group_code: str = ""
    area_code: str = ""
    upper_agency: str = ""
    upper_part: str = ""
    town_part: str = ""
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of `responsibility` that hold it."""
        return asdict(self)

    @property
    def line(self) -> dict[str, str]:
        """What the versions of one item share."""
        return {name: getattr(self, name) for name in LINE}


def rank(item: Any) -> tuple[Any, ...]:
    """The most specific item first: of this matter before its group, of one township before all, the newer one."""
    return (
        not item.service_code,
        not item.area_code,
        -item.valid_from.toordinal(),
        item.item_code,
        str(item.id),
    )


def first_ground(
    rows: Collection[Any], *, service_code: str, group_code: str, origin: str, call_first: str
) -> str:
    """Why a case is done first whoever's duty it is, or an empty text.

    Rows name matters, groups and origins; a matter that sends people to the telephone first is life or fire too.
    """
    for name, value in (("service_code", service_code), ("group_code", group_code), ("origin", origin)):
        for row in rows:
            if value and getattr(row, name) == value:
                return str(row.ground)
    return CALL_FIRST_GROUNDS.get(call_first, "")


def check_item(
    content: ResponsibilityContent,
    *,
    matters: Collection[str],
    groups: Collection[str],
    agencies: Collection[str],
    township: bool | None,
) -> list[Fault]:
    """Everything that is wrong with an item, by pointer. `township` tells of `area_code`: None is no area at all."""
    faults = check_choices(content, {"kind": RESPONSIBILITY_KINDS, "paid_by": PAYERS})
    faults += check_filled(content, ("item_code", "item_name", "reference"))
    if content.service_code and content.group_code:
        faults.append(Fault("/service_code", "事项与大类只填其一", "Name a matter or a group, not both"))
    faults += check_codes(content.service_code, content.group_code, matters=matters, groups=groups)
    if content.upper_agency and content.upper_agency not in agencies:
        faults.append(Fault("/upper_agency", "没有这个部门", "No such agency"))
    if content.kind != "basic" and not content.upper_agency:
        faults.append(
            Fault(
                "/upper_agency", "配合和收回的事项须写明上级部门", "Name the upper department for this kind"
            )
        )
    if content.area_code and not township:
        faults.append(Fault("/area_code", "没有这个镇街", "No such township"))
    return faults
