"""Simple roots, Chevalley generators and simple ideals of a semisimple algebra, in floats.

The roots are the joint eigenvalues of the adjoint action of the centraliser of a regular element. Their
inner products are real for every real form, so a functional in general position picks the positive
ones. What is read off are integers: noise that does not move them does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lietheory.algebra.invariants.cartan import regular_element
from lietheory.algebra.names.dynkin import dynkin_types
from lietheory.algebra.names.simple_types import SimpleType, complex_dimension, names_of
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.errors import UndecidedError
from lietheory.tolerances import INTEGRAL, ROOT_INSIDE


@dataclass(frozen=True)
class SimpleFactor:
    """A simple ideal over the reals: its canonical name, and the types of its complexification (two equal ones for sl(n, C))."""

    name: str
    types: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ChevalleyGenerators:
    """Chevalley generators of a semisimple real algebra complexified: [e_i, f_i] = h_i, [h_i, e_j] = A[j, i] e_j.

    Args:
        factors: the simple ideals over the reals, in the order of the nodes.
        cartan_matrix: (r, r), block-diagonal.
        raising, coroots: e and h, (r, n) complex coordinates.
        conjugation: (r, r) integers, the complex conjugate of h_i is sum_j conjugation[i, j] h_j.
        simple_roots: (r, r), as rows of a Euclidean space whose inner product is that of the Killing form.
        rounding: the largest distance of a number above from the integer it was rounded to.
    """

    factors: tuple[SimpleFactor, ...]
    cartan_matrix: np.ndarray
    raising: np.ndarray
    coroots: np.ndarray
    conjugation: np.ndarray
    simple_roots: np.ndarray
    rounding: float


def chevalley_generators(g: Structure) -> ChevalleyGenerators:
    """Chevalley generators of a semisimple algebra, the larger ideals first.

    Raises:
        UndecidedError: the roots have no integers between them, or fit no simple types.
    """
    if not g.dimension:
        none = np.zeros((0, 0), dtype=np.int64)
        return ChevalleyGenerators((), none, none + 0j, none + 0j, none, none + 0.0, 0.0)
    frame = np.linalg.inv(np.asarray(np.linalg.qr(g.constants.reshape(g.dimension, -1).T, mode="r")).T)
    h = Structure(g.restrict(frame).constants, g.error)  # orthonormal for tr (ad x)^T (ad y) in every basis
    roots, vectors, cartan = _root_vectors(h)
    if not len(roots):
        raise _undecided("no roots above the noise")
    form = (roots @ np.linalg.inv(cartan @ h.killing @ cartan.T) @ roots.T).real
    simple = _simple(form)
    if not simple:  # a form that is not finite has no positive roots
        raise _undecided("no simple roots above the noise")
    A, miss = _integers(2 * form[np.ix_(simple, simple)] / np.diag(form)[simple])
    e, coroots = _triples(h, vectors, form, simple)
    conjugation, rest = _integers(np.linalg.lstsq(coroots.T, coroots.conj().T, rcond=None)[0].T)
    ideals = []
    for types, nodes in _ideals(A, conjugation):
        inside = np.abs(form[:, [simple[i] for i in nodes]]).max(axis=1) > ROOT_INSIDE * np.abs(form).max()
        size = complex_dimension(types[0][0], int(types[0][1:])) * len(types)
        ideals.append((-size, SimpleFactor(_name(h, types, np.concatenate([vectors[inside], coroots[nodes]])), types), nodes))
    ideals.sort(key=lambda ideal: (ideal[0], ideal[1].types, ideal[1].name))
    if -sum(size for size, _, _ in ideals) != g.dimension:
        raise _undecided(f"{[factor.types for _, factor, _ in ideals]} in dimension {g.dimension}")
    order = [node for _, _, nodes in ideals for node in nodes]
    block = np.ix_(order, order)
    return ChevalleyGenerators(
        tuple(factor for _, factor, _ in ideals),
        A[block],
        e[order] @ frame,
        coroots[order] @ frame,
        conjugation[block],
        np.linalg.cholesky(form[np.ix_(simple, simple)][block]),
        max(miss, rest),
    )


def _root_vectors(h: Structure) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The roots (n, r) as values on a Cartan subalgebra, the root vectors (n, dim) and that subalgebra (r, dim)."""
    v, cartan = regular_element(h)
    if not len(cartan):
        raise _undecided("none whose Cartan subalgebra is above the error")
    values, vectors = np.linalg.eig(h.ad(v))
    keep = np.argsort(np.abs(values))[len(cartan) :]
    dual = np.linalg.inv(vectors)[keep]
    roots = np.stack([np.einsum("ra,ar->r", dual @ h.ad(x), vectors[:, keep]) for x in cartan], axis=1)
    return roots, vectors[:, keep].T, cartan


