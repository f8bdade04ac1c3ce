"""Arrays at the door: exact or numeric, finite, of the right shape, and how small is zero.

Exact numbers are integers and rationals; an exact array has dtype int64 or holds
:class:`fractions.Fraction` (dtype object). Everything else is float64 (or float32 where a
caller may compute in it).
"""

from __future__ import annotations

import operator
from fractions import Fraction
from numbers import Rational

import numpy as np
from jaxtyping import Num
from numpy.typing import ArrayLike

from lietheory.errors import PrecisionError, ShapeError

Generators = Num[np.ndarray, "n_L d d"]
"""A basis of matrices, (n_L, d, d): generator, row, column."""

_EXACT_LIMIT = 2**31  # int64 arrays keep entries below this, so that one product cannot overflow


def tolerance(dtype: np.dtype | type = np.float64, size: int = 1) -> float:
    """The relative size below which a number computed from ``size`` terms counts as zero.

    32 sqrt(size) eps: rounding errors of a sum of ``size`` terms grow like their square root.

    Examples:
        >>> tolerance(np.float64, 4) < 1e-13
        True
    """
    return 32.0 * float(np.sqrt(max(size, 1))) * float(np.finfo(dtype).eps)


def is_exact(array: np.ndarray) -> bool:
    """Whether the entries are integers or rationals, so that arithmetic on them does not round."""
    return array.dtype.kind in "iubO"


def exact_array(values: ArrayLike) -> np.ndarray:
    """The same numbers as an exact array: int64 where all are small integers, else Fractions."""
    fractions = np.vectorize(_fraction, otypes=[object])(np.asarray(values, dtype=object))
    small = all(f.denominator == 1 and abs(f.numerator) < _EXACT_LIMIT for f in fractions.flat)
    return fractions.astype(np.int64) if small else fractions


def _fraction(value: object) -> Fraction:
    if isinstance(value, Rational):  # Python and NumPy integers and Fractions
        return Fraction(int(value.numerator), int(value.denominator))
    if _spells_p_and_q(value):
        return Fraction(int(value.p), int(value.q))
    return Fraction(operator.index(value))


def _spells_p_and_q(value: object) -> bool:
    """Whether a rational spells its numerator ``p`` and its denominator ``q``, as those of SymPy and FLINT do."""
    return {"p", "q"} <= set(dir(type(value)))


def _is_rational(value: object) -> bool:
    """Whether a number is an integer or a rational of Python, NumPy, SymPy or FLINT."""
    return isinstance(value, Rational) or _spells_p_and_q(value) or "__index__" in dir(type(value))


def as_array(values: ArrayLike, call: str, name: str) -> np.ndarray:
    """``values`` as an exact or a floating array; ragged, non-numeric or non-finite input is refused.

    Args:
        values: numbers, nested sequences of numbers, or an array.
        call: the caller's call as typed, for the message.
        name: what the caller calls the argument, for the message.

    Returns:
        An exact array if every entry is an integer or a rational, else float32, float64 or complex.

    Raises:
        ShapeError: ragged or non-numeric input.
        PrecisionError: a NaN or an infinity, named by its index.
    """
    try:
        array = np.asarray(values)
        if array.dtype.kind in "iub":
            small = array.size == 0 or max(abs(int(array.min())), int(array.max())) < _EXACT_LIMIT
            return array.astype(np.int64) if small else exact_array(array)
        if array.dtype.kind == "O":
            array = _object_array(array)
    except (ValueError, TypeError) as problem:
        raise ShapeError(
            call,
            f"{name} as a rectangular array of numbers",
            f"{type(values).__name__} ({problem})",
            "Give every row the same length, and numbers only.",
        ) from None
    if array.dtype.kind not in "iufcO":
        raise ShapeError(call, f"{name} as an array of numbers", f"dtype {array.dtype}", "Give numbers only.")
    if array.dtype.kind in "fc":
        require_finite(array, call, name)
        if array.dtype not in (np.float32, np.float64, np.complex64, np.complex128):
            array = array.astype(np.float64)
    return array


def _object_array(array: np.ndarray) -> np.ndarray:
    flat = list(array.flat)
    if any(v is None for v in flat):  # NumPy would read it as NaN
        raise TypeError("None is not a number")
    if all(_is_rational(v) for v in flat):
        return exact_array(array)
    return array.astype(np.complex128 if any(isinstance(v, complex) for v in flat) else np.float64)


def require_finite(array: np.ndarray, call: str, name: str) -> None:
    """Refuse an array with a NaN or an infinity, naming the first by its index."""
    finite = np.isfinite(array)
    if not finite.all():
        index = tuple(int(i) for i in np.argwhere(~finite)[0])
        where = f"{name}[{', '.join(map(str, index))}]" if index else name
        count = int(array.size - finite.sum())
        raise PrecisionError(
            call,
            f"finite numbers in {name}",
            f"{where} = {array[index]} ({count} such)",
            "Remove or repair these entries before the call.",
        )


def as_generators(values: ArrayLike, call: str, name: str = "L") -> np.ndarray:
    """``values`` as generators (n_L, d, d), exact or float64; complex ones become real of size 2d.

    A complex matrix A + iB is stored as the real matrix [[A, -B], [B, A]], and the span of complex
    matrices is always read as a real span.

    Raises:
        ShapeError: not three axes, not square, or empty.
        PrecisionError: NaN or infinity.
    """
    array = as_array(values, call, name)
    if array.ndim != 3 or array.shape[1] != array.shape[2] or 0 in array.shape:
        cure = "Stack the matrices along the first axis, np.stack([A, B, ...])."
        if array.ndim == 2:
            cure = f"One matrix is given as {name}[None], a stack of length 1."
        raise ShapeError(call, f"{name} of shape (n_L, d, d)", f"shape {array.shape}", cure)
    if array.dtype.kind == "c":
        array = np.block([[array.real, -array.imag], [array.imag, array.real]])
    return array if is_exact(array) else array.astype(np.float64)
