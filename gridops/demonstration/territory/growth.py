"""Regions grown cell by cell over the mesh: from starting cells outwards, each region in one piece.

Barriers (rivers, main streets) are crossed last, so borders come to lie on them. No names, no codes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from .chance import between, chance
from .frame import Point, distance
from .mesh import Mesh, Side
from .routes import connected_nodes

_TRIES = 60


@dataclass
class Ground:
    """What regions grow on: places in metres, who borders on whom, and how to tell a set without holes.

    `barriers` are the borders that are hard to cross: {(lower number, higher number): factor}.
    """

    seeds: list[Point]
    neighbours: list[list[int]]
    is_whole: Callable[[set[int]], bool]
    barriers: dict[Side, float] = field(default_factory=dict)

    @classmethod
    def over(cls, mesh: Mesh) -> "Ground":
        """The ground whose places are the cells of a mesh."""
        return cls(mesh.seeds, mesh.neighbours, lambda cells: len(mesh.rings(cells)) == 1)

    def raise_barrier(self, a: int, b: int, factor: float) -> None:
        """Makes the side between two cells at least so hard to cross."""
        side = (min(a, b), max(a, b))
        self.barriers[side] = max(factor, self.barriers.get(side, 1.0))

    def cost(self, a: int, b: int, salt: int) -> float:
        """What it takes to grow from one cell into the next, in metres."""
        side = (min(a, b), max(a, b))
        away = distance(self.seeds[a], self.seeds[b])
        return away * between(0.7, 1.3, *side, salt) * self.barriers.get(side, 1.0)


def grow(ground: Ground, cells: set[int], starts: dict[int, float], *, salt: int) -> dict[int, int]:
    """{cell: number of its start} for all cells in reach; starts are {cell: metres it begins late}."""
    queue = [(late, number, cell) for number, (cell, late) in enumerate(starts.items())]
    queue.sort()
    taken: dict[int, int] = {}
    while queue:
        so_far, number, cell = heappop(queue)
        if cell in taken:
            continue
        taken[cell] = number
        for other in ground.neighbours[cell]:
            if other in cells and other not in taken:
                heappush(queue, (so_far + ground.cost(cell, other, salt), number, other))
    return taken


def divide(
    ground: Ground,
    cells: set[int],
    count: int,
    *,
    least: int,
    salt: int,
    weight: Callable[[int], float] | None = None,
) -> list[set[int]]:
    """`count` regions that make up the cells exactly, each whole, without holes, of at least `least` cells.

    Heavier cells get smaller regions. ValueError when it cannot be done.
    """
    if count == 1:
        return [cells]
    for attempt in range(_TRIES):
        starts = _spread(ground.seeds, sorted(cells), count, weight=weight, salt=salt * 1000 + attempt)
        taken = grow(ground, cells, starts, salt=salt * 1000 + attempt)
        regions = [{cell for cell, number in taken.items() if number == n} for n in range(count)]
        if len(taken) == len(cells) and all(len(r) >= least and ground.is_whole(r) for r in regions):
            return regions
    raise ValueError(f"{len(cells)} cells cannot be divided into {count} regions of {least} or more")


def _spread(
    seeds: list[Point], cells: list[int], count: int, *, weight: Callable[[int], float] | None, salt: int
) -> dict[int, float]:
    """Starting cells spread over the ground (a few rounds of k-means), some beginning late."""
    places = np.array([seeds[cell] for cell in cells])
    heavy = np.array([weight(cell) if weight else 1.0 for cell in cells])
    # The earliest keys of a weighted draw without replacement.
    keys = [between(0.001, 1, salt, cell) ** (1 / mass) for cell, mass in zip(cells, heavy, strict=True)]
    chosen = places[np.argsort(keys, kind="stable")[-count:]]
    for _ in range(5):
        owner = ((places[:, None, :] - chosen[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
        for number in range(count):
            mine = owner == number
            if mine.any():
                mass = heavy[mine][:, None]
                chosen[number] = (places[mine] * mass).sum(axis=0) / mass.sum()
    starts: dict[int, float] = {}
    room = float(np.sqrt(np.ptp(places[:, 0]) * np.ptp(places[:, 1]) / count))
    for centre in chosen:
        order = ((places - centre) ** 2).sum(axis=1).argsort(kind="stable")
        cell = next(cells[index] for index in order if cells[index] not in starts)
        starts[cell] = 0.3 * room * chance(salt, cell, 1)
    return starts


def pieces(mesh: Mesh, cells: Iterable[int]) -> list[set[int]]:
    """The connected parts of some cells, the largest first."""
    inside = set(cells)
    return connected_nodes({cell: {o: 1.0 for o in mesh.neighbours[cell] if o in inside} for cell in inside})
