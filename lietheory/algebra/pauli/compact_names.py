"""The type of a compact Lie algebra: the dimension of its centre, and its simple ideals with their multiplicities."""

from __future__ import annotations

from dataclasses import dataclass

from lietheory.algebra.names.simple_types import EXCEPTIONAL, complex_dimension
from lietheory.algebra.names.summands import Piece


@dataclass(frozen=True)
class SimpleIdeals:
    """Simple ideals of one type.

    Args:
        letter: of the complex type, "A" to "G"; B1 and C1 are written A1, C2 is B2, D3 is A3.
        rank: of the complex type.
        copies: how many.
        proof: what establishes the type.
    """

    letter: str
    rank: int
    copies: int
    proof: str

    @property
    def name(self) -> str:
        """The canonical name of one of them.

        Examples:
            >>> SimpleIdeals("A", 3, 1, "").name, SimpleIdeals("C", 4, 1, "").name, SimpleIdeals("G", 2, 1, "").name
            ('so(6)', 'usp(8)', 'g2(-14)')
        """
        if (self.letter, self.rank) in EXCEPTIONAL:
            return f"{self.letter.lower()}{self.rank}({-self.dimension})"
        if self.letter == "A":
            return {1: "so(3)", 3: "so(6)"}.get(self.rank, f"su({self.rank + 1})")
        size = 2 * self.rank
        return {"B": f"so({size + 1})", "C": f"usp({size})", "D": f"so({size})"}[self.letter]

    @property
    def dimension(self) -> int:
        """The dimension of one of them."""
        return complex_dimension(self.letter, self.rank)


@dataclass(frozen=True)
class CompactType:
    """A compact Lie algebra up to isomorphism: its centre and its simple ideals, the larger ones first.

    Args:
        center: the dimension of the centre.
        ideals: the simple ideals by type.
    """

    center: int
    ideals: tuple[SimpleIdeals, ...]

    @property
    def dimension(self) -> int:
        """The dimension of the algebra."""
        return self.center + sum(kind.copies * kind.dimension for kind in self.ideals)

    @property
    def name(self) -> str:
        """The name with multiplicities.

        Examples:
            >>> CompactType(2, (SimpleIdeals("A", 1, 5, ""),)).name
            '5 so(3) + R^2'
        """
        parts = [kind.name if kind.copies == 1 else f"{kind.copies} {kind.name}" for kind in self.ideals]
        return " + ".join(parts + ["R" if self.center == 1 else f"R^{self.center}"] * (self.center > 0)) or "0"

    @property
    def pieces(self) -> list[Piece]:
        """The summands, one by one; those of the centre are lines."""
        simple = [Piece(kind.name, kind.dimension) for kind in self.ideals for _ in range(kind.copies)]
        return simple + [Piece("R", 1)] * self.center


def compact_type(center: int, ideals: list[SimpleIdeals]) -> CompactType:
    """The type with these ideals, those of one name and one proof together."""
    copies: dict[tuple[str, int, str], int] = {}
    for one in ideals:
        key = (one.letter, one.rank, one.proof)
        copies[key] = copies.get(key, 0) + one.copies
    kinds = [SimpleIdeals(letter, rank, count, proof) for (letter, rank, proof), count in copies.items()]
    return CompactType(center, tuple(sorted(kinds, key=lambda kind: (-kind.dimension, kind.name, kind.proof))))


def complex_types_of(dimension: int) -> list[tuple[str, int]]:
    """All complex simple types (letter, rank) of a dimension.

    Examples:
        >>> complex_types_of(21), complex_types_of(120), complex_types_of(78)
        ([('B', 3), ('C', 3)], [('A', 10), ('D', 8)], [('B', 6), ('C', 6), ('E', 6)])
    """
    least = {"A": 1, "B": 2, "C": 3, "D": 4}
    guess = round((dimension / 2) ** 0.5)
    ranks = {"A": round((dimension + 1) ** 0.5) - 1, "B": guess, "C": guess, "D": guess}
    types = [
        (letter, rank)
        for letter, near in ranks.items()
        for rank in range(max(least[letter], near - 1), near + 2)
        if complex_dimension(letter, rank) == dimension
    ]
    return types + [kind for kind, (size, _) in EXCEPTIONAL.items() if size == dimension]


def so(size: int) -> tuple[str, int]:
    """The complex type of so(N), N = 3 or N > 4.

    Examples:
        >>> so(3), so(5), so(6), so(8)
        (('A', 1), ('B', 2), ('A', 3), ('D', 4))
    """
    if size in (3, 6):
        return "A", size // 2
    return ("B" if size % 2 else "D"), size // 2


def usp(size: int) -> tuple[str, int]:
    """The complex type of usp(2n), with 2n given.

    Examples:
        >>> usp(2), usp(4), usp(8)
        (('A', 1), ('B', 2), ('C', 4))
    """
    return {1: "A", 2: "B"}.get(size // 2, "C"), size // 2
