"""Every way of finding the symmetry of two bodies, run alike: closed forms, LieGG on a predictor, and a LieGAN-style learner."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import torch

from lconv.experiments.baseline_comparison.measures import measured
from lconv.experiments.baselines.interface import Samples
from lconv.experiments.baselines.liegan import LieGAN
from lconv.experiments.harness.study import Measures
from lconv.experiments.two_body.orbits import OrbitSettings, orbits, pairs, rotation_of_states, white_coordinates
from lconv.experiments.two_body.predictor import PredictorRun, learn_predictor
from lconv.experiments.two_body.symmetries import conserved_symmetry, identifiable_dimension, map_symmetry, moment_symmetry
from lconv.numpy_io import to_torch

MOMENTS, MAP, CONSERVED = "closed form: moments", "closed form: cubic map", "closed form: conserved form"
PREDICTOR, SMALL_BLOCKS, LARGE_BLOCKS = "LieGG on a predictor", "LieGAN-style, 2 x 2 blocks", "LieGAN-style, 4 x 4 blocks"
CLOSED = {MOMENTS: moment_symmetry, MAP: map_symmetry, CONSERVED: conserved_symmetry}
METHODS = (*CLOSED, PREDICTOR, SMALL_BLOCKS, LARGE_BLOCKS)
POINTS = 4000
"""States on which actions are compared."""


@dataclass(frozen=True)
class TwoBody:
    """Two bodies and who looks at them.

    Args:
        seeds: how many; each draws its own orbits and its own start.
        seed: the first of them.
        methods: of :data:`METHODS`.
        orbits: the data.
        predictor: the network that LieGG looks at.
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
    L, facts = _found(configuration, method, seed, states)
    seconds = facts.pop("processor_seconds", time.process_time() - clock)
    white = white_coordinates(points)
    identifiable = {"rank": white.rank, "identifiable": identifiable_dimension(white)}
    drawn = {"processor_seconds": seconds, "generator": (L[0] / np.abs(L).max()).round(4).tolist()}
    return measured(L, rotation_of_states(), points) | identifiable | drawn | facts


def _found(configuration: TwoBody, method: str, seed: int, states: np.ndarray) -> tuple[np.ndarray, Measures]:
    generator = torch.Generator().manual_seed(seed)
    if method in CLOSED:
        return CLOSED[method](states), {}
    if method == PREDICTOR:
        return _by_liegg(configuration, seed, states, generator)
    x, y = (to_torch(part, torch.float32) for part in pairs(states))
    found = liegan(method, configuration).train(Samples(x, y), generator=generator)
    return found.generators, dict(found.facts)


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
