"""The laws of Lie algebras, each as an assertion on one LieAlgebra with generators of size about 1.

Residuals are measured against 1 + |f|, since an abelian algebra of floats has constants of rounding size.
"""

from __future__ import annotations

import numpy as np

from lietheory.algebra import LieAlgebra, jacobi_residual, tensordot
from lietheory.algebra.structure.closure import all_brackets


def assert_brackets_are_structure_constants(g: LieAlgebra) -> None:
    """[L_i, L_j] = sum_k f[i, j, k] L_k, relative to the sizes of the generators."""
    expected = tensordot(g.structure_constants, g.generators, 2, 0)
    assert_zero(all_brackets(g.generators, g.generators) - expected, size(g.generators) ** 2)


def assert_jacobi(g: LieAlgebra) -> None:
    """f[i, j, k] = -f[j, i, k], and the sum over cyclic permutations of double brackets vanishes."""
    f = g.structure_constants
    assert_zero(f + f.swapaxes(0, 1), 1 + size(f))
    assert_zero(jacobi_residual(f), (1 + size(f)) ** 2)


def assert_killing_form_is_invariant(g: LieAlgebra) -> None:
    """K is symmetric and K([x, y], z) = K(x, [y, z])."""
    K, f = g.killing_form(), g.structure_constants
    scale = (1 + size(f)) ** 2
    assert_zero(K - K.T, scale)
    assert_zero(tensordot(f, K, 2, 0) - tensordot(f, K, 2, 1).transpose(2, 0, 1), scale * (1 + size(f)))


def assert_cartan_criteria(g: LieAlgebra) -> None:
    """Solvable exactly if K(g, [g, g]) = 0; semisimple exactly if the radical is 0; nilpotent algebras have K = 0."""
    derived = g.derived_series()[1] if len(g.derived_series()) > 1 else g
    assert g.is_solvable == (g.radical().dimension == g.dimension)
    assert g.is_semisimple == (g.radical().dimension == 0)
    assert derived.dimension <= g.dimension
    if g.is_nilpotent:
        assert g.killing_signature() == (0, 0, g.dimension)
        assert g.is_solvable


def assert_levi_decomposition(g: LieAlgebra) -> None:
    """g = levi + radical as a vector space, levi semisimple, the radical solvable, the nilradical between."""
    levi, radical, nilradical = g.levi(), g.radical(), g.nilradical()
    assert levi.dimension + radical.dimension == g.dimension
    assert levi.is_semisimple
    assert radical.is_solvable
    assert nilradical.is_nilpotent
    assert g.center().dimension <= nilradical.dimension <= radical.dimension
    if levi.dimension:
        assert_brackets_are_structure_constants(levi)


def invariants(g: LieAlgebra) -> tuple:
    """What no change of basis and no conjugation may change."""
    return (
        g.dimension,
        g.killing_signature(),
        g.center().dimension,
        g.radical().dimension,
        g.nilradical().dimension,
        tuple(h.dimension for h in g.derived_series()),
        tuple(h.dimension for h in g.lower_central_series()),
        tuple(h.dimension for h in g.upper_central_series()),
        g.levi().killing_signature(),
        tuple(sorted(h.killing_signature() for h in g.simple_ideals())),
        (g.is_abelian, g.is_nilpotent, g.is_solvable, g.is_semisimple, g.is_simple, g.is_compact),
    )


def size(array: np.ndarray) -> float:
    """The norm of an array, exact or not, in floats."""
    return float(np.linalg.norm(array.astype(np.float64)))


def assert_zero(array: np.ndarray, scale: float) -> None:
    """Exactly zero where exact, else at most 1e-10 of the scale, which rounding reaches at conditions of 1e4."""
    if array.dtype.kind in "iO":
        assert not array.any()
    else:
        assert size(array) <= 1e-10 * scale
