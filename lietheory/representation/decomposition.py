"""The irreducible constituents of a reductive algebra of matrices, by highest weights."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from lietheory.algebra.algebra_arguments import AlgebraLike
from lietheory.algebra.enveloping.root_system import read_reductive
from lietheory.algebra.invariants.reductive import Reductive
from lietheory.algebra.invariants.root_vectors import SimpleFactor, chevalley_generators
from lietheory.algebra.invariants.weights import (
    SLACK,
    Operators,
    WeightSpace,
    conjugate_weight,
    is_quaternionic,
    operators,
    weight_spaces,
)
from lietheory.algebra.names.dynkin import arrangements, weyl_dimension
from lietheory.errors import UndecidedError, in_call
from lietheory.representation.constituents import Constituent, Representation

_RANK = 1e-8  # directions shorter than this, of vectors of length one, are rounding
_CURE = "Give cleaner generators, or their noise."


def representation(g: AlgebraLike, noise: float | None = None) -> Representation:
    """The space R^d as a sum of irreducible representations of a reductive algebra of d x d matrices.

    Args:
        g: an algebra, its name, or generators (n_L, d, d); floats may close only up to noise. An abstract
            algebra is taken in its adjoint representation.
        noise: the relative error of each generator of floats; estimated when None.

    Returns:
        The constituents with their dimensions, multiplicities, commutants, highest weights and subspaces.

    Raises:
        ShapeError, PrecisionError, RankError, ClosureError: generators of no algebra.
        UndecidedError: the algebra is not reductive, its centre does not act diagonalisably, or the
            labels are not integers within the noise.

    Examples:
        >>> print(representation("so(5)"))
        so(5) (B2) on R^5
        dimension  copies  commutant  highest weight  called
        5          1       R          [1 0]           vector of so(5)
    """
    call = "representation(g)"
    parts = read_reductive(g, call, noise)
    chevalley = chevalley_generators(parts.derived)
    action = operators(chevalley, parts.matrices, parts.center)
    spaces, rounding = weight_spaces(action, parts.error, call)
    generic = _generic(parts)
    pairs = _conjugate_pairs(action, spaces, call)
    kinds = [_kind(action, *pair) for pair in pairs]
    order, weights = _canonical(kinds, pairs, action.cartan_matrix, chevalley.factors)
    constituents = tuple(
        Constituent(
            *kinds[i], weights[i], _larger(pairs[i]).charges, _generated(pairs[i][0].vectors, generic, kinds[i][0] * kinds[i][1])
        )
        for i in order
    )
    d, filled = parts.center.shape[1], [c.dimension * c.multiplicity for c in constituents]
    if sum(filled) != d:
        raise UndecidedError(call, f"constituents that fill R^{d}", f"dimensions {filled}", _CURE)
    _require_faithful(np.array([c.charges for c in constituents]), parts.error, call)
    return Representation(d, chevalley.factors, parts.center, constituents, max(rounding, chevalley.rounding))


def describe(g: AlgebraLike, noise: float | None = None) -> str:
    """The representation in one line: "R^8 = spinor of so(7)", "R^15 = 3 (vector of so(5))".

    Args and Raises: as :func:`representation`.

    Examples:
        >>> describe("su(3)")
        'R^6 = complex defining of su(3)'
    """
    with in_call("describe(g)"):
        decomposed = representation(g, noise)
    kinds = {"R": "", "C": "complex ", "H": "quaternionic "}
    terms = [(c.multiplicity, kinds[c.commutant] + decomposed.called(c)) for c in decomposed.constituents]
    return f"R^{decomposed.dimension} = " + " + ".join(f"{count} ({term})" if count > 1 else term for count, term in terms)


def _conjugate_pairs(action: Operators, spaces: list[WeightSpace], call: str) -> list[tuple[WeightSpace, WeightSpace]]:
    """Each weight space with that of the conjugate module, which may be itself; every pair once."""
    left, pairs = list(spaces), []
    while left:
        space = left.pop(0)
        weight = conjugate_weight(action, space.labels)[0]
        like = [other for other in (space, *left) if other.labels == weight and other.vectors.shape == space.vectors.shape]
        if not like:
            raise UndecidedError(call, "conjugate modules in pairs", f"a weight {space.labels} without {weight}", _CURE)
        other = min(like, key=lambda s: np.abs(np.conj(s.charges) - np.array(space.charges)).sum())
        left = [s for s in left if s is not other]
        pairs.append((space, other))
    return pairs


def _kind(action: Operators, space: WeightSpace, other: WeightSpace) -> tuple[int, int, str]:
    """The real dimension, the multiplicity and the commutant that a module and its conjugate make."""
    size, count = weyl_dimension(action.cartan_matrix, space.labels), space.vectors.shape[1]
    if other is not space:
        return 2 * size, count, "C"
    return (2 * size, count // 2, "H") if is_quaternionic(action, space) else (size, count, "R")


def _larger(pair: tuple[WeightSpace, WeightSpace]) -> WeightSpace:
    return max(pair, key=lambda s: (s.labels, [(z.imag, z.real) for z in s.charges]))


def _canonical(
    kinds: list[tuple[int, int, str]],
    pairs: list[tuple[WeightSpace, WeightSpace]],
    A: np.ndarray,
    factors: tuple[SimpleFactor, ...],
) -> tuple[list[int], list[tuple[tuple[int, ...], ...]]]:
    """The order of the constituents, and their weights, in that symmetry of the diagram which makes them largest."""
    code = A.copy()
    ends = np.cumsum([0, *(sum(int(kind[1:]) for kind in factor.types) for factor in factors)])
    for factor, (a, b) in zip(factors, pairwise(ends), strict=True):
        code[a:b, a:b] += 100  # a symmetry keeps ideals together
        code[range(a, b), range(a, b)] += 1000 * factors.index(factor)  # and what they are called

    def keys(nodes: list[int]) -> list[tuple]:
        weights = [max(tuple(s.labels[i] for i in nodes) for s in pair) for pair in pairs]
        return list(zip(weights, kinds, strict=True))

    best = max(map(keys, arrangements(code, code)), key=lambda labelled: sorted(labelled, reverse=True))
    ranks = np.cumsum([0, *(int(kind[1:]) for factor in factors for kind in factor.types)])
    weights = [tuple(labels[a:b] for a, b in pairwise(ranks)) for labels, _ in best]
    order = sorted(range(len(best)), key=lambda i: (*best[i], float(np.linalg.norm(pairs[i][0].charges))), reverse=True)
    return order, weights


def _require_faithful(charges: np.ndarray, error: float, call: str) -> None:
    """Raise UndecidedError if charges (constituents, k) let a unit element of the centre act by no more than noise."""
    k = charges.shape[1]
    acting = np.linalg.svd(np.concatenate([np.real(charges), np.imag(charges)]))[1]
    if k and (len(acting) < k or acting[-1] <= SLACK * error):
        raise UndecidedError(call, f"a centre of dimension {k} that acts by more than noise", f"sizes {acting.round(6)}", _CURE)


def _generic(parts: Reductive) -> np.ndarray:
    """Two elements in general position, which generate [g, g], and one of the centre; of norm one."""
    n, k = len(parts.matrices), len(parts.center)
    elements = [np.tensordot(np.cos(np.arange(1.0, 1 + n) ** power), parts.matrices, 1) for power in (2, 3) if n]
    elements += [np.tensordot(np.cos(np.arange(1.0, 1 + k) ** 2), parts.center, 1)] * bool(k)
    stacked = np.stack(elements)
    return stacked / np.linalg.norm(stacked, 2, axis=(1, 2), keepdims=True)


def _generated(vectors: np.ndarray, generic: np.ndarray, size: int) -> np.ndarray:
    """An orthonormal basis, as rows, of the least real subspace that holds vectors and is invariant, of a known dimension."""
    basis = _orthonormal(np.concatenate([np.real(vectors), np.imag(vectors)], axis=1).T, size)
    while len(basis) < size:
        moved = (basis @ generic.swapaxes(1, 2)).reshape(-1, basis.shape[1])
        longer = _orthonormal(np.concatenate([basis, moved]), size)
        if len(longer) == len(basis):
            raise UndecidedError("representation(g)", f"an invariant subspace of dimension {size}", f"one of {len(basis)}", _CURE)
        basis = longer
    return basis


def _orthonormal(rows: np.ndarray, most: int) -> np.ndarray:
    """The leading directions of rows, at most so many."""
    _, sizes, directions = np.linalg.svd(rows, full_matrices=False)
    return directions[sizes > _RANK][:most]
