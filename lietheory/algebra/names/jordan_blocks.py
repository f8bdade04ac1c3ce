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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from typing import Any

import numpy as np

from lietheory.algebra.linalg.algebraic_numbers import Exact, Interval, Number, less, middle, parse_number, quotient

ZERO, ONE = Fraction(0), Fraction(1)


@total_ordering
@dataclass(frozen=True, eq=True)
class Block:
    """A real Jordan block: ``size`` copies of the eigenvalue ``real``, or of the pair real +- i imaginary.

    Args:
        size: the length of the chain.
        real: the real part.
        imaginary: the imaginary part; None for a real eigenvalue. It is positive, but on the copies of a module of
            complex type, where the eigenvalue real + i imaginary and its conjugate are two.
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
        if self.imaginary is None or other.imaginary is None:
            if self.imaginary is not other.imaginary:
                return self.imaginary is None
        elif self.size == other.size and self.imaginary != other.imaginary:
            return _less(self.imaginary, other.imaginary)
        return self.size < other.size if self.size != other.size else _less(self.real, other.real)

    def __str__(self) -> str:
        text = str(self.real)
        if self.imaginary is not None:
            text = "" if self.real == ZERO else f"{text} "
            size, mark = (self.imaginary, "+-") if middle(self.imaginary) > 0 else (-self.imaginary, "-+")
            text += f"{mark}i" if size == ONE and not text else f"{mark} i" if size == ONE else f"{mark} {size}*i"
        return text if self.size == 1 else f"J{self.size}({text})"


def _less(one: Number, two: Number) -> bool:
    if isinstance(one, Interval) or isinstance(two, Interval):
        return middle(one) < middle(two)
    return less(one, two)


def canonical(blocks: list[Block]) -> list[Block]:
    """The blocks times the factor that the tables choose, in the order they are written in.

    Examples:
        >>> written_blocks(canonical(parse_blocks("3, 6")))
        '1, 1/2'
        >>> written_blocks(canonical(parse_blocks("-2 +- 4*i")))
        '1/2 +- i'
    """
    return max(together([blocks]))[0]


def together(lists: Sequence[Sequence[Block]], signed: Sequence[bool] | None = None) -> list[list[list[Block]]]:
    """Several lists of blocks times the common factor that the tables choose, for both its signs, each list in order.

    Blocks with intervals have their factor already.

    Args:
        lists: the blocks.
        signed: for each list, whether the signs of its imaginary parts mean something; for none by default.
    """
    blocks = [block for each in lists for block in each]
    if all(b.is_nilpotent for b in blocks):
        return [[sorted(each, reverse=True) for each in lists]]
    divided = _divided(lists)
    negative = [[_negated(b, turn) for b in each] for each, turn in zip(divided, signed or [False] * len(lists), strict=True)]
    return [[sorted(each, reverse=True) for each in image] for image in (divided, negative)]


def _divided(lists: Sequence[Sequence[Block]]) -> Sequence[Sequence[Block]]:
    """The blocks by their largest number; the same ones where one is an interval."""
    known = [[parts for parts in map(_exact, each) if parts] for each in lists]
    if sum(map(len, known)) < sum(map(len, lists)):
        return lists
    flat = [parts for each in known for parts in each]
    largest = max(size for size, real, imaginary in flat if imaginary is not None or real != ZERO)
    pairs = [imaginary for _, _, imaginary in flat if imaginary is not None]
    scale = _greatest([abs(x) for x in pairs] or [abs(real) for size, real, _ in flat if size == largest])
    return [
        [Block(size, quotient(real, scale), imaginary and quotient(imaginary, scale)) for size, real, imaginary in each]
        for each in known
    ]


def _exact(block: Block) -> tuple[int, Exact, Exact | None] | None:
    """The size and the numbers of a block; None where one is an interval."""
    if isinstance(block.real, Interval) or isinstance(block.imaginary, Interval):
        return None
    return block.size, block.real, block.imaginary


def _greatest(numbers: list[Exact]) -> Exact:
    greatest = numbers[0]
    for number in numbers[1:]:
        greatest = number if less(greatest, number) else greatest
    return greatest


def _negated(block: Block, turn: bool) -> Block:
    height = block.imaginary
    return Block(block.size, -block.real, -height if turn and height is not None else height)


def written_blocks(blocks: list[Block]) -> str:
    """The blocks as they stand between square brackets."""
    return ", ".join(map(str, blocks))


def parse_blocks(text: str) -> list[Block] | None:
    """The blocks that a text between square brackets lists; None for another text.

    Examples:
        >>> [b.dimension for b in parse_blocks("J2(1), 1/2 +- i, -3")]
        [2, 2, 1]
    """
    blocks = []
    for part in text.split(","):
        block = _parse_block(part.strip())
        if block is None:
            return None
        blocks.append(block)
    return blocks


def _parse_block(text: str) -> Block | None:
    chain = re.fullmatch(r"[Jj](\d+)\((.*)\)", text)
    size, text = (int(chain[1]), chain[2]) if chain else (1, text)
    turned = "-+" in text
    left, mark, right = text.partition("-+" if turned else "+-")
    real = parse_number(left) if left.strip() or not mark else ZERO
    if real is None or size < 1:
        return None
    if not mark:
        return Block(size, real)
    pair = re.fullmatch(r"\s*(?:(.+?)\s*\*\s*)?[iI]\s*", right)
    imaginary = (parse_number(pair[1]) if pair[1] else ONE) if pair else None
    if imaginary is None or middle(imaginary) <= 0:
        return None
    return Block(size, real, -imaginary if turned else imaginary)


def agree(one: Sequence[Any], two: Sequence[Any]) -> bool:
    """Whether two lists of blocks are the same as far as their numbers are known, which may leave their order open.

    Characters, whose numbers are exact, are the same in the same order.
    """
    return list(one) == list(two) or paired(one, two, _are_near)


def paired(one: Sequence, two: Sequence, fit: Callable[[Any, Any], bool]) -> bool:
    """Whether two sequences can be brought in an order in which their entries fit one by one."""
    if len(one) != len(two):
        return False
    unfit = np.array([[not fit(a, b) for b in two] for a in one], dtype=bool).reshape(len(one), len(two))
    if unfit.all(axis=1).any():
        return False
    from scipy.optimize import linear_sum_assignment  # it takes longer to import than all else here, and few names need it

    rows, columns = linear_sum_assignment(unfit)
    return not unfit[rows, columns].any()


def _are_near(a: Any, b: Any) -> bool:
    if not (isinstance(a, Block) and isinstance(b, Block)):
        return False  # a character, whose numbers are exact
    same = (a.size, a.imaginary is None) == (b.size, b.imaginary is None)
    return same and all(x == y or _overlap(x, y) for x, y in zip(a.numbers, b.numbers, strict=True))


def _overlap(x: Number, y: Number) -> bool:
    if not (isinstance(x, Interval) or isinstance(y, Interval)):
        return False
    (a, b), (c, d) = bounds(x), bounds(y)
    return a <= d and c <= b


def bounds(number: Number) -> tuple[float, float]:
    """Floats on both sides of a number; twice the same float for one that is a float."""
    if isinstance(number, Interval):
        return float(number.lower), float(number.upper)
    value = middle(number)
    return (value, value) if number == value else (math.nextafter(value, -math.inf), math.nextafter(value, math.inf))


def widths(block: Block) -> list[float]:
    """How far each number of a block is open, relative to itself where it is above 1."""
    return [(high - low) / max(1.0, abs(low)) for low, high in map(bounds, block.numbers)]
