"""A torch network of equivariant layers is equivariant; one of a matrix and its inverse is, though its layers are not."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.algebra import so
from lietheory.proof import relative, well_conditioned
from lietheory.representation import exponential


class Gate(torch.nn.Module):
    """h -> h + h V / (1 + |h|^2), equivariant under every rotation of the space."""

    def __init__(self, V: np.ndarray) -> None:
        super().__init__()
        self.V = to_torch(V)

    def forward(self, h: torch.Tensor) -> torch.Tensor:
        return h + h @ self.V / (1 + (h * h).sum(dim=(1, 2), keepdim=True))


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of F(u h) - u F(h) for both networks."""
    d = int(rng.integers(2, 5))
    algebra = so(d)
    u = exponential(algebra.generators, rng.standard_normal(algebra.dimension))
    commuting = layer_of(np.stack([u + u.T, u]), rng.standard_normal((3, 2, 2)) / 4)
    networks = torch.nn.Sequential(commuting, Gate(rng.standard_normal((2, 2))), commuting), inverted(well_conditioned(rng, d))
    h, action = to_torch(rng.standard_normal((3, d, 2))), to_torch(u)
    return max(relative(to_numpy(network(action @ h) - action @ network(h)), u, to_numpy(h)) for network in networks)


def inverted(w: np.ndarray) -> torch.nn.Module:
    """h -> w^-1 w h, in two layers."""
    eye, weights = np.eye(len(w)), np.stack([np.eye(2), np.eye(2)])
    return torch.nn.Sequential(*(layer_of((m - eye)[None], weights) for m in (w, np.linalg.inv(w))))
