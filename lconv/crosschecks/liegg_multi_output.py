"""Several outputs: ``discover`` finds no symmetry of (x^2, y^2), and so(2) in their sum."""

from __future__ import annotations

import numpy as np
import torch

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lconv.numpy_io import to_torch
from lietheory.algebra import so
from lietheory.comparison import principal_angles

POINTS = 400


def residual(rng: np.random.Generator) -> float:
    """The angle between what the sum shows and so(n); 1 where a number of symmetries is wrong."""
    defects = []
    for n in (2, 3):
        x = to_torch(rng.standard_normal((POINTS, n)))
        seed = int(rng.integers(2**31))
        each, total = (discover(F, x, LinearAction(n), generator=torch.Generator().manual_seed(seed)) for F in (squares, summed))
        right = each.status == "none" and each.dimension == 0 and total.dimension == so(n).dimension
        defects.append(float(np.sin(principal_angles(total.generators, so(n).generators)).max()) if right else 1.0)
    return max(defects)


def squares(x: torch.Tensor) -> torch.Tensor:
    """(x_1^2, ..., x_n^2)."""
    return x * x


def summed(x: torch.Tensor) -> torch.Tensor:
    """|x|^2."""
    return (x * x).sum(dim=1)
