"""How the centre of a reductive algebra acts on the copies of the constituents of a module, in exact numbers.

An element Z of the centre acts on V (x) M by 1 (x) A, where M, the space of the copies, is that of the highest weight vectors.
All constituents with one value of the Casimir element fill an exact subspace; there the Jordan blocks of Z are computed exactly.
Floats only distribute them: the eigenvalues of Z on the highest weight vectors of each constituent, each to the nearest exact
one. Each block counts dim V times, or dim V / 2 times for a pair where V is of complex or quaternionic type, and these counts
are held against the exact ones. On the vectors of one weight of complex type an eigenvalue and its conjugate are two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from lietheory.algebra.identification.solvable import exact_blocks
from lietheory.algebra.linalg.algebraic_numbers import middle
from lietheory.algebra.linalg.dispatch import coordinates, multiply, tensordot
from lietheory.algebra.names.characters import Character
from lietheory.algebra.names.jordan_blocks import ONE, ZERO, Block
from lietheory.algebra.names.modules import Blocks
from lietheory.tolerances import FLOAT_ERROR

_APART = 0.1  # floats nearer to an exact eigenvalue than this part of the distance to the next one are that one
_STEP = 1009  # a generic element of the centre is the sum of Z_j times its powers


@dataclass(frozen=True, eq=False)
class Irreducible:
    """An irreducible module in the numbering of nodes that floats gave.

    Args:
        labels: its highest weight.
        dimension: the real dimension of one copy.
        copies: their number.
        commutant: "R", "C" or "H".
        vectors: the highest weight vectors of that weight as columns, an orthonormal basis of their space.
    """

    labels: tuple[int, ...]
    dimension: int
    copies: int
    commutant: str
    vectors: np.ndarray

    def on_copies(self, Z: np.ndarray) -> np.ndarray:
        """The matrices (..., k, k) of elements of the centre on the highest weight vectors."""
        return self.vectors.conj().T @ np.asarray(Z, dtype=np.float64) @ self.vectors

    @property
    def multiplicity(self) -> int:
        """How often an eigenvalue on one highest weight vector occurs on the complexified module, its conjugate apart."""
        return self.dimension if self.commutant == "R" else self.dimension // 2


Group = tuple[np.ndarray, list[int]]
"""An exact subspace, as rows, and the constituents that fill it."""


def blocks_of_one(Z: np.ndarray, groups: Sequence[Group], constituents: Sequence[Irreducible]) -> list[Blocks]:
    """The Jordan blocks of one element on the copies of each constituent; None where they are not distributed for sure."""
    first = Z[0, 0]
    if first != 0 and not (Z - first * np.eye(len(Z), dtype=np.int64)).any():
        return [(Block(1, ONE),) * c.copies for c in constituents]
    blocks: list[Blocks] = [None] * len(constituents)
    for rows, members in groups:
        here = exact_blocks(_restricted(rows, Z))
        shares = None if here is None else _distributed(here, Z, [constituents[i] for i in members])
        for i, share in zip(members, shares or [], strict=False):
            blocks[i] = share
    return blocks


def _restricted(rows: np.ndarray, Z: np.ndarray) -> np.ndarray:
    return coordinates(rows, multiply(rows, Z.T))[0].T


def _distributed(here: list[Block], Z: np.ndarray, members: list[Irreducible]) -> list[tuple[Block, ...]] | None:
    sizes: dict[tuple, Counter[int]] = {}
    for block in here:
        sizes.setdefault((block.real, block.imaginary), Counter())[block.size] += 1
    counts = _counted([_value(*numbers) for numbers in sizes], Z, members)
    if counts is None:
        return None
    shares: list[list[Block]] = [[] for _ in members]
    for j, ((real, imaginary), chains) in enumerate(sizes.items()):
        each = [(plus, 0 if imaginary is None else minus) for plus, minus in counts[j]]
        total = sum(
            (plus + (minus if c.commutant == "C" else 0))
            * c.multiplicity
            * (2 if imaginary is None and c.commutant == "C" else 1)
            for (plus, minus), c in zip(each, members, strict=True)
        )
        if total != sum(size * count for size, count in chains.items()):
            return None
        placed = [
            (i, sign, n)
            for i, (plus, minus) in enumerate(each)
            for sign, n in ((1, plus), (-1, minus if members[i].commutant == "C" else 0))
            if n
        ]
        value = _value(real, imaginary)
        own_of = _shared(chains, [(members[i], value if sign > 0 else value.conjugate(), n) for i, sign, n in placed], Z)
        if own_of is None:
            return None
        for (i, sign, _), own in zip(placed, own_of, strict=True):
            height = None if imaginary is None else imaginary if sign > 0 else -imaginary
            per = 2 if imaginary is None and members[i].commutant == "H" else 1  # v and Jv have one real eigenvalue
            if any(count % per for count in own.values()):
                return None
            shares[i] += [Block(size, real, height) for size, count in own.items() for _ in range(count // per)]
    return [tuple(sorted(share, reverse=True)) for share in shares]


def _shared(chains: Counter[int], placed: list[tuple[Irreducible, complex, int]], Z: np.ndarray) -> list[Counter[int]] | None:
    """The chains of one eigenvalue on the highest weight vectors of each constituent, given those on the whole subspace.

    Ranks of floats above rounding are lower bounds; those whose sum is the exact rank are exact.

    Args:
        chains: how many there are of each size.
        placed: the constituents, each with its own eigenvalue and how often it occurs.
        Z: the element of the centre.
    """
    if len(chains) == 1:
        size = next(iter(chains))
        return None if any(n % size for _, _, n in placed) else [Counter({size: n // size}) for _, _, n in placed]
    total = sum(size * count for size, count in chains.items())
    if len(placed) == 1:
        n = placed[0][2]
        scaled = {size: Fraction(count * n, total) for size, count in chains.items()}
        return (
            [Counter({size: int(x) for size, x in scaled.items()})] if all(x.denominator == 1 for x in scaled.values()) else None
        )
    matrices = [c.on_copies(Z) for c, _, _ in placed]
    size = max(float(np.linalg.norm(N, 2)) for N in matrices)
    own_chains = [_chains_by_rank(N, value, size) for N, (_, value, _) in zip(matrices, placed, strict=True)]
    whole = sum(n * c.multiplicity for c, _, n in placed)
    for size, count in chains.items():
        here = sum(own[size] * c.multiplicity for own, (c, _, _) in zip(own_chains, placed, strict=True))
        if here * total != count * whole:
            return None
    counted = all(
        sum(size * count for size, count in own.items()) == n for own, (_, _, n) in zip(own_chains, placed, strict=True)
    )
    return own_chains if counted else None


def _chains_by_rank(N: np.ndarray, value: complex, size: float) -> Counter[int]:
    """The sizes of the chains of one eigenvalue, by the ranks of powers; ``size`` is that of all such matrices."""
    rest, power, ranks = N - value * np.eye(len(N)), np.eye(len(N)), [len(N)]
    for k in range(1, len(N) + 2):
        power = power @ rest
        ranks.append(int(np.linalg.matrix_rank(power, tol=FLOAT_ERROR * size**k)))
    at_least = [before - after for before, after in pairwise(ranks)]
    return Counter({k: count for k, (here, more) in enumerate(pairwise(at_least), 1) if (count := here - more)})


def _value(real, imaginary) -> complex:
    return complex(middle(real), 0.0 if imaginary is None else middle(imaginary))


def _counted(values: list[complex], Z: np.ndarray, members: list[Irreducible]) -> list[list[tuple[int, int]]] | None:
    """How many eigenvalues of each constituent are nearest to each value, and to its conjugate."""
    targets = [*values, *(v.conjugate() for v in values if v.imag)]
    counts = [[[0, 0] for _ in members] for _ in values]
    for i, c in enumerate(members):
        for eigenvalue in np.linalg.eigvals(c.on_copies(Z)):
            k = _nearest(complex(eigenvalue), targets)
            if k is None:
                return None
            j = k if k < len(values) else values.index(targets[k].conjugate())
            counts[j][i][k >= len(values)] += 1
    return [[(plus, minus) for plus, minus in row] for row in counts]


def _nearest(eigenvalue: complex, targets: list[complex]) -> int | None:
    """The target that a float is, if it is far nearer to it than the targets are to each other."""
    k = min(range(len(targets)), key=lambda k: abs(eigenvalue - targets[k]))
    apart = min((abs(targets[k] - other) for other in targets if other != targets[k]), default=np.inf)
    return k if abs(eigenvalue - targets[k]) < _APART * apart else None


def characters_of_many(Z: np.ndarray, groups: Sequence[Group], constituents: Sequence[Irreducible]) -> list[Blocks]:
    """The characters of a centre of dimension k, (k, m, m); None for all where they are not rational."""
    characters: list[Blocks] = [None] * len(constituents)
    generic = tensordot(np.array([_STEP**j for j in range(len(Z))], dtype=object), Z, 0, 0)
    for rows, members in groups:
        allowed = [exact_blocks(_restricted(rows, A)) for A in Z]
        values = [_gaussian(blocks) for blocks in allowed if blocks is not None]
        known = [v for v in values if v is not None]
        if len(known) < len(Z):
            return [None] * len(constituents)
        predicted: Counter[Block] = Counter()
        for i in members:
            joint = _joint(constituents[i], Z, known)
            if joint is None:
                return [None] * len(constituents)
            characters[i] = joint
            for character in joint:
                predicted[_of_generic(character)] += constituents[i].multiplicity * _weight(constituents[i], character)
        if Counter(exact_blocks(_restricted(rows, generic)) or []) != predicted:
            return [None] * len(constituents)
    return characters


def _gaussian(blocks: list[Block]) -> list[tuple[Fraction, Fraction]] | None:
    """The eigenvalues, each with its conjugate, where all blocks have size 1 and rational real and imaginary parts."""
    roots = []
    for b in blocks:
        height = ZERO if b.imaginary is None else b.imaginary
        if b.size > 1 or not isinstance(b.real, Fraction) or not isinstance(height, Fraction):
            return None
        roots += [(b.real, height), (b.real, -height)]
    return list(dict.fromkeys(roots))


def _joint(c: Irreducible, Z: np.ndarray, allowed: list[list[tuple[Fraction, Fraction]]]) -> tuple[Character, ...] | None:
    """The joint eigenvalues on the highest weight vectors, each the nearest allowed one; of a pair one, but in type C."""
    N = c.on_copies(Z)
    mixed = np.tensordot(np.cos(np.arange(1.0, len(N) + 1) ** 2) / np.maximum(np.linalg.norm(N, axis=(1, 2)), 1e-12), N, 1)
    T = np.linalg.eig(mixed)[1]
    if np.linalg.cond(T) > 1 / _APART**6:
        return None
    diagonal = np.einsum("jii->ji", np.linalg.solve(T, N @ T))
    characters: Counter[Character] = Counter()
    for column in diagonal.T:
        parts = []
        for value, exact in zip(column, allowed, strict=True):
            k = _nearest(complex(value), [complex(float(a), float(b)) for a, b in exact])
            if k is None:
                return None
            parts.append(exact[k])
        real, height = tuple(a for a, _ in parts), tuple(b for _, b in parts)
        characters[Character(real, height if any(height) else None)] += 1
    if c.commutant == "C":
        return tuple(characters.elements())
    kept = {x: n for x, n in characters.items() if x.imaginary is None or x.imaginary > (ZERO,) * len(x.imaginary)}
    halved = {x: n // 2 if c.commutant == "H" and x.imaginary is None else n for x, n in kept.items()}
    return tuple(x for x, n in halved.items() for _ in range(n))


def _of_generic(x: Character) -> Block:
    real, height = (sum((v * _STEP**j for j, v in enumerate(form or ())), start=ZERO) for form in (x.real, x.imaginary))
    return Block(1, real, abs(height) if height else None)


def _weight(c: Irreducible, x: Character) -> int:
    """How many real blocks of the generic element one character stands for, in multiplicities."""
    return 2 if x.imaginary is None and c.commutant in ("C", "H") else 1
