"""The figures of a discovery: its evidence, generators as pictures, and their flow on samples."""

from __future__ import annotations

from typing import overload

import numpy as np
from jaxtyping import Float
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from lietheory.discovery.decision import LAMBDA_TOLERANCE, STEP_TOLERANCE
from lietheory.discovery.symmetry_estimate import BROKEN, SYMMETRY, UNDECIDED, SymmetryEstimate
from lietheory.rendering.figures.style import LEARNED, LIMIT, THEORY, canvas, draw_image, draw_limit, new_figure

LEAST_LAMBDA, LEAST_STEP = 1e-8, 1e-10  # what is smaller is drawn there: it is rounding
ACROSS = 5  # pictures beside each other


def plot_evidence(estimate: SymmetryEstimate) -> Figure:
    """Held-out lambda with its bounds, and below it the finite step, for each judged direction; both tolerances as lines."""
    figure, (above, below) = _two_panels("Evidence for each direction, on held-out points")
    judged = np.isfinite(estimate.upper_bounds)
    place, states = 1 + np.arange(judged.sum()), np.array(estimate.states)[judged]
    values, lower, upper = (
        np.maximum(v[judged], LEAST_LAMBDA) for v in (estimate.held_out, estimate.lower_bounds, estimate.upper_bounds)
    )
    steps = np.clip(estimate.finite_step_error[judged], LEAST_STEP, 1e3)
    for mark, colour, name in (("o", LEARNED, SYMMETRY), ("^", LIMIT, UNDECIDED), ("s", THEORY, BROKEN)):
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
    return figure


def _two_panels(title: str) -> tuple[Figure, np.ndarray]:
    figure, axes = new_figure(2, 1, 4.6, title)
    return figure, axes[:, 0]


def plot_generators(generators: Float[np.ndarray, "k n n"], names: list[str]) -> Figure:
    """Matrices beside each other, each scaled to its largest entry; a motion of the plane as its arrows below its matrix."""
    rows = -(-len(generators) // ACROSS)
    across = min(ACROSS, max(len(generators), 3))
    figure, axes = new_figure(rows, across, 0.5 + 1.35 * rows, "Generators as matrices, each scaled to its largest entry")
    for plot in axes.flat[len(generators) :]:
        plot.axis("off")
    for plot, L, name in zip(axes.flat, generators, names, strict=False):
        draw_image(plot, L, name, max(float(np.abs(L).max()), np.finfo(float).tiny))
    return figure


def plot_moved_images(samples: Float[np.ndarray, "k S h w"], names: list[str], times: Float[np.ndarray, " S"]) -> Figure:
    """One image along each flow: a direction a row, a time a column."""
    figure, axes = new_figure(len(samples), len(times), 0.6 + 1.15 * len(samples), "One sample x moved along the flow: exp(tL) x")
    still = samples[:, np.argmin(np.abs(times))]
    low, high = float(still.min()), float(still.max())
    for row, moved, name in zip(axes, samples, names, strict=True):
        for plot, image, t in zip(row, moved, times, strict=True):
            draw_image(plot, np.clip((image - low) / ((high - low) or 1.0), 0, 1), f"t = {t:g}" if plot in axes[0] else "")
        row[0].set_ylabel(name, fontsize=8)
    return figure


def plot_paths(samples: Float[np.ndarray, "k S n copies 2"], names: list[str]) -> Figure:
    """Points of the plane along each flow, from t = -1 to 1; the point itself is marked."""
    across, rows = min(3, len(samples)), -(-len(samples) // 3)
    figure, axes = new_figure(rows, across, 0.5 + 2.1 * rows, "Points moved along the flow: exp(tL) x, t from -1 to 1")
    for plot in axes.flat[len(samples) :]:
        plot.axis("off")
    for plot, paths, name in zip(axes.flat, samples, names, strict=False):
        lines = paths.reshape(len(paths), -1, 2)
        plot.plot(lines[..., 0], lines[..., 1], "-", color=LEARNED, linewidth=0.8)
        middle = lines[len(lines) // 2]
        plot.plot(middle[:, 0], middle[:, 1], "o", color=THEORY, ms=3)
        plot.set_title(name, fontsize=9)
        plot.set_aspect("equal", adjustable="datalim")
        plot.tick_params(labelsize=7)
    return figure


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
    for error, name, mark in zip(errors, names, "os^vD<>ph*XP", strict=False):
        plot.plot(times, np.clip(error, LEAST_STEP, 1e3), f"{mark}-", ms=4, linewidth=0.8, label=name)
    plot.axhline(STEP_TOLERANCE, color=LIMIT, linestyle="--", linewidth=1, label="tolerance at |tL| = 1")
    plot.set_xscale("log")
    plot.set_yscale("log")
    plot.set_xticks(times, [f"{t:g}" for t in times])
    plot.minorticks_off()
    plot.set_xlabel("|tL|")
    plot.set_ylabel("|F(exp(tL)x) − F(x)|² / 2 Var F")
    plot.legend(loc="center left", bbox_to_anchor=(1, 0.5), fontsize=7, frameon=False)
    return drawn
