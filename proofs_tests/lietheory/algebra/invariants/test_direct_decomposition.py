"""Every algebra is the direct sum of indecomposable ideals, whatever basis hides them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from lietheory.algebra import (
    LieAlgebra,
    bargmann,
    canonical_name,
    catalogue_algebra,
    galilei,
    heisenberg,
    identify,
    inverse,
    rank,
    tensordot,
)
from lietheory.algebra.invariants.direct_decomposition import direct_summands
from lietheory.algebra.lie_algebra import computing_basis
from proofs_tests.laws.lie_algebras import assert_zero
from proofs_tests.strategies.algebras import Scrambled, conjugated, exact_algebras, numeric_algebras

SUMS = {
    "se(2) + se(3)": (3, 6),
    "so(3) + heisenberg(1)": (3, 3),
    "aff(1) + aff(1) + R^2": (1, 1, 2, 2),
    "se(3) + sl(2,R)": (3, 6),
    "heisenberg(1) + heisenberg(1)": (3, 3),
    "heisenberg(2) + aff(1) + so(3) + R": (1, 2, 3, 5),
    "se(2) + se(2) + se(2)": (3, 3, 3),
    "sim(2) + poincare(1) + R": (1, 3, 4),
    "gl(2,C)": (1, 1, 6),
    "R^3": (1, 1, 1),
    "galilei(3) + se(2)": (3, 10),
}
"""Sums of indecomposable algebras by name, and the dimensions of these in ascending order."""

GALILEAN = ("galilei(3)", "galilei(4)", "bargmann(3)", "bargmann(4)")


def sizes(g: LieAlgebra) -> tuple[int, ...]:
    """The dimensions of the indecomposable ideals, in ascending order."""
    return tuple(sorted(ideal.dimension for ideal in g.direct_summands()))


def doubled(g: LieAlgebra, square: int) -> LieAlgebra:
    """g over Q[x] / (x^2 - square), read as an algebra of twice the dimension."""
    units = [np.eye(2, dtype=np.int64), np.array([[0, square], [1, 0]])]
    return LieAlgebra.from_matrices(np.concatenate([np.kron(g.generators, unit) for unit in units]))


@settings(max_examples=40)
@given(exact_algebras(tuple(SUMS), largest=13))
def test_exact_summands_are_ideals_that_add_up_in_every_basis(drawn: Scrambled) -> None:
    g = computing_basis(LieAlgebra.from_matrices(drawn.generators))[0]
    ideals = direct_summands(g)
    assert tuple(sorted(len(rows) for rows in ideals)) == SUMS[drawn.name]
    assert rank(np.concatenate(ideals)) == g.dimension
    for i, rows in enumerate(ideals):
        inside = g.brackets(rows, g.whole).reshape(-1, g.dimension)
        assert rank(np.concatenate([rows, inside])) == len(rows)
        assert not any(g.brackets(rows, other).any() for other in ideals[:i])


@settings(max_examples=40)
@given(exact_algebras(tuple(SUMS), largest=13))
def test_exact_sums_are_named_completely_in_every_basis(drawn: Scrambled) -> None:
    found = identify(drawn.generators)
    assert (found.name, found.complete) == (canonical_name(drawn.name), True)


@settings(max_examples=40)
@given(numeric_algebras(tuple(SUMS), conjugation=10.0))
def test_numeric_sums_are_named_in_every_basis(drawn: Scrambled) -> None:
    assert identify(drawn.generators).name == canonical_name(drawn.name)
    g = LieAlgebra.from_matrices(drawn.generators)
    ideals = [ideal.generators for ideal in g.direct_summands()]
    for i, first in enumerate(ideals):
        for second in ideals[:i]:
            products = np.einsum("iab,jbc->ijac", first, second)
            size = np.linalg.norm(first) * np.linalg.norm(second)
            assert_zero(products - np.einsum("jab,ibc->ijac", second, first), 1e3 * size)  # the condition of the drawn basis


def _drawn(name: str, seed: int) -> np.ndarray:
    """The generators of a named algebra, conjugated and mixed by matrices of a condition up to 10."""
    rng, L = np.random.default_rng(seed), catalogue_algebra(name).generators.astype(float)

    def conditioned(n: int) -> np.ndarray:
        condition = 10 ** rng.uniform()
        left, right = (np.linalg.qr(rng.standard_normal((n, n)))[0] for _ in range(2))
        return left @ np.diag(np.geomspace(1, 1 / condition, n)) @ right

    S = conditioned(L.shape[1])
    return np.tensordot(conditioned(len(L)), conjugated(L, S), 1)


@pytest.mark.parametrize("seed", [126, 388])
def test_basis_elements_that_are_nearly_central_and_close_eigenvalues_do_not_hide_summands(seed: int) -> None:
    name = "heisenberg(2) + aff(1) + so(3) + R"
    assert identify(_drawn(name, seed)).name == canonical_name(name)


@pytest.mark.parametrize(
    "name", ["aff(1)", "heisenberg(1)", "heisenberg(2)", "se(3)", "sim(3)", "aff(2)", "poincare(3)", *GALILEAN]
)
def test_indecomposable_algebras_stay_whole(name: str) -> None:
    g = catalogue_algebra(name)
    assert sizes(g) == (g.dimension,)


@pytest.mark.parametrize("name", ["aff(1)", "heisenberg(1)", "se(2)"])
def test_an_algebra_over_a_quadratic_field_splits_where_the_reals_contain_the_root(name: str) -> None:
    g = catalogue_algebra(name)
    n = g.dimension
    assert sizes(doubled(g, 4)) == (n, n)
    assert all(ideal.is_exact for ideal in doubled(g, 4).direct_summands())
    assert sizes(doubled(g, 2)) == (n, n)
    assert identify(doubled(g, 2)).name == canonical_name(f"{name} + {name}")
    assert sizes(doubled(g, -1)) == (2 * n,)


def test_a_local_ring_of_scalars_does_not_split_an_algebra() -> None:
    for name in ("aff(1)", "so(3)", "heisenberg(1)"):
        g = catalogue_algebra(name)
        assert sizes(doubled(g, 0)) == (2 * g.dimension,)


def test_a_diagonal_ideal_does_not_hide_the_summands() -> None:
    """In aff(1) + aff(1) with basis x + u, x - u, y + v, y - v no basis element lies in a summand."""
    x, y = np.array([[1, 0], [0, 0]]), np.array([[0, 1], [0, 0]])
    zero = np.zeros((2, 2), dtype=int)
    L = np.stack([np.block([[A, zero], [zero, sign * A]]) for A in (x, y) for sign in (1, -1)])
    assert identify(L).name == "aff(1) + aff(1)"


@settings(max_examples=12)
@given(exact_algebras(GALILEAN, largest=11))
def test_galilean_algebras_get_their_names_in_every_basis(drawn: Scrambled) -> None:
    found = identify(drawn.generators)
    assert (found.name, found.status, found.complete) == (drawn.name, "certain", True)


@pytest.mark.parametrize("name", GALILEAN)
def test_galilean_algebras_of_floats_get_their_names(name: str, rng: np.random.Generator) -> None:
    L = catalogue_algebra(name).generators
    found = identify(np.tensordot(rng.standard_normal((len(L), len(L))), L, 1))
    assert (found.name, found.status, found.complete) == (name, "consistent", True)


def test_galilean_algebras_in_few_dimensions() -> None:
    assert identify(galilei(1)).name == "heisenberg(1)"
    for g, name in ((galilei(2), "galilei(2)"), (bargmann(1), "bargmann(1)"), (bargmann(2), "bargmann(2)")):
        found = identify(g)
        assert (found.name, found.complete, found.status) == (name, True, "certain")


def _extended(pairs: dict[tuple[int, int], int]) -> LieAlgebra:
    """bargmann(2), whose basis is turn, boosts, translations, time, mass, with more brackets that are multiples of the mass."""
    f = bargmann(2).structure_constants.copy()
    for (i, j), value in pairs.items():
        f[i, j, 6], f[j, i, 6] = f[i, j, 6] + value, f[j, i, 6] - value
    return LieAlgebra.from_structure_constants(f)


def test_the_cocycles_of_planar_galilei_that_make_bargmann_are_told_from_the_others() -> None:
    """Boosts that do not commute can be moved back while there is a mass; a turn that does not commute with time cannot."""
    assert identify(_extended({(1, 2): 3})).name == "bargmann(2)"
    without_mass = {(1, 3): -1, (2, 4): -1}
    for pairs in ({(0, 5): 1}, {(1, 2): 3, (0, 5): -2}, {**without_mass, (1, 2): 1}, {**without_mass, (0, 5): 1}):
        found = identify(_extended(pairs))
        assert (found.name, found.complete) == ("R |x nilpotent(6)", False) or "bargmann" not in found.name
        assert not found.is_named("bargmann(2)")


def test_a_planar_time_that_does_not_move_every_boost_is_not_galilei() -> None:
    """A turn with frequencies 1 and 2 has a time that commutes with it only if that moves nothing."""
    turn = np.kron(np.diag([1, 2]), [[0, -1], [1, 0]])
    time = np.kron([[0, 1], [0, 0]], np.eye(2, dtype=int))
    shifts = np.pad(np.eye(4, dtype=int)[:, :, None], ((0, 0), (0, 1), (4, 0)))
    galilean = np.stack([np.pad(M, (0, 1)) for M in (np.kron(np.eye(2, dtype=int), [[0, -1], [1, 0]]), time)])
    assert identify(np.concatenate([galilean, shifts])).name == "galilei(2)"
    other = np.stack([np.pad(M, (0, 1)) for M in (turn, 0 * time + np.diag([1, 1, 0, 0]))])
    assert "galilei" not in identify(np.concatenate([other, shifts])).name


def test_boosts_that_do_not_commute_make_another_algebra() -> None:
    """[b_i, b_j] = eps_ijk p_k added to galilei(3) has all the same dimensions."""
    g = galilei(3)
    f = g.structure_constants.copy()
    for i, j, k in [(0, 1, 2), (1, 2, 0), (2, 0, 1)]:
        f[3 + i, 3 + j, 6 + k], f[3 + j, 3 + i, 6 + k] = 1, -1
    other = LieAlgebra.from_structure_constants(f)
    assert other.nilradical().dimension == g.nilradical().dimension
    assert [h.dimension for h in other.derived_series()] == [h.dimension for h in g.derived_series()]
    found = identify(other)
    assert (found.name, found.complete) == ("so(3) |x nilpotent(7)", False)


def test_the_mass_alone_does_not_make_bargmann() -> None:
    """so(3) with heisenberg(3) and no time acting is not bargmann(3)."""
    g = bargmann(3)
    f = g.structure_constants
    keep = np.flatnonzero([i != 9 for i in range(11)])  # all but the translation of time
    found = identify(LieAlgebra.from_structure_constants(f[np.ix_(keep, keep, keep)]))
    assert (found.name, found.complete) == ("so(3) |x heisenberg(3)[2 R^3]", True)


def test_a_change_of_basis_of_structure_constants_keeps_a_sum(rng: np.random.Generator) -> None:
    g = catalogue_algebra("heisenberg(1) + heisenberg(1)")
    S = np.tril(rng.integers(-2, 3, (6, 6)), -1) + np.eye(6, dtype=np.int64)
    f = tensordot(tensordot(tensordot(S, g.structure_constants, 1, 0), S, 1, 1).swapaxes(1, 2), inverse(S), 2, 0)
    assert identify(LieAlgebra.from_structure_constants(f)).factors == ("heisenberg(1)", "heisenberg(1)")
    assert identify(heisenberg(1)).factors == ("heisenberg(1)",)
