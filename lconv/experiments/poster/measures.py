"""Every measure of how symmetric a network is: the poster's, the reference code's, and the well-posed ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.experiments.harness.study import Measures
from lconv.experiments.shared.estimate_beside_truth import angle, evidence
from lconv.experiments.shared.plain_liegg import plain_reading, plain_spectrum
from lconv.liegg.actions import Action
from lconv.liegg.discover import discover

Model = Callable[[Tensor], Tensor]
STEP = 0.1
"""Length of the flow along which the poster's variance is compared with the change of the output."""


def symmetry_measures(
    model: Model,
    untrained: Model,
    x: Float[Tensor, "n ..."],
    action: Action,
    truth: Float[np.ndarray, "k d d"],
    generator: torch.Generator,
    *,
    seen: Callable[[Tensor], Tensor] = lambda outputs: outputs,
) -> Measures:
    """All measures of a trained network at points x, and of the same network before training.

    Args:
        model: the trained network.
        untrained: the network before training.
        x: points.
        action: the action.
        truth: the algebra that the data have.
        generator: splits the points.
        seen: applied to the outputs before the plain method looks at them.
    """

    def plain(x: Tensor) -> Tensor:
        return seen(model(x))

    def plain_before(x: Tensor) -> Tensor:
        return seen(untrained(x))

    estimate = discover(model, x, action, generator=generator)
    before = discover(untrained, x, action, generator=generator)
    return {
        **{f"plain_{key}": value for key, value in asdict(plain_reading(plain, x, action, truth)).items()},
        **evidence(estimate, len(truth)),
        "angle": angle(estimate.directions[: len(truth)], truth),
        "flow_ratio": flow_ratio(plain, x, action),
        **{f"untrained_plain_{key}": value for key, value in asdict(plain_reading(plain_before, x, action, truth)).items()},
        "untrained_held_out": evidence(before, len(truth))["held_out"],
    }


def flow_ratio(model: Model, x: Float[Tensor, "n ..."], action: Action) -> float:
    """mean |F(exp(tL) x) - F(x)|^2 / (t^2 V) along the lowest singular vector L, at t = STEP: 1 as t goes to 0.

    References:
        Moskalev et al. 2022, symmetry variance; the claim liegg-variance.
    """
    variances, vectors = plain_spectrum(model, x, action)
    with torch.no_grad():
        change = (model(action.flow(x, STEP * vectors[0])) - model(x)).square().sum(dim=1).mean()
    return float(change) / (STEP**2 * float(variances[0]))
