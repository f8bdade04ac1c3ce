"""Real Jordan blocks, up to a factor, of a matrix of floats with at most three rows, and intervals for their quotients.

A type fits if its minimal polynomial vanishes at the matrix within the error; the first that fits is taken, from
the most degenerate one on. A parameter is a quotient of two eigenvalues. Its first-order change under an error E is
tr(G E), G a combination of the spectral projections, so at most |G| |E| in Frobenius norms.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import floor

import numpy as np

from lietheory.algebra.identification.spectrum_of_floats import linked
from lietheory.algebra.linalg.algebraic_numbers import Interval, Number, interval, middle
from lietheory.algebra.names.jordan_blocks import ONE, ZERO, Block, bounds
from lietheory.tolerances import APART, EIGENVALUE_SLACK, FIXED_SEED

FACTORS = (2.0, *(10 ** (k / 2) for k in range(1, 19)))
_DRAWS, _BEYOND_DRAWS = 16, 3.0  # a draw rarely is in the worst direction: beyond all of them by this factor none is


@dataclass(frozen=True, eq=False)
class _Eigenvalue:
    """A real eigenvalue, or the mean of some, and the matrix P with d value = tr(P dA)."""

    value: float
    projection: np.ndarray


def float_blocks(A: np.ndarray, error: float) -> list[Block] | None:
    """The canonical blocks of a matrix whose error has Frobenius norm at most ``error``; None for a zero one or more rows.

    Examples:
        >>> A = np.array([[0.0, -2.0], [2.0, 0.0]])
        >>> float_blocks(A, 1e-9) == [Block(1, ZERO, ONE)]
        True
        >>> low, high = 0.5, float_blocks(np.diag([2.0, 1.0]), 1e-9)[1].real.upper
        >>> low <= high < low + 1e-8
        True
    """
    reach = EIGENVALUE_SLACK * error
    if len(A) > 3 or np.linalg.norm(A) <= reach:
        return None
    if len(A) == 1:
        return [Block(1, ONE)]
    center = _all_one(A, reach)
    if center:
        return center
    double = _two_values(A, reach) if len(A) == 3 else None
    return double or all_distinct(A, reach)


Pattern = tuple[tuple[int, bool, tuple[bool, ...]], ...]
"""For each block its size, whether it is a pair, and which of its numbers are exact."""


def pattern(blocks: Sequence[Block]) -> Pattern:
    """What is not a matter of degree in blocks."""
    return tuple((b.size, b.imaginary is None, tuple(not isinstance(x, Interval) for x in b.numbers)) for b in blocks)


def is_degenerate(blocks: Sequence[Block]) -> bool:
    """Whether blocks as near as one likes have another pattern: there is a chain, or more than one exact number."""
    return any(b.size > 1 for b in blocks) or sum(sum(exact) for _, _, exact in pattern(blocks)) > 1


def steadiness(read: Callable[[float], Hashable]) -> float:
    """The least of many factors of the error at which what is read off differs, and the largest of all where none does."""
    here = read(1.0)
    return next((factor for factor in FACTORS if read(factor) != here), FACTORS[-1])


def hidden(A: np.ndarray, reach: float) -> float:
    """How far errors of norm ``reach`` move the eigenvalues of a matrix, relative to the largest: from draws of such errors.

    Examples:
        >>> 1e-8 < hidden(np.array([[1.0, 1.0], [0.0, 1.0]]), 1e-14) < 1e-6 < 1e-4 < hidden(np.eye(3) + np.eye(3, k=1), 1e-12)
        True
    """
    values = np.linalg.eigvals(A)
    size = float(np.abs(values).max())
    if size <= reach:
        return np.inf
    draws = np.random.default_rng(FIXED_SEED).standard_normal((_DRAWS, *A.shape))
    moved = np.linalg.eigvals(A + reach * draws / np.linalg.norm(draws, axis=(1, 2), keepdims=True))
    return _BEYOND_DRAWS * float(np.abs(moved[:, :, None] - values).min(axis=2).max()) / size


def clusters(A: np.ndarray, apart: float) -> list[list[int]]:
    """The places of eigenvalues, in groups linked by differences of at most ``apart`` of the largest."""
    values = np.linalg.eigvals(A)
    return linked(np.abs(values[:, None] - values) <= apart * np.abs(values).max())


def spread(A: np.ndarray) -> float:
    """The largest difference of two eigenvalues that are nearer to each other than to any size worth a name of its own."""
    values = np.linalg.eigvals(A)
    apart = np.abs(values[:, None] - values) / max(float(np.abs(values).max()), np.finfo(float).tiny)
    return float(apart[apart < APART].max())


def less_degenerate(A: np.ndarray, blocks: Sequence[Block], reach: float, apart: float) -> list[list[Block]]:
    """Blocks without a chain, or with a shorter one, where eigenvalues of a chain differ by more than twice ``apart``.

    The norms that bound the residual of a chain are large for large entries above the diagonal, and allow it then too often.
    """
    values, longest = np.linalg.eigvals(A), max(b.size for b in blocks)
    distances = sorted(abs(x - y) / max(float(np.abs(values).max()), np.finfo(float).tiny) for x, y in combinations(values, 2))
    if longest < 2 or distances[-1 if longest == len(A) else 0] <= 2 * apart:
        return []
    double = _two_values(A, reach) if longest == len(A) == 3 else None
    return [*([double] if double else []), all_distinct(A, reach)]


def deformed(blocks: Sequence[Block], apart: float) -> list[list[Block]]:
    """Blocks that have the ones given as a limit, whose eigenvalues differ from theirs by up to ``apart``, at most 1/2.

    All eigenvalues are made simple and all numbers but the one that fixes the factor intervals; or a chain is kept, or a chain
    of two of three; and, where an eigenvalue is a multiple one, two of it are made a pair.

    Examples:
        >>> [[str(x) for x in b] for b in deformed([Block(2, ONE)], 1e-3)]
        [['1', '0.99799..1'], ['999..100000000000000000000 +- i']]
        >>> [[str(x) for x in b] for b in deformed([Block(1, ZERO, ONE)], 1e-3)]
        [['-0.00101..0.00101 +- i']]
    """
    if not is_degenerate(blocks) or not apart < 0.5:
        return []
    real = sorted((b.real for b in blocks if b.imaginary is None for _ in range(b.size)), key=middle, reverse=True)
    pairs = [Block(1, _around(b.real, apart), b.imaginary) for b in blocks if b.imaginary is not None for _ in range(b.size)]
    if pairs:
        return [[*pairs, *(Block(1, _around(x, apart)) for x in real)]]
    structures = [_to_largest([Block(1, _around(x, apart)) for x in real])]
    if ONE in real and -ONE in real:  # the factor that is written may be the other one
        structures.append(_to_largest([Block(1, _around(-x, apart)) for x in reversed(real)]))
    if max(b.size for b in blocks) < len(real) and ONE in [b.real for b in blocks if b.size > 1]:
        structures.append([b if b.size > 1 else Block(1, _around(b.real, apart)) for b in blocks])
    if max(b.size for b in blocks) > 2:
        structures.append([Block(2, ONE), *(Block(1, _around(x, apart)) for x in real[2:])])
    for x in {x for i, x in enumerate(real) if x in real[:i]}:
        rest = list(real)
        [rest.remove(x) for _ in range(2)]
        structures.append([Block(1, _far(x, apart), ONE), *(Block(1, _far(y, apart)) for y in rest)])
    return structures


def _around(x: Number, apart: float) -> Interval:
    low, high = bounds(x)
    return interval(low - apart, high + apart)


def _far(x: Number, apart: float) -> Interval:
    """Where a real eigenvalue is, divided by the height of a pair below ``apart``."""
    low, high = bounds(x)
    ends = [Fraction(floor((end + apart * (1 if end < 0 else -1)) / apart)) for end in (low, high)]
    most = Fraction(10**20)
    return Interval(ends[0] if low > apart else -most, ends[1] if high < -apart else most)


def _to_largest(blocks: list[Block]) -> list[Block]:
    """Real blocks of size 1, divided by the one of largest number."""
    largest = max(range(len(blocks)), key=lambda i: abs(middle(blocks[i].real)))
    ends = bounds(blocks[largest].real)
    low, high = sorted(1 / x for x in ends)
    size = max(map(abs, ends)) / min(map(abs, ends))  # of two equal ones the larger is the factor
    numbers = []
    for i, b in enumerate(blocks):
        below, above = _product(bounds(b.real), (low, high))
        numbers.append(
            ONE if i == largest else interval(max(below, -1.0), min(above, 1.0)) if size < 2 else interval(below, above)
        )
    return [Block(1, x) for x in sorted(numbers, key=middle, reverse=True)]


def _product(one: tuple[float, float], two: tuple[float, float]) -> tuple[float, float]:
    products = [x * y for x in one for y in two]
    return min(products), max(products)


def _all_one(A: np.ndarray, reach: float) -> list[Block] | None:
    """The blocks of a matrix with one eigenvalue."""
    n = len(A)
    rest = A - np.trace(A) / n * np.eye(n)
    size = float(np.linalg.norm(rest))
    if size <= reach:
        return [Block(1, ONE)] * n
    value = ZERO if abs(np.trace(A)) / n <= reach else ONE
    power = rest
    for k in range(2, n + 1):
        power = power @ rest
        if np.linalg.norm(power) <= k * size ** (k - 1) * reach:
            return [Block(k, value)] + [Block(1, value)] * (n - k)
    return None


def _two_values(A: np.ndarray, reach: float) -> list[Block] | None:
    """The blocks of a 3 x 3 matrix with a double eigenvalue and a single one, both real."""
    values = np.linalg.eigvals(A)
    i, j = min(combinations(range(3), 2), key=lambda pair: abs(values[pair[0]] - values[pair[1]]))
    single = float(values[3 - i - j].real)
    one = np.eye(3)
    for double in (0.0, (float(np.trace(A)) - single) / 2):
        if double == single:
            continue
        D, S = A - double * one, A - single * one
        d, s = float(np.linalg.norm(D)), float(np.linalg.norm(S))
        outside = (D @ D) / (single - double) ** 2
        first, last = _Eigenvalue(double, (one - outside) / 2), _Eigenvalue(single, outside)
        if np.linalg.norm(D @ S) <= (d + s) * reach and double:
            return _diagonal([first, first, last], reach)
        if np.linalg.norm(D @ D @ S) <= (d * d + 2 * d * s) * reach:
            return [Block(2, ONE), Block(1, _quotient(last, first, reach))] if double else [Block(2, ZERO), Block(1, ONE)]
    return None


def all_distinct(A: np.ndarray, reach: float) -> list[Block]:
    """The blocks of a matrix with simple eigenvalues, known up to an error of norm ``reach``."""
    values, vectors = np.linalg.eig(A)
    dual = np.linalg.inv(vectors)
    projections = [np.outer(vectors[:, k], dual[k]) for k in range(len(A))]
    real = [_Eigenvalue(float(v.real), np.real(P)) for v, P in zip(values, projections, strict=True) if v.imag == 0]
    pair = next(((v, P) for v, P in zip(values, projections, strict=True) if v.imag > 0), None)
    if pair is None:
        return _diagonal(real, reach)
    height = _Eigenvalue(float(pair[0].imag), np.imag(pair[1]))
    slope = _quotient(_Eigenvalue(float(pair[0].real), np.real(pair[1])), height, reach)
    others = [_quotient(eigenvalue, height, reach) for eigenvalue in real]
    if slope.lower <= 0 <= slope.upper:
        return [Block(1, ZERO, ONE)] + [Block(1, _absolute(x)) for x in others]
    if slope.upper < 0:
        slope, others = -slope, [-x for x in others]
    return [Block(1, slope, ONE)] + [Block(1, x) for x in others]


def _diagonal(eigenvalues: list[_Eigenvalue], reach: float) -> list[Block]:
    """1 for the eigenvalue that is largest in absolute value, and quotients by it; -1 where that is within the error."""
    largest = max(eigenvalues, key=lambda e: abs(e.value))
    others = [e for e in eigenvalues if e.value != largest.value]
    equal = len(eigenvalues) - len(others)
    numbers = sorted((_quotient(e, largest, reach) for e in others), key=lambda x: -x.middle)
    if numbers and numbers[-1].lower <= -1:
        kept = [x for x in numbers if x.lower > -1]
        minus = len(numbers) - len(kept)
        flip = minus > equal or (minus == equal and any(x.middle < 0 for x in kept))
        kept = [-x for x in kept] if flip else kept
        equal, minus = max(equal, minus), min(equal, minus)
        return [Block(1, x) for x in [ONE] * equal + kept + [-ONE] * minus]
    return [Block(1, x) for x in [ONE] * equal + numbers]


def _quotient(above: _Eigenvalue, below: _Eigenvalue, reach: float) -> Interval:
    """What the quotient of two eigenvalues can be."""
    value = above.value / below.value
    gradient = (above.projection - value * below.projection) / below.value
    radius = float(np.linalg.norm(gradient)) * reach
    return interval(value - radius, value + radius)


def _absolute(x: Number) -> Number:
    return abs(x) if not isinstance(x, Interval) else -x if x.upper < 0 else x
