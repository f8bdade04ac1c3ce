"""LieGG's evidence matrix of a network, streamed over batches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.actions import Action, VectorFields, as_action
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.evidence_files import InterruptedRun, with_evidence_inside
from lconv.liegg.evidence_rows import evidence_rows, generator_pairs, numpy_dtype, output_frame
from lconv.liegg.finite_steps import StepPoints, finite_step_error
from lconv.liegg.inputs.validation import require_usable
from lietheory.discovery.estimator import SymmetryEstimate, estimate_symmetry
from lietheory.discovery.evidence import CHOOSING, JUDGING, Evidence, require_dense_memory
from lietheory.errors import RankError, ShapeError
from lietheory.files import load, save

CHUNK_NUMBERS = 2**23
"""Numbers in the arrays of one chunk of points: 64 MiB in float64."""
ROW_NUMBERS = 2**21
"""Numbers in the rows of one chunk: 16 MiB, which stay in a processor's cache."""
WITNESSES = 8
"""Points whose outputs are saved with the evidence, to know the network again."""
SMALLEST_BATCH = 4
"""Two points in each half, so that every point has a partner."""


class Polarization:
    """LieGG's evidence about one network under one action, accumulated batch by batch.

    The memory does not depend on the number of points. Points alternate between the half that chooses directions and
    the half that judges them, so a stream that alternates itself (original, augmented, ...) should be shuffled.
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
        self.action, self.output_action, self.frame = action, output_action, frame
        self.evidence: Evidence | None = None
        self._model: Model | None = None
        self._steps: StepPoints | None = None

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
        if self.evidence is None:
            self.start(model, x)
        self._model = model
        number = self.evidence.points if number is None else number
        for start, end in chunks(x, self.evidence.unknowns, self.frame.shape[1]):
            self._steps = self._steps.add(x[start:end], number + start)
            self._add(model, x[start:end], number + start)

    def merge(self, other: Polarization) -> None:
        """Add what another accumulator saw of the same network, under the same actions and in the same frame.

        Raises:
            RankError: an accumulator without evidence.
            ShapeError: other actions, or another frame.
        """
        call, mine, theirs = "Polarization.merge(other)", (self.action, self.output_action), (other.action, other.output_action)
        if self.evidence is None or other.evidence is None:
            raise RankError(call, "evidence in both", "an accumulator before its first update", "Call update(model, x) first.")
        if mine != theirs:
            raise ShapeError(call, f"the actions {mine}", f"{theirs}", "Merge accumulators of one action.")
        if not np.array_equal(self.frame, other.frame):
            raise ShapeError(
                call, "one frame for the outputs", "two frames", "Make the second with Polarization(action, frame=first.frame)."
            )
        self.evidence = self.evidence.merge(other.evidence)
        self._steps = self._steps.merge(other._steps)

    def save(self, path: str | Path) -> Path:
        """Write the evidence so far as .npz, to go on from with :meth:`load`; the network itself is not written.

        Raises:
            RankError: no evidence yet.
            FileFormatError: a directory that cannot be written to.
        """
        self._require_some("Polarization.save(path)")
        few = self._steps.points[:WITNESSES]
        run = InterruptedRun(
            actions=self._names(),
            frame=self.frame,
            basis=generator_pairs(self.action, self.output_action),
            sample=self._steps.points.cpu().numpy(),
            sample_numbers=self._steps.numbers,
            witness=outputs(self._model, few).double().cpu().numpy(),
            evidence=self.evidence,
        )
        return save(path, run)

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
        run = load(path, InterruptedRun, formerly=["Polarization"], upgrade=with_evidence_inside)
        found, sample = cls(action, output_action, frame=run.frame), torch.as_tensor(run.sample, device=device)
        found._model, found._steps, found.evidence = model, StepPoints(sample, run.sample_numbers), run.evidence
        found.action = as_action(action, sample)
        if output_action is not None:
            found.output_action = as_action(output_action, torch.as_tensor(run.witness, dtype=sample.dtype, device=device))
        call = f"Polarization.load({str(path)!r}, model, action)"
        run.require_actions(found._names(), generator_pairs(found.action, found.output_action), call)
        run.require_model(model, sample, call)
        return found

    def estimate(self, *, generator: torch.Generator | None = None) -> SymmetryEstimate:
        """The symmetries that the evidence so far establishes.

        Args:
            generator: draws the bootstrap samples; a fresh one, always the same, unless given.

        Raises:
            RankError: no points, or too few (it says how many are needed).
            NotDifferentiableError: a derivative that is zero at every point.
        """
        self._require_some("Polarization.estimate()")
        seed = int(torch.randint(2**62, (), generator=generator or torch.Generator()))
        basis = generator_pairs(self.action, self.output_action)
        polynomial = None if self.output_action is not None else self.action.polynomial
        rng = np.random.default_rng(seed)
        return estimate_symmetry(self.evidence, basis, self._finite_step, rng=rng, polynomial=polynomial)

    def start(self, model: Model, x: Tensor) -> None:
        """Begin, without evidence yet; the first update does it unless it was done.

        Args:
            model: the network.
            x: inputs, of which the first tells the shapes and, where there is no frame, all whiten the outputs.

        Raises:
            ShapeError: inputs of another shape than the action's, or more generators than the memory has room for.
        """
        self.action, self._model = as_action(self.action, x), model
        self.action.motion(x[:1])  # refuses inputs of another shape
        unknowns = self.action.size
        if self.output_action is not None:
            y = outputs(model, x[:1])
            self.output_action = as_action(self.output_action, y)
            self.output_action.motion(y)
            unknowns += self.output_action.size
        require_dense_memory(unknowns, "Polarization.update(model, x)")
        if self.frame is None:
            self.frame = output_frame(model, x)
        self.evidence, self._steps = Evidence.empty(unknowns, numpy_dtype(x)), StepPoints.none(x)

    def complete(self, evidence: Evidence, steps: StepPoints) -> None:
        """Put what several processes found together in the place of what this one found."""
        self.evidence, self._steps = evidence, steps

    def _add(self, model: Model, x: Tensor, number: int) -> None:
        """Add the evidence of points with these running numbers, half by half."""
        for half in (CHOOSING, JUDGING):
            start = (half - number) % 2
            rows = evidence_rows(model, x[start::2], self.action, self.output_action, self.frame)
            self.evidence = self.evidence.add_half(half, *rows, first=(number + start) // 2)

    def _require_some(self, call: str) -> None:
        if self.evidence is None:
            raise RankError(call, "at least one update", "none", "Call update(model, x) first.")

    def _names(self) -> tuple[str, ...]:
        """What the actions are called; of a plain callable only that it is one."""
        actions = (self.action, self.output_action)
        return tuple("fields" if isinstance(a, VectorFields) else repr(a) for a in actions)

    def _finite_step(self, directions: Float[np.ndarray, "r K"]) -> Float[np.ndarray, " r"]:
        x, output_action = self._steps.points, self.output_action
        return finite_step_error(self._model, x, self.action, directions, self.frame, output_action=output_action)


def chunks(x: Tensor, unknowns: int, m: int) -> list[tuple[int, int]]:
    """The first and last (excluded) of the points that are worked on at a time, for K unknowns and m outputs."""
    size = x[0].numel()
    points = min(CHUNK_NUMBERS // ((unknowns + m) * size + 4 * m * unknowns), ROW_NUMBERS // (3 * m * unknowns))
    count = -(-len(x) // max(points, 2 * SMALLEST_BATCH))  # an even split leaves SMALLEST_BATCH or more in each
    ends = np.cumsum([len(part) for part in np.array_split(np.arange(len(x)), count)]).tolist()
    return list(zip([0, *ends], ends, strict=False))
