"""The exceptional algebras: their constants, real forms, invariant forms, and their names from bare matrices."""

from __future__ import annotations

from itertools import combinations_with_replacement, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lietheory.algebra import LieAlgebra, catalogue_algebra, identify, null_space, tensordot
from lietheory.algebra.catalogue.exceptional import FORMS, e6, e7, e8, f4, g2
from lietheory.algebra.structure.randomized_brackets import bracket_residuals, sketched_residual
from lietheory.errors import UnknownNameError
from proofs_tests.strategies.algebras import conditioned, conjugated, unimodular

MAKERS = {"g2": (g2, 14, 2, (7, 7)), "f4": (f4, 52, 4, (26, 26)), "e6": (e6, 78, 6, (27, 54)), "e7": (e7, 133, 7, (56, 112))}
OCTONIONS = ((0, 1, 2), (0, 3, 4), (0, 6, 5), (1, 3, 5), (1, 4, 6), (2, 3, 6), (2, 5, 4))
"""A line e_i e_j = e_k of the Fano plane in each triple."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", MAKERS)
def test_the_matrices_have_the_constants_in_every_entry(name: str, form: str) -> None:
    make, dimension, _, sizes = MAKERS[name]
    g = make(form)
    size = sizes[FORMS.index(form)]
    assert g.generators.shape == (dimension, size, size)
    assert g.is_exact
    if size > 100:  # 17,689 brackets of 112 x 112 matrices
        assert sketched_residual(g.generators, g.structure_constants) == 0
    else:
        assert not bracket_residuals(g.generators, g.structure_constants).any()


@pytest.mark.parametrize("name", MAKERS)
def test_the_killing_form_is_that_of_the_real_form(name: str) -> None:
    make, dimension, rank, _ = MAKERS[name]
    assert make().killing_signature() == ((dimension + rank) // 2, (dimension - rank) // 2, 0)
    assert make("compact").killing_signature() == (0, dimension, 0)


def test_e8_acts_on_itself_with_the_known_signature() -> None:
    g = e8()
    assert g.generators.shape == (248, 248, 248)
    assert np.shares_memory(g.generators, g.structure_constants)
    assert sketched_residual(g.generators, g.structure_constants, samples=1) == 0
    values = np.linalg.eigvalsh(g.killing_form().astype(float))  # of small integers; the nearest one to zero is 0.66
    assert ((values > 0.1).sum(), (values < -0.1).sum()) == (128, 120)


def test_compact_e8_has_a_negative_definite_killing_form() -> None:
    g = e8("compact")
    assert sketched_residual(g.generators, g.structure_constants, samples=1) == 0
    assert (np.linalg.eigvalsh(g.killing_form().astype(float)) < -0.1).all()


def test_the_stabiliser_of_the_octonion_three_form_is_compact_g2() -> None:
    form = np.zeros((7, 7, 7), dtype=int)
    for triple in OCTONIONS:
        for order in permutations(range(3)):
            form[tuple(triple[k] for k in order)] = round(np.linalg.det(np.eye(3)[list(order)]))
    moved = [_moved(unit, form).ravel() for unit in np.eye(49, dtype=int).reshape(49, 7, 7)]
    found = null_space(np.unique(np.stack(moved, axis=1), axis=0)).reshape(-1, 7, 7)
    assert identify(found).name == identify(g2("compact")).name == "g2(-14)"


@pytest.mark.parametrize("form", FORMS)
def test_g2_preserves_one_three_form_and_one_quadratic_form(form: str) -> None:
    L = g2(form).generators
    three = [_symmetrised(7, chosen, -1) for chosen in combinations_with_replacement(range(7), 3) if len({*chosen}) == 3]
    assert len(_invariants(L, three)) == 1
    [quadratic] = _invariants(L, [_symmetrised(7, chosen, 1) for chosen in combinations_with_replacement(range(7), 2)])
    values = np.linalg.eigvalsh(quadratic.astype(float))
    assert sorted([(values > 0).sum(), (values < 0).sum()]) == ([3, 4] if form == "split" else [0, 7])


def test_compact_f4_preserves_a_definite_form_and_split_f4_one_of_signature_14_12() -> None:
    for form, signature in (("compact", [0, 26]), ("split", [12, 14])):
        L = f4(form).generators[::5].astype(float)  # eleven elements, enough to fix the form
        rows = np.concatenate([np.kron(np.eye(26), M.T) + np.kron(M.T, np.eye(26)) for M in L])
        values, vectors = np.linalg.eigh(rows.T @ rows)
        assert values[0] < 1e-9 < values[1]
        signs = np.linalg.eigvalsh(vectors[:, 0].reshape(26, 26))
        assert sorted([(signs > 1e-9).sum(), (signs < -1e-9).sum()]) == signature


def test_split_e6_preserves_one_cubic_of_45_terms() -> None:
    L = e6().generators
    triples = [t for t in combinations_with_replacement(range(27), 3) if not _weights(L, 6)[:, list(t)].sum(axis=1).any()]
    assert len(triples) == 45
    [cubic] = _invariants(L[:6], [_symmetrised(27, t, 1) for t in triples])
    assert set(np.unique(cubic)) == {-1, 0, 1}
    assert not any(_moved(M, cubic).any() for M in L)


def test_split_e7_preserves_one_symplectic_form() -> None:
    L = e7().generators
    pairs = [p for p in combinations_with_replacement(range(56), 2) if not _weights(L, 7)[:, list(p)].sum(axis=1).any()]
    assert len(pairs) == 28
    [form] = _invariants(L[:7], [_symmetrised(56, p, -1) for p in pairs])
    assert abs(round(np.linalg.det(form))) == 1
    assert not (L.swapaxes(1, 2) @ form + form @ L).any()
    assert not _invariants(L[:7], [_symmetrised(56, p, 1) for p in pairs])


@settings(max_examples=5)
@given(st.sampled_from(FORMS), unimodular(7), unimodular(14))
def test_g2_is_named_from_bare_integers_in_any_basis(form: str, S: np.ndarray, M: np.ndarray) -> None:
    found = identify(tensordot(M, conjugated(g2(form).generators, S), 1, 0))
    assert (found.name, found.status) == ("g2(2)" if form == "split" else "g2(-14)", "certain")


@settings(max_examples=10)
@given(st.sampled_from(FORMS), conditioned(7, 1e2), conditioned(14, 10.0))
def test_g2_is_named_from_bare_floats_in_any_basis(form: str, S: np.ndarray, M: np.ndarray) -> None:
    found = identify(np.tensordot(M, conjugated(g2(form).generators.astype(float), S), 1))
    assert found.name == ("g2(2)" if form == "split" else "g2(-14)")


@pytest.mark.parametrize("name", ["f4(4)", "f4(-52)", "e6(6)", "e6(-78)", "e7(7)"])
def test_larger_ones_are_named_from_bare_floats_in_a_random_basis(name: str) -> None:
    found = identify(_mixed(catalogue_algebra(name)))
    assert (found.name, found.status) == (name, "certain")


def test_f4_is_named_from_bare_integers_in_another_basis() -> None:
    M = np.eye(52, dtype=int) + np.diag(np.ones(51, dtype=int), 1)
    assert identify(tensordot(M, f4().generators, 1, 0)).is_named("f4")


def test_written_names_make_the_algebras_and_are_aliases() -> None:
    for text, size in (("g2", 7), ("G2(-14)", 7), ("f4(4)", 26), ("e6(-78)", 54), ("e7", 56), ("e8(8)", 248)):
        assert catalogue_algebra(text).generators.shape[1] == size
    assert identify(g2()).aliases == ("g2",)
    with pytest.raises(UnknownNameError, match=r"e6\(-26\)"):
        catalogue_algebra("e6(-26)")


@pytest.mark.parametrize("make", [g2, f4, e6, e7, e8])
def test_another_form_is_refused(make) -> None:
    with pytest.raises(UnknownNameError, match="split"):
        make("spilt")
    with pytest.raises(UnknownNameError, match="real form"):
        make(7)


def _mixed(g: LieAlgebra) -> np.ndarray:
    rng, (n, d, _) = np.random.default_rng(1), g.generators.shape
    S, M = np.eye(d) + 0.3 * rng.standard_normal((d, d)) / np.sqrt(d), rng.standard_normal((n, n))
    return np.tensordot(M, S @ g.generators @ np.linalg.inv(S), 1)


def _weights(L: np.ndarray, rank: int) -> np.ndarray:
    """The eigenvalues (rank, d) of the last generators, which are diagonal."""
    return np.diagonal(L[-rank:], axis1=1, axis2=2)


def _symmetrised(d: int, chosen: tuple[int, ...], sign: int) -> np.ndarray:
    """The symmetric (sign 1) or alternating (-1) tensor with a one at the chosen place."""
    tensor = np.zeros((d,) * len(chosen), dtype=int)
    for order in permutations(range(len(chosen))):
        odd = sum(a > b for k, a in enumerate(order) for b in order[k:]) % 2
        tensor[tuple(chosen[k] for k in order)] = sign if odd else 1
    return tensor


def _moved(M: np.ndarray, tensor: np.ndarray) -> np.ndarray:
    """The sum over the arguments of a multilinear form of the form with M applied to that argument."""
    return sum(np.moveaxis(np.tensordot(M, tensor, (0, k)), 0, k) for k in range(tensor.ndim))


def _invariants(L: np.ndarray, tensors: list[np.ndarray]) -> list[np.ndarray]:
    """A basis of the combinations of tensors that all of L annihilate."""
    rows = np.concatenate([np.stack([_moved(M, tensor).ravel() for tensor in tensors], axis=1) for M in L])
    rows = np.unique(rows[rows.any(axis=1)], axis=0)
    return [np.tensordot(row, np.stack(tensors), 1) for row in null_space(rows)]
