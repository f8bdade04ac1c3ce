"""Augerino: how far images may be moved by affine maps is learned together with the classifier, from the training loss."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import final

import numpy as np
import torch
from jaxtyping import Float
from torch import Generator, Tensor, nn
from torch.nn import functional

from lconv.experiments.baselines.image_classifier_base import dense, glorot
from lconv.experiments.baselines.interface import Baseline, Found, Samples
from lconv.experiments.harness.training import Progress, accuracy, batch_of, descend, silent
from lconv.numpy_io import to_torch
from lietheory.errors import ShapeError

MOTIONS = ("translation in x", "translation in y", "rotation", "scaling of x", "scaling of y", "shear")
COUNTS = 0.1
"""A motion counts if its range is above a tenth of the unit that all have: an image's half side, one radian, e-fold."""
RELEASED_START = (0.0067, 0.0067, 1.3133, 0.0067, 0.0067, 0.0067)
"""softplus(-5) for all but rotation, softplus(1): where the released runs on turned digits start."""
SATURATED = 10.0
"""Above this range the regulariser rests, as in the released runs."""


def affine_generators() -> Float[np.ndarray, "6 3 3"]:
    """The generators of :data:`MOTIONS` on (x, y, 1), x to the right and y downwards in [-1, 1]: a basis of aff(2).

    Examples:
        >>> affine_generators()[2].astype(int).tolist()
        [[0, -1, 0], [1, 0, 0], [0, 0, 0]]
    """
    A = np.zeros((6, 3, 3))
    A[0, 0, 2] = A[1, 1, 2] = A[2, 1, 0] = A[3, 0, 0] = A[4, 1, 1] = A[5, 0, 1] = A[5, 1, 0] = 1.0
    A[2, 0, 1] = -1.0
    return A


@final
@dataclass(frozen=True)
class Augerino(Baseline):
    """logits(x) = mean_j f(exp(sum_i eps_ij theta_i G_i) x), eps uniform on [-1, 1]; loss = cross entropy - weight |theta|.

    theta = softplus of the parameters that are learned. The regulariser widens the ranges, the data narrow them: without the
    regulariser every theta shrinks, since an exactly invariant f does not need it. The result are the theta_i G_i with
    theta_i above :data:`COUNTS`.

    Args:
        classes: logits.
        weight: of the regulariser.
        copies: moved images that an output is the mean of.
        start: first range of every motion; a range near 0 hardly moves, since the softplus is flat there.
        filters: of the two 3 x 3 convolutions of f, each with ReLU and a maximum over 2 x 2; then a dense layer.
        steps: of Adam.
        batch_size: samples a step.
        rate: learning rate of f.
        range_rate: learning rate of what theta is the softplus of.
        decay: weight decay of f alone.

    References:
        Benton, Finzi, Izmailov and Wilson 2020, Learning invariances in neural networks from training data, NeurIPS, sections
        3 and 4. Four copies, start and rest of the regulariser are those of its released runs on turned digits.
    """

    classes: int
    weight: float = 0.05
    copies: int = 4
    start: tuple[float, ...] = RELEASED_START
    filters: int = 16
    steps: int = 1500
    batch_size: int = 32
    rate: float = 2e-3
    range_rate: float = 1e-2
    decay: float = 1e-4

    def __post_init__(self) -> None:
        if len(self.start) != len(MOTIONS) or not min(self.start) > 0:
            raise ShapeError("Augerino(start=...)", f"{len(MOTIONS)} positive ranges", f"{self.start}", "Give one a motion.")

    @property
    def name(self) -> str:
        return "Augerino"

    def train(self, samples: Samples, *, generator: Generator, progress: Progress = silent) -> Found:
        """The motions that count, (n_L, 3, 3) on (x, y, 1), after training on images (n, 1, h, w) and labels (n,)."""
        images, labels = samples.inputs, samples.targets
        if images.ndim != 4 or images.shape[1] != 1 or len(labels) != len(images):
            got = f"{tuple(images.shape)} and {tuple(labels.shape)}"
            raise ShapeError("Augerino.train(samples)", "images (n, 1, height, width) and labels (n,)", got, "Use NCHW here.")
        model = Averaged(_network(images, self, generator).to(images.dtype), self.copies, self.start, generator)
        ranges = {"params": [model.raw], "lr": self.range_rate, "weight_decay": 0.0}
        groups = [{"params": model.network.parameters(), "lr": self.rate, "weight_decay": self.decay}, ranges]

        def loss() -> Tensor:
            batch = batch_of(len(images), self.batch_size, generator)
            wide = model.ranges.norm() * (model.ranges < SATURATED).all()
            return functional.cross_entropy(model(images[batch]), labels[batch]) - self.weight * wide

        losses = (loss() for _ in range(self.steps))
        started = time.perf_counter()
        for step, _ in enumerate(descend(losses, torch.optim.Adam(groups), call="Augerino.train(samples)"), 1):
            progress("training", step, self.steps)
        seconds = time.perf_counter() - started
        facts: dict[str, float | str] = {"accuracy in training": accuracy(model, images, labels)}
        facts |= {f"range of {name}": value for name, value in zip(MOTIONS, model.ranges.tolist(), strict=True)}
        return Found(self.name, seconds, model, generators=found_motions(model.ranges.detach().numpy()), facts=facts)


