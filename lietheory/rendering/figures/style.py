"""The style of all figures: colours that colour-blind readers can distinguish, and figures without global state."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lietheory.errors import ShapeError

LEARNED, THEORY, LIMIT = "#0072B2", "#D55E00", "#555555"
"""Blue and vermilion of Okabe and Ito's palette, and a grey; every use has a second mark beside the colour."""
PALETTE = (LEARNED, THEORY, LIMIT, "#009E73", "#CC79A7", "#56B4E9")
"""For more than three curves: the rest of Okabe and Ito's palette."""
INK, SIGNED = "gray_r", "PuOr_r"
WIDTH = 5.6  # inches: text of 9 points stays readable when a telephone shows the figure 390 pixels wide

Panels: TypeAlias = Axes | Sequence[Axes] | np.ndarray
Drawn: TypeAlias = Figure | Panels
"""What a function that draws returns: the axes that it was given, or else its new figure."""


def new_figure(rows: int, columns: int, height: float, title: str) -> tuple[Figure, np.ndarray]:
    """An empty titled figure with its axes, (rows, columns), drawn by Agg and registered nowhere."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, columns, squeeze=False)
    figure.suptitle(title, fontsize=11)
    return figure, axes


def canvas(axes: Axes | None, height: float, title: str) -> tuple[Axes, Axes | Figure]:
    """Where to draw, and what to return: the axes given, twice, or those of a new figure and the figure."""
    if axes is not None:
        axes.set_title(title, fontsize=9)
        return axes, axes
    figure, drawn = new_figure(1, 1, height, title)
    return drawn[0, 0], figure


def panels(axes: Panels | None, rows: int, columns: int, height: float, title: str, call: str) -> tuple[np.ndarray, Drawn]:
    """Axes (rows, columns) to draw into, and what to return: the axes given, or a new figure with that title.

    Raises:
        ShapeError: another number of axes, or another arrangement; what has one row or column may be flat.
    """
    if axes is None:
        figure, made = new_figure(rows, columns, height, title)
        return made, figure
    given, size = np.asarray(axes, dtype=object), (rows, columns)
    if given.squeeze().shape != tuple(n for n in size if n > 1):
        cure = f"Give plt.subplots{size}[1], or none."
        raise ShapeError(call, f"axes {size}", f"{given.shape}", cure)
    return given.reshape(size), axes


def figure_of(drawn: Drawn) -> Figure:
    """The figure that something was drawn into."""
    figure = drawn if isinstance(drawn, Figure) else np.asarray(drawn, dtype=object).flat[0].get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def draw_image(axes: Axes, image: np.ndarray, title: str = "", limit: float | None = None) -> None:
    """One image without ticks: ink on paper from 0 to 1, or signed around 0 where a limit is given."""
    low, high, colours = (0.0, 1.0, INK) if limit is None else (-limit, limit, SIGNED)
    axes.imshow(image, cmap=colours, vmin=low, vmax=high, interpolation="nearest")
    axes.set_title(title, fontsize=9)
    axes.set_xticks([])
    axes.set_yticks([])


def draw_limit(axes: Axes, value: float, text: str, above: bool) -> None:
    """A dashed line at a value, with a word at its right end above or below it."""
    axes.axhline(value, color=LIMIT, linestyle="--", linewidth=1)
    axes.annotate(
        text,
        (0.99, value),
        (0, 2 if above else -3),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha="right",
        va="bottom" if above else "top",
        fontsize=8,
        color=LIMIT,
    )


def png(figure: Drawn) -> bytes:
    """The figure, or that of some axes, as a PNG file."""
    buffer = io.BytesIO()
    figure_of(figure).savefig(buffer, format="png", dpi=160)
    return buffer.getvalue()


def svg(figure: Drawn) -> str:
    """The figure as an SVG file, letters as outlines; the same figure is the same file."""
    buffer = io.StringIO()
    with rc_context({"svg.hashsalt": "lietheory"}):
        figure_of(figure).savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def pdf(figure: Drawn) -> bytes:
    """The figure as a PDF file."""
    buffer = io.BytesIO()
    figure_of(figure).savefig(buffer, format="pdf", metadata={"CreationDate": None})
    return buffer.getvalue()


def embedded(figure: Drawn) -> str:
    """The figure as a ``data:`` address, so that a page needs no other file."""
    return "data:image/png;base64," + base64.b64encode(png(figure)).decode()
