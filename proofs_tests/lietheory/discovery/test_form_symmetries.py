"""All linear symmetries from sampled gradients: exceptional algebras come back from their invariants alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lietheory.comparison import principal_angles
from lietheory.discovery import LinearSymmetries, linear_symmetries, null_space, polarization_matrix, tensor_symmetries
from lietheory.discovery import form_symmetries as module
from lietheory.discovery.gradient_symmetries import gradient_symmetries
from lietheory.errors import PrecisionError, RankError, ShapeError, UndecidedError
from lietheory.representation import describe
from lietheory.representation import exceptional_forms as forms
from proofs_tests.strategies.algebras import conditioned

FORMS = {
    "three-form": (forms.three_form, (3, 7), "g2(-14)", "R^7 = defining of g2(-14)"),
    "split three-form": (partial(forms.three_form, form="split"), (3, 7), "g2(2)", "R^7 = defining of g2(2)"),
    "four-form": (forms.four_form, (4, 8), "so(7)", "R^8 = spinor of so(7)"),
    "split four-form": (partial(forms.four_form, form="split"), (4, 8), "so(4,3)", "R^8 = spinor of so(4,3)"),
}


def sampled(form: Callable, shape: tuple[int, ...], seed: int = 0, S: np.ndarray | None = None) -> LinearSymmetries:
    """The symmetries of F(S x) from gradients at random points x."""
    S = np.eye(shape[-1]) if S is None else S
    x = np.random.default_rng(seed).normal(size=(int(1.4 * shape[-1] ** 2), *shape))
    return linear_symmetries(x, form(x @ S.T)[1] @ S)


@settings(max_examples=5)
@given(st.sampled_from(sorted(FORMS)), st.integers(0, 1000), st.data())
def test_forms_of_octonions_in_any_basis_give_their_algebra_and_its_representation(case: str, seed: int, data) -> None:
    form, shape, name, module_name = FORMS[case]
    found = sampled(form, shape, seed, data.draw(conditioned(shape[-1], 10.0)))
    assert found.gap > 1e9
    assert found.identify().name == name
    assert describe(found.generators) == module_name
    assert found.identify().status == "certain"


def test_split_e6_comes_back_from_its_cubic() -> None:
    found = sampled(forms.determinant_cubic, (27,))
    assert (found.dimension, found.rows, found.largest_block) == (78, 1020, 729)
    assert found.gap > 1e12
    assert found.algebra().killing_signature() == (42, 36, 0)
    assert found.identify().name == "e6(6)"


def test_compact_f4_comes_back_from_a_quadratic_and_a_cubic() -> None:
    x = np.random.default_rng(0).normal(size=(500, 26))
    gradients = [forms.albert_quadratic(x)[1], forms.albert_cubic(x)[1]]
    found = linear_symmetries(np.concatenate([x, x]), np.concatenate(gradients))
    assert (found.dimension, found.identify().name) == (52, "f4(-52)")


def test_random_points_and_basis_vectors_give_the_same_algebra() -> None:
    places, entries = forms.bracket_form("A", 2)
    tensor = np.zeros((8, 8, 8))
    tensor[tuple(places.T)] = entries
    sparse = tensor_symmetries(places, entries, 8)
    x = np.random.default_rng(1).normal(size=(90, 3, 8))
    slopes = [np.einsum("abc,nb,nc->na", np.moveaxis(tensor, k, 0), *np.delete(x, k, axis=1).swapaxes(0, 1)) for k in range(3)]
    dense = linear_symmetries(x, np.stack(slopes, axis=1))
    assert sparse.dimension == dense.dimension == 8
    assert principal_angles(sparse.generators, dense.generators).max() < 1e-12
    assert sparse.blocks > 1 == dense.blocks
    assert sparse.identify().name == "sl(3,R)"


@pytest.mark.parametrize("few", [0, 1024])
def test_an_algebra_comes_back_from_its_own_brackets(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SMALL", few)
    found = tensor_symmetries(*forms.bracket_form("D", 5), 45)
    assert (found.dimension, found.identify().name) == (45, "so(5,5)")


def test_a_symmetric_sparse_tensor_needs_tuples_with_a_vector_twice() -> None:
    found = tensor_symmetries([[0, 0], [1, 1], [2, 2]], [1.0, 1.0, -1.0], 3)
    assert found.identify().name == "so(2,1)"


def test_unknowns_that_no_row_meets_are_free() -> None:
    found = tensor_symmetries([[0, 0]], [1.0], 2)  # x^2 in the plane: A[0] = 0
    assert found.dimension == 2
    assert not found.generators[:, 0].any()


@given(st.integers(0, 1000))
def test_the_null_space_is_that_of_the_polarization_matrix_with_all_matrix_units(seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=(40, 4))
    slopes = x * np.array([1.0, 1.0, 1.0, -2.0])
    fields = np.einsum("iab,nb->nia", np.eye(16).reshape(16, 4, 4), x)
    expected = null_space(polarization_matrix(slopes[:, None], fields)).reshape(-1, 4, 4)
    assert principal_angles(expected, linear_symmetries(x, slopes).generators).max() < 1e-10


def test_the_gram_matrix_gives_the_same_null_space_where_it_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = sampled(forms.four_form, (4, 8))
    monkeypatch.setattr(module, "_SMALL", 0)
    found = sampled(forms.four_form, (4, 8))
    assert found.least == pytest.approx(expected.least)
    assert found.null < 1e-13
    assert principal_angles(found.generators, expected.generators).max() < 1e-12


@pytest.mark.parametrize("few", [0, 1024])
def test_an_invariant_broken_by_a_millionth_is_none(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SMALL", few)
    x = np.random.default_rng(0).normal(size=(60, 4))
    found = linear_symmetries(x, x + 1e-6 * x**3 * np.array([1.0, 0, 0, 0]))
    assert found.dimension == 3
    assert 1e-8 < found.least < 1e-5


def test_too_few_points_and_other_shapes_are_refused() -> None:
    x = np.ones((5, 3))
    with pytest.raises(RankError, match="9 points"):
        linear_symmetries(x, x)
    with pytest.raises(ShapeError):
        linear_symmetries(x, x[:4])
    with pytest.raises(PrecisionError):
        linear_symmetries(x, x * np.inf)
    with pytest.raises(ShapeError, match="below 2"):
        tensor_symmetries([[0, 2]], [1.0], 2)
    with pytest.raises(ShapeError):
        tensor_symmetries([[0.5, 1.0]], [1.0], 2)


def test_a_form_without_symmetry_says_so() -> None:
    x = np.random.default_rng(0).normal(size=(20, 2))
    found = linear_symmetries(x, 4 * x**3)
    assert found.dimension == 0
    with pytest.raises(UndecidedError, match="none"):
        found.algebra()


@pytest.mark.parametrize("place", [-1, 2])
def test_places_outside_the_dimension_are_refused(place):
    with pytest.raises(ShapeError, match="below 2"):
        tensor_symmetries([[0, 1], [1, place]], [1.0, -1.0], 2)
    assert tensor_symmetries([[0, 1], [1, 0]], [1.0, -1.0], 2).dimension == 3


@pytest.mark.parametrize(
    ("small", "answer"), [([0], ("symmetric", 1)), ([0, 1], ("undecided", 0)), ([0, 1, 2], ("symmetric", 3))]
)
def test_directions_below_the_gap_are_symmetries_only_where_they_span_an_algebra(small, answer):
    rng = np.random.default_rng(0)
    evidence, reference = rng.normal(size=(2, 60, 2, 3))
    evidence[..., small] *= 1e-15 if len(small) == 3 else 1e-8
    so3 = np.array([[[0, 0, 0], [0, 0, -1], [0, 1, 0]], [[0, 0, 1], [0, 0, 0], [-1, 0, 0]], [[0, -1, 0], [1, 0, 0], [0, 0, 0]]])
    found = gradient_symmetries(evidence, reference, np.eye(3), so3.astype(float))
    assert (found.status, found.dimension) == answer


def test_too_few_rows_are_refused_with_the_points_needed():
    with pytest.raises(RankError, match="at least 18 points for 3 generators"):
        gradient_symmetries(np.ones((17, 2, 3)), np.ones((17, 2, 3)), np.eye(3), np.zeros((3, 0, 0)))
