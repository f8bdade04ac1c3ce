"""The primitives, exact against numeric and against what they are defined by."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

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
    tensordot,
)
from lietheory.algebra.linalg.dispatch import spanning_rows
from lietheory.arrays import is_exact
from lietheory.errors import RankError
from proofs_tests.strategies.algebras import unimodular

SIZES = st.integers(1, 4)


@st.composite
def low_rank(draw: st.DrawFn) -> np.ndarray:
    """An integer matrix A B of a rank at most the drawn inner size."""
    rows, inner, columns = draw(SIZES), draw(SIZES), draw(SIZES)
    entries = st.integers(-3, 3)
    left = draw(hnp.arrays(np.int64, (rows, inner), elements=entries))
    return left @ draw(hnp.arrays(np.int64, (inner, columns), elements=entries))


@given(low_rank())
def test_exact_and_numeric_ranks_agree_and_complete_the_null_space(A: np.ndarray) -> None:
    kernel = null_space(A)
    assert not multiply(A, kernel.T).any()
    assert rank(A) + len(kernel) == A.shape[1]
    assert rank(A) == rank(A.astype(float)) == len(row_space(A)) == len(row_space(A.astype(float))) == len(independent_rows(A))
    assert np.abs(A @ null_space(A.astype(float)).T).max(initial=0) < 1e-12
    assert independent_rows(A) == independent_rows(A.astype(float), 1e-9)
    assert rank(A[spanning_rows(A)]) == len(spanning_rows(A)) == rank(A)


@given(low_rank())
def test_complement_completes_the_row_space_to_a_basis(A: np.ndarray) -> None:
    for rows in (row_space(A), row_space(A.astype(float))):
        whole = np.concatenate([rows, complement(rows)])
        assert rank(whole) == len(whole) == A.shape[1]


@given(low_rank(), st.data())
def test_solve_solves_what_is_solvable(A: np.ndarray, data: st.DataObject) -> None:
    X = data.draw(hnp.arrays(np.int64, (A.shape[1], 2), elements=st.integers(-3, 3)))
    assert (multiply(A, solve(A, A @ X)) == A @ X).all()
    assert np.allclose(A @ solve(A.astype(float), (A @ X).astype(float)), A @ X, atol=1e-9)


@given(SIZES.flatmap(lambda n: st.tuples(unimodular(n), unimodular(n))))
def test_coordinates_write_vectors_in_a_basis(pair: tuple[np.ndarray, np.ndarray]) -> None:
    basis, vectors = pair
    X, residual = coordinates(basis, vectors)
    assert not residual.any()
    assert (multiply(X, basis) == vectors).all()
    assert (multiply(inverse(basis), basis) == np.eye(len(basis))).all()


@given(SIZES.flatmap(lambda n: st.tuples(unimodular(n), st.lists(st.integers(-2, 2), min_size=n, max_size=n))))
def test_signature_is_unchanged_by_congruence(drawn: tuple[np.ndarray, list[int]]) -> None:
    S, diagonal = drawn
    form = S.T @ np.diag(diagonal) @ S
    expected = (sum(x > 0 for x in diagonal), sum(x < 0 for x in diagonal), sum(x == 0 for x in diagonal))
    assert signature(form) == expected
    halves = np.array([[Fraction(int(x), 2) for x in row] for row in form], dtype=object)
    assert signature(halves) == expected
    assert signature(form.astype(float), 1e-9) == expected


@given(low_rank())
def test_a_matrix_satisfies_its_characteristic_polynomial(A: np.ndarray) -> None:
    square = A @ A.T
    value = np.zeros_like(square)
    for coefficient in characteristic_polynomial(square):
        value = multiply(value, square) + coefficient * np.eye(len(square), dtype=np.int64)
    assert not value.any()


def test_products_that_would_overflow_stay_exact() -> None:
    big = np.full((2, 2), 2**30, dtype=np.int64)
    cube = multiply(multiply(big, big), big)
    assert is_exact(cube)
    assert cube[0, 0] == 4 * 2**90


def test_tensordot_contracts_exact_arrays_like_floats() -> None:
    A, B = np.arange(24).reshape(2, 3, 4), np.arange(30).reshape(5, 3, 2)
    assert (tensordot(A, B, 1, 1) == np.tensordot(A, B, (1, 1))).all()


def test_a_matrix_of_rounding_errors_has_rank_zero_against_its_origin() -> None:
    assert rank(np.array([[1e-17, 0.0], [0.0, 1e-17]]), zero=1e-12) == 0


def test_inverse_refuses_a_singular_matrix() -> None:
    for A in (np.array([[1, 2], [2, 4]]), np.array([[1.0, 2.0], [2.0, 4.0]])):
        with pytest.raises(RankError, match="rank 1 of 2"):
            inverse(A)


def test_solve_refuses_an_inconsistent_exact_system() -> None:
    with pytest.raises(RankError, match="column 0 outside"):
        solve(np.array([[1], [1]]), np.array([[1], [2]]))
