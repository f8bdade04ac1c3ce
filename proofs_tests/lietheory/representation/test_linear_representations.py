"""New representations from old keep the structure constants."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import aff, bracket, sl, so
from lietheory.arrays import is_exact
from lietheory.errors import ShapeError
from lietheory.representation import adjoint, copies, direct_sum, dual, tensor_product

algebras = st.sampled_from([so(3), so(2, 1), sl(2), aff(1)])


def keeps_the_constants(L: np.ndarray, f: np.ndarray) -> bool:
    brackets = bracket(L[:, None], L[None])
    return is_exact(L) and np.array_equal(brackets, np.tensordot(f, L, axes=1))


@given(algebras)
def test_sums_products_duals_and_the_adjoint_are_representations(g) -> None:
    f, L = g.structure_constants, g.generators
    for M in (direct_sum(L, dual(L)), copies(L, 3), tensor_product(L, dual(L)), dual(L), adjoint(f)):
        assert keeps_the_constants(M, f)


@given(algebras, st.integers(1, 3))
def test_copies_act_on_each_copy_alike(g, count: int) -> None:
    L = g.generators
    x = np.arange(count * L.shape[1]).reshape(count, -1)
    assert np.array_equal(copies(L, count) @ x.ravel(), (x @ L.swapaxes(1, 2)).reshape(len(L), -1))


def test_tensor_product_with_the_dual_fixes_the_identity() -> None:
    L = sl(2).generators
    assert not (tensor_product(L, dual(L)) @ np.eye(2, dtype=np.int64).ravel()).any()


def test_fractions_stay_exact_beside_integers_and_floats_make_floats() -> None:
    half = np.array([[[Fraction(1, 2)]]])
    assert direct_sum(half, [[[1]]])[0, 0, 0] == Fraction(1, 2)
    assert direct_sum(half, [[[1.0]]]).dtype == np.float64


def test_representations_of_different_algebras_are_refused() -> None:
    with pytest.raises(ShapeError, match="as many generators"):
        tensor_product(so(3).generators, so(2).generators)
    with pytest.raises(ShapeError, match="one copy"):
        copies(so(2).generators, 0)
    with pytest.raises(ShapeError, match=r"\(n, n, n\)"):
        adjoint(np.zeros((2, 2, 3)))


@pytest.mark.parametrize("count", [0, 2.0, "2", True, 10**9])
def test_a_number_of_copies_is_whole_and_fits_into_memory(count: object) -> None:
    with pytest.raises(ShapeError, match="copies"):
        copies(so(3), count)
