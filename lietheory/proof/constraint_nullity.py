"""The matrices that satisfy linear conditions: a basis from the null space of the map that the conditions are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from lietheory.algebra import null_space
from lietheory.arrays import is_exact

ZERO = 1e-9
"""Singular values of conditions of order one that count as zero in floats; conditions may vanish but for rounding."""
Condition = Callable[..., np.ndarray]
"""Matrices, one argument for each shape -> what must vanish, linear in all of them together."""


def constraint_null_space(condition: Condition, *shapes: Sequence[int], exact: bool) -> np.ndarray:
    """A basis of {(M_1, M_2, ...) : condition(M_1, M_2, ...) = 0}, one solution a row, its matrices flattened one after another.

    Args:
        condition: linear; evaluated at each unit.
        shapes: of M_1, M_2, ...
        exact: whether to take the units, and so the null space, in integers.
    """
    unknowns = sum(int(np.prod(shape)) for shape in shapes)
    units = np.eye(unknowns, dtype=np.int64 if exact else np.float64)
    columns = [np.ravel(condition(*split_solution(unit, *shapes))) for unit in units]
    matrix = np.array(columns, dtype=object if exact else np.float64).T
    rounding = 0.0 if exact else 8 * unknowns * np.finfo(float).eps * np.abs(matrix).max(initial=0.0)
    return null_space(matrix.reshape(-1, unknowns), max(ZERO, rounding))


def split_solution(row: np.ndarray, *shapes: Sequence[int]) -> list[np.ndarray]:
    """The matrices of one solution, M_1, M_2, ..."""
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]
    return [part.reshape(shape) for part, shape in zip(np.split(row, ends), shapes, strict=True)]


def constraint_nullity(condition: Condition, *shapes: Sequence[int], like: np.ndarray) -> int:
    """The dimension of the solutions: by exact rank where ``like``, an array the condition is made of, is exact."""
    return len(constraint_null_space(condition, *shapes, exact=is_exact(like)))
