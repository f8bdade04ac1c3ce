"""Left-invariant forms: from the group's matrices, and against the Maurer-Cartan equations."""

from __future__ import annotations

import pytest
import sympy

from lietheory.algebra import LieAlgebra, SymbolicAlgebra, aff, gl, heisenberg, se, sl, so, symbolic_algebra
from lietheory.algebra.symbolic.maurer_cartan import exterior_derivative, left_invariant_forms, maurer_cartan
from lietheory.errors import ShapeError
from lietheory.representation import exponential

a = sympy.Symbol("a", positive=True)
FAMILY = symbolic_algebra([sympy.diag(1, a), sympy.Matrix([[0, 1], [0, 0]])])
ALGEBRAS = {"so(3)": so(3), "sl(2)": sl(2), "se(2)": se(2), "aff(1)": aff(1), "heisenberg(1)": heisenberg(1), "family": FAMILY}


def coordinates(n: int) -> list[sympy.Symbol]:
    return list(sympy.symbols(f"t1:{n + 1}", real=True))


def wedge(v: list[sympy.Expr], w: list[sympy.Expr], i: int, j: int) -> sympy.Expr:
    return v[i] * w[j] - v[j] * w[i]


@pytest.mark.parametrize("g", ALGEBRAS.values(), ids=ALGEBRAS.keys())
def test_the_forms_satisfy_the_maurer_cartan_equations(g: LieAlgebra | SymbolicAlgebra) -> None:
    n = g.dimension
    t = coordinates(n)
    W = left_invariant_forms(g, t)
    assert W.subs(dict.fromkeys(t, 0)) == sympy.eye(n)
    for k, equation in enumerate(maurer_cartan(g)):
        derivative = exterior_derivative(list(W[k, :]), t)
        for p in range(n):
            for q in range(p + 1, n):
                right = sum(c * wedge(list(W[i, :]), list(W[j, :]), p, q) for (i, j), c in equation.items())
                assert sympy.simplify(derivative.get((p, q), 0) - right) == 0


@pytest.mark.parametrize("name", ["so(3)", "sl(2)", "aff(1)", "heisenberg(1)"])
def test_the_forms_are_the_components_of_u_inverse_du(name: str) -> None:
    g = ALGEBRAS[name]
    t, L = coordinates(g.dimension), g.to_sympy()
    W = left_invariant_forms(g, t)
    factors = [exponential(matrix, time) for matrix, time in zip(L, t, strict=True)]
    u, inverse = sympy.eye(L[0].rows), sympy.eye(L[0].rows)
    for factor, matrix, time in zip(factors, L, t, strict=True):
        u, inverse = u * factor, exponential(matrix, -time) * inverse
    for column, time in enumerate(t):
        expected = sum((W[k, column] * L[k] for k in range(g.dimension)), start=sympy.zeros(u.rows))
        assert (inverse * u.diff(time) - expected).applyfunc(sympy.simplify).is_zero_matrix


def test_the_equations_of_so3_by_hand() -> None:
    assert maurer_cartan(so(3)) == [{(1, 2): -1}, {(0, 2): 1}, {(0, 1): -1}]


def test_an_abelian_algebra_has_closed_forms() -> None:
    g = LieAlgebra.from_matrices([[[1, 0], [0, 0]], [[0, 0], [0, 1]]])
    assert maurer_cartan(g) == [{}, {}]
    assert left_invariant_forms(g, coordinates(2)) == sympy.eye(2)


def test_a_derivative_of_a_derivative_vanishes() -> None:
    x, y, z = sympy.symbols("x y z")
    f = x**2 * sympy.sin(y) + z * x
    assert exterior_derivative([sympy.diff(f, s) for s in (x, y, z)], (x, y, z)) == {}
    assert exterior_derivative([0, x, 0], (x, y, z)) == {(0, 1): 1}


def test_refusals() -> None:
    with pytest.raises(ShapeError, match="3 different"):
        left_invariant_forms(so(3), coordinates(2))
    with pytest.raises(ShapeError, match="4 different"):
        left_invariant_forms(gl(2), [a] * 4)
    with pytest.raises(ShapeError, match="components"):
        exterior_derivative([a], coordinates(2))
