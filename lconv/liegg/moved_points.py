"""A network under its actions at some points: lengths of elements there, and by how much an element moves the outputs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from scipy.linalg import block_diag
from torch import Tensor

from lconv.liegg.actions import Action
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.framed_motion import NO_FRAMES, FramedPoints, Frames, framed_motion, units_of
from lconv.liegg.point_units import LEAST_VARIANCE, PointUnits
from lietheory.discovery.breaking import LEAST, STEPS, unit_basis
from lietheory.discovery.coordinates import Coordinates

MOST_POINTS = 1000
"""Points of each half that elements are measured on: a mean of squares is then known to a few per cent."""


@dataclass(frozen=True, eq=False)
class Mover:
    """A network under its actions at some points, and what finite elements do to its outputs there.

    Args:
        model: the network F.
        x: (n, ...), the points.
        action: the action on the inputs.
        output_action: that on the outputs, or None.
        frame: (rank, m), whitens the outputs.
        units: of displacements of the inputs.
        points: the frames of the points and the outputs, for actions by all linear or affine maps.
        coordinates: of elements; those that these points give unless given.
    """

    model: Model
    x: Tensor
    action: Action
    output_action: Action | None
    frame: Float[np.ndarray, "rank m"]
    units: PointUnits
    points: Frames = NO_FRAMES
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
        """M: the mean products of the displacements by the generators of the frames, in units of inputs and whitened outputs."""
        M = framed_motion(self.action, self.x, self.points.inputs).gram(self.units) / (len(self.x) * self.units.size)
        if self.points.inputs is not None:  # whose axes have spread one, but those that rounding alone leaves the plane by
            moves = np.diag(M) * self.units.size > LEAST_VARIANCE
            M = M * np.outer(moves, moves)
        if self.output_action is None:
            return M
        fields = framed_motion(self.output_action, self.still, self.points.outputs).fields().double().cpu().numpy()
        moved = np.tensordot(fields, self.frame, axes=(2, 1)).swapaxes(0, 1).reshape(fields.shape[1], -1)
        return np.asarray(block_diag(M, moved @ moved.T / moved.shape[1]))

    def displacements(self, c: Float[np.ndarray, " K"]) -> Float[np.ndarray, " n"]:
        """How much each point contributes to the squared length of an element, whose mean is that length.

        A point counts twice: by its own displacement, in units of the spread, and by its distance from the centre, since it
        widens the spread of the components that are displaced.
        """
        K = self.action.size
        v = self.units(self.action.combined(self.x, torch.as_tensor(c[:K])).flatten(1)).square()
        z = self.units(self.x.double().flatten(1) - self.x.double().flatten(1).mean(dim=0)).square()
        z = z / z.mean(dim=0).clamp_min(LEAST) if self.x.ndim == 2 else z.mean(dim=1, keepdim=True).expand(z.shape)
        by_motion = (v + v.mean(dim=0) * (1 - z)).mean(dim=1).cpu().numpy()
        if self.output_action is None:
            return by_motion
        moved = self.output_action.combined(self.still, torch.as_tensor(c[K:])).reshape(len(self.x), -1).double()
        w = np.square(moved.cpu().numpy() @ self.frame.T).mean(axis=1)
        return by_motion + w + w.mean() * (1 - self.variation / max(float(self.variation.mean()), LEAST))

    def unit_elements(self, a: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "l K"]:
        """Coefficients of a basis of a span in these coordinates, orthonormal in M, less what moves no point."""
        coordinates = self.own_coordinates
        return unit_basis(a, coordinates.lengths) @ coordinates.T

    @cached_property
    def own_coordinates(self) -> Coordinates:
        """Those that were given, or that these points give."""
        return self.coordinates or coordinates_of([self])

    def moved(self, c: Float[np.ndarray, " k"]) -> Tensor:
        """exp(L) x."""
        return self._inputs.flow(c[: self.action.size])

    @cached_property
    def _inputs(self) -> FramedPoints:
        return FramedPoints(self.action, self.x, self.points.inputs)

    @cached_property
    def _outputs(self) -> FramedPoints | None:
        return None if self.output_action is None else FramedPoints(self.output_action, self.still, self.points.outputs)

    def expected(self, c: Float[np.ndarray, " K"]) -> Tensor:
        """F(x), or exp(L_out) F(x)."""
        return self.still if self._outputs is None else self._outputs.flow(c[self.action.size :])

    def differences(self, c: Float[np.ndarray, " K"]) -> Float[np.ndarray, "n rank"]:
        """W (F(exp(L) x) - F(x)), or W (F(exp(L) x) - exp(L_out) F(x)); infinite where the flow leaves the numbers."""
        W = torch.as_tensor(self.frame, device=self.x.device)
        moved = outputs(self.model, self.moved(c)) - self.expected(c)
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
        return max(float(np.square(error).mean()), self._beside(self.x, self.still))

    def rounding_at(self, c: Float[np.ndarray, " K"]) -> float:
        """The breaking that the rounding of points moved by an element would show; zero where no number is left of them.

        Half an element twice is the element, but for the rounding of its flow.
        """
        y, c = self.moved(c), c / 2
        there, twice = outputs(self.model, y), outputs(self.model, replace(self, x=self.moved(c)).moved(c))
        seen = max(self._beside(y, there), self._between(twice, there))
        return seen if np.isfinite(seen) else 0.0

    def _beside(self, y: Tensor, there: Tensor) -> float:
        """How far the outputs at the next numbers, up or down, are from those at y, as a breaking."""
        upward = torch.rand(y.shape, generator=torch.Generator().manual_seed(0)).to(y.device) < 0.5
        next_to = torch.nextafter(y, torch.where(upward, torch.inf, -torch.inf).to(y))
        return self._between(outputs(self.model, next_to), there)

    def _between(self, some: Tensor, others: Tensor) -> float:
        """Half the mean square of the differences of outputs, as a breaking."""
        seen = (some - others).reshape(len(some), -1).double().cpu().numpy() @ self.frame.T
        return float(np.square(seen).sum(axis=1).mean()) / (2 * len(self.frame))

    def leaving(self, c: Float[np.ndarray, " K"]) -> float:
        """The share of moved points farther from the centre than every point of these data."""
        centre = self.x.double().flatten(1).mean(dim=0)
        away = [self.units(y.double().flatten(1) - centre).norm(dim=1) for y in (self.x, self.moved(c))]
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
    points = Frames.of(model, x, action, output_action)
    units = units_of(action, x, points.inputs)
    return [Mover(model, part, action, output_action, frame, units, points) for part in parts]


def coordinates_of(each: list[Mover], evidence: Frames = NO_FRAMES) -> Coordinates:
    """Of elements over the points of several movers, which share their frames: see :mod:`lietheory.discovery.coordinates`.

    Args:
        each: the movers.
        evidence: the frames of the evidence that will be seen in these coordinates.
    """
    first = each[0]
    M, actions = np.mean([m.lengths for m in each], axis=0), (first.action, first.output_action)
    return Coordinates.of(M, first.points.generators(actions), first.points.generators(actions, evidence))
