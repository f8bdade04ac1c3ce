"""The octonions and the split octonions, by three doublings of the real numbers."""

from __future__ import annotations

import numpy as np

from lietheory.errors import UnknownNameError

FORMS = ("compact", "split")
"""The octonions, whose norm is definite, and the split ones, whose norm has signature (4, 4)."""


def octonions(form: str = "compact") -> tuple[np.ndarray, np.ndarray]:
    """The product m[i, j, k] of e_i e_j = sum_k m[i, j, k] e_k and the norms N(e_i), e_0 = 1.

    Each doubling makes pairs with (a, b)(c, d) = (ac + s d* b, da + b c*) and (a, b)* = (a*, -b): s = -1 three
    times gives the octonions, s = 1 the last time the split ones. The norm is N(x) = x x*.

    Args:
        form: "compact" or "split".

    Returns:
        m, shape (8, 8, 8), and the norms, shape (8,): integers.

    Raises:
        UnknownNameError: another form.

    Examples:
        >>> product, norms = octonions("split")
        >>> product[1, 2], norms.tolist()
        (array([0, 0, 0, 1, 0, 0, 0, 0]), [1, 1, 1, 1, -1, -1, -1, -1])
    """
    if form not in FORMS:
        raise UnknownNameError.nearest(f"octonions({form!r})", "kind of octonions", str(form), FORMS)
    product, norms = np.ones((1, 1, 1), dtype=np.int64), np.ones(1, dtype=np.int64)
    for sign in (-1, -1, -1 if form == "compact" else 1):
        product, norms = _doubled(product, sign), np.concatenate([norms, -sign * norms])
    return product, norms


def conjugation(size: int = 8) -> np.ndarray:
    """The signs of x -> x*, which keeps e_0 and negates the others.

    Examples:
        >>> conjugation(2)
        array([ 1, -1])
    """
    return np.array([1] + [-1] * (size - 1))


def _doubled(product: np.ndarray, sign: int) -> np.ndarray:
    """The product of pairs of elements of an algebra."""
    n = len(product)
    star = conjugation(n)
    doubled = np.zeros((2 * n,) * 3, dtype=np.int64)
    doubled[:n, :n, :n] = product  # ac
    doubled[n:, n:, :n] = sign * (product * star[:, None, None]).swapaxes(0, 1)  # d* b
    doubled[:n, n:, n:] = product.swapaxes(0, 1)  # da
    doubled[n:, :n, n:] = product * star[None, :, None]  # b c*
    return doubled
