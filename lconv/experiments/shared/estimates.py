"""An estimate beside the algebra that is known to be there, and what the plain method of LieGG reads off the same network.

The plain method takes the polarization matrix with a row J(x) v_k(x) for each point and output, in the units that data and
outputs happen to have. Its lowest right singular vectors are taken for generators, as many as the truth has: nothing
decides their number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Real
from torch import Tensor

from lconv.experiments.harness.study import Measures
from lconv.liegg.actions import Action
from lconv.numpy_io import to_numpy
from lietheory.algebra import closure_residual, nearest_algebra
from lietheory.comparison.subspaces import principal_angles
from lietheory.discovery.estimator import SymmetryEstimate


@dataclass(frozen=True)
class PlainReading:
    """Numbers of the plain method beside a known algebra of dimension k.

    Args:
        variance: least squared singular value over the number of points (the poster's symmetry variance).
        mean_variance: the k least of them, averaged (the reference code lists them all).
        summed_variance: as ``variance``, of the gradient of the sum of all outputs, which the reference code takes.
        poster_bias: |v - h| of the lowest singular vector v and the nearest of the standard generators h of length one,
            with the better sign (the poster's symmetry bias is ill-posed without both choices).
        code_bias: |H + H^T| / 2 of the lowest one, its distance from skew matrices, which is what the reference code computes.
        angle: largest principal angle between the k lowest singular vectors and the algebra, in degrees.
    """

    variance: float
    mean_variance: float
    summed_variance: float
    poster_bias: float
    code_bias: float
    angle: float


def raw_matrix(
    model: Callable[[Tensor], Tensor], x: Float[Tensor, "n ..."], action: Action, *, summed: bool = False
) -> Float[np.ndarray, "rows K"]:
    """The polarization matrix as the plain method takes it: a row for each point and output, or one for the sum of outputs."""
    x = x.detach().requires_grad_()
    outputs = model(x)
    outputs = outputs.sum(dim=1, keepdim=True) if summed else outputs
    fields = action(x.detach()).flatten(2)
    rows = []
    for column in outputs.T:
        (gradient,) = torch.autograd.grad(column.sum(), x, retain_graph=True)
        rows.append(torch.einsum("bp,bkp->bk", gradient.flatten(1), fields))
    return to_numpy(torch.cat(rows))


def plain_spectrum(
    model: Callable[[Tensor], Tensor], x: Float[Tensor, "n ..."], action: Action
) -> tuple[Float[np.ndarray, " K"], Float[np.ndarray, "K K"]]:
    """Squared singular values of the raw matrix over the number of points, ascending, and its right singular vectors."""
    _, sigma, vectors = np.linalg.svd(raw_matrix(model, x, action), full_matrices=False)
    return sigma[::-1] ** 2 / len(x), vectors[::-1]


def plain_reading(
    model: Callable[[Tensor], Tensor], x: Float[Tensor, "n ..."], action: Action, truth: Real[np.ndarray, "k d d"]
) -> PlainReading:
    """The plain method's numbers for a network at these points, where ``truth`` is the known algebra."""
    variances, vectors = plain_spectrum(model, x, action)
    lowest = vectors[: len(truth)].reshape(truth.shape)
    summed, least = raw_matrix(model, x, action, summed=True), lowest[0]
    return PlainReading(
        float(variances[0]),
        float(variances[: len(truth)].mean()),
        float(np.linalg.svd(summed, compute_uv=False)[-1] ** 2 / len(x)),
        poster_bias(least, truth),
        float(np.linalg.norm(least + least.T) / 2),
        float(np.degrees(principal_angles(lowest, truth)[-1])),
    )


def poster_bias(vector: Float[np.ndarray, "d d"], truth: Real[np.ndarray, "k d d"]) -> float:
    """min over generators h of the truth, of length one, and over signs, of |v - h|.

    Examples:
        >>> turn = np.array([[[0.0, -2.0], [2.0, 0.0]]])
        >>> poster_bias(-turn[0] / np.linalg.norm(turn), turn).__round__(12)
        0.0
    """
    unit = truth / np.linalg.norm(truth, axis=(1, 2), keepdims=True)
    return float(min(np.linalg.norm(vector - sign * h) for h in unit for sign in (1, -1)))


def evidence(estimate: SymmetryEstimate, dimension: int) -> Measures:
    """What the decision rests on: the largest numbers of the ``dimension`` directions that should be symmetries, and the next.

    The judged directions are in ascending order of upper bound.
    """
    judged = slice(0, max(dimension, 1))
    return {
        "status": estimate.status,
        "dimension": estimate.dimension,
        "held_out": float(estimate.held_out[judged].max()),
        "lower": float(estimate.lower_bounds[judged].min()),
        "upper": float(estimate.upper_bounds[judged].max()),
        "step": float(estimate.finite_step_error[judged].max()),
        "next_held_out": float(estimate.held_out[dimension]),
        "next_step": float(estimate.finite_step_error[dimension]),
    }


def angle(span: Float[np.ndarray, "k d d"], truth: Real[np.ndarray, "l d d"]) -> float:
    """The largest principal angle between two spans, in degrees."""
    return float(np.degrees(principal_angles(span, truth)[-1]))


def compared(
    model: Callable[[Tensor], Tensor],
    x: Float[Tensor, "n p"],
    action: Action,
    estimate: SymmetryEstimate,
    truth: Real[np.ndarray, "k d d"],
) -> Measures:
    """The angle to the truth of the plain method, and of the same number of lowest directions by lambda."""
    return {
        "plain_angle": plain_reading(model, x, action, truth).angle,
        "angle": angle(estimate.directions[: len(truth)], truth),
    }


def fitted(estimate: SymmetryEstimate, truth: Real[np.ndarray, "k d d"], name: str) -> Measures:
    """The algebra nearest to the estimated generators: its angle to the truth, its closure, and whether it is named so.

    Everything is None where another number of generators was estimated.
    """
    if estimate.dimension != len(truth):
        return {"found_angle": None, "fitted_angle": None, "closure": None, "name": None, "named": False}
    nearest, identified = nearest_algebra(estimate.generators), estimate.identify()
    return {
        "found_angle": angle(estimate.generators, truth),
        "fitted_angle": angle(nearest.algebra.generators, truth),
        "closure": closure_residual(nearest.algebra.generators),
        "name": f"{identified.name} ({identified.status})",
        "named": identified.is_named(name),
    }
