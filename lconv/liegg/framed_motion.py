"""An action in the frame of the points: its generators are S B_k S^-1 about the centre m, for points x = S z + m.

Strongly correlated inputs give evidence about matrix units whose sizes differ by the square of the condition number of S, and
floats keep nothing of the small ones. The conjugate generators displace the points alike: their fields are S v_k(z).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from scipy.linalg import block_diag, expm, solve_triangular
from torch import Tensor

from lconv.liegg.actions import Action, AffineAction, LinearAction, Motion, PointCloudAction
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.point_units import PointUnits, frame_units, point_axes, spreads
from lietheory.discovery.point_frame import PointFrame

VectorAction = LinearAction | AffineAction | PointCloudAction
"""Actions by all linear or affine maps of R^d."""


@dataclass(frozen=True, eq=False)
class FramedMotion(Motion):
    """The fields S v_k(z) in place of v_k(x).

    Args:
        inner: the motion at z.
        axes: (d, d), S, for every copy of R^d.
        copies: how many a point has.
    """

    inner: Motion
    axes: Float[Tensor, "d d"]
    copies: int

    @property
    def size(self) -> int:
        """K."""
        return self.inner.size

    def fields(self) -> Float[Tensor, "n K p"]:
        """By the definition, in float64."""
        return (self.inner.fields().unflatten(2, (-1, len(self.axes))) @ self.axes.T).flatten(2)

    def derivatives(self, J: Float[Tensor, "m p n"]) -> Float[Tensor, "m K n"]:
        """From the derivatives J S by z."""
        by_z = torch.einsum("ba,mcbn->mcan", self.axes, J.unflatten(1, (-1, len(self.axes))))
        return self.inner.derivatives(by_z.flatten(1, 2).contiguous())

    def gram(self, units: PointUnits | None = None) -> Float[np.ndarray, "K K"]:
        """Of the displacements S^-1 S v_k(z) where the units are those of a frame."""
        units = PointUnits(self.axes.new_ones(self.copies * len(self.axes))) if units is None else units
        return self.inner.gram(replace(units, inverse=self.axes if units.inverse is None else units.inverse @ self.axes))


@dataclass(frozen=True, eq=False)
class Frames:
    """The frames of the inputs and of the outputs that actions by all linear or affine maps move; None of others."""

    inputs: PointFrame | None = None
    outputs: PointFrame | None = None

    @classmethod
    def of(cls, model: Model, x: Tensor, action: Action, output_action: Action | None) -> Frames:
        """Those of these points."""
        return cls(
            point_frame(action, x),
            None if not isinstance(output_action, VectorAction) else point_frame(output_action, outputs(model, x)),
        )

    @property
    def skew(self) -> Frames:
        """Those in which evidence keeps digits that it loses outside."""
        return Frames(*(f if f is not None and f.is_skew else None for f in (self.inputs, self.outputs)))

    def generators(self, actions: tuple[Action, Action | None], other: Frames | None = None) -> Float[np.ndarray, "K K"]:
        """The coefficients of the generators of these frames in those of other frames, or of the actions."""
        others = (None, None) if other is None else (other.inputs, other.outputs)
        parts = [
            _coefficients(frame, seen_from, action)
            for frame, seen_from, action in zip((self.inputs, self.outputs), others, actions, strict=True)
            if action is not None
        ]
        return np.asarray(block_diag(*parts))


NO_FRAMES = Frames()
"""The generators are those of the actions."""


def _coefficients(frame: PointFrame | None, seen_from: PointFrame | None, action: Action) -> Float[np.ndarray, "K K"]:
    if frame is None and seen_from is None:
        return np.eye(action.size)
    frame = PointFrame.of_size(action.basis.shape[1]) if frame is None else frame
    return (frame if seen_from is None else frame.seen_from(seen_from)).generators(action.basis)


def point_frame(action: Action, x: Tensor) -> PointFrame | None:
    """The frame of the points that an action's matrices act on, copies together; None for actions by other fields."""
    if not isinstance(action, VectorAction):
        return None
    frame = PointFrame.of_size(action.basis.shape[1])
    mean, frame.axes[: action.d, : action.d] = point_axes(x, action.d)
    frame.origin[: action.d] = mean if len(frame.axes) > action.d else 0.0
    return frame


def units_of(action: Action, x: Tensor, frame: PointFrame | None) -> PointUnits:
    """Those of the frame of the points where the action has one, else of the spread of each component."""
    if frame is None or not isinstance(action, VectorAction):
        return PointUnits(spreads(x))
    return frame_units(x, frame.axes[: action.d, : action.d])


def framed_motion(action: Action, x: Tensor, frame: PointFrame | None) -> Motion:
    """The motion by the generators in a frame; by the action's own without one."""
    if frame is None or not isinstance(action, VectorAction):
        return action.motion(x)
    z, axes = inside(action, x, frame), torch.as_tensor(frame.axes[: action.d, : action.d], device=x.device)
    return FramedMotion(action.motion(z.reshape(x.shape)), axes, len(z) // max(len(x), 1))


@dataclass(frozen=True, eq=False)
class FramedPoints:
    """Points that an action moves, in a frame by the exponential of what a matrix does there, rounded once.

    Args:
        action: the action.
        x: (n, ...), the points.
        frame: theirs; None for the action's own flow.
    """

    action: Action
    x: Tensor
    frame: PointFrame | None

    @cached_property
    def _inside(self) -> Tensor:
        return inside(self.action, self.x, self.frame)

    @cached_property
    def _basis(self) -> Float[np.ndarray, "K nn"]:
        basis = self.action.basis
        return basis.reshape(len(basis), -1)

    def flow(self, c: Float[np.ndarray, " K"]) -> Tensor:
        """exp(sum_k c_k B_k) x."""
        frame = self.frame
        if frame is None or not isinstance(self.action, VectorAction):
            return self.action.flow(self.x, c)
        d, n = self.action.d, len(frame.axes)
        L = frame.into((c @ self._basis).reshape(1, n, n))[0]
        A = expm(L)[:d] if np.isfinite(L).all() else np.full((d, n), np.inf)
        S = frame.axes[:d, :d]
        linear, shift = torch.as_tensor(S @ A[:, :d]), torch.as_tensor(S @ A[:, d:].sum(axis=1) + frame.origin[:d])
        moved = torch.addmm(shift.to(self.x.device), self._inside, linear.T.to(self.x.device))
        return moved.to(self.x.dtype).reshape(self.x.shape)


def framed_flow(action: Action, x: Tensor, c: Float[np.ndarray, " K"], frame: PointFrame | None) -> Tensor:
    """exp(sum_k c_k B_k) x; see :class:`FramedPoints`."""
    return FramedPoints(action, x, frame).flow(c)


def inside(action: Action, x: Tensor, frame: PointFrame | None) -> Float[Tensor, "v d"]:
    """z of every copy, in float64; the copies themselves without a frame."""
    y = x.detach().double()
    if frame is None or not isinstance(action, VectorAction):
        return y.flatten(1)
    d = action.d
    y = y.reshape(-1, d).cpu().numpy() - frame.origin[:d]
    return torch.as_tensor(solve_triangular(frame.axes[:d, :d], y.T, lower=True).T, device=x.device)
