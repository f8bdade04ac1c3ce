"""Images moved along a one-parameter group, the learned one above the theoretical one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np
from jaxtyping import Float
from matplotlib.figure import Figure

from lietheory.errors import ShapeError
from lietheory.rendering.figures.style import Drawn, Panels, draw_image, panels
from lietheory.representation import resampling_matrix
from lietheory.representation.exponential import exponential, flow


@overload
def plot_flow(
    generators: dict[str, Float[np.ndarray, "d d"]],
    image: Float[np.ndarray, "height width"],
    times: Sequence[float],
    axes: None = None,
) -> Figure: ...
@overload
def plot_flow(
    generators: dict[str, Float[np.ndarray, "d d"]],
    image: Float[np.ndarray, "height width"],
    times: Sequence[float],
    axes: np.ndarray,
) -> np.ndarray: ...
def plot_flow(
    generators: dict[str, Float[np.ndarray, "d d"]],
    image: Float[np.ndarray, "height width"],
    times: Sequence[float],
    axes: Panels | None = None,
) -> Drawn:
    """One image along each flow: exp(t L) f, a generator a row and a time a column.

    Args:
        generators: by name, the learned one first; of the plane (d = 2) or of the pixels (d = height * width).
        image: the image f.
        times: the parameters t; for a rotation generator, angles in radians.
        axes: (generators, times) of Axes to draw into, such as ``plt.subplots`` makes, and returned; without them a new figure.

    Raises:
        ShapeError: a generator that acts neither on the plane nor on the pixels of the image; axes of another shape.
    """
    height, title = 0.6 + 1.05 * len(generators), "One image f moved along each flow: exp(t L) f"
    call = "plot_flow(generators, image, times, axes)"
    plots, drawn = panels(axes, len(generators), len(times), height, title, call)
    for row, (name, L) in zip(plots, generators.items(), strict=True):
        for plot, t, moved in zip(row, times, moved_image(L, image, times), strict=True):
            draw_image(plot, moved / image.max(), f"{np.degrees(t):.0f}°" if plot in plots[0] else "")
        row[0].set_ylabel(name.replace(" ", "\n"), fontsize=8)
    return drawn


def moved_image(
    L: Float[np.ndarray, "d d"], image: Float[np.ndarray, "height width"], times: Sequence[float]
) -> Float[np.ndarray, "m height width"]:
    """The images exp(t L) f, or f(exp(-t L) x) where L is a matrix of the plane.

    Raises:
        ShapeError: L acts neither on the plane nor on the pixels.

    Examples:
        >>> moved_image(np.array([[0.0, -1.0], [1.0, 0.0]]), np.eye(3), [np.pi / 2])[0].round() + 0
        array([[0., 0., 1.],
               [0., 1., 0.],
               [1., 0., 0.]])
    """
    height, width = image.shape
    if L.shape == (2, 2):
        moved = [resampling_matrix(height, width, exponential(L, t)) @ image.ravel() for t in times]
        return np.stack(moved).reshape(-1, *image.shape)
    if L.shape != (image.size, image.size):
        raise ShapeError(
            "moved_image(L, image, times)",
            f"L of shape (2, 2) or ({image.size}, {image.size})",
            f"shape {L.shape}",
            "Give a generator of the plane, or of this image's pixels.",
        )
    return flow(L, times, image.reshape(1, -1)).reshape(-1, *image.shape)
