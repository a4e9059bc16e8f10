"""The streets of the built-up area: every third line between the blocks, cut where streets meet.

They are barriers for what is grown afterwards, so communities and grids end at streets.
"""

from dataclasses import dataclass
from math import floor

from . import layout, seeding
from .chance import chance
from .frame import Degrees
from .growth import Ground
from .mesh import Mesh, Side
from .routes import Graph, connected_nodes, join

_LINES = range(-30, 31)


@dataclass(frozen=True)
class Street:
    """A piece of street between two meetings (numbers of corners), with its points."""

    name: str
    ends: tuple[int, int]
    line: list[Degrees]


def street_sides(mesh: Mesh, cells: set[int], seed: int) -> dict[Side, tuple[int, int]]:
    """{side: (0 for rows or 1 for columns, number of the line)} of the sides that streets run along.

    `cells` are those of the built-up area.
    """
    places = {cell: seeding.row_and_column(mesh.seeds[cell], seed) for cell in sorted(cells)}
    chosen = [_spaced(seed, axis) for axis in (0, 1)]
    found: dict[Side, tuple[int, int]] = {}
    for cell in sorted(cells):
        for other in mesh.neighbours[cell]:
            if other not in cells or other < cell:
                continue
            for axis in (0, 1):
                a, b = sorted((places[cell][1 - axis], places[other][1 - axis]))
                line = floor(b - 0.5)
                if a < line + 0.5 <= b and line in chosen[axis]:
                    found[cell, other] = (axis, line)
    return found


def _spaced(seed: int, axis: int) -> set[int]:
    """Line numbers two to four blocks apart."""
    chosen, line = set(), _LINES.start
    while line < _LINES.stop:
        chosen.add(line)
        line += 2 + floor(3 * chance(seed, axis, line))
    return chosen


def raise_kerbs(ground: Ground, sides: dict[Side, tuple[int, int]], factor: float) -> None:
    """Makes streets hard to cross for what is grown afterwards."""
    for left, right in sides:
        ground.raise_barrier(left, right, factor)


@dataclass
class _Net:
    mesh: Mesh
    sides: dict[Side, tuple[int, int]]

    def __post_init__(self) -> None:
        self.names = _names(self.sides)
        self.at_corner: dict[int, list[Side]] = {}
        for side in self.sides:
            for corner in self.mesh.sides[side]:
                self.at_corner.setdefault(corner, []).append(side)
        self.meetings = {corner for corner, met in self.at_corner.items() if self._is_meeting(met)}

    def _is_meeting(self, met: list[Side]) -> bool:
        return len(met) != 2 or self.sides[met[0]] != self.sides[met[1]]

    def follow(self, corner: int, side: Side, done: set[Side]) -> Street:
        """The street from a meeting along a side up to the next meeting."""
        name, start = self.names[self.sides[side]], corner
        points: list[Degrees] = []
        while True:
            done.add(side)
            ahead = self.mesh.sides[side][0] == corner
            line = self.mesh.line(side) if ahead else self.mesh.line(side)[::-1]
            if not set(side) <= self.mesh.blocks:
                line = [line[0], line[-1]]
            points.extend(line[1:] if points else line)
            corner = self.mesh.sides[side][1 if ahead else 0]
            if corner in self.meetings:
                return Street(name, (start, corner), points)
            side = next(other for other in self.at_corner[corner] if other != side)


def cut_streets(mesh: Mesh, sides: dict[Side, tuple[int, int]]) -> list[Street]:
    """Streets from meeting to meeting; whatever does not hang together with most of them is left out."""
    net = _Net(mesh, sides)
    streets: list[Street] = []
    done: set[Side] = set()
    for corner in sorted(net.meetings):
        for side in net.at_corner[corner]:
            if side not in done:
                street = net.follow(corner, side, done)
                streets.append(street)
    return _connected(streets)


def _names(sides: dict[Side, tuple[int, int]]) -> dict[tuple[int, int], str]:
    named: dict[tuple[int, int], str] = {}
    for axis, names in enumerate(layout.STREET_NAMES):
        lines = sorted({line for line in sides.values() if line[0] == axis})
        named.update(zip(lines, names, strict=False))
    return named


def street_graph(streets: list[Street]) -> Graph:
    """Meetings as nodes; the cost of a street is one for each of its points."""
    graph: Graph = {}
    for street in streets:
        join(graph, *street.ends, cost=float(len(street.line)))
    return graph


def _connected(streets: list[Street]) -> list[Street]:
    best = connected_nodes(street_graph(streets))[0]
    return [street for street in streets if street.ends[0] in best and street.ends[0] != street.ends[1]]
