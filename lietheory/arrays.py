"""Validation of input arrays: exact or numeric, finite, of the right shape; and the rounding error of a computation.

Exact numbers are integers, rationals and those of one real quadratic field; an exact array has dtype int64
or holds :class:`fractions.Fraction` and :class:`lietheory.quadratic_numbers.Surd` (dtype object). Everything else is float64
(or float32 where a caller may compute in it).
"""

from __future__ import annotations

import operator
from fractions import Fraction
from numbers import Rational
from typing import Any, SupportsIndex

import flint
import numpy as np
from jaxtyping import Shaped
from numpy.typing import ArrayLike

from lietheory.errors import PrecisionError, ShapeError
from lietheory.quadratic_numbers import Surd, different_fields, from_sympy, is_sympy

Generators = Shaped[np.ndarray, "n_L d d"]
"""A basis of matrices, (n_L, d, d): generator, row, column; exact ones may be objects, fractions and surds."""

OtherGenerators = Shaped[np.ndarray, "_ e e"]
"""Generators beside others, of any number and size."""

_COMPLEX = (complex, np.complexfloating)
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
    """Whether the entries are integers, rationals or in a quadratic field, so that arithmetic on them does not round."""
    return array.dtype.kind in "iubO"


def exact_array(values: ArrayLike) -> np.ndarray:
    """The same numbers as an exact array: int64 where all are small integers, else Fractions and Surds."""
    fractions = np.vectorize(_exact_number, otypes=[object])(np.asarray(values, dtype=object))
    small = all(isinstance(f, Fraction) and f.denominator == 1 and abs(f.numerator) < _EXACT_LIMIT for f in fractions.flat)
    return fractions.astype(np.int64) if small else fractions


def has_surds(array: np.ndarray) -> bool:
    """Whether an entry of an exact array is irrational."""
    return array.dtype == object and any(type(x) is Surd for x in array.flat)


def _exact_number(value: object) -> Fraction | Surd:
    if isinstance(value, Surd):
        return value
    if isinstance(value, Rational):  # integers and rationals of Python, NumPy and SymPy
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, flint.fmpq):
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, SupportsIndex):
        return Fraction(operator.index(value))
    raise TypeError(f"{value!r} is not an exact number")


def _is_rational(value: object) -> bool:
    """Whether a number is an integer or a rational of Python, NumPy, SymPy or FLINT."""
    return isinstance(value, (Rational, flint.fmpq, SupportsIndex))


def as_array(values: ArrayLike, call: str, name: str) -> np.ndarray:
    """``values`` as an exact or a floating array; which must be rectangular, numeric and finite.

    Args:
        values: numbers, nested sequences of numbers, or an array.
        call: the caller's call as typed, for the message.
        name: what the caller calls the argument, for the message.

    Returns:
        An exact array if every entry is an integer or a rational, or all are in one real quadratic field, as
        SymPy writes such numbers; else float32, float64 or complex.

    Raises:
        ShapeError: ragged or non-numeric input.
        PrecisionError: a NaN or an infinity, named by its index; square roots of different fields.
    """
    require_unmasked(values, call, name)
    try:
        array = np.asarray(values)
        if array.dtype.kind in "iub":
            small = array.size == 0 or max(abs(int(array.min())), int(array.max())) < _EXACT_LIMIT
            return array.astype(np.int64) if small else exact_array(array)
        if array.dtype.kind == "O":
            array = _object_array(array, call)
    except PrecisionError:
        raise
    except OverflowError:
        cure = "Give exact numbers throughout, or floats within their range."
        raise PrecisionError(call, f"{name} within the range of floats", "a number beyond it beside others", cure) from None
    except (ValueError, TypeError, RuntimeError) as problem:  # RuntimeError: objects that refuse to be arrays
        raise ShapeError(
            call,
            f"{name} as a rectangular array of numbers",
            f"{type(values).__name__} ({str(problem)[:200]})",
            "Give every row the same length, and numbers only.",
        ) from None
    if array.dtype.kind not in "iufcO":
        raise ShapeError(call, f"{name} as an array of numbers", f"dtype {array.dtype}", "Give numbers only.")
    if array.dtype.kind in "fc":
        require_finite(array, call, name)
        if array.dtype not in (np.float32, np.float64, np.complex64, np.complex128):
            array = array.astype(np.float64)
    return array


def require_unmasked(values: object, call: str, name: str) -> None:
    """Raise PrecisionError for a masked array of NumPy with a masked entry, which would count as a number."""
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        index = tuple(int(i) for i in np.argwhere(np.ma.getmaskarray(values))[0])
        cure = "Leave masked samples out, for example with numpy.ma.compress_rows."
        raise PrecisionError(call, f"{name} without masked entries", f"{name}[{', '.join(map(str, index))}] masked", cure)


def as_real(values: ArrayLike, call: str, name: str) -> np.ndarray:
    """``values`` as :func:`as_array` reads them, where they are real.

    Raises:
        As :func:`as_array`.
        PrecisionError: complex numbers.
    """
    array = as_array(values, call, name)
    if array.dtype.kind == "c":
        raise PrecisionError(call, f"real {name}", "complex numbers", "Give real and imaginary parts as numbers of their own.")
    return array


