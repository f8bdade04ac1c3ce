"""What an L-conv layer and a classifier learn of rotation from the handwritten digits."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional

from lconv.experiments.harness.training import Progress, Training, batch_of, minimise, perceptron, silent
from lconv.experiments.shared.images import Split, enlarge, move, turned_anyhow, turns
from lconv.liegg.actions import ImageAction
from lconv.liegg.discover import discover
from lconv.nn.generators.parametrization import DenseGenerators
from lconv.numpy_io import to_numpy, to_torch
from lietheory.comparison.action_distance import action_angles
from lietheory.comparison.experiment_result import EffectSizes, Facts, Learned
from lietheory.discovery.estimator import SymmetryEstimate
from lietheory.representation import ROTATION, grid_generators, rotation_sampler, sampler_derivative

SHOWN = 4
"""Held-out images kept in a result, for its figures."""


@dataclass(frozen=True)
class LayerRun:
    """The layer x + theta L x trained on images turned by both +theta and -theta.

    Args:
        largest_angle: angles are drawn below it, in radians.
        smallest_angle: angles are drawn above it; below, the squared error measures only rounding.
        angles: how many angles are drawn.
        training: the training loop.
    """

    largest_angle: float = 0.1
    smallest_angle: float = 0.02
    angles: int = 32
    training: Training = Training(steps=800, learning_rate=0.1)


@dataclass(frozen=True)
class ClassifierRun:
    """A smooth multilayer perceptron that classifies images turned by any angle.

    Args:
        image_size: side of the enlarged images; the margin keeps corners inside when they turn.
        width: width of each hidden layer.
        hidden_layers: number of hidden layers.
        label_smoothing: share of the label that is spread over all classes, which keeps logits bounded.
        training: the training loop.
        finite_angles: angles, in degrees, at which the finite-step error is reported.
        agreement: the angle, in degrees, within which the estimated direction counts as so(2).
    """

    image_size: int = 24
    width: int = 256
    hidden_layers: int = 3
    label_smoothing: float = 0.1
    training: Training = Training(steps=1500, weight_decay=1.0)
    finite_angles: tuple[float, ...] = (5.0, 15.0, 45.0)
    agreement: float = 2.0


def learn_layer(split: Split, run: LayerRun, *, seed: int, what: str = "L-conv layer", progress: Progress = silent) -> Learned:
    """The generator L of the layer x + theta L x, from images turned by both +theta and -theta, theta known.

    Bilinear sampling blurs, by an amount linear in |theta|; with both signs of the same image the blur
    cancels from the gradient, and L can only learn what is odd in theta: the two-sided derivative at 0.

    References:
        L-conv paper, Eq 6 with W^0 = 1 and W^1 = theta, and its experiment on discovering symmetries.
    """
    draw, rng = torch.Generator().manual_seed(seed), np.random.default_rng([seed, 1])
    images = to_torch(split.images).flatten(1)
    height, width = split.images.shape[1:]
    generators = DenseGenerators.random(1, images.shape[1], dtype=images.dtype, generator=draw)
    angles = rng.uniform(run.smallest_angle, run.largest_angle, run.angles)
    pairs = [(t, to_torch(rotation_sampler(height, width, t))) for angle in angles for t in (angle, -angle)]

    def loss(step: int) -> Tensor:
        x = images[batch_of(len(images), run.training.batch_size, draw)]
        k = 2 * (step % run.angles)
        return torch.stack([_turning_error(generators, x, theta, R) for theta, R in pairs[k : k + 2]]).sum()

    started = time.perf_counter()
    history = minimise(loss, generators.parameters(), run.training, what=what, progress=progress)
    facts = {
        "digits trained on": len(images),
        "digits held out": len(split.held_images),
        "largest angle in training, rad": float(angles.max()),
        "loss at the first step": history[0],
        "loss at the last step": history[-1],
        "seed": seed,
        "training time, s": time.perf_counter() - started,
    }
    points = split.held_images.reshape(len(split.held_images), -1)
    return Learned(
        "lconv",
        "The generator of an L-conv layer x + θ L x, trained on digits turned by known small angles ±θ",
        to_numpy(generators()),
        {"sampler derivative": sampler_derivative(height, width)},
        points=points,
        images=split.held_images[:SHOWN],
        noise=_finite_angle_error(height, width, angles.max(), points),
        beside={"spectral so(2)": grid_generators(height, width)},
        facts=facts,
    )


def _turning_error(generators: DenseGenerators, x: Tensor, theta: float, R: Tensor) -> Tensor:
    """mean |x + theta L x - R x|^2 / theta^2: divided, so that every angle counts the same."""
    W = x.new_tensor([1.0, theta]).reshape(2, 1, 1)
    layer = generators.convolve(x[..., None], W, None)[..., 0]
    return functional.mse_loss(layer, x @ R.T) / theta**2


def _finite_angle_error(height: int, width: int, theta: float, points: Float[np.ndarray, "n d"]) -> float:
    """The angle, on the data, from the derivative at 0 to (R(theta) - R(-theta)) / 2 theta: what theta costs any learner."""
    difference = rotation_sampler(height, width, theta) - rotation_sampler(height, width, -theta)
    return float(action_angles(difference[None], sampler_derivative(height, width), points)[0])


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
    model = classifier(run, draw)
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


def classifier(run: ClassifierRun, generator: torch.Generator) -> nn.Sequential:
    """A multilayer perceptron with smooth activations, initialised from ``generator`` alone."""
    sizes = (run.image_size**2, *[run.width] * run.hidden_layers, 10)
    return nn.Sequential(nn.Flatten(), *perceptron(sizes, generator))


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
