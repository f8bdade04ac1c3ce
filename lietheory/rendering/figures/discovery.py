"""The figures of a discovery: its evidence, generators as pictures, and their flow on samples."""

from __future__ import annotations

from itertools import cycle
from typing import overload

import numpy as np
from jaxtyping import Float
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from lietheory.discovery.decision import LAMBDA_TOLERANCE, STEP_TOLERANCE
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.rendering.figures.on_axes import STATES
from lietheory.rendering.figures.style import (
    LEARNED,
    LIMIT,
    PALETTE,
    THEORY,
    Drawn,
    Panels,
    canvas,
    draw_image,
    draw_limit,
    panels,
)

LEAST_LAMBDA, LEAST_STEP = 1e-8, 1e-10  # what is smaller is drawn there: it is rounding
ACROSS = 5  # pictures beside each other


def plot_evidence(estimate: SymmetryEstimate, axes: Panels | None = None) -> Drawn:
    """Held-out lambda with its bounds, and below it the finite step, for each judged direction; both tolerances as lines.

    Args:
        estimate: of :func:`lconv.discover`.
        axes: two, to draw into, and returned; without them a new figure is.
    """
    title = "Evidence for each direction, on held-out points"
    plots, drawn = panels(axes, 2, 1, 4.6, title, "plot_evidence(estimate)")
    above, below = plots.flat
    judged = np.isfinite(estimate.upper_bounds)
    place, states = 1 + np.arange(judged.sum()), np.array(estimate.states)[judged]
    values, lower, upper = (
        np.maximum(v[judged], LEAST_LAMBDA) for v in (estimate.held_out, estimate.lower_bounds, estimate.upper_bounds)
    )
    steps = np.clip(estimate.finite_step_error[judged], LEAST_STEP, 1e3)
    for name, (mark, colour) in STATES.items():
        kept = states == name
        if kept.any():
            reach = [(values - lower)[kept], (upper - values)[kept]]
            above.errorbar(place[kept], values[kept], yerr=reach, fmt=mark, ms=4, capsize=2, color=colour, label=name)
            below.plot(place[kept], steps[kept], mark, ms=4, color=colour)
    for plot, limit, name in ((above, LAMBDA_TOLERANCE, "λ, 95 % bounds"), (below, STEP_TOLERANCE, "finite step")):
        draw_limit(plot, limit, f"tolerance {limit:g}", above=True)
        plot.set_yscale("log")
        plot.set_ylabel(name)
        plot.xaxis.set_major_locator(MaxNLocator(integer=True))
    above.legend(loc="best", fontsize=8, frameon=False)
    below.set_xlabel("direction, least upper bound first")
    return drawn


