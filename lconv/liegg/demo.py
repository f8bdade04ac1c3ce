"""What ``lietheory demo`` does: two small networks trained, one on an invariant function, and both asked for symmetries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lietheory.discovery.symmetry_estimate import SymmetryEstimate

POINTS, STEPS = 2000, 1000
TARGETS: dict[str, Callable[[Float[Tensor, "n 3"]], Float[Tensor, " n"]]] = {
    "|x|^2, which no rotation changes": lambda x: x.square().sum(dim=1),
    "x1 + x2^2 + sin 2 x3, without symmetry": lambda x: x[:, 0] + x[:, 1] ** 2 + torch.sin(2 * x[:, 2]),
}


@dataclass(frozen=True, eq=False)
class Stage:
    """One network.

    Args:
        target: the function that it was trained on.
        estimate: its symmetries under gl(3).
        name: of their algebra, None where there is none.
        sentence: the answer.
        again: the command that asks again.
        paths: the files written.
    """

    target: str
    estimate: SymmetryEstimate
    name: str | None
    sentence: str
    again: str
    paths: tuple[Path, ...]


def demo_command(folder: Path, *, seed: int, progress: Callable[[str, int, int], None]) -> list[Stage]:
    """Train on each target and ask; the points and each network are written, as ``lietheory discover`` takes them.

    Args:
        folder: where to.
        seed: of the points and the weights.
        progress: called with what is being done, steps done and steps in all.
    """
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(POINTS, 3, dtype=torch.float64, generator=generator)
    x = (
        2 * functional.normalize(x) * torch.rand(POINTS, 1, dtype=torch.float64, generator=generator)
    )  # a ball: turning stays in it
    folder.mkdir(parents=True, exist_ok=True)
    points = folder / "points.npy"
    np.save(points, x.numpy())
    return [_stage(i, target, x, points, generator, progress) for i, target in enumerate(TARGETS)]


def _stage(
    number: int,
    target: str,
    x: Float[Tensor, "n 3"],
    points: Path,
    generator: torch.Generator,
    progress: Callable[[str, int, int], None],
) -> Stage:
    model = _trained(TARGETS[target](x)[:, None], x, generator, lambda done: progress(f"network {number + 1} of 2", done, STEPS))
    estimate = discover(model, x, LinearAction(3), generator=generator)
    name = estimate.identify().name if estimate.dimension else None
    network, result = points.with_name(f"network{number + 1}.pt2"), points.with_name(f"network{number + 1}.npz")
    torch.export.save(torch.export.export(model, (x[:8],), dynamic_shapes=({0: torch.export.Dim("n", min=2)},)), network)
    estimate.save(result)
    sentence = f"It has the symmetry {name}, {estimate.dimension} generators" if name else f"The answer is {estimate.status!r}"
    whole = f"A network of 3 inputs was trained on {target}. {sentence}, among all 3 x 3 matrices."
    again = f'lietheory discover {network} {points} --action "linear(3)" --report build/symmetry.html'
    return Stage(target, estimate, name, whole, again, (points, network, result) if number == 0 else (network, result))


def _trained(
    y: Float[Tensor, "n 1"], x: Float[Tensor, "n 3"], generator: torch.Generator, step: Callable[[int], None]
) -> nn.Module:
    """A perceptron 3-64-1 fitted to (x, y) by L-BFGS; called ``step`` with the number of evaluations."""
    first, last = (nn.Linear(a, b, device="meta").to_empty(device="cpu").double() for a, b in ((3, 64), (64, 1)))
    for layer in (first, last):
        for parameter in layer.parameters():
            nn.init.uniform_(parameter, -(layer.in_features**-0.5), layer.in_features**-0.5, generator=generator)
    model = nn.Sequential(first, nn.Tanh(), last)
    optimiser = torch.optim.LBFGS(model.parameters(), max_iter=STEPS, line_search_fn="strong_wolfe")
    evaluations = 0

    def error() -> Tensor:
        nonlocal evaluations
        evaluations += 1
        step(min(evaluations, STEPS))
        optimiser.zero_grad()
        value = (model(x) - y).square().mean()
        value.backward()
        return value

    optimiser.step(error)
    return model
