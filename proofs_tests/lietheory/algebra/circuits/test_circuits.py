"""What is said of a circuit agrees with matrices: subspaces, moments of a loss, Majorana pairs, the parts of an involution."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lietheory as lt
from lietheory.algebra.pauli.strings import anticommute, masks
from proofs_tests.lietheory.algebra.pauli.test_closure import dense, sums
from proofs_tests.lietheory.algebra.pauli.two_local import FAMILIES, chain, cycle


def group_elements(generators: list[dict[str, int]], count: int, rng: np.random.Generator) -> np.ndarray:
    """Products of 80 random one-parameter elements, which are close to Haar on a small group."""
    spectra = [np.linalg.eigh(dense(terms)) for terms in generators]
    made = []
    for _ in range(count):
        U = np.eye(len(spectra[0][0]), dtype=complex)
        for k in rng.integers(0, len(spectra), 80):
            values, vectors = spectra[k]
            U = (vectors * np.exp(-1j * values * rng.uniform(0, 100))) @ vectors.conj().T @ U
        made.append(U)
    return np.array(made)


@pytest.mark.parametrize(
    ("generators", "bits", "observable"),
    [
        (cycle(3), "000", cycle(3)[1]),
        ([{text: 1} for text in chain("a8", 3)], "010", {"XXI": 2, "IXX": 1}),
        ([{text: 1} for text in chain("b4", 2)], "01", {"XI": 1, "IX": 2}),
    ],
)
def test_mean_and_variance_of_a_loss_are_those_of_random_group_elements(generators, bits, observable, rng):
    stated = lt.loss_variance(lt.lie_closure(generators), bits, observable, two_design=True)
    U = group_elements(generators, 2000, rng)
    state = U[:, :, int(bits, 2)]
    losses = np.einsum("sa,ab,sb->s", state.conj(), dense(observable), state).real
    error = 5 * np.sqrt(stated.variance / 2000)  # five standard errors
    assert abs(losses.mean() - stated.mean) < error
    assert abs(losses.var() - stated.variance) < 5 * stated.variance * np.sqrt(4 / 2000)  # bounded losses: kurtosis below 5


def test_loss_variance_is_refused_where_no_formula_is_known():
    g = lt.lie_closure(chain("a8", 3))
    for state in ("000", {"III": "1/8", "ZZZ": "1/8"}):
        with pytest.raises(lt.UndecidedError, match="in i g"):
            lt.loss_variance(g, state, {"ZZZ": 1}, two_design=True)
    with pytest.raises(lt.UndecidedError, match="two_design"):
        lt.loss_variance(g, "000", {"XXI": 1}, two_design=False)
    with pytest.raises(lt.ShapeError, match="trace 1"):
        lt.loss_variance(g, {"III": 1}, {"XXI": 1}, two_design=True)
    with pytest.raises(lt.ShapeError, match="negative"):
        lt.loss_variance(g, {"III": "1/8", "XXX": "1/4"}, {"XXI": 1}, two_design=True)


@given(sums())
def test_subspaces_are_those_of_the_commutant(generators):
    """The matrices that commute with g have dimension sum m^2 over its inequivalent irreducible subspaces of multiplicity m."""
    g = lt.lie_closure(generators)
    found = lt.state_space(g)
    N = 2**g.pauli.qubits
    assert sum(one.dimension * one.count for one in found) == N
    H = [dense(terms) for terms in generators]
    equations = np.concatenate([np.kron(A, np.eye(N)) - np.kron(np.eye(N), A.T) for A in H])
    commutant = N * N - np.linalg.matrix_rank(equations)
    count = sum(one.count for one in found)
    assert count <= commutant <= count**2
    assert (count == 1) == (commutant == 1)


@pytest.mark.parametrize("n", [2, 3, 4])
def test_states_of_permutation_invariant_circuits_split_by_spin(n):
    fields = [{"I" * i + letter + "I" * (n - 1 - i): 1 for i in range(n)} for letter in "XZ"]
    bonds = {"".join("Z" if k in pair else "I" for k in range(n)): 1 for pair in combinations(range(n), 2)}
    found = lt.controllability(lt.lie_closure([*fields, bonds]))
    assert not found.full and not found.pure_state
    assert max(one.dimension for one in found.subspaces) == n + 1
    assert all(one.controllable for one in found.subspaces)


def test_pure_states_are_steered_by_su_and_by_usp_only():
    usp = lt.controllability(lt.lie_closure(["XII", "ZII", "IYI", "XXI", "IIY", "ZIX", "YII", "IXZ", "IZI"]))
    for found in (usp, *(lt.controllability(lt.lie_closure(chain(name, 3))) for name in FAMILIES)):
        by_name = found.name in ("su(8)", "usp(8)")
        whole = [one.dimension for one in found.subspaces] == [8]
        assert found.pure_state == (by_name and whole)
        assert found.full == (found.name == "su(8)")


def test_a_qubit_pair_with_a_skew_form_is_pure_state_controllable_and_not_fully():
    strings = ["XI", "YI", "ZI", "IY", "XX", "YX", "ZX", "XZ", "YZ", "ZZ"]  # usp(4), all that keep Y x I
    found = lt.controllability(lt.lie_closure(strings))
    assert (found.name, found.full, found.pure_state) == ("so(5)", False, True)


@pytest.mark.parametrize("family", FAMILIES)
def test_majorana_pairs_share_one_operator_exactly_where_strings_anticommute(family):
    found = lt.free_fermions(chain(family, 4))
    name = lt.identify(lt.lie_closure(chain(family, 4))).name
    if found is None:
        assert "su(" in name or "usp(" in name or "so(16)" in name or "so(8)" in name
        return
    for (a, (i, *pair)), (b, (j, *other)) in combinations(found.pairs.items(), 2):
        shared = i == j and len({*pair} & {*other}) == 1
        assert shared == anticommute(*masks(a, ""), *masks(b, ""))


@pytest.mark.parametrize("involution", ["transpose", "ZII", "XYZ"])
@pytest.mark.parametrize("family", ["a8", "a9", "a12", "b1"])
def test_an_involution_grades_the_algebra(family, involution):
    g = lt.lie_closure(chain(family, 3))
    split = lt.involution_split(g, involution)
    k = [] if split.k is None else [split.k.pauli.written(i) for i in range(len(split.k))]
    assert len(k) + len(split.p) == g.dimension
    K, P = ([1j * dense(terms) for terms in side] for side in (k, split.p))
    inside = np.array([A.ravel() for A in K]).reshape(len(K), 64)
    for one, other, side in [(K, K, K), (P, P, K), (K, P, P)]:
        flat = np.array([A.ravel() for A in side]).reshape(len(side), 64)
        for A in one[:5]:
            for B in other[:5]:
                bracket = (A @ B - B @ A).ravel()
                rest = bracket - flat.T @ np.linalg.lstsq(flat.T, bracket, rcond=None)[0] if len(flat) else bracket
                assert np.abs(rest).max(initial=0) < 1e-9
    assert len(inside) == len(K)


def test_an_involution_that_moves_the_algebra_is_refused():
    with pytest.raises(lt.ShapeError, match="maps g to itself"):
        lt.involution_split(lt.lie_closure([{"XI": 1, "IZ": 1}, {"ZI": 1, "IX": 1}]), "XI")


@given(st.sampled_from([None, "so(3)", [[0, 1]]]))
def test_functions_of_circuits_refuse_what_is_no_algebra_of_pauli_sums(value):
    with pytest.raises(lt.ShapeError, match="Pauli sums"):
        lt.controllability(value)
