"""Irreducible modules of split simple Lie algebras by their highest weights, in rational numbers.

V(a) consists of words in the lowering operators f_i on a highest weight vector. A vector of another weight is zero exactly where
all raising operators e_j map it to zero, and e_j f_i w = f_i e_j w + (i = j) w_i w, w_i a label of w, lies one level higher.
So the independent words of one level, and the relations between the others, follow from the level above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import isqrt

import numpy as np

from lietheory.algebra.linalg.dispatch import coordinates, independent_rows, multiply, tensordot
from lietheory.algebra.names.dynkin import cartan_matrix, positive_roots, weyl_dimension
from lietheory.arrays import exact_array


@dataclass(frozen=True, eq=False)
class HighestWeightModule:
    """V(a) in a basis of words, highest weight vector first and lowest last.

    Args:
        cartan: the Cartan matrix, (rank, rank).
        raising: the matrices of e_i, (rank, n, n).
        lowering: those of f_i, (rank, n, n).
        weights: the labels of each vector, (n, rank).
        words: of each vector but the first, the i and the earlier vector that it is f_i of.
    """

    cartan: np.ndarray
    raising: np.ndarray
    lowering: np.ndarray
    weights: np.ndarray
    words: tuple[tuple[int, int], ...]

    @property
    def diagonal(self) -> np.ndarray:
        """The matrices of h_i = [e_i, f_i], (rank, n, n)."""
        return np.stack([np.diag(labels) for labels in self.weights.T])

    def root_vectors(self, simple: np.ndarray) -> np.ndarray:
        """One element for each positive root, by height: the same brackets of given elements (rank, n, n) in all modules."""
        units = [tuple(row) for row in np.eye(len(simple), dtype=np.int64).tolist()]
        vectors = dict(zip(units, simple, strict=True))
        for root in map(tuple, positive_roots(self.cartan).tolist()):
            if root not in vectors:
                lower = ((x, (*root[:i], root[i] - 1, *root[i + 1 :])) for i, x in enumerate(simple))
                x, y = next((x, vectors[below]) for x, below in lower if below in vectors)
                vectors[root] = multiply(x, y) - multiply(y, x)
        return np.stack(list(vectors.values()))

    def intertwiner(self, mu: Sequence[int], signs: np.ndarray) -> np.ndarray:
        """S with S e_i = signs_i f_mu(i) S, S f_i = signs_i e_mu(i) S, and S^2 = 1 or -1.

        S maps the highest weight vector to a lowest one, and words in f_i to words in e_mu(i). Divided powers make the primitive
        vectors of these two weights of each other, up to signs, so S^2 is a square up to its sign before it is scaled.
        """
        n = len(self.words) + 1
        S = np.zeros((n, n), dtype=object)
        S[-1, 0] = 1
        for k, (i, before) in enumerate(self.words, start=1):
            S[:, k] = signs[i] * self.raising[mu[i]].dot(S[:, before])
        square = Fraction(abs(S[0].dot(S[:, 0])))
        return exact_array(S / Fraction(isqrt(square.numerator), isqrt(square.denominator)))


@cache
def highest_weight_module(letter: str, rank: int, labels: tuple[int, ...]) -> HighestWeightModule:
    """The irreducible module of a split simple algebra with given Dynkin labels, in Bourbaki's order.

    Examples:
        >>> highest_weight_module("B", 3, (0, 0, 1)).raising.shape
        (3, 8, 8)
    """
    A = cartan_matrix(letter, rank)
    n = weyl_dimension(A, labels)
    e, f = np.zeros((2, rank, n, n), dtype=object)
    weights, words = [np.array(labels)], []
    above, level = [], [0]
    while level:
        images = tensordot(f[:, level][:, :, above], e[:, above][:, :, level], 2, 1)  # f_i e_j v_b by i, a, j, b
        for i in range(rank):
            for k, b in enumerate(level):
                images[i, k, i, k] += weights[b][i]
        rows = images.transpose(3, 0, 2, 1).reshape(len(level) * rank, -1)
        chosen = independent_rows(rows)
        below = list(range(len(weights), len(weights) + len(chosen)))
        if below:
            e[np.ix_(range(rank), level, below)] = rows[chosen].reshape(-1, rank, len(level)).transpose(1, 2, 0)
            written = coordinates(rows[chosen], rows)[0].reshape(len(level), rank, -1)
            f[np.ix_(range(rank), below, level)] = written.transpose(1, 2, 0)
        for k in chosen:
            words.append((k % rank, level[k // rank]))
            weights.append(weights[level[k // rank]] - A[k % rank])
        above, level = level, below
    return HighestWeightModule(A, exact_array(e), exact_array(f), np.array(weights), tuple(words))
