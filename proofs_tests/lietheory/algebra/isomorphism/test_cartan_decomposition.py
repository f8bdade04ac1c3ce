"""Cartan decompositions: an involutive automorphism, k compact, a of the real rank, the restricted roots of the tables."""

from __future__ import annotations

import numpy as np
import pytest

import lietheory as lt
from lietheory.algebra.isomorphism.rational_cartan import _cartan_subalgebras
from lietheory.algebra.linalg.dispatch import rank, signature, tensordot
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.errors import ShapeError, UndecidedError

# name, dim k, real rank, the multiplicities of the restricted roots (Helgason, Differential Geometry, X, table VI)
TABLE = [
    ("so(5)", 10, 0, []),
    ("sl(3,R)", 3, 2, [1] * 6),
    ("su(2,1)", 4, 1, [1, 1, 2, 2]),
    ("su(2,2)", 7, 2, [1] * 4 + [2] * 4),
    ("so(4,1)", 6, 1, [3, 3]),
    ("so(3,2)", 4, 2, [1] * 8),
    ("so(5,2)", 11, 2, [1] * 4 + [3] * 4),
    ("sl(2,C)", 3, 1, [2, 2]),
    ("sl(3,C)", 8, 2, [2] * 6),
    ("su*(4)", 10, 1, [4, 4]),
    ("usp(2,2)", 6, 1, [3, 3]),
    ("so*(8)", 16, 2, [1] * 4 + [4] * 4),
    ("g2(2)", 6, 2, [1] * 12),
    ("so(3) + so(2,1)", 4, 1, [1, 1]),
]


@pytest.mark.parametrize(("name", "compact", "real_rank", "multiplicities"), TABLE)
def test_the_decomposition_is_exact_and_has_the_roots_of_the_tables(name, compact, real_rank, multiplicities):
    g = lt.catalogue_algebra(name)
    found = lt.cartan_decomposition(g)
    f, theta = g.structure_constants, found.involution
    assert found.error == 0.0
    assert (len(found.k), len(found.p), len(found.a)) == (compact, g.dimension - compact, real_rank)
    assert sorted(found.multiplicities.tolist()) == multiplicities
    images = tensordot(tensordot(theta.T, f, 1, 0), theta.T, 1, 1).swapaxes(1, 2)
    assert (tensordot(f, theta.T, 2, 0) == images).all()
    assert signature(tensordot(g.killing_form(), theta, 1, 0)) == (0, g.dimension, 0)
    assert not tensordot(tensordot(found.a, f, 1, 0), found.a, 1, 1).any()


@pytest.mark.parametrize("name", ["so(3,2)", "su(2,1)", "sl(3,R)", "so(4)"])
def test_floats_have_the_same_decomposition_within_their_bound(name):
    exact, rng = lt.cartan_decomposition(name), np.random.default_rng(0)
    L = lt.catalogue_algebra(name).generators.astype(float)
    P = np.eye(L.shape[1]) + 0.2 * rng.normal(size=L.shape[1:])
    g = lt.LieAlgebra.from_matrices(P @ np.tensordot(rng.normal(size=(len(L),) * 2), L, 1) @ np.linalg.inv(P))
    found = lt.cartan_decomposition(g)
    assert 0 < found.error < 1e-2
    assert (len(found.k), len(found.p), len(found.a)) == (len(exact.k), len(exact.p), len(exact.a))
    assert sorted(found.multiplicities.tolist()) == sorted(exact.multiplicities.tolist())
    f, theta = g.structure_constants, found.involution.T
    defect = np.tensordot(f, theta, 1) - np.einsum("ia,jb,abk->ijk", theta, theta, f)
    assert np.abs(defect).max() < 10 * (found.error + found.error**2) * (1 + np.abs(f).max()) * (1 + np.abs(theta).max()) ** 2


def test_what_is_not_semisimple_is_refused():
    with pytest.raises(ShapeError, match="semisimple"):
        lt.cartan_decomposition("se(3)")
    with pytest.raises(UndecidedError, match="semisimple"):
        lt.cartan_decomposition(lt.se(3).generators.astype(float))
    with pytest.raises(ShapeError, match="up to 80"):
        lt.cartan_decomposition("so(14)")


@pytest.mark.parametrize(("name", "compact"), [("sl(3,R)", 1), ("sl(4,R)", 2), ("so(3,2)", 2), ("so(3,1)", 1), ("su(2,1)", 2)])
def test_the_first_rational_cartan_subalgebra_is_as_compact_as_it_can_be(name, compact):
    g = Structure(lt.catalogue_algebra(name).structure_constants)
    theta = lt.cartan_decomposition(name).involution
    first = next(_cartan_subalgebras(g, theta))
    turning = tensordot(first, theta.T, 1, 0) + first  # twice the part that theta fixes, in k
    assert rank(turning) == compact
    assert len(first) == rank(np.concatenate([first, tensordot(first, theta.T, 1, 0)]))
