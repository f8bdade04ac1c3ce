"""The symmetric powers of a representation: how it acts on binary cubics, ternary quadrics and the like."""

from __future__ import annotations

import numpy as np

from lietheory.algebra.algebra_arguments import AlgebraLike, as_matrices
from lietheory.algebra.enveloping.invariant_polynomial_maps import monomials, require_count
from lietheory.arrays import Generators, exact_array, is_exact
from lietheory.errors import shown


def symmetric_power(L: AlgebraLike, degree: int) -> Generators:
    """The representation of L on S^k R^d, homogeneous polynomials in a basis e_1..e_d that L moves.

    Coordinates are the coefficients of the monomials e^m, the power of e_1 falling: A is the
    derivation with e_j -> sum_i A_ij e_i.

    Args:
        L: generators (n_L, d, d), an algebra of matrices, or its name.
        degree: k, at least 1.

    Returns:
        (n_L, N, N), N = C(d + k - 1, k); exact if L is.

    Raises:
        ShapeError: a negative degree, or one with too many monomials.

    Examples:
        >>> symmetric_power([[[0, 1], [0, 0]]], 2).tolist()  # e_2 -> e_1: e_1 e_2 -> e_1^2, e_2^2 -> 2 e_1 e_2
        [[[0, 1, 0], [0, 0, 2], [0, 0, 0]]]
    """
    call = f"symmetric_power(L, {shown(degree)})"
    matrices = as_matrices(L, call)
    d = matrices.shape[1]
    require_count(d, degree, 1, call)
    basis = list(monomials(d, int(degree)))
    place = {m: k for k, m in enumerate(basis)}
    power = np.zeros((len(matrices), len(basis), len(basis)), dtype=matrices.dtype)
    for column, m in enumerate(basis):
        for j, exponent in enumerate(m):
            for i in range(d if exponent else 0):
                moved = tuple(e - (k == j) + (k == i) for k, e in enumerate(m))
                power[:, place[moved], column] += exponent * matrices[:, i, j]
    return exact_array(power) if is_exact(power) else power
