"""The Baker-Campbell-Hausdorff series against the logarithm of a product of exponentials."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm, logm

from lietheory.algebra import LieAlgebra, adjoint_matrices, so
from lietheory.algebra.symbolic.bch import HIGHEST_ORDER, bch, expanded, standard_factors
from lietheory.errors import ShapeError
from proofs_tests.strategies.matrices import bounded, integers

SERIES = {order: bch(order) for order in range(1, 9)}


def exact_exp(N: np.ndarray) -> np.ndarray:
    """exp of a nilpotent exact matrix."""
    total = power = np.array([[Fraction(int(i == j)) for j in range(len(N))] for i in range(len(N))], dtype=object)
    for k in range(1, len(N)):
        power = power @ N
        total = total + power / factorial(k)
    return total


def exact_log(U: np.ndarray) -> np.ndarray:
    """log of a unipotent exact matrix."""
    N = U - np.eye(len(U), dtype=np.int64)
    total, power = 0 * N, N
    for k in range(1, len(U)):
        total = total + Fraction((-1) ** (k + 1), k) * power
        power = power @ N
    return total


@given(st.integers(1, 8), st.data())
def test_in_strictly_triangular_matrices_the_series_is_the_logarithm_exactly(order: int, data: st.DataObject) -> None:
    n = order + 1  # products of order + 1 of them vanish
    X, Y = (np.triu(M, 1).astype(object) for M in data.draw(integers(2, n, n, bound=3)))
    logarithm = exact_log(exact_exp(X) @ exact_exp(Y))
    assert (SERIES[order].evaluate(X, Y) == logarithm).all()


@pytest.mark.parametrize("order", range(2, 9))
def test_each_order_is_needed(order: int) -> None:
    """One order less leaves a remainder in the corner that only the last brackets reach, for generic X and Y."""
    n = order + 1
    X, Y = (np.diag([Fraction(1, k + 1) for k in range(n - 1)], 1), np.diag([Fraction((-k) ** 3 + 3) for k in range(n - 1)], 1))
    logarithm = exact_log(exact_exp(X) @ exact_exp(Y))
    short = bch(order - 1).evaluate(X, Y)
    wrong = np.argwhere(short != logarithm)
    assert wrong.tolist() == [[0, n - 1]]


def test_the_first_terms_are_those_of_the_books() -> None:
    assert str(bch(4)) == "X + Y + (1/2)[X,Y] + (1/12)[X,[X,Y]] + (1/12)[[X,Y],Y] + (1/24)[X,[[X,Y],Y]]"


def test_the_number_of_lyndon_words_with_a_coefficient() -> None:
    counts = [sum(len(word) == k for word in SERIES[8].coefficients) for k in range(1, 9)]
    assert counts == [2, 1, 2, 1, 6, 5, 18, 17]  # of 2, 1, 2, 3, 6, 9, 18, 30 Lyndon words (Witt)


def test_swapping_and_negating_the_letters_negates_the_series() -> None:
    """log(exp X exp Y) = -log(exp(-Y) exp(-X)), as noncommutative polynomials."""
    X, Y = sympy.symbols("X Y", commutative=False)
    Z = bch(6).to_sympy()
    assert sympy.expand(Z + Z.subs({X: -Y, Y: -X}, simultaneous=True)) == 0


def test_letters_and_brackets_are_the_same_series() -> None:
    X, Y = sympy.Matrix([[0, 1, 2], [0, 0, 1], [1, 0, 0]]), sympy.Matrix([[1, 0, 0], [0, 0, 3], [0, 1, 0]])
    letters = sympy.symbols("X Y", commutative=False)
    words = sympy.zeros(3)
    for term in bch(5).to_sympy().as_ordered_terms():
        coefficient, word = term.as_coeff_Mul()
        factors = [base for f in sympy.Mul.make_args(word) for base in [f.as_base_exp()[0]] * int(f.as_base_exp()[1])]
        product = sympy.eye(3)
        for letter in factors:
            product = product * (X if letter == letters[0] else Y)
        words += coefficient * product
    assert bch(5).evaluate(X, Y) == words


@given(bounded(2, 3), st.sampled_from([2, 4, 6, 8]))
def test_the_rest_after_each_order_is_below_its_majorant(xy: np.ndarray, order: int) -> None:
    """Word by word log(1 + W) is below -log(2 - e^s), s = |X| + |Y|, whose coefficients are about (1 / log 2)^k / k."""
    x, y = xy / 6
    L = so(3).generators.astype(float)
    X, Y = np.tensordot(x, L, 1), np.tensordot(y, L, 1)
    rest = np.tensordot(SERIES[order].evaluate(x, y, so(3)), L, 1) - logm(expm(X) @ expm(Y))
    ratio = (np.linalg.norm(x) + np.linalg.norm(y)) / np.log(2)
    tail = 1.1 * ratio ** (order + 1) / (order + 1) / (1 - ratio)
    assert np.linalg.norm(rest, 2) <= tail + 1e-13


def test_the_rest_falls_by_the_power_of_the_next_order() -> None:
    x, y, L = np.array([0.3, -0.1, 0.2]), np.array([0.1, 0.4, -0.2]), so(3).generators.astype(float)

    def rest(order: int, scale: float) -> float:
        exact = logm(expm(np.tensordot(scale * x, L, 1)) @ expm(np.tensordot(scale * y, L, 1)))
        return float(np.abs(np.tensordot(SERIES[order].evaluate(scale * x, scale * y, so(3)), L, 1) - exact).max())

    for order in (2, 3, 4):
        power = np.log2(rest(order, 1.0) / rest(order, 0.5))
        assert abs(power - order - 1) < 0.3


@given(integers(2, 3), st.integers(1, 6))
def test_coordinates_and_matrices_agree_exactly(xy: np.ndarray, order: int) -> None:
    g = so(2, 1)
    z = SERIES[order].evaluate(*xy, g)
    X, Y = (np.tensordot(v, g.generators, 1) for v in xy)
    assert (np.tensordot(z.astype(object), g.generators.astype(object), 1) == SERIES[order].evaluate(X, Y)).all()


@given(integers(2, 6))
def test_the_adjoint_of_the_series_is_the_series_of_the_adjoints(xy: np.ndarray) -> None:
    g = so(4)
    ad = adjoint_matrices(g.structure_constants)
    z = SERIES[4].evaluate(*xy, g).astype(object)
    X, Y = (np.tensordot(v, ad, 1) for v in xy)
    assert (np.tensordot(z, ad.astype(object), 1) == SERIES[4].evaluate(X, Y)).all()


def test_large_integers_do_not_overflow() -> None:
    X = np.array([[0, 10**6, 0], [0, 0, 0], [0, 0, 0]])
    Y = np.array([[0, 0, 0], [0, 0, 10**6], [10**6, 0, 0]])
    exact = SERIES[6].evaluate(X.astype(object), Y.astype(object))
    assert (SERIES[6].evaluate(X, Y) == exact).all()
    assert np.abs(exact).max() > 2**64


def test_symbols_go_through() -> None:
    s, t = sympy.symbols("s t")
    X, Y = sympy.Matrix([[0, s, 0], [0, 0, 0], [0, 0, 0]]), sympy.Matrix([[0, 0, 0], [0, 0, t], [0, 0, 0]])
    assert bch(3).evaluate(X, Y) == sympy.Matrix([[0, s, s * t / 2], [0, 0, t], [0, 0, 0]])


def test_a_lyndon_bracket_starts_with_its_word() -> None:
    for word in bch(7).coefficients:
        assert min(expanded(word)) == word
        assert expanded(word)[word] == 1
        if len(word) > 1:
            u, v = standard_factors(word)
            assert u < v


@pytest.mark.parametrize("order", [0, -1, HIGHEST_ORDER + 1, 2.0])
def test_orders_out_of_range_are_refused(order: float) -> None:
    with pytest.raises(ShapeError, match="order from 1"):
        bch(order)


def test_elements_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ShapeError, match="one size"):
        bch(2).evaluate(np.eye(2), np.eye(3))
    with pytest.raises(ShapeError, match="one size"):
        bch(2).evaluate(sympy.eye(2), sympy.eye(3))
    with pytest.raises(ShapeError, match="coordinates"):
        bch(2).evaluate([1, 2], [1, 2], so(3))
    line = LieAlgebra.from_matrices([[[1]]])
    assert bch(2).evaluate([1], [2], line).tolist() == [3]
