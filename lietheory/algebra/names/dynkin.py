"""Cartan matrices of finite type: their Dynkin types, positive roots and dominant weights, in integers.

A[i, j] = 2 (a_i, a_j) / (a_j, a_j), so row i holds the Dynkin labels of the simple root a_i. Nodes are
numbered as by Bourbaki: in B the last root is short, in C long, in G2 the first is short, and in E the
second hangs on the fourth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod

import numpy as np

from lietheory.errors import ShapeError, UndecidedError, UnknownNameError

LEAST = {"A": 1, "B": 2, "C": 3, "D": 4}
"""The least rank of each classical letter: B1 and C1 are A1, C2 is B2, D3 is A3."""
_EXCEPTIONAL = {"E": (6, 7, 8), "F": (4,), "G": (2,)}
_BOND = {"B": (-2, -1, -2), "C": (-1, -2, -2), "F": (1, 2, -2), "G": (1, 0, -3)}
"""The entry of a Cartan matrix below -1: row, column, value."""


def letters(rank: int) -> list[str]:
    """The letters of the simple types of a rank.

    Examples:
        >>> letters(2), letters(6)
        (['A', 'B', 'G'], ['A', 'B', 'C', 'D', 'E'])
    """
    return [x for x, r in LEAST.items() if rank >= r] + [x for x, ranks in _EXCEPTIONAL.items() if rank in ranks]


def cartan_matrix(letter: str, rank: int) -> np.ndarray:
    """The Cartan matrix of a simple type.

    Args:
        letter: "A" to "G".
        rank: at least 1, and one at which the letter names a type of its own.

    Raises:
        UnknownNameError: no such type.

    Examples:
        >>> cartan_matrix("G", 2).tolist(), cartan_matrix("B", 2).tolist()
        ([[2, -1], [-3, 2]], [[2, -2], [-1, 2]])
    """
    if rank < 1 or letter not in letters(rank):
        known = [f"{x}{rank}" for x in letters(max(rank, 1))]
        raise UnknownNameError.nearest(f"cartan_matrix({letter!r}, {rank!r})", "simple type", f"{letter}{rank}", known)
    edges = [(i, i + 1) for i in range(rank - 1)]
    if letter == "D":
        edges[-1] = (rank - 3, rank - 1)
    if letter == "E":
        edges = [(0, 2), (1, 3), *((i, i + 1) for i in range(2, rank - 1))]
    A = 2 * np.eye(rank, dtype=np.int64)
    for i, j in edges:
        A[i, j] = A[j, i] = -1
    if letter in _BOND:
        i, j, bond = _BOND[letter]
        A[i, j] = bond
    return A


def arrangements(A: np.ndarray, standard: np.ndarray) -> Iterator[list[int]]:
    """All orders of the nodes in which A becomes the standard matrix; of A onto itself, its automorphisms.

    Examples:
        >>> A3 = cartan_matrix("A", 3)
        >>> list(arrangements(A3, A3))
        [[0, 1, 2], [2, 1, 0]]
    """
    n = len(A)

    def extend(order: list[int]) -> Iterator[list[int]]:
        k = len(order)
        if k == n:
            yield order
            return
        for node in range(n):
            longer = [*order, node]
            rows = A[node, longer], A[longer, node]
            if node not in order and (rows[0] == standard[k, : k + 1]).all() and (rows[1] == standard[: k + 1, k]).all():
                yield from extend(longer)

    return extend([]) if A.shape == standard.shape else iter(())


def components(A: np.ndarray) -> list[list[int]]:
    """The connected components of the Dynkin diagram, each as its nodes.

    Examples:
        >>> components(np.array([[2, 0, -1], [0, 2, 0], [-1, 0, 2]]))
        [[0, 2], [1]]
    """
    left, connected = list(range(len(A))), []
    while left:
        part = [left.pop(0)]
        for node in part:
            part += [other for other in left if A[node, other]]
            left = [other for other in left if other not in part]
        connected.append(sorted(part))
    return connected


def dynkin_types(A: np.ndarray) -> list[tuple[str, list[int]]]:
    """The simple type of each component, with its nodes in the order of Bourbaki; larger ones first.

    Raises:
        UndecidedError: no Cartan matrix of finite type.

    Examples:
        >>> dynkin_types(np.array([[2, -1, 0], [-2, 2, 0], [0, 0, 2]]))
        [('B2', [1, 0]), ('A1', [2])]
    """
    return sorted((_simple_type(A, part) for part in components(A)), key=lambda component: (-len(component[1]), component[0]))


def _simple_type(A: np.ndarray, part: list[int]) -> tuple[str, list[int]]:
    block = A[np.ix_(part, part)]
    for letter in letters(len(part)):
        for order in arrangements(block, cartan_matrix(letter, len(part))):
            return f"{letter}{len(part)}", [part[i] for i in order]
    raise UndecidedError(
        "dynkin_types(A)", "a Cartan matrix of finite type", f"{block.tolist()}", "Give cleaner generators, or their noise."
    )


def positive_roots(A: np.ndarray) -> np.ndarray:
    """The positive roots (n, r) as combinations of the simple ones, by height.

    Examples:
        >>> positive_roots(cartan_matrix("B", 2)).tolist()
        [[1, 0], [0, 1], [1, 1], [1, 2]]
    """
    simple = np.eye(len(A), dtype=np.int64)
    roots = [tuple(row) for row in simple.tolist()]
    for root in roots:  # grows while it is read: by height, so that each string below a root is known
        labels = np.array(root) @ A
        for i, step in enumerate(simple):
            below = np.array(root) - step
            while tuple(below.tolist()) in roots:
                below = below - step
            above = tuple((np.array(root) + step).tolist())
            if sum(root) - below.sum() - 1 > labels[i] and above not in roots:
                roots.append(above)
    return np.array(roots, dtype=np.int64).reshape(len(roots), len(A))


def weyl_dimension(A: np.ndarray, labels: Sequence[int]) -> int:
    """The dimension of the irreducible module of a highest weight, by Weyl's formula.

    Args:
        A: Cartan matrix (r, r).
        labels: the Dynkin labels of the weight, r integers >= 0.

    Raises:
        ShapeError: not r labels, or a negative one.

    Examples:
        >>> weyl_dimension(cartan_matrix("B", 3), [0, 0, 1]), weyl_dimension(cartan_matrix("E", 8), [0] * 7 + [1])
        (8, 248)
    """
    if len(labels) != len(A) or any(label < 0 for label in labels):
        raise ShapeError("weyl_dimension(A, labels)", f"{len(A)} labels >= 0", f"{list(labels)}", "Give Dynkin labels.")
    coroots = positive_roots(A.T).tolist()
    above = prod(sum(k * (int(label) + 1) for k, label in zip(root, labels, strict=True)) for root in coroots)
    return above // prod(sum(root) for root in coroots)


def dominant(A: np.ndarray, labels: Sequence[int]) -> tuple[tuple[int, ...], list[tuple[int, int]]]:
    """The dominant weight in the Weyl orbit of a weight, and the reflections there: (node, minus its label) each.

    Examples:
        >>> dominant(cartan_matrix("A", 2), [0, -1])
        ((1, 0), [(1, 1), (0, 1)])
    """
    weight, path = np.array(labels, dtype=np.int64), []
    while (weight < 0).any():
        node = int(np.flatnonzero(weight < 0)[0])
        path.append((node, -int(weight[node])))
        weight = weight - weight[node] * A[node]
    return tuple(weight.tolist()), path
