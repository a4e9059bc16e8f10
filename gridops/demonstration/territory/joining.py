"""The town that joins the district later: ground of its own beside it, with villages, groups and grids.

It is drawn on a mesh that holds the first one's cells under the same numbers, so the common border is one line.
"""

from . import layout, seeding
from .growth import Ground, pieces
from .mesh import Mesh, build_mesh
from .partition import Territory, partition
from .table import NamedArea


def join_town(first: Territory, table: list[NamedArea]) -> Territory:
    """The joining town alone, named after `table` (which holds the district too).

    ValueError where the wider mesh would move a border of the first district, or the town has too little room.
    """
    known = seeding.Seeding(first.mesh.seeds, len(first.mesh.blocks))
    wider = seeding.scatter_beyond(known, first.seed)
    mesh = build_mesh(wider.seeds, first.mesh.blocks, seed_number=first.seed)
    _require_same_borders(first.mesh, mesh, first.cells)
    cells = _find_cells(mesh, first.cells, first.seed)
    return partition(mesh, Ground.over(mesh), townships={layout.JOINING: cells}, table=table, seed=first.seed)


def _require_same_borders(first: Mesh, wider: Mesh, cells: set[int]) -> None:
    for cell in sorted(cells):
        if first.neighbours[cell] != wider.neighbours[cell]:
            raise ValueError(f"cell {cell} has other neighbours in the wider mesh")
        for other in first.neighbours[cell]:
            if first.line((cell, other)) != wider.line((cell, other)):
                raise ValueError(f"the side between cells {cell} and {other} is another in the wider mesh")


def _find_cells(mesh: Mesh, taken: set[int], seed: int) -> set[int]:
    """The town's cells in one piece, with the pockets that would be left between it and the district."""
    free = [cell for cell in range(len(mesh.seeds)) if cell not in taken]
    town = pieces(mesh, [cell for cell in free if seeding.is_joining(mesh.seeds[cell], seed)])[0]
    for pocket in pieces(mesh, [cell for cell in free if cell not in town])[1:]:
        town |= pocket
    return town
