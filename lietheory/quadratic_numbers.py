"""Numbers a + b sqrt(n) of a real quadratic field, exactly, and how they are read from SymPy and from text.

Arithmetic gives a :class:`fractions.Fraction` wherever the result is rational, so that a :class:`Surd` is never zero.
The sign is that of the real number, with sqrt(n) > 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from math import isfinite, isqrt, sqrt
from numbers import Rational
from typing import Any

import flint

from lietheory.errors import PrecisionError, in_call

_TERM = re.compile(r"([+-]?)(?:(\d+(?:\.\d+)?(?:/\d+)?)\*?)?(?:sqrt\((\d+)\)\*?)?([iI]?)(?:/(\d+))?")
_FACTORED = 2**100  # radicands below are factored completely, in milliseconds; of larger ones, primes below _TRIED are sought
_TRIED = 10**6
_LONGEST = 4000  # characters of a number; Python reads integers of 4,300 digits


@total_ordering
@dataclass(frozen=True, eq=False, slots=True)
class Surd:
    """The irrational number a + b sqrt(n).

    Args:
        a: the rational part.
        b: the factor of the root, not zero.
        n: an integer > 1 without square factors.

    Examples:
        >>> golden = Surd(Fraction(1, 2), Fraction(1, 2), 5)
        >>> str(golden * golden - golden), 1 / golden == golden - 1, golden > 1.6
        ('1', True, True)
    """

    a: Fraction
    b: Fraction
    n: int

    def __add__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: surd(self.a + a, self.b + b, self.n), lambda x: float(self) + x)

    def __mul__(self, other: Any) -> Any:
        def product(a: Fraction, b: Fraction) -> Surd | Fraction:
            return surd(self.a * a + self.n * self.b * b, self.a * b + self.b * a, self.n)

        return self._with(other, product, lambda x: float(self) * x)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Surd:
        return Surd(-self.a, -self.b, self.n)

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __truediv__(self, other: Any) -> Any:
        return self * (1 / Fraction(other) if isinstance(other, Rational) else 1 / other)

    def __rtruediv__(self, other: Any) -> Any:
        return Surd(self.a / self.norm, -self.b / self.norm, self.n) * other

    def __pow__(self, power: int) -> Any:
        value = Fraction(1)
        for _ in range(abs(power)):
            value = self * value
        return value if power >= 0 else 1 / value

    def __abs__(self) -> Surd:
        return -self if self.sign < 0 else self

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Surd) and (self.a, self.b, self.n) == (other.a, other.b, other.n)

    def __lt__(self, other: Any) -> bool:
        if isinstance(other, float):
            if not isfinite(other):
                return other > 0
            other = Fraction(other)
        difference = self - other
        return (difference.sign if isinstance(difference, Surd) else difference) < 0

    def __hash__(self) -> int:
        return hash((self.a, self.b, self.n))

    def __float__(self) -> float:
        """The nearest float or one beside it: where the terms cancel, the norm over their sum is taken."""
        a, root = float(self.a), float(self.b) * sqrt(self.n)
        return a + root if a * root >= 0 else float(self.norm / Fraction(a - root))

    def __str__(self) -> str:
        sign = "-" if self.b < 0 else "+" if self.a else ""
        factor = "" if abs(self.b) == 1 else f"{abs(self.b)}*"
        return f"{self.a or ''}{sign}{factor}sqrt({self.n})"

    __repr__ = __str__

    @property
    def norm(self) -> Fraction:
        """a^2 - n b^2, the product with the conjugate."""
        return self.a * self.a - self.n * self.b * self.b

    @property
    def sign(self) -> int:
        """-1 or 1: that of the larger of the two terms."""
        leading = self.a if self.norm > 0 else self.b
        return 1 if leading > 0 else -1

    def _with(self, other: Any, exact: Callable, floating: Callable) -> Any:
        if isinstance(other, Surd):
            if other.n != self.n:
                raise different_fields("arithmetic", self, other)
            return exact(other.a, other.b)
        if isinstance(other, Rational):
            return exact(Fraction(int(other.numerator), int(other.denominator)), Fraction(0))
        return floating(other) if isinstance(other, float) else NotImplemented


def surd(a: Fraction, b: Fraction, n: int) -> Surd | Fraction:
    """a + b sqrt(n) for n without square factors, a Fraction where it is rational."""
    return Surd(a, b, n) if b else a


def root(n: int) -> Surd | Fraction:
    """sqrt(n) for an integer n >= 0.

    Examples:
        >>> root(12), root(49)
        (2*sqrt(3), Fraction(7, 1))
    """
    if n == 0:
        return Fraction(0)
    outside, inside = 1, 1
    for prime, power in flint.fmpz(n).factor() if n < _FACTORED else flint.fmpz(n).factor(trial_limit=_TRIED):
        outside, inside = outside * int(prime) ** (power // 2), inside * int(prime) ** (power % 2)
    whole = isqrt(inside)
    return Fraction(outside * whole) if whole * whole == inside else Surd(Fraction(0), Fraction(outside), inside)


def different_fields(call: str, one: Surd, two: Surd) -> PrecisionError:
    """The error for numbers with two different roots."""
    return PrecisionError(
        call,
        "exact numbers of one field Q(sqrt(n))",
        f"{one} and {two}",
        "Change basis so that one root is left, or give floats.",
    )


def parse_exact(text: str, *, decimals: bool = False) -> tuple[Surd | Fraction, Surd | Fraction] | None:
    """The real and the imaginary part of a number such as "1/2", "1-3*sqrt(5)/2" or "2*I"; None for another text.

    Args:
        text: the number.
        decimals: whether "0.5" counts as 1/2; in files and commands it is a float.

    Raises:
        PrecisionError: roots of two different fields.

    Examples:
        >>> parse_exact("1/2+1/2*sqrt(5)"), parse_exact("2*I"), parse_exact("pi")
        ((1/2+1/2*sqrt(5), Fraction(0, 1)), (Fraction(0, 1), Fraction(2, 1)), None)
    """
    text, place = text.replace(" ", ""), 0
    if len(text) > _LONGEST:
        return None
    parts: list[Any] = [Fraction(0), Fraction(0)]
    while place < len(text):
        match = _TERM.match(text, place)
        sign, factor, radicand, imaginary, divisor = match.groups() if match else [""] * 5
        above, _, below = (factor or "1").partition("/")
        empty = not (factor or radicand or imaginary) or (place and not sign)
        if match is None or empty or ("." in above and not decimals) or not int(below or 1) * int(divisor or 1):
            return None
        value = Fraction(above) / (int(below or 1) * int(divisor or 1)) * (-1 if sign == "-" else 1)
        parts[bool(imaginary)] += value * root(int(radicand)) if radicand else value
        place = match.end()
    return (parts[0], parts[1]) if text else None


def is_sympy(value: object) -> bool:
    """Whether a number is one of SymPy's, decided without importing SymPy."""
    return type(value).__module__.partition(".")[0] == "sympy"


