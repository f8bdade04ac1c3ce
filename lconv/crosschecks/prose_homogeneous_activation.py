"""Euler's relation by torch's own gradients: for homogeneous activations, and for the f made from an activation."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.proof import relative

HOMOGENEOUS = (torch.relu, torch.nn.functional.leaky_relu, lambda x: 3 * x)
ACTIVATIONS = (torch.tanh, torch.nn.functional.silu, torch.nn.functional.softsign)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(60)


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of h f'(h) = f(h), and of h f'(h) = sigma(h) for f(h) = integral of sigma(t h) / t."""
    h = rng.uniform(-2, 2, 5)
    euler = [along_itself(f, h) - to_numpy(f(to_torch(h))) for f in HOMOGENEOUS]
    solved = [along_itself(primitive(sigma), h) - to_numpy(sigma(to_torch(h))) for sigma in ACTIVATIONS]
    return max(relative(defect, h) for defect in (*euler, *solved))


def along_itself(f, h: np.ndarray) -> np.ndarray:
    """h f'(h), pointwise."""
    x = to_torch(h).requires_grad_()
    (slope,) = torch.autograd.grad(f(x).sum(), x)
    return to_numpy(x * slope)


def primitive(sigma):
    """h -> integral of sigma(t h) / t over t in (0, 1)."""
    t, w = to_torch((1 + NODES) / 2), to_torch(WEIGHTS / 2)
    return lambda x: sigma(t * x[:, None]) @ (w / t)
