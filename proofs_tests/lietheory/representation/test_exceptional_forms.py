"""The invariants of the exceptional algebras: their definitions, and gradients that are those of their values."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.errors import PrecisionError, ShapeError, UnknownNameError
from lietheory.representation import exceptional_forms as forms
from lietheory.representation.octonions import FORMS, conjugation, octonions

EVALUATED: dict[str, tuple[Callable, tuple[int, ...], int]] = {
    **{f"{form} three-form": (partial(forms.three_form, form=form), (3, 7), 3) for form in FORMS},
    **{f"{form} four-form": (partial(forms.four_form, form=form), (4, 8), 4) for form in FORMS},
    **{f"{form} Albert quadratic": (partial(forms.albert_quadratic, form=form), (26,), 2) for form in forms.ALBERT_FORMS},
    **{f"{form} Albert cubic": (partial(forms.albert_cubic, form=form), (27,), 3) for form in forms.ALBERT_FORMS},
    "traceless Albert cubic": (forms.albert_cubic, (26,), 3),
    "determinants": (forms.determinant_cubic, (27,), 3),
    "Cartan's quartic": (forms.cartan_quartic, (56,), 4),
}
seeds = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("form", FORMS)
@given(seed=seeds)
def test_octonions_are_alternative_and_their_norm_is_multiplicative(form: str, seed: int) -> None:
    product, norms = octonions(form)
    x, y = np.random.default_rng(seed).integers(-9, 10, size=(2, 8))

    def times(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.einsum("i,j,ijk->k", a, b, product)

    assert (times(x, times(x, y)) == times(times(x, x), y)).all()
    assert (times(times(y, x), x) == times(y, times(x, x))).all()
    assert norms @ times(x, y) ** 2 == (norms @ x**2) * (norms @ y**2)
    assert (times(x, conjugation() * x) == norms @ x**2 * np.eye(8)[0]).all()


@pytest.mark.parametrize("form", FORMS)
def test_octonions_do_not_associate(form: str) -> None:
    product = octonions(form)[0]
    assert (np.einsum("ijm,mkl->ijkl", product, product) != np.einsum("iml,jkm->ijkl", product, product)).any()


@pytest.mark.parametrize("case", EVALUATED)
@given(seed=seeds)
def test_the_gradient_is_the_slope_of_the_value(case: str, seed: int) -> None:
    evaluate, shape, degree = EVALUATED[case]
    x, v = np.random.default_rng(seed).integers(-3, 4, size=(2, *shape)).astype(float)
    steps = np.arange(-2, 3) / 2  # a quartic in t is given by five values; its slope at 0 is exact
    values = evaluate(x + np.multiply.outer(steps, v))[0]
    slope = np.array([1, -8, 0, 8, -1]) @ values / 6
    expected = (evaluate(x[None])[1][0] * v).sum()
    assert abs(slope - expected) <= 1e-11 * np.abs(values).max(initial=1.0)
    euler = (evaluate(x[None])[1][0] * x).sum()  # homogeneous of this degree
    assert abs(euler - degree * evaluate(x[None])[0][0]) <= 1e-11 * max(1.0, np.abs(x).max() ** degree * 1e3)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "d"), [("three_form", 7), ("four_form", 8)])
def test_the_forms_of_octonions_alternate(name: str, d: int, form: str) -> None:
    evaluate, copies = getattr(forms, name), 3 if d == 7 else 4
    x = np.random.default_rng(5).integers(-3, 4, size=(1, copies, d))
    value = evaluate(x, form)[0][0]
    assert value != 0
    for order in permutations(range(copies)):
        sign = round(np.linalg.det(np.eye(copies)[list(order)]))
        assert evaluate(x[:, list(order)], form)[0][0] == sign * value


def test_the_four_form_restricts_to_the_three_form() -> None:
    x = np.random.default_rng(3).integers(-3, 4, size=(9, 3, 7))
    padded = np.zeros((9, 4, 8))
    padded[:, 0, 0], padded[:, 1:, 1:] = 1, x
    assert np.abs(forms.four_form(padded)[0]).tolist() == np.abs(forms.three_form(x)[0]).tolist()


def test_the_albert_determinant_of_real_matrices_is_their_determinant() -> None:
    M = np.random.default_rng(1).normal(size=(5, 3, 3))
    M = M + M.swapaxes(1, 2)
    x = np.zeros((5, 27))
    x[:, :3] = np.diagonal(M, axis1=1, axis2=2)
    x[:, 3], x[:, 11], x[:, 19] = M[:, 1, 2], M[:, 2, 0], M[:, 0, 1]
    assert np.allclose(forms.albert_cubic(x)[0], np.linalg.det(M))
    assert np.allclose(forms.albert_quadratic(x)[0], np.trace(M @ M, axis1=1, axis2=2))
    G = np.diag([1.0, 1.0, -1.0])
    twisted = G @ M  # Hermitian for G, up to signs that the trace of the square does not see
    assert np.allclose(forms.albert_quadratic(x, "lorentzian")[0], np.trace(twisted @ twisted, axis1=1, axis2=2))


def test_the_pfaffian_part_squares_to_the_determinant() -> None:
    entries = np.random.default_rng(2).normal(size=(4, 28))
    X = np.zeros((4, 8, 8))
    X[:, *np.triu_indices(8, 1)] = entries
    X = X - X.swapaxes(1, 2)
    values = forms.cartan_quartic(np.concatenate([entries, 0 * entries], axis=1))[0]
    assert np.allclose((values / 4) ** 2, np.linalg.det(X))


def test_the_bracket_form_is_alternating_and_gives_the_brackets_back() -> None:
    places, entries = forms.bracket_form("D", 4)
    tensor = np.zeros((28, 28, 28), dtype=int)
    tensor[tuple(places.T)] = entries
    for order, sign in (((1, 0, 2), -1), ((0, 2, 1), -1), ((2, 0, 1), 1)):
        assert (tensor.transpose(order) == sign * tensor).all()


def test_bad_points_and_forms_are_refused() -> None:
    with pytest.raises(ShapeError, match=r"\(n, 3, 7\)"):
        forms.three_form(np.zeros((3, 7)))
    with pytest.raises(ShapeError, match=r"\(n, 27\)"):
        forms.albert_cubic(np.zeros((3, 25)))
    with pytest.raises(PrecisionError):
        forms.cartan_quartic(np.full((1, 56), np.nan))
    with pytest.raises(UnknownNameError, match="split"):
        forms.three_form(np.zeros((1, 3, 7)), "spilt")
    with pytest.raises(UnknownNameError, match="lorentzian"):
        forms.albert_cubic(np.zeros((1, 27)), "lorentz")
    with pytest.raises(UnknownNameError):
        forms.bracket_form("B", 3)
