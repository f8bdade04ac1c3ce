"""The module that a reductive algebra of floats acts on, and how one element of its centre acts on the copies.

Weights are integers, and modules of a semisimple algebra are rigid: errors do not change them. Eigenvalues of the centre are
moduli. They are written as quotients by the largest one, as 0, 1 or -1 where the error allows that, and else as intervals.
Where they are degenerate only within the error, the name without the degeneracy is among the ``others``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from lietheory.algebra.identification.center_action import Irreducible
from lietheory.algebra.identification.jordan_blocks_of_floats import clusters, hidden, is_degenerate, pattern, steadiness
from lietheory.algebra.identification.recognise_module import constituents_of
from lietheory.algebra.identification.spectrum_of_floats import Chain, chains
from lietheory.algebra.invariants.characteristic_ideals import center
from lietheory.algebra.linalg.algebraic_numbers import Number, interval
from lietheory.algebra.names import jordan_blocks
from lietheory.algebra.names.characters import Character
from lietheory.algebra.names.jordan_blocks import ONE, ZERO, Block
from lietheory.algebra.names.modules import Constituent, Factor, canonical_module, written_module
from lietheory.algebra.names.summands import Piece, semidirect
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.tolerances import (
    APART,
    BLOCK_ROUNDING,
    BLOCK_SLACK,
    CLEAR,
    FLOAT_ERROR,
    ROUNDING_PART,
    SIBLING,
    WIDEST_PARAMETER,
)

_DRAWS = 8  # of rounding errors: enough that a chain splits into real eigenvalues in some, into complex pairs in others


@dataclass(frozen=True, eq=False)
class FloatModule:
    """A name (s + R^j) |x V of floats, and the data from which it is computed again for another error.

    Args:
        left: the summands of s + R^j.
        factors: the simple factors of s.
        parts: the constituents of V, without the action of the centre.
        matrices: for each constituent, that of an element of the centre on the highest weight vectors; None for another centre.
        commutants: "R", "C" or "H" for each.
        error: of the centre on the copies, in one direction.
        proved: whether the weights are fixed.
        dimension: of the algebra.
        joined: whether eigenvalues that the error joins are one.
    """

    left: tuple[Piece, ...]
    factors: tuple[Factor, ...]
    parts: tuple[Constituent, ...]
    matrices: tuple[np.ndarray, ...] | None
    commutants: tuple[str, ...]
    error: float
    proved: bool
    dimension: int
    joined: bool = True

    def _written(self, parts: Sequence[Constituent]) -> str:
        return semidirect(self.left, written_module(self.factors, parts))

    @cached_property
    def _named(self) -> tuple[Constituent, ...]:
        return self._at(self.error, self.joined)

    @property
    def name(self) -> str:
        """The name, with what the error leaves open as intervals."""
        return self._written(self._named)

    @property
    def family(self) -> str:
        """The name without the action of the centre."""
        if not self.matrices:
            return self.name
        return self._written(canonical_module(self.factors, [replace(p, blocks=None) for p in self.parts]))

    @property
    def complete(self) -> bool:
        """Whether the name fixes the class."""
        return self.proved and all(p.blocks is not None for p in self._named) and ".." not in self.name

    @property
    def parameters(self) -> tuple[tuple[float, float], ...]:
        """The interval of each number in the name, except the 1 that fixes the common factor."""
        if ".." not in self.name:
            return ()
        numbers = [x for p in self._named for b in p.blocks or () if isinstance(b, Block) for x in b.numbers]
        if ONE in numbers:
            numbers.remove(ONE)
        return tuple(jordan_blocks.bounds(x) for x in numbers)

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Names of which this one is a limit, and which are within the error."""
        if not self.matrices or not self.joined:
            return ()
        if self.error > FLOAT_ERROR:
            readings = [self._at(self.error, False)]
        elif is_degenerate(self._blocks):
            readings = [self._at(BLOCK_ROUNDING, True), *(self._moved(seed)._at(self.error, False) for seed in range(_DRAWS))]
        else:
            readings = [self._at(CLEAR * self.error, True)] if self.margin <= CLEAR else []
        kinds = {pattern(_blocks_of(parts)): self._written(parts) for parts in reversed(readings)}
        return tuple(name for name in reversed(kinds.values()) if not jordan_agree(name, self.name))

    @cached_property
    def margin(self) -> float:
        """The least distance of the numbers from those of another name, in multiples of the error; at most 1 within rounding.

        It is computed for floats without noise; with noise the fit decides.
        """
        if not self.matrices or self.error > FLOAT_ERROR:
            return np.inf
        here = pattern(self._blocks)
        margin = steadiness(lambda factor: pattern(_blocks_of(self._at(factor * self.error, True))))
        fine = pattern(_blocks_of(self._at(BLOCK_ROUNDING, True)))
        if [kind[:2] for kind in fine] != [kind[:2] for kind in here]:
            return CLEAR / 2
        if not is_degenerate(self._blocks):
            return margin
        size = max(float(np.abs(np.linalg.eigvals(N)).max()) for N in self.matrices)
        reach = max(BLOCK_ROUNDING, 0.0 if any(b.size > 1 for b in self._blocks) else ROUNDING_PART * self.error)
        for N in self.matrices:
            part = float(np.abs(np.linalg.eigvals(N)).max()) / size
            if len(clusters(N, hidden(N, BLOCK_ROUNDING))) > len({c.value for c in chains(N, self.error)}) and part > self.error:
                return CLEAR / 2
            margin = min(margin, SIBLING / (hidden(N, reach) * part) if part > self.error else margin)
        return margin

    @property
    def _blocks(self) -> list[Block]:
        return _blocks_of(self._named)

    def _moved(self, seed: int) -> FloatModule:
        """The same with matrices moved by rounding."""
        rng = np.random.default_rng(seed)
        moves = [(N, rng.standard_normal(N.shape)) for N in self.matrices or ()]
        return replace(self, matrices=tuple(N + BLOCK_ROUNDING / np.linalg.norm(E) * E for N, E in moves))

    def within(self, factor: float, error: float, excluded: Collection[str]) -> FloatModule:
        """The same where the centre is known up to ``error`` in each direction; never one of the ``excluded`` names."""
        renamed = replace(self, error=error)
        return replace(renamed, joined=False) if renamed.name in excluded else renamed

    def _at(self, reach: float, joined: bool) -> tuple[Constituent, ...]:
        """The canonical constituents for an error of the matrices on the copies."""
        if self.matrices is None:
            return canonical_module(self.factors, [replace(p, blocks=None) for p in self.parts])
        if not self.matrices:
            return canonical_module(self.factors, self.parts)
        typed = [_of_type(chains(N, reach, joined=joined), kind) for N, kind in zip(self.matrices, self.commutants, strict=True)]
        known = [each for each in typed if each is not None]
        scale = _largest([c for each in known for c in each])
        if len(self.parts) == 1 and self.parts[0].copies == 1 and self.commutants[0] == "R":  # one number, which is not zero
            return canonical_module(self.factors, [replace(self.parts[0], blocks=(Block(1, ONE),))])
        blocks = [None if each is None or scale is None else _blocks(each, scale, joined) for each in typed]
        return canonical_module(self.factors, [replace(p, blocks=b) for p, b in zip(self.parts, blocks, strict=True)])


