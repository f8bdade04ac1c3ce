"""LieGG on several processes or machines: each takes part of the points, and the evidence is added up.

The points are cut into the same chunks, in the same order and under the same running numbers, as one process would cut
them into, and each process takes whole chunks. So halves, groups, partners and the points of the finite steps are those of
one process, and so is the answer, up to the order of additions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeVar

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor

from lconv.liegg.actions import Action
from lconv.liegg.derivatives import Model
from lconv.liegg.evidence_rows import output_frame
from lconv.liegg.finite_steps import StepPoints
from lconv.liegg.inputs.intermediate_outputs import Field, view
from lconv.liegg.inputs.validation import require_usable
from lconv.liegg.polarization import Polarization, chunks
from lietheory.discovery.estimator import SymmetryEstimate
from lietheory.discovery.evidence import EVALUATION, SELECTION, Evidence
from lietheory.errors import LieTheoryError, in_call

CALL = "discover_sharded(model, x, action)"
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Group:
    """The processes that share a run; one alone where torch.distributed is not initialised.

    Args:
        rank: the number of this process.
        size: how many there are.
        device: where tensors go that are sent.
    """

    rank: int
    size: int
    device: torch.device

    @classmethod
    def current(cls) -> Group:
        """The processes of torch.distributed."""
        if not (dist.is_available() and dist.is_initialized()):
            return cls(0, 1, torch.device("cpu"))
        device = torch.device("cuda", torch.cuda.current_device()) if dist.get_backend() == "nccl" else torch.device("cpu")
        return cls(dist.get_rank(), dist.get_world_size(), device)

    def agreed(self, work: Callable[[], Answer]) -> Answer:
        """What ``work`` gives here, once it is known that no process has failed; nobody waits for one that has.

        Raises:
            LieTheoryError: of the kind that this process was refused with, or naming the process that failed.
        """
        try:
            answer = work()
        except Exception as problem:  # whatever it is, the other processes have to hear of it
            self._failures(f"{type(problem).__name__}: {problem}")
            raise
        for rank, message in enumerate(self._failures(None)):
            if message is not None:
                raise LieTheoryError(
                    CALL, f"all {self.size} processes to succeed", f"process {rank}: {message}", "See its message."
                )
        return answer

    def _failures(self, mine: str | None) -> list[str | None]:
        """The messages of all processes, None of those that succeeded."""
        messages = [mine] * self.size
        if self.size > 1:
            dist.all_gather_object(messages, mine)
        return messages

    def from_first(self, array: np.ndarray) -> np.ndarray:
        """The array of process 0; all have one of its shape."""
        if self.size == 1:
            return array
        tensor = torch.as_tensor(array).to(self.device)
        dist.broadcast(tensor, 0)
        return tensor.cpu().numpy()

    def sum(self, array: np.ndarray) -> np.ndarray:
        """The sum over all processes, at process 0."""
        if self.size == 1:
            return array
        tensor = torch.as_tensor(array).clone().to(self.device)
        dist.reduce(tensor, 0)
        return tensor.cpu().numpy()

    def all(self, array: np.ndarray) -> list[np.ndarray]:
        """The arrays of all processes, in their order."""
        if self.size == 1:
            return [array]
        tensor = torch.as_tensor(array).contiguous().to(self.device)
        gathered = [torch.empty_like(tensor) for _ in range(self.size)]
        dist.all_gather(gathered, tensor)
        return [part.cpu().numpy() for part in gathered]


def discover_sharded(
    model: Model,
    x: Tensor,
    action: Action | Callable[[Tensor], Tensor],
    output_action: Action | Callable[[Tensor], Tensor] | None = None,
    *,
    field: Field | None = None,
    layer: str | None = None,
    generator: torch.Generator | None = None,
) -> SymmetryEstimate | None:
    """The estimate of :func:`lconv.liegg.discover.discover`, by all processes of torch.distributed together.

    Every process gives the same arguments, also a generator in the same state, and has the whole of x at hand, of which it
    uses its share. The outputs are whitened as process 0 finds them.

    Args:
        model: the network.
        x: (n_samples, ...), all points.
        action: as for ``discover``.
        output_action: likewise.
        field: likewise.
        layer: likewise.
        generator: likewise.

    Returns:
        The estimate at process 0, None at the others.

    Raises:
        LieTheoryError: whatever ``discover`` refuses, and the failure of another process.

    Examples:
        One process is a group too:

        >>> from lconv.liegg.actions import LinearAction
        >>> x = torch.randn(400, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> discover_sharded(lambda x: (x**2).sum(dim=1), x, LinearAction(3)).dimension
        3
    """
    group, generator = Group.current(), generator or torch.Generator()
    with in_call(CALL):
        model = group.agreed(lambda: _usable(model, x, field, layer))
        order = torch.randperm(len(x), generator=generator).to(x.device)
        frame = group.from_first(group.agreed(lambda: output_frame(model, x, order)))
        mine = group.agreed(lambda: _share(model, x, order, Polarization(action, output_action, frame=frame), group))
        evidence = _added(mine.evidence, group)
        if group.rank:
            return None
        mine.complete(evidence, *(StepPoints.of_run(x, order, half) for half in (SELECTION, EVALUATION)))
        return mine.estimate(generator=generator)


def _usable(model: Model, x: Tensor, field: Field | None, layer: str | None) -> Model:
    model = view(model, field=field, layer=layer)
    require_usable(model, x, CALL)
    return model


def _share(model: Model, x: Tensor, order: Tensor, polarization: Polarization, group: Group) -> Polarization:
    """The evidence of this process's chunks."""
    run = polarization.start(model, x)
    bounds = chunks(x, run.evidence.unknowns, run.frame.shape[1])
    for start, end in bounds[group.rank :: group.size]:
        polarization.update(model, x[order[start:end]], number=start)
    return polarization


def _added(mine: Evidence, group: Group) -> Evidence:
    """The evidence of all processes; complete at process 0."""
    counts = group.all(np.array([mine.points, mine.rows]))
    kept = [replace(mine, points=int(c[0]), rows=int(c[1]), kept=k) for c, k in zip(counts, group.all(mine.kept), strict=True)]
    sums = {name: group.sum(getattr(mine, name)) for name in ("fields", "evidence_groups", "reference_groups")}
    return replace(reduce(Evidence.merge, kept), **sums)
