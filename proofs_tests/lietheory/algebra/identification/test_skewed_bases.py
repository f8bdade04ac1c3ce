"""Exact names do not depend on the basis, however large its numbers: neither of matrices nor of structure constants."""

from __future__ import annotations

import flint
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lietheory.algebra import LieAlgebra, canonical_name, catalogue_algebra, identify
from lietheory.errors import ClosureError, RankError

SUMS = (
    "heisenberg(1) + heisenberg(1)", "aff(1) + aff(1)", "se(2) + se(2)", "so(3) + so(2,1) + R", "A4,1 + A4,1",
    "heisenberg(1) + aff(1)", "so(3,1) + so(3)",
)  # fmt: skip
OTHERS = (
    "so(5) |x R^5", "(so(3) |x R^3) + (so(3) |x R^3)", "so(3) |x 2 R^3", "sl(3,R) |x R^3", "so(2,2)", "heisenberg(2)",
    "galilei(3)", "(so(3) + R) |x (R^3[1] + R[2])", "(so(3) + R) |x 2 R^3[1 +- i]", "A4,6^(1,1/2)", "sl(2,R) |x S^3 R^2",
    "su(2,1)", "so(4,2) |x C^4", "sl(3,C) |x C^3", "sl(3,C) |x R^9(1,0;1,0)", "sl(3,C) |x R^18(1,0;0,1)",
)  # fmt: skip
SIZES = st.sampled_from([1, 30, 10**3, 10**5, 10**7])
SEEDS = st.integers(0, 10**6)


def _unimodular(n: int, size: int, seed: int) -> np.ndarray:
    """A lower times an upper unitriangular matrix, in Python's integers."""
    draws = np.random.default_rng(seed).integers(-size, size + 1, (2, n, n))
    lower, upper = np.tril(draws[0], -1) + np.eye(n, dtype=np.int64), np.triu(draws[1], 1) + np.eye(n, dtype=np.int64)
    return lower.astype(object).dot(upper.astype(object))


@given(st.sampled_from(SUMS + OTHERS), SIZES, SEEDS)
@example("sl(3,C) |x R^9(1,0;1,0)", 1, 3)  # had no name for its module
@example("so(5) |x R^5", 30, 0)  # had no name for its module
@example("(so(3) + R) |x (R^3[1] + R[2])", 100, 5)  # ended in a ValueError
def test_matrices_have_their_name_in_every_basis(name: str, size: int, seed: int) -> None:
    L = catalogue_algebra(name).generators.astype(object)
    found = identify(np.tensordot(_unimodular(len(L), size, seed), L, 1))
    assert (found.name, found.status, found.complete) == (canonical_name(name), "certain", True)


@pytest.mark.parametrize(
    ("name", "seed"),
    [
        ("heisenberg(1) + heisenberg(1)", 44),  # was certainly L6,22(-1)
        ("heisenberg(1) + heisenberg(1)", 72),
        ("(so(3) |x R^3) + (so(3) |x R^3)", 0),  # ended in an OverflowError
    ],
)
def test_numbers_beyond_floats_do_not_change_the_name(name: str, seed: int) -> None:
    L = catalogue_algebra(name).generators.astype(object)
    first, second, third = (_unimodular(len(L), 10**6, seed + k) for k in range(3))
    found = identify(np.tensordot(first.dot(second).dot(third), L, 1))
    assert (found.name, found.status, found.complete) == (canonical_name(name), "certain", True)


@given(st.sampled_from(SUMS), SIZES, SEEDS)
@example("heisenberg(1) + heisenberg(1)", 10**7, 0)
@example("aff(1) + aff(1)", 10**5, 0)  # was certainly R^2 |x R^2
def test_sums_of_structure_constants_are_taken_apart_in_every_basis(name: str, size: int, seed: int) -> None:
    f = LieAlgebra.from_matrices(catalogue_algebra(name).generators).structure_constants.astype(object)
    T = _unimodular(len(f), size, seed)
    whole = [[int(x.p) for x in row] for row in flint.fmpz_mat(T.tolist()).inv().tolist()]
    changed = np.tensordot(T, np.tensordot(T, f, 1), (1, 1)).swapaxes(0, 1).dot(np.array(whole, dtype=object))
    found = identify(LieAlgebra.from_structure_constants(changed))
    assert (found.name, found.status, found.complete) == (canonical_name(name), "certain", True)


@pytest.mark.parametrize("size", [100, 10**6])
def test_errors_are_about_the_generators_as_they_were_given(size: int) -> None:
    L = np.tensordot(_unimodular(3, size, 0), catalogue_algebra("so(3)").generators.astype(object), 1)
    with pytest.raises(ClosureError, match=r"\[L\[0\], L\[1\]\] outside"):
        identify(L[:2])
    with pytest.raises(RankError, match=r"L\[2\] in the span"):
        identify(np.array([L[0], L[1], L[0] + L[1]]))
