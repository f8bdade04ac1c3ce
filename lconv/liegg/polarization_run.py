"""A network under its actions and what was accumulated about it: the state of a polarization matrix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from scipy.linalg import block_diag
from torch import Tensor

from lconv.liegg.actions import Action, VectorFields
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.evidence_files import OTHER_ROUNDING, WITNESSES
from lconv.liegg.evidence_rows import evidence_rows, generator_pairs
from lconv.liegg.finite_elements import Elements
from lconv.liegg.finite_steps import StepPoints, finite_step_error
from lconv.liegg.framed_motion import Frames
from lconv.liegg.moved_points import MOST_POINTS, movers
from lietheory.discovery.evidence import EVALUATION, SELECTION, Evidence
from lietheory.discovery.point_frame import PointFrame
from lietheory.errors import NotDifferentiableError, PrecisionError, ShapeError

SMALLEST_BATCH = 4
"""Two points in each half, so that every point has a partner."""


@dataclass(frozen=True, eq=False)
class Run:
    """A network under its actions, the frame of its outputs, and what was accumulated about it.

    The points of whole steps are kept of both halves; of runs that earlier versions saved those of one half alone.
    """

    model: Model
    action: Action
    output_action: Action | None
    frame: Float[np.ndarray, "rank m"]
    evidence: Evidence
    steps: StepPoints
    selection_steps: StepPoints

    def with_points(self, x: Tensor, number: int) -> Run:
        """The run with more points, of which the first has this running number."""
        evidence = self.evidence
        for half in (SELECTION, EVALUATION):
            start = (half - number) % 2
            rows = evidence_rows(self.model, x[start::2], self.action, self.output_action, self.frame, self.frames)
            _require_finite(*rows)
            evidence = evidence.add_half(half, *rows, first=(number + start) // 2)
        steps, chosen = (s.add(x, number) for s in (self.steps, self.selection_steps))
        return replace(self, evidence=evidence, steps=steps, selection_steps=chosen)

    def require_same(self, model: Model, call: str) -> Run:
        """This run, unless a model is another one, by its outputs at some of the points that are kept.

        Raises:
            ShapeError: other outputs.
        """
        x = self.steps.points[:WITNESSES]
        if model is self.model or not len(x):
            return self
        before, now = outputs(self.model, x), outputs(model, x)
        if before.shape != now.shape or bool((before - now).abs().max() > OTHER_ROUNDING * before.abs().max()):
            got = f"outputs of shape {tuple(now.shape)}" if before.shape != now.shape else "other outputs at points seen before"
            raise ShapeError(call, "the same network at every update", got, "Take a Polarization for each network.")
        return self

    def finite_step(self, directions: Float[np.ndarray, "r K"]) -> Float[np.ndarray, " r"]:
        """The finite-step error of directions, on evaluation points."""
        of_run = self.model, self.steps.points, self.action, directions, self.frame
        return finite_step_error(*of_run, output_action=self.output_action, frames=self.frames)

    @cached_property
    def elements(self) -> Elements:
        """Finite elements on both halves of the points, each of algebras that the other chose; else on two parts of one."""
        chosen, held_out = self.selection_steps.points, self.steps.points
        both = len(chosen) >= SMALLEST_BATCH
        parts = (chosen, held_out) if both else (held_out[::2], held_out[1::2])
        few = [_few(x) for x in parts]
        each = movers(self.model, few, torch.cat(parts), self.action, self.output_action, self.frame)
        return Elements(each, (EVALUATION, SELECTION) if both else (SELECTION, SELECTION), self.frames)

    @property
    def frames(self) -> Frames:
        """Those of the generators that the evidence is about."""
        return Frames(self.evidence.frame, self.evidence.output_frame)

    @property
    def frame_of_points(self) -> PointFrame | None:
        """The frame of the points, and of the outputs where these move, where it is far from the action's own; else None."""
        points = self.elements.movers[0].points
        frame = points.inputs
        if frame is not None and self.output_action is not None:
            axes = None if points.outputs is None else np.asarray(block_diag(frame.axes, points.outputs.axes))
            frame = None if axes is None else PointFrame(axes, np.zeros(len(axes)))
        return frame if frame is not None and frame.is_far else None

    def merge(self, other: Run) -> Run:
        """The run with what another one accumulated."""
        change = self.frames.generators((self.action, self.output_action), other.frames)
        theirs = other.evidence.about(change, self.evidence.frame, self.evidence.output_frame)
        evidence, steps = self.evidence.merge(theirs), self.steps.merge(other.steps)
        return replace(self, evidence=evidence, steps=steps, selection_steps=self.selection_steps.merge(other.selection_steps))

    @property
    def names(self) -> tuple[str, ...]:
        """What the actions are called; of a plain callable only that it is one."""
        actions = (self.action, self.output_action)
        return tuple("fields" if isinstance(a, VectorFields) else repr(a) for a in actions)

    @property
    def basis(self) -> Float[np.ndarray, "K n n"]:
        """The generators, of both actions as block matrices."""
        return generator_pairs(self.action, self.output_action)


def _require_finite(evidence: np.ndarray, reference: np.ndarray, fields: np.ndarray) -> None:
    """Refuse fields and derivatives that are no finite numbers: lambda would be none, and no direction a symmetry.

    Raises:
        PrecisionError: fields that are NaN or infinite, or whose squares are.
        NotDifferentiableError: derivatives that are.
    """
    call = "Polarization.update(model, x)"
    if not np.isfinite(fields).all():
        cure = "Check the action at these points, and scale them to order one."
        raise PrecisionError(call, "vector fields with finite squares", "NaN or infinite ones", cure)
    if not (np.isfinite(evidence).all() and np.isfinite(reference).all()):
        count = int((~np.isfinite(evidence)).any(axis=(1, 2)).sum())
        cure = "Leave these points out: a root at zero has none, say."
        got = f"NaN or infinite ones at {count} of {len(evidence)} points"
        raise NotDifferentiableError(call, "finite derivatives", got, cure)


def _few(x: Tensor) -> Tensor:
    """At most MOST_POINTS of the points, evenly."""
    return x[:: -(-len(x) // MOST_POINTS) or 1]