def _simple(form: np.ndarray) -> list[int]:
    """The simple ones among roots with given inner products: the positive ones, by size, obtuse to those before."""
    sizes = form @ np.cos(np.arange(1.0, 1 + len(form)) ** 2)  # a functional in general position
    chosen: list[int] = []
    for i in np.argsort(sizes):
        if sizes[i] > 0 and all(form[i, j] < 0.1 * form[j, j] for j in chosen):
            chosen.append(int(i))
    return chosen


def _triples(h: Structure, vectors: np.ndarray, form: np.ndarray, simple: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """The root vectors of the simple roots, and their coroots."""
    opposite = [int(np.abs(form[i] + form).sum(axis=1).argmin()) for i in simple]
    e = vectors[simple]
    coroots = np.stack([_bracket(h, x, y) for x, y in zip(e, vectors[opposite], strict=True)])
    values = [np.vdot(x, _bracket(h, t, x)) / np.vdot(x, x) for t, x in zip(coroots, e, strict=True)]
    return e, coroots * (2 / np.array(values)[:, None])


def _bracket(h: Structure, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.einsum("j,jk->k", y, np.tensordot(x, h.constants, 1))


def _ideals(A: np.ndarray, conjugation: np.ndarray) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """The types of each simple real ideal and its nodes: components of the diagram that conjugation swaps go together."""
    parts = dynkin_types(A)
    while parts:
        kind, nodes = parts.pop(0)
        image = set(np.flatnonzero(np.abs(conjugation[nodes]).sum(axis=0)).tolist())
        pair = [part for part in parts if image & set(part[1])]
        parts = [part for part in parts if part not in pair]
        together = [(kind, nodes), *pair]
        yield tuple(name for name, _ in together), [node for _, part in together for node in part]


def _name(h: Structure, types: tuple[str, ...], vectors: np.ndarray) -> str:
    """The canonical name of the simple real algebra whose complexification has these root vectors and coroots."""
    real = np.linalg.svd(np.concatenate([np.real(vectors), np.imag(vectors)]), full_matrices=False)[2][: len(vectors)]
    compact = int((np.linalg.eigvalsh(real @ h.killing @ real.T) < 0).sum())
    letter, rank, is_complex = types[0][0], int(types[0][1:]), len(types) == 2
    compact = complex_dimension(letter, rank) if is_complex else compact
    names = [name for starred in (False, True) for name in names_of(SimpleType(letter, rank, compact, is_complex, starred))]
    if not names:
        raise _undecided(f"type {types[0]} with {compact} compact dimensions")
    return names[0]


def _integers(values: np.ndarray) -> tuple[np.ndarray, float]:
    """The integers that numbers are, and the largest distance from them."""
    integers = np.round(np.real(values)).astype(np.int64)
    miss = float(np.abs(values - integers).max(initial=0.0))
    if not miss <= INTEGRAL:
        raise _undecided(f"a Cartan number {miss:.2g} from any integer")
    return integers, miss


def _undecided(got: str) -> UndecidedError:
    return UndecidedError("chevalley_generators(g)", "a semisimple algebra", got, "Give cleaner generators, or their noise.")
