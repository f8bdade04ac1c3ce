"""How far an output moves when its input takes a whole step along a flow, not an infinitesimal one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor

from lconv.liegg.actions.linear_and_images import Action
from lconv.liegg.derivatives import Model, outputs

STEP_POINTS = 1000
"""Finite steps are measured on this many points or up to twice as many: a mean of squares is then known to a few per cent."""


@dataclass(frozen=True, eq=False)
class StepPoints:
    """The judging points that finite steps are measured on: of all so far, those whose numbers a power of two divides.

    Args:
        points: (n, ...).
        numbers: of the points in their half.
    """

    points: Tensor
    numbers: Int[np.ndarray, " n"]

    @classmethod
    def none(cls, x: Tensor) -> StepPoints:
        """No points yet, of those like x."""
        return cls(x[:0].clone(), np.zeros(0, dtype=np.int64))

    @classmethod
    def of_run(cls, x: Tensor, order: Int[Tensor, " n"]) -> StepPoints:
        """Those of a whole run over x in this order."""
        numbers = cls(order[1::2], np.arange(len(order) // 2))._thinned()
        return cls(x[numbers.points], numbers.numbers)

    def add(self, x: Tensor, first: int) -> StepPoints:
        """With the judging ones of more points, of which the first has this number in the whole run."""
        every = 2 * self._stride
        start = (1 - first) % every  # judging points have odd numbers
        kept = x[start::every]
        numbers = (first + start) // 2 + self._stride * np.arange(len(kept))
        return StepPoints(torch.cat([self.points, kept]), np.concatenate([self.numbers, numbers]))._thinned()

    def merge(self, other: StepPoints) -> StepPoints:
        """Those of both, as sparse as the sparser."""
        points = torch.cat([self.points, other.points.to(self.points.device)])
        stride, numbers = max(self._stride, other._stride), np.concatenate([self.numbers, other.numbers])
        return StepPoints(points, numbers)._every(stride)._thinned()

    @property
    def _stride(self) -> int:
        """The largest power of two that divides all numbers."""
        together = int(np.bitwise_or.reduce(self.numbers, initial=0))
        return together & -together or 1

    def _every(self, stride: int) -> StepPoints:
        kept = np.flatnonzero(self.numbers % stride == 0)
        return StepPoints(self.points[torch.as_tensor(kept, device=self.points.device)], self.numbers[kept])

    def _thinned(self) -> StepPoints:
        sample = self
        while len(sample.numbers) > 2 * STEP_POINTS:
            sample = sample._every(2 * sample._stride)
        return sample


def finite_step_error(
    model: Model,
    x: Tensor,
    action: Action,
    directions: Float[np.ndarray, "r K"],
    frame: Float[np.ndarray, "rank m"],
    *,
    output_action: Action | None = None,
    step: float = 1.0,
) -> Float[np.ndarray, " r"]:
    """mean |F(exp(tL) x) - F(x)|^2 / (2 Var F) over the points and over t = +step and t = -step.

    With an action on the outputs, F(x) is replaced by exp(tL_out) F(x). Outputs are whitened, so their variance is their
    number, and two unrelated points differ by 1 in this measure. Both signs are taken because the sign of a
    direction means nothing.

    Args:
        model: the network F.
        x: (n, ...), points.
        action: the action.
        directions: coefficients of L in the action's basis (then L_out's in the output action's), one direction a row.
        frame: whitens the outputs, see :func:`lietheory.discovery.whitening.whitening`.
        output_action: the action on the outputs, if any.
        step: the length |tL| where a direction has length one.

    Returns:
        One error for each direction; infinite where the flow leaves the finite numbers.
    """
    still, unknowns = outputs(model, x), action(x[:1]).shape[1]
    W = torch.as_tensor(frame, device=x.device)

    def moved(c: np.ndarray) -> Tensor:
        expected = still if output_action is None else output_action.flow(still, c[unknowns:])
        return (outputs(model, action.flow(x, c[:unknowns])) - expected).reshape(len(x), -1).double() @ W.T

    def error(c: np.ndarray) -> float:
        value = float(torch.stack([moved(step * c), moved(-step * c)]).square().mean()) / 2
        return value if np.isfinite(value) else np.inf

    return np.array([error(c) for c in np.asarray(directions)])
