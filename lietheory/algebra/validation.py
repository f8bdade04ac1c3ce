"""What a public function asks of an argument that must be a Lie algebra."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.linalg.quadratic_field import radicand
from lietheory.arrays import has_surds
from lietheory.errors import PrecisionError, ShapeError


def require_algebra(g: object, call: str, *others: type) -> None:
    """Refuse a ``g`` that is no LieAlgebra, nor one of the other classes.

    Examples:
        >>> require_algebra([[1]], "casimirs(g)")
        Traceback (most recent call last):
        lietheory.errors.ShapeError: casimirs(g): expected g as a LieAlgebra, got list. Give LieAlgebra.from_matrices(L).
    """
    if not isinstance(g, (LieAlgebra, *others)):
        cure = "Give LieAlgebra.from_matrices(L)."
        raise ShapeError(call, "g as a LieAlgebra", type(g).__name__, cure)


def require_rational(array: np.ndarray, call: str) -> None:
    """Refuse an exact array with square roots, where only the rationals are worked over.

    Examples:
        >>> require_rational(np.array([1, 2]), "casimirs(g)")
    """
    if has_surds(array):
        got = f"numbers of Q(sqrt({radicand(array)}))"
        raise PrecisionError(call, "integers or rationals", got, "Take a basis over the rationals, if there is one.")


def require_sequence(values: object, call: str, name: str) -> None:
    """Refuse what is no sequence, such as a number or a text."""
    if isinstance(values, str) or not isinstance(values, (Sequence, np.ndarray)):
        raise ShapeError(call, f"{name} as a list", type(values).__name__, "Give a list, with one entry for each.")
