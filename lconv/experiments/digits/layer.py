"""An L-conv layer learns the generator of rotation from digits turned by known small angles."""

from __future__ import annotations

import time

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from lconv.experiments.digits.configuration import SHOWN, LayerRun
from lconv.experiments.harness.training import Progress, batch_of, minimise, silent
from lconv.experiments.shared.image_data import Split
from lconv.nn.generators.parametrization import DenseGenerators
from lconv.numpy_io import to_numpy, to_torch
from lietheory.comparison.action_distance import action_angles
from lietheory.comparison.experiment_result import Learned
from lietheory.representation import grid_generators, rotation_sampler, sampler_derivative


def learn_layer(split: Split, run: LayerRun, *, seed: int, what: str = "L-conv layer", progress: Progress = silent) -> Learned:
    """The generator L of the layer x + theta L x, from images turned by both +theta and -theta, theta known.

    Bilinear sampling blurs, by an amount linear in |theta|; with both signs of the same image the blur
    leaves the gradient, and L can only learn what is odd in theta: the two-sided derivative at 0.

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
