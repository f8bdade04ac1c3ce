"""The units that displacements of points are measured in: the spread of each component, or the frame of the points."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

UNIT_STEPS = 2**12
"""Units are rounded to a part in 4096, so that they do not depend on the order in which points were added up."""
LEAST_VARIANCE = 1e-13
"""Points whose correlation is closer to a plane than this lie in it; a covariance carries 1e-16 of its largest entry."""
OUTLYING = 50.0
"""Points whose squared distance is so many times the median count by their direction alone: a few would else be the frame."""
ROUNDS = 10
"""Of weights; after the first one only where some points are that far off."""


@dataclass(frozen=True, eq=False)
class PointUnits:
    """v in units of the data's own spread: v_i / s_i, or S^-1 v of every copy of R^d over the size of the copies there.

    Lengths by the frame S are those of Mahalanobis: the same in any linear coordinates, so that strongly correlated features
    make no short displacement of a long one.

    Args:
        scale: (p,), of the flat components; with S, of the copies, each d times.
        inverse: (d, d), S^-1, or None.
    """

    scale: Float[Tensor, " p"]
    inverse: Float[Tensor, "d d"] | None = None

    @property
    def size(self) -> int:
        """p."""
        return self.scale.numel()

    def __call__(self, v: Float[Tensor, "*n p"]) -> Float[Tensor, "*n p"]:
        """The vectors in these units, in float64."""
        z = v.double() / self.scale
        return z if self.inverse is None else (z.unflatten(-1, (-1, len(self.inverse))) @ self.inverse.T).flatten(-2)

    def at(self, places: Tensor) -> PointUnits:
        """Those of some components."""
        return replace(self, scale=self.scale[places])


def spreads(x: Tensor) -> Float[Tensor, " p"]:
    """The spread of each component: its standard deviation; of samples with several axes, which share a unit, that of all.

    A component that never varies has its size in place of a spread, and one that is always zero the mean spread of the others.
    """
    flat = x.detach().double().flatten(1)
    spread, size = flat.std(dim=0, correction=0), flat.square().mean(dim=0).sqrt()
    if x.ndim > 2:
        spread = spread.square().mean().sqrt().clamp_min(torch.finfo(torch.float64).tiny).expand(flat.shape[1])
    else:
        spread = torch.where(spread > torch.finfo(x.dtype).eps * size, spread, size)
        others = spread[spread > 0].square().mean().sqrt() if bool((spread > 0).any()) else spread.new_ones(())
        spread = torch.where(spread > 0, spread, others)
    return _rounded(spread)


def point_axes(x: Tensor, d: int) -> tuple[Float[np.ndarray, " d"], Float[np.ndarray, "d d"]]:
    """The mean m of all copies of R^d and S, lower triangular, with which x = S z + m has spread one and no correlation.

    Points in a plane have in the directions off it the mean spread that they have in it, component by component. A layer no
    thicker than the rounding of the points is a plane.
    """
    spread = spreads(x).reshape(-1, d).log().mean(dim=0).exp().cpu().numpy()
    z = x.detach().double().reshape(-1, d)
    size, z = z.square().mean(dim=0).sqrt().cpu().numpy(), z.cpu().numpy()
    rounding = torch.finfo(x.dtype).eps * float((size / spread).max())
    weights = np.ones(len(z))
    for _ in range(ROUNDS):
        mean = weights @ z / weights.sum()
        y = (z - mean) / spread
        values, vectors = np.linalg.eigh((y.T * weights) @ y / weights.sum())
        inside = values > max(LEAST_VARIANCE * values[-1], rounding**2)
        values = np.where(inside, values, values[inside].mean() if inside.any() else 1.0)
        distance = np.square(y @ (vectors / np.sqrt(values))).sum(axis=1)
        far = np.minimum(1.0, OUTLYING * np.median(distance) / np.maximum(distance, np.finfo(float).tiny))
        if not (far < weights).any() or not np.median(distance):
            break
        weights = far
    axes = spread[:, None] * np.linalg.qr((vectors * np.sqrt(values)).T)[1].T
    return mean, axes * np.where(np.diag(axes) < 0, -1.0, 1.0)


def frame_units(x: Tensor, axes: Float[np.ndarray, "d d"]) -> PointUnits:
    """The units of a frame S, and of every copy the size that it has there; copies of sets of points share one."""
    d = len(axes)
    flat = x.detach().double().flatten(1)
    inverse = torch.linalg.inv(torch.as_tensor(axes, device=x.device))
    z = PointUnits(torch.ones_like(flat[0]), inverse)(flat - flat.mean(dim=0)).square().mean(dim=0).reshape(-1, d).mean(dim=1)
    size = torch.where(z > 0, z, z.mean()).sqrt() if x.ndim == 2 else z.mean().sqrt().expand(len(z))
    return PointUnits(_rounded(torch.where(size > 0, size, 1.0)).repeat_interleave(d), inverse)


def _rounded(spread: Tensor) -> Tensor:
    mantissa, exponent = torch.frexp(spread)
    return torch.ldexp((mantissa * UNIT_STEPS).round() / UNIT_STEPS, exponent)
