"""Every function plot_... of both packages takes axes and returns them, in one style and in colours for colour-blind readers."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.collections import Collection
from matplotlib.colors import to_rgb
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

import lconv
import lietheory
from lietheory.comparison.experiment_result import EffectSizes
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.errors import ShapeError
from lietheory.proof.rates import Rate, measure
from lietheory.rendering.figures import Bar, Difference, Turned, png
from lietheory.rendering.figures.style import INK, PALETTE, SIGNED, figure_of, new_figure

TURN = np.array([[0.0, -1.0], [1.0, 0.0]])
TIMES = np.array([0.5, 1.0])
RATE = Rate("step", lambda h: h**2, tuple(2.0**-k for k in range(4)), order=2)
ESTIMATE = SymmetryEstimate.load(Path(__file__).parents[1] / "saved_by_earlier_versions" / "symmetry_estimate.npz")
CASES = {
    "plot_bars": (({"a": [Bar("x", 1, 0, 2, 1.5, True)], "b": [Bar("y", 2, 1, 3)]}, "title", "unit"), (2, 1)),
    "plot_curves": (("title", {"a": [(1.0, [1.0, 2.0])], "b": [(1.0, [3.0])]}, "x", "y"), (1, 1)),
    "plot_dependencies": (({"a": (), "b": ("a",)}, {}), (1, 1)),
    "plot_dynkin_diagram": (("g2",), (1, 1)),
    "plot_effect_sizes": ((ESTIMATE,), (1, 1)),
    "plot_evidence": ((ESTIMATE,), (2, 1)),
    "plot_flow": (({"a": TURN}, np.eye(4), TIMES), (1, 2)),
    "plot_forest": (({"a": [Difference("x", 1, 0.5, 2), Difference("y", -1, -2, -0.5)]}, "title", "unit", 0.1), (1, 1)),
    "plot_generator": (({"a": TURN, "b": TURN}, np.eye(4)), (1, 2)),
    "plot_generators": ((np.stack([TURN, TURN]), ["a", "b"]), (1, 2)),
    "plot_matrix": ((TURN,), (1, 1)),
    "plot_worst_image": ((np.eye(3), np.ones((3, 3))), (1, 3)),
    "plot_moved_images": ((np.ones((2, 2, 3, 3)), ["a", "b"], TIMES), (2, 2)),
    "plot_paths": ((np.ones((2, 3, 4, 1, 2)), ["a", "b"]), (1, 2)),
    "plot_principal_angles": (([0.1, 0.2],), (1, 1)),
    "plot_rate": ((RATE, measure(RATE)), (1, 1)),
    "plot_recovery": ((TIMES, {str(k): TIMES for k in range(6)}, {str(k): TIMES for k in range(6)}, "title"), (1, 1)),
    "plot_roots": (("su(3)",), (1, 1)),
    "plot_spectrum": ((EffectSizes(*(np.array([0.1, 0.9]),) * 4, "undecided"),), (1, 1)),
    "plot_steps": ((TIMES, np.full((12, 2), 0.1), [str(k) for k in range(12)]), (1, 1)),
    "plot_turns": ((np.eye(4), [Turned(str(k), TIMES, TIMES, TIMES) for k in range(3)]), (3, 1)),
    "plot_vector_field": ((TURN,), (1, 1)),
    "plot_weights": (("su(3)",), (1, 1)),
}
"""For each function what it draws, and how many rows and columns of axes that takes."""


def plots() -> dict:
    """Every function plot_... that some module of either package defines."""
    there = {}
    for package in (lconv, lietheory):
        root = Path(package.__file__).parent
        for path in root.rglob("*.py"):
            names = re.findall(r"^def (plot_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
            if names:
                module = importlib.import_module(".".join((package.__name__, *path.relative_to(root).with_suffix("").parts)))
                there |= {name: getattr(module, name) for name in names}
    return there


def colours(artist) -> list:
    """The colours of what is drawn, as red, green and blue; of images the name of their scale."""
    if isinstance(artist, AxesImage):
        return [artist.get_cmap().name]
    if isinstance(artist, Line2D):
        drawn = [artist.get_color()] if artist.get_linestyle() != "None" else []
        drawn += [artist.get_markeredgecolor()] if artist.get_marker() in Line2D.markers else []
        drawn += [artist.get_markerfacecolor()] if artist.get_marker() in Line2D.filled_markers else []
    elif isinstance(artist, Collection):
        drawn = [*artist.get_facecolor(), *artist.get_edgecolor()]
    elif isinstance(artist, Patch):
        drawn = [artist.get_facecolor(), artist.get_edgecolor()]
    else:
        drawn = [artist.get_color()] if isinstance(artist, Text) else []
    return [to_rgb(c) for c in drawn if not (isinstance(c, str) and c == "none")]


@pytest.fixture(params=CASES)
def case(request):
    if request.param == "plot_dependencies":
        pytest.importorskip("grandalf", reason="the graph is laid out where the extra docs is installed")
    arguments, shape = CASES[request.param]
    return plots()[request.param], arguments, shape


def test_every_plot_is_among_these():
    assert set(plots()) == set(CASES)


def test_a_plot_draws_into_the_axes_given_and_returns_them(case):
    plot, arguments, shape = case
    assert inspect.signature(plot).parameters["axes"].default is None
    _, grid = new_figure(*shape, 3.0, "mine")
    empty = png(grid)
    axes = grid[0, 0] if shape == (1, 1) else grid
    assert plot(*arguments, axes=axes) is axes
    assert png(grid) != empty and figure_of(axes).get_suptitle() == "mine"


def test_without_axes_a_plot_makes_a_figure_that_nothing_else_knows(case):
    plot, arguments, (rows, columns) = case
    before = dict(matplotlib.rcParams)
    figure = figure_of(plot(*arguments))
    assert len(figure.axes) >= rows * columns
    assert figure.get_layout_engine() is not None and dict(matplotlib.rcParams) == before


def test_a_plot_has_greys_and_the_palette_of_okabe_and_ito_alone(case):
    plot, arguments, _ = case
    allowed = {INK, SIGNED, *map(to_rgb, PALETTE)}
    for artist in figure_of(plot(*arguments)).findobj():
        for colour in colours(artist):
            assert colour in allowed or (not isinstance(colour, str) and len(set(colour)) == 1), (artist, colour)


def test_curves_of_one_plot_differ_without_colour():
    """Marks or line styles distinguish them, in print and for whoever sees no colour."""
    for name in ("plot_curves", "plot_recovery", "plot_steps", "plot_turns", "plot_evidence", "plot_effect_sizes"):
        for axes in figure_of(plots()[name](*CASES[name][0])).axes:
            handles = [h for h in axes.get_legend_handles_labels()[0] if not isinstance(h, Line2D) or h.get_marker() != "None"]
            lines = [h if isinstance(h, Line2D) else h.lines[0] for h in handles]
            looks = [(line.get_marker(), line.get_linestyle()) for line in lines]
            assert len(set(looks)) == len(looks)


def test_axes_in_another_arrangement_are_refused():
    grid = new_figure(2, 3, 3.0, "")[1]
    for name, (arguments, shape) in CASES.items():
        if shape != (1, 1):
            with pytest.raises(ShapeError, match=rf"{name}.*axes"):
                plots()[name](*arguments, axes=grid)
