"""Differences with their intervals around 0: which differ from 0, and which would need more data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lietheory.rendering.figures.style import LEARNED, LIMIT, THEORY, Drawn, Panels, panels


@dataclass(frozen=True)
class Difference:
    """One difference.

    Args:
        label: what is compared.
        value: the difference.
        lower: lower end of its interval.
        upper: upper end.
    """

    label: str
    value: float
    lower: float
    upper: float


def plot_forest(
    groups: Mapping[str, Sequence[Difference]], title: str, quantity: str, margin: float, axes: Panels | None = None
) -> Drawn:
    """A point and a line for each difference, a panel a group; the band of +-margin around 0 is what does not count.

    Filled blue circles lie above 0 with the whole interval, vermilion squares below, open grey ones have 0 in it.

    Args:
        groups: the differences of each panel, first on top.
        title: of a new figure.
        quantity: what is compared, with its unit.
        margin: half the width of the band.
        axes: one for each group, to draw into, and returned; without them a new figure is.
    """
    rows = sum(len(differences) for differences in groups.values())
    plots, drawn = panels(axes, len(groups), 1, 0.2 * rows + 0.4 * len(groups) + 0.8, title, "plot_forest(groups)")
    shown = [d for differences in groups.values() for d in differences]
    end = 1.1 * max(margin, *(max(abs(d.lower), abs(d.upper)) for d in shown))
    for plot, (name, differences) in zip(plots.flat, groups.items(), strict=True):
        plot.axvspan(-margin, margin, color="#EEEEEE", zorder=0)
        plot.axvline(0, color=LIMIT, linewidth=1, linestyle="--", zorder=1)
        place = np.arange(len(differences))[::-1]
        for d, y in zip(differences, place, strict=True):
            colour, shape, fill = _look(d)
            plot.plot([d.lower, d.upper], [y, y], color=colour, linewidth=1.5)
            plot.plot(d.value, y, shape, color=colour, mfc=fill, markersize=5)
        plot.set_yticks(place, [d.label for d in differences], fontsize=8)
        plot.set_ylim(-0.6, len(differences) - 0.4)
        plot.set_xlim(-end, end)
        plot.tick_params(axis="x", labelsize=8)
        plot.set_title(name, fontsize=9, loc="left")
    plots.flat[-1].set_xlabel(quantity, fontsize=9)
    return drawn


def _look(d: Difference) -> tuple[str, str, str]:
    if d.lower > 0:
        return LEARNED, "o", LEARNED
    return (THEORY, "s", THEORY) if d.upper < 0 else (LIMIT, "o", "white")
