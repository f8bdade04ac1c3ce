"""Chevalley bases: exact integer structure constants of the split simple algebras, and of their compact forms.

Simply laced types come from the root lattice with a bilinear cocycle: [E_a, E_b] = (-1)^(a, U b) E_(a+b)
up to the signs below, where U is the Cartan matrix with each edge counted at one end only. The others are
the fixed points of a diagram automorphism: B_n in D_(n+1), B_2 and C_n in A_(2n-1), F4 in E6, G2 in D4; edges are
counted at the nodes of one colour, which every automorphism keeps.

References:
    V. Kac, Infinite-dimensional Lie algebras, 7.8 (cocycle) and 7.9 (folding).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lietheory.algebra.linalg.dispatch import tensordot
from lietheory.algebra.names.dynkin import cartan_matrix, positive_roots


@dataclass(frozen=True, eq=False)
class ChevalleyBasis:
    """A Chevalley basis E_a (positive roots by height), E_-a (in the same order), H_1 .. H_rank, with [E_a, E_-a] = H_a.

    Args:
        cartan: the Cartan matrix, (rank, rank), with [H_j, E_i] = cartan[i, j] E_i for simple roots.
        positive: the positive roots in simple roots, (n_positive, rank).
        constants: the structure constants, (n, n, n) integers with n = 2 n_positive + rank.
        folding: (n, n_parent), the basis in the Chevalley basis of the simply laced algebra it was folded from.
    """

    cartan: np.ndarray
    positive: np.ndarray
    constants: np.ndarray
    folding: np.ndarray


def chevalley_basis(letter: str, rank: int) -> ChevalleyBasis:
    """The Chevalley basis of a simple complex type; its integer constants are those of the split real form.

    E_a -> -E_-a, H -> -H is an automorphism, the Chevalley involution.

    Args:
        letter: "A" to "G".
        rank: the rank.

    Raises:
        UnknownNameError: no simple type.

    Examples:
        >>> chevalley_basis("G", 2).constants.shape
        (14, 14, 14)
    """
    cartan = cartan_matrix(letter, rank)
    parent_letter, parent_rank, orbits = parent(letter, rank)
    above = cartan_matrix(parent_letter, parent_rank)
    positive = positive_roots(above)
    constants = _laced_constants(above, positive)
    if len(orbits) == parent_rank:
        return ChevalleyBasis(cartan, positive, constants, np.eye(len(constants), dtype=np.int64))
    return _folded(cartan, positive, constants, orbits)


def parent(letter: str, rank: int) -> tuple[str, int, list[list[int]]]:
    """The simply laced type that folds to a type, and the nodes of it that each simple root is the sum of.

    Examples:
        >>> parent("G", 2)
        ('D', 4, [[0, 2, 3], [1]])
    """
    if (letter, rank) == ("B", 2):
        return "A", 3, [[1], [0, 2]]
    if letter == "B":
        return "D", rank + 1, [[i] for i in range(rank - 1)] + [[rank - 1, rank]]
    if letter == "C":
        return "A", 2 * rank - 1, [[i, 2 * rank - 2 - i] for i in range(rank - 1)] + [[rank - 1]]
    if letter == "F":
        return "E", 6, [[1], [3], [2, 4], [0, 5]]
    if letter == "G":
        return "D", 4, [[0, 2, 3], [1]]
    return letter, rank, [[i] for i in range(rank)]


def _laced_constants(cartan: np.ndarray, positive: np.ndarray) -> np.ndarray:
    """The constants of a simply laced type; the sign -1 at each negative root makes [E_a, E_-a] = H_a throughout."""
    N, rank = positive.shape
    roots = np.concatenate([positive, -positive])
    index = {root.tobytes(): k for k, root in enumerate(roots)}
    products = roots @ cartan @ roots.T
    cocycle = roots @ (np.eye(rank, dtype=np.int64) - _coloured(cartan)[:, None] * np.minimum(cartan, 0)) @ roots.T
    sign = np.repeat([1, -1], N)
    f = np.zeros((2 * N + rank,) * 3, dtype=np.int64)
    for a, b in np.argwhere(products == -1):
        c = index[(roots[a] + roots[b]).tobytes()]
        f[a, b, c] = sign[a] * sign[b] * sign[c] * (-1) ** (cocycle[a, b] % 2)
    a = np.arange(2 * N)
    f[a, (a + N) % (2 * N), 2 * N :] = roots
    labels = roots @ cartan
    for i in range(rank):
        f[2 * N + i, a, a] = labels[:, i]
        f[a, 2 * N + i, a] = -labels[:, i]
    return f


def _coloured(cartan: np.ndarray) -> np.ndarray:
    """A colour 0 or 1 for each node of a Dynkin diagram, different at the two ends of each edge."""
    colours, reached = np.zeros(len(cartan), dtype=np.int64), [0]
    for i in reached:
        for j in np.flatnonzero(cartan[i] < 0):
            if j not in reached:
                colours[j] = 1 - colours[i]
                reached.append(int(j))
    return colours


def _folded(cartan: np.ndarray, positive: np.ndarray, constants: np.ndarray, orbits: list[list[int]]) -> ChevalleyBasis:
    """The fixed points of the automorphism that permutes the nodes in each orbit: sums over orbits of roots."""
    N, rank = positive.shape
    restricted = np.stack([positive[:, orbit].sum(axis=1) for orbit in orbits], axis=1)
    folded = positive_roots(cartan)
    members = (folded[:, None] == restricted[None]).all(axis=2).astype(np.int64)
    nodes = np.zeros((len(orbits), rank), dtype=np.int64)
    for k, orbit in enumerate(orbits):
        nodes[k, orbit] = 1
    M, r = len(folded), len(orbits)
    folding = np.zeros((2 * M + r, 2 * N + rank), dtype=np.int64)
    folding[:M, :N] = folding[M : 2 * M, N : 2 * N] = members
    folding[2 * M :, 2 * N :] = nodes
    brackets = tensordot(tensordot(folding, constants, 1, 0), folding, 1, 1).swapaxes(1, 2)
    return ChevalleyBasis(cartan, folded, brackets[:, :, folding.argmax(axis=1)], folding)


def compact_constants(basis: ChevalleyBasis) -> np.ndarray:
    """The integer structure constants of the compact form, in the basis E_a - E_-a, i (E_a + E_-a), i H_k.

    Examples:
        >>> compact_constants(chevalley_basis("A", 1))[0, 1]
        array([0, 0, 2])
    """
    N = len(basis.positive)
    f = involution_basis(involution_basis(basis.constants, N, 0), N, 1)
    positive, negative, diagonal = np.split(f, [N, 2 * N], axis=2)
    f = np.concatenate([(positive - negative) // 2, (positive + negative) // 2, diagonal], axis=2)
    f[N:, N:] *= -1  # i times i
    return f


def involution_basis(arrays: np.ndarray, n_positive: int, axis: int = 0) -> np.ndarray:
    """From E_a, E_-a, H along an axis to E_a - E_-a, kept by the Chevalley involution, and E_a + E_-a, H, which it negates."""
    positive, negative, diagonal = np.split(arrays, [n_positive, 2 * n_positive], axis=axis)
    return np.concatenate([positive - negative, positive + negative, diagonal], axis=axis)
