"""Indices and places on a line: mu, mu - i, nu + j, where a tensor may be read.

A line is a range 1..size. Off its ends a tensor counts as zero; on a circular line there are no
ends, places are read modulo the size. Equality of places is that of integers, or modulo the size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lietheory.proof.scalars import tex

Line = tuple[str, bool]  # the symbol of its size, and whether it is circular


@dataclass(frozen=True, order=True)
class Index:
    """An index running over 1..size, where ``size`` is a symbol."""

    name: str
    size: str
    circular: bool = False

    @property
    def line(self) -> Line:
        return (self.size, self.circular)

    def __add__(self, other: Index | Place | int) -> Index | Place:
        return _combined(self.line, self, other, 1)

    def __sub__(self, other: Index | Place | int) -> Index | Place:
        return _combined(self.line, self, other, -1)

    def latex(self) -> str:
        return tex(self.name)


@dataclass(frozen=True)
class Place:
    """A sum of indices with signs and of an integer, on the line of its first index; made by + and -."""

    line: Line
    terms: tuple[tuple[Index, int], ...]
    constant: int = 0

    def __add__(self, other: Index | Place | int) -> Index | Place:
        return _combined(self.line, self, other, 1)

    def __sub__(self, other: Index | Place | int) -> Index | Place:
        return _combined(self.line, self, other, -1)

    def latex(self) -> str:
        terms = sorted(self.terms, key=lambda t: (t[1] < 0, t[0].line != self.line, t[0]))
        signed = [(n, tex(i.name) if abs(n) == 1 else f"{abs(n)} {tex(i.name)}") for i, n in terms]
        signed += [(self.constant, str(abs(self.constant)))] if self.constant or not terms else []
        text = " ".join(("- " if n < 0 else "+ ") + name for n, name in signed)
        return "-" + text[2:] if text.startswith("- ") else text[2:]


def linear(place: Index | Place | int) -> tuple[dict[Index, int], int]:
    """The coefficients of a place by index, and its constant."""
    if isinstance(place, int):
        return {}, place
    return ({place: 1}, 0) if isinstance(place, Index) else (dict(place.terms), place.constant)


def place_of(line: Line, coefficients: Mapping[Index, int], constant: int) -> Index | Place:
    """The place with these coefficients; a bare index of the line is that index."""
    terms = tuple(sorted((i, n) for i, n in coefficients.items() if n))
    if not constant and len(terms) == 1 and terms[0][1] == 1 and terms[0][0].line == line:
        return terms[0][0]
    return Place(line, terms, constant)


def difference(first: Index | Place, second: Index | Place) -> Index | Place:
    """first - second."""
    return _combined(first.line, first, second, -1)


def indices_in(place: Index | Place) -> frozenset[Index]:
    """The indices that a place depends on."""
    return frozenset(linear(place)[0])


def substituted(place: Index | Place, index: Index, by: Index | Place) -> Index | Place:
    """The place with an index replaced by another place."""
    coefficients, constant = linear(place)
    count = coefficients.pop(index, 0)
    more, extra = linear(by)
    total = {i: coefficients.get(i, 0) + count * more.get(i, 0) for i in coefficients.keys() | more.keys()}
    return place_of(place.line, total, constant + count * extra)


def solved(zero: Index | Place, index: Index) -> Index | Place | None:
    """The place that ``index`` must be at for ``zero`` to be 0, where its coefficient is 1 or -1."""
    coefficients, constant = linear(zero)
    sign = coefficients.pop(index, 0)
    if abs(sign) != 1:
        return None
    return place_of(index.line, {i: -sign * n for i, n in coefficients.items()}, -sign * constant)


def position(place: Index | Place, at: Mapping[Index, int], sizes: Mapping[str, int]) -> int:
    """Where the place is, counted from 0 as its indices are; modulo the size on a circular line."""
    coefficients, constant = linear(place)
    total = constant + sum(n * at[i] for i, n in coefficients.items())
    return total % sizes[place.line[0]] if place.line[1] else total


def _combined(line: Line, first: Index | Place | int, second: Index | Place | int, sign: int) -> Index | Place:
    (a, c), (b, e) = linear(first), linear(second)
    return place_of(line, {i: a.get(i, 0) + sign * b.get(i, 0) for i in a.keys() | b.keys()}, c + sign * e)
