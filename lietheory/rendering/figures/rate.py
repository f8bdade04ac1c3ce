"""An error along its refinement ladder, against the order that a claim states."""

from __future__ import annotations

from textwrap import fill

import numpy as np
from matplotlib.figure import Figure

from lietheory.proof.rates import MeasuredRate, Rate
from lietheory.rendering.figures.style import LEARNED, THEORY, new_figure


def plot_rate(rate: Rate, measured: MeasuredRate) -> Figure:
    """The measured errors and the line of the stated order, both axes logarithmic.

    The line has the derived constant where there is one, and else passes through the finest error.
    """
    figure, axes = new_figure(1, 1, 3.2, f"Measured order {measured.order:.3f}, stated {rate.order:g}")
    (plot,) = axes.flat
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
    return figure
