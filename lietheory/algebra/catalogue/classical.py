"""The classical real Lie algebras, as exact integer matrices."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from numbers import Integral

import numpy as np

from lietheory.algebra.catalogue.calls import says_its_call
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.linalg.memory import require_algebra_memory
from lietheory.errors import ShapeError, shown

_ONE = {"R": np.eye(1, dtype=np.int64), "C": np.eye(2, dtype=np.int64), "H": np.eye(4, dtype=np.int64)}
_I = np.array([[0, -1], [1, 0]])
_Z = np.diag([1, -1])
_X = np.array([[0, 1], [1, 0]])
_QUATERNIONS = (np.kron(np.eye(2, dtype=np.int64), _I), np.kron(_I, _Z), np.kron(_I, _X))


def require_size(call: str, *values: int, least: int = 1, even: bool = False) -> None:
    """Raise ShapeError for sizes that are not integers, negative, below ``least`` in sum, or odd where they must be even."""
    step = 2 if even else 1
    fitting = all(isinstance(v, Integral) and not isinstance(v, bool) and v >= 0 and v % step == 0 for v in values)
    if fitting and sum(values) >= least:
        return
    kind = "even non-negative integers" if even else "non-negative integers"
    raise ShapeError(
        call, f"{kind} with sum at least {least}", ", ".join(map(shown, values)), f"Take sizes of sum {least} or more."
    )


def sized(family: str, p: int, q: int) -> str:
    """A call of a family with two sizes, as typed: the second is left out where it is the default.

    Examples:
        >>> sized("so", 3, 0), sized("so", 3, 1)
        ('so(3)', 'so(3, 1)')
    """
    return f"{family}({shown(p)})" if isinstance(q, Integral) and q == 0 else f"{family}({shown(p)}, {shown(q)})"


def unit(i: int, j: int, n: int) -> np.ndarray:
    """The n x n matrix with a one in row i, column j."""
    E = np.zeros((n, n), dtype=np.int64)
    E[i, j] = 1
    return E


def _skew(n: int) -> list[np.ndarray]:
    """(-1)^(i+j+1) (E_ji - E_ij) over i < j (from 1) in reverse lexicographic order: for n = 3 it is L_x, L_y, L_z."""
    pairs = reversed(list(combinations(range(n), 2)))
    return [(-1) ** (i + j + 1) * (unit(j, i, n) - unit(i, j, n)) for i, j in pairs]


def _symmetric(n: int, diagonal: bool = True) -> list[np.ndarray]:
    corners = [unit(i, i, n) for i in range(n)] if diagonal else []
    return [unit(i, j, n) + unit(j, i, n) for i, j in combinations(range(n), 2)] + corners


def _traceless(n: int) -> list[np.ndarray]:
    off = [unit(i, j, n) for i in range(n) for j in range(n) if i != j]
    return off + [unit(i, i, n) - unit(i + 1, i + 1, n) for i in range(n - 1)]


def _with_unit(number: np.ndarray, matrices: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Real matrices times a complex or quaternionic unit; [[A, -B], [B, A]] stands for A + iB."""
    return [np.kron(number, M) for M in matrices]


def _form(p: int, q: int) -> np.ndarray:
    return np.diag([1] * p + [-1] * q)


def _algebra(matrices: Sequence[np.ndarray]) -> LieAlgebra:
    return LieAlgebra.from_matrices(np.stack(matrices))


