"""The table of simple real Lie algebras: which names stand for one isomorphism class.

A class below dimension 153 is fixed by its complex type, whether it is a complex algebra read as
real, and the dimension of its maximal compact subalgebra (which is the negative part of the Killing
form). Its canonical name is the first that fits in the order of ``FAMILIES``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import isqrt

EXCEPTIONAL = {
    ("G", 2): (14, (2, -14)),
    ("F", 4): (52, (4, -20, -52)),
    ("E", 6): (78, (6, 2, -14, -26, -78)),
    ("E", 7): (133, (7, -5, -25, -133)),
    ("E", 8): (248, (8, -24, -248)),
}
"""Dimension of each exceptional type and the characters (noncompact minus compact dimensions) of its real forms."""

FAMILIES = ("so", "sl", "su", "sp", "usp", "so*", "su*", "slC", "soC", "spC")
"""The classical families in the order in which canonical names are sought; C: complex algebras read as real."""


@dataclass(frozen=True)
class SimpleType:
    """A simple real Lie algebra: complex type, compact dimension, and what these do not fix.

    Args:
        letter: "A" to "G"; B1 and C1 are written A1, C2 is B2, D3 is A3.
        rank: of the complex type.
        compact: dimension of the maximal compact subalgebra.
        is_complex: whether it is a complex algebra read as a real one.
        starred: an so*(2n) with n > 4 or su*(2n) with n > 2, which these numbers do not always tell from
            another: so*(18) and so(12, 6), su*(14) and su(9, 5).
    """

    letter: str
    rank: int
    compact: int
    is_complex: bool = False
    starred: bool = False

    @property
    def dimension(self) -> int:
        """The real dimension."""
        return complex_dimension(self.letter, self.rank) * (2 if self.is_complex else 1)


def complex_dimension(letter: str, rank: int) -> int:
    """The complex dimension of a complex simple type.

    Examples:
        >>> complex_dimension("B", 3), complex_dimension("E", 8)
        (21, 248)
    """
    if (letter, rank) in EXCEPTIONAL:
        return EXCEPTIONAL[letter, rank][0]
    return {"A": rank * (rank + 2), "B": rank * (2 * rank + 1), "C": rank * (2 * rank + 1), "D": rank * (2 * rank - 1)}[letter]


def complex_types(dimension: int, rank: int) -> list[str]:
    """The letters of the complex simple types of a dimension and a rank: one, or those root lengths tell apart.

    Examples:
        >>> complex_types(15, 3), complex_types(21, 3)
        (['A'], ['B', 'C'])
    """
    least = {"A": 1, "B": 2, "C": 3, "D": 4}
    letters = [x for x, r in least.items() if rank >= r and complex_dimension(x, rank) == dimension]
    return letters + [x for (x, r), (size, _) in EXCEPTIONAL.items() if (r, size) == (rank, dimension)]


def simple_type(family: str, p: int, q: int = 0) -> SimpleType | None:
    """The class of a member of a classical family, or None where that is not simple.

    The sizes are those in the name: sp(2n, R) has p = 2n, so*(2n) and su*(2n) have p = 2n.

    Examples:
        >>> simple_type("su", 2) == simple_type("so", 3)
        True
    """
    if family.endswith("C"):
        real = simple_type(family[:-1], p)
        if real is None:
            return None
        return SimpleType(real.letter, real.rank, complex_dimension(real.letter, real.rank), True)
    if family in ("so", "so*"):
        return _orthogonal(family, p, q)
    if family in ("sl", "su", "su*"):
        compact = {"sl": p * (p - 1) // 2, "su": p * p + q * q - 1, "su*": p * (p + 1) // 2}[family]
        return SimpleType("A", p + q - 1, compact, starred=family == "su*" and p > 4) if p + q > 1 else None
    n = (p + q) // 2
    compact = n * n if family == "sp" else (p * (p + 1) + q * (q + 1)) // 2
    return SimpleType("A" if n == 1 else "B" if n == 2 else "C", n, compact) if n else None


def _orthogonal(family: str, p: int, q: int) -> SimpleType | None:
    size = p + q
    starred = family == "so*"
    compact = (p // 2) ** 2 if starred else (p * (p - 1) + q * (q - 1)) // 2
    if (size, q) == (4, 1):
        return SimpleType("A", 1, 3, True)  # so(3, 1) = sl(2, C), the one that is a complex algebra
    if size < 3 or size == 4:
        return None
    rank = size // 2
    letter = "A" if size in (3, 6) else "B" if size % 2 else "D"
    return SimpleType(letter, rank, compact, starred=starred and size > 8)


@cache
def members(dimension: int) -> tuple[tuple[str, int, int], ...]:
    """All (family, p, q) of a real dimension, in canonical order, p >= q."""
    return tuple(_members(dimension))


def _members(dimension: int) -> Iterator[tuple[str, int, int]]:
    near = {isqrt(part) + step for part in (dimension, 2 * dimension, dimension // 2) for step in (-1, 0, 1, 2)}
    sizes = sorted(n for n in near if n > 1)  # all sizes n have n^2 near the dimension, twice or half of it
    forms = {
        "so": lambda n: n * (n - 1) // 2,
        "sl": lambda n: n * n - 1,
        "su": lambda n: n * n - 1,
        "sp": lambda n: n * (n + 1) // 2,
        "usp": lambda n: n * (n + 1) // 2,
        "so*": lambda n: n * (n - 1) // 2,
        "su*": lambda n: n * n - 1,
        "slC": lambda n: 2 * (n * n - 1),
        "soC": lambda n: n * (n - 1),
        "spC": lambda n: n * (n + 1),
    }
    for family in FAMILIES:
        step = 2 if family in ("sp", "usp", "so*", "su*", "spC") else 1
        for n in sizes:
            if n % step or forms[family](n) != dimension:
                continue
            splits = range(0, n // 2 + 1, step) if family in ("so", "su", "usp") else [0]
            yield from ((family, n - q, q) for q in splits)


def written(family: str, p: int, q: int = 0) -> str:
    """The name of a member of a family.

    Examples:
        >>> written("so", 3, 1), written("sp", 4), written("slC", 2)
        ('so(3,1)', 'sp(4,R)', 'sl(2,C)')
    """
    if family.endswith("C"):
        return f"{family[:-1]}({p},C)"
    field = ",R" if family in ("sl", "sp", "gl") else ""
    return f"{family}({p},{q})" if q else f"{family}({p}{field})"


@cache
def names_of(kind: SimpleType) -> tuple[str, ...]:
    """All names of a simple class, the canonical one first.

    Examples:
        >>> names_of(simple_type("so", 3, 1))
        ('so(3,1)', 'sl(2,C)', 'so(3,C)', 'sp(2,C)')
    """
    if (kind.letter, kind.rank) in EXCEPTIONAL:
        character = kind.dimension - 2 * kind.compact
        if kind.starred or not (kind.is_complex or character in EXCEPTIONAL[kind.letter, kind.rank][1]):
            return ()
        stem = f"{kind.letter.lower()}{kind.rank}"
        return (f"{stem}(C)",) if kind.is_complex else (f"{stem}({character})",)
    return tuple(written(*member) for member in members(kind.dimension) if simple_type(*member) == kind)


@dataclass(frozen=True)
class NaturalModule:
    """The space F^n of columns on which the matrices of a classical algebra act.

    Args:
        field: F, one of "R", "C", "H".
        size: n.
        ratio: K(x, y) / tr(xy), the Killing form over the trace form of the real matrices.
    """

    field: str
    size: int
    ratio: Fraction

    @property
    def dimension(self) -> int:
        """The real dimension."""
        return self.size * {"R": 1, "C": 2, "H": 4}[self.field]

    @property
    def name(self) -> str:
        """As it stands right of ``|x``."""
        return f"{self.field}^{self.size}"


def natural_module(family: str, p: int, q: int = 0) -> NaturalModule | None:
    """The natural module of a member of a classical family of simple algebras; None for another family.

    Examples:
        >>> natural_module("slC", 2).name, natural_module("so", 3, 1).ratio
        ('C^2', Fraction(2, 1))
    """
    n = p + q
    table = {
        "so": ("R", n - 2),
        "sl": ("R", 2 * n),
        "sp": ("R", n + 2),
        "su": ("C", n),
        "soC": ("C", n - 2),
        "slC": ("C", 2 * n),
        "spC": ("C", n + 2),
        "usp": ("H", Fraction(n + 2, 2)),
        "so*": ("H", Fraction(n - 2, 2)),
        "su*": ("H", n),
    }
    if family not in table:
        return None
    field, ratio = table[family]
    return NaturalModule(field, n // 2 if field == "H" else n, Fraction(ratio))
