"""Every invariant that GAP has as well, on random exact algebras, without one disagreement."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lietheory.algebra import LieAlgebra, lie_closure, row_space
from proofs_tests.peers import gap
from proofs_tests.peers.draws import KINDS, draw
from proofs_tests.peers.invariants import invariants

OF_A_KIND = 38  # of eight kinds, 304 algebras
needs_gap = pytest.mark.skipif(gap.PROGRAM is None, reason="SKIPPED: gap is not installed (Debian: gap-core, gap-libs)")


def generated(L: np.ndarray) -> LieAlgebra:
    """The algebra that matrices generate: in their own basis if they are one, else in echelon form, as brackets grow large."""
    g = lie_closure(L)
    d = L.shape[1]
    return g if g.dimension == len(L) else LieAlgebra.from_matrices(row_space(g.generators.reshape(-1, d * d)).reshape(-1, d, d))


def disagreements(batch: list[np.ndarray]) -> list[str]:
    """What GAP and this library say differently about the algebras generated."""
    algebras = [generated(L) for L in batch]
    answers = gap.ask([(L, g.generators) for L, g in zip(batch, algebras, strict=True)])
    found = []
    for L, g, answer in zip(batch, algebras, answers, strict=True):
        if (answer.constants != g.structure_constants).any():
            found.append(f"structure constants of {L.tolist()}")
        found += [
            f"{name}: {value}, GAP {vars(answer)[name]}, of {L.tolist()}"
            for name, value in invariants(g).items()
            if value != vars(answer)[name]
        ]
    return found


@needs_gap
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_invariant_of_a_random_algebra_differs_from_gap(kind: Callable):
    rng = np.random.default_rng(KINDS.index(kind))
    assert disagreements([draw(rng, kind) for _ in range(OF_A_KIND)]) == []


@needs_gap
def test_gap_refuses_a_basis_of_another_algebra():
    L_x, L_y = np.array([[0, 1], [0, 0]]), np.array([[0, 0], [1, 0]])
    with pytest.raises(ValueError, match="dimension 3"):
        gap.ask([(np.stack([L_x, L_y]), np.stack([L_x, L_y]))])
