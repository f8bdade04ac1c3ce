"""The type of a compact Lie algebra of Pauli sums from its brackets modulo a prime, and why that is its type over the reals.

Let L be the span over Z_(p) of the echelon basis, a Lie ring. Modulo p the centre has at least its dimension and [L, L] at most;
g is compact, so that these add up to dim g over Q, and an equal sum modulo p with exhibited central elements fixes both.

Let the adjoint module of [L, L] / p be the direct sum of absolutely irreducible ideals whose Killing form is not zero, and so
is nondegenerate. The Casimir element of that form acts as the identity on the adjoint module, and as zero on its cohomology,
so H^2 and H^3 of each ideal and of their sum with values in the adjoint module vanish. By H^3 = 0 each ideal lifts to the p-adic
integers, and by H^2 = 0 the sum of these lifts is [L, L] there: over an algebraic closure the simple ideals of [g, g] have
the dimensions and the types of those modulo p.

The dimension fixes most types. Where it does not, a type is excluded by a theorem that it contradicts: its rank is at most the
nullity of ad x for any x; and for B_n, C_n and D_n the traces of (ad x)^2, (ad x)^4, ..., (ad x)^2n fix the next ones, and
for exceptional ones that of (ad x)^2 fixes that of (ad x)^4. A type is named if it alone remains, as for so(2n + 1) and
usp(2n), which agree in dimension and rank.

References:
    S. Okubo, Quartic trace identity for exceptional Lie algebras, 1979; G. B. Seligman, Modular Lie algebras, 1967;
    N. Jacobson, Lie algebras, 1962.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import comb, prod

import numpy as np

from lietheory.algebra.pauli import modular
from lietheory.algebra.pauli.basis import PauliBasis
from lietheory.algebra.pauli.compact_names import CompactType, SimpleIdeals, compact_type, complex_types_of
from lietheory.algebra.pauli.modules import irreducible_summands, restricted
from lietheory.algebra.pauli.string_types import string_type
from lietheory.algebra.pauli.strings import bracket_signs
from lietheory.errors import UndecidedError
from lietheory.tolerances import FIXED_SEED

_PRIMES = 60  # tried until one splits all ideals; a field of degree 9 needs about 9
_ELEMENTS = 6  # of an ideal, by which types are excluded


@dataclass(frozen=True, eq=False)
class _Modulo:
    """An algebra modulo p: generators as maps of rows of coordinates, and the derived algebra with an echelon basis."""

    p: int
    matrices: list[np.ndarray]
    center: np.ndarray
    derived: np.ndarray
    pivots: np.ndarray


@dataclass(frozen=True, eq=False)
class Split:
    """An algebra split modulo a prime in the way it splits over an algebraic closure of the rationals.

    Args:
        p: the prime.
        center: for each element of a basis of the centre its d exact coordinates in the monic basis.
        ideals: for each simple ideal its basis (d_i, d), and its type.
    """

    p: int
    center: list[list[Fraction]]
    ideals: list[tuple[np.ndarray, SimpleIdeals]]


def type_of(basis: PauliBasis, call: str) -> CompactType:
    """The centre and the simple ideals of the algebra with a sparse basis.

    Raises:
        UndecidedError: no prime tried determines it.
    """
    if basis.are_strings:
        return _of_strings(basis)
    parts = next(splits(basis, call))
    return compact_type(len(parts.center), [kind for _, kind in parts.ideals])


def splits(basis: PauliBasis, call: str, residue: int | None = None) -> Iterator[Split]:
    """The algebra split modulo primes, of those that are 1 modulo 4 if ``residue`` is 1.

    Raises:
        UndecidedError: no prime tried determines the type.
    """
    rng = np.random.default_rng(FIXED_SEED)
    center: list[list[Fraction]] | None = None
    split = False
    residues: list[tuple[int, np.ndarray]] = []
    primes = (p for p in _good_primes(basis) if residue is None or p % 4 == residue)
    for p in islice(primes, _PRIMES):
        here = _modulo(basis, p)
        if len(here.center) + len(here.derived) != basis.dimension:
            continue
        if center is None:
            residues.append((p, here.center))
            center = _central(basis, residues)
        if center is None or len(center) != len(here.center):
            continue
        ideals = _ideals(here, rng)
        if ideals is not None:
            split = True
            yield Split(p, center, ideals)
    if not split:
        got = f"an algebra of dimension {basis.dimension} that no prime tried determines"
        raise UndecidedError(
            call, "a type that is determined modulo a prime", got, "Use identify on g.generators, if it is small."
        )


def _ideals(here: _Modulo, rng: np.random.Generator) -> list[tuple[np.ndarray, SimpleIdeals]] | None:
    """The simple ideals modulo p; None where p or chance leaves them open."""
    if not len(here.derived):
        return []
    inside = restricted(here.matrices, here.derived, here.pivots, here.p)
    summands = irreducible_summands(inside, here.p, rng)
    if summands is None:
        return None
    kinds = [_simple(restricted(inside, *summand, here.p), here.p, rng) for summand in summands]
    bases = [modular.multiply(rows, here.derived, here.p) for rows, _ in summands]
    ideals = [(rows, kind) for rows, kind in zip(bases, kinds, strict=True) if kind is not None]
    return ideals if len(ideals) == len(bases) else None


def _of_strings(basis: PauliBasis) -> CompactType:
    """The type of an algebra spanned by strings: those that occur in its generators are elements of it, and generate it."""
    columns = np.unique(basis.generators.columns)
    return string_type(zip(basis.x[columns].tolist(), basis.z[columns].tolist(), strict=True))


def _good_primes(basis: PauliBasis) -> Iterator[int]:
    bad = [int(c) for c in basis.leading]
    return (p for p in modular.primes() if all(c % p for c in bad))


def _modulo(basis: PauliBasis, p: int) -> _Modulo:
    rows = basis.monic(p)
    matrices = [basis.adjoint(*basis.generators.row(k), rows, p) for k in range(len(basis.generators))]
    derived, pivots, _ = modular.echelon(np.concatenate(matrices), p)
    center = modular.null_space(np.concatenate([A.T for A in matrices]), p)
    return _Modulo(p, matrices, center, derived, pivots)


def _central(basis: PauliBasis, residues: list[tuple[int, np.ndarray]]) -> list[list[Fraction]] | None:
    """The central elements modulo primes lifted to as many that commute with all generators exactly, if they lift."""
    if len({center.shape for _, center in residues}) > 1:
        residues[:] = residues[-1:]
    moduli = tuple(p for p, _ in residues)
    modulus = prod(moduli)
    lifted = []
    for vector in np.stack([center for _, center in residues]).transpose(1, 2, 0).astype(np.int64).tolist():
        fractions = [modular.fraction_of(modular.combined(tuple(parts), moduli), modulus) for parts in vector]
        values = [value for value in fractions if value is not None]
        if len(values) < len(fractions):
            return None
        element: dict[int, Fraction] = {}
        for k, (value, leading) in enumerate(zip(values, basis.leading, strict=True)):
            if value:
                for column, c in zip(*basis.rows.row(k), strict=True):
                    element[int(column)] = element.get(int(column), Fraction(0)) + value * int(c) / int(leading)
        if any(_bracket(basis, k, element) for k in range(len(basis.generators))):
            return None
        lifted.append(values)
    return lifted


def _bracket(basis: PauliBasis, k: int, element: dict[int, Fraction]) -> bool:
    """Whether a generator's bracket with an element is not zero."""
    total: dict[tuple[int, int], Fraction] = {}
    columns = np.array([c for c, value in element.items() if value], dtype=np.int64)
    for column, coefficient in zip(*basis.generators.row(k), strict=True):
        a, b = int(basis.x[column]), int(basis.z[column])
        for c, sign in zip(columns.tolist(), bracket_signs(a, b, basis.x[columns], basis.z[columns]).tolist(), strict=True):
            if sign:
                code = (a ^ int(basis.x[c]), b ^ int(basis.z[c]))
                total[code] = total.get(code, Fraction(0)) + sign * int(coefficient) * element[c]
    return any(total.values())


