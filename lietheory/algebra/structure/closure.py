"""The bracket of matrices, and spans of them: their structure constants, their closure residual, the algebra they generate."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.linalg.dispatch import coordinates, independent_rows, multiply, row_space, tensordot
from lietheory.algebra.linalg.memory import require_memory
from lietheory.algebra.linalg.rationals import short_basis
from lietheory.algebra.structure.randomized_brackets import is_large, residual_norms, sketched_constants
from lietheory.arrays import as_array, has_surds, is_exact
from lietheory.errors import ClosureError, PrecisionError, RankError, ShapeError, shown
from lietheory.scales import moderate_scale
from lietheory.threads import one_thread
from lietheory.tolerances import ROUNDING

_SHORTENED = 2**17  # entries whose lattice is reduced in less than a second
_HELD = 3  # arrays of all new brackets while they are compared with the basis


def bracket(A: ArrayLike, B: ArrayLike) -> np.ndarray:
    """The Lie bracket [A, B] = AB - BA.

    Args:
        A: matrices (..., d, d), exact or floating.
        B: matrices of the same size; leading axes broadcast.

    Returns:
        The brackets (..., d, d); exact if both are.

    Raises:
        ShapeError: not square, or of different sizes.

    Examples:
        >>> Lx, Ly = [[0, 0, 0], [0, 0, -1], [0, 1, 0]], [[0, 0, 1], [0, 0, 0], [-1, 0, 0]]
        >>> bracket(Lx, Ly)
        array([[ 0, -1,  0],
               [ 1,  0,  0],
               [ 0,  0,  0]])
    """
    A, B = as_array(A, "bracket(A, B)", "A"), as_array(B, "bracket(A, B)", "B")
    if A.ndim < 2 or B.ndim < 2 or len({*A.shape[-2:], *B.shape[-2:]}) != 1:
        raise ShapeError(
            "bracket(A, B)", "square matrices of one size", f"shapes {A.shape} and {B.shape}", "Give (..., d, d) twice."
        )
    return A @ B - B @ A


def all_brackets(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """[A_i, B_j] for every i and j, (len(A), len(B), d, d)."""
    forward = tensordot(A, B, 2, 1).transpose(0, 2, 1, 3)
    backward = tensordot(B, A, 2, 1).transpose(2, 0, 1, 3)
    return forward - backward


@dataclass(frozen=True, eq=False)
class Span:
    """Generators, a basis of their span to compute in, and how far its brackets are from it.

    Args:
        generators: the matrices as given (n, d, d).
        change: (n, n), the basis in terms of the generators; the identity if exact.
        basis: (n, d, d), the generators themselves if exact, otherwise orthonormal.
        constants: (n, n, n), the brackets of the basis, projected on the span.
        residuals: (n, n), the Frobenius norms of what the projection drops.
    """

    generators: np.ndarray
    change: np.ndarray
    basis: np.ndarray
    constants: np.ndarray
    residuals: np.ndarray

    @property
    def residual(self) -> float:
        """The largest distance from the span of a bracket of two basis elements."""
        return float(self.residuals.max(initial=0.0))


def relative_size(value: float | None, default: float, call: str, name: str) -> float:
    """``value`` as a relative size, ``default`` for None.

    Raises:
        PrecisionError: not a number from 0 to below 1, where everything would count as zero.
    """
    if value is None:
        return default
    if isinstance(value, Real) and not isinstance(value, bool) and 0 <= value < 1:
        return float(value)
    raise PrecisionError(call, f"{name} as a number from 0 to below 1, or None", shown(value), f"Give {name}=1e-3, say.")


def span(L: np.ndarray, call: str, tolerance: float) -> Span:
    """The span of generators with its brackets, orthonormalised unless exact.

    Raises:
        RankError: dependent generators; names the first that depends on those before it.
    """
    with one_thread(max(L.size, len(L) ** 3)):
        return _span(L, call, tolerance)


def _span(L: np.ndarray, call: str, tolerance: float) -> Span:
    n, d, _ = L.shape
    moderate, exponents = moderate_scale(L, call)
    flat = moderate.reshape(n, d * d)
    if not is_exact(L):
        norms = np.linalg.norm(flat, axis=1, keepdims=True)
        flat = flat / np.where(norms > 0, norms, 1.0)
    independent = independent_rows(flat, tolerance)
    if len(independent) < n:
        first = min(set(range(n)) - set(independent))
        raise RankError(
            call,
            "linearly independent generators",
            f"L[{first}] in the span of those before it",
            "Remove it, or take lie_closure(L), which accepts any generating set.",
        )
    if is_exact(L):
        return Span(L, np.eye(n, dtype=np.int64), L, *projected_brackets(L))
    basis = row_space(flat, 0.0).reshape(n, d, d)
    return Span(L, np.ldexp(_change(moderate, basis), -exponents), basis, *projected_brackets(basis))


def short_span(L: np.ndarray, call: str) -> Span:
    """The closed span of exact generators, by a basis of small whole numbers where it has one.

    Nothing that the span is depends on the basis. But large numbers make all slower, and take the floats that help exact
    computations beyond their precision.

    Raises:
        RankError: dependent generators.
        ClosureError: brackets outside the span.
    """
    rows = L.reshape(len(L), -1)
    if rows.size <= _SHORTENED and not has_surds(L) and np.abs(rows).max(initial=0) > 1:
        short = short_basis(rows)
        spanned = span(short.reshape(L.shape), call, 0.0) if len(short) == len(L) else None
        if spanned and not spanned.residual:
            return spanned
    spanned = span(L, call, 0.0)  # errors are about the generators as they were given
    require_closed(spanned, call, 0.0)
    return spanned


def projected_brackets(basis: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The coordinates of the brackets of a basis, and the norms of what is outside the span."""
    n, d, _ = basis.shape
    if is_large(basis):
        sketched = sketched_constants(basis)
        return sketched, residual_norms(basis, sketched)
    brackets = all_brackets(basis, basis).reshape(n * n, d * d)
    constants, rest = coordinates(basis.reshape(n, d * d), brackets)
    return constants.reshape(n, n, n), np.linalg.norm(rest.astype(np.float64), axis=1).reshape(n, n)


