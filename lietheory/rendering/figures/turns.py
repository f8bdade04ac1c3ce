"""Classifiers beside each other as images turn: the probability of the right class, and the effect size of every direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from jaxtyping import Float
from matplotlib.figure import Figure
from scipy import ndimage

from lietheory.discovery.symmetry_estimate import BROKEN, SYMMETRY, UNDECIDED, UNSEEN
from lietheory.rendering.figures.style import PALETTE, Drawn, Panels, draw_image, panels

SHOWN = 9
FILLED = {SYMMETRY: "full", UNDECIDED: "left", BROKEN: "none", UNSEEN: "none"}
"""Three states, told apart without colour."""
STYLES = ((PALETTE[0], "o-"), (PALETTE[1], "s--"), (PALETTE[3], "^:"))


@dataclass(frozen=True, eq=False)
class Turned:
    """One classifier.

    Args:
        name: of it.
        angles: of a full turn, in radians.
        confidence: the mean probability of the right class at each.
        effect_sizes: lambda of its directions, ascending.
        states: of each, "symmetry", "undecided" or "no symmetry".
    """

    name: str
    angles: Sequence[float]
    confidence: Sequence[float]
    effect_sizes: Sequence[float]
    states: Sequence[str] = ()


def plot_turns(image: Float[np.ndarray, "h w"], classifiers: Sequence[Turned], axes: Panels | None = None) -> Drawn:
    """One image at nine angles; the probability of the right class against the angle; lambda of every direction below.

    Args:
        image: of which the classifiers are asked.
        classifiers: at most three.
        axes: three, to draw into, and returned; without them a new figure is.
    """
    title = "As the images turn: the probability of the right class"
    plots, drawn = panels(axes, 3, 1, 4.6, title, "plot_turns(image, classifiers)")
    above, middle, below = plots[:, 0]
    if isinstance(drawn, Figure):
        above.get_gridspec().set_height_ratios([1, 3, 1.3])
    above.axis("off")
    for i, degrees in enumerate(np.linspace(0, 360, SHOWN)):
        inset = above.inset_axes((i / SHOWN, 0, 0.96 / SHOWN, 1))
        draw_image(inset, np.clip(ndimage.rotate(image, degrees, reshape=False, order=3), 0, 1))
    for place, (one, (colour, mark)) in enumerate(zip(classifiers, STYLES, strict=False)):
        middle.plot(np.degrees(one.angles), one.confidence, mark, color=colour, markersize=3.5, linewidth=1)
        for size, state in zip_longest(one.effect_sizes, one.states, fillvalue=BROKEN):
            below.plot(size, -place, mark[0], color=colour, markersize=5, fillstyle=FILLED[state])
        at = (min(one.effect_sizes), -place)
        below.annotate(f"{at[0]:.2g}", at, (-6, 0), textcoords="offset points", ha="right", va="center", fontsize=8)
    middle.set(xlim=(-5, 365), ylim=(0, 1), xticks=range(0, 361, 45), xlabel="angle, degrees", ylabel="probability")
    least = min(min(one.effect_sizes) for one in classifiers)
    below.set(xscale="log", xlim=(min(1e-3, least) / 30, 3), ylim=(0.6 - len(classifiers), 0.6))
    below.set_yticks([-i for i in range(len(classifiers))], [one.name for one in classifiers], fontsize=8)
    below.set_xlabel("effect size λ of each direction")
    return drawn
