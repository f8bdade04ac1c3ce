"""Theorem 1: a linear layer trained by torch is equivariant under the pairs that preserve both correlations."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.t1_linear_regression import residual as symmetry_defect
from lietheory.proof import applied, sampled_regression

STEPS = 1000  # of L-BFGS, which brings a quadratic of at most 25 unknowns to rounding in a few hundred


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """u_c A - A u for the A that training finds, and its distance from the least-squares fit."""
    instance = sampled_regression(rng)
    A = to_numpy(trained(to_torch(instance["X"]).T, to_torch(instance["Y"]).T).weight)
    return max(applied(symmetry_defect, {**instance, "A": A}), float(np.abs(A - instance["A"]).max()))


def trained(X: torch.Tensor, Y: torch.Tensor) -> torch.nn.Linear:
    """The dense layer without bias that minimises the mean squared error."""
    layer = torch.nn.Linear(X.shape[1], Y.shape[1], bias=False, dtype=X.dtype)
    torch.nn.init.zeros_(layer.weight)
    optimiser = torch.optim.LBFGS(
        layer.parameters(), max_iter=STEPS, tolerance_grad=1e-14, tolerance_change=0.0, history_size=layer.weight.numel()
    )

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        error = torch.nn.functional.mse_loss(layer(X), Y)
        error.backward()
        return error

    optimiser.step(loss)
    return layer
