"""Every figure is titled and labelled, draws what it is given, and leaves no state behind."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from matplotlib.quiver import Quiver

from lietheory.comparison.experiment_result import EffectSizes
from lietheory.errors import ShapeError
from lietheory.proof.rates import Rate, measure
from lietheory.rendering.figures import (
    embedded,
    pdf,
    plot_dependencies,
    plot_flow,
    plot_generator,
    plot_rate,
    plot_spectrum,
    png,
    svg,
)
from lietheory.rendering.figures.flow import moved_image
from lietheory.representation import grid_generators

TURN = np.array([[0.0, -1.0], [1.0, 0.0]])
SIZES = EffectSizes(np.array([0.0, 0.9]), np.array([0.0, 0.8]), np.array([0.02, 1.0]), np.array([0.8, 1.1]), "undecided")


@pytest.fixture
def image() -> np.ndarray:
    """A smooth spot left of the centre of a 13 x 13 image."""
    row, column = np.indices((13, 13)) - 6.0
    return np.exp(-(row**2 + (column + 2) ** 2) / 2)


def test_the_spectrum_shows_trained_and_untrained_on_labelled_axes():
    (axes,) = plot_spectrum(SIZES).axes
    assert "direction" in axes.get_xlabel() and "λ" in axes.get_ylabel()
    told = {text.get_text() for text in axes.get_legend().get_texts()}
    assert told == {"trained, with 95 % bounds", "the same network, untrained"}
    untrained = next(line for line in axes.lines if "untrained" in str(line.get_label()))
    np.testing.assert_array_equal(untrained.get_ydata(), SIZES.untrained)


def test_a_spectrum_with_an_exact_zero_still_lies_inside_its_logarithmic_axis():
    (axes,) = plot_spectrum(SIZES).axes
    low, high = axes.get_ylim()
    assert all(low < y < high for line in axes.lines for y in np.ravel(line.get_ydata()))


@pytest.mark.parametrize(
    ("generators", "panels"),
    [
        ({"learned": TURN, "so(2)": TURN}, 2),
        ({"learned": grid_generators(13, 13)[0], "spectral": grid_generators(13, 13)[0]}, 6),
        ({"learned": np.eye(3)}, 1),
    ],
)
def test_a_generator_is_drawn_as_field_as_action_or_as_matrix(generators, panels, image):
    figure = plot_generator(generators, image)
    assert len(figure.axes) == panels
    assert figure.get_suptitle()
    assert {axes.get_title().partition("\n")[0] for axes in figure.axes} >= set(generators)


def test_the_arrows_of_a_rotation_point_from_rows_towards_columns():
    (axes,) = plot_generator({"so(2)": TURN}).axes
    (arrows,) = (c for c in axes.collections if isinstance(c, Quiver))
    places = arrows.get_offsets()  # (column, row)
    np.testing.assert_allclose(np.stack([arrows.U, arrows.V], axis=1), np.stack([places[:, 1], -places[:, 0]], axis=1))


def test_generators_of_different_spaces_are_not_drawn_together():
    with pytest.raises(ShapeError, match="one size"):
        plot_generator({"a": np.eye(2), "b": np.eye(3)})


def test_a_flow_has_a_row_for_each_generator_and_a_column_for_each_time(image):
    figure = plot_flow({"learned": TURN, "so(2)": TURN}, image, [0.0, 0.5, 1.0])
    assert len(figure.axes) == 6
    assert [axes.get_ylabel() for axes in figure.axes[::3]] == ["learned", "so(2)"]
    assert [axes.get_title() for axes in figure.axes[:3]] == ["0°", "29°", "57°"]


@pytest.mark.parametrize("L", [TURN, grid_generators(13, 13)[0]], ids=["plane", "pixels"])
def test_plane_and_pixel_generators_turn_an_image_the_same_way(L, image):
    still, moved = moved_image(L, image, [0.0, np.pi / 2])
    np.testing.assert_allclose(still, image, atol=1e-12)
    centre = np.tensordot(np.indices((13, 13)) - 6.0, moved, axes=2) / moved.sum()
    np.testing.assert_allclose(centre, [2.0, 0.0], atol=0.05)  # x -> J x takes (0, -2) to (2, 0)


def test_a_generator_of_another_space_cannot_move_an_image(image):
    with pytest.raises(ShapeError, match="169"):
        moved_image(np.eye(3), image, [0.0])


@pytest.mark.parametrize("constant", [3.0, None])
def test_a_rate_is_drawn_with_its_errors_and_the_line_of_the_stated_order(constant):
    rate = Rate("step of the sweep", lambda h: 3 * h**2 + h**3, tuple(2.0**-k for k in range(6)), order=2, constant=constant)
    measured = measure(rate)
    (axes,) = plot_rate(rate, measured).axes
    line, points = axes.lines
    np.testing.assert_array_equal(points.get_xydata(), np.stack([measured.steps, measured.errors], axis=1))
    np.testing.assert_allclose(line.get_ydata(), (constant or measured.constant) * np.array(measured.steps) ** 2)
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    assert "step of the sweep" in axes.get_xlabel() and "2" in axes.figure.get_suptitle()


def test_the_graph_for_paper_names_every_claim_in_its_colour_and_draws_every_arrow():
    uses = {"a": (), "b": ("a",), "c": ("a", "b"), "alone": ()}
    pytest.importorskip("grandalf", reason="the graph is laid out where the extra docs is installed")
    (axes,) = plot_dependencies(uses, dict.fromkeys(uses, "#cfe8cf") | {"b": "#000000"}).axes
    assert sorted(text.get_text() for text in axes.texts) == sorted(uses)
    assert len(axes.lines) == 3
    black = [t.get_text() for t in axes.texts if t.get_bbox_patch().get_facecolor() == (0, 0, 0, 1)]
    assert black == ["b"]


def test_the_same_figure_is_the_same_file():
    assert png(plot_spectrum(SIZES)) == png(plot_spectrum(SIZES))
    assert svg(plot_spectrum(SIZES)) == svg(plot_spectrum(SIZES))
    assert pdf(plot_spectrum(SIZES)) == pdf(plot_spectrum(SIZES))
    assert embedded(plot_spectrum(SIZES)).startswith("data:image/png;base64,")


def test_figures_need_no_pyplot():
    code = "import lietheory.rendering.figures, sys; raise SystemExit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
