"""New linear representations from old: direct sums, copies, tensor products, duals, the adjoint.

Each takes generators (n_L, d, d), an algebra of matrices or its name, and returns generators, exact where
those given are. The k-th generator of the result represents the same algebra element as the k-th generator
given, so structure constants stay.
"""

from __future__ import annotations

from numbers import Integral

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.algebra_arguments import AlgebraLike, as_matrices
from lietheory.algebra.linalg.memory import require_memory
from lietheory.algebra.structure.structure_constants import adjoint_matrices
from lietheory.arrays import Generators, as_array, exact_array, is_exact
from lietheory.errors import ShapeError, shown


def direct_sum(*summands: AlgebraLike) -> Generators:
    """The representation A -> diag(A_1, A_2, ...) on the direct sum of the spaces.

    Args:
        summands: generators (n_L, d_1, d_1), (n_L, d_2, d_2), ... of the same algebra elements.

    Returns:
        (n_L, d_1 + d_2 + ..., d_1 + d_2 + ...).

    Raises:
        ShapeError: no summand, or different numbers of generators.

    Examples:
        >>> direct_sum([[[1]]], [[[2]]])[0].tolist()
        [[1, 0], [0, 2]]
    """
    parts = _same_algebra(summands, "direct_sum(*summands)")
    sizes = [part.shape[1] for part in parts]
    total = np.zeros((len(parts[0]), sum(sizes), sum(sizes)), dtype=np.result_type(*parts))
    for start, part in zip(np.cumsum([0, *sizes]), parts, strict=False):
        block = slice(start, start + part.shape[1])
        total[:, block, block] = part
    return _tidy(total)


def copies(L: AlgebraLike, count: int) -> Generators:
    """The representation A -> I (x) A on count copies of the space, copy after copy.

    Args:
        L: generators (n_L, d, d).
        count: how many copies, at least one.

    Returns:
        (n_L, count * d, count * d).

    Examples:
        >>> copies([[[0, -1], [1, 0]]], 2).shape
        (1, 4, 4)
    """
    call = f"copies(L, {shown(count)})"
    if not isinstance(count, Integral) or isinstance(count, bool) or count < 1:
        raise ShapeError(call, "at least one copy, a whole number", shown(count), "Give count >= 1.")
    matrices = as_matrices(L, call)
    needed = 8.0 * len(matrices) * (float(count) * matrices.shape[1]) ** 2
    require_memory(call, f"{len(matrices)} matrices of {count} blocks", needed, "Give fewer copies.")
    return direct_sum(*[matrices] * int(count))


def tensor_product(L: AlgebraLike, M: AlgebraLike) -> Generators:
    """The representation A -> A_L (x) I + I (x) A_M on the tensor product of the spaces.

    Args:
        L: generators (n_L, d, d).
        M: generators (n_L, e, e) of the same algebra elements.

    Returns:
        (n_L, d * e, d * e); the index of the second factor runs faster, as in ``np.kron``.

    Examples:
        >>> tensor_product([[[2]]], [[[3]]]).tolist()
        [[[5]]]
    """
    L, M = _same_algebra((L, M), "tensor_product(L, M)")
    one_L, one_M = np.eye(L.shape[1], dtype=np.int64), np.eye(M.shape[1], dtype=np.int64)
    return _tidy(np.stack([np.kron(a, one_M) + np.kron(one_L, b) for a, b in zip(L, M, strict=True)]))


def dual(L: AlgebraLike) -> Generators:
    """The dual (contragredient) representation A -> -A^T.

    Args:
        L: generators (n_L, d, d).

    Examples:
        >>> dual([[[0, 1], [0, 0]]]).tolist()
        [[[0, 0], [-1, 0]]]
    """
    return -as_matrices(L, "dual(L)").swapaxes(1, 2)


def adjoint(f: ArrayLike) -> Generators:
    """The adjoint representation: ad_i has the entries (ad_i)[k, j] = f[i, j, k].

    Args:
        f: structure constants (n, n, n), [L_i, L_j] = sum_k f[i, j, k] L_k.

    Examples:
        >>> adjoint([[[0, 0], [0, 1]], [[0, -1], [0, 0]]])[0].tolist()  # [L_0, L_1] = L_1
        [[0, 0], [0, 1]]
    """
    constants = as_array(f, "adjoint(f)", "f")
    if constants.ndim != 3 or len(set(constants.shape)) != 1:
        raise ShapeError("adjoint(f)", "f of shape (n, n, n)", f"shape {constants.shape}", "Give all structure constants.")
    return adjoint_matrices(constants)


def _same_algebra(representations: tuple[AlgebraLike, ...], call: str) -> list[Generators]:
    parts = [as_matrices(part, call, f"argument {i}") for i, part in enumerate(representations, 1)]
    if len({len(part) for part in parts}) != 1:
        raise ShapeError(
            call,
            "as many generators in each argument",
            f"{[len(part) for part in parts]}",
            "The k-th generator of each represents the same element.",
        )
    return parts if all(map(is_exact, parts)) else [part.astype(np.float64) for part in parts]


def _tidy(array: np.ndarray) -> np.ndarray:
    return exact_array(array) if is_exact(array) else array
