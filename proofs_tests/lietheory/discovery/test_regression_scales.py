"""Theorem 1 from the singular values of X: against sixty digits, at any scale whose squares are floats, and refused beyond."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

import lietheory as lt
from lietheory.discovery.regression_symmetries import LARGEST_CONDITION
from lietheory.errors import PrecisionError

EPS = float(np.finfo(np.float64).eps)


def _conditioned(d: int, condition: float, seed: int) -> np.ndarray:
    """Inputs with these extreme singular values, along directions of no coordinate."""
    rng = np.random.default_rng(seed)
    rows, turn = (np.linalg.qr(rng.normal(size=(n, d)))[0] for n in (20, d))
    return rows * np.geomspace(1, 1 / condition, d) @ turn.T


def _exact_generators(X: np.ndarray) -> list[mpmath.matrix]:
    """H^(1/2) K H^(-1/2) for the elementary skew K, with sixty digits."""
    M = mpmath.matrix(X.tolist())
    values, Q = mpmath.eigsy(M.T * M / len(X))
    root = Q * mpmath.diag([mpmath.sqrt(v) for v in values]) * Q.T
    inverse = Q * mpmath.diag([1 / mpmath.sqrt(v) for v in values]) * Q.T
    found = []
    for i, j in zip(*np.triu_indices(X.shape[1], 1), strict=True):
        K = mpmath.zeros(X.shape[1])
        K[int(i), int(j)], K[int(j), int(i)] = 1, -1
        found.append(root * K * inverse)
    return found


def _frame(matrices: list) -> mpmath.matrix:
    flat = [[x for row in mpmath.matrix(M).tolist() for x in row] for M in matrices]
    return mpmath.qr(mpmath.matrix(flat).T, mode="skinny")[0]


@pytest.mark.parametrize("condition", [10, 1e3, 1e5, 9e5])
@pytest.mark.parametrize("d", [2, 3, 4])
def test_the_angle_to_the_exact_span_is_within_the_bound(d, condition):
    X = _conditioned(d, condition, seed=d)
    with mpmath.workdps(60):
        exact = _frame(_exact_generators(X))
        found = _frame([M.tolist() for M in lt.linear_regression_symmetries(X).generators])
        angle = float(mpmath.norm(found - exact * (exact.T * found)))
    assert angle <= 100 * EPS * condition


@pytest.mark.parametrize("condition", [2 * LARGEST_CONDITION, 1e8, 1e10])
@pytest.mark.parametrize("d", [2, 3])
def test_inputs_beyond_the_limit_are_refused(d, condition):
    with pytest.raises(PrecisionError, match="like size"):
        lt.linear_regression_symmetries(_conditioned(d, condition, seed=0))


@pytest.mark.parametrize("bias_row", [False, True])
@pytest.mark.parametrize("exponent", [-500, -300, 0, 300, 500])
def test_generators_do_not_depend_on_the_scale(exponent, bias_row):
    rng = np.random.default_rng(0)
    inputs, ones = rng.normal(size=(50, 3)), np.ones((50, int(bias_row)))
    Y = inputs[:, :1] + 1
    base, scaled = (
        lt.linear_regression_symmetries(np.column_stack([np.ldexp(inputs, e), ones]), np.ldexp(Y, e), bias_row)
        for e in (0, exponent)
    )
    units = np.append(np.full(3, float(exponent)), np.zeros(int(bias_row))).astype(int)
    assert np.array_equal(scaled.generators, np.ldexp(base.generators, units[:, None] - units))
    assert np.array_equal(scaled.second_moment, np.ldexp(base.second_moment, units[:, None] + units))


@pytest.mark.parametrize("scale", [1e-310, 1e200, 1e-200])
def test_scales_whose_moments_are_no_floats_are_refused(scale):
    with pytest.raises(PrecisionError):
        lt.linear_regression_symmetries(scale * np.random.default_rng(0).normal(size=(50, 3)))
