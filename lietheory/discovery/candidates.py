"""Algebras that the evidence suggests: for each dimension the closed span nearest to so many least directions, and known ones.

A candidate says nothing yet: what decides is how far its finite elements move the outputs, on points that did not choose it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lietheory.algebra import closure_residual, nearest_algebra
from lietheory.comparison import principal_angles
from lietheory.discovery.decision import LAMBDA_TOLERANCE
from lietheory.discovery.spectrum import Spectrum
from lietheory.discovery.standard_algebras import acting_algebras, is_homogeneous
from lietheory.errors import LieTheoryError, RankError

MOST, MOST_BY_SLOPE = 8, 3
"""Dimensions tried, those after which lambda grows most, or the slope: the least direction alone and the largest are among the
first, and the slope has to show only what lambda does not."""
RELATED = 0.3
"""A direction whose lambda is above this moves the outputs about as an unrelated one, and no candidate has it."""
GROWTH = 1.5
"""Between the last direction of a candidate and the next one lambda grows by so much, or the next belongs to it as well."""
SEEN = 1e-9
"""Below this lambda may be rounding, which makes no gap."""
CLOSED = 1e-7
"""A closure residual below this is rounding of directions computed from matrices of condition 1e6."""
WIDEST_ANGLE = 0.35
"""A known algebra is tried where its largest angle with as many least directions is below 20 degrees."""
LARGEST_CLOSED = 40
"""Spans of more matrices are not closed: the steps of the nearest algebra cost the cube of the dimension and more."""
MOST_RETURNS = 20
"""How often a nearest algebra that leaves the action is brought back to it."""
RETURNING = 0.5
"""Each time it leaves by less than so much of the time before, or it is given up."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """One algebra to measure.

    Args:
        whole: (k, K), a basis from all points.
        parts: for each half of the points a basis that the other half gave.
        known: the catalogue name of an algebra that was not estimated, or None.
        hidden: whether derivatives take all of it for symmetries, so that a large finite step says that some only seem so.
    """

    whole: Float[np.ndarray, "k K"]
    parts: list[Float[np.ndarray, "k K"]]
    known: str | None = None
    hidden: bool = False


@dataclass(frozen=True, eq=False)
class MatrixSpace:
    """The matrices of an action.

    Args:
        basis: (K, n, n), each of length one.
        sizes: (K,), the Frobenius length of each, by which coefficients grow.
        closes: whether brackets stay in the span.
    """

    basis: Float[np.ndarray, "K n n"]
    sizes: Float[np.ndarray, " K"]
    closes: bool

    @classmethod
    def of(cls, basis: Float[np.ndarray, "K n n"], *, closes: bool | None = None) -> MatrixSpace:
        """The matrices of a basis; those of fields alone have size zero. Whether they close is computed unless given."""
        K, n = basis.shape[:2]
        sizes = np.linalg.norm(basis.reshape(K, -1), axis=1) if n else np.ones(K)
        sizes = np.where(sizes > 0, sizes, 1.0)
        scaled = basis / sizes[:, None, None]
        computed = n > 0 and (n * n == K or _residual(scaled) < CLOSED) if closes is None else closes
        return cls(scaled, sizes, computed)

    def matrices(self, C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "k n n"]:
        """The matrices of coefficients."""
        return np.tensordot(C * self.sizes, self.basis, axes=1)

    def largest_sine(self, one: Float[np.ndarray, "k K"], other: Float[np.ndarray, "k K"]) -> float:
        """The sine of the largest principal angle between two spans, as matrices where there are any."""
        flat = (self.matrices(C).reshape(len(C), -1) if self.basis.shape[1] else C for C in (one, other))
        Q, P = (np.linalg.qr(rows.T)[0] for rows in flat)
        return float(np.linalg.norm(P - Q @ (Q.T @ P), 2))

    def coefficients(self, L: Float[np.ndarray, "k n n"]) -> Float[np.ndarray, "k K"] | None:
        """The coefficients of matrices; None where they are outside the action."""
        C, outside = self._inside(L)
        return C if outside < CLOSED else None

    def _inside(self, L: Float[np.ndarray, "k n n"]) -> tuple[Float[np.ndarray, "k K"], float]:
        """The coefficients of the nearest matrices of the action, and the relative distance from them."""
        flat, wanted = self.basis.reshape(len(self.basis), -1), L.reshape(len(L), -1)
        C = np.linalg.lstsq(flat.T, wanted.T, rcond=None)[0].T
        return C / self.sizes, float(np.linalg.norm(C @ flat - wanted) / np.linalg.norm(wanted))

    def closed(self, C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "k K"] | None:
        """The closed span nearest to that of C; C where it closes or the action does not; None if none is near.

        The nearest algebra of matrices need not be within the action, such as that of affine maps: it is then brought back and
        closed again.
        """
        if not self.closes or len(C) == len(self.basis) or len(C) > LARGEST_CLOSED:
            return C
        before = np.inf
        for _ in range(MOST_RETURNS):
            L = self.matrices(C)
            try:
                if closure_residual(L) < CLOSED:
                    return C
                near = nearest_algebra(L)
            except LieTheoryError:  # no algebra is near, or the directions depend on each other
                return None
            if near.dimension != len(C):
                return None
            C, outside = self._inside(near.algebra.generators)
            if outside < CLOSED:
                return C
            if outside > RETURNING * before:
                return None
            before = outside
        return None


def _residual(L: Float[np.ndarray, "K n n"]) -> float:
    """The closure residual; infinite where the matrices depend on each other, as those of fields alone do."""
    try:
        return closure_residual(L)
    except RankError:
        return np.inf


def sizes_to_try(values: Float[np.ndarray, " r"]) -> list[int]:
    """The numbers of least directions that may be an algebra, ascending: those after which lambda grows.

    Examples:
        >>> sizes_to_try(np.array([0.005, 0.007, 0.009, 1.1, 1.2]))
        [1, 3]
        >>> sizes_to_try(np.array([1e-30, 1e-20, 1e-25, 0.01, 0.02]))
        [1, 3, 4, 5]
    """
    return sorted({1, *sizes_before_growth(values, MOST)} if len(values) else set())


def sizes_before_growth(values: Float[np.ndarray, " r"], most: int) -> list[int]:
    """After how many least directions, none above RELATED, the next value is GROWTH times as large: where it grows most."""
    floor = np.maximum(values, SEEN)
    related = int(np.sum(floor <= RELATED))
    growth = {k: (np.inf if k == len(floor) else floor[k] / floor[k - 1]) for k in range(1, related + 1)}
    kept = [k for k in growth if growth[k] >= GROWTH]
    return sorted(sorted(kept, key=lambda k: -growth[k])[:most])


def candidates(
    orders: list[tuple[Spectrum, list[Spectrum]]],
    space: MatrixSpace,
    original: Float[np.ndarray, "K n n"],
    in_plane: Callable[[np.ndarray], np.ndarray] | None = None,
) -> list[Candidate]:
    """The algebras to measure.

    Of points in a plane, directions that leave it have no derivative where the gradient lies in it, and they do not close with
    the others: those that keep the plane are tried by themselves.

    Args:
        orders: the directions ascending in lambda, from all points and for each half those that the other half gave; and in
            their slope, which alone is small along inputs that the map nearly ignores.
        space: the action's matrices.
        original: the same in the units that the action has them in.
        in_plane: the part of a span that keeps the plane of the points, empty where they lie in none.
    """
    tried: list[Candidate] = []
    spans: list[np.ndarray] = []
    for by_slope, (whole, parts) in enumerate(orders):
        values = whole.values[: whole.identifiable]
        for k in sizes_before_growth(values, MOST_BY_SLOPE) if by_slope else sizes_to_try(values):
            span = whole.coefficients[:k]
            if any(len(other) == k and space.largest_sine(other, span) < np.sin(WIDEST_ANGLE) for other in spans):
                continue
            spans.append(span)
            raw = [s.coefficients[:k] for s in (whole, *parts)]
            hidden = k > 1 and bool(values[k - 1] <= LAMBDA_TOLERANCE)
            kept = [] if in_plane is None else [in_plane(C) for C in raw]
            tried += _closed(raw, space, hidden=hidden)
            if kept and 0 < len(kept[0]) < k and len({len(C) for C in kept}) == 1:
                tried += _closed(kept, space)
        tried += [c for c in _known(whole, space, original) if c.known not in {other.known for other in tried}]
    return tried


def _closed(spans: list[Float[np.ndarray, "k K"]], space: MatrixSpace, *, hidden: bool = False) -> list[Candidate]:
    """The candidate near the span of all points and those of the parts, if there is one near each."""
    closed = [C for C in map(space.closed, spans) if C is not None]
    return [Candidate(closed[0], closed[1:], hidden=hidden)] if len(closed) == len(spans) else []


def _known(whole: Spectrum, space: MatrixSpace, original: np.ndarray) -> Iterator[Candidate]:
    """The catalogue's algebras near as many least directions, in their standard matrices."""
    if not space.closes:
        return
    n, standard = original.shape[1], MatrixSpace.of(original, closes=True)
    for name, L in acting_algebras(n, homogeneous=is_homogeneous(original)).items():
        k = len(L)
        if k > whole.identifiable or whole.values[k - 1] > RELATED or k == len(original) or L.shape[1] != n:
            continue
        C = standard.coefficients(L)
        if C is not None and _largest_angle(whole.coefficients[:k], C) < WIDEST_ANGLE:
            yield Candidate(C, [C, C], name)


def _largest_angle(A: Float[np.ndarray, "k K"], B: Float[np.ndarray, "l K"]) -> float:
    """Between two spans; infinite where units leave the directions of one dependent in floats."""
    try:
        return float(principal_angles(A, B)[-1])
    except RankError:
        return np.inf
