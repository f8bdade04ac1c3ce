"""Eq 2: what the library refuses is what the claim's residual sees."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra import LieAlgebra, aff, heisenberg, lie_closure, se, so
from lietheory.claims import eq02_closure as eq2
from lietheory.errors import ClosureError, RankError
from lietheory.proof import applied
from lietheory.proof.random_instances import well_conditioned


def test_the_library_refuses_both_counterexamples():
    refused = {c.drops: c.make()["L"] for c in eq2.claim.checked().counterexamples}
    with pytest.raises(ClosureError, match=r"outside it by 1\.41"):
        LieAlgebra.from_matrices(refused["closed"])
    with pytest.raises(RankError, match="independent"):
        LieAlgebra.from_matrices(refused["independent"])


def test_closing_the_open_span_makes_the_residual_vanish():
    L = eq2.claim.checked().counterexamples[0].make()["L"].astype(int)
    closed = lie_closure(L)
    assert closed.dimension == 3
    assert applied(eq2.residual, {"L": closed.generators}) == 0


def test_residual_grows_like_the_distance_from_closure():
    """A basis of so(3) with one generator moved off the span by eps."""
    L = so(3).generators.astype(float)
    off = np.zeros_like(L)
    off[0, 0, 0] = 1
    residuals = [applied(eq2.residual, {"L": L + eps * off}) for eps in (1e-2, 1e-3, 1e-4)]
    assert residuals[0] / residuals[1] == pytest.approx(10, rel=0.02)
    assert residuals[1] / residuals[2] == pytest.approx(10, rel=0.02)


@pytest.mark.parametrize("algebra", [aff(1), se(2), heisenberg(1)], ids=["aff(1)", "se(2)", "heisenberg"])
def test_constants_of_a_conjugated_algebra_that_no_conjugation_balances_are_right_to_rounding(algebra, rng):
    """These spans are not closed under transposition, and a frame balanced for other decisions reached a condition of 1e6."""
    L = algebra.generators
    S, mix = well_conditioned(rng, L.shape[1]), well_conditioned(rng, len(L))
    assert applied(eq2.residual, {"L": np.tensordot(mix, S @ L @ np.linalg.inv(S), axes=1)}) < 1e-13
