"""Real Jordan blocks, up to a factor, of a matrix of floats with at most three rows, and intervals for their quotients.

A type fits if its minimal polynomial vanishes at the matrix within the error; the first that fits is taken, from
the most degenerate one on. A parameter is a quotient of two eigenvalues. Its first-order change under an error E is
tr(G E), G a combination of the spectral projections, so at most |G| |E| in Frobenius norms.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import floor

import numpy as np

from lietheory.algebra.linalg.algebraic_numbers import Interval, Number, interval, middle
from lietheory.algebra.names.jordan_blocks import ONE, ZERO, Block, bounds
from lietheory.tolerances import EIGENVALUE_SLACK


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
    return double or _all_distinct(A, reach)


def deformed(A: np.ndarray, blocks: list[Block], reach: float) -> list[list[Block]]:
    """Blocks of matrices within an error that have the ones given as a limit: a chain of the eigenvalue 1 split.

    An error e moves the eigenvalues of a chain of k by up to (k |A|^(k - 1) e)^(1 / k), to leading order.

    Examples:
        >>> [[str(x) for x in b] for b in deformed(np.array([[1.0, 1.0], [0.0, 1.0]]), [Block(2, ONE)], 1e-12)]
        [['1', '0.99999255..1'], ['268642..100000000000000000000 +- i']]
    """
    chain = next((b for b in blocks if b.size > 1 and b.real == ONE and b.imaginary is None), None)
    if chain is None:
        return []
    k, size, trace = chain.size, float(np.linalg.norm(A)), abs(float(np.trace(A)))
    value = max(trace / len(A) if len(blocks) == 1 else float(np.abs(np.linalg.eigvals(A)).max()), reach)
    apart = 2 * (k * size ** (k - 1) * reach) ** (1 / k) / value
    rest = [b for b in blocks if b is not chain]
    if apart >= 1:
        return []
    if any(abs(middle(b.real)) > 1 for b in rest):
        split = [Block(1, interval(1 - apart, 1 + apart)) for _ in range(k)]
    else:
        split = [Block(1, ONE), *(Block(1, interval(1 - 2 * apart, 1.0)) for _ in range(k - 1))]
    pair = [[Block(1, Interval(Fraction(floor(1 / apart)), Fraction(10**20)), ONE)]] if len(A) == k == 2 else []
    return [_to_largest(split + rest), *pair]


def _to_largest(blocks: list[Block]) -> list[Block]:
    """Real blocks of size 1, divided by the largest of their numbers."""
    largest = max((b.real for b in blocks), key=lambda x: abs(middle(x)))
    if largest == ONE or any(b.size > 1 or b.imaginary is not None for b in blocks):
        return blocks
    low, high = sorted(1 / x for x in bounds(largest))
    numbers = [ONE if b.real is largest else interval(*_product(bounds(b.real), (low, high))) for b in blocks]
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


def _all_distinct(A: np.ndarray, reach: float) -> list[Block]:
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
