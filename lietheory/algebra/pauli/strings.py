"""Pauli strings as pairs of bit masks (x, z): text, commutation, and the sign of a product."""

from __future__ import annotations

import numpy as np

from lietheory.errors import ShapeError

LETTERS = "IXZY"  # the letter of the bits x + 2 z
MOST_QUBITS = 31
"""Both masks of a string then fit one 64-bit integer, which is what columns are sorted by."""

_FOLDS = ((1, 0x5555555555555555), (2, 0x3333333333333333), (4, 0x0F0F0F0F0F0F0F0F))


def masks(text: str, call: str) -> tuple[int, int]:
    """The masks of a string such as "XXI"; its first letter is the highest bit, as in a tensor product of matrices.

    Raises:
        ShapeError: another letter than I, X, Y, Z, or none.

    Examples:
        >>> masks("XYZ", "masks(text)")
        (6, 3)
    """
    bits = [LETTERS.find(letter) for letter in text.upper()]
    if not bits or min(bits) < 0:
        raise ShapeError(call, "Pauli strings of the letters I, X, Y, Z", repr(text), 'Write "XXI", a letter for each qubit.')
    x = z = 0
    for bit in bits:
        x, z = 2 * x + (bit & 1), 2 * z + (bit >> 1)
    return x, z


def text_of(x: int, z: int, qubits: int) -> str:
    """The string with these masks.

    Examples:
        >>> text_of(6, 3, 3)
        'XYZ'
    """
    return "".join(LETTERS[(x >> k & 1) + 2 * (z >> k & 1)] for k in reversed(range(qubits)))


def anticommute(x: int, z: int, other_x: int, other_z: int) -> bool:
    """Whether two strings anticommute; masks of any length.

    Examples:
        >>> anticommute(*masks("XX", ""), *masks("ZI", "")), anticommute(*masks("XX", ""), *masks("ZZ", ""))
        (True, False)
    """
    return bool(((x & other_z).bit_count() + (z & other_x).bit_count()) & 1)


def keys(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """One integer for each string, by which strings are sorted and found."""
    return (x << MOST_QUBITS) | z


def key_of(x: int, z: int) -> int:
    """The integer of one string."""
    return x << MOST_QUBITS | z


def split(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The masks x and z of such integers."""
    return key >> MOST_QUBITS, key & ((1 << MOST_QUBITS) - 1)


def bracket_signs(x: int, z: int, others_x: np.ndarray, others_z: np.ndarray) -> np.ndarray:
    """The numbers c in [iP, iQ] = 2 c iR for one string P and an array of strings Q: 1, -1, or 0 where they commute.

    Examples:
        >>> bracket_signs(1, 0, np.array([1, 1, 0]), np.array([0, 1, 1])).tolist()  # [iX, iY] = -2 iZ
        [0, -1, 1]
    """
    anti = _bits((others_x & z) ^ (others_z & x)) & 1
    phase = (x & z).bit_count() + _bits(others_x & others_z) - _bits((others_x ^ x) & (others_z ^ z))
    phase = (phase + 2 * _bits(others_x & z)) & 3  # PQ = i^phase R; 1 or 3 where they anticommute
    return anti * (phase - 2)


def _bits(mask: np.ndarray) -> np.ndarray:
    """The number of set bits, by folding (``numpy.bitwise_count`` is younger than the oldest NumPy supported)."""
    count = mask.astype(np.uint64)
    for shift, where in _FOLDS:
        wide, lower = np.uint64(shift), np.uint64(where)
        count = (count & lower) + ((count >> wide) & lower)
    return ((count * np.uint64(0x0101010101010101)) >> np.uint64(56)).astype(np.int64)


def matrix(x: int, z: int, qubits: int) -> tuple[np.ndarray, np.ndarray]:
    """The columns and the values with which row j of P has its one entry: P[j, j ^ x], one of 1, -1, i, -i.

    Examples:
        >>> columns, values = matrix(1, 1, 1)  # Y
        >>> columns.tolist(), values.imag.tolist()
        ([1, 0], [-1.0, 1.0])
    """
    rows = np.arange(1 << qubits)
    columns = rows ^ x
    phase = ((x & z).bit_count() + 2 * _bits(columns & z)) % 4  # P = i^(x.z) X^x Z^z
    return columns, np.array([1, 1j, -1, -1j])[phase]
