"""A layered layout of the graph of what rests on what: every arrow runs to the right.

The steps are the classical ones: layers by longest path, a placeholder wherever an arrow passes
through a layer, sweeps that order each layer by the mean place of its neighbours, and heights that
are pulled towards the neighbours without overlap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 24

Edge = tuple[str, str]
"""From a claim to one that uses it."""


@dataclass(frozen=True)
class Layout:
    """Places in units of one layer and one line.

    Attributes:
        places: label -> (layer, height), heights at least 1 apart within a layer.
        routes: arrow -> the points it passes through, both ends included.
        single: labels that rest on nothing and that nothing rests on, in order.
    """

    places: Mapping[str, tuple[int, float]]
    routes: Mapping[Edge, tuple[tuple[int, float], ...]]
    single: tuple[str, ...]


def layered(uses: Mapping[str, Sequence[str]]) -> Layout:
    """The layout of label -> labels it rests on.

    Examples:
        >>> layout = layered({"a": (), "b": ("a",), "c": ("a", "b"), "d": ()})
        >>> [layout.places[x][0] for x in "abc"], layout.single
        ([0, 1, 2], ('d',))
    """
    edges = [(used, label) for label, all_used in uses.items() for used in all_used]
    joined = {label for edge in edges for label in edge}
    places: dict[str, tuple[int, float]] = {}
    routes: dict[Edge, tuple[tuple[int, float], ...]] = {}
    top = 0.0
    for part in _components([label for label in uses if label in joined], edges):
        drawn = _drawn(part, uses)
        places |= {label: (k, top + y) for label, (k, y) in drawn.places.items()}
        routes |= {edge: tuple((k, top + y) for k, y in route) for edge, route in drawn.routes.items()}
        top += 1.5 + max(y for points in (drawn.places.values(), *drawn.routes.values()) for _, y in points)
    return Layout(places, routes, tuple(label for label in uses if label not in joined))


def _components(labels: Sequence[str], edges: Sequence[Edge]) -> list[list[str]]:
    """The connected parts, the largest first."""
    part = {label: {label} for label in labels}
    for a, b in edges:
        if part[a] is not part[b]:
            part[a] |= part[b]
            for label in part[b]:
                part[label] = part[a]
    groups = {id(members): members for members in part.values()}.values()
    return sorted(([label for label in labels if label in members] for members in groups), key=len, reverse=True)


def _drawn(labels: Sequence[str], uses: Mapping[str, Sequence[str]]) -> Layout:
    """The layout of one connected part."""
    layer = _layers(labels, uses)
    routes = {(used, label): _route((used, label), layer) for label in labels for used in uses[label]}
    rows: list[list[str]] = [[] for _ in range(max(layer.values()) + 1)]
    column = dict(layer)
    for route in routes.values():
        column |= {point: layer[route[0]] + k for k, point in enumerate(route)}
    for label, k in column.items():
        rows[k].append(label)
    links = [link for route in routes.values() for link in pairwise(route)]
    heights = _heights(_ordered(rows, links), links)
    return Layout(
        {label: (layer[label], heights[label]) for label in labels},
        {edge: tuple((column[p], heights[p]) for p in route) for edge, route in routes.items()},
        (),
    )


def _layers(labels: Sequence[str], uses: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The longest path to each label; a label that rests on nothing stands right before the first that uses it."""
    depth: dict[str, int] = {}

    def of(label: str) -> int:
        if label not in depth:
            depth[label] = 1 + max((of(used) for used in uses[label]), default=-1)
        return depth[label]

    late = {label: of(label) for label in labels}
    for label in labels:
        if not uses[label]:
            late[label] = min(late[user] for user in labels if label in uses[user]) - 1
    return late


def _route(edge: Edge, layer: Mapping[str, int]) -> tuple[str, ...]:
    used, label = edge
    between = tuple(f"{used} > {label} @ {k}" for k in range(layer[used] + 1, layer[label]))
    return (used, *between, label)


def _ordered(rows: list[list[str]], links: Sequence[Edge]) -> list[list[str]]:
    """The rows after sweeps to the right and back, the best of all kept."""
    left, right = _neighbours(links)
    best = [list(row) for row in rows]
    fewest = _crossings(best, links)
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        for row in rows if forwards else reversed(rows):
            place = {label: k for other in rows for k, label in enumerate(other)}
            near = left if forwards else right
            row.sort(key=lambda x, place=place, near=near: _mean([place[y] for y in near.get(x, ())], place[x]))
        if (crossings := _crossings(rows, links)) < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return best


def _neighbours(links: Sequence[Edge]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    left: dict[str, list[str]] = {}
    right: dict[str, list[str]] = {}
    for a, b in links:
        left.setdefault(b, []).append(a)
        right.setdefault(a, []).append(b)
    return left, right


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(rows: list[list[str]], links: Sequence[Edge]) -> int:
    """How many pairs of arrows between neighbouring layers cross."""
    place = {label: (k, n) for k, row in enumerate(rows) for n, label in enumerate(row)}
    by_layer: dict[int, list[tuple[int, int]]] = {}
    for a, b in links:
        by_layer.setdefault(place[a][0], []).append((place[a][1], place[b][1]))
    return sum(
        (a1 - a2) * (b1 - b2) < 0 for ends in by_layer.values() for n, (a1, b1) in enumerate(ends) for a2, b2 in ends[n + 1 :]
    )


def _heights(rows: list[list[str]], links: Sequence[Edge]) -> dict[str, float]:
    """Each label as near to the mean of its neighbours as its row allows, centred rows to begin with."""
    left, right = _neighbours(links)
    tallest = max(map(len, rows), default=0)
    height = {label: n + (tallest - len(row)) / 2 for row in rows for n, label in enumerate(row)}
    for sweep in range(SWEEPS):
        near = left if sweep % 2 == 0 else right
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = [_mean([height[y] for y in near.get(x, ())], height[x]) for x in row]
            height.update(zip(row, _apart(wanted), strict=True))
    top = min(height.values(), default=0.0)
    return {label: y - top for label, y in height.items()}


def _apart(wanted: Sequence[float]) -> list[float]:
    """The nearest heights, in order and at least 1 apart: blocks that touch share the mean of their wishes."""
    blocks: list[list[float]] = []  # [mean of (wish - index), count]
    for n, y in enumerate(wanted):
        blocks.append([y - n, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (y1, n1), (y2, n2) = blocks[-2:]
            blocks[-2:] = [[(y1 * n1 + y2 * n2) / (n1 + n2), n1 + n2]]
    offsets = [y for y, count in blocks for _ in range(int(count))]
    return [y + n for n, y in enumerate(offsets)]
