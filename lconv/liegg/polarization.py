"""LieGG's evidence matrix of a network, streamed over batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.actions import Action, acting_on_outputs, as_action
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.evidence_files import WITNESSES, InterruptedRun, with_evidence_inside
from lconv.liegg.evidence_rows import output_frame
from lconv.liegg.finite_steps import StepPoints
from lconv.liegg.framed_motion import Frames
from lconv.liegg.inputs.numpy_functions import derivative_dtype
from lconv.liegg.inputs.validation import require_usable
from lconv.liegg.polarization_run import SMALLEST_BATCH, Run
from lconv.torch_arguments import drawn_seed
from lietheory.algebra.structure.closure import relative_size
from lietheory.discovery.answer import TOLERANCE
from lietheory.discovery.estimator import SymmetryEstimate, estimate_symmetry
from lietheory.discovery.evidence import EVALUATION, SELECTION, Evidence, require_dense_memory
from lietheory.errors import RankError, ShapeError, shown
from lietheory.files import load, save
from lietheory.progress import reports_progress
from lietheory.threads import one_thread

CHUNK_NUMBERS = 2**23
"""Numbers in the arrays of one chunk of points: 64 MiB in float64."""
ROW_NUMBERS = 2**21
"""Numbers in the rows of one chunk: 16 MiB, which stay in a processor's cache."""
LARGEST = 1e150
"""Numbers in a file of evidence, whose squares are floats."""