def from_sympy(value: Any, call: str) -> tuple[Any, Any] | None:
    """The real and the imaginary part of a SymPy number, where both are rational or in one quadratic field; else None.

    Raises:
        PrecisionError: sums of square roots of different fields.
    """
    import sympy

    if value.has(sympy.Float) or value.free_symbols:
        return None
    with in_call(call):
        real, imaginary = map(_real_part, sympy.expand(value, complex=True, func=True).as_real_imag())
    return None if real is None or imaginary is None else (real, imaginary)


def sympy_number(x: Surd | Rational | float) -> Any:
    """A number as SymPy's: a Rational if it is rational, a + b sqrt(n) if it is that, else a Float."""
    import sympy

    if isinstance(x, Surd):
        return sympy_number(x.a) + sympy_number(x.b) * sympy.sqrt(x.n)
    return sympy.Rational(int(x.numerator), int(x.denominator)) if isinstance(x, Rational) else sympy.Float(float(x))


def _real_part(value: Any) -> Surd | Fraction | None:
    import sympy

    number = _evaluated(value)
    return _evaluated(sympy.sqrtdenest(value)) if number is None else number


def _evaluated(value: Any) -> Surd | Fraction | None:
    """A real SymPy expression of sums, products, whole powers and square roots of rationals, if it is in one field."""
    if value.is_Rational:
        return Fraction(int(value.p), int(value.q))
    if value.is_Pow and value.exp.is_Rational and value.exp.q in (1, 2):
        base = _evaluated(value.base)
        if value.exp.q == 2:
            if not isinstance(base, Fraction) or base < 0:
                return None
            base = root(base.numerator * base.denominator) / base.denominator
        return None if base is None else _power(base, int(value.exp.p))
    if value.is_Add or value.is_Mul:
        total: Any = Fraction(0) if value.is_Add else Fraction(1)
        for part in map(_evaluated, value.args):
            if part is None:
                return None
            total = total + part if value.is_Add else total * part
        return total
    return None


def _power(base: Surd | Fraction, exponent: int) -> Surd | Fraction:
    product: Any = Fraction(1)
    for _ in range(abs(exponent)):
        product = product * base
    return 1 / product if exponent < 0 else product
