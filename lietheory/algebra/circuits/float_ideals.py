"""The centre and the simple ideals of an algebra of Pauli sums in floats, in orthonormal bases, with known types."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from lietheory.algebra.linalg.memory import require_memory
from lietheory.algebra.pauli.basis import PauliBasis
from lietheory.algebra.pauli.compact_types import type_of
from lietheory.algebra.pauli.strings import bracket_signs
from lietheory.errors import UndecidedError
from lietheory.tolerances import DEPENDENT, FIXED_SEED

_TRIES = 5  # random elements, of which a first one separates the ideals almost surely


@dataclass(frozen=True, eq=False)
class FloatIdeals:
    """Orthonormal rows of coefficients of iP.

    Args:
        center: (z, M).
        ideals: for each simple ideal its name and its rows (d_j, M).
    """

    center: np.ndarray
    ideals: list[tuple[str, np.ndarray]]


def float_ideals(basis: PauliBasis, call: str) -> FloatIdeals:
    """The ideals, whose number and dimensions are those of the exact type.

    A random sum S of squares (ad x)^2 is symmetric, and its eigenvectors lie in one ideal each unless eigenvalues of two ideals
    coincide: the ideals are the classes of eigenvectors that the generators join.

    Raises:
        UndecidedError: the classes do not have the dimensions of the exact type.
    """
    kind, d = type_of(basis, call), basis.dimension
    require_memory(call, f"{d} elements in {len(basis.x)} Pauli strings as floats", 8.0 * (3 * d * len(basis.x) + 8 * d * d), "")
    rows = np.zeros((d, len(basis.x)))
    rows[np.repeat(np.arange(d), np.diff(basis.rows.starts)), basis.rows.columns] = basis.rows.coefficients.astype(np.float64)
    orthonormal = np.linalg.qr(rows.T)[0].T
    matrices = [_adjoint(basis, *basis.generators.row(k), orthonormal) for k in range(len(basis.generators))]
    _, sizes, vectors = np.linalg.svd(np.concatenate(matrices))
    derived = vectors[: d - kind.center]
    if len(sizes) and (sizes[: d - kind.center] < DEPENDENT).any():
        raise UndecidedError(call, "a centre that floats separate", "one that they do not", "Rescale the generators.")
    inside = [derived @ A @ derived.T for A in matrices]
    wanted = Counter(one.dimension for one in kind.ideals for _ in range(one.copies))
    names = {one.dimension: one.name for one in kind.ideals}
    if len({one.name for one in kind.ideals}) > len(names):
        raise UndecidedError(call, "ideals of which those of one dimension are of one type", kind.name, "Take each part alone.")
    rng = np.random.default_rng(FIXED_SEED)
    for _ in range(_TRIES):
        classes = _classes(inside, rng)
        if Counter(map(len, classes)) == wanted:
            split = [(names[len(one)], one @ derived @ orthonormal) for one in sorted(classes, key=lambda one: -len(one))]
            return FloatIdeals(vectors[d - kind.center :] @ orthonormal, split)
    raise UndecidedError(call, f"ideals of dimensions {sorted(wanted.elements())}", "others in floats", "Take fewer qubits.")


def _adjoint(basis: PauliBasis, columns: np.ndarray, coefficients: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """L -> [s, L] / 2 in an orthonormal basis, of a generator s of length one; acts on rows."""
    moved = np.zeros_like(rows)
    length = float(np.linalg.norm(coefficients.astype(np.float64)))
    for column, value in zip(columns, coefficients, strict=True):
        a, b = int(basis.x[column]), int(basis.z[column])
        target = basis.places(basis.x ^ a, basis.z ^ b)
        there = np.flatnonzero(target >= 0)
        moved[:, target[there]] += rows[:, there] * (bracket_signs(a, b, basis.x[there], basis.z[there]) * float(value) / length)
    return moved @ rows.T


def _classes(matrices: list[np.ndarray], rng: np.random.Generator) -> list[np.ndarray]:
    n = len(matrices[0])
    if n == 0:
        return []
    x, total = np.zeros((n, n)), np.zeros((n, n))
    for _ in range(6):
        y = sum((A * rng.normal() for A in matrices), np.zeros((n, n)))
        x = x @ y - y @ x + y
        x = x / np.linalg.norm(x)
        total += x @ x * rng.uniform(1, 2)
    vectors = np.linalg.eigh(total)[1].T
    joined = sum(np.abs(vectors @ A @ vectors.T) > DEPENDENT for A in matrices)
    count, labels = connected_components(csr_matrix(joined), directed=False)
    return [vectors[labels == k] for k in range(count)]
