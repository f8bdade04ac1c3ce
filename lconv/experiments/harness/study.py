"""What a study is: a configuration, its runs, how one is done, and the report on them."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from lconv.experiments.harness.report import Part, Rows

Cell = dict[str, str | int | float]
"""Which run: the values by which it differs from the study's other runs, such as data, model, fold and seed."""
Measures = dict[str, Any]
"""What a run measured, as JSON takes it: numbers, texts, and lists of them."""

C = TypeVar("C")


@dataclass(frozen=True)
class Result:
    """One finished run.

    Args:
        cell: which run.
        measures: what it measured.
        seconds: how long it took.
    """

    cell: Cell
    measures: Measures
    seconds: float


@dataclass(frozen=True)
class Study(Generic[C]):
    """An experiment as data.

    Args:
        name: what the command calls it.
        title: one sentence, its question.
        configuration: a frozen dataclass, possibly of others, whose fields all have defaults.
        cells: the runs of a configuration.
        run: one run; a function of a module, so that other processes and machines can import it. It draws everything
            from the seeds in its configuration and its cell.
        report: the report on the finished runs, which may not be all; called again after more have finished.
        groups: the keys of a cell that the running table has a line for each value of.
        headline: the measure that the running table averages, over the runs that have it.
        extendable_fields: fields of the configuration that only add runs: a results file is continued under more seeds, say.
        family: the name that studies share which are reports on the same runs; in one folder they then keep one results
            file, and do no run twice. Empty for a study of its own.
        former_name: an earlier name, which the command and results files still accept.
    """

    name: str
    title: str
    configuration: type[C]
    cells: Callable[[C], Sequence[Cell]]
    run: Callable[[C, Cell], Measures]
    report: Callable[[C, Sequence[Result]], Sequence[Part]]
    groups: tuple[str, ...]
    headline: str
    extendable_fields: tuple[str, ...] = ("seeds",)
    family: str = ""
    former_name: str = ""


def key(cell: Mapping[str, Any]) -> str:
    """The same text for the same run, in any order of its values.

    Examples:
        >>> key({"seed": 1, "model": "cnn"}) == key({"model": "cnn", "seed": 1})
        True
    """
    return json.dumps(dict(cell), sort_keys=True)


def chosen(results: Sequence[Result], **values: str | int | float) -> list[Result]:
    """The results whose cells have these values.

    Examples:
        >>> runs = [Result({"model": m, "seed": s}, {}, 0.0) for m in ("cnn", "fc") for s in (0, 1)]
        >>> [r.cell["seed"] for r in chosen(runs, model="fc")]
        [0, 1]
    """
    return [r for r in results if all(r.cell.get(k) == v for k, v in values.items())]


def running_table(study: Study[Any], results: Sequence[Result]) -> Rows:
    """A row for each group of runs: how many are done, and mean and standard deviation of the headline where they have it."""
    groups: dict[tuple[str, ...], list[Result]] = {}
    for result in results:
        groups.setdefault(tuple(str(result.cell.get(g, "")) for g in study.groups), []).append(result)
    rows = [(*group, str(len(runs)), *_spread(values(runs, study.headline))) for group, runs in sorted(groups.items())]
    return [(*study.groups, "runs", study.headline, "sd"), *rows]


def values(results: Sequence[Result], measure: str) -> list[float]:
    """A measure of those runs that have it.

    Examples:
        >>> values([Result({"seed": s}, {"angle": a}, 0.0) for s, a in ((0, 0.5), (1, None))], "angle")
        [0.5]
    """
    return [r.measures[measure] for r in results if r.measures.get(measure) is not None]


def _spread(sample: Sequence[float]) -> tuple[str, str]:
    if not sample:
        return "—", "—"
    return f"{statistics.mean(sample):.4g}", f"{statistics.stdev(sample):.2g}" if len(sample) > 1 else "—"
