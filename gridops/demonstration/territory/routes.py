"""Cheapest ways through a small graph of numbered nodes. What the nodes are is the caller's affair."""

from collections.abc import Callable, Iterable
from heapq import heappop, heappush

Graph = dict[int, dict[int, float]]
"""{node: {neighbour: cost}}, both ways."""


def join(graph: Graph, a: int, b: int, *, cost: float) -> None:
    """Adds an edge both ways."""
    graph.setdefault(a, {})[b] = cost
    graph.setdefault(b, {})[a] = cost


def find_way(
    graph: Graph, start: int, ends: Iterable[int], *, cost: Callable[[int, int, float], float] | None = None
) -> list[int]:
    """The nodes of the cheapest way from start to the first of the ends reached; empty when there is none."""
    wanted = set(ends)
    queue: list[tuple[float, int, int]] = [(0.0, start, start)]
    came_from: dict[int, int] = {}
    while queue:
        so_far, node, before = heappop(queue)
        if node in came_from:
            continue
        came_from[node] = before
        if node in wanted:
            return _trace(came_from, start, node)
        for other, length in graph.get(node, {}).items():
            if other not in came_from:
                step = cost(node, other, length) if cost else length
                heappush(queue, (so_far + step, other, node))
    return []


def _trace(came_from: dict[int, int], start: int, node: int) -> list[int]:
    way = [node]
    while node != start:
        node = came_from[node]
        way.append(node)
    return way[::-1]


def connected_nodes(graph: Graph) -> list[set[int]]:
    """The connected parts of a graph, the largest first."""
    left = set(graph)
    found = []
    while left:
        part: set[int] = set()
        edge = [min(left)]
        while edge:
            node = edge.pop()
            if node in left:
                left.discard(node)
                part.add(node)
                edge.extend(graph[node])
        found.append(part)
    return sorted(found, key=lambda part: (-len(part), min(part)))


def spanning_edges(graph: Graph, already: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The cheapest further edges that connect all nodes, given edges that are there already."""
    boss: dict[int, int] = {node: node for node in graph}

    def head(node: int) -> int:
        while boss[node] != node:
            node = boss[node]
        return node

    for a, b in already:
        boss[head(a)] = head(b)
    chosen = []
    edges = sorted((cost, a, b) for a, others in graph.items() for b, cost in others.items() if a < b)
    for _, a, b in edges:
        if head(a) != head(b):
            boss[head(a)] = head(b)
            chosen.append((a, b))
    return chosen
