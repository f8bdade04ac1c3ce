"""A network under its actions at some points: lengths of elements there, and by how much an element moves the outputs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from scipy.linalg import block_diag
from torch import Tensor

from lconv.liegg.actions import Action, AffineAction, LinearAction, PointCloudAction
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.evidence_rows import spreads
from lietheory.discovery.breaking import LEAST, STEPS, unit_basis
from lietheory.discovery.coordinates import Coordinates, PointFrame

MOST_POINTS = 1000
"""Points of each half that elements are measured on: a mean of squares is then known to a few per cent."""
LEAST_VARIANCE = 1e-13
"""Points whose correlation is closer to a plane than this fill no frame; a covariance carries 1e-16 of its largest entry."""


@dataclass(frozen=True, eq=False)
class Mover:
    """A network under its actions at some points, and what finite elements do to its outputs there.

    Args:
        model: the network F.
        x: (n, ...), the points.
        action: the action on the inputs.
        output_action: that on the outputs, or None.
        frame: (rank, m), whitens the outputs.
        scale: the spread of each input, flat; see :func:`lconv.liegg.evidence_rows.spreads`.
        points: the frame of the points, of actions by all linear or affine maps; None for others.
        coordinates: of elements; those that these points give unless given.
    """

    model: Model
    x: Tensor
    action: Action
    output_action: Action | None
    frame: Float[np.ndarray, "rank m"]
    scale: Float[Tensor, " p"]
    points: PointFrame | None = None
    coordinates: Coordinates | None = None

    @cached_property
    def still(self) -> Tensor:
        """F at the points."""
        return outputs(self.model, self.x)

    @property
    def steps(self) -> tuple[float, ...]:
        """The stated steps; the least alone of polynomial fields, whose flows leave the finite numbers in finite time."""
        return STEPS if self.action.polynomial is None else STEPS[:1]

    def few(self, count: int) -> Mover:
        """The same at the first ``count`` points."""
        return replace(self, x=self.x[:count])

    @cached_property
    def lengths(self) -> Float[np.ndarray, "K K"]:
        """M: the mean products of the displacements by the generators, in units of the spread of inputs and whitened outputs.

        Affine generators act about the centre of the points.
        """
        x = self.x
        if self.points is not None and self.points.origin.any():
            centre = torch.as_tensor(self.points.origin[:-1], device=x.device)
            x = (x.double().reshape(-1, len(centre)) - centre).reshape(x.shape)
        M = self.action.motion(x).gram(self.scale) / (len(x) * self.scale.numel())
        if self.output_action is None:
            return M
        fields = self.output_action(self.still).flatten(2).double().cpu().numpy()
        moved = np.tensordot(fields, self.frame, axes=(2, 1)).swapaxes(0, 1).reshape(fields.shape[1], -1)
        return np.asarray(block_diag(M, moved @ moved.T / moved.shape[1]))

    def displacements(self, c: Float[np.ndarray, " K"]) -> Float[np.ndarray, " n"]:
        """How much each point contributes to the squared length of an element, whose mean is that length.

        A point counts twice: by its own displacement, in units of the spread, and by its distance from the centre, since it
        widens the spread of the components that are displaced.
        """
        K = self.action.size
        v = (self.action.combined(self.x, torch.as_tensor(c[:K])).flatten(1).double() / self.scale).square()
        z = ((self.x.double().flatten(1) - self.x.double().flatten(1).mean(dim=0)) / self.scale).square()
        z = z / z.mean(dim=0).clamp_min(LEAST) if self.x.ndim == 2 else z.mean(dim=1, keepdim=True).expand(z.shape)
        by_motion = (v + v.mean(dim=0) * (1 - z)).mean(dim=1).cpu().numpy()
        if self.output_action is None:
            return by_motion
        moved = self.output_action.combined(self.still, torch.as_tensor(c[K:])).reshape(len(self.x), -1).double()
        w = np.square(moved.cpu().numpy() @ self.frame.T).mean(axis=1)
        return by_motion + w + w.mean() * (1 - self.variation / max(float(self.variation.mean()), LEAST))

    def unit_elements(self, a: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "l K"]:
        """Coefficients of a basis of a span in these coordinates, orthonormal in M, less what moves no point."""
        coordinates = self.coordinates or Coordinates.of(self.lengths)
        return unit_basis(a, coordinates.lengths) @ coordinates.T

    def differences(self, c: Float[np.ndarray, " K"]) -> Float[np.ndarray, "n rank"]:
        """W (F(exp(L) x) - F(x)), or W (F(exp(L) x) - exp(L_out) F(x)); infinite where the flow leaves the numbers."""
        K, W = self.action.size, torch.as_tensor(self.frame, device=self.x.device)
        expected = self.still if self.output_action is None else self.output_action.flow(self.still, c[K:])
        moved = outputs(self.model, self.action.flow(self.x, c[:K])) - expected
        values = (moved.reshape(len(self.x), -1).double() @ W.T).cpu().numpy()
        return np.where(np.isfinite(values), values, np.inf)

    def squares(self, c: Float[np.ndarray, " K"]) -> Float[np.ndarray, " n"]:
        """|W (F(exp(L) x) - F(x))|^2 / 2 at every point."""
        return np.square(self.differences(c)).sum(axis=1) / 2

    @cached_property
    def variation(self) -> Float[np.ndarray, " n"]:
        """|W (F - mean F)|^2 at every point, over n - 1 of n."""
        values = self.still.reshape(len(self.x), -1).double().cpu().numpy() @ self.frame.T
        return np.square(values - values.mean(axis=0)).sum(axis=1) * len(values) / max(len(values) - 1, 1)

    @cached_property
    def rounding(self) -> float:
        """The breaking that the rounding of the outputs, or of the moved points, alone would show."""
        values = self.still.reshape(len(self.x), -1)
        eps = torch.finfo(values.dtype).eps if values.dtype.is_floating_point else 0.0
        error = np.abs(self.frame) @ values.abs().double().amax(dim=0).cpu().numpy() * eps
        upward = torch.rand(self.x.shape, generator=torch.Generator().manual_seed(0)).to(self.x.device) < 0.5
        next_to = torch.nextafter(self.x, torch.where(upward, torch.inf, -torch.inf).to(self.x))
        seen = (outputs(self.model, next_to) - self.still).reshape(len(self.x), -1).double().cpu().numpy() @ self.frame.T
        return max(float(np.square(error).mean()), float(np.square(seen).sum(axis=1).mean()) / (2 * len(self.frame)))

    def leaving(self, c: Float[np.ndarray, " K"]) -> float:
        """The share of moved points farther from the centre than every point of these data."""
        centre = self.x.double().flatten(1).mean(dim=0)
        away = [
            ((y.double().flatten(1) - centre) / self.scale).norm(dim=1)
            for y in (self.x, self.action.flow(self.x, c[: self.action.size]))
        ]
        return float((away[1] > away[0].max()).double().mean())


def halves(
    model: Model, x: Tensor, action: Action, output_action: Action | None, frame: Float[np.ndarray, "rank m"]
) -> list[Mover]:
    """The network at the even and the odd points, of each half at most MOST_POINTS."""
    return movers(model, [x[h::2][:MOST_POINTS] for h in (0, 1)], x, action, output_action, frame)


def movers(
    model: Model,
    parts: list[Tensor],
    x: Tensor,
    action: Action,
    output_action: Action | None,
    frame: Float[np.ndarray, "rank m"],
) -> list[Mover]:
    """The network at several parts of the points x, in the spread and about the centre of all of them."""
    scale, points = spreads(x), point_frame(action, x)
    return [Mover(model, part, action, output_action, frame, scale, points) for part in parts]


def point_frame(action: Action, x: Tensor) -> PointFrame | None:
    """The frame of the points that an action's matrices act on, copies together; None for actions by other fields."""
    if not isinstance(action, LinearAction | AffineAction | PointCloudAction):
        return None
    d, n = action.d, action.basis.shape[1]
    z = x.double().reshape(-1, d)
    spread = spreads(x).reshape(-1, d).log().mean(dim=0).exp().cpu().numpy()
    z = ((z - z.mean(dim=0)).cpu().numpy()) / spread
    values, vectors = np.linalg.eigh(z.T @ z / len(z))
    full = values[0] > LEAST_VARIANCE * values[-1]
    axes = spread[:, None] * np.linalg.qr((vectors * np.sqrt(values)).T)[1].T if full else np.diag(spread)
    mean = x.double().reshape(-1, d).mean(dim=0).cpu().numpy()
    origin = np.zeros(n)
    origin[:d] = mean if n > d else 0.0
    return PointFrame(np.asarray(block_diag(axes, np.eye(n - d))), origin)
