"""What ``lietheory experiment`` runs: an experiment by its name."""

from __future__ import annotations

from pathlib import Path

from lconv.experiments.digits import run_digits
from lconv.experiments.training import Progress, silent
from lietheory.errors import UnknownNameError
from lietheory.files import require_writable

EXPERIMENTS = {"digits": run_digits}


def experiment_command(name: str, out: str | Path, *, seeds: int = 1, seed: int = 0, progress: Progress = silent) -> list[Path]:
    """Run the experiment called ``name`` and write its results into the folder ``out``.

    Args:
        name: the experiment.
        out: the folder, made if it is missing.
        seeds: how many seeds.
        seed: the first of them.
        progress: called with what is being done, steps done and steps in all.

    Returns:
        The files written, each a :class:`lietheory.comparison.learned.Learned`.

    Raises:
        UnknownNameError: no such experiment.
        FileFormatError: the folder cannot be written to; found out before anything is trained.
    """
    if name not in EXPERIMENTS:
        raise UnknownNameError.nearest(f"lietheory experiment {name}", "experiment", name, EXPERIMENTS)
    return EXPERIMENTS[name](require_writable(out), seeds=seeds, seed=seed, progress=progress)
