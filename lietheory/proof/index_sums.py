"""Index sums with Kronecker deltas over symbolic ranges: sum_{mu, a} delta(mu, a) w[a] h[mu].

An index is a name with a range, its size a symbol. A delta joins two indices of one range only, so
that contracting it can never lose the boundary; sums over other ranges are refused, not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product

import numpy as np

from lietheory.errors import ShapeError
from lietheory.proof.scalars import Scalar, scalar, symbol, tex


@dataclass(frozen=True, order=True)
class Index:
    """An index running over 1..size, where ``size`` is a symbol."""

    name: str
    size: str


@dataclass(frozen=True, order=True)
class Component:
    """One entry of a named tensor, w[a, mu]; ``delta`` is the Kronecker delta."""

    tensor: str
    indices: tuple[Index, ...]

    def __post_init__(self) -> None:
        if self.tensor == "delta" and (len(self.indices) != 2 or self.indices[0].size != self.indices[1].size):
            ranges = ", ".join(f"{i.name} in 1..{i.size}" for i in self.indices)
            raise ShapeError("delta(...)", "two indices of one range", ranges, "Embed one range in the other by a tensor.")

    def latex(self) -> str:
        names = " ".join(tex(i.name) for i in self.indices)
        return rf"\delta_{{{names}}}" if self.tensor == "delta" else f"{self.tensor}_{{{names}}}" if names else self.tensor


@dataclass(frozen=True)
class Term:
    """coefficient * sum over ``bound`` of the product of ``factors``."""

    coefficient: Scalar
    factors: tuple[Component, ...]
    bound: frozenset[Index]


@dataclass(frozen=True)
class IndexSum:
    """A sum of terms; its free indices are those that no term sums over."""

    terms: tuple[Term, ...]

    def __add__(self, other: IndexSum) -> IndexSum:
        return IndexSum(self.terms + other.terms)

    def __mul__(self, other: IndexSum | Scalar | int | Fraction) -> IndexSum:
        if not isinstance(other, IndexSum):
            return IndexSum(tuple(Term(t.coefficient * scalar(other), t.factors, t.bound) for t in self.terms))
        return IndexSum(tuple(_joined(a, b) for a in self.terms for b in other.terms))

    __rmul__ = __mul__

    def __sub__(self, other: IndexSum) -> IndexSum:
        return self + other * -1

    def summed(self, *indices: Index) -> IndexSum:
        """The sum over these indices."""
        if len(set(indices)) < len(indices):
            raise ShapeError("summed(...)", "each index once", ", ".join(i.name for i in indices), "A sum binds its index once.")
        for term in self.terms:
            if clash := term.bound & set(indices):
                raise ShapeError("summed(...)", "indices not summed over already", str(clash), "Use another name.")
        return IndexSum(tuple(Term(t.coefficient, t.factors, t.bound | set(indices)) for t in self.terms))

    def normal_form(self) -> Mapping[tuple, Scalar]:
        """Coefficients by contracted term, its bound indices renamed canonically."""
        total: dict[tuple, Scalar] = {}
        for term in self.terms:
            contracted = _contracted(term)
            key = _canonical(contracted)
            total[key] = total.get(key, Scalar()) + contracted.coefficient
        return {k: s for k, s in total.items() if s}

    def value(self, sizes: Mapping[str, int], tensors: Mapping[str, np.ndarray], free: Mapping[Index, int]) -> Fraction:
        """The sum written out, entry by entry, at concrete sizes and tensors: the slow twin of ``normal_form``."""
        total = Fraction(0)
        for term in self.terms:
            bound = sorted(term.bound)
            for values in product(*(range(sizes[i.size]) for i in bound)):
                at = dict(free) | dict(zip(bound, values, strict=True))
                entry = term.coefficient.value(sizes)
                for factor in term.factors:
                    place = tuple(at[i] for i in factor.indices)
                    entry *= int(place[0] == place[1]) if factor.tensor == "delta" else Fraction(tensors[factor.tensor][place])
                total += entry
        return total

    def latex(self) -> str:
        return " + ".join(_latex_term(t) for t in self.terms).replace("+ -", "- ") or "0"

    __str__ = latex


def component(tensor: str, *indices: Index) -> IndexSum:
    """The entry of a tensor at these indices."""
    return IndexSum((Term(scalar(1), (Component(tensor, indices),), frozenset()),))


def delta(first: Index, second: Index) -> IndexSum:
    """The Kronecker delta of two indices of one range.

    Raises:
        ShapeError: the indices run over different ranges.
    """
    return component("delta", first, second)


def constant(value: Scalar | int | Fraction) -> IndexSum:
    """A scalar as an index sum without indices."""
    return IndexSum((Term(scalar(value), (), frozenset()),))


def _joined(first: Term, second: Term) -> Term:
    """The product; an index that both sum over is renamed in the second."""
    inside_first = first.bound | {i for f in first.factors for i in f.indices}
    inside_second = second.bound | {i for f in second.factors for i in f.indices}
    if captured := (inside_second - second.bound) & first.bound:
        raise ShapeError(
            "product of sums",
            "free indices that the other factor does not sum over",
            ", ".join(i.name for i in captured),
            "Rename the summed index.",
        )
    taken, renamed = set(inside_first | inside_second), {}
    for index in sorted(second.bound & inside_first):
        renamed[index] = _fresh(index, taken)
        taken.add(renamed[index])  # two indices must not be renamed to one
    factors = tuple(Component(f.tensor, tuple(renamed.get(i, i) for i in f.indices)) for f in second.factors)
    bound = frozenset(renamed.get(i, i) for i in second.bound)
    return Term(first.coefficient * second.coefficient, first.factors + factors, first.bound | bound)


def _fresh(index: Index, taken: set[Index]) -> Index:
    while index in taken:
        index = Index(index.name + "'", index.size)
    return index


def _contracted(term: Term) -> Term:
    """Deltas with a summed index removed, and sums over an index that occurs nowhere carried out."""
    for place, factor in enumerate(term.factors):
        if factor.tensor != "delta":
            continue
        first, second = factor.indices
        rest = term.factors[:place] + term.factors[place + 1 :]
        if first == second:
            return _contracted(Term(term.coefficient, rest, term.bound))
        gone, kept = (first, second) if first in term.bound else (second, first)
        if gone in term.bound:
            replaced = tuple(Component(f.tensor, tuple(kept if i == gone else i for i in f.indices)) for f in rest)
            return _contracted(Term(term.coefficient, replaced, term.bound - {gone}))
    used = {i for f in term.factors for i in f.indices}
    coefficient = term.coefficient
    for index in term.bound - used:
        coefficient = coefficient * symbol(index.size)
    return Term(coefficient, term.factors, term.bound & used)


def _canonical(term: Term) -> tuple:
    """The least of all renamings of the bound indices, with the factors sorted."""
    bound = sorted(term.bound)
    candidates = []
    for order in permutations(range(len(bound))):
        renamed = {i: Index(f"#{k}", i.size) for i, k in zip(bound, order, strict=True)}
        candidates.append(tuple(sorted(_renamed_component(f, renamed) for f in term.factors)))
    return min(candidates)


def _renamed_component(factor: Component, renamed: Mapping[Index, Index]) -> Component:
    # a free index is marked, so that none is taken for a summed one, whatever its name
    indices = tuple(renamed.get(i, Index(f"free {i.name}", i.size)) for i in factor.indices)
    return Component(factor.tensor, tuple(sorted(indices)) if factor.tensor == "delta" else indices)


def _latex_term(term: Term) -> str:
    body = " ".join(f.latex() for f in term.factors)
    sum_sign = rf"\sum_{{{', '.join(tex(i.name) for i in sorted(term.bound))}}} " if term.bound else ""
    coefficient = "" if term.coefficient == 1 else "-" if term.coefficient == -1 else term.coefficient.latex() + " "
    return coefficient + sum_sign + body if body or sum_sign else term.coefficient.latex()
