"""LieGG on the cubic det A + det B + det C - tr ABC of three 3 x 3 matrices: all of e6(6) among the 729 generators of gl(27).

Run: python benchmarks/liegg_e6.py. The function is differentiated, not told its symmetry; the truth is the null space of the
form's exact gradients at other points. About a minute on one core.
"""

from __future__ import annotations

import time

import numpy as np
import torch

from lconv import LinearAction, discover
from lietheory.comparison.subspaces import principal_angles
from lietheory.representation.exceptional_forms import determinant_cubic

DIMENSION = 78
POINTS = 9000


def cubic(x: torch.Tensor) -> torch.Tensor:
    """The cubic of points (n, 27)."""
    A, B, C = x.reshape(-1, 3, 3, 3).unbind(1)
    return sum(map(torch.linalg.det, (A, B, C))) - torch.einsum("nij,njk,nki->n", A, B, C)


def annihilator(rng: np.random.Generator) -> np.ndarray:
    """The matrices L with grad f(x) . L x = 0, from exact gradients."""
    points = rng.normal(size=(1500, 27))
    rows = np.einsum("ni,nj->nij", determinant_cubic(points)[1], points).reshape(-1, 729)
    values, right = np.linalg.svd(rows / np.linalg.norm(rows, axis=1, keepdims=True))[1:]
    return right[np.sum(values > 1e-10) :].reshape(-1, 27, 27)


if __name__ == "__main__":
    x = torch.randn(POINTS, 27, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    start = time.perf_counter()
    estimate = discover(cubic, x, LinearAction(27))
    seconds, truth = time.perf_counter() - start, annihilator(np.random.default_rng(1))
    print(f"{estimate.status}, dimension {estimate.dimension} (true {len(truth)}), {seconds:.0f} s")
    print(f"largest angle {np.degrees(principal_angles(estimate.generators, truth)[-1]):.1e} degrees")
    print(f"named {estimate.identify().name}, Killing signature {estimate.algebra().killing_signature()}")
    if estimate.dimension != DIMENSION:
        raise SystemExit(1)