def as_floats(values: ArrayLike, call: str, name: str) -> np.ndarray:
    """``values`` as float64, exact numbers rounded.

    Raises:
        As :func:`as_array`.
        PrecisionError: exact numbers beyond the range of floats; complex ones.
    """
    array = as_real(values, call, name)
    try:
        return array.astype(np.float64)
    except OverflowError:
        cure = "Divide it by a common factor."
        raise PrecisionError(call, f"{name} within the range of floats", "an exact number beyond it", cure) from None


def _object_array(array: np.ndarray, call: str) -> np.ndarray:
    flat = list(array.flat)
    if any(v is None for v in flat):  # NumPy would read it as NaN
        raise TypeError("None is not a number")
    if all(_is_rational(v) for v in flat):
        return exact_array(array)
    parts = _exact_parts(flat, call)
    if parts is not None and not any(imaginary for _, imaginary in parts):
        return exact_array(_filled([real for real, _ in parts], array.shape))
    return array.astype(np.complex128 if any(isinstance(v, complex) for v in flat) else np.float64)


def _exact_parts(flat: list[Any], call: str) -> list[tuple[Any, Any]] | None:
    """The real and the imaginary parts of numbers if all are exact; None if one is not.

    Raises:
        PrecisionError: numbers of different quadratic fields.
    """
    parts = []
    for value in flat:
        known = _is_rational(value) or isinstance(value, Surd)
        pair = (_exact_number(value), Fraction(0)) if known else from_sympy(value, call) if is_sympy(value) else None
        if pair is None:
            return None
        parts.append(pair)
    surds = [x for pair in parts for x in pair if isinstance(x, Surd)]
    other = next((x for x in surds if x.n != surds[0].n), None)
    if other is not None:
        raise different_fields(call, surds[0], other)
    return parts


def _filled(values: list[Any], shape: tuple[int, ...]) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array.reshape(shape)


def is_complex(values: object) -> bool:
    """Whether an entry is no real number, or of a complex type, so that generators are read as real ones of twice the size.

    Examples:
        >>> is_complex([[[1j]]]), is_complex([[[1]]])
        (True, False)
    """
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, RuntimeError, OverflowError):  # what is no array is reported where it is read
        return False
    if array.dtype.kind != "O":
        return array.dtype.kind == "c"
    return any(isinstance(v, complex) or (is_sympy(v) and v.is_real is False) for v in array.flat)


def _gaussian(values: ArrayLike, call: str) -> np.ndarray | None:
    """Complex matrices of exact numbers as real ones of twice the size; None for others.

    SymPy writes such numbers; a complex type of Python or NumPy has no integers of its own, so there whole parts count as exact.
    """
    array = np.asarray(values)
    whole = [_whole_parts(complex(v)) if isinstance(v, _COMPLEX) else None for v in array.flat]
    if any(isinstance(v, _COMPLEX) and w is None for v, w in zip(array.flat, whole, strict=True)):
        return None
    others = _exact_parts([0 if w else v for v, w in zip(array.flat, whole, strict=True)], call)
    if others is None:
        return None
    parts = [w or pair for w, pair in zip(whole, others, strict=True)]
    real, imaginary = (_filled([pair[k] for pair in parts], array.shape) for k in (0, 1))
    return exact_array(np.block([[real, -imaginary], [imaginary, real]])) if array.ndim == 3 and array.size else None


def _whole_parts(value: complex) -> tuple[Fraction, Fraction] | None:
    parts = (float(value.real), float(value.imag))
    whole = all(x.is_integer() and abs(x) < _EXACT_LIMIT for x in parts)
    return (Fraction(parts[0]), Fraction(parts[1])) if whole else None


def require_finite(array: np.ndarray, call: str, name: str) -> None:
    """Raise PrecisionError for an array with a NaN or an infinity, naming the first by its index."""
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
    matrices is always read as a real span. It is exact for Gaussian rationals of SymPy, and where the
    parts of all complex numbers are whole.

    Raises:
        ShapeError: not three axes, not square, or empty.
        PrecisionError: NaN or infinity; square roots of different fields.
    """
    array = _gaussian(values, call) if is_complex(values) else None
    array = array if array is not None else as_array(values, call, name)
    if array.ndim != 3 or array.shape[1] != array.shape[2] or 0 in array.shape:
        cure = "Stack the matrices along the first axis, np.stack([A, B, ...])."
        if array.ndim == 2:
            cure = f"One matrix is given as {name}[None], a stack of length 1."
        raise ShapeError(call, f"{name} of shape (n_L, d, d)", f"shape {array.shape}", cure)
    if array.dtype.kind == "c":
        real, imaginary = np.real(array), np.imag(array)
        array = np.block([[real, -imaginary], [imaginary, real]])
    return array if is_exact(array) else array.astype(np.float64)


def size_of_matrices(L: Generators, from_complex: bool) -> str:
    """The size of generators, and whether they stand for complex ones.

    Examples:
        >>> size_of_matrices(np.zeros((1, 4, 4)), True)
        '4 x 4 real matrices, the real span of complex 2 x 2 ones'
    """
    d = L.shape[1]
    return f"{d} x {d} real matrices" + (f", the real span of complex {d // 2} x {d // 2} ones" if from_complex else "")