def found_motions(ranges: Float[np.ndarray, " 6"]) -> Float[np.ndarray, "n_L 3 3"]:
    """theta_i G_i for the ranges above :data:`COUNTS`; for the widest alone where none is."""
    counted = ranges > min(COUNTS, 0.999 * float(ranges.max()))
    return (ranges[:, None, None] * affine_generators())[counted]


@final
class Averaged(nn.Module):
    """The mean of a network's logits over copies of each image, moved at random within the ranges."""

    motions: Tensor

    def __init__(self, network: nn.Module, copies: int, start: tuple[float, ...], generator: Generator):
        super().__init__()
        self.network, self.copies, self.generator = network, copies, generator
        dtype = next(network.parameters()).dtype
        self.raw = nn.Parameter(torch.tensor([math.log(math.expm1(theta)) for theta in start], dtype=dtype))
        self.register_buffer("motions", to_torch(affine_generators(), dtype))

    @property
    def ranges(self) -> Float[Tensor, " 6"]:
        """theta."""
        return functional.softplus(self.raw)

    def forward(self, images: Tensor) -> Tensor:
        many = images.repeat(self.copies, 1, 1, 1)
        eps = 2 * torch.rand(len(many), len(MOTIONS), generator=self.generator, dtype=images.dtype) - 1
        logits = self.network(moved(many, torch.tensordot(eps * self.ranges, self.motions, dims=1)))
        return logits.unflatten(0, (self.copies, len(images))).mean(dim=0)


def moved(images: Float[Tensor, "b 1 h w"], A: Float[Tensor, "b 3 3"]) -> Float[Tensor, "b 1 h w"]:
    """Each image moved by the flow of its own A, f -> f(exp(-A) (x, y, 1)), by linear interpolation."""
    grid = functional.affine_grid(torch.linalg.matrix_exp(-A)[:, :2], list(images.shape), align_corners=False)
    return functional.grid_sample(images, grid, align_corners=False)


def _network(images: Tensor, settings: Augerino, generator: Generator) -> nn.Sequential:
    height, width = (side // 4 for side in images.shape[2:])
    if min(height, width) < 1:
        got = f"{tuple(images.shape[2:])}"
        raise ShapeError("Augerino.train(samples)", "images of at least 4 x 4", got, "Enlarge the images.")
    F = settings.filters
    layers: list[nn.Module] = []
    for inputs in (1, F):
        conv = nn.Conv2d(inputs, F, 3, padding=1, device="meta")
        layers += [glorot(conv, 9 * inputs, 9 * F, generator), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), dense(F * height * width, settings.classes, generator))
