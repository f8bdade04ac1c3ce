"""Trained networks whose symmetry is known, each under twenty splits of its points: the names and the states of the answers.

Four targets (the length in R^3, the O(5)-invariant task of Finzi et al. 2021, a symplectic and a Lorentz form), three
activations, three stages of training. The breaking of the true algebra is measured apart, on 100,000 fresh points by one law.
Printed for each network: r^2, this breaking, how many of the splits name the true algebra (as a symmetry, or as the nearest one),
and how many give each state.

    python benchmarks/discovery_panel.py --splits 20
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

import lietheory as lt
from lconv import LinearAction, breaking, discover
from lconv.liegg import moved_points
from lietheory.algebra import canonical_name

POINTS, FRESH, WIDTH = 2000, 100_000, 64
STAGES = (0.95, 0.99, 0.9999)
"""r^2 on fresh points at which training ends; where it is not reached, training ends after STEPS."""
STEPS = 60
"""Rounds of 20 steps of L-BFGS."""
BELOW = 0.03
"""A network that breaks the true algebra by more has not learned it."""
ACTIVATIONS = {"tanh": nn.Tanh, "ReLU": nn.ReLU, "SiLU": nn.SiLU}


@dataclass(frozen=True)
class Task:
    """A target, the dimension and the copies of its points, and its algebra."""

    target: Callable[[Tensor], Tensor]
    d: int
    copies: int
    algebra: str


def _two(x: Tensor) -> tuple[Tensor, Tensor]:
    return x[:, : x.shape[1] // 2], x[:, x.shape[1] // 2 :]


def _o5(x: Tensor) -> Tensor:
    """sin |a| - |b|^3 / 2 + a . b / (|a| |b|)."""
    a, b = _two(x)
    r, s = a.norm(dim=1), b.norm(dim=1)
    return torch.sin(r) - s**3 / 2 + (a * b).sum(dim=1) / (r * s)


def _symplectic(x: Tensor) -> Tensor:
    (q, p), (u, v) = (_two(part) for part in _two(x))
    return (q * v).sum(dim=1) - (p * u).sum(dim=1)


def _lorentz(x: Tensor) -> Tensor:
    return x[:, :3].square().sum(dim=1) - x[:, 3].square()


TASKS = {
    "|x| in R^3": Task(lambda x: x.norm(dim=1), 3, 1, "so(3)"),
    "O(5) task": Task(_o5, 5, 2, "so(5)"),
    "x^T J y in R^4": Task(_symplectic, 4, 2, "sp(4,R)"),
    "Lorentz form": Task(_lorentz, 4, 1, "so(3,1)"),
}


def points(task: Task, count: int, seed: int) -> Tensor:
    """Standard normal points."""
    return torch.randn(count, task.d * task.copies, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def trained(task: Task, activation: type[nn.Module], stage: float, seed: int) -> tuple[nn.Module, float]:
    """A network trained on points of its own until its r^2 on fresh ones is at the stage, and that r^2."""
    torch.manual_seed(seed)
    size = task.d * task.copies
    layers = nn.Linear(size, WIDTH), activation(), nn.Linear(WIDTH, WIDTH), activation(), nn.Linear(WIDTH, 1)
    model = nn.Sequential(*layers).double()
    x, fresh = points(task, 10 * POINTS, seed), points(task, 10 * POINTS, seed + 1)
    y, truth = task.target(x), task.target(fresh)
    mean, spread = y.mean(), y.std()
    reached = 0.0
    optimiser = torch.optim.LBFGS(model.parameters(), max_iter=20, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        value = (model(x)[:, 0] - (y - mean) / spread).square().mean()
        value.backward()
        return value

    for _ in range(STEPS):
        optimiser.step(loss)
        with torch.no_grad():
            error = (model(fresh)[:, 0] * spread + mean - truth).square().mean()
        reached = 1 - float(error / truth.var())
        if reached >= stage:
            break
    return model, reached


def fresh_breaking(model: nn.Module, task: Task, algebra: np.ndarray) -> float:
    """The breaking of the true algebra on fresh points."""
    usual, moved_points.MOST_POINTS = moved_points.MOST_POINTS, FRESH // 2
    try:
        return breaking(model, points(task, FRESH, 10_000), LinearAction(task.d, task.copies), algebra).value
    finally:
        moved_points.MOST_POINTS = usual


def main() -> None:
    """One row a network, then the totals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splits", type=int, default=20)
    parser.add_argument("--shard", default="0/1", help="i/n: every n-th network from the i-th on")
    arguments = parser.parse_args()
    shard, shards = map(int, arguments.shard.split("/"))
    torch.set_num_threads(1)
    all_networks = [(t, a, s) for s in STAGES for t in TASKS for a in ACTIVATIONS]
    good = named = 0
    for number, (name, activation, stage) in list(enumerate(all_networks))[shard::shards]:
        start, task = time.perf_counter(), TASKS[name]
        model, r2 = trained(task, ACTIVATIONS[activation], stage, number)
        x, algebra = points(task, POINTS, 20_000 + number), lt.catalogue_algebra(task.algebra).generators.astype(float)
        b = fresh_breaking(model, task, algebra)
        states, names = Counter[str](), Counter[str]()
        for split in range(arguments.splits):
            seed = torch.Generator().manual_seed(split)
            found = discover(model, x, LinearAction(task.d, task.copies), generator=seed)
            levels = found.answer.levels if found.answer else ()
            states[found.status] += 1
            names[found.name_of(levels[0]) if levels else "-"] += 1
        right = sum(count for said, count in names.items() if said in (task.algebra, canonical_name(task.algebra)))
        alike = right >= arguments.splits - 1
        good, named = good + (b < BELOW), named + (b < BELOW and alike)
        print(
            f"{name:15} {activation:5} r^2 {r2:.5f}  b {b:.5f}  {dict(names)}  {dict(states)}  "
            f"{time.perf_counter() - start:.0f} s",
            flush=True,
        )
    print(f"{good} networks break the true algebra by less than {BELOW:g}; in {named} of them all splits but one at most name it")


if __name__ == "__main__":
    main()
