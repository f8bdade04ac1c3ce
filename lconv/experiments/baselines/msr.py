"""MSR and MAML: a pattern of shared weights learned over many tasks, and the same inner loop with a given pattern."""

from __future__ import annotations

import time
from abc import abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np
import torch
from jaxtyping import Float
from scipy import sparse
from torch import Generator, Tensor, nn
from torch.nn import functional

from lconv.experiments.baselines.interface import Baseline, Found, Pattern, Samples, pattern_sizes
from lconv.experiments.harness.training import Progress, batch_of, descend, silent
from lietheory.errors import ShapeError


@dataclass(frozen=True)
class Meta:
    """The two loops.

    Args:
        support: samples of a task that the inner loop sees; it is evaluated on the others.
        inner_steps: gradient steps of the inner loop, on v alone.
        inner_rate: their rate at first; it is learned.
        steps: Adam steps of the outer loop.
        tasks: drawn for each of them.
        outer_rate: their rate.
    """

    support: int = 1
    inner_steps: int = 1
    inner_rate: float = 0.1
    steps: int = 1000
    tasks: int = 32
    outer_rate: float = 1e-3


class MetaLearner(Baseline):
    """One linear layer y = W x for each task, vec(W) = U v: the inner loop moves v, the outer loop what all tasks share.

    Args:
        outputs: rows of W.
        inputs: columns of W.
        meta: the two loops.
    """

    outputs: int
    inputs: int
    meta: Meta

    @abstractmethod
    def layer(self, generator: Generator) -> SharedLayer:
        """The layer before any task."""

    def train(self, samples: Samples, *, generator: Generator, progress: Progress = silent) -> Found:
        """The pattern U after training on tasks x (tasks, samples, inputs) and y (tasks, samples, outputs)."""
        x, y = samples.inputs, samples.targets
        _require_tasks(self, x, y)
        layer, meta = self.layer(generator).to(x.dtype), self.meta

        def meta_loss() -> Tensor:
            drawn = batch_of(len(x), meta.tasks, generator)
            return layer(x[drawn], y[drawn], meta.support, meta.inner_steps).mean()

        losses = (meta_loss() for _ in range(meta.steps))
        optimiser = torch.optim.Adam(layer.parameters(), meta.outer_rate)
        facts: dict[str, float | str] = {}
        started = time.perf_counter()
        for step, loss in enumerate(descend(losses, optimiser, call=f"{self.name}.train(samples)"), 1):
            facts["loss of the last tasks"] = loss.item()
            progress(self.name, step, meta.steps)
        facts["inner rate"] = layer.rate.item()
        return Found(self.name, time.perf_counter() - started, layer, pattern=layer.pattern(), facts=facts)


@final
@dataclass(frozen=True)
class MSR(MetaLearner):
    """The outer loop learns U, so that tasks that share weights teach how: vec(W) = U v with U of (outputs inputs, free).

    U has one row for every entry of W, and holds exactly the numbers of ``free`` generators (claim msr-dimensions).

    Args:
        free: columns of U, entries of v.

    References:
        Zhou, Knowles and Finn 2021, Meta-learning symmetries by reparameterization, ICLR: Eq 3, Algorithm 1 and section 5.1.
        One support sample, 19 query samples, one inner step and 1,000 outer steps are those of its released runs.
        Claim msr-dimensions.
    """

    outputs: int
    inputs: int
    free: int
    meta: Meta = Meta()

    @property
    def name(self) -> str:
        return "MSR-FC"

    def layer(self, generator: Generator) -> SharedLayer:
        """U drawn with columns of norm about one, v = 0: the mean of symmetric tasks."""
        rows = self.outputs * self.inputs
        U = torch.randn(rows, self.free, generator=generator) * rows**-0.5
        return SharedLayer(nn.Parameter(U), self.outputs, self.inputs, self.meta.inner_rate)


