"""An error along its refinement ladder, against the order that a claim states."""

from __future__ import annotations

from textwrap import fill
from typing import overload

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lietheory.proof.rates import MeasuredRate, Rate
from lietheory.rendering.figures.style import LEARNED, THEORY, canvas


@overload
def plot_rate(rate: Rate, measured: MeasuredRate, axes: None = None) -> Figure: ...
@overload
def plot_rate(rate: Rate, measured: MeasuredRate, axes: Axes) -> Axes: ...
def plot_rate(rate: Rate, measured: MeasuredRate, axes: Axes | None = None) -> Axes | Figure:
    """The measured errors and the line of the stated order, both axes logarithmic.

    The line has the derived constant where there is one, and else passes through the finest error.

    Args:
        rate: the stated one, ``claim.rate``.
        measured: ``outcome.rate`` of :func:`lietheory.verify`.
        axes: to draw into, and returned; without them a new figure is.
    """
    plot, drawn = canvas(axes, 3.2, f"Measured order {measured.order:.3f}, stated {rate.order:g}")
    steps, errors = np.array(measured.steps), np.array(measured.errors)
    constant = measured.constant if rate.constant is None else rate.constant
    label = f"{constant:.3g} $h^{{{rate.order:g}}}$" + (
        ", drawn through the last point" if rate.constant is None else ", derived"
    )
    plot.plot(steps, constant * steps**rate.order, "-", color=THEORY, linewidth=1.5, label=label)
    plot.plot(steps, errors, "o", color=LEARNED, label="measured error")
    plot.set_xscale("log")
    plot.set_yscale("log")
    plot.set_xlabel(fill(f"h: {rate.quantity}", 64))
    plot.set_ylabel("error")
    plot.legend(loc="best", fontsize=8, frameon=False)
    return drawn
