"""The state space of a circuit: its irreducible subspaces, the simple ideals that act on each, and what can be steered.

A subspace of dimension k is irreducible for g, and an ideal of g acts on it or as zero. Irreducible modules of dimension up to
64 stay so modulo a prime of 2^23, since their highest weights lie in the lowest alcove, so the subspaces and the ideals on them
are counted modulo a prime at which g splits as over the complex numbers. An algebra of strings is counted by bits: strings
of rank 2m act by irreducible modules of dimension 2^m.

References:
    F. Albertini and D. D'Alessandro, Notions of controllability for bilinear multilevel quantum systems, 2003;
    J. C. Jantzen, Representations of algebraic groups, 2003, II.5.6.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.pauli import modular
from lietheory.algebra.pauli.basis import PauliBasis
from lietheory.algebra.pauli.compact_names import SimpleIdeals, usp
from lietheory.algebra.pauli.compact_types import Split, splits, type_of
from lietheory.algebra.pauli.modules import irreducible_summands
from lietheory.algebra.pauli.string_types import components, half_rank, string_type
from lietheory.algebra.pauli.strings import matrix
from lietheory.errors import ShapeError, UndecidedError, shown
from lietheory.tolerances import FIXED_SEED

_MOST = 6  # qubits, 64 states
_TRIES = 8  # primes at which the state space is split


@dataclass(frozen=True)
class Subspaces:
    """Irreducible subspaces of the state space that are alike.

    Args:
        dimension: of each.
        count: how many.
        acting: the names of the simple ideals that do not act as zero on it.
        controllable: whether all of su(dimension) acts on each, so that any of its states is steered to any other.
    """

    dimension: int
    count: int
    acting: tuple[str, ...]
    controllable: bool


@dataclass(frozen=True)
class Controllability:
    """What the circuits of an algebra reach.

    Args:
        name: the algebra, with multiplicities.
        full: whether it contains su(N), so that every unitary is reached up to a phase.
        pure_state: whether every pure state is steered to every other: su(N), or usp(N), up to phases.
        subspaces: the irreducible subspaces; empty where there are more than 64 states and the generators are no strings.
        status: "certain", or "consistent" where coefficients were not exact.
    """

    name: str
    full: bool
    pure_state: bool
    subspaces: tuple[Subspaces, ...]
    status: str


def controllability(g: LieAlgebra) -> Controllability:
    """Full, pure-state and subspace controllability of the circuits whose generators generate g.

    A group of unitary N x N matrices is transitive on pure states exactly if its algebra is su(N) or, for even N, usp(N), or one
    of these with multiples of i.

    Args:
        g: the algebra of Pauli sums, as :func:`lie_closure` makes it of operators on qubits.

    Raises:
        ShapeError: an algebra of another kind.
        UndecidedError: its type is not determined.

    Examples:
        >>> from lietheory import lie_closure
        >>> result = controllability(lie_closure(["XI", "ZI", "IX", "IZ", "ZZ"]))
        >>> result.full, result.name
        (True, 'so(6)')

    References:
        F. Albertini and D. D'Alessandro, Notions of controllability for bilinear multilevel quantum systems, 2003.
    """
    call = "controllability(g)"
    basis = pauli_basis(g, call)
    kind, N = type_of(basis, call), 2**basis.qubits
    whole = [(one.letter, one.rank) for one in kind.ideals if one.copies == 1] if len(kind.ideals) == 1 else []
    full = whole == [("A", N - 1)]
    pure = full or (whole == [usp(N)])
    subspaces = state_space(g) if basis.are_strings or basis.qubits <= _MOST else ()
    return Controllability(kind.name, full, pure, subspaces, "certain" if basis.exact else "consistent")


def state_space(g: LieAlgebra) -> tuple[Subspaces, ...]:
    """The irreducible subspaces of the state space under an algebra of Pauli sums, the larger ones first.

    Args:
        g: the algebra, of at most 64 states unless it is spanned by strings.

    Raises:
        ShapeError: an algebra of another kind, or of more states.
        UndecidedError: no prime tried splits the space.

    Examples:
        >>> from lietheory import lie_closure
        >>> for one in state_space(lie_closure([{"XI": 1, "IX": 1}, {"ZI": 1, "IZ": 1}])):
        ...     print(one)
        Subspaces(dimension=3, count=1, acting=('so(3)',), controllable=False)
        Subspaces(dimension=1, count=1, acting=(), controllable=True)
    """
    call = "state_space(g)"
    basis = pauli_basis(g, call)
    if basis.are_strings:
        return _of_strings(basis)
    if basis.qubits > _MOST:
        raise ShapeError(call, "at most 64 states", f"{2**basis.qubits}", "Take fewer qubits, or generators that are strings.")
    rng = np.random.default_rng(FIXED_SEED)
    for tried, parts in enumerate(splits(basis, call, residue=1)):
        root = _root_of_minus_one(parts.p)
        matrices = [_dense(basis, *basis.generators.row(k), parts.p, root) for k in range(len(basis.generators))]
        summands = irreducible_summands(matrices, parts.p, rng, repeated=True)
        if summands is not None:
            acting = [_acting(basis, parts, rows, pivots, root) for rows, pivots in summands]
            return _collected([(len(rows), kinds) for (rows, _), kinds in zip(summands, acting, strict=True)])
        if tried + 1 == _TRIES:
            break
    raise UndecidedError(call, "a state space that splits modulo a prime", f"none of {_TRIES} primes", "Take fewer qubits.")


def pauli_basis(g: LieAlgebra, call: str) -> PauliBasis:
    """The sparse basis of an algebra of Pauli sums.

    Raises:
        ShapeError: an algebra of another kind.
    """
    if not isinstance(g, LieAlgebra) or g.pauli is None:
        cure = 'Make it by lie_closure([{"XX": 1}, ...]) of operators on qubits.'
        raise ShapeError(call, "an algebra of Pauli sums", shown(g), cure)
    return g.pauli


def _of_strings(basis: PauliBasis) -> tuple[Subspaces, ...]:
    """Strings of rank 2m generate the matrices of size 2^m; each component has one of its copies on each subspace."""
    columns = np.unique(basis.generators.columns)
    strings = list(zip(basis.x[columns].tolist(), basis.z[columns].tolist(), strict=True))
    m = half_rank(strings)
    acting = [kind for part in components(strings) for kind in string_type(part).ideals]
    return _collected([(2**m, acting)], 2 ** (basis.qubits - m))


def _collected(summands: list[tuple[int, list[SimpleIdeals]]], times: int = 1) -> tuple[Subspaces, ...]:
    """Subspaces of one dimension on which ideals of the same names act, together."""
    counts: Counter[Subspaces] = Counter()
    for dimension, kinds in summands:
        names = tuple(sorted((kind.name for kind in kinds), reverse=True))
        controllable = sum(kind.dimension for kind in kinds) == dimension**2 - 1
        counts[Subspaces(dimension, 1, names, controllable)] += times
    alike = [Subspaces(one.dimension, count, one.acting, one.controllable) for one, count in counts.items()]
    return tuple(sorted(alike, key=lambda one: (-one.dimension, one.acting)))


def _root_of_minus_one(p: int) -> int:
    return next(r for a in range(2, p) if (r := pow(a, (p - 1) // 4, p)) * r % p == p - 1)


def _dense(basis: PauliBasis, columns: np.ndarray, coefficients: np.ndarray, p: int, root: int) -> np.ndarray:
    """The matrix sum_P c_P iP modulo p, with a root of -1 for i."""
    N = 1 << basis.qubits
    total, rows = np.zeros((N, N)), np.arange(N)
    powers = np.array([pow(root, k, p) for k in range(4)], dtype=np.int64)
    for column, value in zip(columns, coefficients, strict=True):
        places, phases = matrix(int(basis.x[column]), int(basis.z[column]), basis.qubits)
        turn = np.round(np.angle(1j * phases) / (np.pi / 2)).astype(np.int64) % 4  # quarter turns, exactly
        total[rows, places] += powers[turn] * (int(value) % p) % p
    return modular.reduced(total, p)


def _acting(basis: PauliBasis, parts: Split, rows: np.ndarray, pivots: np.ndarray, root: int) -> list[SimpleIdeals]:
    """The simple ideals that do not act as zero on a subspace; one element that does not is enough, the kernel is an ideal."""
    monic = basis.monic(parts.p)
    kinds = []
    for ideal, kind in parts.ideals:
        element = modular.multiply(ideal[:1], monic, parts.p)[0]
        columns = np.flatnonzero(element)
        moved = modular.multiply(rows, _dense(basis, columns, element[columns].astype(np.int64), parts.p, root), parts.p)
        if moved.any():
            kinds.append(kind)
    return kinds
