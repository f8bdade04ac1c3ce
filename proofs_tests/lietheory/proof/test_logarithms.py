"""Real logarithms: which matrices have one, by exact Jordan blocks, and the logarithm of a rotation."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import block_diag, expm

from lietheory.algebra import inverse
from lietheory.proof.logarithms import logarithm, unpaired_blocks
from lietheory.proof.random_instances import orthogonal, rational_invertible

seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)


def jordan(value: int, size: int) -> np.ndarray:
    return value * np.eye(size, dtype=int) + np.eye(size, k=1, dtype=int)


@given(seeds, st.integers(1, 5))
def test_squares_of_invertible_matrices_have_a_real_logarithm(rng, size):
    """The matrices with a real logarithm are the squares of the invertible real ones."""
    v = rational_invertible(rng, size)
    assert unpaired_blocks(v @ v) == 0


@given(seeds, st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.integers(1, 3)), min_size=1, max_size=4))
def test_negative_eigenvalues_are_counted_by_value_and_size_whatever_the_basis(rng, blocks):
    u = block_diag(*(jordan(*block) for block in blocks))
    S = rational_invertible(rng, len(u))
    odd = sum(blocks.count(block) % 2 for block in set(blocks) if block[0] < 0)
    assert unpaired_blocks(S @ u.astype(object) @ inverse(S)) == odd


@pytest.mark.parametrize(
    ("u", "odd"),
    [
        ([[-2, 0], [0, Fraction(-1, 2)]], 2),
        ([[-1, 1], [0, -1]], 1),
        ([[-1, 0], [0, -1]], 0),
        ([[0, 2], [1, 0]], 1),  # the eigenvalues are irrational, +-sqrt 2
        ([[-1, 1], [-1, 0]], 0),  # complex ones, a third of a turn
        ([[-4, 1, 0], [1, -4, 0], [0, 0, 1]], 2),
    ],
)
def test_blocks_of_small_matrices(u, odd):
    assert unpaired_blocks(np.array(u, dtype=object)) == odd


@given(seeds, st.integers(1, 5), st.integers(0, 2))
def test_logarithm_of_a_rotation_is_skew_and_leads_back(rng, size, half_turns):
    Q = orthogonal(rng, size)
    Q[0] *= np.sign(np.linalg.det(Q))
    signs = np.ones(size)
    signs[: 2 * min(half_turns, size // 2)] = -1
    for u in (Q, Q * signs @ Q.T):
        X = logarithm(u)
        np.testing.assert_allclose(X, -X.T, atol=1e-9)
        np.testing.assert_allclose(expm(X), u, atol=1e-9)


def test_logarithm_of_a_stretch_is_that_of_its_eigenvalues():
    np.testing.assert_allclose(logarithm(np.diag([2.0, 0.5])), np.diag([np.log(2), -np.log(2)]), atol=1e-12)


def test_exponential_of_the_logarithm_of_a_reflection_is_another_matrix():
    assert np.abs(expm(logarithm(np.diag([1.0, -1.0]))) - np.diag([1.0, -1.0])).max() > 1


def test_blocks_of_irrational_eigenvalues_are_counted_at_each_of_them():
    """x^2 + 3 x + 1 has two negative roots: one block at each is unpaired, two are paired, whatever their size."""
    companion = np.array([[0, -1], [1, -3]])
    chain = np.block([[companion, np.eye(2, dtype=int)], [np.zeros((2, 2), dtype=int), companion]])
    assert unpaired_blocks(companion) == 2
    assert unpaired_blocks(block_diag(companion, companion)) == 0
    assert unpaired_blocks(chain) == 2
    assert unpaired_blocks(block_diag(chain, chain)) == 0
    assert unpaired_blocks(block_diag(chain, companion)) == 4


def test_the_eigenvalue_0_is_not_negative():
    assert unpaired_blocks(np.diag([0, 1])) == 0
    assert unpaired_blocks(np.diag([0, -1])) == 1
