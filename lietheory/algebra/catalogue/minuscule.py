"""The smallest representations of the exceptional algebras but e8, as exact matrices of a Chevalley basis.

In a minuscule representation of a simply laced algebra every weight has multiplicity one and all e_i can be
taken with entries 0 and 1, e_i v_m = v_(m + a_i), with f_i the transpose. The representation of a folded
algebra is what its adjoint action moves in that of its parent: 7 in the 8 of D4, 26 in the 27 of E6.
"""

from __future__ import annotations

import numpy as np

from lietheory.algebra.catalogue.chevalley import ChevalleyBasis, chevalley_basis, involution_basis, parent
from lietheory.algebra.linalg.dispatch import coordinates, independent_rows, inverse, multiply, null_space, row_space, tensordot
from lietheory.algebra.structure.closure import bracket
from lietheory.arrays import exact_array

_NODE = {("D", 4): 0, ("E", 6): 0, ("E", 7): 6}
"""The fundamental weight of the smallest minuscule representation."""


def smallest_representation(letter: str, rank: int) -> np.ndarray:
    """The matrices (n, d, d) of a Chevalley basis of G2 (d = 7), F4 (26), E6 (27) or E7 (56).

    Examples:
        >>> smallest_representation("G", 2).shape
        (14, 7, 7)
    """
    parent_letter, parent_rank, orbits = parent(letter, rank)
    matrices = _represented(chevalley_basis(parent_letter, parent_rank), _NODE[parent_letter, parent_rank])
    if len(orbits) == parent_rank:
        return matrices
    folded = tensordot(chevalley_basis(letter, rank).folding, matrices, 1, 0)
    moved = row_space(folded.swapaxes(1, 2).reshape(-1, folded.shape[1]))
    images = tensordot(folded, moved, 2, 1).swapaxes(1, 2)
    written = coordinates(moved, images.reshape(-1, moved.shape[1]))[0]
    return written.reshape(len(folded), len(moved), len(moved)).swapaxes(1, 2)


def compact_matrices(basis: ChevalleyBasis, matrices: np.ndarray) -> np.ndarray:
    """The compact form in real matrices of size 2d, a complex matrix A + iB as [[A, -B], [B, A]].

    Args:
        basis: the Chevalley basis.
        matrices: (n, d, d), a representation of it by matrices of integers.
    """
    N = len(basis.positive)
    kept, negated = np.split(involution_basis(matrices, N), [N])
    rotation = np.array([[0, -1], [1, 0]])
    return np.concatenate([np.kron(np.eye(2, dtype=np.int64), kept), np.kron(rotation, negated)])


def compact_real_matrices(basis: ChevalleyBasis, matrices: np.ndarray) -> np.ndarray:
    """The compact form in real matrices of the same size d, for a representation with a real structure.

    Let S realise the Chevalley involution, S E_a = -E_-a S, with S^2 = 1. Then v -> S conj(v) commutes with the compact form.
    """
    N = len(basis.positive)
    return on_fixed_vectors(involution_basis(matrices, N), np.arange(len(matrices)) >= N, _involution(basis, matrices))


def on_fixed_vectors(matrices: np.ndarray, turned: np.ndarray, S: np.ndarray) -> np.ndarray:
    """Elements M and, where ``turned``, iM in real matrices on the vectors that v -> S conj(v), which commutes with them, fixes.

    These are x + iy for x in the +1 and y in the -1 eigenspace of S, S^2 = 1. On the pairs (x, y) the matrices M are
    [[A, 0], [0, D]], and i [[0, B], [C, 0]] is [[0, -B], [C, 0]].

    Args:
        matrices: (k, d, d), rational.
        turned: (k,), which of them stand for i times themselves.
        S: (d, d), rational.
    """
    one = np.eye(len(S), dtype=np.int64)
    fixed, negated = row_space((S + one).T), row_space((S - one).T)
    columns = np.concatenate([fixed, negated]).T
    split = tensordot(tensordot(inverse(columns), matrices, 1, 1), columns, 2, 0).swapaxes(0, 1)
    split[turned, : len(fixed)] *= -1
    return exact_array(split)


def _represented(basis: ChevalleyBasis, node: int) -> np.ndarray:
    """All E_a and H_i in a minuscule representation: the simple ones first, the others as brackets of them."""
    raising = _raising(basis.cartan, node)
    N, rank = basis.positive.shape
    simple = {root.tobytes(): k for k, root in enumerate(basis.positive)}
    first = [simple[row.tobytes()] for row in np.eye(rank, dtype=np.int64)]
    up, down = np.zeros((2, N, *raising[0].shape), dtype=np.int64)
    up[first], down[first] = raising, raising.swapaxes(1, 2)
    for k in range(rank, N):
        lower, i = next(
            (lower, i)
            for i in range(rank)
            for lower in range(k)
            if (basis.positive[lower] + basis.positive[first[i]] == basis.positive[k]).all()
        )
        up[k] = bracket(up[first[i]], up[lower]) * basis.constants[first[i], lower, k]
        down[k] = bracket(down[first[i]], down[lower]) * basis.constants[N + first[i], N + lower, N + k]
    return np.concatenate([up, down, bracket(up[first], down[first])])


def _raising(cartan: np.ndarray, node: int) -> np.ndarray:
    """The matrices of e_i on the weights, from the highest one downwards."""
    highest = tuple(int(i == node) for i in range(len(cartan)))
    weights, steps, queue = {highest: 0}, [], [highest]
    for weight in queue:
        for i in np.flatnonzero(np.array(weight) == 1):
            lower = tuple((np.array(weight) - cartan[i]).tolist())
            if lower not in weights:
                weights[lower] = len(weights)
                queue.append(lower)
            steps.append((i, weights[weight], weights[lower]))
    matrices = np.zeros((len(cartan), len(weights), len(weights)), dtype=np.int64)
    matrices[tuple(np.array(steps).T)] = 1
    return matrices


def _involution(basis: ChevalleyBasis, matrices: np.ndarray) -> np.ndarray:
    """S with S E_a = -E_-a S: the highest weight vector goes to the lowest, and S f_i = -e_i S along words in the f_i."""
    N = len(basis.positive)
    simple = np.flatnonzero(basis.positive.sum(axis=1) == 1)
    raising, lowering = matrices[simple], matrices[N + simple]
    vectors, images = _killed(raising), _killed(lowering)
    sources, targets = [], []
    while len(vectors):
        sources.append(vectors)
        targets.append(images)
        vectors, images = _applied(lowering, vectors), -_applied(raising, images)
        chosen = independent_rows(vectors)
        vectors, images = vectors[chosen], images[chosen]
    return multiply(inverse(np.concatenate(sources)), np.concatenate(targets)).T


def _killed(matrices: np.ndarray) -> np.ndarray:
    """The vectors that all the matrices map to zero, as rows."""
    return null_space(matrices.reshape(-1, matrices.shape[2]))


def _applied(matrices: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Every matrix applied to every row."""
    return tensordot(matrices, rows, 2, 1).swapaxes(1, 2).reshape(-1, rows.shape[1])