def float_module(
    left: Sequence[Piece], factors: list[Piece], lines: int, top: Structure, action: np.ndarray
) -> FloatModule | None:
    """The name of top |x R^m; None where the weights are no integers.

    Args:
        left: the summands of top.
        factors: the simple ones.
        lines: the dimension of the centre of top.
        top: a reductive algebra of floats.
        action: (k, m, m), the matrices by which its basis acts.
    """
    constituents = constituents_of(factors, top, action)
    if constituents is None:
        return None
    known, parts, irreducibles, proved, _ = constituents
    matrices: tuple[np.ndarray, ...] | None = ()
    if lines:
        Z = np.tensordot(center(top), action, 1)
        matrices = tuple(c.on_copies(Z[0]) for c in irreducibles) if len(Z) == lines == 1 else None
        if len(Z) == lines > 1:
            parts, matrices = _independent(parts, irreducibles, Z)
    kinds = tuple(c.commutant for c in irreducibles)
    size = top.dimension + action.shape[1]
    error = BLOCK_SLACK * top.error / np.sqrt(size)  # one of n slices of the constants acts, so errors of all are spread over n
    return FloatModule(tuple(left), tuple(known), tuple(parts), matrices, kinds, error, proved, size)


def _independent(
    parts: list[Constituent], irreducibles: list[Irreducible], Z: np.ndarray
) -> tuple[list[Constituent], tuple[()] | None]:
    """A centre of dimension k > 1 that acts by characters with k real and imaginary parts in all: these are coordinates of it."""
    k, count, blocks = len(Z), 0, []
    for c in irreducibles:
        kinds = _pairs(c, Z)
        if kinds is None:
            return parts, None
        here = []
        for pair in kinds:
            forms = [tuple(ONE if i == j else ZERO for i in range(k)) for j in range(count, count + 1 + pair)]
            here.append(Character(*forms))
            count += 1 + pair
        blocks.append(tuple(here))
    if count != k:
        return parts, None
    return [replace(p, blocks=b) for p, b in zip(parts, blocks, strict=True)], ()