def _in_rows(axes: Panels | None, count: int, across: int, height: float, title: str, call: str) -> tuple[np.ndarray, Drawn]:
    """Flat axes for some pictures: those given, or rows of a new figure, whose last places stay empty."""
    rows, columns = (-(-count // across), across) if axes is None else (1, count)
    plots, drawn = panels(axes, rows, columns, 0.5 + height * rows, title, call)
    for plot in plots.flat[count:]:
        plot.axis("off")
    return plots.ravel()[:count], drawn


def plot_generators(generators: Float[np.ndarray, "k n n"], names: list[str], axes: Panels | None = None) -> Drawn:
    """Matrices beside each other, each scaled to its largest entry.

    Args:
        generators: (k, n, n).
        names: of each.
        axes: k, to draw into, and returned; without them a new figure is.
    """
    across, title = min(ACROSS, max(len(generators), 3)), "Generators as matrices, each scaled to its largest entry"
    plots, drawn = _in_rows(axes, len(generators), across, 1.35, title, "plot_generators(generators, names)")
    for plot, L, name in zip(plots, generators, names, strict=False):
        draw_image(plot, L, name, max(float(np.abs(L).max()), np.finfo(float).tiny))
    return drawn


def plot_moved_images(
    samples: Float[np.ndarray, "k S h w"], names: list[str], times: Float[np.ndarray, " S"], axes: Panels | None = None
) -> Drawn:
    """One image along each flow: a direction a row, a time a column.

    Args:
        samples: the image at each time, (k, S, h, w).
        names: of the directions.
        times: S of them.
        axes: (k, S), to draw into, and returned; without them a new figure is.
    """
    height, title = 0.6 + 1.15 * len(samples), "One sample x moved along the flow: exp(tL) x"
    plots, drawn = panels(axes, len(samples), len(times), height, title, "plot_moved_images(samples, names, times)")
    still = samples[:, np.argmin(np.abs(times))]
    low, high = float(still.min()), float(still.max())
    for row, moved, name in zip(plots, samples, names, strict=True):
        for plot, image, t in zip(row, moved, times, strict=True):
            draw_image(plot, np.clip((image - low) / ((high - low) or 1.0), 0, 1), f"t = {t:g}" if plot in plots[0] else "")
        row[0].set_ylabel(name, fontsize=8)
    return drawn


def plot_worst_image(point: Float[np.ndarray, "h w"], moved: Float[np.ndarray, "h w"], axes: Panels | None = None) -> Drawn:
    """An image before and after a step, and the difference, each on its own scale of grey.

    Args:
        point: the image.
        moved: after the step.
        axes: three, to draw into, and returned; without them a new figure is.
    """
    call = "plot_worst_image(point, moved)"
    plots, drawn = _in_rows(axes, 3, 3, 1.7, "The image whose output moves most", call)
    for plot, image, name in zip(plots, (point, moved, moved - point), ("x", "g x", "g x - x"), strict=True):
        low, high = float(image.min()), float(image.max())
        draw_image(plot, (image - low) / ((high - low) or 1.0), name)
    return drawn


def plot_paths(samples: Float[np.ndarray, "k S n copies 2"], names: list[str], axes: Panels | None = None) -> Drawn:
    """Points of the plane along each flow, from t = -1 to 1; the point itself is marked.

    Args:
        samples: the points at S times, (k, S, n, copies, 2).
        names: of the directions.
        axes: k, to draw into, and returned; without them a new figure is.
    """
    title = "Points moved along the flow: exp(tL) x, t from -1 to 1"
    plots, drawn = _in_rows(axes, len(samples), min(3, len(samples)), 2.1, title, "plot_paths(samples, names)")
    for plot, paths, name in zip(plots, samples, names, strict=False):
        lines = paths.reshape(len(paths), -1, 2)
        plot.plot(lines[..., 0], lines[..., 1], "-", color=LEARNED, linewidth=0.8)
        middle = lines[len(lines) // 2]
        plot.plot(middle[:, 0], middle[:, 1], "o", color=THEORY, ms=3)
        plot.set_title(name, fontsize=9)
        plot.set_aspect("equal", adjustable="datalim")
        plot.tick_params(labelsize=7)
    return drawn


@overload
def plot_steps(
    times: Float[np.ndarray, " T"], errors: Float[np.ndarray, "k T"], names: list[str], axes: None = None
) -> Figure: ...
@overload
def plot_steps(times: Float[np.ndarray, " T"], errors: Float[np.ndarray, "k T"], names: list[str], axes: Axes) -> Axes: ...
def plot_steps(
    times: Float[np.ndarray, " T"], errors: Float[np.ndarray, "k T"], names: list[str], axes: Axes | None = None
) -> Axes | Figure:
    """The change of the output along each flow, against the length of the step; into the axes, or into a new figure."""
    plot, drawn = canvas(axes, 3.0, "How far the output moves along the flow")
    for error, name, mark, colour in zip(errors, names, cycle("os^vD<>ph*XP"), cycle(PALETTE), strict=False):
        plot.plot(times, np.clip(error, LEAST_STEP, 1e3), f"{mark}-", color=colour, ms=4, linewidth=0.8, label=name)
    plot.axhline(STEP_TOLERANCE, color=LIMIT, linestyle="--", linewidth=1, label="tolerance at |tL| = 1")
    plot.set_xscale("log")
    plot.set_yscale("log")
    plot.set_xticks(times, [f"{t:g}" for t in times])
    plot.minorticks_off()
    plot.set_xlabel("|tL|")
    plot.set_ylabel("|F(exp(tL)x) − F(x)|² / 2 Var F")
    plot.legend(loc="center left", bbox_to_anchor=(1, 0.5), fontsize=7, frameon=False)
    return drawn
