"""The module that a reductive algebra acts on: its irreducible constituents over R, and how the centre acts on their copies.

The highest weights are integers read off floats. They are then held against what is exact: the Casimir element of
the Killing form, C = sum K^ij x_i x_j, acts on a module of highest weight w by the rational number
c(w) = sum (w, w + 2 d) / (a, a + 2 d), where a is the highest root and d half the sum of the positive roots of each
simple type; so C - c has a kernel of the dimension of all constituents with c(w) = c, and these fill the space.
How the centre acts on the copies of each is read by ``center_action``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from lietheory.algebra.identification.center_action import Group, Irreducible, blocks_of_one, characters_of_many
from lietheory.algebra.invariants.characteristic_ideals import bracket_space, center
from lietheory.algebra.invariants.root_vectors import chevalley_generators
from lietheory.algebra.invariants.weights import (
    Operators,
    WeightSpace,
    conjugate_weight,
    is_quaternionic,
    operators,
    weight_spaces,
)
from lietheory.algebra.linalg.dispatch import inverse, multiply, null_space, tensordot
from lietheory.algebra.names.characters import Character
from lietheory.algebra.names.dynkin import arrangements, cartan_matrix, components, positive_roots, weyl_dimension
from lietheory.algebra.names.modules import (
    Blocks,
    Constituent,
    Factor,
    canonical_module,
    conjugate_of,
    types_of,
    written_module,
)
from lietheory.algebra.names.summands import Piece, in_order
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.errors import RankError, UndecidedError
from lietheory.tolerances import FLOAT_ERROR, INTEGRAL, SMALLER_ZEROS

_MOST_FACTORS = 6  # the automorphisms of equal factors are gone through one by one
_LARGEST = 128  # of the space: exact kernels beyond it take minutes


def exact_module(pieces: Sequence[Piece], lines: int, top: Structure, action: np.ndarray) -> tuple[str, bool] | None:
    """The name of the module R^m, and whether top |x R^m is fixed by it; None where weights are not proved.

    Args:
        pieces: the simple factors of [top, top].
        lines: the dimension of the centre of top.
        top: a reductive algebra, exact.
        action: (k, m, m), the matrices by which its basis acts.
    """
    constituents = constituents_of(pieces, top, action)
    if constituents is None:
        return None
    known, parts, irreducibles, proved, A = constituents
    acting: list[Blocks] = [()] * len(parts)
    if lines:
        derived = bracket_space(top, top.whole, top.whole)
        groups = _groups(top.restrict(derived), tensordot(derived, action, 1, 0), A, irreducibles)
        Z = tensordot(center(top), action, 1, 0)
        acting = [None] * len(parts)
        if len(Z) == lines:
            acting = blocks_of_one(Z[0], groups, irreducibles) if lines == 1 else characters_of_many(Z, groups, irreducibles)
    parts = canonical_module(known, [replace(p, blocks=b) for p, b in zip(parts, acting, strict=True)])
    still = [b for p in parts if not any(map(any, p.weight)) for b in p.blocks or () if isinstance(b, Character)]
    splits = all(any(b.real) or b.imaginary for b in still)  # else [Z_1, Z_2] may be a vector that top kills
    return written_module(known, parts), proved and splits and all(p.blocks is not None for p in parts)


Found = tuple[list[Factor], list[Constituent], list[Irreducible], bool, np.ndarray]
"""The simple factors, the constituents without the centre twice, whether their weights are fixed, and a Cartan matrix."""


def constituents_of(pieces: Sequence[Piece], top: Structure, action: np.ndarray) -> Found | None:
    """The irreducible constituents of a module of a reductive algebra under its semisimple part; None where they are not proved.

    Args:
        pieces: the simple factors of [top, top].
        top: a reductive algebra.
        action: (k, m, m), the matrices by which its basis acts.
    """
    factors = [types_of(p.name, p.dimension) for p in in_order(pieces)]
    if not 0 < len(factors) <= _MOST_FACTORS or (top.is_exact and action.shape[1] > _LARGEST):
        return None
    known = [factor for factor in factors if factor is not None]
    if len(known) < len(factors):
        return None
    derived = bracket_space(top, top.whole, top.whole)
    s, matrices = top.restrict(derived), tensordot(derived, action, 1, 0)
    attempt = next(filter(None, (_attempt(known, Structure(s.constants, zero), matrices) for zero in _zeros(s))), None)
    if attempt is None:
        return None
    nodes, irreducibles, A = attempt
    parts, proved = _in_frame(known, nodes, irreducibles)
    return known, parts, irreducibles, proved, A


def _zeros(s: Structure) -> list[float]:
    """The error, and smaller sizes of zero: weights are whole and dimensions are counted, so what one of these finds is there."""
    return [s.error] if s.error <= FLOAT_ERROR else [max(s.error * part, FLOAT_ERROR) for part in (1.0, *SMALLER_ZEROS)]


def _attempt(
    factors: list[Factor], s: Structure, matrices: np.ndarray
) -> tuple[list[list[int]], list[Irreducible], np.ndarray] | None:
    try:
        return _irreducibles(factors, s, matrices)
    except (UndecidedError, RankError, np.linalg.LinAlgError):
        return None


def _irreducibles(
    factors: list[Factor], s: Structure, matrices: np.ndarray
) -> tuple[list[list[int]], list[Irreducible], np.ndarray] | None:
    """The nodes of each simple type of each factor in turn, and the constituents; None where exact numbers contradict them."""
    chevalley = chevalley_generators(_rounded(s))
    nodes = _nodes(factors, [(f.name, f.types) for f in chevalley.factors])
    if nodes is None:
        return None
    m = matrices.shape[1]
    floats = np.asarray(matrices, dtype=np.float64)
    acting = operators(chevalley, floats, np.zeros((0, m, m)))
    nodes = _paired(factors, nodes, acting)
    spaces, _ = weight_spaces(acting, s.error, "identify(L)")
    left, irreducibles = list(spaces), []
    while left:
        space = left.pop(0)
        image = conjugate_weight(acting, space.labels)[0]
        if image != space.labels:
            other = next((s for s in left if s.labels == image and s.vectors.shape == space.vectors.shape), None)
            if other is None:
                return None
            left.remove(other)
        irreducibles.append(_irreducible(acting, space, image))
    filled = sum(c.dimension * c.copies for c in irreducibles)
    agrees = filled == m and _casimir_agrees(s, matrices, acting, irreducibles)
    return (nodes, irreducibles, acting.cartan_matrix) if agrees else None


def _rounded(s: Structure) -> Structure:
    return Structure(s.constants.astype(np.float64), max(s.error, FLOAT_ERROR))


def _irreducible(acting: Operators, space: WeightSpace, image: tuple[int, ...]) -> Irreducible:
    size, count = weyl_dimension(acting.cartan_matrix, space.labels), space.vectors.shape[1]
    if image != space.labels:
        return Irreducible(space.labels, 2 * size, count, "C", space.vectors)
    if is_quaternionic(acting, space):
        return Irreducible(space.labels, 2 * size, count // 2, "H", space.vectors)
    return Irreducible(space.labels, size, count, "R", space.vectors)


def _nodes(factors: list[Factor], simple: list[tuple[str, tuple[str, ...]]]) -> list[list[int]] | None:
    """Where the nodes of each simple type stand among those of the simple factors read; None for other factors."""
    starts = np.cumsum([0, *(sum(int(t[1:]) for t in types) for _, types in simple)]).tolist()
    free, nodes = list(range(len(simple))), []
    for factor in factors:
        i = next((i for i in free if simple[i] == (factor.name, factor.types)), None)
        if i is None:
            return None
        free.remove(i)
        start = starts[i]
        for kind in factor.types:
            nodes.append(list(range(start, start + int(kind[1:]))))
            start += int(kind[1:])
    return None if free else nodes


def _paired(factors: list[Factor], nodes: list[list[int]], acting: Operators) -> list[list[int]]:
    """The nodes, those of the second type of a complex factor in the order in which conjugation brings those of the first."""
    starts = np.cumsum([0, *(len(f.types) for f in factors)]).tolist()
    paired = list(nodes)
    for f, k in zip(factors, starts, strict=False):
        if len(f.types) == 2:
            units = np.eye(len(acting.cartan_matrix), dtype=np.int64)[nodes[k]].tolist()
            images = [conjugate_weight(acting, tuple(unit))[0] for unit in units]
            paired[k + 1] = [int(np.argmax(image)) for image in images]
    return paired


def _casimir(s: Structure, matrices: np.ndarray) -> np.ndarray:
    k, m = matrices.shape[:2]
    raised = tensordot(inverse(s.killing), matrices, 1, 0)
    return multiply(raised.transpose(1, 0, 2).reshape(m, k * m), matrices.reshape(k * m, m))


def casimir_value(A: np.ndarray, labels: Sequence[int]) -> Fraction:
    """The number by which the Casimir element of the Killing form acts, for a Cartan matrix of one simple type.

    Examples:
        >>> casimir_value(np.array([[2]]), [1]), casimir_value(cartan_matrix("B", 2), [1, 0])
        (Fraction(3, 8), Fraction(2, 3))
    """
    roots = positive_roots(A)
    lengths = _lengths(A)
    highest = roots[-1] @ A

    def norm(weight: Sequence[int]) -> Fraction:
        # (w, w + 2 d) with (w, a_i) = w_i (a_i, a_i) / 2: solve for w in the simple roots
        inner = multiply(inverse(A.T), np.array(weight, dtype=np.int64)[:, None])[:, 0]
        coefficients = [Fraction(int(c.numerator), int(c.denominator)) for c in inner]
        return sum((c * (int(x) + 2) * size / 2 for c, x, size in zip(coefficients, weight, lengths, strict=True)), Fraction(0))

    return norm(labels) / norm(highest.tolist())


def _lengths(A: np.ndarray) -> list[Fraction]:
    """The squared lengths of the simple roots of a connected diagram, up to a factor."""
    lengths: dict[int, Fraction] = {0: Fraction(2)}
    while len(lengths) < len(A):
        for i in list(lengths):
            for j in range(len(A)):
                if A[i, j] and j not in lengths:  # A[i, j] (a_j, a_j) = A[j, i] (a_i, a_i)
                    lengths[j] = lengths[i] * Fraction(int(A[j, i]), int(A[i, j]))
    return [lengths[i] for i in range(len(A))]


def _value(A: np.ndarray, parts: list[list[int]], labels: tuple[int, ...]) -> Fraction:
    return sum((casimir_value(A[np.ix_(part, part)], [labels[i] for i in part]) for part in parts), Fraction(0))


def _values(A: np.ndarray, irreducibles: list[Irreducible]) -> list[Fraction]:
    parts = components(A)
    return [_value(A, parts, c.labels) for c in irreducibles]


def _casimir_agrees(s: Structure, matrices: np.ndarray, acting: Operators, irreducibles: list[Irreducible]) -> bool:
    """Whether the Casimir element has, exactly, the eigenspaces that these constituents have."""
    sizes: Counter[Fraction] = Counter()
    for value, c in zip(_values(acting.cartan_matrix, irreducibles), irreducibles, strict=True):
        sizes[value] += c.dimension * c.copies
    C = _casimir(s, matrices)
    if not s.is_exact:
        given, real = np.sort(np.linalg.eigvals(C).real), np.sort([float(v) for v, size in sizes.items() for _ in range(size)])
        return bool(np.abs(given - real).max() <= INTEGRAL * max(float(real[-1]), 1.0))
    return all(len(_eigenspace(C, value)) == size for value, size in sizes.items())


def _groups(s: Structure, matrices: np.ndarray, A: np.ndarray, irreducibles: list[Irreducible]) -> list[Group]:
    """The exact eigenspaces of the Casimir element, and the constituents that fill each."""
    C, values = _casimir(s, matrices), _values(A, irreducibles)
    return [(_eigenspace(C, value), [i for i, v in enumerate(values) if v == value]) for value in dict.fromkeys(values)]


def _eigenspace(C: np.ndarray, value: Fraction) -> np.ndarray:
    """The kernel of C - value, as rows, for a matrix that acts on columns."""
    return null_space(C * value.denominator - value.numerator * np.eye(len(C), dtype=np.int64))


def _in_frame(factors: list[Factor], nodes: list[list[int]], irreducibles: list[Irreducible]) -> tuple[list[Constituent], bool]:
    """The constituents with the nodes numbered as in names, and whether that numbering is proved.

    Floats number the nodes up to symmetries of the diagram. Those that are no automorphism of the real form are fixed by
    what the half-spinors and the vector are: for so(p, q), p + q = 8, the vector is the real one.
    """
    moves, proved, k = [], True, 0
    for factor in factors:
        for _ in factor.types:
            here = [(tuple(c.labels[i] for i in nodes[k]), c) for c in irreducibles]
            move, certain = _numbering(factor, here)
            moves.append(move)
            proved, k = proved and certain, k + 1
    parts = []
    for c in irreducibles:
        weight = tuple(tuple(c.labels[part[i]] for i in move) for part, move in zip(nodes, moves, strict=True))
        parts.append(Constituent(weight, c.dimension, c.copies))
        proved = proved and (c.commutant == "C") == (conjugate_of(factors, weight) != weight)
    return parts, proved


def _numbering(factor: Factor, here: list[tuple[tuple[int, ...], Irreducible]]) -> tuple[list[int], bool]:
    """An order of the nodes of one simple type, and whether names mean the same by it."""
    letter, rank = factor.types[0][0], int(factor.types[0][1:])
    order = list(range(rank))
    if letter == "D" and factor.name.startswith("so*"):
        return order, all(labels[-1] == labels[-2] for labels, _ in here)
    if factor.types[0] != "D4" or factor.name in ("so(8)", "so(4,4)") or len(factor.types) == 2:
        return order, True
    outer = [(labels, c) for labels, c in here if len({labels[0], labels[2], labels[3]}) > 1]
    A = cartan_matrix("D", 4)
    for move in arrangements(A, A):
        moved = [(tuple(labels[i] for i in move), c) for labels, c in outer]
        if all((labels[0] > 0) == (c.commutant == "R") for labels, c in moved):
            single = all(sum(labels) == 1 == sum(c.labels) for labels, c in moved)
            return move, single
    return order, False
