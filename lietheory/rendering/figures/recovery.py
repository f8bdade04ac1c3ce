"""The cosines of estimators with a generator as the angle of their pairs shrinks, each beside its upper bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from lietheory.rendering.figures.style import LEARNED, LIMIT, THEORY, new_figure

MARKS = ("o", "s", "^", "D", "v", "x")
COLOURS = (LEARNED, THEORY, LIMIT, "#009E73", "#CC79A7", "#56B4E9")  # the rest of Okabe and Ito's palette


def plot_recovery(
    angles: Sequence[float], recovered: Mapping[str, Sequence[float]], ceilings: Mapping[str, Sequence[float]], title: str
) -> Figure:
    """Cosines against angles, logarithmic: a mark for each estimate, a line of the same colour for the ceiling.

    Args:
        angles: in radians.
        recovered: by estimator, a cosine for each angle, NaN where there is none.
        ceilings: the same for the best that each could do.
        title: of the figure.

    Examples:
        >>> len(plot_recovery([0.1, 0.2], {"full": [0.9, 0.8]}, {"full": [0.9, 0.8]}, "7 x 7").axes)
        1
    """
    figure, axes = new_figure(1, 1, 3.6, title)
    (plot,) = axes.flat
    for i, (name, cosines) in enumerate(recovered.items()):
        colour = COLOURS[i % len(COLOURS)]
        plot.plot(angles, ceilings[name], "-", color=colour, linewidth=1.0)
        plot.plot(angles, cosines, MARKS[i % len(MARKS)], color=colour, markersize=5, label=name)
    plot.set_xscale("log")
    plot.set_xticks(list(angles), [f"{angle:.2g}" for angle in angles])
    plot.minorticks_off()
    plot.set_ylim(-0.03, 1.03)
    plot.set_xlabel("angle of the pairs, radians; line: ceiling")
    plot.set_ylabel("cosine with the sampler's derivative")
    plot.legend(loc="best", fontsize=8, frameon=False)
    return figure
