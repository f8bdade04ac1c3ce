"""Chevalley bases: integer constants that satisfy Jacobi, with the strings Chevalley's theorem asks for."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra.catalogue.chevalley import ChevalleyBasis, chevalley_basis, compact_constants, parent
from lietheory.algebra.names.dynkin import cartan_matrix, positive_roots
from lietheory.algebra.names.simple_types import complex_dimension
from lietheory.algebra.structure.structure_constants import Structure, jacobi_residual
from lietheory.errors import UnknownNameError

SMALL = [("A", 1), ("A", 2), ("A", 4), ("B", 2), ("B", 3), ("B", 4), ("C", 3), ("C", 4), ("D", 4), ("D", 5), ("G", 2)]
ALL = [*SMALL, ("F", 4), ("E", 6), ("E", 7), ("E", 8)]


@pytest.fixture(scope="module", params=ALL, ids=lambda kind: f"{kind[0]}{kind[1]}")
def kind(request) -> tuple[str, int, ChevalleyBasis]:
    return *request.param, chevalley_basis(*request.param)


def test_the_dimension_is_that_of_the_type(kind) -> None:
    letter, rank, basis = kind
    assert len(basis.constants) == complex_dimension(letter, rank) == 2 * len(basis.positive) + rank


def test_the_bracket_is_antisymmetric_and_the_cartan_matrix_acts(kind) -> None:
    _, rank, basis = kind
    f, N = basis.constants, len(basis.positive)
    roots = np.concatenate([basis.positive, -basis.positive])
    assert not (f + f.swapaxes(0, 1)).any()
    assert not f[2 * N :, 2 * N :].any()
    for i in range(rank):
        assert (f[2 * N + i, : 2 * N, : 2 * N] == np.diag(roots @ basis.cartan[:, i])).all()


def test_opposite_roots_bracket_to_the_simple_coroots(kind) -> None:
    _, rank, basis = kind
    N, simple = len(basis.positive), np.flatnonzero(basis.positive.sum(axis=1) == 1)
    for k in simple:
        expected = np.zeros(2 * N + rank, dtype=int)
        expected[2 * N + int(basis.positive[k].argmax())] = 1
        assert (basis.constants[k, N + k] == expected).all()


def test_constants_are_one_more_than_the_length_of_the_string_below(kind) -> None:
    _, _, basis = kind
    N = len(basis.positive)
    roots = np.concatenate([basis.positive, -basis.positive])
    present = {tuple(root) for root in roots.tolist()}
    pairs = np.argwhere(basis.constants[: 2 * N, : 2 * N, : 2 * N].any(axis=2))
    for a, b in pairs[:: max(1, len(pairs) // 500)]:
        below = 0
        while tuple((roots[b] - (below + 1) * roots[a]).tolist()) in present:
            below += 1
        assert np.abs(basis.constants[a, b]).sum() == below + 1
        assert tuple((roots[a] + roots[b]).tolist()) in present


def test_the_chevalley_involution_is_an_automorphism(kind) -> None:
    _, rank, basis = kind
    N = len(basis.positive)
    turned = np.concatenate([np.arange(N, 2 * N), np.arange(N), np.arange(2 * N, 2 * N + rank)])
    assert (basis.constants[np.ix_(turned, turned, turned)] == -basis.constants).all()


@pytest.mark.parametrize(("letter", "rank"), [*SMALL, ("F", 4)])
def test_jacobi_holds_exactly_in_the_split_and_the_compact_form(letter: str, rank: int) -> None:
    basis = chevalley_basis(letter, rank)
    assert not jacobi_residual(basis.constants).any()
    assert not jacobi_residual(compact_constants(basis)).any()


@pytest.mark.parametrize(("letter", "rank"), [*SMALL, ("F", 4), ("E", 6)])
def test_killing_signatures_are_those_of_the_split_and_the_compact_form(letter: str, rank: int) -> None:
    basis = chevalley_basis(letter, rank)
    N, n = len(basis.positive), len(basis.constants)
    assert Structure(basis.constants).killing_signature == (N + rank, N, 0)
    assert Structure(compact_constants(basis)).killing_signature == (0, n, 0)


def test_e8_has_the_known_number_of_constants() -> None:
    assert np.count_nonzero(chevalley_basis("E", 8).constants) == 16694


@pytest.mark.parametrize(("letter", "rank"), [("B", 2), ("B", 4), ("C", 3), ("C", 5), ("F", 4), ("G", 2)])
def test_folding_the_roots_of_the_parent_gives_the_roots(letter: str, rank: int) -> None:
    above, size, orbits = parent(letter, rank)
    roots = positive_roots(cartan_matrix(above, size))
    restricted = {tuple(root[orbit].sum() for orbit in orbits) for root in roots}
    assert restricted == {tuple(root) for root in positive_roots(cartan_matrix(letter, rank)).tolist()}


def test_no_simple_type_is_refused() -> None:
    for letter, rank in (("E", 9), ("G", 3), ("H", 4), ("D", 2)):
        with pytest.raises(UnknownNameError, match="simple type"):
            chevalley_basis(letter, rank)