def _simple(matrices: list[np.ndarray], p: int, rng: np.random.Generator) -> SimpleIdeals | None:
    """The type of an absolutely irreducible ideal, from the generators on it; None where p or chance leaves it open."""
    elements = [_lie_element(matrices, p, rng) for _ in range(_ELEMENTS)]
    if not any(_trace(x, x, p) for x in elements):
        return None
    kinds = complex_types_of(len(matrices[0]))
    proof = "an absolutely irreducible adjoint module of this dimension"
    if len(kinds) > 1:
        proof += ", and traces of powers or nullities of ad x that exclude the other types"
        for x in elements:
            kinds = [kind for kind in kinds if not _excluded(kind, x, p)]
    return SimpleIdeals(*kinds[0], 1, proof) if len(kinds) == 1 else None


def _lie_element(matrices: list[np.ndarray], p: int, rng: np.random.Generator) -> np.ndarray:
    """ad x of an element x made of random combinations and brackets of the generators."""
    n = len(matrices[0])
    x = np.zeros((n, n))
    for _ in range(6):
        y = np.zeros((n, n))
        for A in matrices:
            y = modular.reduced(y + A * int(rng.integers(1, p)), p)
        moved = modular.multiply(x, y, p) - modular.multiply(y, x, p)
        x = modular.reduced(modular.reduced(moved, p) + y, p)
    return x


