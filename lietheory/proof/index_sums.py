"""Index sums with Kronecker deltas over symbolic ranges: sum_{mu, a} delta(mu, a + i) w[a] h[mu].

An index is a name with a range, its size a symbol; a delta joins two places of one range only. A sum
over an index that a delta fixes at a place is carried out only where the range cannot be left: the
place is an index of that range, or a tensor is read there, which is zero outside, or the line is
circular. Other sums stay as they are, so that the boundary is never lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import permutations, product
from operator import itemgetter

import numpy as np

from lietheory.errors import ShapeError
from lietheory.proof.index_arithmetic import Index, Place, difference, indices_in, linear, place_of, position, solved, substituted
from lietheory.proof.scalars import Scalar, scalar, symbol, tex


@dataclass(frozen=True)
class Component:
    """One entry of a named tensor, w[a, mu] or h[mu - i]; ``delta`` is the Kronecker delta, 1 where its places are equal."""

    tensor: str
    indices: tuple[Index | Place, ...]

    def __post_init__(self) -> None:
        if self.tensor == "delta" and (len(self.indices) != 2 or self.indices[0].line != self.indices[1].line):
            ranges = ", ".join(f"{i.latex()} in 1..{i.line[0]}" for i in self.indices)
            raise ShapeError("delta(...)", "two indices of one range", ranges, "Embed one range in the other by a tensor.")

    def depends_on(self) -> frozenset[Index]:
        """The indices that its places are made of."""
        return frozenset(i for place in self.indices for i in indices_in(place))

    def latex(self) -> str:
        separator = ", " if any(isinstance(i, Place) for i in self.indices) else " "
        names = separator.join(i.latex() for i in self.indices)
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
                    if not entry:
                        break
                    entry *= _entry(factor, at, sizes, tensors)
                total += entry
        return total

    def latex(self) -> str:
        return " + ".join(_latex_term(t) for t in self.terms).replace("+ -", "- ") or "0"

    __str__ = latex


def _entry(factor: Component, at: Mapping[Index, int], sizes: Mapping[str, int], tensors: Mapping[str, np.ndarray]) -> Fraction:
    places = tuple(position(place, at, sizes) for place in factor.indices)
    if factor.tensor == "delta":
        return Fraction(int(places[0] == places[1]))
    inside = all(0 <= p < sizes[place.line[0]] for p, place in zip(places, factor.indices, strict=True))
    return Fraction(tensors[factor.tensor][places]) if inside else Fraction(0)


def component(tensor: str, *indices: Index | Place) -> IndexSum:
    """The entry of a tensor at these places."""
    return IndexSum((Term(scalar(1), (Component(tensor, indices),), frozenset()),))


def delta(first: Index | Place, second: Index | Place) -> IndexSum:
    """The Kronecker delta of two places of one range.

    Raises:
        ShapeError: the indices run over different ranges.
    """
    return component("delta", first, second)


def constant(value: Scalar | int | Fraction) -> IndexSum:
    """A scalar as an index sum without indices."""
    return IndexSum((Term(scalar(value), (), frozenset()),))


def _joined(first: Term, second: Term) -> Term:
    """The product; an index that both sum over is renamed in the second."""
    inside_first = first.bound | {i for f in first.factors for i in f.depends_on()}
    inside_second = second.bound | {i for f in second.factors for i in f.depends_on()}
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
    factors = tuple(_renamed(f, renamed) for f in second.factors)
    bound = frozenset(renamed.get(i, i) for i in second.bound)
    return Term(first.coefficient * second.coefficient, first.factors + factors, first.bound | bound)


def _fresh(index: Index, taken: set[Index]) -> Index:
    while index in taken:
        index = replace(index, name=index.name + "'")
    return index


def _contracted(term: Term) -> Term:
    """Deltas that fix a summed index removed, and sums over an index that occurs nowhere carried out."""
    term = replace(term, factors=tuple(_sorted_delta(f) for f in term.factors))  # an index may cancel
    for number, factor in enumerate(term.factors):
        if factor.tensor != "delta":
            continue
        rest = term.factors[:number] + term.factors[number + 1 :]
        zero = difference(*factor.indices)
        if not any(linear(zero)[0].values()) and not linear(zero)[1]:
            return _contracted(Term(term.coefficient, rest, term.bound))
        for index in sorted(indices_in(zero) & term.bound):
            place = solved(zero, index) if index.line == factor.indices[0].line else None
            if place is not None and _stays_in_range(place, index, rest):
                read = tuple(Component(f.tensor, tuple(substituted(p, index, place) for p in f.indices)) for f in rest)
                return _contracted(Term(term.coefficient, read, term.bound - {index}))
    used = {i for f in term.factors for i in f.depends_on()}
    coefficient = term.coefficient
    for index in term.bound - used:
        coefficient = coefficient * symbol(index.size)
    return Term(coefficient, term.factors, term.bound & used)


def _stays_in_range(place: Index | Place, index: Index, rest: tuple[Component, ...]) -> bool:
    """Whether the sum over ``index`` of delta(index, place) times the rest is the rest with the index at the place.

    On a circular line the index is known modulo the size only, so that nothing else may count with it.
    """
    if index.circular:
        return all(p.line == index.line for f in rest for p in f.indices if index in indices_in(p))
    return isinstance(place, Index) or any(f.tensor != "delta" and index in f.indices for f in rest)


def _canonical(term: Term) -> tuple:
    """The least of all renamings of the bound indices, with the factors sorted."""
    bound = sorted(term.bound)
    free = {i for f in term.factors for i in f.depends_on()} - term.bound
    # a free index is marked, so that none is taken for a summed one of the same name
    marked = {i: replace(i, name=f"free {i.name}") for i in free}
    own = [[k for k, i in enumerate(bound) if i in f.depends_on()] for f in term.factors]

    @cache
    def named(number: int, names: tuple[int, ...]) -> tuple[str, Component]:
        renamed = marked | {bound[k]: replace(bound[k], name=f"#{name}") for k, name in zip(own[number], names, strict=True)}
        factor = _sorted_delta(_renamed(term.factors[number], renamed))
        return repr(factor), factor

    def candidate(order: tuple[int, ...]) -> list[tuple[str, Component]]:
        return sorted((named(number, tuple(order[k] for k in indices)) for number, indices in enumerate(own)), key=itemgetter(0))

    candidates = map(candidate, permutations(range(len(bound))))
    least = min(candidates, key=lambda factors: [text for text, _ in factors])
    return tuple(factor for _, factor in least)


def _renamed(factor: Component, renamed: Mapping[Index, Index]) -> Component:
    return Component(factor.tensor, tuple(_renamed_place(p, renamed) for p in factor.indices))


def _renamed_place(place: Index | Place, renamed: Mapping[Index, Index]) -> Index | Place:
    coefficients, constant = linear(place)
    return place_of(place.line, {renamed.get(i, i): n for i, n in coefficients.items()}, constant)


def _sorted_delta(factor: Component) -> Component:
    """delta(a, b), delta(b, a) and delta(a + i, b + i) as one: two bare indices in order, else a difference beside zero."""
    if factor.tensor != "delta":
        return factor
    zero = difference(*factor.indices)
    coefficients, constant = linear(zero)
    if not constant and sorted(coefficients.values()) == [-1, 1] and all(i.line == zero.line for i in coefficients):
        return Component("delta", tuple(sorted(coefficients)))
    return Component("delta", (min(zero, difference(*factor.indices[::-1]), key=repr), Place(zero.line, ())))


def _latex_term(term: Term) -> str:
    body = " ".join(f.latex() for f in term.factors)
    sum_sign = rf"\sum_{{{', '.join(tex(i.name) for i in sorted(term.bound))}}} " if term.bound else ""
    coefficient = "" if term.coefficient == 1 else "-" if term.coefficient == -1 else term.coefficient.latex() + " "
    return coefficient + sum_sign + body if body or sum_sign else term.coefficient.latex()
