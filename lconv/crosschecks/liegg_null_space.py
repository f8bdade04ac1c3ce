"""LieGG: ``discover`` finds the algebra of an exact function to rounding, by torch's own gradients."""

from __future__ import annotations

import numpy as np
import torch

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lconv.numpy_io import to_torch
from lietheory.algebra import so, sp
from lietheory.comparison import principal_angles

POINTS = 400


def residual(rng: np.random.Generator) -> float:
    """The largest angle between what is found and so(3), so(2, 1), and sp(2) on pairs; 1 where a dimension is wrong."""
    signs = torch.tensor([1.0, 1.0, -1.0], dtype=torch.float64)
    area = torch.tensor([[0.0, 1.0], [-1.0, 0.0]], dtype=torch.float64)
    cases = (
        (lambda x: (x * x).sum(dim=1), LinearAction(3), so(3)),
        (lambda x: (x * x * signs).sum(dim=1), LinearAction(3), so(2, 1)),
        (lambda x: (x[:, :2] @ area * x[:, 2:]).sum(dim=1), LinearAction(2, copies=2), sp(1)),
    )
    defects = []
    for function, action, truth in cases:
        x = to_torch(rng.standard_normal((POINTS, action.d * action.copies)))
        generators = discover(function, x, action, generator=torch.Generator().manual_seed(int(rng.integers(2**31)))).generators
        wrong = len(generators) != truth.dimension
        defects.append(1.0 if wrong else float(np.sin(principal_angles(generators, truth.generators)).max()))
    return max(defects)