def _trace(A: np.ndarray, B: np.ndarray, p: int) -> int:
    return int(sum(int(v) for v in modular.reduced(A * B.T, p).sum(axis=1)) % p)


def _excluded(kind: tuple[str, int], x: np.ndarray, p: int) -> bool:
    """Whether ad x contradicts a theorem on algebras of a type."""
    letter, rank = kind
    nullity = len(x) - len(modular.echelon(x, p)[0])
    if rank > nullity:
        return True
    if letter in "EFG":  # no invariant of degree 4 but the square of the Killing form (Okubo)
        square = modular.multiply(x, x, p)
        return (2 * (len(x) + 2) * _trace(square, square, p) - 5 * _trace(x, x, p) ** 2) % p != 0
    return letter in "BCD" and _breaks_traces(letter, rank, x, p)


def _breaks_traces(letter: str, n: int, x: np.ndarray, p: int) -> bool:
    """Whether tr(ad x)^2k, k = 1, ..., n + 2, are not those of eigenvalues +-e_i +- e_j, with +-e_i for B_n, +-2 e_i for C_n.

    With p_k = sum_i e_i^2k, half the trace is 2 (n - 1) p_k + w^k p_k + sum_{0 < l < k} C(2k, 2l) (p_l p_{k-l} - p_k), w = 1, 4,
    0, which is linear in p_k; beyond k = n it is fixed by Newton's identities.
    """
    weight = {"B": 1, "C": 4, "D": 0}[letter]
    square = modular.multiply(x, x, p)
    power, traces = square, []
    for _ in range(n + 2):
        traces.append(int(np.diagonal(power).sum()) % p)
        power = modular.multiply(power, square, p)
    sums: list[int] = []
    elementary = [1]
    half = pow(2, -1, p)
    for k, trace in enumerate(traces, 1):
        mixed = sum(comb(2 * k, 2 * l) * sums[l - 1] * sums[k - l - 1] for l in range(1, k))
        coefficient = 2 * (n - 1) + weight**k - sum(comb(2 * k, 2 * l) for l in range(1, k))
        if k <= n:
            if coefficient % p == 0:
                return False
            sums.append((trace * half - mixed) * pow(coefficient, -1, p) % p)
            signed = sum((-1) ** (i - 1) * elementary[k - i] * sums[i - 1] for i in range(1, k + 1))
            elementary.append(signed * pow(k, -1, p) % p)
            continue
        sums.append(sum((-1) ** (i - 1) * elementary[i] * sums[k - i - 1] for i in range(1, n + 1)) % p)
        if (coefficient * sums[-1] + mixed - trace * half) % p:
            return True
    return False
