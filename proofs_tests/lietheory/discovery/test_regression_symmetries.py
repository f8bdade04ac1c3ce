"""Theorem 1 and Corollary 1 in closed form, against the null space of their defining equations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import rank
from lietheory.discovery.regression_symmetries import RegressionSymmetries, linear_regression_symmetries
from lietheory.errors import PrecisionError, RankError, ShapeError
from proofs_tests.strategies.matrices import bounded, positive_definite

SAMPLES = 40


def nullity(found: RegressionSymmetries, bias_row: bool) -> int:
    """The dimension of all pairs with u H + H u^T = 0 and u_c A = A u (and the last row of u zero)."""
    H, A = found.second_moment, found.coefficients
    c, d = A.shape
    columns = []
    for pair in np.eye(d * d + c * c):
        u, u_c = pair[: d * d].reshape(d, d), pair[d * d :].reshape(c, c)
        columns.append(np.concatenate([(u @ H + H @ u.T).ravel(), (u_c @ A - A @ u).ravel(), bias_row * u[-1]]))
    singular = np.linalg.svd(np.array(columns).T, compute_uv=False)
    return len(columns) - int(np.sum(singular > 1e-9 * singular[0]))


def residual(found: RegressionSymmetries) -> float:
    """The worst failure of Eq 13 over the generators, relative to the factors."""
    u, H, A, u_c = found.generators, found.second_moment, found.coefficients, found.output_generators
    size = np.linalg.norm(u, axis=(1, 2)).max(initial=1.0)
    worst = np.abs(u @ H + H @ u.swapaxes(1, 2)).max(initial=0.0) / (size * np.linalg.norm(H))
    if A is not None:
        size = max(size, np.linalg.norm(u_c, axis=(1, 2)).max(initial=1.0))
        worst = max(worst, np.abs(u_c @ A - A @ u).max(initial=0.0) / (size * np.linalg.norm(A)))
    return worst


def pair_rank(found: RegressionSymmetries) -> int:
    """The number of linearly independent pairs (u, u_c)."""
    n = len(found.generators)
    return rank(np.concatenate([found.generators.reshape(n, -1), found.output_generators.reshape(n, -1)], axis=1)) if n else 0


def regression(p: int, c: int, seed: int, centred: bool, bias: bool) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(SAMPLES, p)) @ rng.normal(size=(p, p)) + rng.normal(size=p)
    Y = X @ rng.normal(size=(p, c)) + rng.normal(size=c) + 0.1 * rng.normal(size=(SAMPLES, c))
    return np.column_stack([X, np.ones(SAMPLES)]) if bias else X, Y - centred * Y.mean(axis=0)


@given(st.data(), st.integers(1, 5))
def test_symmetries_of_the_inputs_are_a_conjugate_of_so_d(data: st.DataObject, d: int) -> None:
    X = np.random.default_rng(d).normal(size=(SAMPLES, d)) @ data.draw(positive_definite(d))
    found = linear_regression_symmetries(X)
    assert len(found.generators) == d * (d - 1) // 2
    assert found.output_generators is None
    assert residual(found) < 1e-11  # the condition number of X is at most about 1e3
    if d > 1:
        assert rank(found.generators.reshape(len(found.generators), -1)) == len(found.generators)


def test_the_algebra_of_the_inputs_is_compact_and_as_large_as_so() -> None:
    g = linear_regression_symmetries(*regression(5, 2, 1, False, False)[:1]).algebra()
    assert g.killing_signature() == (0, 10, 0)


@pytest.mark.parametrize(("d", "c", "junk"), [(5, 2, 0), (6, 3, 0), (6, 1, 0), (4, 4, 0), (7, 3, 0), (3, 5, 10)])
def test_labels_leave_so_r_plus_so_d_minus_r(d: int, c: int, junk: int) -> None:
    found, r = linear_regression_symmetries(*regression(d, c, 7, False, False)), min(c, d)
    expected = r * (r - 1) // 2 + (d - r) * (d - r - 1) // 2
    assert found.rank == r
    assert len(found.generators) == pair_rank(found) == expected
    assert nullity(found, False) == expected + junk  # c (c - r) ways to act on labels that are never predicted
    assert residual(found) < 1e-11


@pytest.mark.parametrize("centred", [False, True])
@pytest.mark.parametrize(
    ("p", "c", "uncentred_dimension", "centred_dimension"),
    [(4, 2, 1, 2), (5, 3, 2, 4), (3, 1, 1, 1), (5, 5, 6, 10), (4, 1, 3, 3)],
)
def test_a_bias_row_leaves_the_group_that_fixes_the_means(p, c, uncentred_dimension, centred_dimension, centred) -> None:
    found = linear_regression_symmetries(*regression(p, c, 11, centred, True), bias_row=True)
    expected = centred_dimension if centred else uncentred_dimension
    assert len(found.generators) == pair_rank(found) == nullity(found, True) == expected
    assert residual(found) < 1e-11
    assert not found.generators[:, -1].any()


@given(st.integers(1, 4), st.integers(1, 5), st.integers(0, 100), st.booleans(), st.booleans())
def test_closed_form_solves_its_equations_for_any_shape(p: int, c: int, seed: int, centred: bool, bias: bool) -> None:
    found = linear_regression_symmetries(*regression(p, c, seed, centred, bias), bias_row=bias)
    assert residual(found) < 1e-10
    assert pair_rank(found) == len(found.generators)
    if c <= p:
        assert len(found.generators) == nullity(found, bias)


def test_more_labels_than_inputs_do_not_cost_symmetries_of_the_inputs() -> None:
    found = linear_regression_symmetries(*regression(3, 5, 2, False, True), bias_row=True)
    assert len(found.generators) == 3  # so(3): the two labels outside the range of A absorb the mean
    mean = regression(3, 5, 2, False, True)[1].mean(axis=0)
    assert np.abs(found.output_generators @ mean).max() < 1e-11


@given(bounded(2, 5))
def test_coefficients_are_the_least_squares_solution(weights: np.ndarray) -> None:
    X, Y = regression(4, 2, 5, False, True)
    Y = Y + X @ weights.T
    assert np.allclose(linear_regression_symmetries(X, Y, bias_row=True).coefficients, np.linalg.lstsq(X, Y)[0].T, atol=1e-11)


def test_dependent_labels_lower_the_rank_and_constant_labels_lower_it_to_zero() -> None:
    X, Y = regression(5, 1, 3, False, True)
    assert linear_regression_symmetries(X, Y @ [[1.0, 2.0, 3.0]], bias_row=True).rank == 1
    assert linear_regression_symmetries(X, np.full((SAMPLES, 1), 3.0), bias_row=True).rank == 0


def test_saved_symmetries_come_back(tmp_path) -> None:
    for labels in (True, False):
        X, Y = regression(3, 2, 1, False, False)
        found = linear_regression_symmetries(X, Y if labels else None)
        again = RegressionSymmetries.load(found.save(tmp_path / "symmetries"))
        assert again.rank == found.rank
        assert np.array_equal(again.generators, found.generators)
        assert (again.output_generators is None) == (not labels)


def test_too_few_samples_are_refused_with_how_many_are_missing() -> None:
    with pytest.raises(RankError, match=r"at least 5 samples for 5 inputs, got 3 samples\. Add 2"):
        linear_regression_symmetries(np.eye(3, 5))


def test_a_singular_second_moment_is_refused() -> None:
    X = regression(3, 1, 1, False, False)[0]
    with pytest.raises(RankError, match="regular second moment"):
        linear_regression_symmetries(np.column_stack([X, X[:, 0]]))
    with pytest.raises(RankError, match="constants beside a bias row"):
        linear_regression_symmetries(np.column_stack([X, np.ones((SAMPLES, 2))]), bias_row=True)


def test_bad_numbers_are_refused() -> None:
    X, Y = regression(3, 1, 1, False, False)
    with pytest.raises(PrecisionError, match="float32"):
        linear_regression_symmetries(X.astype(np.float32))
    X[4, 1] = np.inf
    with pytest.raises(PrecisionError, match=r"X\[4, 1\] = inf"):
        linear_regression_symmetries(X, Y)


def test_shapes_that_do_not_fit_are_refused() -> None:
    X, Y = regression(3, 1, 1, False, False)
    with pytest.raises(ShapeError, match="39 labels"):
        linear_regression_symmetries(X, Y[1:])
    with pytest.raises(ShapeError, match=r"x\[:, None\]"):
        linear_regression_symmetries(X[:, 0])
    with pytest.raises(ShapeError, match="column of ones"):
        linear_regression_symmetries(X, Y, bias_row=True)


def test_one_label_a_sample_is_a_column():
    X = np.random.default_rng(0).normal(size=(SAMPLES, 3))
    y = X @ np.array([1.0, 2.0, 3.0])
    flat, column = linear_regression_symmetries(X, y), linear_regression_symmetries(X, y[:, None])
    assert np.array_equal(flat.generators, column.generators)
    assert flat.output_generators.shape == column.output_generators.shape


@pytest.mark.parametrize("wrong", [1, 7])
def test_a_row_of_ones_that_is_none_says_how_many_entries_are_not(wrong):
    X = np.column_stack([np.random.default_rng(0).normal(size=(20, 2)), np.ones(20)])
    X[:wrong, -1] = 2.0
    with pytest.raises(ShapeError, match=f"{wrong} entries that are not 1"):
        linear_regression_symmetries(X, bias_row=True)
