"""LieGG's symmetry variance and bias as the poster and as the published code define them, and well-posed ones.

They differ, and no decision rests on the first four: they scale with the data, and the poster's bias depends on
the basis chosen for the singular vectors of equal singular values.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lietheory.algebra import closure_residual
from lietheory.arrays import Generators
from lietheory.comparison import grassmann_distance, orthonormal_basis, principal_angles
from lietheory.discovery.symmetry_estimate import SymmetryEstimate


@dataclass(frozen=True, eq=False)
class Measures:
    """Figures about k directions, k the estimated dimension or one, against a truth.

    Args:
        poster_variance: the least squared singular value over the number of points.
        code_variances: (K,), all of them.
        poster_bias: (k,), |v - h| of each unit singular vector from the nearest generator of the truth; None without one.
        code_bias: (k,), |V + V^T| / 2, the distance of each unit singular vector from all skew matrices.
        largest_angle: between the estimated span and the truth, in radians; None without either.
        grassmann: their Grassmann distance; None likewise.
        closure: the closure residual of the estimated span; None without generators.
    """

    poster_variance: float
    code_variances: Float[np.ndarray, " K"]
    poster_bias: Float[np.ndarray, " k"] | None
    code_bias: Float[np.ndarray, " k"]
    largest_angle: float | None
    grassmann: float | None
    closure: float | None


def measures(estimate: SymmetryEstimate, truth: Generators | None = None) -> Measures:
    """All of them, for outputs of variance one.

    Args:
        estimate: of an action with matrices.
        truth: generators (m, n, n), those of an algebra that the estimate is compared with; of another size they have no angles.

    References:
        Moskalev et al. 2022, symmetry variance and symmetry bias.
    """
    vectors = np.tensordot(estimate.singular_vectors[: max(estimate.dimension, 1)], estimate.basis, axes=1)
    vectors = vectors / np.linalg.norm(vectors, axis=(1, 2), keepdims=True)
    truth = None if truth is None or truth.shape[1:] != vectors.shape[1:] else truth
    generators = estimate.generators if estimate.dimension else None
    both = None if generators is None or truth is None else (generators, truth)
    return Measures(
        poster_variance=estimate.symmetry_variance,
        code_variances=estimate.singular_values**2,
        poster_bias=None if truth is None else _nearest(vectors, truth),
        code_bias=np.linalg.norm(vectors + vectors.swapaxes(1, 2), axis=(1, 2)) / 2,
        largest_angle=float(principal_angles(*both).max()) if both else None,
        grassmann=grassmann_distance(*both) if both else None,
        closure=None if generators is None else closure_residual(generators),
    )


def _nearest(vectors: Float[np.ndarray, "k n n"], truth: Generators) -> Float[np.ndarray, " k"]:
    """The distance of each unit vector from the nearest of the truth's orthonormalised generators, up to sign."""
    cosines = np.abs(vectors.reshape(len(vectors), -1) @ orthonormal_basis(truth).T).max(axis=1)
    return np.sqrt(np.maximum(2 - 2 * cosines, 0))
