"""Newton's steps with Whitehead's homotopy close the constants of a semisimple algebra, and keep its signature."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import catalogue_algebra
from lietheory.algebra.identification.semisimple_rigidity import newton_step, without_errors
from lietheory.algebra.structure.structure_constants import Structure, jacobi_residual
from lietheory.errors import ClosureError

NAMES = ("so(3)", "so(4)", "so(3,1)", "so(2,2)", "sl(3,R)", "su(2,1)", "so(4,1)", "so(6,2)")


def _moved(name: str, error: float, seed: int) -> np.ndarray:
    """Constants in a random basis, with an antisymmetric error of that relative size."""
    rng = np.random.default_rng(seed)
    f = np.asarray(catalogue_algebra(name).structure_constants, dtype=np.float64)
    n = len(f)
    f = Structure(f).restrict(np.eye(n) + 0.3 / np.sqrt(n) * rng.standard_normal((n, n))).constants
    E = rng.standard_normal(f.shape)
    E = E - E.swapaxes(0, 1)
    return f + error * np.linalg.norm(f) / np.linalg.norm(E) * E


@given(st.sampled_from(NAMES), st.sampled_from([1e-8, 1e-5, 1e-3]), st.integers(0, 2**32 - 1))
def test_constants_with_errors_move_to_an_algebra_of_their_signature(name: str, error: float, seed: int) -> None:
    found = without_errors(Structure(_moved(name, error, seed), error))
    assert np.linalg.norm(jacobi_residual(found.constants)) < 1e-12
    assert found.killing_signature == catalogue_algebra(name).killing_signature()


@given(st.sampled_from(NAMES), st.integers(0, 2**32 - 1))
def test_a_step_squares_what_is_left_of_the_identity(name: str, seed: int) -> None:
    f = Structure(_moved(name, 1e-3, seed)).adjoint_orthonormal().constants
    step, before = newton_step(f)
    after = float(np.linalg.norm(jacobi_residual(f + step)))
    assert after < 10 * before**2 and after < before / 5


def test_constants_far_from_any_algebra_are_refused(rng: np.random.Generator) -> None:
    f = rng.standard_normal((6, 6, 6))
    with pytest.raises(ClosureError, match="Jacobi"):
        without_errors(Structure(f - f.swapaxes(0, 1), 0.1))
