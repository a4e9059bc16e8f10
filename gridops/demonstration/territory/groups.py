"""Village groups (管区) and enforcement areas (执法片区): which villages, which townships belong together.

Membership only; their outlines are those of the members put together.
"""

from dataclasses import dataclass

from . import layout
from .growth import Ground, divide
from .partition import Territory
from .table import bare_name, chinese_number


@dataclass(frozen=True)
class Group:
    """A group by membership, with all cells of its members."""

    code: str
    name: str
    short_name: str
    township_code: str
    member_codes: list[str]
    cells: set[int]


def group_villages(territory: Territory) -> list[Group]:
    """The village groups of the towns that have many villages, each in one piece."""
    found = []
    for township, count in layout.GROUP_COUNTS.items():
        if township not in territory.townships:
            continue
        codes = [code for code in territory.villages if code.startswith(township)]
        ground = _village_ground(territory, codes)
        regions = divide(ground, set(range(len(codes))), count, least=3, salt=int(township))
        members = sorted(sorted(codes[index] for index in region) for region in regions)
        for number, mine in enumerate(members, 1):
            found.append(_group(territory, township, number=number, members=mine))
    return found


def _village_ground(territory: Territory, codes: list[str]) -> Ground:
    """Villages instead of cells: a village borders on another where any of their cells do."""
    mesh, cells = territory.mesh, [territory.villages[code] for code in codes]
    owner = {cell: number for number, mine in enumerate(cells) for cell in mine}
    touching = {(owner[a], owner[b]) for a, b in mesh.sides if a in owner and b in owner}
    neighbours = [sorted(b for a, b in touching if a == number != b) for number in range(len(codes))]
    return Ground(
        [territory.middle_of(mine) for mine in cells],
        neighbours,
        lambda villages: len(mesh.rings(set().union(*(cells[number] for number in villages)))) == 1,
    )


def _group(territory: Territory, township: str, *, number: int, members: list[str]) -> Group:
    cells = set().union(*(territory.villages[code] for code in members))
    heart = territory.middle_of(cells)
    central = min(members, key=lambda code: _off(territory, code, heart))
    name = f"{territory.named[township].name} 第{chinese_number(number)}管区"
    short = bare_name(territory.named[central].short_name) + "管区"
    return Group(f"{township}G{number:02d}", name, short, township, members, cells)


def _off(territory: Territory, code: str, heart: tuple[float, float]) -> float:
    x, y = territory.middle_of(territory.villages[code])
    return (x - heart[0]) ** 2 + (y - heart[1]) ** 2


def enforcement_areas(territory: Territory) -> list[Group]:
    """The three enforcement areas over all townships."""
    found = []
    for code, name, planned in layout.ENFORCEMENT:
        members = [township for township in planned if township in territory.townships]
        cells = set().union(*(territory.townships[member] for member in members))
        found.append(Group(code, f"福山区 {name}", name, "", members, cells))
    return found
