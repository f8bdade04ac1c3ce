"""The study of what penalties on brackets do for learned generators."""

from __future__ import annotations

import numpy as np
import torch

import lietheory as lt
from lconv.experiments.harness import Cell, Measures, Study
from lconv.experiments.recovery.configuration import Regularizers
from lconv.experiments.recovery.regularizers_report import report
from lconv.experiments.recovery.spans import PENALTIES, LearnedSpan, best, learn_spans
from lconv.experiments.recovery.tasks import COEFFICIENTS, TASKS, basis, moved
from lconv.nn.penalties import closure_penalty
from lietheory.arrays import Generators
from lietheory.comparison import grassmann_distance
from lietheory.errors import LieTheoryError, RankError, UnknownNameError


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
        found = _measured(best(learned, name), truth, task.name)
        measures |= {f"{key}, {name}": value for key, value in found.items()}
    return measures


def _measured(span: LearnedSpan, truth: Generators, name: str) -> Measures:
    """How far the span is from the truth and from closed, and whether it is named rightly.

    A span that has lost a dimension counts as that far away, and is not named.
    """
    common = {"strength": span.setting[1], "validation": span.validation}
    try:
        distance = grassmann_distance(span.generators, truth)
    except RankError:
        return common | {"distance": float(np.pi / 2 * np.sqrt(len(truth))), "closure": 1.0, "named": 0.0}
    closure = float(closure_penalty(torch.as_tensor(span.generators))) ** 0.5
    return common | {"distance": distance, "closure": closure, "named": float(_is_named(span.generators, name))}


def _is_named(L: Generators, name: str) -> bool:
    try:
        return lt.identify(L).is_named(name)
    except LieTheoryError:
        return False


REGULARIZERS = Study(
    "regularizers",
    "Do penalties on closure, orthogonality and the Killing form help to recover several generators at once?",
    Regularizers,
    cells,
    run,
    report,
    groups=("task", "coefficients", "samples", "noise"),
    headline="distance, none",
)
