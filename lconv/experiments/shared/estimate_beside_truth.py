"""An estimate beside the algebra that is known to be there: dimension, name, angles, and the fitted algebra."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float
from torch import Tensor

from lconv.experiments.harness.study import Measures
from lconv.experiments.shared.plain_liegg import plain_reading
from lconv.liegg.actions import Action
from lietheory.algebra import closure_residual, nearest_algebra
from lietheory.comparison.subspaces import principal_angles
from lietheory.discovery.estimator import SymmetryEstimate


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


def angle(span: Float[np.ndarray, "k d d"], truth: Float[np.ndarray, "l d d"]) -> float:
    """The largest principal angle between two spans, in degrees."""
    return float(np.degrees(principal_angles(span, truth)[-1]))


def compared(
    model: Callable[[Tensor], Tensor],
    x: Float[Tensor, "n d"],
    action: Action,
    estimate: SymmetryEstimate,
    truth: Float[np.ndarray, "k d d"],
) -> Measures:
    """The angle to the truth of the plain method, and of the same number of lowest directions by lambda."""
    return {
        "plain_angle": plain_reading(model, x, action, truth).angle,
        "angle": angle(estimate.directions[: len(truth)], truth),
    }


def fitted(estimate: SymmetryEstimate, truth: Float[np.ndarray, "k d d"], name: str) -> Measures:
    """The algebra nearest to the generators found: its angle to the truth, its closure, and whether it is named so.

    Everything is None where another number of generators was found.
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
