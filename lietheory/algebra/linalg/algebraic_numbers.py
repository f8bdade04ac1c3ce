"""Real numbers that parameters of a name can be: algebraic ones, exactly, and intervals.

An algebraic number is kept as its minimal polynomial and its place among the real roots of that. Sums, products
and quotients are eigenvalues of Kronecker products of companion matrices; which eigenvalue is decided by
certified root enclosures.

References:
    R. Loos, Computing in algebraic extensions, 1982: arithmetic by resultants, which these characteristic polynomials are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, log10

import flint

from lietheory.errors import UndecidedError

BITS = 400  # certified digits that tell apart the roots of every polynomial that occurs here
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

    def __str__(self) -> str:
        return f"{_decimal(self.lower)}..{_decimal(self.upper)}"


@dataclass(frozen=True)
class Algebraic:
    """A real algebraic number.

    Args:
        polynomial: its minimal polynomial, primitive integers, the constant term first.
        place: which of its real roots, from 0, ascending.
    """

    polynomial: tuple[int, ...]
    place: int

    @classmethod
    def rational(cls, value: Fraction | int) -> Algebraic:
        """A rational number."""
        value = Fraction(value)
        return cls((-value.numerator, value.denominator), 0)

    @property
    def as_fraction(self) -> Fraction | None:
        """Its value if it is rational."""
        return Fraction(-self.polynomial[0], self.polynomial[1]) if len(self.polynomial) == 2 else None

    @cached_property
    def ball(self) -> flint.arb:
        """A certified enclosure."""
        return _real_roots(flint.fmpz_poly(list(self.polynomial)))[self.place]

    @property
    def sign(self) -> int:
        """-1, 0 or 1."""
        value = self.as_fraction
        if value is not None:
            return (value > 0) - (value < 0)
        return 1 if self.ball > 0 else -1

    @property
    def middle(self) -> float:
        """The nearest float."""
        return float(self.ball.mid())

    def __neg__(self) -> Algebraic:
        flipped = tuple(c * (-1) ** k for k, c in enumerate(self.polynomial))
        roots = len(_real_roots(flint.fmpz_poly(list(self.polynomial))))
        return Algebraic(_primitive(flipped), roots - 1 - self.place)

    def __abs__(self) -> Algebraic:
        return -self if self.sign < 0 else self

    def __lt__(self, other: Algebraic) -> bool:
        return self != other and bool(self.ball < other.ball)

    def __truediv__(self, other: Algebraic) -> Algebraic:
        """The quotient, for a divisor that is not zero."""
        one, two = self.as_fraction, other.as_fraction
        if one is not None and two is not None:
            return Algebraic.rational(one / two)
        matrix = kronecker(companion(self.polynomial), companion(other.polynomial).inv())
        return eigenvalue(matrix, lambda: self.ball / other.ball)

    def __str__(self) -> str:
        value = self.as_fraction
        if value is not None:
            return str(value)
        return _surd(self) if len(self.polynomial) == 3 else str(enclosure(self))


Number = Algebraic | Interval


def eigenvalue(matrix: flint.fmpq_mat, value: Callable[[], flint.arb], square: bool = False) -> Algebraic:
    """The real eigenvalue of a rational matrix (with ``square``, the root of one) that lies in a ball.

    Raises:
        UndecidedError: the enclosures do not tell it from another one.
    """
    polynomial = matrix.charpoly().numer()
    if square:
        polynomial = polynomial(flint.fmpz_poly([0, 0, 1]))
    with flint.ctx.workprec(BITS):
        near = value()
        factors = [factor for factor, _ in polynomial.factor()[1]]
        found = [(f, k) for f in factors for k, root in enumerate(_real_roots(f)) if root.overlaps(near)]
    if len(found) != 1:
        raise UndecidedError("identify(L)", "a parameter told from others", f"{len(found)} candidates", "Give floats.")
    factor, place = found[0]
    return Algebraic(_primitive([int(c) for c in factor.coeffs()]), place)


def roots(factor: flint.fmpq_poly) -> list[tuple[Algebraic, Algebraic | None]]:
    """The roots of an irreducible polynomial as (real, None), and pairs real +- i imaginary as (real, imaginary > 0)."""
    whole = factor.numer()
    coefficients = _primitive([int(c) for c in whole.coeffs()])
    found: list[tuple[Algebraic, Algebraic | None]] = [(Algebraic(coefficients, k), None) for k in range(len(_real_roots(whole)))]
    with flint.ctx.workprec(BITS):
        pairs = [root for root, _ in whole.complex_roots() if root.imag > 0]
    for z in pairs:
        C, one = companion(coefficients), _identity(len(coefficients) - 1)
        total, difference = kronecker(C, one) + kronecker(one, C), kronecker(C, one) - kronecker(one, C)
        half, quarter = flint.fmpq(1, 2), flint.fmpq(-1, 4)
        real = eigenvalue(total * half, lambda z=z: z.real)
        found.append((real, eigenvalue(difference * difference * quarter, lambda z=z: z.imag, square=True)))
    return found


def companion(polynomial: tuple[int, ...]) -> flint.fmpq_mat:
    """A matrix whose characteristic polynomial is a multiple of the one given."""
    n = len(polynomial) - 1
    C = flint.fmpq_mat(n, n)
    for i in range(n - 1):
        C[i + 1, i] = 1
    for i in range(n):
        C[i, n - 1] = flint.fmpq(-polynomial[i], polynomial[n])
    return C


def kronecker(A: flint.fmpq_mat, B: flint.fmpq_mat) -> flint.fmpq_mat:
    """The Kronecker product of two rational matrices."""
    rows = [[a * b for a in left for b in right] for left in A.tolist() for right in B.tolist()]
    return flint.fmpq_mat(rows)


def interval(lower: float, upper: float) -> Interval:
    """The interval from lower to upper, widened to decimals that its width makes worth writing."""
    width = max(upper - lower, 10.0**-_DEEPEST)
    return _rounded(Fraction(lower), Fraction(upper), min(_DEEPEST, max(1, 2 - floor(log10(width)))))


def enclosure(number: Algebraic) -> Interval:
    """An interval of decimals that contains an algebraic number, and is certified to."""
    value = number.ball
    magnitude = abs(number.middle)
    low, high = (Fraction(*_ratio(end)) for end in (value.lower(), value.upper()))
    return _rounded(low, high, _DIGITS - floor(log10(magnitude)) if magnitude else _DIGITS)


def parse_number(text: str) -> Number | None:
    """The number that :class:`Algebraic` or :class:`Interval` writes; None for another text.

    Examples:
        >>> str(parse_number("2/4")), str(parse_number("1/2-1/2*sqrt(5)")), str(parse_number("0.25..0.5"))
        ('1/2', '1/2-1/2*sqrt(5)', '0.25..0.5')
    """
    text = text.replace(" ", "")
    rational = r"\d+(?:\.\d+)?(?:/\d+)?"
    between = re.fullmatch(rf"(-?{rational})\.\.(-?{rational})", text)
    if between:
        low, high = _fraction(between[1]), _fraction(between[2])
        return Interval(low, high) if low is not None and high is not None and low <= high else None
    surd = re.fullmatch(rf"(-?{rational}(?=[+-]|$))?(?:([+-]?)({rational})?\*?sqrt\((\d+)\))?", text)
    if not text or not surd or (surd[1] and surd[4] and not surd[2]):
        return None
    value = _fraction(surd[1] or "0")
    if value is None or surd[4] is None:
        return None if value is None else Algebraic.rational(value)
    factor = _fraction(surd[3] or "1")
    return None if factor is None else _from_surd(value, -factor if surd[2] == "-" else factor, int(surd[4]))


def _from_surd(value: Fraction, factor: Fraction, radicand: int) -> Algebraic:
    """value + factor sqrt(radicand)."""
    root = flint.fmpz(radicand).sqrtrem()
    if not root[1] or not factor:
        return Algebraic.rational(value + factor * int(root[0]))
    square = factor * factor * radicand
    polynomial = [value * value - square, -2 * value, Fraction(1)]  # (x - value)^2 = factor^2 radicand
    common = polynomial[0].denominator * polynomial[1].denominator
    return Algebraic(_primitive([int(c * common) for c in polynomial]), int(factor > 0))


def _surd(number: Algebraic) -> str:
    """p + q sqrt(n) with n free of squares."""
    c, b, a = number.polynomial
    outside, inside = 1, 1
    for prime, power in flint.fmpz(b * b - 4 * a * c).factor():
        outside, inside = outside * int(prime) ** (power // 2), inside * int(prime) ** (power % 2)
    value, factor = Fraction(-b, 2 * a), Fraction(outside, 2 * abs(a)) * (1 if number.place else -1)
    sign = "-" if factor < 0 else "+" if value else ""
    return f"{value or ''}{sign}{'' if abs(factor) == 1 else f'{abs(factor)}*'}sqrt({inside})"


def _real_roots(polynomial: flint.fmpz_poly) -> list[flint.arb]:
    """Certified enclosures of the real roots of a polynomial without multiple ones, ascending."""
    with flint.ctx.workprec(BITS):
        return sorted((root.real for root, _ in polynomial.complex_roots() if root.imag == 0), key=lambda root: float(root.mid()))


def _identity(n: int) -> flint.fmpq_mat:
    return flint.fmpq_mat([[int(i == j) for j in range(n)] for i in range(n)])


def _primitive(coefficients: list[int] | tuple[int, ...]) -> tuple[int, ...]:
    content = int(flint.fmpz_poly(list(coefficients)).content()) if coefficients else 1
    sign = 1 if coefficients[-1] > 0 else -1
    return tuple(sign * c // content for c in coefficients)


def _fraction(text: str) -> Fraction | None:
    above, _, below = text.partition("/")
    return None if below and not int(below) else Fraction(above) / Fraction(below or 1)


def _ratio(end: flint.arb) -> tuple[int, int]:
    mantissa, exponent = (int(part) for part in end.man_exp())
    return (mantissa << exponent, 1) if exponent >= 0 else (mantissa, 1 << -exponent)


def _rounded(lower: Fraction, upper: Fraction, decimals: int) -> Interval:
    scale = Fraction(10) ** decimals
    return Interval(Fraction(floor(lower * scale)) / scale, Fraction(ceil(upper * scale)) / scale)


def _decimal(value: Fraction) -> str:
    """A fraction whose denominator divides a power of ten, in decimals."""
    decimals = 0
    while (value * 10**decimals).denominator != 1 and decimals < 40:
        decimals += 1
    digits = str(abs(value.numerator) * 10**decimals // value.denominator).rjust(decimals + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)
