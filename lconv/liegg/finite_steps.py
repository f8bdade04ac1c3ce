"""Whole steps along a flow, not infinitesimal ones: how far they move the outputs, and a few samples that they move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor

from lconv.liegg.actions import Action, AffineAction, ImageAction, LinearAction, PointCloudAction
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.evidence_rows import output_frame
from lconv.liegg.framed_motion import NO_FRAMES, Frames, framed_flow
from lietheory.discovery.discovery_run import IMAGES, PLANE, POINTS, Flow, WorstExample
from lietheory.discovery.evidence import EVALUATION
from lietheory.discovery.symmetry_estimate import SymmetryEstimate

STEP_POINTS = 1000
"""Finite steps are measured on this many points or up to twice as many: a mean of squares is then known to a few per cent."""


TIMES = (0.1, 0.25, 0.5, 1.0, 2.0)
SHOWN = (-1.0, -0.5, 0.0, 0.5, 1.0)
PATH = tuple(np.linspace(-1, 1, 21))
MOST_DIRECTIONS, MOST_SAMPLES, MOST_PATHS = 12, 1, 12
MOST_POINTS = 1000


@dataclass(frozen=True, eq=False)
class StepPoints:
    """The points of one half that finite steps are measured on: of all so far, those whose numbers a power of two divides.

    Args:
        points: (n, ...).
        numbers: of the points in their half.
        half: SELECTION or EVALUATION.
    """

    points: Tensor
    numbers: Int[np.ndarray, " n"]
    half: int = EVALUATION

    @classmethod
    def none(cls, x: Tensor, half: int = EVALUATION) -> StepPoints:
        """No points yet, of those like x."""
        return cls(x[:0].clone(), np.zeros(0, dtype=np.int64), half)

    @classmethod
    def of_run(cls, x: Tensor, order: Int[Tensor, " n"], half: int = EVALUATION) -> StepPoints:
        """Those of a whole run over x in this order."""
        mine = order[half::2]
        numbers = cls(mine, np.arange(len(mine)), half)._thinned()
        return cls(x[numbers.points], numbers.numbers, half)

    def add(self, x: Tensor, first: int) -> StepPoints:
        """With those of its half among more points, of which the first has this number in the whole run."""
        every = 2 * self._stride
        start = (self.half - first) % every  # the halves are the even and the odd points
        kept = x[start::every]
        numbers = (first + start) // 2 + self._stride * np.arange(len(kept))
        return replace(self, points=torch.cat([self.points, kept]), numbers=np.concatenate([self.numbers, numbers]))._thinned()

    def merge(self, other: StepPoints) -> StepPoints:
        """Those of both, as sparse as the sparser."""
        points = torch.cat([self.points, other.points.to(self.points.device)])
        stride, numbers = max(self._stride, other._stride), np.concatenate([self.numbers, other.numbers])
        return replace(self, points=points, numbers=numbers)._every(stride)._thinned()

    @property
    def _stride(self) -> int:
        """The largest power of two that divides all numbers."""
        together = int(np.bitwise_or.reduce(self.numbers, initial=0))
        return together & -together or 1

    def _every(self, stride: int) -> StepPoints:
        kept = np.flatnonzero(self.numbers % stride == 0)
        return replace(self, points=self.points[torch.as_tensor(kept, device=self.points.device)], numbers=self.numbers[kept])

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
    frames: Frames = NO_FRAMES,
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
        frames: of points that are correlated, in which flows lose no digits.

    Returns:
        One error for each direction; infinite where the flow leaves the finite numbers.
    """
    still, unknowns = outputs(model, x), action(x[:1]).shape[1]
    W = torch.as_tensor(frame, device=x.device)

    def moved(c: np.ndarray) -> Tensor:
        expected = still if output_action is None else framed_flow(output_action, still, c[unknowns:], frames.outputs)
        return (outputs(model, framed_flow(action, x, c[:unknowns], frames.inputs)) - expected).reshape(len(x), -1).double() @ W.T

    def error(c: np.ndarray) -> float:
        value = float(torch.stack([moved(step * c), moved(-step * c)]).square().mean()) / 2
        return value if np.isfinite(value) else np.inf

    return np.array([error(c) for c in np.asarray(directions)])


