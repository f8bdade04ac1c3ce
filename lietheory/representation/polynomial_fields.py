"""Vector fields with polynomial components, x^a d/dx_i for every monomial up to a degree."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int
from numpy.typing import ArrayLike

from lietheory.algebra.enveloping.invariant_polynomial_maps import monomials, require_count
from lietheory.arrays import as_floats
from lietheory.errors import ShapeError, shown


def field_exponents(d: int, degree: int) -> Int[np.ndarray, "M d"]:
    """The exponents of the monomials in d variables up to a degree, lower degrees first.

    Raises:
        ShapeError: no variable, a negative degree, or too many monomials.

    Examples:
        >>> field_exponents(2, 1).tolist()
        [[0, 0], [1, 0], [0, 1]]
    """
    call = f"field_exponents({shown(d)}, {shown(degree)})"
    if not isinstance(d, int) or d < 1:
        raise ShapeError(call, "d as a whole number >= 1", repr(d), "Sizes are positive integers.")
    require_count(d, degree, 1, call)
    return np.array([m for k in range(degree + 1) for m in monomials(d, k)])


def polynomial_fields(points: ArrayLike, degree: int) -> Float[np.ndarray, "n K d"]:
    """The fields x^a e_i at points; field number i * M + a has component i, of M monomials.

    Args:
        points: (n, d).
        degree: of the highest monomials.

    Examples:
        >>> polynomial_fields([[2.0]], 2)[0].tolist()
        [[1.0], [2.0], [4.0]]
    """
    x = np.asarray(points, dtype=np.float64)
    if x.ndim != 2 or not np.isfinite(x).all():
        raise ShapeError("polynomial_fields(points, degree)", "finite points (n, d)", f"shape {x.shape}", "One point a row.")
    d = x.shape[1]
    values = (x[:, None] ** field_exponents(d, degree)).prod(axis=2)
    return np.einsum("na,ij->niaj", values, np.eye(d)).reshape(len(x), -1, d)


def field_formula(coefficients: ArrayLike, d: int, degree: int, digits: int = 3) -> str:
    """The field sum_k c_k v_k in words; terms that round to zero are left out.

    Examples:
        >>> field_formula([0, 0, -1, 0, 1, 0], 2, 1)
        '(-1 x2) d1 + (1 x1) d2'
    """
    exponents = field_exponents(d, degree)
    c = as_floats(coefficients, "field_formula(coefficients, d, degree)", "coefficients")
    if c.shape != (d * len(exponents),):
        raise ShapeError(
            "field_formula(coefficients, d, degree)", f"{d * len(exponents)} coefficients", f"shape {c.shape}", "One a field."
        )
    parts = []
    for i, row in enumerate(c.reshape(d, -1)):
        terms = [
            " ".join([f"{value:.{digits}g}", *_powers(m)])
            for value, m in zip(row, exponents, strict=True)
            if round(value, digits)
        ]
        if terms:
            parts.append(f"({' + '.join(terms)}) d{i + 1}")
    return " + ".join(parts) or "0"


def _powers(m: np.ndarray) -> list[str]:
    return [f"x{j + 1}" + (f"^{e}" if e > 1 else "") for j, e in enumerate(m) if e]
