"""How a centre of dimension k > 1 acts on the copies of modules, where it acts diagonalisably over C: characters.

A character is a linear form on the centre, real or complex. A change of basis of the centre multiplies the matrix whose
columns are all their real and imaginary parts by an invertible matrix from the left, so the reduced row echelon form of
that matrix fixes them, up to the order of the copies of one module and the signs of imaginary parts: the greatest of the
forms for all these is written. [(1,0), (0,1)] are two real characters, [(1,0) +- (0,1)*i] is one pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from math import factorial, prod

from lietheory.algebra.linalg.algebraic_numbers import parse_number

_MOST_ORDERS = 5000  # of characters, gone through one by one

Form = tuple[Fraction, ...]


@dataclass(frozen=True)
class Character:
    """A linear form on the centre: its real part and, for a complex one, its imaginary part, not zero."""

    real: Form
    imaginary: Form | None = None

    @property
    def dimension(self) -> int:
        """The dimension of the real space it acts on."""
        return 1 if self.imaginary is None else 2

    @property
    def conjugate(self) -> Character:
        """The complex conjugate."""
        return self if self.imaginary is None else Character(self.real, tuple(-x for x in self.imaginary))

    def values(self, k: int) -> tuple[Fraction] | tuple[Fraction, Fraction]:
        """The real and, for a complex one, the imaginary part of its value at the element k of the basis."""
        return (self.real[k],) if self.imaginary is None else (self.real[k], self.imaginary[k])

    @property
    def key(self) -> tuple[bool, Form, Form]:
        """What characters are sorted by, falling: complex ones first."""
        return self.imaginary is not None, self.imaginary or (), self.real

    def __str__(self) -> str:
        if self.imaginary is None:
            return _written(self.real)
        return f"{_written(self.real)} +- {_written(self.imaginary)}*i" if any(self.real) else f"+-{_written(self.imaginary)}*i"


def canonical_characters(lists: Sequence[Sequence[Character]], signed: Sequence[bool]) -> list[tuple[Character, ...]] | None:
    """The characters of each list in the basis of the centre, the order and the signs that are written; None for too many.

    Args:
        lists: the characters on the copies of each module; together they span the forms on the centre.
        signed: for each list, whether a character and its conjugate mean different actions.

    Examples:
        >>> two = canonical_characters([[Character((Fraction(2), Fraction(1))), Character((Fraction(1), Fraction(1)))]], [False])
        >>> [str(character) for character in two[0]]
        ['(1,0)', '(0,1)']
    """
    flips = sum(c.imaginary is not None for each, turn in zip(lists, signed, strict=True) if not turn for c in each)
    if prod(factorial(len(each)) for each in lists) * 2**flips > _MOST_ORDERS:
        return None
    choices = product(*(_orders(each, turn) for each, turn in zip(lists, signed, strict=True)))
    return max((_reduced(choice) for choice in choices), key=lambda rows: [[c.key for c in each] for each in rows])


def lines_of(lists: Sequence[Sequence[Character]]) -> list[list[set[int]]]:
    """For each character the elements of a basis of the centre on which it is not zero, in the basis that splits most."""
    reduced = _reduced(lists)
    return [[{k for form in (c.real, c.imaginary or ()) for k, x in enumerate(form) if x} for c in each] for each in reduced]


def _orders(each: Sequence[Character], signed: bool) -> Iterator[tuple[Character, ...]]:
    for order in set(permutations(each)):
        yield from product(*((c,) if signed or c.imaginary is None else (c, c.conjugate) for c in order))


def _reduced(lists: Sequence[Sequence[Character]]) -> list[tuple[Character, ...]]:
    """The characters in the basis of the centre in which the first independent parts are coordinates."""
    flat = [part for each in lists for c in each for part in (c.real, *([c.imaginary] if c.imaginary else []))]
    rows = [list(row) for row in zip(*flat, strict=True)]
    pivot = 0
    for column in range(len(flat)):
        pivot_row = next((i for i in range(pivot, len(rows)) if rows[i][column]), None)
        if pivot_row is None:
            continue
        rows[pivot], rows[pivot_row] = rows[pivot_row], rows[pivot]
        rows[pivot] = [x / rows[pivot][column] for x in rows[pivot]]
        for i in range(len(rows)):
            if i != pivot:
                rows[i] = [x - rows[i][column] * y for x, y in zip(rows[i], rows[pivot], strict=True)]
        pivot += 1
    parts = iter(zip(*rows, strict=True))
    return [tuple(Character(next(parts), None if c.imaginary is None else next(parts)) for c in each) for each in lists]


def _written(form: Form) -> str:
    return f"({','.join(map(str, form))})"


_FORM = r"\(([^()]*)\)"
_CHARACTER = re.compile(rf"\s*(?:{_FORM})?\s*(?:\+-\s*{_FORM}\s*\*\s*i)?\s*")


def parse_characters(text: str) -> list[Character] | None:
    """The characters that a text between square brackets lists; None for another text.

    Examples:
        >>> [str(c) for c in parse_characters("(1,0) +- (0,1)*i, (0,1/2)")]
        ['(1,0) +- (0,1)*i', '(0,1/2)']
    """
    characters = []
    for part in re.split(r",(?![^(]*\))", text):
        match = _CHARACTER.fullmatch(part)
        forms = [None if each is None else _form(each) for each in match.groups()] if match else []
        if not match or not (match[1] or match[2]) or any(m and f is None for m, f in zip(match.groups(), forms, strict=True)):
            return None
        real, imaginary = forms
        if imaginary and not any(imaginary):
            return None  # a real character on one copy, or on two
        characters.append(Character(real or (Fraction(0),) * len(imaginary or ()), imaginary))
    sizes = {len(form) for c in characters for form in (c.real, c.imaginary or c.real)}
    return characters if len(sizes) == 1 else None


def _form(text: str) -> Form | None:
    numbers = [parse_number(part.strip()) for part in text.split(",")]
    exact = tuple(x for x in numbers if isinstance(x, Fraction))
    return exact if len(exact) == len(numbers) else None
