"""The nearest algebra is closed to rounding, near, and of the type of a rigid original."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import (
    NearestAlgebra,
    canonical_name,
    catalogue_algebra,
    closure_residual,
    identify,
    nearest_algebra,
    se,
    so,
)
from lietheory.errors import ClosureError, RankError
from proofs_tests.strategies.algebras import mixed

RIGID = ("so(3)", "so(4)", "so(3,1)", "so(2,2)", "so(5)", "su(3)", "sl(3,R)", "sl(2,R)")


@given(st.sampled_from(RIGID), st.sampled_from([1e-6, 1e-4]), st.integers(0, 2**32 - 1))
def test_a_noisy_semisimple_span_moves_to_its_own_type(name: str, eps: float, seed: int) -> None:
    L = mixed(catalogue_algebra(name).generators, eps, np.random.default_rng(seed))
    found = nearest_algebra(L)
    assert closure_residual(found.algebra.generators) < 1e-12
    assert found.dimension == len(L)
    assert identify(found.algebra).name == canonical_name(name)
    smallest = np.linalg.svd(L.reshape(len(L), -1), compute_uv=False)[-1]
    assert found.moved <= 2 * eps / smallest  # no further than the original, whose noise the worst generator magnifies


def test_a_closed_span_does_not_move() -> None:
    found = nearest_algebra(so(4).generators)
    assert found.moved < 1e-14
    assert found.gap == np.inf


def test_dependent_directions_are_dropped_with_their_gap(rng: np.random.Generator) -> None:
    L = so(3).generators
    found = nearest_algebra(np.concatenate([L, L[:1] + L[1:2] + 1e-11 * rng.standard_normal((1, 3, 3))]))
    assert found.dimension == 3
    assert found.gap > 1e8


def test_an_algebra_that_deforms_becomes_one_of_its_deformations(rng: np.random.Generator) -> None:
    L = mixed(se(3).generators, 1e-3, rng)
    name = identify(nearest_algebra(L).algebra).name
    assert name in ("so(3) + so(3)", "so(3,1)", "so(3) |x R^3")


def test_the_result_is_read_back(tmp_path) -> None:
    found = nearest_algebra(so(3).generators)
    again = NearestAlgebra.load(found.save(tmp_path / "nearest"))
    assert (again.moved, again.dimension, again.gap) == (found.moved, 3, np.inf)
    assert np.allclose(again.algebra.generators, found.algebra.generators)


def test_matrices_far_from_any_algebra_are_refused_or_moved_far(rng: np.random.Generator) -> None:
    try:
        assert nearest_algebra(rng.standard_normal((4, 5, 5))).moved > 0.1
    except ClosureError as refusal:
        assert "closure residual" in str(refusal)


def test_input_that_is_no_stack_is_refused() -> None:
    with pytest.raises(ValueError, match="n_L, d, d"):
        nearest_algebra(np.eye(3))


def test_zero_matrices_span_nothing_to_move() -> None:
    with pytest.raises(RankError, match="2 zero matrices"):
        nearest_algebra(np.zeros((2, 3, 3)))
