"""compare: relations that were planted, invariances, refusals, the table and the file."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import LieAlgebra, aff, se, sl, so, sp, su
from lietheory.comparison import Comparison, compare
from lietheory.comparison.conjugation import SEARCHED_SIZE
from lietheory.errors import PrecisionError, RankError, ShapeError
from proofs_tests.strategies.matrices import invertible, orthogonal


def floats(g: LieAlgebra) -> np.ndarray:
    return g.generators.astype(np.float64)


@given(st.sampled_from([so(2), so(3), so(2, 1), sl(2), sp(1), se(2), aff(1)]), st.data())
def test_a_change_of_basis_leaves_equal_spans_equal(g: LieAlgebra, data: st.DataObject) -> None:
    mixed = np.tensordot(data.draw(invertible(g.dimension)), floats(g), axes=1)
    found = compare(mixed, g)
    assert found.relation == "equal"
    assert found.grassmann_distance < 1e-12
    assert found.conjugation is None


def test_exact_generators_are_compared_exactly() -> None:
    tiny = Fraction(1, 10**30)
    nearly = [[[0, -1], [1 + tiny, 0]]]
    assert compare([[[0, -3], [3, 0]]], so(2)).relation == "equal"
    assert compare(nearly, so(2)).relation != "equal"
    assert compare(nearly, so(2), noise=1e-12).relation == "equal"


@given(st.sampled_from([so(3), so(2, 1), so(4), sl(2)]), st.data())
def test_a_planted_conjugation_is_reported_and_carries_one_onto_the_other(g: LieAlgebra, data: st.DataObject) -> None:
    d = g.generators.shape[1]
    T = data.draw(orthogonal(d)) * np.linspace(1, 2, d)
    found = compare(T @ floats(g) @ np.linalg.inv(T), g)
    assert found.relation in {"equal", "conjugate"}  # sl is equal to all its conjugates
    if found.relation == "conjugate":
        S = found.conjugation
        back = compare(S @ T @ floats(g) @ np.linalg.inv(S @ T), g, noise=1e-9)
        assert back.relation == "equal"


@pytest.mark.parametrize(
    ("learned", "analytic", "expected"),
    [
        (so(3), su(2), "isomorphic"),
        (so(4), so(3, 1), "different"),
        (so(3), so(4), "different"),
        (so(2, 1), sl(2), "isomorphic"),
        (so(2), so(1, 1), "isomorphic"),
    ],
    ids=repr,
)
def test_relations_of_catalogue_algebras(learned: LieAlgebra, analytic: LieAlgebra, expected: str) -> None:
    assert compare(learned, analytic).relation == expected


def test_two_representations_of_one_size_are_isomorphic_only() -> None:
    beside_a_fixed_line = np.pad(so(3).generators, ((0, 0), (0, 1), (0, 1)))
    found = compare(beside_a_fixed_line, su(2))
    assert found.relation == "isomorphic"
    assert found.conjugation is None


def test_a_span_that_is_not_closed_is_no_lie_algebra() -> None:
    found = compare([[[0, 1], [0, 0]], [[0, 0], [1, 0]]], aff(1))
    assert found.learned is None
    assert found.relation == "different"
    assert found.closure_residual > 1
    assert "not a Lie algebra" in str(found)


def test_what_noise_leaves_unnamed_is_compared_all_the_same() -> None:
    nearly_dependent = [[[0, -1.0, 0], [1, 0, 0], [0, 0, 0]], [[0, -1, 0], [1, 0, 0], [0, 0, 0.3]]]
    found = compare(nearly_dependent, so(3), noise=0.5)
    assert found.learned.status == "undecided"
    assert found.relation == "different"  # two dimensions are not three


@given(st.floats(-6, -2), st.booleans())
def test_noise_decides_between_equal_and_not(exponent: float, generous: bool) -> None:
    angle = 10.0**exponent
    turned = [[[angle, -1.0], [1.0, angle]]]  # arctan(angle) away from so(2)
    found = compare(turned, so(2), noise=angle * (1.1 if generous else 0.5))
    assert np.isclose(found.principal_angles[0], np.arctan(angle), rtol=1e-6)
    assert (found.relation == "equal") == generous


@given(st.floats(0.1, 10.0), st.sampled_from([1.0, -1.0]))
def test_sign_and_scale_of_one_generator_do_not_matter(scale: float, sign: float) -> None:
    found = compare(sign * scale * floats(so(2)), so(2), points=np.eye(2))
    assert found.relation == "equal"
    assert found.action_distance < 1e-14


def test_a_noisy_conjugate_is_recognised_within_its_noise(rng: np.random.Generator) -> None:
    T = np.eye(5) + 0.2 * rng.normal(size=(5, 5))
    L = T @ floats(so(5)) @ np.linalg.inv(T)
    found = compare(L + 1e-3 * rng.normal(size=L.shape), so(5), noise=0.02)
    assert found.relation == "conjugate"
    metric = np.linalg.inv(T @ T.T)  # what T so(5) T^-1 preserves
    assert np.allclose(found.invariant_form, metric / np.linalg.norm(metric), atol=0.02)


def test_points_decide_what_equal_means(rng: np.random.Generator) -> None:
    seen = rng.normal(size=(20, 4)) * [1, 1, 0, 0]
    L = floats(so(4))[:1]
    other = L + np.array([[0, 0, 1.0, 2.0]] * 4)
    found = compare(other, L, points=seen)
    assert found.relation == "equal"
    assert found.action_cosine > 1 - 1e-12
    assert found.principal_angles[0] > 0.5
    assert "equal on the data" in str(found)
    assert compare(other, L).relation != "equal"


def test_the_table_names_both_algebras_and_every_figure() -> None:
    table = str(compare(so(3), so(3), points=np.eye(3)))
    words = ("learned", "analytic", "so(3) (certain)", "equal on the data", "principal angle", "Grassmann", "closure", "cosine")
    assert all(word in table for word in words)
    assert "different sizes" in str(compare(so(3), su(2)))
    assert "on the data" not in str(compare(so(3), so(3)))


@pytest.mark.parametrize("points", [None, np.eye(3)])
def test_a_saved_comparison_comes_back(tmp_path, points) -> None:
    stretch = np.diag([1.0, 2.0, 3.0])
    found = compare(stretch @ so(3).generators @ np.linalg.inv(stretch), so(3), points=points)
    again = Comparison.load(found.save(tmp_path / "comparison"))
    assert str(again) == str(found)
    assert again.learned == found.learned
    assert np.array_equal(again.conjugation, found.conjugation)
    assert again.identifiable_dimensions == found.identifiable_dimensions


def test_a_comparison_of_different_sizes_and_without_algebra_comes_back_too(tmp_path) -> None:
    found = compare([[[0, 1], [0, 0]], [[0, 0], [1, 0]]], se(2))
    again = Comparison.load(found.save(tmp_path / "comparison.npz"))
    assert again.learned is None
    assert again.grassmann_distance is None
    assert str(again) == str(found)


def test_bad_input_is_refused() -> None:
    with pytest.raises(ShapeError, match=r"L\[None\]|learned\[None\]"):
        compare([[0, -1], [1, 0]], so(2))
    with pytest.raises(RankError, match="linearly independent"):
        compare([[[0, -1], [1, 0]], [[0, -2], [2, 0]]], so(2))
    with pytest.raises(PrecisionError, match="nan"):
        compare([[[0, -1], [np.nan, 0]]], so(2))
    with pytest.raises(ShapeError, match="both algebras act"):
        compare(so(2), so(2), points=np.eye(3))
    with pytest.raises(ShapeError, match="sizes 3 and 4"):
        compare(so(3), su(2), points=np.eye(3))
    with pytest.raises(PrecisionError, match="noise"):
        compare(so(2), so(2), noise=-1.0)
    with pytest.raises(PrecisionError, match="noise"):
        compare(so(2), so(2), noise=1.5)


def test_an_invariant_form_is_looked_for_as_far_as_a_conjugation_is() -> None:
    at_most, beyond = (np.pad(floats(so(3)), ((0, 0), (0, n - 3), (0, n - 3))) for n in (5, SEARCHED_SIZE + 1))
    assert compare(at_most, at_most).invariant_form is not None
    assert compare(beyond, beyond).invariant_form is None


def _span(*places: tuple[int, int]) -> np.ndarray:
    L = np.zeros((len(places), 5, 5), dtype=int)
    for k, place in enumerate(places):
        L[k][place] = 1
    return L


NILPOTENT = (
    _span((0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4)),  # derived series 7, 3, 0
    _span((0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 4), (3, 4)),  # 7, 2, 0
)


def test_a_name_of_several_classes_makes_nothing_isomorphic() -> None:
    g, h = NILPOTENT
    assert compare(g, g.transpose(0, 2, 1)).relation in {"isomorphic", "conjugate"}
    assert compare(g, h).relation == "different"
    assert compare(g.astype(float), h.astype(float)).relation == "undecided"


def test_weights_without_a_name_of_their_own_are_not_isomorphic_for_sharing_one() -> None:
    def acting(*weights: tuple[int, int, int]) -> np.ndarray:
        L = np.zeros((5, 4, 4), dtype=int)
        for k, w in enumerate(weights):
            L[k, range(3), range(3)] = w
        for k in range(3):
            L[2 + k, k, 3] = 1
        return L

    assert compare(acting((1, 0, 1), (0, 1, 1)), acting((1, 0, 1), (0, 1, 2))).relation in {"undecided", "different"}


@pytest.mark.parametrize(("one", "other"), [("so(2)", "so(1,1)"), ([[[1, 0], [0, 1]]], [[[1, 1], [0, 1]]])])
def test_lines_are_isomorphic_whatever_their_spectrum(one, other) -> None:
    assert compare(one, other).relation == "isomorphic"
