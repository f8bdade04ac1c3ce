"""The graph of what rests on what, drawn for paper; pages take the picture with links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import overload

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lietheory.rendering.dependency_layout import layered
from lietheory.rendering.figures.style import canvas


@overload
def plot_dependencies(uses: Mapping[str, Sequence[str]], fills: Mapping[str, str], axes: None = None) -> Figure: ...
@overload
def plot_dependencies(uses: Mapping[str, Sequence[str]], fills: Mapping[str, str], axes: Axes) -> Axes: ...
def plot_dependencies(uses: Mapping[str, Sequence[str]], fills: Mapping[str, str], axes: Axes | None = None) -> Axes | Figure:
    """Labels in columns, an arrow from each to every one that rests on it; those that stand alone in the last rows.

    Args:
        uses: label -> labels it rests on.
        fills: label -> colour; white for a label without one.
        axes: to draw into, and returned; without them a new figure is.
    """
    layout = layered(uses)
    columns = 1 + max((k for k, _ in layout.places.values()), default=0)
    lines = 1 + max((y for _, y in layout.places.values()), default=0.0)
    places = dict(layout.places)
    across = max(columns, 3)
    places |= {label: (n % across, lines + 1 + n // across) for n, label in enumerate(layout.single)}
    depth = max((y for _, y in places.values()), default=0.0)
    plot, drawn = canvas(axes, 0.24 * depth + 1, "What rests on what")
    for route in layout.routes.values():
        plot.plot(*zip(*route, strict=True), color="#999999", linewidth=0.6, zorder=1)
    for label, (k, y) in places.items():
        box = {"boxstyle": "round,pad=0.25", "facecolor": fills.get(label, "#ffffff"), "edgecolor": "#555555", "linewidth": 0.5}
        plot.text(k, y, label, ha="center", va="center", fontsize=5, bbox=box, zorder=2)
    plot.set(xlim=(-0.6, across - 0.4), ylim=(depth + 1, -1))
    plot.axis("off")
    return drawn
