"""The brackets of a large span without its n^2 d^2 numbers: from some functionals of each, then checked in blocks.

An element of an n-dimensional span is fixed by n functionals in general position. Floats take random rank-one
functionals A -> u^T A w, of which u^T [A_i, A_j] w needs only vectors; exact matrices take n entries at which
the basis is independent.

References:
    R. Freivalds, Probabilistic machines can use less running time, 1977.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import ceil

import numpy as np
from scipy.sparse import coo_array, csr_array
from threadpoolctl import threadpool_info, threadpool_limits

from lietheory.algebra.linalg.dispatch import independent_rows, inverse, multiply, tensordot
from lietheory.arrays import is_exact
from lietheory.tolerances import FIXED_SEED, ROUNDING

_OVERSAMPLING = 1.25  # so many times n random functionals keep the condition of the system near 20
_LARGE = 2**24  # 134 MB in float64
_BLOCK = 2**19  # numbers that fit a cache, for the products of the check of every entry
_SPARSE = 20  # with less than one entry in so many that is not zero, sparse products take less time


def is_large(basis: np.ndarray) -> bool:
    """Whether the brackets of a basis (n, d, d) are too many numbers to be written down at once."""
    n, d, _ = basis.shape
    return n * n * d * d > _LARGE


def sketched_constants(basis: np.ndarray, *, rng: np.random.Generator | None = None) -> np.ndarray:
    """The coordinates (n, n, n) of the brackets of a basis, if these lie in its span, from some functionals of each.

    Args:
        basis: independent matrices (n, d, d), exact or floating.
        rng: draws the functionals of floats; the one of ``FIXED_SEED`` by default.

    Returns:
        f with [L_i, L_j] = sum_k f[i, j, k] L_k; exact for exact matrices. They are not the brackets for a
        span that is not closed: see :func:`sketched_residual` and :func:`bracket_residuals`.

    Examples:
        >>> from lietheory.algebra.catalogue.classical import so
        >>> sketched_constants(so(3).generators)[0, 1]
        array([0, 0, 1])
    """
    n, d, _ = basis.shape
    if is_exact(basis):
        rows, columns = np.divmod(_independent_entries(basis.reshape(n, d * d)), d)
        brackets = _functionals_of_brackets(basis[:, rows].swapaxes(0, 1), np.moveaxis(basis[:, :, columns], 2, 0))
        return _solved(inverse(basis[:, rows, columns]), brackets)
    u, w = _generator(rng).normal(size=(2, ceil(_OVERSAMPLING * n) + 8, d))
    left, right = np.tensordot(u, basis, (1, 1)), np.tensordot(w, basis, (1, 2))
    return _solved(np.linalg.pinv(np.einsum("mkd,md->km", left, w)), _functionals_of_brackets(left, right))


def _functionals_of_brackets(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The functionals A -> u_m^T A w_m of all [A_i, A_j], (M, n, n), from u_m^T A_i and A_j w_m, both (M, n, d)."""
    if is_exact(left):
        products = np.stack([multiply(u, w.T) for u, w in zip(left, right, strict=True)])
    else:
        products = left @ right.swapaxes(1, 2)
    return products - products.swapaxes(1, 2)


def _solved(inverted: np.ndarray, brackets: np.ndarray) -> np.ndarray:
    """The coordinates (n, n, n) with given functionals (M, n, n), for the inverse (M, n) of those of the basis."""
    M, n, _ = brackets.shape
    return np.ascontiguousarray(multiply(inverted.T, brackets.reshape(M, n * n)).reshape(n, n, n).transpose(1, 2, 0))


