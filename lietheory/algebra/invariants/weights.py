"""Highest weight vectors of a representation, the characters of a centre, and the real structure between them.

A highest weight vector is one that all raising operators kill; it stands for an irreducible summand of
the complexified space, and the eigenvalues of the coroots on it are its Dynkin labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lietheory.algebra.invariants.root_vectors import ChevalleyGenerators
from lietheory.algebra.linalg.floats import null_space
from lietheory.algebra.names.dynkin import dominant
from lietheory.errors import UndecidedError
from lietheory.tolerances import FLOAT_ERROR

SLACK = 10.0
"""The scatter of eigenvalues over the error of the matrices, before the condition of their eigenvectors is taken into account."""

_INTEGRAL = 0.1  # labels are integers; what is rounded is then checked by counting dimensions


@dataclass(frozen=True, eq=False)
class Operators:
    """Chevalley generators of a semisimple algebra as complex matrices (r, d, d), and its centre (k, d, d).

    ``conjugation`` (r, r) writes the complex conjugates of the coroots in the coroots.
    """

    cartan_matrix: np.ndarray
    raising: np.ndarray
    coroots: np.ndarray
    conjugation: np.ndarray
    center: np.ndarray


@dataclass(frozen=True, eq=False)
class WeightSpace:
    """The highest weight vectors (columns of ``vectors``, d x m) of one weight and one character of the centre."""

    labels: tuple[int, ...]
    charges: tuple[complex, ...]
    vectors: np.ndarray


def operators(generators: ChevalleyGenerators, matrices: np.ndarray, center: np.ndarray) -> Operators:
    """Chevalley generators as matrices, for a basis (n, d, d) of the semisimple algebra."""
    raising, coroots = (np.tensordot(rows, matrices, 1) for rows in (generators.raising, generators.coroots))
    return Operators(generators.cartan_matrix, raising, coroots, generators.conjugation, center)


def weight_spaces(action: Operators, error: float, call: str) -> tuple[list[WeightSpace], float]:
    """All highest weight vectors by weight and character, and how far the labels were from integers.

    Raises:
        UndecidedError: labels that are no integers, or a centre that does not act diagonalisably.
    """
    d = action.center.shape[1]
    spaces: list[tuple[tuple[int, ...], np.ndarray]] = [((), _killed(action.raising, d, max(FLOAT_ERROR, SLACK * error)))]
    rounding = 0.0
    for coroot in action.coroots:
        split = []
        for labels, W in spaces:
            eigenspaces, miss = _by_label(restricted(coroot, W), call)
            split += [((*labels, label), W @ T) for label, T in eigenspaces]
            rounding = max(rounding, miss)
        spaces = split
    return [
        WeightSpace(labels, charges, np.linalg.qr(W @ T)[0])
        for labels, W in spaces
        for charges, T in characters(restricted(action.center, W), error, call)
    ], rounding


def _killed(raising: np.ndarray, d: int, zero: float) -> np.ndarray:
    """An orthonormal basis (d, m) of the vectors that all raising operators kill."""
    if not len(raising):
        return np.eye(d, dtype=complex)
    stacked = (raising / np.linalg.norm(raising, axis=(1, 2), keepdims=True)).reshape(-1, d)
    return null_space(stacked, zero).conj().T


def restricted(A: np.ndarray, W: np.ndarray) -> np.ndarray:
    """The matrices (..., m, m) of A on the invariant column space of the orthonormal W."""
    return W.conj().T @ A @ W


def _by_label(H: np.ndarray, call: str) -> tuple[list[tuple[int, np.ndarray]], float]:
    """The eigenspaces of a diagonalisable matrix with integer eigenvalues, the largest first."""
    values = np.linalg.eigvals(H)
    labels = np.round(values.real).astype(np.int64)
    miss = float(np.abs(values - labels).max(initial=0.0))
    if not miss <= _INTEGRAL or labels.min(initial=0) < 0:
        raise UndecidedError(
            call,
            "Dynkin labels that are integers >= 0",
            f"{values.real.round(3).tolist()}",
            "Give cleaner generators, or their noise.",
        )
    eigenspaces = [(int(k), _last(H - k * np.eye(len(H)), int((labels == k).sum()))) for k in np.unique(labels)[::-1]]
    return eigenspaces, miss


def _last(A: np.ndarray, count: int) -> np.ndarray:
    """The right singular vectors (m, count) of the smallest singular values."""
    return np.linalg.svd(A)[2][len(A) - count :].conj().T


def characters(Z: np.ndarray, error: float, call: str) -> list[tuple[tuple[complex, ...], np.ndarray]]:
    """The joint eigenvalues of commuting matrices (k, m, m), each with a basis (m, l) of its eigenspace.

    Raises:
        UndecidedError: no basis of joint eigenvectors, or eigenvalues that the error does not separate.
    """
    k, m = Z.shape[:2]
    if not k or not m:
        return [((), np.eye(m))] if m else []
    generic = np.tensordot(np.cos(np.arange(1.0, 1 + k) ** 2), Z, 1)
    groups = _clusters(np.linalg.eigvals(generic), SLACK * error)
    parts = [_last(generic - values.mean() * np.eye(m), len(values)) for values in groups]
    T = np.concatenate(parts, axis=1)
    condition = np.linalg.cond(T)
    limit = SLACK * error * condition
    gaps = [abs(a.mean() - b.mean()) for i, a in enumerate(groups) for b in groups[:i]]
    if np.isfinite(condition) and min(gaps, default=np.inf) > limit:
        moved = np.linalg.solve(T, Z @ T)
        ends = np.cumsum([0, *(part.shape[1] for part in parts)])
        charges = [moved[:, a:b, a:b].trace(axis1=1, axis2=2) / (b - a) for a, b in pairwise(ends)]
        diagonal = np.repeat(np.stack(charges, axis=1), np.diff(ends), axis=1)
        if np.abs(moved - diagonal[:, :, None] * np.eye(m)).max() <= limit:
            return [(tuple(map(complex, c)), part) for c, part in zip(charges, parts, strict=True)]
    raise UndecidedError(
        call,
        "a centre that acts diagonalisably over the complex numbers",
        "a nilpotent part, or eigenvalues too near each other for the noise",
        "The space is no sum of irreducible ones, or its noise hides it: give noise=0 if there is none.",
    )


def _clusters(values: np.ndarray, near: float) -> list[np.ndarray]:
    """Complex numbers in groups whose members are linked by distances of at most ``near``."""
    left, groups = list(range(len(values))), []
    while left:
        group = [left.pop(0)]
        for i in group:
            group += [j for j in left if abs(values[i] - values[j]) <= near]
            left = [j for j in left if j not in group]
        groups.append(values[group])
    return groups


def conjugate_weight(action: Operators, labels: tuple[int, ...]) -> tuple[tuple[int, ...], list[tuple[int, int]]]:
    """The highest weight of the complex conjugate module, and the reflections from the conjugate of the weight to it."""
    return dominant(action.cartan_matrix, (action.conjugation @ np.array(labels, dtype=np.int64)).tolist())


def is_quaternionic(action: Operators, space: WeightSpace) -> bool:
    """Whether the real structure squares to -1 on the highest weight vectors of a module that is its own conjugate.

    Complex conjugation, followed by the raising operators along the reflections, is antilinear on them;
    its square is a positive or a negative number.
    """
    moved = space.vectors.conj()
    for node, steps in conjugate_weight(action, space.labels)[1]:
        for _ in range(steps):
            moved = action.raising[node] @ moved
            moved = moved / np.linalg.norm(moved)
    J = space.vectors.conj().T @ moved
    return float(np.trace(J @ J.conj()).real) < 0
