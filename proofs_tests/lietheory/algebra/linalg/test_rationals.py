"""The exact room: nothing rounds, however large the numbers, and modulo a prime gives bounds."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import gcd

import flint
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra.invariants.simple_ideals import centroid
from lietheory.algebra.linalg import dispatch, rationals
from lietheory.algebra.structure.structure_constants import Structure

SIZES = st.integers(0, 4)


@st.composite
def large(draw: st.DrawFn, rows: int, columns: int) -> np.ndarray:
    """An exact matrix of Fractions whose sizes run from 1 to far beyond 2^53, or an integer one below 2^31."""
    bits = draw(st.sampled_from([2, 20, 30, 53, 80]))
    numbers = st.integers(-(2**bits), 2**bits)
    entries = [draw(numbers) for _ in range(rows * columns)]
    if bits < 31 and draw(st.booleans()):
        return np.array(entries, dtype=np.int64).reshape(rows, columns)
    found = np.empty(rows * columns, dtype=object)
    found[:] = [Fraction(n, 1 + draw(st.integers(0, 2**bits))) for n in entries]
    return found.reshape(rows, columns)


def by_definition(A: np.ndarray, B: np.ndarray) -> list[list[Fraction]]:
    """The product A B, one Fraction at a time."""
    return [
        [
            sum(
                (
                    Fraction(int(a.numerator), int(a.denominator)) * Fraction(int(b.numerator), int(b.denominator))
                    for a, b in zip(row, column, strict=True)
                ),
                Fraction(0),
            )
            for column in B.T
        ]
        for row in A
    ]


@given(st.data(), SIZES, SIZES, SIZES)
def test_a_product_is_exact_whatever_the_size_of_its_entries(data: st.DataObject, m: int, k: int, n: int) -> None:
    A, B = data.draw(large(m, k)), data.draw(large(k, n))
    product = rationals.multiply(A, B)
    assert product.shape == (m, n)
    assert product.tolist() == by_definition(A, B)
    assert product.dtype == object or np.abs(product).max(initial=0) < 2**31


@pytest.mark.parametrize("left", [np.zeros((2, 2), dtype=np.int64), np.zeros((2, 2), dtype=object)])
def test_zero_times_a_number_beyond_floats_is_zero(left: np.ndarray) -> None:
    huge = np.full((2, 2), Fraction(10**400), dtype=object)
    assert not rationals.multiply(left, huge).any() and not rationals.multiply(huge, left).any()


@given(st.data(), st.integers(1, 4))
def test_an_inverse_is_exact_whatever_the_size_of_its_entries(data: st.DataObject, n: int) -> None:
    A = data.draw(large(n, n))
    A = A + np.eye(n, dtype=np.int64).astype(object) * Fraction(2 * int(abs(A).sum()) + 1)  # diagonally dominant
    assert (rationals.multiply(A, rationals.inverse(A)) == np.eye(n, dtype=np.int64)).all()


@given(st.data(), st.integers(1, 4), st.integers(1, 4))
def test_rank_and_null_space_of_large_rationals_fit(data: st.DataObject, m: int, n: int) -> None:
    A = data.draw(large(m, n))
    N = rationals.null_space(A)
    assert rationals.rank(A) + len(N) == n
    assert not rationals.multiply(A, N.T).any()
    assert rationals.independent_rows(A) == [i for i in range(m) if rationals.rank(A[: i + 1]) > rationals.rank(A[:i])]


@given(st.data(), st.integers(1, 4))
def test_the_rank_modulo_the_prime_is_at_most_the_rank(data: st.DataObject, n: int) -> None:
    A = data.draw(large(n, n))
    assert rationals.modulo_prime(A).rank() <= rationals.rank(A)


def test_the_rank_modulo_the_prime_can_be_smaller() -> None:
    A = np.array([[1, 0], [0, rationals.PRIME]])
    assert (rationals.modulo_prime(A).rank(), rationals.rank(A)) == (1, 2)


@pytest.mark.parametrize("scale", [Fraction(1), Fraction(2, 3), Fraction(1, rationals.PRIME), Fraction(rationals.PRIME)])
def test_the_centroid_does_not_depend_on_the_scale(scale: Fraction) -> None:
    f = np.zeros((3, 3, 3), dtype=object) + Fraction(0)
    for i, j, k in [(0, 1, 2), (1, 2, 0), (2, 0, 1)]:
        f[i, j, k], f[j, i, k] = scale, -scale
    two = np.zeros((6, 6, 6), dtype=object) + Fraction(0)
    two[:3, :3, :3], two[3:, 3:, 3:] = f, f
    assert (len(centroid(Structure(f))), len(centroid(Structure(two)))) == (1, 2)


def test_columns_divided_by_the_prime_are_not_taken_for_zero() -> None:
    A = np.array([[rationals.PRIME, 0], [1, 0], [0, 1]], dtype=object)
    assert rationals.independent_rows(A) == [0, 2]
    assert dispatch.spanning_rows(A[:, :1] * rationals.PRIME) in ([0], [1])


@pytest.mark.parametrize("dependent", [False, True])
def test_rows_of_a_wide_matrix_are_judged_as_those_of_a_narrow_one(monkeypatch: pytest.MonkeyPatch, dependent: bool) -> None:
    A = np.random.default_rng(0).integers(-3, 4, size=(4, 40))
    A[2] = A[0] - 2 * A[1] if dependent else A[2]
    expected = [0, 1, 3] if dependent else [0, 1, 2, 3]
    assert rationals.independent_rows(A) == expected
    monkeypatch.setattr(rationals, "_WIDE", 0)
    assert rationals.independent_rows(A) == expected


def _rational(n: int, columns: int) -> st.SearchStrategy[np.ndarray]:
    row = st.lists(st.fractions(min_value=-9, max_value=9, max_denominator=5), min_size=columns, max_size=columns)
    return st.lists(row, min_size=n, max_size=n).map(lambda rows: np.array(rows, dtype=object))


@given(st.integers(1, 3).flatmap(lambda n: st.integers(n, n + 3).flatmap(lambda columns: _rational(n, columns))))
def test_a_short_basis_spans_the_whole_vectors_of_the_rows_whatever_basis_is_given(A: np.ndarray) -> None:
    n, columns = A.shape
    short = rationals.short_basis(A)
    assert len(short) == rationals.rank(A) == rationals.rank(np.concatenate([A, short])) and short.dtype == np.int64
    if len(short):
        minors = [flint.fmpz_mat(short[:, list(c)].tolist()).det() for c in combinations(range(columns), len(short))]
        assert gcd(*map(int, minors)) == 1  # no whole vector of the span is left out
        T = np.array([[1, 10**6, 0], [0, 1, 0], [7, 0, 1]])[:n, :n].astype(object)
        other = rationals.short_basis(T.dot(A))
        assert flint.fmpz_mat(short.tolist()).hnf() == flint.fmpz_mat(other.tolist()).hnf()
