"""The laws of Lie algebras, each as an assertion on one LieAlgebra with generators of size about 1.

Residuals are measured against 1 + |f|, since an abelian algebra of floats has constants of rounding size.
"""

from __future__ import annotations

from math import prod

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
    f = g.structure_constants
    assert g.is_solvable == is_zero(tensordot(f, g.killing_form(), 2, 0), (1 + size(f)) ** 3)  # K([x, y], z)
    assert g.is_solvable == (g.radical().dimension == g.dimension)
    assert g.is_semisimple == (g.radical().dimension == 0)
    if g.is_nilpotent:
        assert g.killing_signature() == (0, 0, g.dimension)
        assert g.is_solvable


def assert_levi_decomposition(g: LieAlgebra) -> None:
    """The space g is the sum of levi, semisimple, and radical, solvable; centre < nilradical < radical."""
    levi, radical, nilradical = g.levi(), g.radical(), g.nilradical()
    assert levi.dimension + radical.dimension == g.dimension
    both = np.vstack([orthonormal_rows(levi), orthonormal_rows(radical)])
    assert np.linalg.svd(both, compute_uv=False).min(initial=1) > 1e-8
    assert_inside(g.center(), nilradical)
    assert_inside(nilradical, radical)
    assert levi.is_semisimple
    assert radical.is_solvable
    assert nilradical.is_nilpotent
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


def orthonormal_rows(g: LieAlgebra) -> np.ndarray:
    """An orthonormal basis of the span of the matrices, (n, d^2), in floats."""
    return np.linalg.qr(g.generators.reshape(len(g), prod(g.generators.shape[1:])).astype(np.float64).T)[0].T


def assert_inside(small: LieAlgebra, large: LieAlgebra) -> None:
    """The span of one is in that of the other."""
    rows, space = orthonormal_rows(small), orthonormal_rows(large)
    assert np.abs(rows - rows @ space.T @ space).max(initial=0) < 1e-8


def is_zero(array: np.ndarray, scale: float) -> bool:
    """Exactly zero where exact, else at most 1e-10 of the scale, which rounding reaches at conditions of 1e4."""
    return not array.any() if array.dtype.kind in "iO" else size(array) <= 1e-10 * scale


def assert_zero(array: np.ndarray, scale: float) -> None:
    """Zero, as :func:`is_zero` decides."""
    assert is_zero(array, scale), size(array) / scale
