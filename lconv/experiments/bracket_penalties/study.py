"""What penalties on brackets do for learned generators: settings, and one run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

import lietheory as lt
from lconv.experiments.bracket_penalties.spans import COEFFICIENTS, PENALTIES, TASKS, LearnedSpan, basis, best, learn_spans, moved
from lconv.experiments.harness import Cell, Measures
from lconv.experiments.harness.training import Training
from lconv.nn.penalties import closure_penalty
from lietheory.arrays import Generators
from lietheory.comparison import grassmann_distance
from lietheory.errors import ClosureError, RankError, UnknownNameError


@dataclass(frozen=True)
class Regularizers:
    """Learning several generators at once, with and without penalties on their brackets.

    Args:
        seeds: independent repetitions: points, coefficients, noise and initial numbers are drawn anew.
        seed: the first of them.
        tasks: names in :data:`lconv.experiments.bracket_penalties.spans.TASKS`; all if empty.
        coefficients: which of :data:`lconv.experiments.bracket_penalties.spans.COEFFICIENTS`.
        samples: how many group elements are seen.
        noise: standard deviation of the noise on the moved points, relative to how far they move.
        strengths: factors of each penalty, of which the validation error chooses one.
        points: how many points each group element moves.
        validation: how many more group elements the validation error is taken on.
        spread: standard deviation of the coefficients, of generators of norm 1.
        training: the training loop; its batch is all there is. Four times the steps move an unpenalised span by less
            than .02: with fewer a penalty would seem to help that only speeds training up.
    """

    seeds: int = 10
    seed: int = 0
    tasks: tuple[str, ...] = ()
    coefficients: tuple[str, ...] = ("known", "known, slanted basis", "unknown")
    samples: tuple[int, ...] = (6, 24)
    noise: tuple[float, ...] = (0.05, 0.2)
    strengths: tuple[float, ...] = (0.03, 0.3, 3.0)
    points: int = 6
    validation: int = 8
    spread: float = 0.5
    training: Training = Training(steps=500, learning_rate=0.2)


def cells(configuration: Regularizers) -> list[Cell]:
    """Every task, kind of coefficients, number of samples, noise and seed.

    Raises:
        UnknownNameError: a task or a kind of coefficients that does not exist.
    """
    tasks = configuration.tasks or tuple(TASKS)
    for what, names, known in (("task", tasks, list(TASKS)), ("coefficients", configuration.coefficients, COEFFICIENTS)):
        for name in names:
            if name not in known:
                raise UnknownNameError.nearest(f"regularizers with {what} {name!r}", what, name, known)
    return [
        {"task": task, "coefficients": coefficients, "samples": samples, "noise": noise, "seed": seed}
        for seed in range(configuration.seed, configuration.seed + configuration.seeds)
        for task in tasks
        for coefficients in configuration.coefficients
        for samples in configuration.samples
        for noise in configuration.noise
    ]


def run(configuration: Regularizers, cell: Cell) -> Measures:
    """One span learned without penalty and with each, its strength chosen by validation."""
    task, kind = TASKS[str(cell["task"])], str(cell["coefficients"])
    rng = np.random.default_rng([int(cell["seed"]), int(cell["samples"])])
    truth = basis(task, kind, rng=rng)
    draw = {"points": configuration.points, "noise": float(cell["noise"]), "spread": configuration.spread, "rng": rng}
    seen, validation = moved(truth, int(cell["samples"]), **draw), moved(truth, configuration.validation, **draw)
    settings = [("none", 0.0), *((name, strength) for name in PENALTIES for strength in configuration.strengths)]
    start = torch.Generator().manual_seed(int(cell["seed"]))
    learned = learn_spans(seen, validation, settings, configuration.training, known=kind != "unknown", generator=start)
    measures: Measures = {}
    for name in ("none", *PENALTIES):
        arm = measured(best(learned, name), truth, task.name)
        measures |= {f"{key}, {name}": value for key, value in arm.items()}
    return measures


def measured(span: LearnedSpan, truth: Generators, name: str) -> Measures:
    """How far the span is from the truth and from closed, and whether it is named rightly.

    A span that has lost a dimension is as far away as spans can be, is not named, and has no closure residual.
    """
    common = {"strength": span.setting[1], "validation": span.validation}
    try:
        distance = grassmann_distance(span.generators, truth)
    except RankError:
        return common | {"distance": float(np.pi / 2 * np.sqrt(len(truth))), "named": 0.0}
    closure = float(closure_penalty(torch.as_tensor(span.generators))) ** 0.5
    return common | {"distance": distance, "closure": closure, "named": float(_is_named(span.generators, name))}


def _is_named(L: Generators, name: str) -> bool:
    try:
        return lt.identify(L).is_named(name)
    except (ClosureError, RankError):
        return False
