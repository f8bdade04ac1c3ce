"""The primitives over a real quadratic field, against floats and against what they are defined by."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import (
    characteristic_polynomial,
    complement,
    coordinates,
    independent_rows,
    inverse,
    multiply,
    null_space,
    rank,
    row_space,
    signature,
    solve,
)
from lietheory.algebra.linalg.dispatch import cleared, evaluate, factors, spanning_rows
from lietheory.arrays import exact_array
from lietheory.errors import RankError
from lietheory.quadratic_numbers import Surd, root
from proofs_tests.strategies.algebras import (
    RADICANDS,
    over_field,
    unimodular_over,
)

SIZES = st.integers(1, 4)


@st.composite
def low_rank(draw: st.DrawFn) -> np.ndarray:
    """A matrix A B over a quadratic field, of a rank at most the drawn inner size."""
    n, rows, inner, columns = draw(RADICANDS), draw(SIZES), draw(SIZES), draw(SIZES)
    return multiply(draw(over_field(n, rows, inner)), draw(over_field(n, inner, columns)))


@given(low_rank())
def test_ranks_over_the_field_are_those_of_floats_and_complete_the_null_space(A: np.ndarray) -> None:
    kernel = null_space(A)
    assert not multiply(A, kernel.T).any()
    assert rank(A) + len(kernel) == A.shape[1]
    assert rank(kernel) == len(kernel)
    assert rank(A) == rank(A.astype(float), 1e-9) == len(row_space(A)) == len(independent_rows(A))
    assert independent_rows(A) == independent_rows(A.astype(float), 1e-9)
    assert rank(A[spanning_rows(A)]) == len(spanning_rows(A)) == rank(A)
    assert rank(np.concatenate([A, row_space(A)])) == rank(A)
    assert rank(np.concatenate([row_space(A), complement(A)])) == A.shape[1]


@given(RADICANDS, SIZES, SIZES, st.data())
def test_consistent_systems_over_the_field_are_solved_and_bases_write_their_vectors(
    n: int, rows: int, columns: int, data: st.DataObject
) -> None:
    A, X = data.draw(over_field(n, rows, columns)), data.draw(over_field(n, columns, 2))
    B = multiply(A, X)
    assert (multiply(A, solve(A, B)) == B).all()
    basis = data.draw(unimodular_over(columns, n))[: max(1, columns - 1)]
    weights = data.draw(over_field(n, 2, len(basis)))
    found, rest = coordinates(basis, multiply(weights, basis))
    assert (found == weights).all()
    assert not rest.any()


@given(RADICANDS, SIZES, st.data())
def test_the_characteristic_polynomial_over_the_field_annihilates_and_its_factors_multiply_to_it(
    n: int, size: int, data: st.DataObject
) -> None:
    A = data.draw(over_field(n, size, size))
    polynomial = characteristic_polynomial(A)
    assert not evaluate(polynomial, A).any()
    assert np.allclose(polynomial.astype(float), np.poly(A.astype(float)), rtol=1e-8, atol=1e-8)
    product = np.array([Fraction(1)], dtype=object)
    for factor, multiplicity in factors(polynomial, A):
        for _ in range(multiplicity):
            product = np.convolve(product, factor)
    assert (polynomial * product[0] == product).all()


@given(RADICANDS, SIZES, st.data())
def test_the_signature_is_that_of_the_form_which_was_moved(n: int, size: int, data: st.DataObject) -> None:
    P, diagonal = data.draw(unimodular_over(size, n)), data.draw(over_field(n, size))
    S = multiply(multiply(P, np.diag(diagonal)), P.T)
    positive, zero = int((diagonal > 0).sum()), int((diagonal == 0).sum())
    assert signature(S) == (positive, size - positive - zero, zero)


@given(RADICANDS, SIZES, st.data())
def test_inverses_and_cleared_multiples_over_the_field(n: int, size: int, data: st.DataObject) -> None:
    A = data.draw(unimodular_over(size, n))
    assert (multiply(A, inverse(A)) == np.eye(size, dtype=int)).all()
    third = exact_array(A * Fraction(1, 3))
    assert (cleared(third) * Fraction(1, 3) == third).all()
    with pytest.raises(RankError):
        inverse(np.concatenate([A, A[:1]]) @ np.zeros((size, size + 1), dtype=object))


@given(RADICANDS, st.data())
def test_surds_are_a_field_ordered_as_their_floats(n: int, data: st.DataObject) -> None:
    x, y, z = data.draw(over_field(n, 3, bound=9)).tolist()
    assert (x + y) * z == x * z + y * z
    assert x - y == -(y - x)
    assert (x < y) == (float(x) < float(y))
    if y:
        assert x / y * y == x
        assert x * (1 / y) == x / y
    assert float(x * y) == pytest.approx(float(x) * float(y), rel=1e-12)


def test_the_float_of_a_surd_that_almost_cancels_is_accurate() -> None:
    small = (root(2) - 1) ** 40
    assert isinstance(small, Surd)
    assert float(small) == pytest.approx((2**0.5 - 1) ** 40, rel=1e-12)
    assert 0 < small < 1e-15
