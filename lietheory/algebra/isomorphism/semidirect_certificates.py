"""What a certificate states of (s + R^j) |x M for the checker: Chevalley generators of s, and matrices of s + R^j on M.

The matrices are those of the algebra itself, in the checker's basis of s and in a basis of the centre on which it acts as the
name says. So the isomorphism is the identity on M, and only a map of Levi factors is searched for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product

import numpy as np
from flint import fmpq, fmpq_mat

from lietheory.algebra.invariants.cartan import general_element
from lietheory.algebra.invariants.characteristic_ideals import abelian_hyperplane, bracket_space, levi_factor, nilradical, radical
from lietheory.algebra.isomorphism.fundamental_cartan import FundamentalSystem
from lietheory.algebra.isomorphism.rational_cartan import rational_systems, rounded
from lietheory.algebra.isomorphism.semisimple_maps import exact_maps
from lietheory.algebra.linalg.dispatch import coordinates, independent_rows, multiply, null_space, tensordot
from lietheory.algebra.names.dynkin import arrangements, cartan_matrix, components
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import exact_array, has_surds
from lietheory.certificates.check import encode
from lietheory.certificates.chevalley import Labels, System, simple_types
from lietheory.certificates.modules import Claims, Module, claims_of, require_module
from lietheory.certificates.rejection import Json, Rejected
from lietheory.tolerances import FLOAT_ERROR

_NEAR = 1e-4  # the distance at which eigenvalues in floats count as one; each result is checked exactly
_DENOMINATOR = 1000


def stated_generators(name: str, constants: np.ndarray, accepts: Callable[[Json], bool]) -> Json | None:
    """Chevalley generators over Q(i) of a simple algebra with these constants, as a certificate states them; None if not found.

    Args:
        name: of the algebra.
        constants: (n, n, n), exact.
        accepts: whether the checker takes the numbering of the nodes; it fixes that of D4 and of complex algebras.
    """
    types = simple_types(name)
    for U, _, system in rational_systems(constants):
        for order in _numberings(system, types):
            rows = [_stated(part[order], U) for part in (system.raising, system.lowering)]
            if None in rows:
                continue
            stated = {"raising": rows[0], "lowering": rows[1]}
            if accepts(stated):
                return stated
    return None


def _numberings(system: FundamentalSystem, types: list[str]) -> Iterator[list[int]]:
    """The nodes in the order of Bourbaki, for each symmetry of the diagram."""
    parts = components(system.cartan_matrix)
    for chosen in [parts, parts[::-1]][: len(types)]:
        standards = [cartan_matrix(kind[0], int(kind[1:])) for kind in types]
        blocks = [system.cartan_matrix[np.ix_(part, part)] for part in chosen]
        for orders in product(*(list(arrangements(A, B)) for A, B in zip(blocks, standards, strict=True))):
            yield [part[i] for part, order in zip(chosen, orders, strict=True) for i in order]


def _stated(vectors: np.ndarray, U: np.ndarray) -> list | None:
    """Complex vectors as [index, 0 or 1 for the power of i, number], in the basis that the rows of U are written in."""
    parts = [rounded(part) for part in (np.real(vectors), np.imag(vectors))]
    if parts[0] is None or parts[1] is None:
        return None
    rows = [multiply(part, U) for part in parts if part is not None]
    return [
        [[k, s, str(part[i, k])] for s, part in enumerate(rows) for k in np.flatnonzero(part[i]).tolist()]
        for i in range(len(vectors))
    ]


class Split:
    """(s + R^j) |x M inside an exact algebra.

    Args:
        g: an indecomposable algebra.
        lines: the dimension of the centre j.
    """

    def __init__(self, g: Structure, lines: int):
        self.g, self.levi = g, levi_factor(g)
        rows = nilradical(g)
        ideal = abelian_hyperplane(g, rows) if len(bracket_space(g, rows, rows)) else rows
        if ideal is None or g.dimension != len(self.levi) + lines + len(ideal):
            raise Rejected("no abelian ideal of the dimension of the module")
        self.ideal: np.ndarray = ideal
        rest = radical(g)
        inside = multiply(null_space(g.brackets(rest, self.levi).reshape(len(rest), -1).T), rest)  # the centralizer of s
        if len(inside):
            h = general_element(Structure(np.zeros((len(inside),) * 3, dtype=np.int64)))
            own = g.brackets(multiply(h[None], inside), inside)[0]
            inside = multiply(null_space(own.T), inside)  # those that commute with an element in general position
        together = np.concatenate([self.ideal, inside])
        self.center = together[[i for i in independent_rows(together) if i >= len(self.ideal)]]
        if len(self.center) != lines or g.brackets(self.center, self.center).any():
            raise Rejected("no centre that commutes")

    def action(self, rows: np.ndarray) -> np.ndarray:
        """The matrices of elements on the ideal, which act on columns."""
        m = len(self.ideal)
        images = self.g.brackets(rows, self.ideal).reshape(len(rows) * m, self.g.dimension)
        return coordinates(self.ideal, images)[0].reshape(len(rows), m, m).swapaxes(1, 2)


def stated_module(
    g: Structure, s: np.ndarray, system: System, factors: list[str], lines: int, terms: list[str]
) -> tuple[Json, np.ndarray] | None:
    """The matrices that a certificate states, and the rows of their basis and of that of M in that of g; None if not found.

    Args:
        g: an indecomposable algebra, exact.
        s: the constants of the checker for the sum of the simple factors.
        system: their Chevalley generators.
        factors: their names.
        lines: the dimension of the centre.
        terms: of the module, in the name.
    """
    split = Split(g, lines)
    Z = split.action(split.center) if lines else np.zeros((0, len(split.ideal), len(split.ideal)), dtype=np.int64)
    for T in exact_maps(s, g.restrict(split.levi).constants):
        levi = multiply(T, split.levi)
        L = split.action(levi)
        if has_surds(L) or has_surds(Z):
            return None
        try:
            module = Module(system, _flint(L), _flint(Z))
            claims = claims_of(module, factors, terms)
        except Rejected:
            continue
        for C in _bases(module, claims, lines):
            whole = np.concatenate([L, tensordot(C, Z, 1, 0)]) if lines else L
            try:
                require_module(Module(system, _flint(L), _flint(whole[len(L) :])), claims)
            except Rejected:
                continue
            center = multiply(C, split.center) if lines else split.center
            return encode(exact_array(whole).tolist()), np.concatenate([levi, center, split.ideal])
    return None


def _flint(A: np.ndarray) -> list[fmpq_mat]:
    n = A.shape[1]
    return [fmpq_mat(n, n, [fmpq(*Fraction(x).as_integer_ratio()) for x in X.ravel().tolist()]) for X in A]


def _bases(module: Module, claims: Claims, lines: int) -> Iterator[np.ndarray]:
    """Bases of the centre, as rows in the given one, in which its eigenvalues may be those that a name lists.

    In such a basis each real or imaginary part of a linear form that the name lists for a weight occurs for this weight.
    """
    if not lines:
        yield np.zeros((0, 0), dtype=np.int64)
        return
    listed = [
        (w, k, list(map(float, form))) for w, blocks in claims.items() for block in blocks for k, form in enumerate(block[1:])
    ]
    chosen: list[tuple[Labels, int, list[float]]] = []
    for form in listed:
        rows = np.array([row for _, _, row in [*chosen, form]])
        if np.linalg.matrix_rank(rows) == len(rows):
            chosen.append(form)
    if len(chosen) < lines:  # all blocks of one element are nilpotent
        yield np.eye(lines, dtype=np.int64)
        return
    occurring = {weight: _characters(module, weight) for weight in claims}
    wanted = np.array([row for _, _, row in chosen])
    for picked in product(*([(np.imag if k else np.real)(x) for x in occurring[weight]] for weight, k, _ in chosen)):
        met = np.array(picked)
        if np.linalg.matrix_rank(met, _NEAR) == lines:
            C = rounded(np.linalg.solve(met, wanted).T, _DENOMINATOR, _NEAR)
            if C is not None:
                yield C


def _characters(module: Module, weight: Labels) -> list[np.ndarray]:
    """The eigenvalues of the basis of the centre on common eigenvectors among the highest weight vectors of a weight."""
    m = module.size
    V = np.array([[float(x) for x in row] for row in _floats(module.highest(weight))])
    if not V.size:
        return []
    u, singular, _ = np.linalg.svd(V[:m] + 1j * V[m:], full_matrices=False)
    Q = u[:, singular > FLOAT_ERROR * singular[0]]
    Z = np.array([[[float(x) for x in row[:m]] for row in _floats(z)[:m]] for z in module.center])
    own = Q.conj().T @ Z @ Q
    vectors = np.linalg.eig(np.tensordot(np.cos(np.arange(1.0, len(own) + 1)), own, 1))[1]
    return [np.array([w.conj() @ z @ w for z in own]) for w in vectors.T]


def _floats(A: fmpq_mat) -> list[list[float]]:
    return [[int(x.p) / int(x.q) for x in row] for row in A.tolist()]
