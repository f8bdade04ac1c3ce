"""Sums with a planted symmetry: the closure has the dimension of that of dense matrices, and its name a certificate."""

from __future__ import annotations

import pytest

import lietheory as lt
from proofs_tests.lietheory.algebra.pauli.planted_sums import SYMMETRIES, dense_dimension, planted


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("symmetry", SYMMETRIES)
def test_sums_with_a_planted_symmetry_are_closed_named_and_certified(symmetry, seed):
    generators = planted(symmetry, 3, seed)
    g = lt.lie_closure(generators)
    assert g.dimension == dense_dimension(generators)
    made = lt.circuit_certificate(generators)
    assert made.content is not None
    assert lt.identify(g).is_named(made.content["name"])


@pytest.mark.parametrize("symmetry", ["permutations", "SU(2)"])
def test_four_qubits_with_a_planted_symmetry_close_as_dense_matrices_do(symmetry):
    generators = planted(symmetry, 4, 0)
    assert lt.lie_closure(generators).dimension == dense_dimension(generators)
