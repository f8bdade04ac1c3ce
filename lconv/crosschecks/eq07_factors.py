"""Eq 7: trained layers of the inverse factors, the first factor's first, compose to the inverse of the group element."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.eq07_factors import sample
from lietheory.proof import relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the stack with generators v_a^-1 - I and weights 1 against u^-1 h, with the nonlinear f after both."""
    instance = sample(rng)
    v, u, h = (instance[name] for name in ("v", "u", "h"))
    one = np.eye(h.shape[1])
    stack = torch.nn.Sequential(*(layer_of((np.linalg.inv(a) - np.eye(len(u)))[None], np.stack([one, one])) for a in v))
    reached = torch.tanh(stack(to_torch(h)[None])[0])
    target = torch.tanh(torch.linalg.solve(to_torch(u), to_torch(h)))
    return relative(to_numpy(reached - target), h, *v)
