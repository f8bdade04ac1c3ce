"""Linear algebra in floats with a stated zero: laws on matrices of known rank, and what rounding alone leaves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra.linalg import floats
from lietheory.errors import RankError

SEEDS, SIZES = st.integers(0, 2**32 - 1), st.integers(1, 6)


def _of_rank(rng: np.random.Generator, m: int, n: int, r: int) -> np.ndarray:
    """A matrix whose r singular values that are not zero lie between 1 and 2."""
    left, right = (np.linalg.qr(rng.normal(size=(k, k)))[0] for k in (m, n))
    values = np.zeros((m, n))
    values[range(r), range(r)] = rng.uniform(1, 2, r)
    return left @ values @ right


@given(SEEDS, SIZES, SIZES, st.data())
def test_rank_and_spaces_of_a_matrix_of_known_rank(seed: int, m: int, n: int, data: st.DataObject) -> None:
    r = data.draw(st.integers(0, min(m, n)))
    A = _of_rank(np.random.default_rng(seed), m, n, r)
    rows, kernel = floats.row_space(A, 1e-9), floats.null_space(A, 1e-9)
    assert floats.rank(A, 1e-9) == len(rows) == n - len(kernel) == len(floats.independent_rows(A, 1e-9)) == r
    both = np.concatenate([rows, kernel])
    assert np.allclose(both @ both.T, np.eye(n)) and np.allclose(A @ kernel.T, 0, atol=1e-12)
    assert np.allclose(A @ rows.T @ rows, A)
    values, vectors = floats.spectrum(A)
    assert len(values) == n and np.allclose(np.linalg.norm(A @ vectors.T, axis=0), values, atol=1e-12)


@pytest.mark.parametrize("zero", [1e-3, 1e-7])
def test_what_counts_as_zero_is_what_is_stated(zero: float) -> None:
    A = np.diag([1.0, 1.5 * zero, 0.5 * zero])
    assert floats.rank(A, zero) == len(floats.row_space(A, zero)) == len(floats.independent_rows(A, zero)) == 2
    assert len(floats.null_space(A, zero)) == 1 and floats.signature(A, zero) == (2, 0, 1)
    assert floats.rank(A, relative=0.5) == 1 and len(floats.null_space(A, relative=0.5)) == 2
    assert floats.signature(-A, zero) == (0, 2, 1)


def test_a_large_wide_matrix_has_the_row_space_of_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    A = _of_rank(np.random.default_rng(0), 4, 20, 3)
    rows = floats.row_space(A)
    monkeypatch.setattr(floats, "_LARGE", 0)
    other = floats.row_space(A)
    assert len(other) == 3 and np.allclose(other.T @ other, rows.T @ rows)


@given(SEEDS, SIZES, SIZES)
def test_coordinates_leave_what_is_orthogonal_to_the_basis(seed: int, r: int, more: int) -> None:
    rng = np.random.default_rng(seed)
    basis, vectors = _of_rank(rng, r, r + more, r), rng.normal(size=(3, r + more))
    X, rest = floats.coordinates(basis, vectors)
    assert np.allclose(X @ basis + rest, vectors) and np.allclose(rest @ basis.T, 0, atol=1e-10)
    assert np.allclose(floats.complement(basis) @ basis.T, 0, atol=1e-10) and len(floats.complement(basis)) == more
    assert np.allclose(floats.solve(basis.T, vectors.T).T, X)


@given(SEEDS, SIZES)
def test_the_inverse_and_the_characteristic_polynomial(seed: int, n: int) -> None:
    A = _of_rank(np.random.default_rng(seed), n, n, n)
    assert np.allclose(floats.inverse(A) @ A, np.eye(n))
    polynomial = floats.characteristic_polynomial(A)
    assert polynomial[0] == 1 and np.isclose(polynomial[-1], (-1) ** n * np.linalg.det(A))
    assert n == 1 or np.isclose(polynomial[1], -np.trace(A), atol=1e-9)


def test_a_matrix_that_is_singular_to_rounding_has_no_inverse() -> None:
    with pytest.raises(RankError, match="rank 1 of 2"):
        floats.inverse(np.array([[1.0, 1.0], [1.0, 1.0 + 1e-16]]))


@pytest.mark.parametrize("shape", [(0, 3), (3, 0)])
def test_empty_matrices(shape: tuple[int, int]) -> None:
    A = np.zeros(shape)
    assert floats.rank(A) == 0 and len(floats.null_space(A)) == shape[1]
