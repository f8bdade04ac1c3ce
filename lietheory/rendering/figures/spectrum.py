"""The evidence for each direction: effect sizes with their bounds, trained beside untrained."""

from __future__ import annotations

from typing import overload

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from lietheory.comparison.experiment_result import EffectSizes
from lietheory.discovery.decision import LAMBDA_TOLERANCE
from lietheory.rendering.figures.style import LEARNED, THEORY, canvas, draw_limit


@overload
def plot_spectrum(effect_sizes: EffectSizes, title: str = ..., axes: None = None) -> Figure: ...
@overload
def plot_spectrum(effect_sizes: EffectSizes, title: str = ..., *, axes: Axes) -> Axes: ...
def plot_spectrum(
    effect_sizes: EffectSizes, title: str = "Effect size of each direction", axes: Axes | None = None
) -> Axes | Figure:
    """The effect sizes lambda in ascending order, on a logarithmic axis with 95 % bounds.

    A symmetry lies below the tolerance, drawn as a line; without any relation lambda is about 1.
    Drawn into the axes, which are returned, or into a new figure, which is.
    """
    plot, drawn = canvas(axes, 3.2, title)
    place = 1 + np.arange(len(effect_sizes.values))
    values, floor = effect_sizes.values, LAMBDA_TOLERANCE * 1e-2
    shown = np.maximum(values, floor)
    reach = [shown - np.maximum(effect_sizes.lower, floor), np.maximum(effect_sizes.upper, shown) - shown]
    plot.errorbar(place, shown, yerr=reach, fmt="o", color=LEARNED, capsize=4, label="trained, with 95 % bounds")
    plot.plot(place, effect_sizes.untrained, "s", mfc="none", color=THEORY, label="the same network, untrained")
    draw_limit(plot, LAMBDA_TOLERANCE, "a symmetry lies below", above=False)
    plot.set_yscale("log")
    plot.set_ylim(min(shown.min(), LAMBDA_TOLERANCE) / 3, 3)
    plot.xaxis.set_major_locator(MaxNLocator(integer=True))
    plot.set_xlabel("direction, least effect first")
    plot.set_ylabel("effect size λ")
    plot.legend(loc="lower right", bbox_to_anchor=(1, 0.25), fontsize=8, frameon=False)
    return drawn
