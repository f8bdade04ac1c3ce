"""Affine and nilpotent Lie algebras as exact integer matrices: a linear algebra with the translations it acts on."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from lietheory.algebra.catalogue.calls import says_its_call
from lietheory.algebra.catalogue.classical import gl, require_size, so, unit
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.linalg.memory import require_algebra_memory
from lietheory.algebra.names.jordan_blocks import Block
from lietheory.arrays import exact_array
from lietheory.errors import shown


def with_translations(linear: np.ndarray | None, n: int) -> LieAlgebra:
    """h |x R^n for linear matrices h on R^n (None: no matrices): [[A, b], [0, 0]], first h, then the translations."""
    require_algebra_memory(f"R^{n}", n if linear is None else n + len(linear), n + 1)
    blocks = np.zeros((0, n + 1, n + 1), dtype=np.int64)
    if linear is not None:
        blocks = np.pad(linear, ((0, 0), (0, 1), (0, 1)))
    translations = np.stack([unit(i, n, n + 1) for i in range(n)])
    return LieAlgebra.from_matrices(np.concatenate([blocks, translations]))


@says_its_call
def se(n: int) -> LieAlgebra:
    """se(n) = so(n) |x R^n, rotations first, then translations, in matrices [[A, b], [0, 0]].

    Raises:
        ShapeError: n is no integer >= 1.

    Examples:
        >>> se(3).killing_signature()
        (0, 3, 3)
    """
    require_size(f"se({shown(n)})", n)
    require_algebra_memory(f"se({n})", n * (n + 1) // 2, n + 1)
    return with_translations(so(n).generators if n > 1 else None, n)


@says_its_call
def sim(n: int) -> LieAlgebra:
    """sim(n) = (so(n) + R) |x R^n: rotations, the dilation, translations.

    Raises:
        ShapeError: n is no integer >= 1.

    Examples:
        >>> sim(3).dimension
        7
    """
    require_size(f"sim({shown(n)})", n)
    require_algebra_memory(f"sim({n})", n * (n + 1) // 2 + 1, n + 1)
    dilation = np.eye(n, dtype=np.int64)[None]
    return with_translations(np.concatenate([so(n).generators, dilation]) if n > 1 else dilation, n)


@says_its_call
def aff(n: int) -> LieAlgebra:
    """aff(n) = gl(n, R) |x R^n, in matrices [[A, b], [0, 0]].

    Raises:
        ShapeError: n is no integer >= 1.

    Examples:
        >>> aff(1).is_solvable
        True
    """
    require_size(f"aff({shown(n)})", n)
    require_algebra_memory(f"aff({n})", n * n + n, n + 1)
    return with_translations(gl(n).generators, n)


@says_its_call
def poincare(n: int) -> LieAlgebra:
    """poincare(n) = so(n, 1) |x R^(n+1), n dimensions of space; Lorentz generators first, then translations.

    Raises:
        ShapeError: n is no integer >= 1.

    Examples:
        >>> poincare(3).dimension
        10
    """
    require_size(f"poincare({shown(n)})", n)
    require_algebra_memory(f"poincare({n})", (n + 1) * (n + 2) // 2, n + 2)
    return with_translations(so(n, 1).generators, n + 1)


@says_its_call
def heisenberg(n: int) -> LieAlgebra:
    """heisenberg(n): p_1..p_n, q_1..q_n, z with [p_i, q_i] = z, in matrices of size n + 2.

    Raises:
        ShapeError: n is no integer >= 1.

    Examples:
        >>> heisenberg(1).is_nilpotent
        True
    """
    require_size(f"heisenberg({shown(n)})", n)
    require_algebra_memory(f"heisenberg({n})", 2 * n + 1, n + 2)
    positions = [unit(0, i, n + 2) for i in range(1, n + 1)]
    momenta = [unit(i, n + 1, n + 2) for i in range(1, n + 1)]
    return LieAlgebra.from_matrices(np.stack([*positions, *momenta, unit(0, n + 1, n + 2)]))


def over_heisenberg(A: np.ndarray) -> LieAlgebra:
    """R |x heisenberg(1) where R acts on the plane of p, q by A, and so on the centre by its trace.

    Matrices of size 4 act on (s, plane, 1): the plane moves by v, and s by omega(v, .).

    Examples:
        >>> over_heisenberg(np.array([[0, -1], [1, 0]])).center().dimension
        1
    """
    x = np.zeros((4, 4), dtype=A.dtype)
    x[0, 0], x[1:3, 1:3] = np.trace(A), A
    p, q = unit(1, 3, 4) + unit(0, 2, 4), unit(2, 3, 4) - unit(0, 1, 4)
    return LieAlgebra.from_matrices(np.stack([x, p, q, unit(0, 3, 4)]))


def block_matrix(blocks: list[Block]) -> np.ndarray | None:
    """The block-diagonal exact matrix with given real Jordan blocks; None where a number is not rational."""
    numbers = [[x for x in block.numbers if isinstance(x, Fraction)] for block in blocks]
    if any(len(known) < len(block.numbers) for known, block in zip(numbers, blocks, strict=True)):
        return None
    A = np.zeros((sum(b.dimension for b in blocks),) * 2, dtype=object)
    start = 0
    for block, (real, *imaginary) in zip(blocks, numbers, strict=True):
        cell = np.array([[real, -imaginary[0]], [imaginary[0], real]] if imaginary else [[real]], dtype=object)
        chain = np.kron(np.eye(block.size, dtype=int), cell) + np.kron(
            np.eye(block.size, k=1, dtype=int), np.eye(len(cell), dtype=int)
        )
        A[start : start + block.dimension, start : start + block.dimension] = chain
        start += block.dimension
    return exact_array(A)
