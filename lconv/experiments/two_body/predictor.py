"""A network learns the next state of an orbit from the present one; LieGG asks what it is equivariant under."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from lconv.experiments.harness.training import Progress, Training, batch_of, minimise, silent
from lconv.experiments.two_body.orbits import Coordinates, pairs, white_coordinates
from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lconv.numpy_io import to_torch
from lietheory.discovery.estimator import SymmetryEstimate


@dataclass(frozen=True)
class PredictorRun:
    """A smooth multilayer perceptron from state to next state, in white coordinates of the data.

    Args:
        width: of both hidden layers.
        training: the training loop.
        points: states at which LieGG looks.
    """

    width: int = 128
    training: Training = Training(steps=4000, learning_rate=5e-3)
    points: int = 4000


@dataclass(frozen=True, eq=False)
class Predicted:
    """What LieGG found on the predictor.

    Args:
        estimate: with input and output generators as block matrices, in white coordinates.
        generators: the input part of the direction of least effect, on the data, (1, d, d).
        output_generators: its output part.
        error: the predictor's mean squared error on orbits held out, of variance one.
        training_seconds: processor time.
        liegg_seconds: processor time.
    """

    estimate: SymmetryEstimate
    generators: Float[np.ndarray, "1 d d"]
    output_generators: Float[np.ndarray, "1 d d"]
    error: float
    training_seconds: float
    liegg_seconds: float


def learn_predictor(
    states: Float[np.ndarray, "orbit time d"],
    held: Float[np.ndarray, "orbit time d"],
    run: PredictorRun,
    *,
    generator: torch.Generator,
    progress: Progress = silent,
) -> Predicted:
    """Train on pairs (x_t, x_(t+1)) of orbits, then discover (L_in, L_out) with J(x) L_in x = L_out F(x) on held ones.

    The space that the data span is theirs to say: off it the network knows nothing, and LieGG looks inside it alone.

    References:
        Moskalev et al. 2022; :func:`lconv.liegg.discover.discover`.
    """
    white = white_coordinates(states.reshape(-1, states.shape[2]))
    x, y = (_tensor(part, white) for part in pairs(states))
    model = _perceptron(white.rank, run.width, generator)
    started = time.process_time()

    def loss(step: int) -> Tensor:
        batch = batch_of(len(x), run.training.batch_size, generator)
        return functional.mse_loss(model(x[batch]), y[batch])

    minimise(loss, model.parameters(), run.training, what="predictor", progress=progress)
    trained = time.process_time()
    x, y = (_tensor(part, white) for part in pairs(held))
    with torch.no_grad():
        error = functional.mse_loss(model(x), y).item()
    some = x[torch.randperm(len(x), generator=generator)[: run.points]].double()
    action = LinearAction(white.rank)
    estimate = discover(model.double(), some, action, action, generator=generator)
    least, r = estimate.directions[:1], white.rank
    inward, outward = white.lift(least[:, :r, :r]), white.lift(least[:, r:, r:])
    return Predicted(estimate, inward, outward, error, trained - started, time.process_time() - trained)


def _tensor(states: np.ndarray, white: Coordinates) -> Tensor:
    return to_torch(states @ white.inward.T, torch.float32)


def _perceptron(size: int, width: int, generator: torch.Generator) -> nn.Sequential:
    layers: list[nn.Module] = []
    for fan_in, fan_out in ((size, width), (width, width), (width, size)):
        layer = nn.utils.skip_init(nn.Linear, fan_in, fan_out)
        nn.init.uniform_(layer.weight, -(fan_in**-0.5), fan_in**-0.5, generator=generator)
        nn.init.zeros_(layer.bias)
        layers += [layer, nn.SiLU()]
    return nn.Sequential(*layers[:-1])
