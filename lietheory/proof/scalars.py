"""Commuting scalars of a derivation: Laurent polynomials over the rationals in named symbols.

A scalar is a sum of monomials q a^i b^j ..., exponents possibly negative. Dividing by a symbol is
allowed here and must be discharged by a hypothesis that it is not zero (see ``derivation``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

_GREEK = frozenset(
    ["alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "phi"]
)

Monomial = tuple[tuple[str, int], ...]  # sorted by name, no zero exponents
Binding = Mapping[str, Any]
"""What the names of a derivation stand for: numbers, matrices, tensors, and places of indices; an instance is one."""


@dataclass(frozen=True)
class Scalar:
    """A Laurent polynomial, as its non-zero coefficients by monomial."""

    terms: Mapping[Monomial, Fraction] = field(default_factory=dict)

    def __add__(self, other: Scalar | int | Fraction) -> Scalar:
        total = dict(self.terms)
        for monomial, coefficient in scalar(other).terms.items():
            total[monomial] = total.get(monomial, Fraction(0)) + coefficient
        return Scalar({m: q for m, q in total.items() if q})

    def __mul__(self, other: Scalar | int | Fraction) -> Scalar:
        total = Scalar()
        for m1, q1 in self.terms.items():
            total = total + Scalar({_times(m1, m2): q1 * q2 for m2, q2 in scalar(other).terms.items()})
        return total

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Scalar:
        return self * -1

    def __sub__(self, other: Scalar | int | Fraction) -> Scalar:
        return self + -scalar(other)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scalar | int | Fraction) and not (self - other).terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms.items()))

    def reciprocal(self) -> Scalar:
        """1/s of a single monomial s; a sum has no reciprocal among Laurent polynomials."""
        if len(self.terms) != 1:
            raise ZeroDivisionError(f"{self} is not a monomial, so it has no reciprocal here")
        ((monomial, coefficient),) = self.terms.items()
        return Scalar({tuple((name, -power) for name, power in monomial): 1 / coefficient})

    def divisors(self) -> frozenset[str]:
        """The symbols that the scalar divides by."""
        return frozenset(name for monomial in self.terms for name, power in monomial if power < 0)

    def symbols(self) -> frozenset[str]:
        """The symbols that occur."""
        return frozenset(name for monomial in self.terms for name, _ in monomial)

    def value(self, binding: Binding) -> Fraction:
        """The scalar at rational values of its symbols."""
        total = Fraction(0)
        for monomial, coefficient in self.terms.items():
            for name, power in monomial:
                coefficient *= Fraction(binding[name]) ** power
            total += coefficient
        return total

    def latex(self) -> str:
        """The scalar as LaTeX."""
        return " + ".join(_latex_term(m, q) for m, q in sorted(self.terms.items())).replace("+ -", "- ") or "0"

    __str__ = latex


def scalar(value: Scalar | int | Fraction) -> Scalar:
    """A rational number as a scalar; a scalar as it is."""
    if isinstance(value, Scalar):
        return value
    return Scalar({(): Fraction(value)} if value else {})


def symbol(name: str) -> Scalar:
    """The scalar that is one symbol."""
    return Scalar({((name, 1),): Fraction(1)})


def _times(first: Monomial, second: Monomial) -> Monomial:
    powers = dict(first)
    for name, power in second:
        powers[name] = powers.get(name, 0) + power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _latex_term(monomial: Monomial, coefficient: Fraction) -> str:
    above = [_power(name, power) for name, power in monomial if power > 0]
    below = [_power(name, -power) for name, power in monomial if power < 0]
    sign = "-" if coefficient < 0 else ""
    top, bottom = abs(coefficient.numerator), coefficient.denominator
    top_text = " ".join(([str(top)] if top != 1 or not above else []) + above)
    bottom_text = " ".join(([str(bottom)] if bottom != 1 else []) + below)
    return sign + (rf"\tfrac{{{top_text}}}{{{bottom_text}}}" if bottom_text else top_text)


def _power(name: str, power: int) -> str:
    return tex(name) if power == 1 else f"{tex(name)}^{{{power}}}"


def tex(name: str) -> str:
    """A symbol's name as LaTeX: Greek names get their backslash.

    Examples:
        >>> tex("lambda"), tex("w")
        ('\\\\lambda', 'w')
    """
    return "\\" + name if name in _GREEK else name