@says_its_call
def so(p: int, q: int = 0) -> LieAlgebra:
    """so(p, q) = {A : A^T G + G A = 0} with G = diag(1_p, -1_q).

    Generators run over pairs i < j in reverse lexicographic order, (-1)^(i+j+1) (E_ji - E_ij) G, so
    that so(3) is L_x, L_y, L_z with [L_x, L_y] = L_z and L_z e_1 = e_2.

    Raises:
        ShapeError: sizes that are no non-negative integers with p + q >= 2.

    Examples:
        >>> so(3, 1).killing_signature()
        (3, 3, 0)
    """
    require_size(sized("so", p, q), p, q, least=2)
    require_algebra_memory(sized("so", p, q), (p + q) * (p + q - 1) // 2, p + q)
    return _algebra([M @ _form(p, q) for M in _skew(p + q)])


@says_its_call
def sl(n: int) -> LieAlgebra:
    """sl(n, R) = {A : tr A = 0}, the real n x n matrices of trace zero.

    Raises:
        ShapeError: n is no integer >= 2.

    Examples:
        >>> sl(2).killing_signature()
        (2, 1, 0)
    """
    require_size(f"sl({shown(n)})", n, least=2)
    require_algebra_memory(f"sl({n})", n * n - 1, n)
    return _algebra(_traceless(n))


@says_its_call
def sl_complex(n: int) -> LieAlgebra:
    """sl(n, C) read as a real algebra: pairs of real matrices of trace zero, A + iB as [[A, -B], [B, A]].

    Raises:
        ShapeError: n is no integer >= 2.

    Examples:
        >>> sl_complex(2).dimension
        6
    """
    require_size(f"sl_complex({shown(n)})", n, least=2)
    require_algebra_memory(f"sl_complex({n})", 2 * n * n - 2, 2 * n)
    return _algebra(_with_unit(_ONE["C"], _traceless(n)) + _with_unit(_I, _traceless(n)))


@says_its_call
def gl(n: int) -> LieAlgebra:
    """gl(n, R), all real n x n matrices, the unit matrices E_ij row by row.

    Raises:
        ShapeError: n is no integer >= 1.

    Examples:
        >>> gl(2).center().dimension
        1
    """
    require_size(f"gl({shown(n)})", n)
    require_algebra_memory(f"gl({n})", n * n, n)
    return _algebra([unit(i, j, n) for i in range(n) for j in range(n)])


@says_its_call
def sp(n: int) -> LieAlgebra:
    """sp(2n, R) = {A : A^T J + J A = 0} on R^(2n), J = [[0, 1], [-1, 0]]: the split symplectic algebra.

    Raises:
        ShapeError: n is no integer >= 1.

    Examples:
        >>> sp(2).dimension
        10
    """
    require_size(f"sp({shown(n)})", n)
    require_algebra_memory(f"sp({n})", n * (2 * n + 1), 2 * n)
    J = np.kron(_I, np.eye(n, dtype=np.int64))
    return _algebra([J @ S for S in _symmetric(2 * n)])


@says_its_call
def u(p: int, q: int = 0) -> LieAlgebra:
    """u(p, q) = {A : A^* G + G A = 0} with G = diag(1_p, -1_q), complex, stored as real 2n x 2n.

    Raises:
        ShapeError: sizes that are no non-negative integers with p + q >= 1.

    Examples:
        >>> u(2).center().dimension
        1
    """
    require_size(f"u({shown(p)}, {shown(q)})", p, q)
    require_algebra_memory(f"u({p}, {q})", (p + q) ** 2, 2 * (p + q))
    real = [M @ _form(p, q) for M in _skew(p + q)]
    return _algebra(_with_unit(_ONE["C"], real) + _with_unit(_I, [M @ _form(p, q) for M in _symmetric(p + q)]))


@says_its_call
def su(p: int, q: int = 0) -> LieAlgebra:
    """su(p, q) = {A : A^* G + G A = 0, tr A = 0}, complex, stored as real 2n x 2n.

    Raises:
        ShapeError: sizes that are no non-negative integers with p + q >= 2.

    Examples:
        >>> su(2).is_compact
        True
    """
    require_size(f"su({shown(p)}, {shown(q)})", p, q, least=2)
    require_algebra_memory(f"su({p}, {q})", (p + q) ** 2 - 1, 2 * (p + q))
    n, G = p + q, _form(p, q)
    diagonal = [unit(i, i, n) - unit(i + 1, i + 1, n) for i in range(n - 1)]
    imaginary = [M @ G for M in _symmetric(n, diagonal=False)] + diagonal
    return _algebra(_with_unit(_ONE["C"], [M @ G for M in _skew(n)]) + _with_unit(_I, imaginary))


@says_its_call
def usp(p: int, q: int = 0) -> LieAlgebra:
    """usp(p, q) = u(p, q) meet sp(p + q, C) for even p and q; compact for q = 0, and usp(2) = su(2).

    Quaternionic matrices of size (p + q) / 2, a quaternion as a real 4 x 4 matrix.

    Raises:
        ShapeError: sizes that are no even non-negative integers with p + q >= 2.

    Examples:
        >>> usp(4).dimension
        10
    """
    require_size(f"usp({shown(p)}, {shown(q)})", p, q, least=2, even=True)
    require_algebra_memory(f"usp({p}, {q})", (p + q) * (p + q + 1) // 2, 2 * (p + q))
    n, G = (p + q) // 2, _form(p // 2, q // 2)
    matrices = _with_unit(_ONE["H"], [M @ G for M in _skew(n)])
    for number in _QUATERNIONS:
        matrices += _with_unit(number, [M @ G for M in _symmetric(n)])
    return _algebra(matrices)


@says_its_call
def so_star(n: int) -> LieAlgebra:
    """so*(2n): quaternionic n x n matrices X with X^* j + j X = 0, as real 4n x 4n.

    Raises:
        ShapeError: n is no integer >= 1.

    Examples:
        >>> so_star(3).dimension
        15
    """
    require_size(f"so_star({shown(n)})", n)
    require_algebra_memory(f"so_star({n})", n * (2 * n - 1), 4 * n)
    i, j, k = _QUATERNIONS
    matrices = [M for number in (_ONE["H"], i, k) for M in _with_unit(number, _skew(n))]
    return _algebra(matrices + _with_unit(j, _symmetric(n)))


@says_its_call
def su_star(n: int) -> LieAlgebra:
    """su*(2n) = sl(n, H): quaternionic n x n matrices whose trace has real part zero, as real 4n x 4n.

    Raises:
        ShapeError: n is no integer >= 1.

    Examples:
        >>> su_star(2).dimension
        15
    """
    require_size(f"su_star({shown(n)})", n)
    require_algebra_memory(f"su_star({n})", 4 * n * n - 1, 4 * n)
    every = [unit(i, j, n) for i in range(n) for j in range(n)]
    matrices = _with_unit(_ONE["H"], _traceless(n))
    return _algebra(matrices + [M for number in _QUATERNIONS for M in _with_unit(number, every)])