@final
@dataclass(frozen=True, eq=False)
class MAML(MetaLearner):
    """U is given, and the outer loop learns where v starts and the rate of its steps.

    Args:
        given: U, (outputs inputs, free).
        title: what tables call it.

    References:
        Finn, Abbeel and Levine 2017, Model-agnostic meta-learning, ICML; MAML-FC, -LC and -Conv of Zhou, Knowles and Finn.
    """

    outputs: int
    inputs: int
    given: sparse.csr_array
    title: str
    meta: Meta = Meta()

    @property
    def name(self) -> str:
        return self.title

    def layer(self, generator: Generator) -> SharedLayer:
        """The given U, v = 0."""
        weights, free = pattern_sizes(self.given)
        if weights != self.outputs * self.inputs:
            got = f"{weights} rows"
            raise ShapeError(
                "MAML(given=U)", f"{self.outputs * self.inputs} rows", got, "vec(W) has one row for each entry of W."
            )
        entries = self.given.tocoo()
        where = torch.as_tensor(np.stack([entries.row, entries.col]))
        U = torch.sparse_coo_tensor(
            where, torch.as_tensor(entries.data, dtype=torch.float32), (weights, free), check_invariants=True
        )
        return SharedLayer(U.coalesce(), self.outputs, self.inputs, self.meta.inner_rate)


@final
class SharedLayer(nn.Module):
    """y = W x with vec(W) = U v, row by row, and what a task makes of v."""

    U: Tensor

    def __init__(self, U: Tensor, outputs: int, inputs: int, rate: float):
        super().__init__()
        self.shape = outputs, inputs
        if isinstance(U, nn.Parameter):
            self.U = U
        else:
            self.register_buffer("U", U)
        self.v = nn.Parameter(torch.zeros(U.shape[1]))
        self.rate = nn.Parameter(torch.tensor(rate))

    def pattern(self) -> Pattern:
        """U."""
        U = self.U.detach().cpu()
        if not U.is_sparse:
            return U.double().numpy()
        return sparse.coo_array((U.values().double().numpy(), tuple(U.indices().numpy())), shape=tuple(U.shape)).tocsr()

    def weights(self, v: Float[Tensor, "tasks free"]) -> Float[Tensor, "tasks outputs inputs"]:
        """W of each task."""
        return (self.U @ v.T).T.reshape(len(v), *self.shape)

    def adapted(self, x: Tensor, y: Tensor, steps: int) -> Float[Tensor, "tasks free"]:
        """v after gradient steps on the mean squared error of each task."""
        v = self.v.expand(len(x), -1)
        for _ in range(steps):
            error = x @ self.weights(v).mT - y
            slope = 2 * error.mT @ x / error[0].numel()
            v = v - self.rate * (self.U.T @ slope.flatten(1).T).T
        return v

    def forward(self, x: Tensor, y: Tensor, support: int, steps: int) -> Float[Tensor, " tasks"]:
        """The mean squared error of each task on the samples that its inner loop did not see."""
        v = self.adapted(x[:, :support], y[:, :support], steps)
        error = x[:, support:] @ self.weights(v).mT - y[:, support:]
        return functional.mse_loss(error, torch.zeros_like(error), reduction="none").mean(dim=(1, 2))


def _require_tasks(learner: MetaLearner, x: Tensor, y: Tensor) -> None:
    fits = x.ndim == y.ndim == 3 and x.shape[:2] == y.shape[:2] and (x.shape[2], y.shape[2]) == (learner.inputs, learner.outputs)
    if not fits or x.shape[1] <= learner.meta.support:
        raise ShapeError(
            f"{learner.name}.train(samples)",
            f"x (tasks, samples, {learner.inputs}) and y (tasks, samples, {learner.outputs}), more than "
            f"{learner.meta.support} samples a task",
            f"{tuple(x.shape)} and {tuple(y.shape)}",
            "Put the tasks on the first axis, and leave samples beside the support.",
        )
