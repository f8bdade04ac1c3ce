"""Real logarithms: whether a matrix has one, exactly, and which one, in floating point."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_poly
from scipy.linalg import schur

from lietheory.algebra import characteristic_polynomial, rank
from lietheory.representation.exponential import principal_logarithm


def unpaired_blocks(u: np.ndarray) -> int:
    """How many pairs (negative eigenvalue, size) have an odd number of Jordan blocks of an exact matrix.

    An invertible real matrix has a real logarithm if and only if there is none (Culver 1966). The
    blocks of an irreducible factor q of the characteristic polynomial are counted by the ranks of the
    powers of q(u), so that no eigenvalue is computed.

    Args:
        u: exact (d, d).

    Returns:
        The number of unpaired kinds of blocks.

    Examples:
        >>> unpaired_blocks(np.diag([-1, -1])), unpaired_blocks(np.array([[-1, 1], [0, -1]]))
        (0, 1)
    """
    lowest_first = characteristic_polynomial(u)[::-1]
    _, factors = fmpq_poly([fmpq(int(c.numerator), int(c.denominator)) for c in lowest_first]).factor()
    return sum(_negative_roots(q) * _unpaired_sizes(u, q, multiplicity) for q, multiplicity in factors)


def _negative_roots(q: fmpq_poly) -> int:
    """The number of negative roots of an irreducible polynomial, by Sturm's theorem; its roots are simple."""
    import sympy

    x = sympy.Symbol("x")
    up_to_0 = sympy.Poly([_fraction(q[k]) for k in range(q.degree(), -1, -1)], x, domain="QQ").count_roots(sup=0)
    return int(up_to_0) - int(q[0] == 0)


def _unpaired_sizes(u: np.ndarray, q: fmpq_poly, multiplicity: int) -> int:
    """How many sizes of Jordan blocks occur an odd number of times at each root of q."""
    eye = np.eye(len(u), dtype=np.int64).astype(object)
    at_u, power, ranks = 0 * eye, eye, [len(u)]
    for k in range(q.degree(), -1, -1):  # Horner
        at_u = at_u @ u + eye * _fraction(q[k])
    for _ in range(multiplicity + 1):
        power = power @ at_u
        ranks.append(rank(power))
    sizes = range(1, multiplicity + 1)
    return sum((ranks[k - 1] - 2 * ranks[k] + ranks[k + 1]) // q.degree() % 2 for k in sizes)


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def logarithm(u: np.ndarray) -> np.ndarray:
    """A real matrix whose exponential is u, for u orthogonal of determinant 1 or without negative eigenvalues.

    Eigenvalues -1 of a rotation are turned by pi in pairs, which the principal logarithm does not do.
    For other u the result is real and its exponential is not u.

    Args:
        u: (d, d).

    Returns:
        (d, d); skew where u is a rotation.

    Examples:
        >>> logarithm(np.diag([-1.0, -1.0])).round(6) + 0
        array([[ 0.      , -3.141593],
               [ 3.141593,  0.      ]])
    """
    if not np.allclose(u @ u.T, np.eye(len(u)), atol=1e-9):
        return principal_logarithm(u)
    blocks, frame = schur(u, output="real")[:2]
    turned, X, k = [], np.zeros_like(blocks), 0
    while k < len(u):
        if k + 1 < len(u) and abs(blocks[k + 1, k]) > 1e-9:
            angle = np.arctan2(blocks[k + 1, k], blocks[k, k])
            X[k + 1, k], X[k, k + 1] = angle, -angle
            k += 2
        else:
            turned += [k] if blocks[k, k] < 0 else []
            k += 1
    for i, j in zip(turned[::2], turned[1::2], strict=False):
        X[j, i], X[i, j] = np.pi, -np.pi
    return frame @ X @ frame.T
