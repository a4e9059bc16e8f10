"""Households and people of each area: made for the grids, summed for everything above.

Figures are dated; nobody's real numbers are among them.
"""

from dataclasses import dataclass

from .chance import between, chance

AS_OF = "2026-06-30"


@dataclass(frozen=True)
class Figures:
    """Households and people of one area on AS_OF."""

    households: int
    people: int


def count_grids(codes: list[str], seed: int) -> dict[str, Figures]:
    """Figures for all grids: 300 to 500 households in a community's, fewer where a village is one grid."""
    several = {code[:12] for code in codes if code.endswith("002")}
    found = {}
    for code in codes:
        number = int(code)
        if code[:12] in several:
            households = round(between(300, 500, seed, number, 1))
        else:
            small = (chance(seed, number, 1) + chance(seed, number, 2)) / 2
            households = round(120 + 280 * small)
        found[code] = Figures(households, round(households * between(2.45, 3.15, seed, number, 3)))
    return found


def sum_figures(grids: dict[str, Figures], code: str) -> Figures:
    """The figures of an area with this code, from its grids."""
    inside = [figures for grid, figures in grids.items() if grid.startswith(code)]
    return Figures(sum(f.households for f in inside), sum(f.people for f in inside))
