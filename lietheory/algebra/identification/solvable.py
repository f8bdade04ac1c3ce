"""The names of solvable algebras in which one generator acts on R^m or on heisenberg(1): all to dimension 4, but four.

R |x R^m is fixed by the action of R up to conjugation and a factor. In R |x heisenberg(1) it is fixed by the action
on heisenberg(1) modulo its centre, up to the same, since every matrix of determinant d on the plane extends to an
automorphism that multiplies the centre by d, and inner ones act on the plane by zero. The four others are nilpotent
(heisenberg(1), bargmann(1)), aff(1), and sim(2) = aff(1, C).

With exact numbers the Jordan form is read off the factors of the characteristic polynomial.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from lietheory.algebra.identification.jordan_blocks_of_floats import (
    Pattern,
    all_distinct,
    clusters,
    deformed,
    float_blocks,
    hidden,
    is_degenerate,
    less_degenerate,
    pattern,
    spread,
    steadiness,
)
from lietheory.algebra.invariants.characteristic_ideals import bracket_space, center
from lietheory.algebra.linalg.algebraic_numbers import Interval, Number, interval, norm, roots
from lietheory.algebra.linalg.dispatch import (
    characteristic_polynomial,
    complement,
    coordinates,
    evaluate,
    factors,
    multiply,
    rank,
)
from lietheory.algebra.names import jordan_blocks
from lietheory.algebra.names.jordan_blocks import ONE, ZERO, Block
from lietheory.algebra.names.solvable_names import read_spectral, spectral_summands
from lietheory.algebra.names.summands import Piece, join
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import is_exact
from lietheory.tolerances import BLOCK_ROUNDING, CLEAR, EIGENVALUE_SLACK, FLOAT_ERROR, ROUNDING_PART, SIBLING, WIDEST_PARAMETER

_OPEN = 0.5  # how far, relative to the largest one, errors may move eigenvalues of a chain of two; half as far those of three
_LARGEST = 4  # the degree of an irreducible factor up to which quotients of its roots are computed exactly


@dataclass(frozen=True)
class Solvable:
    """A name, whether it fixes the class, and its parameters as intervals (twice the same number if exact).

    ``ideal``, ``blocks`` and ``matrix`` are what it was written from: R acts on the ideal by the matrix, with these blocks.
    ``others`` are names that only the error of floats makes one with this, and ``margin`` is at most 1 where rounding would not.
    """

    name: str
    complete: bool
    parameters: tuple[tuple[float, float], ...] = ()
    ideal: str = ""
    blocks: tuple[Block, ...] = ()
    matrix: np.ndarray | None = field(default=None, compare=False, repr=False)
    others: tuple[str, ...] = ()
    margin: float = np.inf

    @property
    def family(self) -> str:
        """The name without parameters that are known as intervals only."""
        return f"R |x {self.ideal}" if ".." in self.name else self.name

    @property
    def without_blocks(self) -> str:
        """The name without how R acts."""
        return f"R |x {self.ideal}" if self.ideal else self.name

    def with_a_line(self) -> Solvable | None:
        """The sum with a central line, where an eigenvalue may be zero: it and that of the line are then one Jordan block."""
        joined = _with_a_line(self.ideal, self.blocks)
        read = [read_spectral(name) for name in self.others]
        others = [_with_a_line(*each) for each in read if isinstance(each, tuple)]
        return joined and replace(joined, others=tuple(each.name for each in others if each))

    def within(self, factor: float, error: float, excluded: Collection[str]) -> Solvable:
        """The name where the matrix is known up to ``error`` only, ``factor`` times the one of this name.

        Where that makes it one of the ``excluded`` names, its intervals are widened instead, to first order.
        """
        if self.matrix is None or (".." not in self.name and error > FLOAT_ERROR):
            return replace(self, margin=np.inf)  # fixed by the equations of a fit
        renamed = _by_matrix(self.matrix, self.ideal, error, error > FLOAT_ERROR)
        if renamed and renamed.name not in excluded:
            return renamed
        return _written(self.ideal, [Block(b.size, *(_wider(x, factor) for x in b.numbers)) for b in self.blocks])


def _with_a_line(ideal: str, blocks: Sequence[Block]) -> Solvable | None:
    if ideal not in ("R^2", "R^3"):
        return None
    for i, b in enumerate(blocks):
        if b.size == 1 and b.imaginary is None and isinstance(b.real, Interval) and b.real.lower <= 0 <= b.real.upper:
            rest = [*blocks[:i], *blocks[i + 1 :]]
            return named(f"R^{int(ideal[2:]) + 1}", jordan_blocks.canonical([Block(2, ZERO), *rest]))
    return None


def _wider(number: Number, factor: float) -> Number:
    if not isinstance(number, Interval):
        return number
    half = factor * float(number.upper - number.lower) / 2
    return interval(number.middle - half, number.middle + half)


def solvable_name(g: Structure, rows: np.ndarray) -> Solvable | None:
    """The name of an indecomposable algebra R |x R^m, or R |x heisenberg(1), with nilradical ``rows``; None for another.

    Examples:
        >>> f = np.zeros((3, 3, 3), dtype=int)
        >>> f[0, 1, 1] = f[0, 2, 1] = f[0, 2, 2] = 1
        >>> solvable = solvable_name(Structure(f - f.swapaxes(0, 1)), np.eye(3, dtype=int)[1:])
        >>> solvable.name, solvable.complete
        ('R |x R^2[J2(1)]', True)
    """
    ideal = g.restrict(rows)
    derived = bracket_space(ideal, ideal.whole, ideal.whole)
    if g.dimension - len(rows) != 1 or not (len(derived) == 0 or (len(rows), len(derived)) == (3, 1)):
        return None
    A = coordinates(rows, g.brackets(complement(rows), rows)[0])[0].T
    if not len(derived):
        return _by_matrix(A, f"R^{len(rows)}", g.error)
    plane = complement(derived)
    images = coordinates(np.concatenate([plane, derived]), multiply(plane, A.T))[0]
    error = g.error * (1 + 2 * float(np.linalg.norm(A)) / ideal.size) if g.error else 0.0  # that of the line [N, N] as well
    return _by_matrix(images[:, :2].T, "heisenberg(1)", error)


def _by_matrix(A: np.ndarray, ideal: str, error: float, noisy: bool = False) -> Solvable | None:
    """The name for the matrix by which R acts; None where its eigenvalues have a large degree, or the error hides them."""
    if is_exact(A):
        blocks = exact_blocks(A)
        return None if blocks is None else named(ideal, jordan_blocks.canonical(blocks))
    blocks = float_blocks(A, error)
    if blocks is None:
        return None
    written = _written(ideal, blocks)
    if noisy:
        apart = hidden(A, EIGENVALUE_SLACK * error)
        if apart * (max(b.size for b in blocks) - 1) >= _OPEN:
            return Solvable(f"R |x {ideal}", False)
        nearby = [*less_degenerate(A, blocks, EIGENVALUE_SLACK * error, apart), *deformed(blocks, apart)]
        others = [named(ideal, other).name for other in nearby]
        return replace(written, matrix=A, others=tuple(others))
    return _without_noise(A, replace(written, matrix=A), error)


def _without_noise(A: np.ndarray, noisy: Solvable, error: float) -> Solvable:
    """The same with the names that rounding alone, or twice the error, would give, and the margin to them."""

    def read(factor: float) -> Pattern:
        return pattern(float_blocks(A, factor * error) or ())

    fine, here = float_blocks(A, BLOCK_ROUNDING), pattern(noisy.blocks)
    others, margin = [], steadiness(read)
    wider = float_blocks(A, CLEAR * error) if margin <= CLEAR else None
    if wider:
        others.append(_written(noisy.ideal, wider).name)
    if fine and [kind[:2] for kind in pattern(fine)] != [kind[:2] for kind in here]:
        others, margin = [_written(noisy.ideal, fine).name, *others], CLEAR / 2
    if is_degenerate(noisy.blocks):
        apart = hidden(A, BLOCK_ROUNDING)
        if len(clusters(A, apart)) > sum(
            1 if real else 2 for _, real in {(tuple(b.numbers), b.imaginary is None) for b in noisy.blocks}
        ):
            others, margin = [named(noisy.ideal, all_distinct(A, EIGENVALUE_SLACK * BLOCK_ROUNDING)).name, *others], CLEAR / 2
        if all(b.size == 1 for b in noisy.blocks):
            apart = max(apart, hidden(A, ROUNDING_PART * error))
        margin = min(margin, SIBLING / apart)
        others += [named(noisy.ideal, other).name for other in deformed(noisy.blocks, apart + spread(A))]
    return replace(noisy, others=tuple(others), margin=margin)


def _written(ideal: str, blocks: list[Block]) -> Solvable:
    if any(width > WIDEST_PARAMETER for b in blocks for width in jordan_blocks.widths(b)):
        return Solvable(f"R |x {ideal}", False)
    return named(ideal, blocks)


def is_filiform(g: Structure) -> bool:
    """Whether a nilpotent algebra of dimension 4 is bargmann(1): the one with [g, g] of dimension 2."""
    return g.dimension == 4 and len(bracket_space(g, g.whole, g.whole)) == 2 and len(center(g)) == 1


def exact_blocks(A: np.ndarray) -> list[Block] | None:
    """The real Jordan blocks of an exact matrix; None where an eigenvalue has too large a degree.

    Examples:
        >>> [str(block) for block in exact_blocks(np.array([[0, -1], [1, 0]]))]
        ['+-i']
    """
    blocks = []
    for factor, multiplicity in factors(characteristic_polynomial(A), A):
        if norm(factor).degree() > _LARGEST:
            return None
        sizes = _chains(A, factor, multiplicity)
        blocks += [Block(size, real, imaginary) for real, imaginary in roots(factor) for size in sizes]
    return blocks


def _chains(A: np.ndarray, factor: np.ndarray, multiplicity: int) -> list[int]:
    """The sizes of the Jordan blocks of each root of a factor of the characteristic polynomial."""
    if multiplicity == 1:
        return [1]
    n, degree, value = len(A), len(factor) - 1, evaluate(factor, A)
    power, kernels = np.eye(n, dtype=np.int64), [0]
    for _ in range(multiplicity):
        power = multiply(power, value)
        kernels.append((n - rank(power)) // degree)
    at_least = [b - a for a, b in pairwise(kernels)] + [0]
    return [k for k in range(1, len(at_least)) for _ in range(at_least[k - 1] - at_least[k])]


def named(ideal: str, blocks: list[Block]) -> Solvable:
    """R |x ideal for canonical blocks."""
    name = join(Piece(*part) for part in spectral_summands(ideal, blocks))
    numbers = [x for b in blocks if not b.is_nilpotent for x in b.numbers] if "[" in name else []
    if numbers:
        numbers.remove(ONE)  # the one that fixes the factor
    return Solvable(name, ".." not in name, tuple(jordan_blocks.bounds(x) for x in numbers), ideal, tuple(blocks))
