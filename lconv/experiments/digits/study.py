"""The digits experiment: settings, and both learners for every seed, each result written to a file of its own."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from lconv.experiments.harness.read_settings import as_settings
from lconv.experiments.harness.training import Progress, silent
from lconv.experiments.shared.images import digits
from lconv.experiments.shared.rotated_digits import ClassifierRun, LayerRun, learn_classifier, learn_layer
from lietheory.comparison.experiment_result import Learned
from lietheory.errors import FileFormatError

CHECKSUM = "checksum of the settings"
"""The fact by which a result is known again."""


@dataclass(frozen=True)
class Digits:
    """Both parts of the digits experiment.

    Args:
        held_out: how many of the 1,797 digits take no part in training.
        layer: the L-conv layer.
        classifier: the classifier whose generator LieGG extracts.
    """

    held_out: int = 597
    layer: LayerRun = LayerRun()
    classifier: ClassifierRun = ClassifierRun()


def run_digits(
    out: Path, configuration: Digits | None = None, *, seeds: int = 1, seed: int = 0, progress: Progress = silent
) -> list[Path]:
    """Train both parts for each seed and write each result as soon as it is there; what is there already is not done again.

    Args:
        out: a folder.
        configuration: sizes and lengths of training; the defaults of :class:`Digits` if None.
        seeds: how many seeds.
        seed: the first of them.
        progress: called after every step.

    Returns:
        The files: ``lconv.npz`` and ``liegg.npz``, with ``-seedN`` before the dot where there are several seeds.
    """
    configuration = configuration or Digits()
    written = []
    for s in range(seed, seed + seeds):
        suffix, note = (f"-seed{s}", f", seed {s}") if seeds > 1 else ("", "")
        split = digits(configuration.held_out, rng=np.random.default_rng(s))
        for name, learn in (
            ("lconv", partial(learn_layer, split, configuration.layer, what=f"L-conv layer{note}")),
            ("liegg", partial(learn_classifier, split, configuration.classifier, what=f"classifier{note}")),
        ):
            path, checksum = out / f"{name}{suffix}.npz", _checksum(configuration, s)
            if not _is_finished(path, checksum):
                learned = learn(seed=s, progress=progress)
                facts = learned.facts | {CHECKSUM: checksum}
                replace(learned, name=name + suffix, title=learned.title + note, facts=facts).save(path)
            written.append(path)
    return written


def _checksum(configuration: Digits, seed: int) -> str:
    return hashlib.sha256(json.dumps([as_settings(configuration), seed]).encode()).hexdigest()[:16]


def _is_finished(path: Path, checksum: str) -> bool:
    """Whether a file holds the result of these settings already."""
    try:
        return Learned.load(path).facts.get(CHECKSUM) == checksum
    except FileFormatError:
        return False
