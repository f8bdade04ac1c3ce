"""The size of floats: powers of two taken out before squares would overflow, and put back where the result has a place."""

from __future__ import annotations

import numpy as np
from jaxtyping import Int

from lietheory.arrays import Generators, is_exact
from lietheory.errors import PrecisionError

_MODERATE = 200  # exponents of two up to here: squares and sums of many of them stay far from overflow


def moderate_scale(L: Generators, call: str, name: str = "L") -> tuple[Generators, Int[np.ndarray, " n_L"]]:
    """Generators of floats without extreme sizes, L_k / 2^e_k, and the exponents e_k; exact ones as they are.

    Powers of two change no digit. They are taken out where the square of an entry would overflow or lose digits, beyond
    2^-200 and 2^200, so that what was in range before is left alone.

    Raises:
        PrecisionError: a generator whose largest entry is subnormal, so that it has lost digits.

    Examples:
        >>> scaled, exponents = moderate_scale(np.array([[[0, -3e200], [3e200, 0]]]), "f(L)")
        >>> bool(0.5 <= scaled[0, 1, 0] < 1), exponents.tolist()
        (True, [666])
    """
    exponents = np.zeros(len(L), dtype=np.int64)
    if is_exact(L) or not L.size:
        return L, exponents
    largest = np.abs(L).reshape(len(L), -1).max(axis=1)
    require_normal(largest, call, name, "the largest entry of each generator")
    exponents = np.where(largest > 0, np.frexp(largest)[1], 0).astype(np.int64)
    exponents[np.abs(exponents) <= _MODERATE] = 0
    return np.ldexp(L, -exponents[:, None, None]) if exponents.any() else L, exponents


def rescaled(values: np.ndarray, exponents: np.ndarray, call: str, name: str) -> np.ndarray:
    """values * 2^exponents, none of which leaves the range of floats.

    Raises:
        PrecisionError: an overflow, or an underflow of an entry that is more than rounding beside the others.
    """
    with np.errstate(over="ignore", under="ignore"):
        scaled = np.ldexp(values, exponents)
    counts = np.abs(values) > np.finfo(np.float64).eps * np.abs(values).max(initial=0.0)
    lost = counts & ~(np.isfinite(scaled) & (np.abs(scaled) >= np.finfo(np.float64).tiny))
    if lost.any():
        index = ", ".join(str(int(i)) for i in np.argwhere(lost)[0])
        cure = "Give the input in other units, for example divided by a power of two."
        raise PrecisionError(call, f"{name} within the range of floats", f"{name}[{index}] beyond it", cure)
    return scaled


def require_normal(sizes: np.ndarray, call: str, name: str, what: str) -> None:
    """Raise PrecisionError where a size is subnormal: not zero, and below the smallest float that has all its digits."""
    lost = np.flatnonzero((sizes > 0) & (sizes < np.finfo(np.float64).tiny))
    if len(lost):
        raise PrecisionError(
            call,
            f"{what} as zero or at least {np.finfo(np.float64).tiny:.3g}",
            f"{sizes[lost[0]]:.3g} in {name}, number {int(lost[0])}",
            "Numbers below have lost digits; give them in larger units.",
        )
