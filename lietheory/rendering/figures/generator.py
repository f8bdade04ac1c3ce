"""A generator as a picture: its matrix, its vector field, or its action on an image."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from matplotlib.axes import Axes

from lietheory.errors import ShapeError
from lietheory.rendering.figures.style import INK, LEARNED, THEORY, Drawn, Panels, draw_image, panels
from lietheory.representation import pixel_coordinates

CALL = "plot_generator(generators, image, axes)"


def plot_generator(
    generators: dict[str, Float[np.ndarray, "d d"]],
    image: Float[np.ndarray, "height width"] | None = None,
    axes: Panels | None = None,
) -> Drawn:
    """Generators side by side, the learned one first.

    Matrices of the plane are drawn as vector fields A x; matrices that act on the pixels of ``image``
    as matrices above and as the derivative L f of that image below; all others as matrices.

    Args:
        generators: by name, all of one size.
        image: an image for the generators to act on.
        axes: (generators,), or (2, generators + 1) where they act on pixels, to draw into, and returned; else a new figure is.

    Raises:
        ShapeError: generators of different sizes, or none.

    Examples:
        >>> len(plot_generator({"so(2)": np.array([[0.0, -1.0], [1.0, 0.0]])}).axes)
        1
    """
    sizes = {np.shape(L) for L in generators.values()}
    if len(sizes) != 1:
        raise ShapeError(
            CALL,
            "square matrices of one size",
            f"shapes {sorted(sizes)}",
            "Draw generators of one space together.",
        )
    d = next(iter(sizes))[0]
    if d == 2:
        return _fields(generators, image, axes)
    if image is not None and image.size == d:
        return _actions(generators, image, axes)
    plots, drawn = panels(axes, 1, len(generators), 2.9, "Generators, each scaled to its largest entry", CALL)
    for plot, (name, L) in zip(plots[0], generators.items(), strict=True):
        _draw_matrix(plot, L, name)
    return drawn


def _fields(generators: dict[str, np.ndarray], image: np.ndarray | None, axes: Panels | None) -> Drawn:
    plots, drawn = panels(axes, 1, len(generators), 3.6, "Generators of the plane: the motion A x of every point x", CALL)
    for i, (plot, (name, A)) in enumerate(zip(plots[0], generators.items(), strict=True)):
        _draw_field(plot, A, THEORY if i else LEARNED, image)
        entries = "\n".join("  ".join(f"{v:+.3f}" for v in line) for line in A)
        plot.set_title(f"{name}\n{entries}", fontsize=9)
    return drawn


def _draw_field(plot: Axes, A: np.ndarray, colour: str, image: np.ndarray | None) -> None:
    """Arrows A x, rows downwards as in an image, over the image in faint ink."""
    side = 7
    row, column = pixel_coordinates(side, side).T
    if image is not None:
        plot.imshow(image, cmap=INK, alpha=0.25, extent=(-side / 2, side / 2, side / 2, -side / 2), vmin=0, vmax=1)
    down, right = A @ np.stack([row, column])
    plot.quiver(column, row, right, down, color=colour, angles="xy", pivot="tail", width=0.008)
    plot.set(xlim=(-side / 2, side / 2), ylim=(side / 2, -side / 2), aspect="equal", xticks=[], yticks=[])
    plot.set_ylabel("row, downwards", fontsize=8)
    plot.set_xlabel("column", fontsize=8)


def _actions(generators: dict[str, np.ndarray], image: np.ndarray, axes: Panels | None) -> Drawn:
    title = "Generators L as matrices, and the derivative L f of one image f"
    grid, drawn = panels(axes, 2, len(generators) + 1, 4.2, title, CALL)
    derivatives = {name: (L @ image.ravel()).reshape(image.shape) for name, L in generators.items()}
    limit = max(np.abs(f).max() for f in derivatives.values())
    grid[0, 0].axis("off")
    draw_image(grid[1, 0], image / image.max(), "the image f")
    for plots, (name, L) in zip(grid.T[1:], generators.items(), strict=True):
        _draw_matrix(plots[0], L, name)
        draw_image(plots[1], derivatives[name], "L f", limit)
    return drawn


def _draw_matrix(plot: Axes, L: np.ndarray, name: str) -> None:
    draw_image(plot, L, name, max(float(np.abs(L).max()), np.finfo(float).tiny))
