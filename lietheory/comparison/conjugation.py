"""A change of basis S that carries one algebra of matrices onto another: S g S^-1 = g'.

One generator: S intertwines L with a multiple of L', a linear equation. Several: Gauss-Newton steps
S <- exp(Z) S, where Z solves the linearised equation in least squares, from a frame that aligns the
invariant forms of the two algebras and from a fixed number of frames in general position. A solution is verified
on both sides; a search without one is no proof that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from scipy.linalg import expm
from scipy.special import ndtri

from lietheory.arrays import Generators, OtherGenerators, tolerance
from lietheory.comparison.forms import invariant_form, normal_frame
from lietheory.comparison.subspaces import angles_between, orthonormal_basis

SEARCHED_SIZE = 12  # the search solves for the d^2 entries of S: beyond this it would take minutes
WORST_CONDITION = 1e6  # S multiplies rounding by its squared condition: beyond this four digits remain
_STARTS, _STEPS, _COMBINATIONS = 8, 60, 16
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53)


def conjugation(A: Generators, B: OtherGenerators, noise: float) -> Float[np.ndarray, "d d"] | None:
    """S of determinant +-1 with S span(A) S^-1 = span(B) within ``noise``, or None where the search
    gives none.

    The other side, S^-1 span(B) S = span(A), has to hold to half the digits, sqrt(noise): two
    algebras can come near each other under ever more stretched S without being conjugate.

    Args:
        A: generators (n_L, d, d).
        B: generators (n_L, d, d).
        noise: the largest angle, in radians, within which spans count as equal.

    Examples:
        >>> L, J = np.array([[0.0, -1.0], [4.0, 0.0]]), np.array([[0.0, -1.0], [1.0, 0.0]])
        >>> S = conjugation(L[None], J[None], 1e-12)
        >>> np.abs(S @ L @ np.linalg.inv(S)).round(9)  # 2 J, up to sign
        array([[0., 2.],
               [2., 0.]])
    """
    A, B = (orthonormal_basis(L).reshape(L.shape) for L in (A, B))
    if len(A) != len(B) or A.shape != B.shape or A.shape[1] > SEARCHED_SIZE:
        return None
    candidates = _intertwiners(A[0], B[0], noise) if len(A) == 1 else _searched(A, B, noise)
    for S in candidates:
        if not np.isfinite(S).all() or np.linalg.cond(S) > WORST_CONDITION:
            continue
        rounding = tolerance(size=A.size) * np.linalg.cond(S) ** 2
        there, back = largest_angle(_moved(S, A), B), largest_angle(_moved(np.linalg.inv(S), B), A)
        if back <= max(noise, rounding) and there <= max(np.sqrt(noise), rounding):
            return S / np.abs(np.linalg.det(S)) ** (1 / len(S))
    return None


def largest_angle(A: Generators, B: Generators) -> float:
    """The largest principal angle between the spans of A and of an orthonormal B."""
    return float(angles_between(orthonormal_basis(A), B.reshape(len(B), -1)).max())


def _moved(S: Float[np.ndarray, "d d"], L: Generators) -> Generators:
    return S @ L @ np.linalg.inv(S)


def _intertwiners(L: Float[np.ndarray, "d d"], M: Float[np.ndarray, "d d"], noise: float) -> Iterator[np.ndarray]:
    """Generic solutions of S L = c M S, for the two c at which the spectra of L and c M can agree."""
    d = len(L)
    sizes = [np.linalg.norm(np.linalg.eigvals(A)) for A in (L, M)]
    nilpotent = max(noise, tolerance(size=d)) ** (1 / d)  # a perturbation e moves the eigenvalues of a nilpotent by e^(1/d)
    c = sizes[0] / sizes[1] if min(sizes) > 2 * nilpotent else 1.0
    for scale in (c, -c):
        equation = np.kron(np.eye(d), L.T) - scale * np.kron(M, np.eye(d))
        _, s, Vt = np.linalg.svd(equation)
        solutions = Vt[s <= max(4 * d * noise, tolerance(size=d**4))]
        for k in range(_COMBINATIONS if len(solutions) else 0):
            yield (_generic(len(solutions), k) @ solutions).reshape(d, d)


def _searched(A: Generators, B: Generators, noise: float) -> Iterator[np.ndarray]:
    """Frames improved by Gauss-Newton steps, the most promising start first."""
    for start in _starts(A, B, noise):
        yield _improved(start, A, B)


def _starts(A: Generators, B: Generators, noise: float) -> Iterator[np.ndarray]:
    d = A.shape[1]
    H, K = invariant_form(A, noise), invariant_form(B, noise)
    aligned = np.eye(d)
    if H is not None and K is not None and max(np.linalg.cond(H), np.linalg.cond(K)) < 1e6:  # half the digits stay
        aligned = np.linalg.solve(normal_frame(_signed(K, H)), normal_frame(H))
    yield aligned
    yield np.eye(d)
    yield _moment_frame(B) @ _moment_frame(A).T
    for k in range(_STARTS):
        turn = np.linalg.qr(_generic(d * d, k).reshape(d, d))[0]
        yield turn @ aligned


def _generic(n: int, k: int) -> Float[np.ndarray, " n"]:
    """Numbers in general position, other ones for each k, distributed like independent normal ones but not random.

    These are the normal quantiles of the fractional parts of i^2 sqrt(p), p the k-th prime, which are equidistributed (Weyl).
    """
    squares = np.arange(1.0, n + 1) ** 2
    return ndtri(np.modf(squares * np.sqrt(_PRIMES[k]))[0])


def _moment_frame(Q: Generators) -> Float[np.ndarray, "d d"]:
    """Eigenvectors of sum_i [Q_i, Q_i^T], a column each: they turn with the span, as triangular algebras need."""
    return np.linalg.eigh(np.einsum("iab,icb->ac", Q, Q) - np.einsum("iba,ibc->ac", Q, Q))[1]


def _signed(H: Float[np.ndarray, "d d"], like: Float[np.ndarray, "d d"]) -> Float[np.ndarray, "d d"]:
    """H or -H, the one with as many positive directions as the other form: so(p, q) preserves both."""
    positive = [int(np.sum(np.linalg.eigvalsh(K + K.T) > 0)) for K in (H, like)]
    return H if positive[0] == positive[1] else -H


def _improved(S: Float[np.ndarray, "d d"], A: Generators, B: Generators) -> Float[np.ndarray, "d d"]:
    """S after damped Gauss-Newton steps on the distance of S A S^-1 from span(B), as long as it falls."""
    Q, damping = B.reshape(len(B), -1), 1e-2
    X, rest, error = _outside(_moved(S, A), Q)
    for _ in range(_STEPS):
        Z = _step(X, rest, Q, damping)
        trial = expm(Z / max(1.0, np.linalg.norm(Z))) @ S
        X_trial, rest_trial, error_trial = _outside(_moved(trial, A), Q)
        if error_trial < error:
            settled = error_trial > 0.999 * error
            S, X, rest, error, damping = trial, X_trial, rest_trial, error_trial, max(0.1 * damping, 1e-9)
        else:
            settled = damping > 1e3
            damping *= 10.0
        if settled or error <= tolerance(size=X.size) or np.linalg.cond(S) > WORST_CONDITION:
            break
    return S


def _outside(X: Generators, Q: Float[np.ndarray, "k n"]) -> tuple[Generators, Float[np.ndarray, "k n"], float]:
    """X orthonormalised, its part outside the span with orthonormal rows Q, and the size of that."""
    rows = np.linalg.qr(X.reshape(len(X), -1).T)[0].T
    rest = rows - (rows @ Q.T) @ Q
    return rows.reshape(X.shape), rest, float(np.linalg.norm(rest))


def _step(X: Generators, rest: np.ndarray, Q: Float[np.ndarray, "k n"], damping: float) -> Float[np.ndarray, "d d"]:
    """The Z that minimises |part of X + [Z, X] outside span(Q)|^2 + damping |Z|^2."""
    d = X.shape[1]
    E = np.eye(d * d).reshape(-1, 1, d, d)
    moved = (E @ X - X @ E).reshape(len(E), len(X), -1)
    slopes = (moved - (moved @ Q.T) @ Q).reshape(len(E), -1)
    return -np.linalg.solve(slopes @ slopes.T + damping * np.eye(d * d), slopes @ rest.ravel()).reshape(d, d)
