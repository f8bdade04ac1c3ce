"""The symmetry algebras of nonrelativistic and of conformal space-time, as exact integer matrices."""

from __future__ import annotations

import numpy as np

from lietheory.algebra.catalogue.calls import says_its_call
from lietheory.algebra.catalogue.classical import require_size, sized, so, unit
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.linalg.memory import require_algebra_memory
from lietheory.errors import shown


@says_its_call
def galilei(n: int) -> LieAlgebra:
    """galilei(n), n dimensions of space: rotations, boosts, translations of space, translation of time.

    Matrices of size n + 2 act on (x, t, 1) by x' = A x + t v + a, t' = b; the dimension is n (n - 1) / 2 + 2n + 1.

    Raises:
        ShapeError: n is no integer >= 1.

    Examples:
        >>> galilei(3).dimension
        10
    """
    require_size(f"galilei({shown(n)})", n)
    n = int(n)  # NumPy takes no integers of SymPy
    require_algebra_memory(f"galilei({n})", n * (n - 1) // 2 + 2 * n + 1, n + 2)
    size = n + 2
    boosts = [unit(i, n, size) for i in range(n)]
    translations = [unit(i, n + 1, size) for i in range(n)]
    return LieAlgebra.from_matrices(np.stack([*_rotations(n, size), *boosts, *translations, unit(n, n + 1, size)]))


@says_its_call
def bargmann(n: int) -> LieAlgebra:
    """bargmann(n), the central extension of galilei(n) by the mass: [boost_i, translation_i] = mass.

    Matrices of size n + 3 act on (x, t, s, 1), where a boost adds (v, x) to the phase s and the mass shifts s.
    The order is that of galilei(n), the mass last.

    Raises:
        ShapeError: n is no integer >= 1.

    Examples:
        >>> bargmann(3).dimension, bargmann(3).center().dimension
        (11, 1)
    """
    require_size(f"bargmann({shown(n)})", n)
    n = int(n)  # NumPy takes no integers of SymPy
    require_algebra_memory(f"bargmann({n})", n * (n - 1) // 2 + 2 * n + 2, n + 3)
    size, time, phase, one = n + 3, n, n + 1, n + 2
    boosts = [unit(i, time, size) + unit(phase, i, size) for i in range(n)]
    translations = [unit(i, one, size) for i in range(n)]
    shifts = [unit(time, one, size), unit(phase, one, size)]
    return LieAlgebra.from_matrices(np.stack([*_rotations(n, size), *boosts, *translations, *shifts]))


@says_its_call
def conformal(p: int, q: int = 0) -> LieAlgebra:
    """conformal(p, q) = so(p + 1, q + 1), the conformal algebra of R^(p,q) acting linearly on R^(p+q+2).

    Rotations so(p, q), translations P_i, the dilation D, special conformal K_i, with [D, P_i] = P_i and
    [D, K_i] = -K_i; all A satisfy A^T G + G A = 0 with G = diag(1_(p+1), -1_(q+1)).

    Raises:
        ShapeError: sizes that are no non-negative integers with p + q >= 1.

    Examples:
        >>> conformal(3).dimension, conformal(3, 1).killing_signature()
        (10, (8, 7, 0))
    """
    require_size(sized("conformal", p, q), p, q)
    require_algebra_memory(sized("conformal", p, q), (p + q + 1) * (p + q + 2) // 2, p + q + 2)
    size, plus, minus = p + q + 2, p, p + q + 1
    form = np.diag([1] * (p + 1) + [-1] * (q + 1))

    def turn(a: int, b: int) -> np.ndarray:
        return (unit(a, b, size) - unit(b, a, size)) @ form

    space = [*range(p), *range(p + 1, p + 1 + q)]
    rotations = np.zeros((0, size, size), dtype=np.int64)
    if len(space) > 1:
        rotations = np.zeros((len(space) * (len(space) - 1) // 2, size, size), dtype=np.int64)
        rotations[np.ix_(range(len(rotations)), space, space)] = so(p, q).generators
    translations = [turn(i, plus) + turn(i, minus) for i in space]
    special = [turn(i, plus) - turn(i, minus) for i in space]
    return LieAlgebra.from_matrices(np.stack([*rotations, *translations, turn(minus, plus), *special]))


def _rotations(n: int, size: int) -> np.ndarray:
    """so(n) on the first n coordinates; none for n = 1."""
    if n == 1:
        return np.zeros((0, size, size), dtype=np.int64)
    return np.pad(so(n).generators, ((0, 0), (0, size - n), (0, size - n)))
