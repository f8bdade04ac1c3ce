"""Bounds on norms: |sum_j c_j A_j B_j ...| <= sum_j |c_j| |A_j| |B_j| ..., then raised by what is known not to be negative.

Used of the norm: |A + B| <= |A| + |B|, |A B| <= |A| |B| and |q A| = |q| |A| for numbers q, as of operator norms, of
Frobenius's and of the largest row sum, the one of the exact replay. That |I| = 1 is not used: it is false of Frobenius's,
and a derivation that needs it states it as a hypothesis. A bound is a scalar: a polynomial in symbols for the norms of letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from lietheory.errors import LieTheoryError
from lietheory.proof.normaliser import NotProved
from lietheory.proof.scalars import Scalar, scalar
from lietheory.proof.words import Expression, identity


@dataclass(frozen=True)
class AtMost:
    """The hypothesis |expression| <= bound."""

    name: str
    expression: Expression
    bound: Scalar

    def latex(self) -> str:
        return rf"\left| {self.expression.latex()} \right| \le {self.bound.latex()}"


@dataclass(frozen=True)
class NonNegative:
    """The hypothesis that a scalar is not negative."""

    name: str
    scalar: Scalar

    def latex(self) -> str:
        return rf"{self.scalar.latex()} \ge 0"


@dataclass(frozen=True)
class Norm:
    """|expression|, which a chain of bounds starts from."""

    expression: Expression

    def latex(self) -> str:
        return rf"\left| {self.expression.latex()} \right|"

    __str__ = latex


@dataclass(frozen=True)
class Product:
    """A rational multiple of the product of what the named hypotheses are about."""

    coefficient: Fraction | int
    names: tuple[str, ...]


@dataclass(frozen=True)
class BoundStep:
    """The next bound of a chain, and the products that take the one before to it.

    The first step cuts the expression into products of expressions with known norms. Every later
    one adds products, with positive coefficients, of scalars that are not negative.
    """

    to: Scalar
    reason: str
    by: tuple[Product, ...]
    relation = r"\le"

    def without(self, name: str) -> BoundStep:
        """The step without the products that use a hypothesis."""
        return BoundStep(self.to, self.reason, tuple(p for p in self.by if name not in p.names))


@dataclass(frozen=True)
class BoundChain:
    """|expression| <= bound <= ... <= bound."""

    title: str
    start: Norm
    steps: tuple[BoundStep, ...]

    def __post_init__(self) -> None:
        if not self.steps:
            raise LieTheoryError(f"BoundChain({self.title!r})", "at least one step", "none", "The steps prove the last bound.")

    @property
    def end(self) -> Scalar:
        return self.steps[-1].to


def judge_cut(start: Norm, step: BoundStep, known: Mapping[str, AtMost], normal_form) -> None:
    """Accept |start| <= step.to by the triangle inequality and |A B| <= |A| |B|.

    Raises:
        NotProved: the products do not add up to the expression, or their bounds not to the next bound.
    """
    rest, bound = start.expression, Scalar()
    for product in step.by:
        if not product.names:
            raise NotProved("|I| is 1 in an operator norm and sqrt(d) in Frobenius's: state a bound on I as a hypothesis")
        word, size = identity(start.expression.rows), scalar(1)
        for name in product.names:
            hypothesis = _named(known, name)
            word, size = word @ hypothesis.expression, size * hypothesis.bound
        rest = rest - word * scalar(product.coefficient)
        bound = bound + size * abs(Fraction(product.coefficient))
    if left := normal_form(rest).terms:
        raise NotProved(f"the expression less the products is {Expression(rest.rows, rest.columns, left)}, not 0")
    if bound != step.to:
        raise NotProved(f"the norms add up to {bound}, not to {step.to}")


def judge_raise(previous: Scalar, step: BoundStep, known: Mapping[str, NonNegative]) -> None:
    """Accept previous <= step.to where their difference is a sum of products that are not negative.

    Raises:
        NotProved: a negative coefficient, or products that do not add up to the difference.
    """
    rest = step.to - previous
    for product in step.by:
        if product.coefficient < 0:
            raise NotProved(f"adds {product.coefficient} times {', '.join(product.names)}")
        value = scalar(product.coefficient)
        for name in product.names:
            value = value * _named(known, name).scalar
        rest = rest - value
    if rest:
        raise NotProved(f"the difference less the products is {rest}, not 0")


def _named(known: Mapping, name: str):
    if name not in known:
        raise NotProved(f"{name} is not a hypothesis")
    return known[name]


def row_sum_norm(A: np.ndarray) -> Fraction:
    """The largest sum of absolute values in a row: of columns the largest entry, of rows the sum; rational for rational A."""
    return max(sum((abs(Fraction(x)) for x in row), start=Fraction(0)) for row in A)
