"""The real numbers that parameters of a name can be: algebraic ones, exactly, and intervals.

A rational number is a Fraction and one of degree two a Surd; a number of higher degree is kept as its minimal
polynomial and its place among the real roots of that. Quotients outside one quadratic field are eigenvalues of
Kronecker products of companion matrices, and so are the real and imaginary parts of complex roots; certified root
enclosures decide which eigenvalue.

References:
    R. Loos, Computing in algebraic extensions, 1982: arithmetic by resultants, which these characteristic polynomials are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, log10
from typing import Any

import flint
import numpy as np

from lietheory.algebra.linalg.quadratic_field import parts, radicand
from lietheory.errors import PrecisionError, UndecidedError
from lietheory.quadratic_numbers import Surd, parse_exact, root

BITS = 400  # certified digits that separate the roots of every polynomial that occurs here
_DIGITS = 12  # significant digits of the interval that stands for a number of degree above two
_DEEPEST = 15  # decimals of an interval of floats


@dataclass(frozen=True)
class Interval:
    """All numbers between two: what is known of a parameter of floats, or of one that has no short exact form."""

    lower: Fraction
    upper: Fraction

    @property
    def middle(self) -> float:
        """Its midpoint."""
        return float(self.lower + self.upper) / 2

    def __neg__(self) -> Interval:
        return Interval(-self.upper, -self.lower)

    def __str__(self) -> str:
        return f"{_decimal(self.lower)}..{_decimal(self.upper)}"

    @classmethod
    def around(cls, lower: Fraction, upper: Fraction, decimals: int) -> Interval:
        """The smallest interval with ends of so many decimals that contains two numbers."""
        scale = Fraction(10) ** decimals
        return cls(Fraction(floor(lower * scale)) / scale, Fraction(ceil(upper * scale)) / scale)


@dataclass(frozen=True)
class Algebraic:
    """A real algebraic number of degree three or more.

    Args:
        polynomial: its minimal polynomial, primitive integers, the constant term first.
        place: which of its real roots, from 0, ascending.
    """

    polynomial: tuple[int, ...]
    place: int

    @cached_property
    def ball(self) -> flint.arb:
        """A certified enclosure."""
        return _real_roots(flint.fmpz_poly(list(self.polynomial)))[self.place]

    def __neg__(self) -> Algebraic:
        flipped = _primitive([c * (-1) ** k for k, c in enumerate(self.polynomial)])
        roots = len(_real_roots(flint.fmpz_poly(list(self.polynomial))))
        return Algebraic(flipped, roots - 1 - self.place)

    def __abs__(self) -> Algebraic:
        return -self if self.ball < 0 else self

    def __str__(self) -> str:
        """An interval of decimals that contains it, and is certified to."""
        low, high = (Fraction(*_ratio(end)) for end in (self.ball.lower(), self.ball.upper()))
        return str(Interval.around(low, high, _DIGITS - floor(log10(abs(middle(self))))))


Exact = Fraction | Surd | Algebraic
Number = Exact | Interval


def real_root(polynomial: tuple[int, ...], place: int) -> Exact:
    """The real root of an irreducible polynomial, the constant term first, at a place from 0 in ascending order.

    Examples:
        >>> real_root((-1, 2), 0), real_root((-1, -1, 1), 1)
        (Fraction(1, 2), 1/2+1/2*sqrt(5))
    """
    c, b, *higher = polynomial
    if not higher:
        return Fraction(-c, b)
    if len(higher) > 1:
        return Algebraic(_primitive(list(polynomial)), place)
    return (-b + (1 if (place > 0) == (higher[0] > 0) else -1) * root(b * b - 4 * higher[0] * c)) / Fraction(2 * higher[0])


def ball(number: Exact) -> flint.arb:
    """A certified enclosure."""
    if isinstance(number, Algebraic):
        return number.ball
    with flint.ctx.workprec(BITS):
        if isinstance(number, Surd):
            return _ball(number.a) + _ball(number.b) * flint.arb(number.n).sqrt()
        return _ball(number)


def middle(number: Number) -> float:
    """The midpoint of an interval, or the nearest float."""
    return number.middle if isinstance(number, Interval) else float(ball(number).mid())


def less(one: Exact, two: Exact) -> bool:
    """Whether one number is smaller than another one, of any degrees.

    Examples:
        >>> less(root(2), root(3)), less(root(2), Fraction(7, 5))
        (True, False)
    """
    return one != two and bool(ball(one) < ball(two))


def quotient(one: Exact, two: Exact) -> Exact:
    """The quotient, for a divisor that is not zero: of sqrt(2) and sqrt(8) it is Fraction(1, 2)."""
    one_field = len({x.n for x in (one, two) if isinstance(x, Surd)}) < 2
    if one_field and not isinstance(one, Algebraic) and not isinstance(two, Algebraic):
        return one / two
    matrix = kronecker(companion(_minimal(one)), companion(_minimal(two)).inv())
    return eigenvalue(matrix, lambda: ball(one) / ball(two))


def eigenvalue(matrix: flint.fmpq_mat, value: Callable[[], flint.arb], square: bool = False) -> Exact:
    """The real eigenvalue of a rational matrix (with ``square``, the root of one) that lies in a ball.

    Raises:
        UndecidedError: the enclosures do not separate it from another one.
    """
    polynomial = matrix.charpoly().numer()
    if square:
        polynomial = polynomial(flint.fmpz_poly([0, 0, 1]))
    with flint.ctx.workprec(BITS):
        near = value()
        factors = [factor for factor, _ in polynomial.factor()[1]]
        overlapping = [(f, k) for f in factors for k, x in enumerate(_real_roots(f)) if x.overlaps(near)]
    if len(overlapping) != 1:
        got = f"{len(overlapping)} candidates"
        raise UndecidedError("identify(L)", "a parameter separated from other roots", got, "Give floats.")
    factor, place = overlapping[0]
    return real_root(tuple(int(c) for c in factor.coeffs()), place)


def norm(factor: np.ndarray) -> flint.fmpq_poly:
    """The polynomial over the rationals, irreducible as well, that has the roots of an irreducible one, highest power first.

    Over Q(sqrt(n)) it is the product with the conjugate, since that is irreducible and another one.

    Examples:
        >>> norm(np.array([1, -root(2)], dtype=object))
        x^2 + (-2)
    """
    rational, irrational = map(_polynomial, parts(factor))
    n = radicand(factor)
    return rational * rational - n * irrational * irrational if n else rational


def roots(factor: np.ndarray) -> list[tuple[Exact, Exact | None]]:
    """The roots of an irreducible polynomial over Q or Q(sqrt(n)), highest power first: (real, None), (real, imaginary > 0).

    Raises:
        UndecidedError: enclosures that do not separate the roots from those of the conjugate polynomial.
    """
    candidates = _rational_roots(norm(factor))
    n = radicand(factor)
    if not n:
        return candidates
    rational, irrational = parts(factor)
    with flint.ctx.workprec(BITS):
        coefficients = [_ball(a) + _ball(b) * flint.arb(n).sqrt() for a, b in zip(rational, irrational, strict=True)]
        value = flint.acb_poly(coefficients[::-1])
        kept = [(x, y) for x, y in candidates if value(flint.acb(ball(x), 0 if y is None else ball(y))).contains(0)]
    if sum(1 if y is None else 2 for _, y in kept) != len(factor) - 1:
        got = f"{len(kept)} candidates for {len(factor) - 1}"
        raise UndecidedError("identify(L)", "roots separated from their conjugates", got, "Give floats.")
    return kept


def _rational_roots(factor: flint.fmpq_poly) -> list[tuple[Exact, Exact | None]]:
    whole = factor.numer()
    coefficients = tuple(int(c) for c in whole.coeffs())
    pairs: list[tuple[Exact, Exact | None]] = [(real_root(coefficients, k), None) for k in range(len(_real_roots(whole)))]
    with flint.ctx.workprec(BITS):
        upper = [x for x in _complex_roots(whole) if x.imag > 0]
    for z in upper:
        C = companion(coefficients)
        one = C * C.inv()
        total, difference = kronecker(C, one) + kronecker(one, C), kronecker(C, one) - kronecker(one, C)
        real = eigenvalue(total / 2, lambda z=z: z.real)
        pairs.append((real, eigenvalue(difference * difference / -4, lambda z=z: z.imag, square=True)))
    return pairs


def companion(polynomial: tuple[int, ...]) -> flint.fmpq_mat:
    """A matrix whose characteristic polynomial is a multiple of the one given."""
    n = len(polynomial) - 1
    last = [flint.fmpq(-c, polynomial[n]) for c in polynomial[:n]]
    return flint.fmpq_mat([[*(int(i == j + 1) for j in range(n - 1)), last[i]] for i in range(n)])


def kronecker(A: flint.fmpq_mat, B: flint.fmpq_mat) -> flint.fmpq_mat:
    """The Kronecker product of two rational matrices."""
    rows = [[a * b for a in left for b in right] for left in A.tolist() for right in B.tolist()]
    return flint.fmpq_mat(rows)


def interval(lower: float, upper: float) -> Interval:
    """The interval from lower to upper, widened to decimals that its width makes worth writing."""
    width = max(upper - lower, 10.0**-_DEEPEST)
    return Interval.around(Fraction(lower), Fraction(upper), min(_DEEPEST, max(1, 2 - floor(log10(width)))))


def parse_number(text: str) -> Number | None:
    """The real number or the interval that a text spells, decimals being exact; None for another text.

    Examples:
        >>> str(parse_number("2/4")), str(parse_number("1/2-1/2*sqrt(5)")), str(parse_number("0.25..0.5"))
        ('1/2', '1/2-1/2*sqrt(5)', '0.25..0.5')
    """
    ends = [_parsed(end) for end in text.split("..")]
    if len(ends) == 1:
        return ends[0]
    low, high = ends if len(ends) == 2 else (None, None)
    return Interval(low, high) if isinstance(low, Fraction) and isinstance(high, Fraction) and low <= high else None


def _parsed(text: str) -> Fraction | Surd | None:
    try:
        number = parse_exact(text, decimals=True)
    except PrecisionError:  # roots of two different fields, which no parameter is written with
        return None
    return number[0] if number and not number[1] else None


def _minimal(number: Exact) -> tuple[int, ...]:
    """The minimal polynomial, primitive integers, the constant term first."""
    if isinstance(number, Algebraic):
        return number.polynomial
    if isinstance(number, Fraction):
        return -number.numerator, number.denominator
    constant, linear = number.norm, -2 * number.a
    common = constant.denominator * linear.denominator
    return _primitive([int(c * common) for c in (constant, linear, 1)])


def _real_roots(polynomial: flint.fmpz_poly) -> list[flint.arb]:
    """Certified enclosures of the real roots of a polynomial without multiple ones, ascending."""
    with flint.ctx.workprec(BITS):
        return sorted((x.real for x in _complex_roots(polynomial) if x.imag == 0), key=lambda x: float(x.mid()))


def _complex_roots(polynomial: flint.fmpz_poly) -> list[flint.acb]:
    pairs: list[Any] = polynomial.complex_roots()  # pairs with multiplicities, which the stubs of flint leave out
    return [x for x, _ in pairs]


def _polynomial(coefficients: np.ndarray) -> flint.fmpq_poly:
    return flint.fmpq_poly([flint.fmpq(int(c.numerator), int(c.denominator)) for c in coefficients.tolist()[::-1]])


def _ball(value: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(int(value.numerator), int(value.denominator)))


def _primitive(coefficients: list[int]) -> tuple[int, ...]:
    content = int(flint.fmpz_poly(coefficients).content())
    sign = 1 if coefficients[-1] > 0 else -1
    return tuple(sign * c // content for c in coefficients)


def _ratio(end: flint.arb) -> tuple[int, int]:
    mantissa, exponent = (int(part) for part in end.man_exp())
    return (mantissa << exponent, 1) if exponent >= 0 else (mantissa, 1 << -exponent)


def _decimal(value: Fraction) -> str:
    """A fraction whose denominator divides a power of ten, in decimals."""
    with localcontext(prec=len(str(value.numerator)) + len(str(value.denominator))):
        return format(Decimal(value.numerator) / value.denominator, "f")
