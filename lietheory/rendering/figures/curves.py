"""Measured values along a setting, several curves in one picture, each with the spread of its runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter, NullLocator

from lietheory.rendering.figures.style import LIMIT, PALETTE, Drawn, canvas

MARKS = ("o-", "s--", "^:", "D-.", "v-")


def plot_curves(
    title: str,
    curves: Mapping[str, Sequence[tuple[float, Sequence[float]]]],
    x_label: str,
    y_label: str,
    *,
    logarithmic: tuple[bool, bool] = (True, True),
    limit: tuple[float, str] | None = None,
    axes: Axes | None = None,
) -> Drawn:
    """The median of the runs at each setting, a bar from their least to their largest, and a line per curve.

    Args:
        title: of the picture.
        curves: for each label the settings with the values of their runs.
        x_label: what the setting is.
        y_label: what was measured.
        logarithmic: whether either axis is.
        limit: a level to compare with, and what it is.
        axes: to draw into, and returned; without them a new figure is.
    """
    plot, drawn = canvas(axes, 3.4, title)
    for (label, curve), mark, colour in zip(curves.items(), cycle(MARKS), cycle(PALETTE), strict=False):
        at = [x for x, _ in curve]
        middle, low, high = (np.array([f(values) for _, values in curve]) for f in (np.median, np.min, np.max))
        plot.errorbar(at, middle, [middle - low, high - middle], fmt=mark, color=colour, capsize=3, markersize=5, label=label)
    if limit is not None:
        plot.axhline(limit[0], color=LIMIT, linewidth=1, label=limit[1])
    _scale(plot, sorted({x for curve in curves.values() for x, _ in curve}), *logarithmic)
    plot.set_xlabel(x_label)
    plot.set_ylabel(y_label)
    plot.legend(loc="best", fontsize=8, frameon=False)
    return drawn


def _scale(plot, settings: Sequence[float], x_is_log: bool, y_is_log: bool) -> None:
    if x_is_log:
        plot.set_xscale("log")
        plot.xaxis.set_minor_locator(NullLocator())
        plot.xaxis.set_minor_formatter(NullFormatter())
    plot.set_xticks(settings, [f"{x:g}" for x in settings])
    if y_is_log:
        plot.set_yscale("log")
