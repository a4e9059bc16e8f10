"""Pure: the steps of a district's beginning, and what each of them still lacks. Nothing is ticked by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

#: What a step may lack: codes that the page has words for. `count` is how many are missing, 1 where it is one thing.
Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Lack:
    """One thing that is missing; one that is not `is_needed` is only advised."""

    code: str
    count: int = 1
    is_needed: bool = True


@dataclass(frozen=True)
class Step:
    """One step: what it is called, the pages where it is done, what it needs as a sheet, what it lacks."""

    name: str
    pages: tuple[str, ...]
    sheets: tuple[str, ...]
    lacks: tuple[Lack, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing that is needed is missing."""
        return not any(lack.is_needed for lack in self.lacks)


def _lacks(*found: Lack | None) -> tuple[Lack, ...]:
    return tuple(lack for lack in found if lack is not None and lack.count > 0)


def _none(figures: Figures, name: str, code: str, *, is_needed: bool = True) -> Lack | None:
    return None if figures[name] else Lack(code, is_needed=is_needed)


def _some(figures: Figures, name: str, *, is_needed: bool = True) -> Lack:
    return Lack(name, int(figures[name] or 0), is_needed)


def _district(f: Figures) -> tuple[Lack, ...]:
    return _lacks(_none(f, "district_code", "no_district"))


def _boundaries(f: Figures) -> tuple[Lack, ...]:
    if not f["set_in_force"]:
        waits = "set_is_coming" if f["sets_coming"] else "set_is_draft" if f["sets_draft"] else "no_set"
        return (Lack(waits),)
    return _lacks(*(_none(f, level, f"no_{level}") for level in ("townships", "villages", "grids")))


def _units(f: Figures) -> tuple[Lack, ...]:
    return _lacks(
        _none(f, "agencies", "no_agencies"),
        _some(f, "grids_without_unit"),
        _some(f, "villages_without_unit"),
        _some(f, "unknown_leads"),
        _some(f, "leads_without_unit", is_needed=False),
        _none(f, "outside_units", "no_outside_units", is_needed=False),
    )


def _people(f: Figures) -> tuple[Lack, ...]:
    return _lacks(
        _none(f, "has_password", "no_own_password"),
        _none(f, "workers", "no_workers"),
        _some(f, "townships_without_desk"),
        _some(f, "grids_without_worker", is_needed=False),
        _none(f, "supervisors", "no_supervisor", is_needed=False),
        _none(f, "auditors", "no_auditor", is_needed=False),
    )


def _matters(f: Figures) -> tuple[Lack, ...]:
    return _lacks(
        _none(f, "matters", "no_matters"),
        _none(f, "admitted", "none_admitted"),
        _some(f, "unknown_years"),
        _none(f, "working_hours", "no_working_hours", is_needed=False),
    )


def _responsibilities(f: Figures) -> tuple[Lack, ...]:
    return _lacks(
        _none(f, "responsibilities", "no_responsibilities", is_needed=False),
        _none(f, "powers", "no_powers", is_needed=False),
    )


def _origins(f: Figures) -> tuple[Lack, ...]:
    return _lacks(_none(f, "hotline_policy", "no_hotline_policy", is_needed=False))


def _basemap(f: Figures) -> tuple[Lack, ...]:
    return _lacks(_none(f, "basemap", "no_basemap", is_needed=False))


def _backup(f: Figures) -> tuple[Lack, ...]:
    return _lacks(_none(f, "backup", "no_backup"), _some(f, "backup_is_old"))


#: In the order in which one thing needs the other: (name, pages, sheets, what it lacks).
_STEPS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], Callable[[Figures], tuple[Lack, ...]]], ...] = (
    ("district", (), (), _district),
    ("boundaries", ("/admin/geodata",), ("townships", "villages", "grids"), _boundaries),
    ("units", ("/admin/units",), (), _units),
    ("people", ("/admin/people",), ("accounts",), _people),
    ("matters", ("/admin/matters", "/admin/calendar"), ("matters",), _matters),
    ("responsibilities", ("/admin/responsibilities", "/admin/powers"), ("powers",), _responsibilities),
    ("origins", ("/admin/routing",), (), _origins),
    ("basemap", (), (), _basemap),
    ("backup", (), (), _backup),
)


def steps_of(figures: Figures) -> list[Step]:
    """Every step in its order, with what it lacks."""
    return [Step(name, pages, sheets, lacks(figures)) for name, pages, sheets, lacks in _STEPS]
