"""Pure: which powers cover an act, who may use one, which of several is used, and what is wrong with a new one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gridops.duties.powers.words import ACT_WORDS, ACTS, BASES, BASIS_WORDS, BY_STATIONED, HOLDERS, STATIONED
from gridops.duties.registers.rules import check_choices, check_either_code, check_filled
from gridops.errors import Fault
from gridops.people.rules import covers

#: What two rows of the same item share whose dates must not overlap.
LINE = ("item_code", "act", "service_code", "group_code", "holder", "agency_code", "area_code")


@dataclass(frozen=True)
class PowerContent:
    """All that a row of the register says; its dates and number are the register's."""

    item_code: str
    item_name: str
    act: str
    holder: str
    basis: str
    reference: str
    in_name_of: str
    item_group: str = ""
    service_code: str = ""
    group_code: str = ""
    agency_code: str = ""
    area_code: str = ""
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of `power` that hold it."""
        return asdict(self)

    @property
    def line(self) -> dict[str, str]:
        """What two rows of the same item share: their dates must not overlap."""
        return {name: getattr(self, name) for name in LINE}


@dataclass(frozen=True)
class Acting:
    """The unit that acts: its agency, its own kind, the area it works for, and whether that is the district.

    `member_codes`: the towns it works for, where its area is a group of several.
    """

    agency_code: str
    unit_kind: str
    area_code: str
    is_district: bool
    member_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeldPower:
    """A power in force, with the words a clerk needs. `holder_name` and `unit_names` say who has it.

    `is_by_stationed`: its agency is one of those that the district stations in the townships.
    """

    id: UUID
    item_code: str
    item_name: str
    act: str
    service_code: str
    group_code: str
    holder: str
    agency_code: str
    area_code: str
    basis: str
    reference: str
    in_name_of: str
    valid_from: date
    valid_to: date | None
    holder_name: str
    unit_names: tuple[str, ...] = ()
    is_by_stationed: bool = False

    @property
    def act_words(self) -> str:
        """处罚."""
        return ACT_WORDS[self.act]

    @property
    def basis_words(self) -> str:
        """省赋权; 法定（由派驻机构行使）."""
        is_stationed = self.is_by_stationed and self.basis == "statutory"
        return BY_STATIONED if is_stationed else BASIS_WORDS[self.basis]

    def as_json(self) -> dict[str, Any]:
        """What a case keeps of the power it was routed by or handled with; codes and public names only."""
        return {
            "id": str(self.id),
            "item_code": self.item_code,
            "item_name": self.item_name,
            "act": self.act,
            "basis": self.basis,
            "basis_words": self.basis_words,
            "reference": self.reference,
            "in_name_of": self.in_name_of,
            "holder": self.holder_name,
        }


def basis_of(said: str) -> str:
    """The basis that a table or a client means: what was called stationed rests on the agency's own statute."""
    return "statutory" if said == STATIONED else said


def is_held_by(power: Any, acting: Acting) -> bool:
    """Whether a unit is an arm of a power's holder; that the place lies in its area is asked apart.

    An agency's power is its own unit's in the district and those it has stationed; an office of the same name in
    a township is the township's own, and holds it only where the power names that township. A township's is its
    own offices', or the unit's of the agency through which it exercises the power: its own one, or a stationed
    squad, which may serve several towns.
    """
    is_own = bool(power.area_code) and covers(power.area_code, acting.area_code)
    is_stationed = acting.unit_kind == "stationed"
    if power.agency_code and power.agency_code != acting.agency_code:
        return False
    if power.holder == "agency":
        return is_stationed or acting.is_district or is_own
    if power.agency_code:
        return is_own or is_stationed
    return is_own and acting.unit_kind == "body"


def works_at(acting: Acting, place: str) -> bool:
    """Whether a place lies in the unit's area, or in one of the towns that share it."""
    return any(covers(code, place) for code in (acting.area_code, *acting.member_codes))


def is_for(power: Any, *, service_code: str, group_code: str, place: str) -> bool:
    """Whether a power covers a matter (by itself or by its group) at a place."""
    what = power.service_code == service_code if power.service_code else power.group_code == group_code
    return bool(what) and covers(power.area_code, place)


def rank(power: Any) -> tuple[Any, ...]:
    """Which of several powers is used: for this matter before its group, for the smaller area, the newer one.

    A total order within a register: the item's code and the id decide what is left.
    """
    return (
        ACTS.index(power.act),
        not power.service_code,
        -len(power.area_code),
        -power.valid_from.toordinal(),
        power.item_code,
        str(power.id),
    )


def check_power(
    content: PowerContent,
    *,
    matters: Collection[str],
    groups: Collection[str],
    agencies: Collection[str],
    township: bool | None,
) -> list[Fault]:
    """Everything that is wrong with a row, by pointer. `township` tells of `area_code`: None is no area at all."""
    faults = check_choices(content, {"act": ACTS, "basis": BASES, "holder": HOLDERS})
    faults += check_filled(content, ("item_code", "item_name", "reference", "in_name_of"))
    faults += check_either_code(content.service_code, content.group_code, matters=matters, groups=groups)
    if content.agency_code and content.agency_code not in agencies:
        faults.append(Fault("/agency_code", "没有这个部门", "No such agency"))
    if content.area_code and township is None:
        faults.append(Fault("/area_code", "没有这个区域", "No such area"))
    if content.holder == "agency" and not content.agency_code:
        faults.append(Fault("/agency_code", "部门持有的权限须写明部门", "Name the agency that holds it"))
    if content.holder == "township" and (not content.area_code or township is False):
        faults.append(Fault("/area_code", "镇街持有的权限须写明镇街", "Name the township that holds it"))
    return faults
