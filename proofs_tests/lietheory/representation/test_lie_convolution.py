"""The slow L-conv against its formula in indices, exactly and in floats."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.arrays import is_exact
from lietheory.errors import PrecisionError, ShapeError
from lietheory.representation import lie_convolution
from proofs_tests.strategies.matrices import integers

small = st.integers(1, 3)


@given(st.data(), small, small, small, small, small)
def test_exact_layer_is_its_formula_in_indices(data, batch: int, space: int, n_L: int, channels: int, out: int) -> None:
    h, L = data.draw(integers(batch, space, channels)), data.draw(integers(n_L, space, space))
    W, b = data.draw(integers(n_L + 1, channels, out)), data.draw(integers(out))
    result = lie_convolution(h, L, W, b)
    with_identity = np.concatenate([np.eye(space, dtype=np.int64)[None], L])
    assert is_exact(result)
    assert np.array_equal(result, np.einsum("kst,btc,kce->bse", with_identity, h, W) + b)
    assert np.allclose(lie_convolution(h.astype(float), L, W, b), result.astype(float), atol=1e-12)


@given(st.data(), small, small, small, small)
def test_rectangular_generators_have_no_identity_term(data, batch: int, space: int, n_L: int, out: int) -> None:
    h, L, W = data.draw(integers(batch, space, 2)), data.draw(integers(n_L, space + 1, space)), data.draw(integers(n_L, 2, out))
    assert np.array_equal(lie_convolution(h, L, W), np.einsum("kst,btc,kce->bse", L, h, W))


def test_fractions_stay_fractions_and_large_integers_do_not_overflow() -> None:
    third = np.array([[[Fraction(1, 3)]]])
    assert lie_convolution(third, [[[1]]], [[[1]], [[1]]])[0, 0, 0] == Fraction(2, 3)
    big = np.array([[[2**31 - 1]]])
    assert lie_convolution(big, big, np.concatenate([0 * big, big]))[0, 0, 0] == (2**31 - 1) ** 3


def test_activation_is_applied_last() -> None:
    h, L, W = np.array([[[1.0], [2.0]]]), np.array([[[0.0, -1.0], [1.0, 0.0]]]), np.ones((2, 1, 1))
    assert np.array_equal(lie_convolution(h, L, W, [-1.0], lambda z: np.maximum(z, 0)), [[[0.0], [2.0]]])


def test_shapes_that_do_not_fit_are_refused() -> None:
    h, L, W = np.zeros((2, 3, 1)), np.zeros((4, 3, 3)), np.zeros((5, 1, 2))
    with pytest.raises(ShapeError, match="batch"):
        lie_convolution(h[0], L, W)
    with pytest.raises(ShapeError, match="space axis"):
        lie_convolution(h, np.zeros((4, 2, 2)), W)
    with pytest.raises(ShapeError, match=r"W\[0\] for the identity"):
        lie_convolution(h, L, W[:4])
    with pytest.raises(ShapeError, match="no identity term"):
        lie_convolution(h, np.zeros((4, 2, 3)), W)
    with pytest.raises(PrecisionError, match="h"):
        lie_convolution(h + np.nan, L, W)
