"""The dimensions of regression symmetries at the sizes that an independent audit tabulated."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra import identify
from lietheory.claims.c1_covariance_group import stabiliser_dimension
from lietheory.claims.lemma_bias_row_dimension import kept
from lietheory.claims.lemma_eq13_dimension import pair_dimension, rotations, sum_of_rotations
from lietheory.claims.lemma_eq14_dimension import stated
from lietheory.claims.lemma_invariance_dimension import invariances
from lietheory.discovery import linear_regression_symmetries
from lietheory.proof import applied
from lietheory.proof.constraint_nullity import constraint_nullity

SIZES = [(5, 2), (6, 3), (6, 1), (4, 4), (7, 3), (3, 5)]


def drawn(d: int, c: int) -> tuple[np.ndarray, np.ndarray]:
    """A generic integer A (c, d) and H = S S^T."""
    rng = np.random.default_rng(100 * d + c)
    S = rng.integers(-4, 5, (d, d)) + 12 * np.eye(d, dtype=np.int64)
    return rng.integers(-5, 6, (c, d)), S @ S.T


@pytest.mark.parametrize(("d", "c"), SIZES)
def test_equation_14_alone_leaves_the_stated_dimension(d, c):
    A, _ = drawn(d, c)
    assert constraint_nullity(lambda u, u_c: u_c @ A - A @ u, (d, d), (c, c), like=A) == stated(d, c, min(c, d))


@pytest.mark.parametrize(("d", "c"), SIZES)
def test_equation_13_leaves_two_rotation_algebras_and_what_acts_off_the_range(d, c):
    A, H = drawn(d, c)
    r = min(c, d)
    assert pair_dimension(H, A @ H) == rotations(r, d - r) + c * (c - r)
    assert len(invariances(A, H)) == rotations(d - r)


@pytest.mark.parametrize(("d", "c", "name"), [(5, 2, "so(3) + R"), (6, 3, "so(3) + so(3)"), (6, 1, "so(5)"), (4, 4, "so(4)")])
def test_the_algebra_of_a_regression_has_the_stated_name(d, c, name):
    A, _ = drawn(d, c)
    X = np.random.default_rng(d).standard_normal((50, d))
    found = identify(linear_regression_symmetries(X, X @ A.T).generators)
    assert found.is_named(name)
    assert found.name == sum_of_rotations(c, d - c)


@pytest.mark.parametrize(
    ("p", "c", "uncentred", "centred"), [(4, 2, 1, 2), (5, 3, 2, 4), (3, 1, 1, 1), (5, 5, 6, 10), (4, 1, 3, 3)]
)
def test_a_row_of_ones_takes_its_dimension(p, c, uncentred, centred):
    rng = np.random.default_rng(10 * p + c)
    inputs = rng.integers(-9, 10, (p, 2 * p + 2))
    A = rng.integers(-5, 6, (c, p))
    n = inputs.shape[1]
    labels = A @ (n * inputs - inputs.sum(axis=1, keepdims=True))
    X = np.concatenate([inputs, np.ones((1, n), dtype=np.int64)])
    assert len(applied(kept, {"X": X, "Y": labels, "keeps ones": True})) == centred
    assert len(applied(kept, {"X": X, "Y": labels + 1, "keeps ones": True})) == uncentred


@pytest.mark.parametrize(("d", "s", "size"), [(4, 2, 9), (5, 3, 13), (5, 4, 11)])
def test_a_singular_second_moment_is_kept_by_more(d, s, size):
    F = drawn(d, s)[0].T
    assert stabiliser_dimension(F @ F.T) == size
    assert size > d * (d - 1) // 2