def _pairs(c: Irreducible, Z: np.ndarray) -> list[bool] | None:
    """For each character of a centre on the copies, whether it is complex; None where a generic element does not."""
    generic = c.on_copies(np.tensordot(np.cos(np.arange(1.0, len(Z) + 1) ** 2), Z, 1))
    values = np.linalg.eigvals(generic)
    zero = APART * float(np.abs(values).max())
    own = values if c.commutant != "R" or c.copies > 1 else values.real
    pair = np.abs(np.imag(own)) > zero
    kept = own[~pair | (np.imag(own) > 0) | (c.commutant == "C")]
    if c.commutant == "H":
        return [bool(pair[0])] if c.copies == 1 else None
    if any(abs(a - b) <= zero for i, a in enumerate(kept) for b in kept[:i]):
        return None
    return [bool(abs(np.imag(x)) > zero) for x in kept]


def _of_type(chains_read: list[Chain], commutant: str) -> list[Chain] | None:
    """The blocks of the copies, from those on highest weight vectors: one of conjugates, except in type C; one of v and Jv."""
    flat = [replace(c, value=complex(c.value.real)) if abs(c.value.imag) <= c.radius else c for c in chains_read]
    if commutant == "C":
        return flat
    real, upper, lower = ([c for c in flat if np.sign(c.value.imag) == sign] for sign in (0, 1, -1))
    if len(upper) != len(lower):
        return None
    if commutant == "R":
        return real + upper
    real.sort(key=lambda c: (c.size, c.value.real))
    return None if len(real) % 2 else real[::2] + upper


def _largest(chains_read: list[Chain]) -> Chain | None:
    """The eigenvalue by which all are divided; None where all may be zero."""
    pairs = [c for c in chains_read if c.value.imag]
    if pairs:
        return max(pairs, key=lambda c: abs(c.value.imag))
    moved = [c for c in chains_read if abs(c.value) > c.radius]
    if not moved:
        return None
    size = max(c.size for c in moved)
    return max((c for c in moved if c.size == size), key=lambda c: abs(c.value))


def _blocks(chains_read: list[Chain], scale: Chain, joined: bool) -> tuple[Block, ...] | None:
    size = abs(scale.value.imag) or abs(scale.value.real)
    blocks = []
    for c in chains_read:
        real = _number(c.value.real / size, c, scale, size, joined)
        imaginary = _number(c.value.imag / size, c, scale, size, joined) if c.value.imag else None
        if 2 * (c.radius + abs(c.value) / size * scale.radius) > WIDEST_PARAMETER * size * max(1.0, abs(c.value) / size):
            return None
        blocks.append(Block(c.size, real, None if imaginary == ZERO else imaginary))
    return tuple(blocks)


def _number(quotient: float, c: Chain, scale: Chain, size: float, joined: bool) -> Number:
    """A quotient by the largest eigenvalue: that itself, one of 0, 1, -1 if the error allows it, or an interval."""
    if c is scale and abs(quotient) == 1.0:
        return ONE if quotient > 0 else -ONE
    radius = (c.radius + abs(quotient) * scale.radius) / size
    near = round(quotient)
    if (joined or abs(quotient - near) <= BLOCK_ROUNDING) and abs(near) <= 1 and abs(quotient - near) <= radius:
        return near * ONE
    return interval(quotient - radius, quotient + radius)


def _blocks_of(parts: Sequence[Constituent]) -> list[Block]:
    return [b for p in parts for b in p.blocks or () if isinstance(b, Block)]


def jordan_agree(one: str, two: str) -> bool:
    """Whether two names are one as far as their numbers are known, and neither has an interval where the other has a number."""
    return one == two or (one.count("..") == two.count("..") > 0)