def _independent_entries(flat: np.ndarray) -> np.ndarray:
    """n columns at which n exact rows (n, m) are independent, sought among some entries of each row that are not zero."""
    count = 4
    while True:
        entries = [np.flatnonzero(row) for row in flat]
        tried = np.unique(np.concatenate([places[:: max(1, len(places) // count)] for places in entries]))
        chosen = tried[independent_rows(flat[:, tried].T)]
        if len(chosen) == len(flat):
            return chosen
        count *= 4


def sketched_residual(
    basis: np.ndarray, constants: np.ndarray, *, samples: int = 8, rng: np.random.Generator | None = None
) -> float:
    """An estimate of the root of the sum over i, j of |[L_i, L_j] - sum_k f[i, j, k] L_k|^2, from random pairs of elements.

    For independent standard normal x, y the mean of |[L(x), L(y)] - L(f(x, y))|^2 is that sum. Integers
    are drawn for an exact basis, and then a residual that is not zero is missed with
    a probability below 2^-8 a sample.

    Args:
        basis: (n, d, d).
        constants: (n, n, n), the coordinates to check.
        samples: how many pairs.
        rng: draws them; the one of ``FIXED_SEED`` by default.
    """
    rng, n = _generator(rng), len(basis)
    draw = partial(rng.integers, -256, 257) if is_exact(basis) else rng.normal
    total = 0.0
    for _ in range(samples):
        x, y = draw(size=(2, n))
        X, Y = tensordot(x, basis, 0, 0), tensordot(y, basis, 0, 0)
        inside = multiply(multiply(x[None], constants.reshape(n, n * n)).reshape(n, n).T, y[:, None])[:, 0]
        defect = multiply(X, Y) - multiply(Y, X) - tensordot(inside, basis, 0, 0)
        total += float((defect.astype(np.float64) ** 2).sum())
    return float(np.sqrt(total / samples))


def bracket_residuals(basis: np.ndarray, constants: np.ndarray) -> np.ndarray:
    """The norms (n, n) of [L_i, L_j] - sum_k f[i, j, k] L_k, with every entry of every bracket computed, in blocks.

    Args:
        basis: (n, d, d); of exact matrices only the norms are rounded.
        constants: (n, n, n), the coordinates to check, antisymmetric in i and j: only i < j is read.

    Examples:
        >>> from lietheory.algebra.catalogue.classical import so
        >>> g = so(3)
        >>> float(bracket_residuals(g.generators, g.structure_constants).max())
        0.0
    """
    n, d, _ = basis.shape
    whole = is_exact(basis) and is_exact(constants)
    basis, constants, product = _arithmetic(basis, constants)
    if whole and product is np.matmul and is_large(basis) and _SPARSE * np.count_nonzero(basis) < basis.size:
        return _sparse_residuals(basis, constants)
    norms, step, flat = np.zeros((n, n)), max(1, _BLOCK // (d * d)), basis.reshape(n, d * d)
    buffers: list[np.ndarray] = []  # one for each thread: to have fresh memory for each i costs a tenth of the time

    def fill(i: int) -> None:
        buffer, pairs = buffers.pop() if buffers else np.empty((n, d * d)), constants[i, i + 1 :]
        inside = np.matmul(pairs, flat, out=buffer[i + 1 :]) if product is np.matmul else product(pairs, flat)
        rest = inside.reshape(-1, d, d)
        for j in range(i + 1, n, step):
            block = basis[j : j + step]
            rest[j - i - 1 : j - i - 1 + len(block)] -= _brackets_with(basis[i], block, product)
        rows = rest.reshape(-1, d * d).astype(np.float64, copy=False)
        norms[i, i + 1 :] = norms[i + 1 :, i] = np.sqrt(np.einsum("jk,jk->j", rows, rows))
        buffers.append(buffer)

    if product is np.matmul and is_large(basis):
        _in_threads(fill, n - 1)
    else:
        for i in range(n - 1):
            fill(i)
    return norms


def _sparse_residuals(basis: np.ndarray, constants: np.ndarray) -> np.ndarray:
    """The same for matrices with few entries that are not zero, as those of a Chevalley basis, whose products are few."""
    n, d, _ = basis.shape
    flat, norms = csr_array(basis.reshape(n, d * d)), np.zeros((n, n))
    above, beside = csr_array(basis.reshape(n * d, d)), csr_array(basis.swapaxes(0, 1).reshape(d, n * d))
    for i in range(n):
        products = csr_array(basis[i]) @ beside, above @ csr_array(-basis[i]), csr_array(-constants[i]) @ flat
        left, right, inside = map(coo_array, products)
        (r, jc), (jr, c), (j, rc) = left.coords, right.coords, inside.coords
        rows = np.concatenate([jc // d, jr // d, j])
        columns = np.concatenate([r * d + jc % d, (jr % d) * d + c, rc])
        rest = csr_array((np.concatenate([left.data, right.data, inside.data]), (rows, columns)), shape=(n, d * d))
        norms[i] = np.sqrt(rest.power(2).sum(axis=1))
    return norms


def _brackets_with(A: np.ndarray, block: np.ndarray, product: Callable) -> np.ndarray:
    """[A, B] for each B of a block (m, d, d)."""
    m, d, _ = block.shape
    if product is np.matmul:
        left = A @ block  # a product for each B: to transpose the block would cost as much again
    else:
        left = product(block.swapaxes(1, 2).reshape(m * d, d), A.T).reshape(m, d, d).swapaxes(1, 2)
    left -= product(block.reshape(m * d, d), A).reshape(m, d, d)
    return left


def probed_residuals(
    basis: np.ndarray, constants: np.ndarray, *, probes: int = 4, rng: np.random.Generator | None = None
) -> np.ndarray:
    """Estimates (n, n) of the norms of R_ij = [L_i, L_j] - sum_k f[i, j, k] L_k, from R_ij w for some random vectors w.

    For standard normal w the mean of |R w|^2 is |R|^2; all p probes of one R are below e |R| with a probability of
    at most (2 e)^p. All together cost about p / d of every entry.

    Args:
        basis: (n, d, d), floats.
        constants: (n, n, n), the coordinates to check.
        probes: how many vectors.
        rng: draws them; the one of ``FIXED_SEED`` by default.

    Examples:
        >>> from lietheory.algebra.catalogue.classical import so
        >>> g = so(3)
        >>> float(probed_residuals(g.generators.astype(float), g.structure_constants).max())
        0.0
    """
    n, d, _ = basis.shape
    squares, flat = np.zeros((n, n)), constants.astype(np.float64, copy=False).reshape(n * n, n)
    for w in _generator(rng).normal(size=(probes, d)):
        moved = basis @ w
        twice = (basis.reshape(n * d, d) @ moved.T).reshape(n, d, n).swapaxes(1, 2)  # L_i L_j w
        rest = (flat @ moved).reshape(n, n, d)
        rest -= twice
        rest += twice.swapaxes(0, 1)
        squares += np.einsum("ijk,ijk->ij", rest, rest)
    return np.sqrt(squares / probes)


def residual_norms(basis: np.ndarray, constants: np.ndarray) -> np.ndarray:
    """The norms (n, n) of the brackets of a basis outside its span: estimated where floats close up to rounding.

    Where the estimates are above rounding, and for exact matrices, every entry of every bracket is computed.
    """
    if not is_exact(basis):
        probed = probed_residuals(basis, constants)
        if probed.max(initial=0.0) <= ROUNDING * float(np.linalg.norm(basis, axis=(1, 2)).max(initial=0.0)) ** 2:
            return probed
    return bracket_residuals(basis, constants)


def _in_threads(work: Callable[[int], None], count: int) -> None:
    """The work for each number below ``count``, in as many threads as BLAS may use, which then takes one for each product."""
    allowed = max((int(pool["num_threads"]) for pool in threadpool_info() if pool["user_api"] == "blas"), default=1)
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(allowed) as threads:
        for _ in threads.map(work, range(count)):
            pass


def _arithmetic(basis: np.ndarray, constants: np.ndarray) -> tuple[np.ndarray, np.ndarray, Callable]:
    """The arrays, and how to multiply them: in floats where they are floats, or integers so small that no product rounds."""
    if basis.dtype != object and constants.dtype != object:
        entry, constant = (float(np.abs(a).max(initial=0)) for a in (basis, constants))
        whole = 2 * basis.shape[1] * entry**2 + len(basis) * constant * entry < 2**53
        if whole or not (is_exact(basis) and is_exact(constants)):
            return basis.astype(np.float64, copy=False), constants.astype(np.float64, copy=False), np.matmul
    return basis, constants, multiply


def squared_brackets(A: np.ndarray, B: np.ndarray, *, samples: int = 64, rng: np.random.Generator | None = None) -> float:
    """An estimate of the sum over i, j of |[A_i, B_j]|^2, from brackets of random combinations.

    Args:
        A: (n, d, d).
        B: (m, d, d).
        samples: how many brackets.
        rng: draws them; the one of ``FIXED_SEED`` by default.
    """
    rng = _generator(rng)
    X, Y = (np.tensordot(rng.normal(size=(samples, len(M))), M, 1) for M in (A, B))
    return float(((X @ Y - Y @ X) ** 2).sum()) / samples


def _generator(rng: np.random.Generator | None) -> np.random.Generator:
    return np.random.default_rng(FIXED_SEED) if rng is None else rng
