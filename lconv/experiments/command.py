"""What ``lietheory experiment`` runs: an experiment by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from joblib import cpu_count

from lconv.experiments.bracket_penalties import REGULARIZERS
from lconv.experiments.controls import CONTROLS
from lconv.experiments.digits import Digits, run_digits
from lconv.experiments.figures import FIGURE_2, FIGURE_3, FIGURE_4
from lconv.experiments.generator_recovery import RECOVERY
from lconv.experiments.harness.read_settings import configured, keys
from lconv.experiments.harness.report import Rows
from lconv.experiments.harness.running import StudyOutput, run_study
from lconv.experiments.harness.study import Study, running_table
from lconv.experiments.harness.training import Progress, silent
from lconv.experiments.method_comparison import COMPARISON, TWO_BODY
from lconv.experiments.mnist import MNIST
from lconv.experiments.o5 import O5_REGRESSION
from lconv.experiments.poster import POSTER
from lconv.experiments.regression import REGRESSION
from lietheory.errors import UnknownNameError
from lietheory.files import require_writable
from lietheory.outputs import locked

DIGITS = "digits"
_EACH = (
    FIGURE_2,
    FIGURE_3,
    FIGURE_4,
    RECOVERY,
    REGULARIZERS,
    COMPARISON,
    TWO_BODY,
    MNIST,
    REGRESSION,
    O5_REGRESSION,
    CONTROLS,
    POSTER,
)
STUDIES: dict[str, Study[Any]] = {study.name: study for study in _EACH}
_BY_ANY_NAME: dict[str, Study[Any]] = STUDIES | {study.former_name: study for study in _EACH if study.former_name}


def experiment_command(
    name: str,
    out: str | Path | None = None,
    *,
    config: Path | None = None,
    assignments: Sequence[str] = (),
    seeds: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Progress = silent,
    watch: Callable[[Rows], None] | None = None,
) -> StudyOutput:
    """Run the experiment called ``name`` and write its results into the folder ``out``.

    Args:
        name: the experiment.
        out: the folder, made if it is missing; ``build/NAME`` if None, or ``build/FAMILY``, which studies of a family share.
            Runs of a study that it already holds are not made again.
        config: a TOML file of settings.
        assignments: ``key=value`` settings, which come after the file's.
        seeds: how many seeds; the configuration's own number if None.
        seed: the first of them; the configuration's own if None.
        workers: processes on this machine; all its processors if None.
        scheduler: the address of a Dask scheduler, whose workers then do the runs.
        progress: called with what is being done, steps done and steps in all.
        watch: called after every run with the running table.

    Returns:
        The files written, and the tables of the report.

    Raises:
        UnknownNameError: no such experiment, or no such setting.
        FileFormatError: the folder cannot be written to, or holds results of another configuration; raised before
            anything is trained.
    """
    _require_known(name)
    folder = require_writable(out or Path("build") / _folder(name))
    if name == DIGITS:
        settings = configured(Digits(), config, assignments)
        with locked(folder):
            return StudyOutput(run_digits(folder, settings, seeds=seeds or 1, seed=seed or 0, progress=progress))
    study = _BY_ANY_NAME[name]
    counted = [f"{key}={value}" for key, value in (("seeds", seeds), ("seed", seed)) if value is not None]
    return run_study(
        study,
        configured(study.configuration(), config, [*assignments, *counted]),
        folder,
        workers=workers or cpu_count(),
        scheduler=scheduler,
        progress=progress,
        watch=None if watch is None else lambda results: watch(running_table(study, results)),
    )


def experiment_list(name: str | None = None) -> list[tuple[str, str]]:
    """Every experiment with its question, or every setting of one with its value.

    Raises:
        UnknownNameError: no such experiment.
    """
    if name is None:
        digits = (DIGITS, "What do an L-conv layer and a classifier learn about rotation from real images?")
        return [("experiment", "what it asks"), digits, *((study.name, study.title) for study in STUDIES.values())]
    _require_known(name)
    settings = keys(Digits() if name == DIGITS else _BY_ANY_NAME[name].configuration())
    return [("setting", "value"), *((key, repr(value)) for key, value in settings.items())]


def _folder(name: str) -> str:
    return (name in _BY_ANY_NAME and _BY_ANY_NAME[name].family) or name


def _require_known(name: str) -> None:
    if name != DIGITS and name not in _BY_ANY_NAME:
        raise UnknownNameError.nearest(f"lietheory experiment {name}", "experiment", name, [DIGITS, *STUDIES])
