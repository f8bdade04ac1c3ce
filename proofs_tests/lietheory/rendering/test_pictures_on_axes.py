"""Pictures for notebooks draw into the axes given and return them, and show what they say."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

import lietheory as lt
from lietheory.errors import ShapeError
from lietheory.rendering.figures import plot_dependencies, plot_flow, plot_rate
from lietheory.rendering.figures.style import new_figure


@pytest.mark.parametrize(("name", "count"), [("so(3)", 2), ("su(3)", 6), ("so(5)", 8), ("g2", 12), ("so(8)", 24)])
def test_a_root_system_has_as_many_points_as_roots(name, count):
    axes = lt.plot_roots(name)
    assert len(axes.lines[0].get_xdata()) == count


def test_the_coxeter_plane_has_the_symmetry_of_the_coxeter_number():
    points = np.stack(lt.plot_roots("su(4)").lines[0].get_data(), axis=1)  # the Coxeter number of A3 is 4: a quarter turn
    turned = points @ np.array([[0, -1], [1, 0]])
    assert all(np.linalg.norm(points - p, axis=1).min() < 1e-9 for p in turned)


def test_weights_of_su3_are_two_triangles_and_of_the_adjoint_a_hexagon_with_a_double_centre():
    g = lt.su(3)
    assert len(lt.plot_weights(g).collections[0].get_offsets()) == 6
    adjoint = lt.plot_weights(np.stack([g.ad(x) for x in g.generators]))
    places = np.asarray(adjoint.collections[0].get_offsets())
    radii = np.linalg.norm(places, axis=1)
    assert len(places) == 7 and [text.get_text() for text in adjoint.texts] == ["2"]
    np.testing.assert_allclose(radii[radii > 1e-3], radii.max(), rtol=1e-4)


SIX_DIGITS = 1e-5  # weights that agree in six digits are one place of the picture, so that places have no more


def _radii(g) -> np.ndarray:
    return np.sort(np.linalg.norm(np.asarray(lt.plot_weights(g).collections[0].get_offsets()), axis=1))


def test_weights_are_those_of_the_complex_algebra_whatever_the_real_form():
    """Whichever Cartan subalgebra is met: compact, split, or of both kinds as in su(2,1) and so(3,1)."""
    triangle = _radii(lt.sl(3))
    np.testing.assert_allclose(triangle, triangle[0], rtol=SIX_DIGITS)
    for real in (lt.su(3), lt.su(2, 1)):  # in real matrices: the triangle and its opposite
        np.testing.assert_allclose(_radii(real), np.repeat(triangle, 2), rtol=SIX_DIGITS)
    np.testing.assert_allclose(_radii(lt.so(3, 1)), _radii(lt.so(4)), rtol=SIX_DIGITS)
    ten = _radii(lt.symmetric_power(lt.sl(3), 3))
    np.testing.assert_allclose(ten / triangle[0], [0, *[3**0.5] * 6, *[3.0] * 3], atol=SIX_DIGITS)


def test_a_dynkin_diagram_has_a_node_a_root_and_as_many_lines_as_the_angle_says():
    axes = lt.plot_dynkin_diagram("g2")
    assert len(axes.lines) == 3 + 1 and axes.get_title() == "G2"
    assert len(lt.plot_dynkin_diagram("so(8)").lines) == 3 + 1


def test_pictures_draw_into_the_axes_given():
    axes = new_figure(1, 1, 2.0, "")[1][0, 0]
    J = np.array([[0.0, -1.0], [1.0, 0.0]])
    for plot, value in (
        (lt.plot_matrix, J),
        (lt.plot_vector_field, J),
        (lt.plot_principal_angles, [0.1, 0.2]),
        (lt.plot_roots, "su(3)"),
    ):
        assert plot(value, axes) is axes


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ShapeError, match=r"\(2, 2\)"):
        lt.plot_vector_field(np.eye(3))
    with pytest.raises(ShapeError, match="rank one or two"):
        lt.plot_weights("so(8)")


def test_the_older_pictures_draw_into_axes_too_and_return_a_figure_without_any():
    pytest.importorskip("grandalf", reason="the graph is laid out where the extra docs is installed")
    drawn, axes = new_figure(1, 3, 2.0, "")
    (outcome,) = [o for o in lt.verify(["lemma-cayley-depth"]) if o.rate is not None]
    rate = next(claim.rate for claim in lt.ledger() if claim.label == "lemma-cayley-depth")
    uses = {"a": (), "b": ("a",)}
    assert plot_rate(rate, outcome.rate, axes[0, 0]) is axes[0, 0]
    assert plot_dependencies(uses, {}, axes[0, 1]) is axes[0, 1]
    assert axes[0, 0].get_xscale() == "log" and len(axes[0, 1].texts) == 2
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    assert plot_flow({"J": turn}, np.eye(4), [0.5], axes[:, 2:]) is not None
    assert len(axes[0, 2].images) == 1 and axes[0, 2].figure is drawn
    figures = [plot_rate(rate, outcome.rate), plot_dependencies(uses, {}), plot_flow({"J": turn}, np.eye(4), [0.5])]
    assert all(isinstance(figure, Figure) for figure in figures)
    with pytest.raises(ShapeError, match=r"axes \(1, 2\)"):
        plot_flow({"J": turn}, np.eye(4), [0.0, 0.5], axes[:, 2:])
