"""The cosines of estimators with a generator as the angle of their pairs shrinks, each beside its upper bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from lietheory.rendering.figures.style import PALETTE, Drawn, canvas

MARKS = ("o", "s", "^", "D", "v", "x")


def plot_recovery(
    angles: Sequence[float],
    recovered: Mapping[str, Sequence[float]],
    ceilings: Mapping[str, Sequence[float]],
    title: str,
    axes: Axes | None = None,
) -> Drawn:
    """Cosines against angles, logarithmic: a mark for each estimate, a line of the same colour for the ceiling.

    Args:
        angles: in radians.
        recovered: by estimator, a cosine for each angle, NaN where there is none.
        ceilings: the same for the best that each could do.
        title: of the picture.
        axes: to draw into, and returned; without them a new figure is.

    Examples:
        >>> len(plot_recovery([0.1, 0.2], {"full": [0.9, 0.8]}, {"full": [0.9, 0.8]}, "7 x 7").axes)
        1
    """
    plot, drawn = canvas(axes, 3.6, title)
    for i, (name, cosines) in enumerate(recovered.items()):
        colour = PALETTE[i % len(PALETTE)]
        plot.plot(angles, ceilings[name], "-", color=colour, linewidth=1.0)
        plot.plot(angles, cosines, MARKS[i % len(MARKS)], color=colour, markersize=5, label=name)
    plot.set_xscale("log")
    plot.set_xticks(list(angles), [f"{angle:.2g}" for angle in angles])
    plot.minorticks_off()
    plot.set_ylim(-0.03, 1.03)
    plot.set_xlabel("angle of the pairs, radians; line: ceiling")
    plot.set_ylabel("cosine with the sampler's derivative")
    plot.legend(loc="best", fontsize=8, frameon=False)
    return drawn
