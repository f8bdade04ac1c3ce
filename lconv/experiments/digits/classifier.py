"""A classifier sees digits turned by any angle; LieGG asks which motion of the plane it has learned to ignore."""

from __future__ import annotations

import itertools
import math
import time
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional

from lconv.experiments.digits.configuration import SHOWN, ClassifierRun
from lconv.experiments.harness.training import Progress, batch_of, minimise, silent
from lconv.experiments.shared.image_data import Split, enlarge, move, turned_anyhow, turns
from lconv.liegg.actions import ImageAction
from lconv.liegg.discover import discover
from lconv.numpy_io import to_torch
from lietheory.comparison.experiment_result import EffectSizes, Facts, Learned
from lietheory.discovery.estimator import SymmetryEstimate
from lietheory.representation import ROTATION


def learn_classifier(
    split: Split, run: ClassifierRun, *, seed: int, what: str = "classifier", progress: Progress = silent
) -> Learned:
    """The plane generator of least effect on a classifier trained on digits turned by any angle, by LieGG.

    A direction has neither length nor sign, so it is returned with the length of a rotation generator and
    on its side. It is the lowest direction whatever the decision: the facts say whether it counts as a symmetry.

    References:
        Moskalev et al. 2022.
    """
    draw = torch.Generator().manual_seed(seed)
    enlarged, held = (enlarge(part, run.image_size) for part in (split.images, split.held_images))
    contrast = 1 / enlarged.std()
    images, held_out = (to_torch(part * contrast, torch.float32)[:, None] for part in (enlarged, held))
    probe = turned_anyhow(held_out, draw)
    model = perceptron(run, draw)
    before = _look(model, probe, split.held_labels, run, draw)
    started = time.perf_counter()
    history = train_classifier(model, images, split.labels, run, generator=draw, what=what, progress=progress)
    seconds = time.perf_counter() - started
    after = _look(model, probe, split.held_labels, run, draw)
    facts = _facts(before, after) | {
        "loss at the last step": history[-1],
        "digits trained on": len(images),
        "digits held out": len(probe),
        "seed": seed,
        "training time, s": seconds,
    }
    trained = after.estimate
    sizes = EffectSizes(trained.held_out, trained.lower_bounds, trained.upper_bounds, before.estimate.held_out, trained.status)
    return Learned(
        "liegg",
        "The plane generator of least effect on a classifier trained on digits turned by any angle",
        _as_turn(trained.directions[0])[None],
        {"so(2)": ROTATION.astype(np.float64)},
        images=held[:SHOWN],
        effect_sizes=sizes,
        noise=math.radians(run.agreement),
        facts=facts,
    )


def train_classifier(
    model: nn.Module,
    images: Float[Tensor, "n 1 h w"],
    labels: Int[np.ndarray, " n"],
    run: ClassifierRun,
    *,
    generator: torch.Generator,
    what: str = "classifier",
    progress: Progress = silent,
) -> list[float]:
    """Train ``model`` in place to name images turned by any angle, drawn anew at every step; the loss at every step."""
    target = torch.as_tensor(labels)

    def loss(step: int) -> Tensor:
        batch = batch_of(len(images), run.training.batch_size, generator)
        logits = model(turned_anyhow(images[batch], generator))
        return functional.cross_entropy(logits, target[batch], label_smoothing=run.label_smoothing)

    return minimise(loss, model.parameters(), run.training, what=what, progress=progress)


def perceptron(run: ClassifierRun, generator: torch.Generator) -> nn.Sequential:
    """A multilayer perceptron with smooth activations, initialised from ``generator`` alone."""
    sizes = [run.image_size**2] + [run.width] * run.hidden_layers
    layers: list[nn.Module] = [nn.Flatten()]
    for fan_in, fan_out in itertools.pairwise(sizes):
        layers += [_linear(fan_in, fan_out, generator), nn.SiLU()]
    return nn.Sequential(*layers, _linear(sizes[-1], 10, generator))


def _linear(fan_in: int, fan_out: int, generator: torch.Generator) -> nn.Linear:
    layer = nn.utils.skip_init(nn.Linear, fan_in, fan_out)
    nn.init.uniform_(layer.weight, -(fan_in**-0.5), fan_in**-0.5, generator=generator)
    nn.init.zeros_(layer.bias)
    return layer


@dataclass(frozen=True, eq=False)
class _Look:
    """What is measured on held-out digits, before training and after: the estimate, the accuracy, the steps by degrees."""

    estimate: SymmetryEstimate
    accuracy: float
    finite_steps: dict[float, float]


def _look(model: nn.Module, x: Tensor, labels: Int[np.ndarray, " n"], run: ClassifierRun, generator: torch.Generator) -> _Look:
    with torch.no_grad():
        logits = model(x)
        steps = {angle: _finite_step(model, x, logits, angle) for angle in run.finite_angles}
    accuracy = float((logits.argmax(dim=1) == torch.as_tensor(labels)).double().mean())
    return _Look(discover(model, x, ImageAction(run.image_size, run.image_size), generator=generator), accuracy, steps)


def _finite_step(model: nn.Module, x: Tensor, logits: Tensor, degrees: float) -> float:
    """mean |F(turned x) - F(x)|^2 / (2 Var F): two unrelated digits differ by 1."""
    turn = turns(torch.full((len(x),), math.radians(degrees), dtype=x.dtype))
    moved = (model(move(x, turn)) - logits).square().sum(dim=1).mean()
    return float(moved / (2 * logits.var(dim=0, correction=0).sum()))


def _facts(before: _Look, after: _Look) -> Facts:
    facts: Facts = {}
    for note, look in (("", after), (", untrained", before)):
        facts[f"decision by the fixed tolerances{note}"] = look.estimate.status
        facts[f"accuracy on held-out digits{note}"] = look.accuracy
        facts |= {f"finite-step error at {degrees:g}°{note}": error for degrees, error in look.finite_steps.items()}
    return facts


def _as_turn(A: Float[np.ndarray, "2 2"]) -> Float[np.ndarray, "2 2"]:
    """The same direction with the length of the rotation generator and on its side."""
    side = 1.0 if np.sum(A * ROTATION[0]) >= 0 else -1.0
    return side * np.linalg.norm(ROTATION[0]) * A / np.linalg.norm(A)
