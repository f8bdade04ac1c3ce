"""Highest weights: what the labels count, the characters of a centre, and the sign of the real structure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lietheory as lt
from lietheory.algebra.enveloping.root_system import read_reductive
from lietheory.algebra.invariants.root_vectors import chevalley_generators
from lietheory.algebra.invariants.weights import characters, operators, weight_spaces
from lietheory.algebra.names.dynkin import weyl_dimension
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.errors import UndecidedError
from lietheory.representation import direct_sum, tensor_product
from lietheory.representation.decomposition import representation
from proofs_tests.strategies.matrices import invertible
from proofs_tests.strategies.representations import KNOWN, binary_forms, hidden


def spaces(L: np.ndarray):
    parts = read_reductive(L, "test")
    action = operators(chevalley_generators(parts.derived), parts.matrices, parts.center)
    return action, *weight_spaces(action, parts.error, "test")


@given(hidden(2.0))
def test_weyls_formula_counts_the_dimensions(instance):
    _, L = instance
    action, found, rounding = spaces(L)
    assert sum(weyl_dimension(action.cartan_matrix, s.labels) * s.vectors.shape[1] for s in found) == L.shape[1]
    assert rounding < 1e-4


@given(hidden(1.0))
def test_raising_operators_kill_and_coroots_count(instance):
    _, L = instance
    action, found, _ = spaces(L)
    for s in found:
        scale = np.linalg.norm(action.raising) + np.linalg.norm(action.coroots)
        assert np.linalg.norm(action.raising @ s.vectors) <= 1e-8 * (1 + scale)
        for label, coroot in zip(s.labels, action.coroots, strict=True):
            assert np.linalg.norm(coroot @ s.vectors - label * s.vectors) <= 1e-8 * (1 + scale)


@given(st.integers(0, 5), st.integers(0, 5))
def test_clebsch_and_gordan_are_right(j, k):
    if j + k == 0:
        return
    L = tensor_product(binary_forms(j), binary_forms(k))
    weights = sorted((c.highest_weight[0][0], c.multiplicity) for c in representation(L).constituents)
    assert weights == [(w, 1) for w in range(abs(j - k), j + k + 1, 2)]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_binary_forms_of_all_degrees_are_counted(degrees):
    found = representation(direct_sum(*map(binary_forms, degrees)))
    assert {c.highest_weight[0][0]: c.multiplicity for c in found.constituents} == {k: degrees.count(k) for k in degrees}


@given(st.integers(1, 6))
def test_spins_of_su_2_are_quaternionic_exactly_when_half_integral(k):
    split = binary_forms(k)  # E, F, H; su(2) is spanned by E - F, i (E + F), i H
    compact = np.array([split[0] - split[1], 1j * (split[0] + split[1]), 1j * split[2]])
    scale = np.diag(
        np.sqrt(
            [
                float(np.prod(np.arange(1, k + 1))) / np.prod(np.arange(1, i + 1)) / np.prod(np.arange(1, k - i + 1))
                for i in range(k + 1)
            ]
        )
    )
    unitary = np.linalg.inv(scale) @ compact @ scale
    (c,) = representation(unitary).constituents
    assert (c.highest_weight, c.commutant, c.dimension * c.multiplicity) == (((k,),), "RH"[k % 2], 2 * (k + 1))


@given(st.data())
def test_characters_are_joint_eigenvalues(data):
    values = np.array([[1.0, 1.0, 2.0], [0.0, 0.0, 3.0]])
    T = data.draw(invertible(3, 1.0))
    Z = np.stack([T @ np.diag(row) @ np.linalg.inv(T) for row in values])
    found = characters(Z, 1e-12, "test")
    assert sorted((round(c[0].real, 6), round(c[1].real, 6), V.shape[1]) for c, V in found) == [(1, 0, 2), (2, 3, 1)]


@pytest.mark.parametrize("noise", [0.0, 1e-9, 1e-6])
def test_a_nilpotent_part_is_refused_whatever_the_noise(noise):
    Z = np.array([[[1.0, 1.0], [noise, 1.0]]])
    with pytest.raises(UndecidedError, match="diagonalisably"):
        characters(Z, max(noise, 1e-11), "test")


def test_labels_are_recorded_with_their_rounding():
    assert representation(KNOWN["spin(7)"].matrices()).rounding < 1e-10


SIMPLE = ["so(3)", "so(2,1)", "so(4,1)", "so*(10)", "su(2,1)", "sl(3,R)", "sl(3,C)", "sp(6,R)", "usp(4,2)", "su*(6)", "g2(2)"]


@pytest.mark.parametrize("name", SIMPLE)
def test_root_vectors_name_each_real_form(name):
    g = lt.catalogue_algebra(name)
    factors = chevalley_generators(Structure(g.structure_constants.astype(float), 1e-12)).factors
    assert [factor.name for factor in factors] == [lt.canonical_name(name)]
