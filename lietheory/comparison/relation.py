"""How two algebras of matrices are related: the strongest relation that could be established."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float

from lietheory.algebra import rank
from lietheory.algebra.isomorphism.isomorphism import LARGEST, isomorphism
from lietheory.arrays import Generators, OtherGenerators, is_exact, tolerance
from lietheory.comparison.action_distance import action_angles
from lietheory.comparison.conjugation import conjugation
from lietheory.comparison.subspaces import principal_angles

if TYPE_CHECKING:
    from lietheory.algebra import Identification

RELATIONS = ("equal", "conjugate", "isomorphic", "different", "undecided")
"""Equal spans (on the points, where points are given); S g S^-1 = g' for some S; the same complete name, or an isomorphism;
shown to be different; none of these could be established."""


def relation(
    A: Generators,
    B: OtherGenerators,
    noise: float | None,
    points: np.ndarray | None,
    names: tuple[Identification | None, Identification | None],
) -> tuple[str, Float[np.ndarray, "d d"] | None]:
    """The first of :data:`RELATIONS` that holds, and the conjugation where there is one.

    Args:
        A: generators (k, d, d), the learned ones.
        B: generators (l, e, e).
        noise: the largest angle, in radians, within which spans count as equal; None is rounding.
        points: (n, d), on which the spans are compared; None compares them as matrices.
        names: what the two are identified as; None for a span that is no Lie algebra.
    """
    if A.shape[1:] == B.shape[1:]:
        if spans_equal(A, B, noise, points):
            return "equal", None
        S = conjugation(A, B, angle_limit(A, B, noise))
        if S is not None:
            return "conjugate", S
    return _abstractly(A, B, *names), None


def _abstractly(A: Generators, B: OtherGenerators, learned: Identification | None, analytic: Identification | None) -> str:
    if len(A) != len(B) or (learned is None) != (analytic is None):
        return "different"
    if len(A) == 1:
        return "isomorphic"  # a line, although its name is that of a spectrum
    if learned is None or analytic is None or "undecided" in (learned.status, analytic.status):
        return "undecided"
    if not (learned.complete and analytic.complete):  # several classes share such a name, and an incomplete one need not differ
        exact = is_exact(A) and is_exact(B) and len(A) <= LARGEST
        return isomorphism(A, B).status if exact else "undecided"
    if learned.name == analytic.name:
        return "isomorphic"
    return "different" if learned.status == analytic.status == "certain" else "undecided"


def spans_equal(A: Generators, B: OtherGenerators, noise: float | None, points: np.ndarray | None) -> bool:
    """Whether two spans of matrices of one size are equal: as matrices, or as fields on points.

    Exact generators are compared exactly unless points or noise are given.
    """
    if points is not None:
        return bool(action_angles(A, B, points).max(initial=0.0) <= angle_limit(A, B, noise))
    if len(A) != len(B):
        return False
    if noise is None and is_exact(A) and is_exact(B):
        return rank(np.concatenate([A, B]).reshape(2 * len(A), -1)) == len(A)
    return bool(principal_angles(A, B).max() <= angle_limit(A, B, noise))


def angle_limit(A: Generators, B: OtherGenerators, noise: float | None) -> float:
    """The angle below which spans count as equal: the noise, but no less than rounding in these bases."""
    rounding = max(tolerance(size=L.size) * _condition(L) for L in (A, B))
    return max(noise or 0.0, rounding)


def _condition(L: Generators) -> float:
    rows = L.reshape(len(L), -1).astype(np.float64)
    return float(np.linalg.cond(rows / np.linalg.norm(rows, axis=1, keepdims=True)))