def _change(L: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """The matrix that writes an orthonormal basis in the generators, with the same brackets as they have."""
    n, d, _ = L.shape
    return np.linalg.inv(coordinates(basis.reshape(n, d * d), L.reshape(n, d * d))[0])


def coordinates_of(x: np.ndarray, L: np.ndarray, tolerance: float, call: str, name: str) -> np.ndarray:
    """The coordinates (n,) of a matrix x in independent generators L.

    Raises:
        ShapeError: x is outside their span, by more than ``tolerance`` of its size unless all is exact.
    """
    combination, rest = coordinates(L.reshape(len(L), -1), x.reshape(1, -1))
    outside = float(np.linalg.norm(rest.astype(np.float64)))
    if outside > (0.0 if is_exact(rest) else tolerance * float(np.linalg.norm(x.astype(np.float64)))):
        raise ShapeError(
            call, f"{name} in the span of the generators", f"a matrix outside it by {outside:.3g}", "Project it first."
        )
    return combination[0]


def require_closed(spanned: Span, call: str, tolerance: float) -> None:
    """Raise ClosureError for a span that is not closed, naming the worst pair.

    Raises:
        ClosureError: a bracket is outside the span by more than ``tolerance`` (by anything, if exact).
    """
    exact = is_exact(spanned.generators)
    if spanned.residual <= (0.0 if exact else tolerance):
        return
    _require_no_rounding(spanned.generators, call)
    i, j = np.unravel_index(int(spanned.residuals.argmax()), spanned.residuals.shape)
    letter = "L" if exact else "the orthonormalised L"
    cure = "Take lie_closure(L) for the algebra generated" + ("." if exact else ", or take nearest_algebra(L) if this is noise.")
    raise ClosureError(
        call,
        "generators whose brackets stay in their span",
        f"[{letter}[{i}], {letter}[{j}]] outside it by {spanned.residual:.3g}",
        cure,
    )


def _require_no_rounding(L: np.ndarray, call: str) -> None:
    """Raise RankError where the span does not close and one generator is as small as the rounding errors of another.

    Raises:
        RankError: such a generator.
    """
    sizes = np.linalg.norm(L.astype(np.float64), axis=(1, 2))
    k = int(sizes.argmin())
    if not is_exact(L) and sizes[k] <= ROUNDING * float(sizes.max()):
        raise RankError(
            call,
            "generators that are not rounding errors",
            f"|L[{k}]| = {sizes[k]:.2g} beside {float(sizes.max()):.2g}",
            f"Remove L[{k}]; or scale it, if it is meant.",
        )


def closed_rows(L: np.ndarray, tolerance: float, call: str) -> np.ndarray:
    """A basis of the Lie algebra that matrices generate: independent ones of L first if exact, orthonormal if not.

    It grows by brackets with the generators only, since left-normed brackets span it (lemma-left-normed-brackets).

    Raises:
        ShapeError: it outgrows the memory; raised before the brackets that would not fit are computed.
    """
    n, d, _ = L.shape
    flat = moderate_scale(L, call)[0].reshape(n, d * d)
    exact = is_exact(L)
    if exact:
        basis = flat[independent_rows(flat)]
    else:
        norms = np.linalg.norm(flat, axis=1, keepdims=True)
        basis = row_space(flat / np.where(norms > 0, norms, 1.0), tolerance)
    new, generators = basis, basis.reshape(-1, d, d)
    while len(new):
        what = f"an algebra that has grown to dimension {len(basis)} in matrices of size {d}"
        needed = 8.0 * max(_HELD * len(new) * len(generators) * d * d, _HELD * len(basis) ** 3)
        require_memory(call, what, needed, "Give fewer generators, or matrices of which the algebra is smaller.")
        with one_thread(len(new) * generators.size):
            brackets = all_brackets(new.reshape(-1, d, d), generators).reshape(-1, d * d)
            new = brackets[_outside(basis, brackets)] if exact else row_space(_rest(basis, brackets), tolerance)
        basis = np.concatenate([basis, new])
    return basis.reshape(-1, d, d)


def _outside(basis: np.ndarray, vectors: np.ndarray) -> list[int]:
    independent = independent_rows(np.concatenate([basis, vectors]))
    return [i - len(basis) for i in independent[len(basis) :]]


def _rest(basis: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    for _ in range(2):  # twice, so that what is left is orthogonal to working precision
        vectors = vectors - multiply(multiply(vectors, basis.T), basis)
    return vectors
