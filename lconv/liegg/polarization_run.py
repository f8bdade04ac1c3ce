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
from lconv.liegg.derivatives import Model
from lconv.liegg.evidence_rows import evidence_rows, generator_pairs
from lconv.liegg.finite_elements import Elements
from lconv.liegg.finite_steps import StepPoints, finite_step_error
from lconv.liegg.moved_points import MOST_POINTS, movers, point_frame
from lietheory.discovery.coordinates import PointFrame
from lietheory.discovery.evidence import EVALUATION, SELECTION, Evidence

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
            rows = evidence_rows(self.model, x[start::2], self.action, self.output_action, self.frame)
            evidence = evidence.add_half(half, *rows, first=(number + start) // 2)
        steps, chosen = (s.add(x, number) for s in (self.steps, self.selection_steps))
        return replace(self, evidence=evidence, steps=steps, selection_steps=chosen)

    def finite_step(self, directions: Float[np.ndarray, "r K"]) -> Float[np.ndarray, " r"]:
        """The finite-step error of directions, on evaluation points."""
        outer = self.output_action
        return finite_step_error(self.model, self.steps.points, self.action, directions, self.frame, output_action=outer)

    @cached_property
    def elements(self) -> Elements:
        """Finite elements on both halves of the points, each of algebras that the other chose; else on two parts of one."""
        chosen, held_out = self.selection_steps.points, self.steps.points
        both = len(chosen) >= SMALLEST_BATCH
        parts = (chosen, held_out) if both else (held_out[::2], held_out[1::2])
        few = [_few(x) for x in parts]
        each = movers(self.model, few, torch.cat(parts), self.action, self.output_action, self.frame)
        return Elements(each, (EVALUATION, SELECTION) if both else (SELECTION, SELECTION))

    @property
    def frame_of_points(self) -> PointFrame | None:
        """The frame of the points, and of the outputs where these move, where it is far from the action's own; else None."""
        parts = self.elements.movers
        frame = parts[0].points
        if frame is not None and self.output_action is not None:
            outer = point_frame(self.output_action, torch.cat([m.still for m in parts]))
            axes = None if outer is None else np.asarray(block_diag(frame.axes, outer.axes))
            frame = None if axes is None else PointFrame(axes, np.zeros(len(axes)))
        return frame if frame is not None and frame.is_far else None

    def merge(self, other: Run) -> Run:
        """The run with what another one accumulated."""
        evidence, steps = self.evidence.merge(other.evidence), self.steps.merge(other.steps)
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


def _few(x: Tensor) -> Tensor:
    """At most MOST_POINTS of the points, evenly."""
    return x[:: -(-len(x) // MOST_POINTS) or 1]
