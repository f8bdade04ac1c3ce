"""Columns and heights for the graph of dependencies, laid out by grandalf: every arrow runs to the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

Edge = tuple[str, str]
"""From a claim to one that uses it."""
Point = tuple[int, float]
"""A column and a height in it, in lines."""


@dataclass(frozen=True)
class Layout:
    """Places in units of one column and one line.

    Attributes:
        places: label -> its place, heights at least 1 apart within a column.
        routes: arrow -> the points it passes through, one a column, both ends included.
        single: labels that rest on nothing and that nothing rests on, in order.
    """

    places: Mapping[str, Point]
    routes: Mapping[Edge, tuple[Point, ...]]
    single: tuple[str, ...]


def layered(uses: Mapping[str, Sequence[str]]) -> Layout:
    """The layered layout of Sugiyama, Tagawa and Toda (1981) of label -> labels it rests on, one connected part below another."""
    from grandalf.graphs import Edge as Arrow  # of the extra docs
    from grandalf.graphs import Graph, Vertex
    from grandalf.layouts import SugiyamaLayout, VertexViewer

    class Placed(Vertex):
        """A vertex with the size and the place that the layout reads and writes."""

        def __init__(self, data: str):
            super().__init__(data)
            self.view = VertexViewer(w=1, h=1)

    vertices = {label: Placed(label) for label in uses}
    arrows = [Arrow(vertices[used], vertices[label]) for label, all_used in uses.items() for used in all_used]
    parts = sorted(Graph(list(vertices.values()), arrows).C, key=lambda part: -part.order())
    places: dict[str, Point] = {}
    routes: dict[Edge, tuple[Point, ...]] = {}
    top = 0.0
    for part in (part for part in parts if part.order() > 1):
        drawn = SugiyamaLayout(part)
        drawn.xspace = 0
        drawn.init_all(optimize=True)
        drawn.draw(N=24)  # rounds of crossing reduction
        at = {vertex: (rank, height) for rank, layer in enumerate(drawn.layers) for vertex, height in _spread(layer)}
        shift = top - min(height for _, height in at.values())
        at = {vertex: (rank, height + shift) for vertex, (rank, height) in at.items()}
        places |= {vertex.data: at[vertex] for vertex in part.sV}
        for arrow in part.sE:
            between = drawn.ctrls.get(arrow, {})
            stops = [between[rank] for rank in sorted(between)][1:-1]
            routes[arrow.v[0].data, arrow.v[1].data] = tuple(at[vertex] for vertex in (arrow.v[0], *stops, arrow.v[1]))
        top = 1.5 + max(height for _, height in at.values())
    return Layout(places, routes, tuple(label for label in uses if label not in places))


def _spread(layer: Sequence[Any]) -> list[tuple[Any, float]]:
    """The vertices of a column with their heights, at least 1 apart: the mean of four alignments may bring them nearer."""
    heights: list[tuple[Any, float]] = []
    for vertex in layer:
        heights.append((vertex, max(vertex.view.xy[0], heights[-1][1] + 1 if heights else -inf)))
    return heights
