"""LieGG on networks trained on O(5)-invariant regression, on broken targets, and untrained.

The target of two vectors of R^5 is sin|x1| - |x2|^3 / 2 + cos(x1, x2), standardised; broken targets add a share of
x_1^2, standardised as well. Run: python benchmarks/liegg_o5.py [seeds].
"""

from __future__ import annotations

import sys
import time

import numpy as np
import torch
from torch import Tensor

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lietheory.algebra import so
from lietheory.comparison.subspaces import principal_angles

TRAINING_POINTS, EPOCHS, BATCH = 10_000, 90, 500
JUDGED_POINTS = 8_000


def target(x: Tensor, broken: float = 0.0) -> Tensor:
    """The invariant function of (x1, x2), plus ``broken`` parts of x_1^2, standardised."""
    a, b = x[:, :5], x[:, 5:]
    y = a.norm(dim=1).sin() - b.norm(dim=1) ** 3 / 2 + torch.cosine_similarity(a, b)
    return standardised(standardised(y) + broken * standardised(x[:, 0] ** 2))


def standardised(y: Tensor) -> Tensor:
    return (y - y.mean()) / y.std()


def network(activation: type[torch.nn.Module] = torch.nn.SiLU) -> torch.nn.Module:
    """The MLP 10-64-64-1."""
    linear = torch.nn.Linear
    return torch.nn.Sequential(linear(10, 64), activation(), linear(64, 64), activation(), linear(64, 1))


def train(seed: int, broken: float) -> tuple[torch.nn.Module, float]:
    """A network trained on the target, and the share of the variance it leaves unexplained on new points."""
    torch.manual_seed(seed)
    x = torch.randn(2 * TRAINING_POINTS, 10)
    y = target(x, broken)
    model = network()
    steps = EPOCHS * TRAINING_POINTS // BATCH
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(steps):
        chosen = torch.randint(TRAINING_POINTS, (BATCH,))
        loss = (model(x[chosen])[:, 0] - y[chosen]).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    with torch.no_grad():
        return model, float((model(x[TRAINING_POINTS:])[:, 0] - y[TRAINING_POINTS:]).square().mean())


def report(name: str, model: torch.nn.Module, unexplained: float, seed: int) -> None:
    """One line: decision, its evidence, the largest angle to so(5), the name."""
    x = torch.randn(JUDGED_POINTS, 10, generator=torch.Generator().manual_seed(1000 + seed), dtype=torch.float64)
    started = time.perf_counter()
    e = discover(model.double(), x, LinearAction(5, copies=2))
    seconds, k = time.perf_counter() - started, max(e.dimension, 1)
    angle = np.degrees(principal_angles(e.generators, so(5).generators)[-1]) if e.dimension else np.nan
    label = str(e.identify().name) if e.dimension else "-"
    print(
        f"{name:>16} {seed:4} {unexplained:7.4f} {e.status:>10} {e.dimension:4} {e.held_out[0]:8.4f}{e.held_out[k - 1]:8.4f} "
        f"{e.lower_bounds[0]:8.4f}{e.upper_bounds[k - 1]:8.4f} {np.max(e.finite_step_error[:k]):9.5f} {angle:6.2f} "
        f"{seconds:6.2f}  {label}",
        flush=True,
    )


def main(seeds: int) -> None:
    print(
        f"{'network':>16} {'seed':>4} {'1-r^2':>7} {'status':>10} {'dim':>4} {'lambda_1':>8}{'_k':>8} "
        f"{'lower_1':>8}{'upper_k':>8} {'max step':>9} {'angle':>6} {'s':>6}  name"
    )
    for seed in range(seeds):
        for broken in (0.0, 0.1, 0.3, 0.9):
            report(f"O(5) + {broken:.0%}", *train(seed, broken), seed)
        for activation in (torch.nn.SiLU, torch.nn.Tanh, torch.nn.ReLU):
            torch.manual_seed(seed)
            report(f"untrained {activation.__name__}", network(activation), 1.0, seed)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
