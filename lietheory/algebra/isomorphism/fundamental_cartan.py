"""Chevalley generators of a real semisimple algebra on a fundamental Cartan subalgebra, with the complex conjugation.

With t a maximal abelian subspace of k = {theta x = x}, the centraliser of t is a Cartan subalgebra, as compact as it can be; no
root vanishes on t. So an element of t in general position makes roots positive such that a -> -conj(a) = theta a permutes the
simple ones. With conj(e_i) = s_i f_j, j the image of the node i, all of the real form stands in the signs of the s_i at fixed
nodes: negative for a compact root, positive for a noncompact one (the painted nodes of a Vogan diagram).

References:
    A. Knapp, Lie Groups Beyond an Introduction, 2nd ed. 2002, VI.7 (Cayley transforms), VI.8 to VI.10.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lietheory.algebra.isomorphism.adapted_frame import AdaptedFrame, undecided
from lietheory.algebra.linalg.dispatch import null_space
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.tolerances import COMPLEX_PAIR, EIGENVALUES_APART, FLOAT_ERROR, INTEGRAL

_COMPACT = 0.02  # roots are imaginary on t and their real parts elsewhere are of the order of the largest value: between both
_DRAWS = 5  # elements in general position that are tried; the most separated one is taken


@dataclass(frozen=True, eq=False)
class Roots:
    """The roots on a Cartan subalgebra.

    Args:
        values: (m, r) complex, on a basis of the Cartan subalgebra.
        vectors: (m, n) complex root vectors, an early large entry of each 1.
    """

    values: np.ndarray
    vectors: np.ndarray

    def index(self, value: np.ndarray) -> int:
        """The root with these values."""
        distance = np.abs(self.values - value).sum(axis=1)
        nearest = int(distance.argmin())
        if distance[nearest] > INTEGRAL * np.abs(self.values).sum(axis=1).min():
            raise undecided("values of no root")
        return nearest


@dataclass(frozen=True, eq=False)
class FundamentalSystem:
    """Chevalley generators [e_i, f_i] = h_i, [h_i, e_j] = A[j, i] e_j for simple roots that theta permutes.

    Args:
        constants: (n, n, n), the structure constants in floats.
        cartan_matrix: (r, r) integers.
        raising, lowering: e and f, (r, n) complex coordinates.
        involution: the node of theta a_i, for each node.
        scales: (r,) complex, s with conj(e_i) = s_i f_j for j the image of i.
        simple: the indices of the simple roots among ``roots``.
        roots: all of them.
    """

    constants: np.ndarray
    cartan_matrix: np.ndarray
    raising: np.ndarray
    lowering: np.ndarray
    involution: tuple[int, ...]
    scales: np.ndarray
    simple: tuple[int, ...]
    roots: Roots

    @property
    def painted(self) -> tuple[bool, ...]:
        """Whether the simple root of each node is imaginary and noncompact."""
        return tuple(i == j and s.real > 0 for i, (j, s) in enumerate(zip(self.involution, self.scales.tolist(), strict=True)))


def bracket(f: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """[x, y] in coordinates."""
    return y @ np.tensordot(x, f, 1)


def numeric_system(frame: AdaptedFrame) -> FundamentalSystem:
    """The system in the coordinates of an adapted frame, where ad x is normal for x in t and in its centraliser."""
    zero = max(
        FLOAT_ERROR, float(np.sqrt(frame.error))
    )  # theta is stationary, so its error is quadratic in that of the constants
    g = Structure(frame.constants, zero)
    values, vectors = np.linalg.eigh(frame.involution)
    compact = vectors[:, values > 0].T
    v = np.cos(np.arange(1.0, len(compact) + 1) ** 2) @ compact
    inside = null_space(g.ad(v / np.linalg.norm(v)) @ compact.T, zero) @ compact
    return system_on(frame.constants, g.centralizer(inside))


def system_on(f: np.ndarray, cartan: np.ndarray) -> FundamentalSystem:
    """Chevalley generators for the simple roots that an element of t in general position chooses."""
    roots = fundamental_roots(f, cartan)
    size = float(np.abs(roots.values).max())
    _, singular, vt = np.linalg.svd(np.real(roots.values) / size)
    torus = vt[int((singular > _COMPACT).sum()) :]
    heights = np.imag(roots.values @ torus.T) @ np.cos(np.arange(1.0, len(torus) + 1) ** 2)
    form = (roots.values @ np.linalg.inv(roots.values.T @ roots.values) @ roots.values.T).real  # K(h, h') = sum of a(h) a(h')
    if not len(torus) or np.abs(heights).min() < COMPLEX_PAIR * size:
        raise undecided("roots that vanish on the compact part of the Cartan subalgebra")
    chosen: list[int] = []
    for i in np.argsort(heights):
        if heights[i] > 0 and all(form[i, j] < INTEGRAL * form[j, j] for j in chosen):
            chosen.append(int(i))
    return system_of(f, roots, chosen)


def fundamental_roots(f: np.ndarray, cartan: np.ndarray) -> Roots:
    """The roots on a fundamental Cartan subalgebra, which Cayley transforms make of any: e - f for the coroot of a real root.

    Raises:
        UndecidedError: roots that coincide, or transforms that do not end.
    """
    for _ in range(len(cartan) + 1):
        roots = _roots(f, cartan)
        size = float(np.abs(roots.values).max())
        real = np.flatnonzero(np.abs(np.imag(roots.values)).max(axis=1) < _COMPACT * size)
        if not len(real):
            return roots
        value, e = np.real(roots.values[real[0]]), np.real(roots.vectors[real[0]])
        lowering = np.real(roots.vectors[roots.index(-value)])
        lowering = lowering * 2 / _eigenvalue(f, bracket(f, e, lowering), e).real
        pivot = int(np.abs(value).argmax())  # the kernel of the root, by vectors that are rational where its values are
        kernel = np.delete(np.eye(len(cartan)) - np.outer(value / value[pivot], np.eye(len(cartan))[pivot]), pivot, axis=0)
        cartan = np.concatenate([kernel @ cartan, (e - lowering)[None]])
    raise undecided("real roots after all Cayley transforms")


def _roots(f: np.ndarray, cartan: np.ndarray) -> Roots:
    r = len(cartan)
    ads = np.tensordot(cartan, f, 1).swapaxes(1, 2)
    best = (0.0, np.zeros(0), np.zeros((0, 0)))
    for draw in range(_DRAWS):
        weights = np.cos(np.arange(1.0, r + 1) ** 2 * (1 + draw) + draw) / np.linalg.norm(ads, axis=(1, 2))
        values, vectors = np.linalg.eig(np.tensordot(weights, ads, 1))
        kept = values[np.argsort(np.abs(values))[r:]]
        distances = np.abs(kept[:, None] - kept) + np.diag(np.full(len(kept), np.inf))
        gap = float(min(distances.min(initial=np.inf), np.abs(kept).min()) / np.abs(kept).max())
        best = max(best, (gap, values, vectors), key=lambda candidate: candidate[0])
    gap, values, vectors = best
    if gap < EIGENVALUES_APART:
        raise undecided("roots that coincide")
    keep = np.argsort(np.abs(values))[r:]
    dual = np.linalg.inv(vectors)[keep]
    table = np.stack([np.einsum("ma,am->m", dual @ ad, vectors[:, keep]) for ad in ads], axis=1)
    return Roots(table, np.stack([_scaled(v) for v in vectors[:, keep].T]))


def _scaled(v: np.ndarray) -> np.ndarray:
    """The multiple whose first entry of about the largest size is 1, so that directions over Q(i) have entries there."""
    return v / v[int(np.flatnonzero(np.abs(v) > 0.5 * np.abs(v).max())[0])]


def system_of(f: np.ndarray, roots: Roots, simple: list[int]) -> FundamentalSystem:
    """The Chevalley generators for given simple roots.

    Raises:
        UndecidedError: these are no simple roots that theta permutes.
    """
    if len(simple) != roots.values.shape[1]:
        raise undecided(f"{len(simple)} simple roots in rank {roots.values.shape[1]}")
    values, e = roots.values[simple], roots.vectors[simple]
    partners, images = [roots.index(-v) for v in values], [roots.index(-v.conj()) for v in values]
    if not set(images) <= set(simple):
        raise undecided("simple roots that conjugation does not permute")
    coroots = np.stack([bracket(f, x, roots.vectors[k]) for x, k in zip(e, partners, strict=True)])
    factors = np.array([2 / _eigenvalue(f, h, x) for h, x in zip(coroots, e, strict=True)])[:, None]
    lowering, coroots = roots.vectors[partners] * factors, coroots * factors
    matrix = np.array([[_eigenvalue(f, h, x) for h in coroots] for x in e])
    integers = np.round(np.real(matrix)).astype(np.int64)
    if np.abs(matrix - integers).max() > INTEGRAL:
        raise undecided("Cartan numbers far from integers")
    involution = tuple(simple.index(i) for i in images)
    scales = [np.vdot(lowering[j], x.conj()) / np.vdot(lowering[j], lowering[j]) for x, j in zip(e, involution, strict=True)]
    return FundamentalSystem(f, integers, e, lowering, involution, np.array(scales), tuple(simple), roots)


def _eigenvalue(f: np.ndarray, x: np.ndarray, v: np.ndarray) -> complex:
    """c with [x, v] = c v."""
    return complex(np.vdot(v, bracket(f, x, v)) / np.vdot(v, v))
