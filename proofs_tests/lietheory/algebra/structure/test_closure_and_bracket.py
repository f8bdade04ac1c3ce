"""The bracket, the adjoint representation, and the closure residual."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from lietheory.algebra import adjoint_matrices, bracket, closure_residual, gl, inverse, so
from lietheory.errors import ShapeError
from proofs_tests.strategies.algebras import Scrambled, exact_algebras, numeric_algebras


@given(exact_algebras(largest=8))
def test_the_adjoint_representation_is_a_homomorphism(drawn: Scrambled) -> None:
    from lietheory.algebra import LieAlgebra, tensordot

    f = LieAlgebra.from_matrices(drawn.generators).structure_constants
    ad = adjoint_matrices(f)
    for i in range(len(ad)):
        assert (bracket(ad[i], ad) == tensordot(f[i], ad, 1, 0)).all()


@given(numeric_algebras(conjugation=10.0))
def test_an_algebra_has_no_closure_residual(drawn: Scrambled) -> None:
    assert closure_residual(drawn.generators) < 1e-11


def test_the_closure_residual_depends_on_the_span_only(rng: np.random.Generator) -> None:
    L = rng.standard_normal((3, 4, 4))
    mixed = np.tensordot(rng.standard_normal((3, 3)), L, 1)
    residual = np.sqrt((closure_residual(L) - closure_residual(mixed)) ** 2)
    assert closure_residual(L) > 0.1
    assert residual < 1.0


def test_the_bracket_of_exact_matrices_is_exact() -> None:
    half = np.array([[Fraction(1, 2), 0], [0, 0]], dtype=object)
    assert bracket(half, [[0, 1], [0, 0]])[0, 1] == Fraction(1, 2)
    assert not bracket(gl(2).generators, np.eye(2, dtype=int)).any()


def test_brackets_of_other_shapes_are_refused() -> None:
    with pytest.raises(ShapeError, match="one size"):
        bracket(np.eye(2), np.eye(3))
    with pytest.raises(ShapeError, match="square"):
        bracket(np.ones((2, 3)), np.ones((2, 3)))


def test_an_inverse_of_fractions_is_exact() -> None:
    A = np.array([[2, 1], [1, 1]])
    assert (inverse(A) @ A == np.eye(2)).all()
    assert so(3).is_exact
