"""Every way of finding the symmetry of two bodies: closed forms, LieGG on a network that predicts the next state, LieGAN."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from lconv.experiments.baselines.interface import Samples
from lconv.experiments.baselines.liegan import LieGAN
from lconv.experiments.harness.study import Measures
from lconv.experiments.harness.training import Progress, Training, batch_of, minimise, perceptron, silent
from lconv.experiments.method_comparison.measures import measured
from lconv.experiments.method_comparison.two_body_orbits import (
    Coordinates,
    OrbitSettings,
    conserved_symmetry,
    identifiable_dimension,
    map_symmetry,
    moment_symmetry,
    orbits,
    pairs,
    rotation_of_states,
    white_coordinates,
)
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
        points: states at which LieGG evaluates the network.
    """

    width: int = 128
    training: Training = Training(steps=4000, learning_rate=5e-3)
    points: int = 4000


@dataclass(frozen=True, eq=False)
class Predicted:
    """LieGG's estimate on the predictor.

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
    held: Float[np.ndarray, "held time_held d"],
    run: PredictorRun,
    *,
    generator: torch.Generator,
    progress: Progress = silent,
) -> Predicted:
    """Train on pairs (x_t, x_(t+1)) of orbits, then discover (L_in, L_out) with J(x) L_in x = L_out F(x) on held ones.

    Off the space that the data span the network is not trained, so LieGG is restricted to that space.

    References:
        Moskalev et al. 2022; :func:`lconv.liegg.discover.discover`.
    """
    white = white_coordinates(states.reshape(-1, states.shape[2]))
    x, y = (_tensor(part, white) for part in pairs(states))
    model = perceptron((white.rank, run.width, run.width, white.rank), generator)
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


MOMENTS, MAP, CONSERVED = "closed form: moments", "closed form: cubic map", "closed form: conserved form"
PREDICTOR, SMALL_BLOCKS, LARGE_BLOCKS = "LieGG on a predictor", "LieGAN-style, 2 x 2 blocks", "LieGAN-style, 4 x 4 blocks"
CLOSED = {MOMENTS: moment_symmetry, MAP: map_symmetry, CONSERVED: conserved_symmetry}
METHODS = (*CLOSED, PREDICTOR, SMALL_BLOCKS, LARGE_BLOCKS)
POINTS = 4000
"""States on which actions are compared."""


@dataclass(frozen=True)
class TwoBody:
    """Two bodies and the methods applied to them.

    Args:
        seeds: how many; each draws its own orbits and its own start.
        seed: the first of them.
        methods: of :data:`METHODS`.
        orbits: the data.
        predictor: the network whose symmetries LieGG estimates.
        epochs: of the LieGAN-style learner; the published runs have 100 and drift after about 30.
        width: of its discriminator.
    """

    seeds: int = 3
    seed: int = 0
    methods: tuple[str, ...] = METHODS
    orbits: OrbitSettings = OrbitSettings()
    predictor: PredictorRun = PredictorRun()
    epochs: int = 30
    width: int = 512


def find_symmetry(configuration: TwoBody, method: str, seed: int) -> Measures:
    """One method on the orbits of one seed; its generator beside diag(J, J, J, J), as matrices and on the data."""
    states = orbits(configuration.orbits, rng=np.random.default_rng(seed))
    points = states.reshape(-1, states.shape[2])[:: max(1, states[..., 0].size // POINTS)]
    clock = time.process_time()
    L, facts = _learned(configuration, method, seed, states)
    seconds = facts.pop("processor_seconds", time.process_time() - clock)
    white = white_coordinates(points)
    identifiable = {"rank": white.rank, "identifiable": identifiable_dimension(white)}
    drawn = {"processor_seconds": seconds, "generator": (L[0] / np.abs(L).max()).round(4).tolist()}
    return measured(L, rotation_of_states(), points) | identifiable | drawn | facts


def _learned(configuration: TwoBody, method: str, seed: int, states: np.ndarray) -> tuple[np.ndarray, Measures]:
    generator = torch.Generator().manual_seed(seed)
    if method in CLOSED:
        return CLOSED[method](states), {}
    if method == PREDICTOR:
        return _by_liegg(configuration, seed, states, generator)
    x, y = (to_torch(part, torch.float32) for part in pairs(states))
    outcome = liegan(method, configuration).train(Samples(x, y), generator=generator)
    return outcome.span, dict(outcome.facts)


def _by_liegg(configuration: TwoBody, seed: int, states: np.ndarray, generator: torch.Generator) -> tuple[np.ndarray, Measures]:
    few = replace(configuration.orbits, orbits=max(2, configuration.orbits.orbits // 4))
    held = orbits(few, rng=np.random.default_rng([seed, 1]))
    predicted = learn_predictor(states, held, configuration.predictor, generator=generator)
    estimate = predicted.estimate
    facts: Measures = {
        "processor_seconds": predicted.liegg_seconds,
        "training_seconds": predicted.training_seconds,
        "predictor_error": predicted.error,
        "status": estimate.status,
        "dimension": estimate.dimension,
        "spectrum": estimate.relative_spectrum[:6].tolist(),
        "upper_bounds": estimate.upper_bounds[:6].tolist(),
        "output_action_cosine": measured(predicted.output_generators, rotation_of_states(), states[:, 0])["action_cosine"],
    }
    return predicted.generators, facts


def liegan(method: str, configuration: TwoBody) -> LieGAN:
    """The released settings for either search space: each body's q and p alone, or all q together and all p together."""
    sizes = LieGAN(epochs=configuration.epochs, width=configuration.width)
    if method == SMALL_BLOCKS:
        return replace(sizes, blocks=((0, 1), (2, 3), (4, 5), (6, 7)), scale=1.0, start=1.0, away=1.0)
    return replace(sizes, blocks=((0, 1, 4, 5), (2, 3, 6, 7)), scale=3.0, start=0.01, away=10.0)
