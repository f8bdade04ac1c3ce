"""Ad(exp tx): conjugation of the algebra's own matrices, numeric and in closed form."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given

from lietheory.algebra import LieAlgebra, se, sl, so, symbolic_algebra
from lietheory.errors import PrecisionError, ShapeError
from lietheory.representation import exponential
from lietheory.representation.adjoint_action import adjoint_action
from proofs_tests.strategies.matrices import bounded

t = sympy.Symbol("t", real=True)


@given(bounded(6))
def test_it_is_conjugation_by_the_group_element(x: np.ndarray) -> None:
    g = se(3)
    L = g.generators.astype(float)
    u = exponential(L, x)
    # |exp| <= e^2 on these coordinates, so rounding stays below 1e-12
    moved = np.einsum("kj,kab->jab", adjoint_action(g, x), L)
    assert np.allclose(moved, u @ L @ np.linalg.inv(u), atol=1e-11)


@pytest.mark.parametrize(
    ("g", "x"),
    [(so(3), [0, 0, 1]), (so(3), [1, 2, 2]), (sl(2), [1, 1, 0]), (se(2), [1, 1, 0])],
    ids=["turn", "oblique turn", "boost", "screw"],
)
def test_the_closed_form_is_conjugation_for_all_times(g: LieAlgebra, x: list[int]) -> None:
    L = g.to_sympy()
    matrix = sum((c * M for c, M in zip(x, L, strict=True)), start=sympy.zeros(L[0].rows))
    u, inverse, Ad = exponential(matrix, t), exponential(matrix, -t), adjoint_action(g, x, t)
    for j, M in enumerate(L):
        expected = sum((Ad[k, j] * L[k] for k in range(len(L))), start=sympy.zeros(M.rows))
        assert (u * M * inverse - expected).applyfunc(lambda e: sympy.simplify(e.rewrite(sympy.exp))).is_zero_matrix


def test_symbolic_coordinates_and_parameters_go_through() -> None:
    s, a = sympy.symbols("s a", positive=True)
    assert adjoint_action(so(2), [s], 1) == sympy.eye(1)
    g = symbolic_algebra([sympy.diag(1, a), sympy.Matrix([[0, 1], [0, 0]])])
    assert sympy.simplify(adjoint_action(g, [1, 0], s) - sympy.diag(1, sympy.exp(s * (1 - a)))).is_zero_matrix


def test_several_times_give_several_matrices() -> None:
    assert adjoint_action(so(3), [0, 0, 1], [0.0, 1.0]).shape == (2, 3, 3)


def test_coordinates_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ShapeError, match="3 coordinates"):
        adjoint_action(so(3), [1, 0])


def test_complex_coordinates_are_refused_under_the_call_as_typed() -> None:
    with pytest.raises(PrecisionError, match=r"adjoint_action\(g, x, t\): expected real x"):
        adjoint_action("so(3)", [1j, 0, 0])


def test_the_time_that_is_left_out_is_exact() -> None:
    assert adjoint_action("so(3)", [sympy.Rational(1, 3), 0, 0])[1, 1] == sympy.cos(sympy.Rational(1, 3))