class Polarization:
    """LieGG's evidence about one network under one action, accumulated batch by batch.

    The memory does not depend on the number of points. Points alternate between the half that selects directions and
    the half that evaluates them, so a stream that alternates itself (original, augmented, ...) should be shuffled.
    The outputs are whitened by the covariance that the first batch shows, or by ``frame``; accumulators that are to
    be merged need one frame.

    Args:
        action: an action of :mod:`lconv.liegg.actions`, or any map x -> (batch, K, *x.shape[1:]).
        output_action: an action on the outputs, for equivariance F(exp(tL_in) x) = exp(tL_out) F(x).
        frame: (rank, m), whitens the outputs; see :func:`lietheory.discovery.whitening.whitening`.

    Examples:
        >>> from lconv.liegg.actions import LinearAction
        >>> x = torch.randn(400, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> polarization = Polarization(LinearAction(3))
        >>> for batch in x.split(100):
        ...     polarization.update(lambda x: (x**2).sum(dim=1), batch)
        >>> polarization.estimate().dimension
        3

    A long run is interrupted with :meth:`save` and resumed with :meth:`load`.

    References:
        Moskalev et al. 2022, the network polarization matrix.
    """

    def __init__(
        self,
        action: Action | Callable[[Tensor], Tensor],
        output_action: Action | Callable[[Tensor], Tensor] | None = None,
        *,
        frame: Float[np.ndarray, "rank m"] | None = None,
    ):
        if not callable(action):
            raise ShapeError(
                "Polarization(action)", "an action, or a map x -> (batch, K, ...)", repr(action), "Give LinearAction(d), say."
            )
        self._given, self._frame = (action, output_action), frame
        self._run: Run | None = None
        self.sources: tuple[str, ...] = ()  # what was seen, by names that whoever calls update gives; saved with the evidence

    @property
    def action(self) -> Action | Callable[[Tensor], Tensor]:
        """The action on the inputs."""
        return self._given[0] if self._run is None else self._run.action

    @property
    def output_action(self) -> Action | Callable[[Tensor], Tensor] | None:
        """The action on the outputs, for equivariance."""
        return self._given[1] if self._run is None else self._run.output_action

    @property
    def frame(self) -> Float[np.ndarray, "rank m"] | None:
        """What whitens the outputs; None before the first update unless given."""
        return self._frame if self._run is None else self._run.frame

    @property
    def evidence(self) -> Evidence:
        """What was accumulated so far.

        Raises:
            RankError: no update yet.
        """
        return self._begun("Polarization.evidence").evidence

    @reports_progress
    def update(self, model: Model, x: Tensor, *, number: int | None = None) -> None:
        """Add the evidence of one batch; the model must be the same at every update.

        Args:
            model: the network. It is evaluated in eval mode and left as it was.
            x: inputs, (batch, ...), at least 4.
            number: of the first of these points in a run that several processes share, where it says which half and group
                each point belongs to; as many as were seen unless given.

        Raises:
            ShapeError, PrecisionError, NotDifferentiableError: inputs or a network that give no evidence.
            RankError: too few points in the first batch to whiten the outputs.
        """
        call = "Polarization.update(model, x)"
        require_usable(model, x, call)
        if len(x) < SMALLEST_BATCH:
            raise ShapeError(
                call,
                f"batches of at least {SMALLEST_BATCH} points",
                f"{len(x)} points",
                "Give more points; in a data loader, larger batches or drop_last=True.",
            )
        x = x.detach()
        run = replace(self.start(model, x) if self._run is None else self._run.require_same(model, call), model=model)
        first = run.evidence.points if number is None else number
        for start, end in chunks(x, run.evidence.unknowns, run.frame.shape[1]):
            run = run.with_points(x[start:end], first + start)
        self._run = run

    def merge(self, other: Polarization) -> None:
        """Add what another accumulator saw of the same network, under the same actions and in the same frame.

        Raises:
            RankError: an accumulator without evidence.
            ShapeError: other actions, or another frame.
        """
        call = "Polarization.merge(other)"
        if not isinstance(other, Polarization):
            raise ShapeError(call, "another Polarization", shown(other), "Give what saw other points of the network.")
        if self._run is None or other._run is None:
            raise RankError(call, "evidence in both", "an accumulator before its first update", "Call update(model, x) first.")
        mine, theirs = ((run.action, run.output_action) for run in (self._run, other._run))
        if mine != theirs:
            raise ShapeError(call, f"the actions {mine}", f"{theirs}", "Merge accumulators of one action.")
        if not np.array_equal(self._run.frame, other._run.frame):
            raise ShapeError(
                call, "one frame for the outputs", "two frames", "Make the second with Polarization(action, frame=first.frame)."
            )
        self._run = self._run.merge(other._run)
        self.sources = tuple(dict.fromkeys(self.sources + other.sources))

    def save(self, path: str | Path) -> Path:
        """Write the evidence so far as .npz, to go on from with :meth:`load`; the network itself is not written.

        Raises:
            RankError: no evidence yet.
            FileFormatError: a directory that cannot be written to.
        """
        run = self._begun("Polarization.save(path)")
        points = run.steps.points
        saved = InterruptedRun(
            actions=run.names,
            frame=run.frame,
            basis=run.basis,
            sample=points.cpu().numpy(),
            sample_numbers=run.steps.numbers,
            witness=outputs(run.model, points[:WITNESSES]).double().cpu().numpy(),
            evidence=run.evidence,
            selection_sample=run.selection_steps.points.cpu().numpy(),
            selection_numbers=run.selection_steps.numbers,
            sources=self.sources,
        )
        return save(path, saved)

    @classmethod
    def load(
        cls,
        path: str | Path,
        model: Model,
        action: Action | Callable[[Tensor], Tensor],
        output_action: Action | Callable[[Tensor], Tensor] | None = None,
        *,
        device: torch.device | str = "cpu",
    ) -> Polarization:
        """Go on where :meth:`save` stopped, with the same network under the same actions.

        Args:
            path: what :meth:`save` wrote.
            model: the network; the file holds some of its outputs, and another one is refused.
            action: the action of that run.
            output_action: that on the outputs, if any.
            device: where the kept points go, that of the inputs to come.

        Raises:
            FileFormatError: no such file, or one of another kind, another action or another network.
        """
        saved = load(path, InterruptedRun, formerly=["Polarization"], upgrade=with_evidence_inside, largest=LARGEST)
        sample = torch.as_tensor(saved.sample, device=device)
        y = torch.as_tensor(saved.witness, dtype=sample.dtype, device=device)
        outer = None if output_action is None else as_action(output_action, y)
        steps = StepPoints(sample, saved.sample_numbers)
        chosen = StepPoints.none(sample, SELECTION)
        if saved.selection_sample is not None and saved.selection_numbers is not None:
            points = torch.as_tensor(saved.selection_sample, device=device)
            chosen = replace(chosen, points=points, numbers=saved.selection_numbers)
        run = Run(model, as_action(action, sample), outer, saved.frame, saved.evidence, steps, chosen)
        call = f"Polarization.load({str(path)!r}, model, action)"
        saved.require_actions(run.names, run.basis, call)
        saved.require_model(model, sample, call)
        polarization = cls(run.action, outer, frame=run.frame)
        polarization._run, polarization.sources = run, saved.sources
        return polarization

    def estimate(self, *, tolerance: float = TOLERANCE, generator: torch.Generator | None = None) -> SymmetryEstimate:
        """The symmetries that the evidence so far establishes.

        Args:
            tolerance: on the breaking, a share of the variance of the outputs; see :mod:`lietheory.discovery.answer`.
            generator: draws the bootstrap samples; a fresh one, always the same, unless given.

        Raises:
            RankError: no points, or too few (it says how many are needed).
            NotDifferentiableError: a derivative that is zero at every point.
        """
        call = "Polarization.estimate()"
        run, tolerance = self._begun(call), relative_size(tolerance, TOLERANCE, call, "tolerance")
        seed = drawn_seed(generator, call)
        polynomial = None if run.output_action is not None else run.action.polynomial
        rng = np.random.default_rng(seed)
        with one_thread():
            return estimate_symmetry(
                run.evidence,
                run.basis,
                run.finite_step,
                rng=rng,
                polynomial=polynomial,
                steps=run.elements,
                tolerance=tolerance,
                frame=run.frame_of_points,
            )

    def start(self, model: Model, x: Tensor) -> Run:
        """Begin, without evidence yet; the first update does it unless it was done.

        Args:
            model: the network.
            x: inputs, of which the first gives the shapes and, where there is no frame, all whiten the outputs.

        Raises:
            ShapeError: inputs of another shape than the action's, or more generators than the memory has room for.
        """
        action, outer = as_action(self._given[0], x), None
        action.motion(x[:1])  # raises ShapeError for inputs of another shape
        unknowns = action.size
        if self._given[1] is not None:
            y = outputs(model, x[:1])
            outer = acting_on_outputs(self._given[1], y)
            unknowns += outer.size
        require_dense_memory(unknowns, "Polarization.update(model, x)")
        frame = output_frame(model, x) if self._frame is None else self._frame
        skew = Frames.of(model, x, action, outer).skew
        evidence = Evidence.empty(unknowns, derivative_dtype(model, x), frame=skew.inputs, output_frame=skew.outputs)
        none = (StepPoints.none(x, h) for h in (EVALUATION, SELECTION))
        self._run = Run(model, action, outer, frame, evidence, *none)
        return self._run

    def complete(self, evidence: Evidence, selection_steps: StepPoints, steps: StepPoints) -> None:
        """Replace what this process accumulated by what several did together."""
        run = self._begun("Polarization.complete(evidence, selection_steps, steps)")
        self._run = replace(run, evidence=evidence, selection_steps=selection_steps, steps=steps)

    def _begun(self, call: str) -> Run:
        if self._run is None:
            raise RankError(call, "at least one update", "none", "Call update(model, x) first.")
        return self._run


def chunks(x: Tensor, unknowns: int, m: int) -> list[tuple[int, int]]:
    """The first and last (excluded) of the points that are worked on at a time, for K unknowns and m outputs."""
    size = x[0].numel()
    points = min(CHUNK_NUMBERS // ((unknowns + m) * size + 4 * m * unknowns), ROW_NUMBERS // (3 * m * unknowns))
    count = -(-len(x) // max(points, 2 * SMALLEST_BATCH))  # an even split leaves SMALLEST_BATCH or more in each
    ends = np.cumsum([len(part) for part in np.array_split(np.arange(len(x)), count)]).tolist()
    return list(zip([0, *ends], ends, strict=False))
