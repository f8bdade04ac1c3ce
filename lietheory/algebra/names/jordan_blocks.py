"""Real Jordan blocks up to a common factor: how one generator acts on an ideal, with one spelling a class.

R |x R^m is fixed by the real Jordan form of the matrix by which R acts, up to a factor that is not zero.
The spelling is that of the tables: with complex eigenvalues, the largest imaginary part is 1; otherwise
the largest eigenvalue, in absolute value, of the largest blocks that are not nilpotent is 1. The sign that
this may leave open makes the sorted list of blocks the greatest. So R |x R^2[1, a] has 0 < |a| <= 1, and
R |x R^2[a +- i] has a >= 0.

References:
    J. Patera, R. T. Sharp, P. Winternitz, H. Zassenhaus, Invariants of real low dimension Lie algebras, 1976.
    L. Snobl, P. Winternitz, Classification and Identification of Lie Algebras, 2014.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import total_ordering

from lietheory.algebra.linalg.algebraic_numbers import Algebraic, Interval, Number, parse_number

ZERO, ONE = Algebraic.rational(0), Algebraic.rational(1)


@total_ordering
@dataclass(frozen=True, eq=True)
class Block:
    """A real Jordan block: ``size`` copies of the eigenvalue ``real``, or of the pair real +- i imaginary.

    Args:
        size: the length of the chain.
        real: the real part.
        imaginary: the imaginary part, positive; None for a real eigenvalue.
    """

    size: int
    real: Number
    imaginary: Number | None = None

    @property
    def dimension(self) -> int:
        """The dimension of the space it acts on."""
        return self.size * (1 if self.imaginary is None else 2)

    @property
    def is_nilpotent(self) -> bool:
        """Whether its eigenvalue is zero."""
        return self.imaginary is None and self.real == ZERO

    @property
    def numbers(self) -> list[Number]:
        """Its real and, for a pair, its imaginary part."""
        return [self.real] if self.imaginary is None else [self.real, self.imaginary]

    def __lt__(self, other: Block) -> bool:
        """The order in which blocks are written is falling: pairs first, then by size and by eigenvalue."""
        if (self.imaginary is None) != (other.imaginary is None):
            return self.imaginary is None
        if self.size != other.size:
            return self.size < other.size
        if self.imaginary != other.imaginary:
            return _less(self.imaginary, other.imaginary)
        return _less(self.real, other.real)

    def __str__(self) -> str:
        text = str(self.real)
        if self.imaginary is not None:
            text = "" if self.real == ZERO else f"{text} "
            text += "+-i" if self.imaginary == ONE and not text else "+- i" if self.imaginary == ONE else f"+- {self.imaginary}*i"
        return text if self.size == 1 else f"J{self.size}({text})"


def _less(one: Number, two: Number) -> bool:
    if isinstance(one, Algebraic) and isinstance(two, Algebraic):
        return one < two
    return one.middle < two.middle


def canonical(blocks: list[Block]) -> list[Block]:
    """The blocks times the factor that the tables choose, in the order they are written in.

    Examples:
        >>> written_blocks(canonical(parse_blocks("3, 6")))
        '1, 1/2'
        >>> written_blocks(canonical(parse_blocks("-2 +- 4*i")))
        '1/2 +- i'
    """
    pairs = [b.imaginary for b in blocks if b.imaginary is not None]
    moving = [b for b in blocks if not b.is_nilpotent]
    if not moving or any(isinstance(x, Interval) for b in blocks for x in b.numbers):
        return sorted(blocks, reverse=True)
    largest = max(b.size for b in moving)
    scale = _greatest(pairs if pairs else [abs(b.real) for b in moving if b.size == largest])
    return max(sorted((_scaled(b, divisor) for b in blocks), reverse=True) for divisor in (scale, -scale))


def _greatest(numbers: list[Algebraic]) -> Algebraic:
    found = numbers[0]
    for number in numbers[1:]:
        found = number if found < number else found
    return found


def _scaled(block: Block, divisor: Algebraic) -> Block:
    imaginary = None if block.imaginary is None else block.imaginary / abs(divisor)
    return Block(block.size, block.real / divisor, imaginary)


def written_blocks(blocks: list[Block]) -> str:
    """The blocks as they stand between square brackets."""
    return ", ".join(map(str, blocks))


def parse_blocks(text: str) -> list[Block] | None:
    """The blocks that a text between square brackets lists; None for another text.

    Examples:
        >>> [b.dimension for b in parse_blocks("J2(1), 1/2 +- i, -3")]
        [2, 2, 1]
    """
    found = [_parse_block(part.strip()) for part in text.split(",")]
    return None if any(block is None for block in found) else found


def _parse_block(text: str) -> Block | None:
    chain = re.fullmatch(r"[Jj](\d+)\((.*)\)", text)
    size, text = (int(chain[1]), chain[2]) if chain else (1, text)
    left, mark, right = text.partition("+-")
    real = parse_number(left) if left.strip() or not mark else ZERO
    if real is None or size < 1:
        return None
    if not mark:
        return Block(size, real)
    pair = re.fullmatch(r"\s*(?:(.+?)\s*\*\s*)?[iI]\s*", right)
    imaginary = (parse_number(pair[1]) if pair[1] else ONE) if pair else None
    if imaginary is None or imaginary.middle <= 0:
        return None
    return Block(size, real, imaginary)


def agree(one: list[Block], two: list[Block]) -> bool:
    """Whether two lists of blocks are the same as far as their numbers are known."""
    if [(b.size, b.imaginary is None) for b in one] != [(b.size, b.imaginary is None) for b in two]:
        return False
    pairs = [(x, y) for a, b in zip(one, two, strict=True) for x, y in zip(a.numbers, b.numbers, strict=True)]
    return all(x == y or _overlap(x, y) for x, y in pairs)


def _overlap(x: Number, y: Number) -> bool:
    if isinstance(x, Algebraic) and isinstance(y, Algebraic):
        return False
    (a, b), (c, d) = bounds(x), bounds(y)
    return a <= d and c <= b


def bounds(number: Number) -> tuple[float, float]:
    """Floats on both sides of a number; twice the same float for one that is a float."""
    if isinstance(number, Interval):
        return float(number.lower), float(number.upper)
    value = number.as_fraction
    if value is not None and float(value) == value:
        return float(value), float(value)
    return _outside(number)


def _outside(number: Algebraic) -> tuple[float, float]:
    middle = number.middle
    return math.nextafter(middle, -math.inf), math.nextafter(middle, math.inf)


def widths(block: Block) -> list[float]:
    """How far each number of a block is open, relative to itself where it is above 1."""
    return [(high - low) / max(1.0, abs(low)) for low, high in map(bounds, block.numbers)]