def flow_of(model: Model, x: Tensor, action: Action, estimate: SymmetryEstimate, *, output_action: Action | None = None) -> Flow:
    """Outputs along the symmetries, or along the least broken direction where there is none, and samples moved by them.

    Args:
        model: the network F.
        x: (n, ...), points; the first thousand are used.
        action: the action of the estimate.
        estimate: the estimate whose flow is followed.
        output_action: the action on the outputs, if any.
    """
    coefficients = estimate.generator_coefficients if estimate.dimension else estimate.judged_coefficients[:1]
    coefficients, x = coefficients[:MOST_DIRECTIONS], x[:MOST_POINTS]
    frame, unknowns = output_frame(model, x), len(action.basis)
    errors = [finite_step_error(model, x, action, coefficients, frame, output_action=output_action, step=t) for t in TIMES]
    kind, shown, samples = _samples(x, action, coefficients[:, :unknowns])
    worst = worst_example(model, x, action, estimate, frame, output_action=output_action)
    return Flow(coefficients, np.array(TIMES), np.stack(errors, axis=1), kind, np.array(shown), samples, worst)


def worst_example(
    model: Model,
    x: Tensor,
    action: Action,
    estimate: SymmetryEstimate,
    frame: Float[np.ndarray, "rank m"],
    *,
    output_action: Action | None = None,
) -> WorstExample | None:
    """The point whose output is moved most by the worst element of the algebra that holds, or else of the nearest one.

    Args:
        model: the network F.
        x: (n, ...), points.
        action: the action of the estimate.
        estimate: the estimate.
        frame: whitens the outputs.
        output_action: the action on the outputs, if any.

    Returns:
        The example; None where no algebra holds or is near.
    """
    level = None if estimate.answer is None else estimate.answer.held or estimate.answer.near
    if level is None:
        return None
    still, c, K = outputs(model, x), level.breaking.element, action.size
    expected = still if output_action is None else output_action.flow(still, c[K:])
    y = action.flow(x, c[:K])
    moved = outputs(model, y)
    changes = ((moved - expected).reshape(len(x), -1).double() @ torch.as_tensor(frame, device=x.device).T).norm(dim=1)
    n = int(changes.nan_to_num(torch.inf).argmax())
    point, there, before, after = (a[n].detach().double().cpu().numpy() for a in (x, y, expected, moved))
    if isinstance(action, ImageAction):
        point, there = point[0], there[0]
    return WorstExample(n, point, there, before.ravel(), after.ravel(), float(changes[n]), level.breaking.step)


def _samples(x: Tensor, action: Action, coefficients: np.ndarray) -> tuple[str, tuple[float, ...], np.ndarray]:
    if isinstance(action, ImageAction):
        moved = _moved(x[_clearest(x)], action, coefficients, SHOWN)
        return IMAGES, SHOWN, moved[:, :, :, 0]
    if isinstance(action, LinearAction | AffineAction | PointCloudAction) and action.d == 2:
        count = max(1, MOST_PATHS // (prod(x.shape[1:]) // 2))
        moved = _moved(x[:count], action, coefficients, PATH)
        return PLANE, PATH, moved.reshape(*moved.shape[:3], -1, 2)
    return POINTS, (), np.zeros((len(coefficients), 0))


def _moved(x: Tensor, action: Action, coefficients: np.ndarray, times: tuple[float, ...]) -> np.ndarray:
    """(k, T, n, ...)."""
    return np.stack([[action.flow(x, t * c).detach().double().cpu().numpy() for t in times] for c in coefficients])


def _clearest(x: Tensor) -> slice:
    """The image whose contrast is the median: neither empty nor an exception."""
    order = x.flatten(1).std(dim=1).argsort()
    middle = int(order[len(order) // 2])
    return slice(middle, middle + MOST_SAMPLES)
