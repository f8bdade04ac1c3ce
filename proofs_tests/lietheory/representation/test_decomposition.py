"""Which representation: constituents, commutants and highest weights, in any basis, exact, numeric and noisy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lietheory.algebra import LieAlgebra, f4, g2, heisenberg, inverse, se, so, sp, tensordot
from lietheory.arrays import is_exact
from lietheory.errors import ClosureError, LieTheoryError, PrecisionError, UndecidedError
from lietheory.representation import copies, direct_sum
from lietheory.representation.constituents import Representation
from lietheory.representation.decomposition import describe, representation
from proofs_tests.strategies.representations import KNOWN, binary_forms, clifford, hidden, spin7, zero


def constituents(found: Representation) -> tuple[tuple, ...]:
    return tuple((c.dimension, c.multiplicity, c.commutant, c.highest_weight) for c in found.constituents)


def commutant(L: np.ndarray) -> np.ndarray:
    """The matrices (k, d, d) that commute with all of L, by brute force."""
    d = L.shape[1]
    equations = np.concatenate([np.kron(np.eye(d), A) - np.kron(A.T, np.eye(d)) for A in L])
    _, s, V = np.linalg.svd(equations)
    return V[s < 1e-9].reshape(-1, d, d)


def test_clifford_matrices_anticommute_and_square_to_minus_one():
    G = clifford()
    assert all((a @ b + b @ a == -2 * (i == j) * np.eye(8)).all() for i, a in enumerate(G) for j, b in enumerate(G))


@pytest.mark.parametrize("name", KNOWN)
def test_exact_and_numeric_generators_get_their_constituents(name):
    L = KNOWN[name].matrices()
    assert is_exact(L)
    assert constituents(representation(L)) == KNOWN[name].constituents
    assert constituents(representation(L.astype(float))) == KNOWN[name].constituents
    assert describe(L) == KNOWN[name].line


def test_spin_7_is_told_from_so_7_with_a_fixed_line():
    spin, vector = representation(spin7()), representation(KNOWN["so(7) on R^7 + R"].matrices())
    assert spin.factors == vector.factors
    assert constituents(spin) != constituents(vector)


@given(hidden(3.0))
def test_constituents_are_unchanged_by_conjugation_and_change_of_basis(instance):
    name, L = instance
    assert constituents(representation(L)) == KNOWN[name].constituents


@settings(max_examples=15)
@given(st.sampled_from(sorted(KNOWN)), st.integers(0, 2**32 - 1))
def test_exact_constituents_are_unchanged_by_rational_changes_of_basis(name, seed):
    rng, L = np.random.default_rng(seed), KNOWN[name].matrices()
    n, d, _ = L.shape
    S, C = (np.tril(rng.integers(-1, 2, (m, m)), -1) + np.eye(m, dtype=int) for m in (d, n))
    S = S @ S.T
    moved = tensordot(C, np.stack([S @ A @ inverse(S) for A in L]), 1, 0)
    assert constituents(representation(moved)) == KNOWN[name].constituents


@given(hidden(0.5), st.integers(0, 2**32 - 1))
def test_noise_of_one_in_a_million_changes_nothing(instance, seed):
    name, L = instance
    noise = np.random.default_rng(seed).normal(size=L.shape) / L.shape[1]
    sizes = np.linalg.norm(L, axis=(1, 2), keepdims=True)
    if len(L) == 1:  # one generator shows no closure residual to estimate the noise from
        assert constituents(representation(L / sizes + 1e-6 * noise, noise=1e-6)) == KNOWN[name].constituents
    else:
        assert constituents(representation(L / sizes + 1e-6 * noise)) == KNOWN[name].constituents


@given(hidden(0.5), st.integers(0, 2**32 - 1), st.sampled_from([1e-4, 1e-3, 3e-3, 1e-2]))
@example(("sp(4,R)", sp(2).generators.astype(float)), 0, 1e-2)  # nothing is left above the noise
@example(("so(2)", so(2).generators.astype(float)), 0, 1e-2)
def test_larger_noise_is_answered_rightly_or_refused(instance, seed, size):
    name, L = instance
    noise = np.random.default_rng(seed).normal(size=L.shape) / L.shape[1]
    noisy = L / np.linalg.norm(L, axis=(1, 2), keepdims=True) + size * noise
    try:
        found = representation(noisy, noise=size if len(L) == 1 else None)
    except LieTheoryError:
        return
    assert constituents(found) == KNOWN[name].constituents


@given(hidden(1.0))
def test_each_subspace_is_invariant_and_together_they_are_all(instance):
    _, L = instance
    found = representation(L)
    for c in found.constituents:
        moved = c.subspace @ L.swapaxes(1, 2)
        outside = moved - (moved @ c.subspace.T) @ c.subspace
        assert np.abs(outside).max() < 1e-8 * np.linalg.norm(L)
    assert np.linalg.matrix_rank(np.concatenate([c.subspace for c in found.constituents])) == found.dimension


@pytest.mark.parametrize("name", KNOWN)
def test_the_commutant_by_brute_force_has_the_size_and_the_signature_that_types_and_copies_say(name):
    L = KNOWN[name].matrices().astype(float)
    found = representation(L)
    Z = commutant(L)
    sizes = {"R": 1, "C": 2, "H": 4}
    assert len(Z) == sum(sizes[c.commutant] * c.multiplicity**2 for c in found.constituents)
    form = np.linalg.eigvalsh(np.einsum("aij,bji->ab", Z, Z))
    # on m x m matrices over R, C and H the trace form has index m, 0 and -2 m
    index = {"R": 1, "C": 0, "H": -2}
    assert (form > 0).sum() - (form < 0).sum() == sum(index[c.commutant] * c.multiplicity for c in found.constituents)


def test_inequivalent_planes_of_a_torus_are_told_apart():
    L = np.zeros((1, 4, 4))
    L[0, 0, 1], L[0, 1, 0], L[0, 2, 3], L[0, 3, 2] = 1, -1, 2, -2
    found = representation(L)
    assert constituents(found) == ((2, 1, "C", ()), (2, 1, "C", ()))
    assert found.constituents[0].charges[0].imag == pytest.approx(2 * found.constituents[1].charges[0].imag)


def test_an_abstract_algebra_is_taken_in_its_adjoint_representation():
    g = LieAlgebra.from_structure_constants(so(5).structure_constants)
    assert [c.highest_weight for c in representation(g).constituents] == [((0, 2),)]


def test_the_table_has_a_line_for_each_constituent():
    text = str(representation(KNOWN["so(7) on R^7 + R"].matrices()))
    assert text.splitlines()[0] == "so(7) (B3) on R^8"
    assert [line.split()[0] for line in text.splitlines()[2:]] == ["7", "1"]


def test_a_saved_representation_reads_back(tmp_path):
    found = representation(KNOWN["u(2)"].matrices())
    again = Representation.load(found.save(tmp_path / "representation"))
    assert str(again) == str(found)
    np.testing.assert_array_equal(again.constituents[0].subspace, found.constituents[0].subspace)


@pytest.mark.parametrize("g", [se(3), heisenberg(1)], ids=["se(3)", "heisenberg(1)"])
@pytest.mark.parametrize("exact", [True, False])
def test_an_algebra_that_is_not_reductive_is_refused(g, exact):
    with pytest.raises(UndecidedError, match="reductive"):
        representation(g.generators if exact else g.generators.astype(float))


@pytest.mark.parametrize("dtype", [int, float])
def test_a_centre_that_is_not_diagonalisable_is_refused(dtype):
    with pytest.raises(UndecidedError, match="diagonalisably"):
        representation(np.array([[[0, 1], [0, 0]]], dtype=dtype))


def test_a_span_within_its_noise_of_everything_is_refused():
    with pytest.raises((UndecidedError, ClosureError)):
        representation(so(4).generators + 0.2 * np.random.default_rng(1).normal(size=(6, 4, 4)))


def test_a_noise_that_is_no_size_is_refused():
    with pytest.raises(PrecisionError, match="noise"):
        representation(so(3), noise=-1.0)


@pytest.mark.parametrize(
    ("g", "constituent", "line"),
    [
        (g2("split"), (7, 1, "R", ((1, 0),)), "R^7 = defining of g2(2)"),
        (g2("compact"), (7, 1, "R", ((1, 0),)), "R^7 = defining of g2(-14)"),
        (f4("compact"), (26, 1, "R", ((0, 0, 0, 1),)), "R^26 = defining of f4(-52)"),
    ],
    ids=["g2(2)", "g2(-14)", "f4(-52)"],
)
def test_exceptional_algebras_act_by_their_smallest_module(g, constituent, line):
    L = g.generators.astype(float)
    assert constituents(representation(L)) == (constituent,)
    assert describe(L) == line


def test_equal_ideals_get_their_weights_in_one_order():
    L = so(3).generators
    one, two = direct_sum(L, zero(L, 6)), direct_sum(zero(L, 3), copies(L, 2))
    assert constituents(representation(np.concatenate([one, two]))) == ((3, 2, "R", ((2,), (0,))), (3, 1, "R", ((0,), (2,))))
    assert constituents(representation(np.concatenate([two, one]))) == ((3, 2, "R", ((2,), (0,))), (3, 1, "R", ((0,), (2,))))


def test_weights_stand_in_the_order_of_the_factors():
    L, M = so(3).generators, binary_forms(1)
    found = representation(np.concatenate([direct_sum(L, zero(L, 2)), direct_sum(zero(M, 3), M)]))
    names = [factor.name for factor in found.factors]
    assert sorted(names) == ["so(2,1)", "so(3)"]
    assert {c.highest_weight[names.index("so(3)")][0] for c in found.constituents} == {0, 2}
    assert {c.highest_weight[names.index("so(2,1)")][0] for c in found.constituents} == {0, 1}
