"""The roots of polynomials over the rationals or a real quadratic field, as algebraic numbers."""

from __future__ import annotations

import flint
import numpy as np

from lietheory.algebra.linalg import algebraic_numbers
from lietheory.algebra.linalg.algebraic_numbers import BITS, Algebraic
from lietheory.algebra.linalg.quadratic_field import parts, radicand
from lietheory.errors import UndecidedError


def norm(factor: np.ndarray) -> flint.fmpq_poly:
    """The polynomial over the rationals, irreducible as well, that has the roots of an irreducible one, highest power first.

    Over Q(sqrt(n)) it is the product with the conjugate, since that is irreducible and another one.

    Examples:
        >>> from lietheory.quadratic_numbers import root
        >>> norm(np.array([1, -root(2)], dtype=object))
        x^2 + (-2)
    """
    rational, irrational = map(_polynomial, parts(factor))
    n = radicand(factor)
    return rational * rational - n * irrational * irrational if n else rational


def roots(factor: np.ndarray) -> list[tuple[Algebraic, Algebraic | None]]:
    """The roots of an irreducible polynomial, highest power first, as (real, None) and pairs as (real, imaginary > 0).

    Raises:
        UndecidedError: enclosures that do not tell the roots from those of the conjugate polynomial.
    """
    found = algebraic_numbers.roots(norm(factor))
    n = radicand(factor)
    if not n:
        return found
    rational, irrational = parts(factor)
    with flint.ctx.workprec(BITS):
        coefficients = [_ball(a) + _ball(b) * flint.arb(n).sqrt() for a, b in zip(rational, irrational, strict=True)]
        kept = [(x, y) for x, y in found if _value(coefficients, x, y).contains(0)]
    if sum(1 if y is None else 2 for _, y in kept) != len(factor) - 1:
        got = f"{len(kept)} candidates for {len(factor) - 1}"
        raise UndecidedError("identify(L)", "roots told from their conjugates", got, "Give floats.")
    return kept


def _polynomial(coefficients: np.ndarray) -> flint.fmpq_poly:
    return flint.fmpq_poly([flint.fmpq(int(c.numerator), int(c.denominator)) for c in coefficients.tolist()[::-1]])


def _ball(value) -> flint.arb:
    return flint.arb(flint.fmpq(int(value.numerator), int(value.denominator)))


def _value(coefficients: list[flint.arb], real: Algebraic, imaginary: Algebraic | None) -> flint.acb:
    z = flint.acb(real.ball, imaginary.ball if imaginary else 0)
    value = flint.acb(0)
    for c in coefficients:
        value = value * z + c
    return value
