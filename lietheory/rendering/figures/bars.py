"""Means with their intervals, side by side, in a panel for each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from lietheory.rendering.figures.style import LEARNED, LIMIT, THEORY, Drawn, Panels, panels

PALE = "#C9C9C9"


@dataclass(frozen=True)
class Bar:
    """One bar.

    Args:
        label: beside it.
        value: its length.
        lower: lower end of the interval; the value where there is none.
        upper: upper end.
        mark: a second value, drawn as an open circle; None if there is none.
        highlighted: whether it is the one that the figure is about.
    """

    label: str
    value: float
    lower: float
    upper: float
    mark: float | None = None
    highlighted: bool = False


def plot_bars(
    groups: Mapping[str, Sequence[Bar]],
    title: str,
    quantity: str,
    *,
    mark: str = "",
    limit: float | None = None,
    axes: Panels | None = None,
) -> Drawn:
    """Horizontal bars from 0, a panel a group, each with its interval, where it has one, and its value in figures.

    Args:
        groups: the bars of each panel, first on top.
        title: of a new figure.
        quantity: what the bars measure, with its unit.
        mark: what the open circles are.
        limit: the end of the axis; chosen from the bars if None.
        axes: one for each group, to draw into, and returned; without them a new figure is.
    """
    rows = max(len(bars) for bars in groups.values())
    plots, drawn = panels(axes, len(groups), 1, len(groups) * (0.21 * rows + 0.45) + 0.7, title, "plot_bars(groups)")
    end = limit or 1.02 * max(max(bar.upper, bar.mark or 0) for bars in groups.values() for bar in bars)
    for plot, (name, bars) in zip(plots.flat, groups.items(), strict=True):
        place = np.arange(len(bars))[::-1]
        values = np.array([bar.value for bar in bars])
        reach = [values - [bar.lower for bar in bars], np.array([bar.upper for bar in bars]) - values]
        colours = [LEARNED if bar.highlighted else PALE for bar in bars]
        plot.barh(place, values, color=colours, height=0.72, edgecolor=LIMIT, linewidth=0.5)
        if np.any(reach):
            plot.errorbar(values, place, xerr=np.maximum(reach, 0), fmt="none", ecolor="black", elinewidth=1, capsize=2)
        marked = [(bar.mark, y) for bar, y in zip(bars, place, strict=True) if bar.mark is not None]
        if marked:
            plot.plot(*zip(*marked, strict=True), "o", mfc="none", mec=THEORY, markersize=4, label=mark)
        for bar, y in zip(bars, place, strict=True):
            inside = bar.value > end / 4  # else beside it
            colour = "white" if inside and bar.highlighted else "black"
            at = (0 if inside else max(bar.upper, bar.mark or 0), y)
            plot.annotate(_digits(bar.value), at, (4, 0), textcoords="offset points", va="center", fontsize=7.5, color=colour)
        plot.set_yticks(place, [bar.label for bar in bars], fontsize=8)
        plot.set_xlim(0, end)
        plot.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        plot.tick_params(axis="x", labelsize=8)
        plot.set_title(name, fontsize=9, loc="left")
    plots.flat[-1].set_xlabel(quantity, fontsize=9)
    if mark:
        whole, place = (drawn, "outside lower right") if isinstance(drawn, Figure) else (plots.flat[-1], "best")
        whole.legend(*plots.flat[0].get_legend_handles_labels(), loc=place, fontsize=7.5, frameon=False)
    return drawn


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}"
