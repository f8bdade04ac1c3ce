"""Pictures for notebooks: each function draws into given Axes and returns them; without any it makes a figure of its own."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from lietheory.algebra.structure.closure import relative_size
from lietheory.arrays import as_array, as_floats
from lietheory.discovery.symmetry_estimate import BROKEN, SYMMETRY, UNDECIDED, SymmetryEstimate
from lietheory.errors import ShapeError, shown
from lietheory.rendering.figures.style import LEARNED, LIMIT, SIGNED, THEORY, draw_limit, new_figure
from lietheory.representation.exponential import flow

TIMES = np.linspace(0, 1, 61)
STATES = {SYMMETRY: ("o", LEARNED), UNDECIDED: ("^", LIMIT), BROKEN: ("s", THEORY)}
"""The mark and the colour of the three states of a direction."""


def own_axes(axes: Axes | None, height: float = 3.4) -> Axes:
    """The axes given, or those of a new figure, which no global state knows.

    Raises:
        ShapeError: no axes of matplotlib.
    """
    if axes is not None and not isinstance(axes, Axes):
        raise ShapeError("plot(axes)", "axes of matplotlib, or None", shown(axes), "Give those of plt.subplots().")
    return new_figure(1, 1, height, "")[1][0, 0] if axes is None else axes


def plot_matrix(L: ArrayLike, axes: Axes | None = None, *, name: str = "") -> Axes:
    """The entries of a matrix as colours, orange below 0 and violet above, scaled to the largest.

    Args:
        L: (d, d).
        axes: to draw into; those of a new figure if None.
        name: a title.

    Raises:
        ShapeError: no square matrix.

    Examples:
        >>> plot_matrix([[0, -1], [1, 0]], name="J").get_title()
        'J'
    """
    L, axes = _square(L, "plot_matrix(L)"), own_axes(axes)
    limit = float(np.abs(L).max()) or 1.0
    axes.imshow(L, cmap=SIGNED, vmin=-limit, vmax=limit)
    axes.set(xticks=[], yticks=[], title=name)
    return axes


def plot_vector_field(L: ArrayLike, axes: Axes | None = None, *, name: str = "", orbits: int = 6) -> Axes:
    """The velocity x -> L x of the plane as arrows, and orbits exp(tL) x, for t from 0 to 1 over the norm of L, times 3.

    Args:
        L: (2, 2).
        axes: to draw into; those of a new figure if None.
        name: a title.
        orbits: how many orbits are drawn, from points on a circle.

    Raises:
        ShapeError: no matrix of the plane, or no number of orbits.
    """
    if not isinstance(orbits, Integral) or isinstance(orbits, bool) or orbits < 1:
        raise ShapeError("plot_vector_field(L)", "orbits as a whole number >= 1", shown(orbits), "Give 6, say.")
    L, axes = _square(L, "plot_vector_field(L)", 2), own_axes(axes)
    grid = np.stack(np.meshgrid(*[np.linspace(-1, 1, 11)] * 2), axis=-1).reshape(-1, 2)
    arrows = grid @ L.T
    axes.quiver(grid[:, 0], grid[:, 1], arrows[:, 0], arrows[:, 1], color=LIMIT, width=0.004)
    angles = 2 * np.pi * np.arange(orbits) / orbits + 0.3
    starts = 0.55 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    scale = 3 / (np.linalg.norm(L) or 1.0)
    paths = flow(L, TIMES * scale, starts)
    axes.plot(paths[..., 0], paths[..., 1], color=LEARNED, linewidth=1.2)
    axes.plot(*starts.T, "o", color=THEORY, markersize=4)
    axes.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), aspect="equal", title=name)
    return axes


def plot_principal_angles(angles: ArrayLike, axes: Axes | None = None, *, noise: float | None = None) -> Axes:
    """Principal angles in degrees, ascending, as bars; a line marks the angle up to which spans count as equal.

    Args:
        angles: in radians, such as ``comparison.principal_angles``.
        axes: to draw into; those of a new figure if None.
        noise: that angle, in radians.
    """
    call = "plot_principal_angles(angles)"
    degrees = np.degrees(as_floats(angles, call, "angles"))
    if degrees.ndim != 1:
        raise ShapeError(call, "angles (k,)", f"shape {degrees.shape}", "Give comparison.principal_angles.")
    noise, axes = None if noise is None else relative_size(noise, 0.0, call, "noise"), own_axes(axes)
    axes.bar(1 + np.arange(len(degrees)), degrees, color=LEARNED, width=0.6)
    if noise is not None:
        draw_limit(axes, float(np.degrees(noise)), "counted as equal", above=True)
    axes.set(xlabel="principal angle", ylabel="degrees", xticks=1 + np.arange(len(degrees)))
    return axes


def plot_effect_sizes(estimate: SymmetryEstimate, axes: Axes | None = None, *, names: Sequence[str] = ()) -> Axes:
    """The effect size lambda of each direction with its 95 % bounds, on a logarithmic axis.

    Args:
        estimate: of :func:`lconv.discover`.
        axes: to draw into; those of a new figure if None.
        names: of the directions, in the order of the bounds.
    """
    if not isinstance(estimate, SymmetryEstimate):
        raise ShapeError("plot_effect_sizes(estimate)", "an estimate of lconv.discover", shown(estimate), "Give what it returns.")
    judged = np.isfinite(estimate.upper_bounds)
    if not isinstance(names, list | tuple) or len(names) not in (0, judged.sum()):
        raise ShapeError("plot_effect_sizes(estimate)", f"{judged.sum()} names, or none", shown(names), "Name each direction.")
    axes = own_axes(axes)
    value, low, high = (np.maximum(v[judged], 1e-8) for v in (estimate.held_out, estimate.lower_bounds, estimate.upper_bounds))
    states, place = np.array(estimate.states)[judged], 1 + np.arange(judged.sum())
    for name, (mark, colour) in STATES.items():
        which = states == name
        if which.any():
            reach = [(value - low)[which], (high - value)[which]]
            axes.errorbar(place[which], value[which], yerr=reach, fmt=mark, color=colour, capsize=3, label=name)
    axes.set_yscale("log")
    axes.set(xlabel="direction", ylabel="effect size λ")
    axes.set_xticks(place, names or place, rotation=30 if names else 0)
    axes.legend(fontsize=8, frameon=False)
    return axes


def _square(L: ArrayLike, call: str, size: int | None = None) -> np.ndarray:
    matrix = as_array(L, call, "L")
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or size not in (None, len(matrix)):
        wanted = "(d, d)" if size is None else f"({size}, {size})"
        raise ShapeError(call, f"L of shape {wanted}", f"shape {matrix.shape}", "Take one generator, such as g.generators[0].")
    return matrix.astype(float)
