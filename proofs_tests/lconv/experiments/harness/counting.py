"""A study small enough to see through: runs that count, fail, wait, or kill the process they are in."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lconv.experiments.harness import Cell, Finding, Measures, Result, Study, Table, Text
from lconv.experiments.harness.training import Training


@dataclass(frozen=True)
class Counting:
    """Its settings, of every kind that a configuration may have."""

    seeds: int = 2
    seed: int = 0
    models: tuple[str, ...] = ("cnn", "fc")
    scale: float = 1.0
    fails_at: int | None = None
    log: str = ""
    killed_once: str = ""
    seconds: float = 0.0
    training: Training = Training(steps=3)


def cells(configuration: Counting) -> list[Cell]:
    seeds = range(configuration.seed, configuration.seed + configuration.seeds)
    return [{"model": model, "seed": seed} for model in configuration.models for seed in seeds]


def run(configuration: Counting, cell: Cell) -> Measures:
    if configuration.log:
        with Path(configuration.log).open("a") as log:
            log.write(f"{cell['model']} {cell['seed']}\n")
    if cell["seed"] == configuration.fails_at:
        raise ValueError("no such luck")
    time.sleep(configuration.seconds)
    if configuration.killed_once:
        try:
            Path(configuration.killed_once).touch(exist_ok=False)
            os._exit(1)
        except FileExistsError:
            pass
    return {"accuracy": configuration.scale * (len(str(cell["model"])) + int(cell["seed"]))}


def report(configuration: Counting, results: Sequence[Result]) -> list[Text | Table | Finding]:
    rows = [(str(r.cell["model"]), str(r.cell["seed"]), f"{r.measures['accuracy']:g}") for r in results]
    return [
        Text("What was counted", heading=True),
        Table("Counts", [("model", "seed", "accuracy"), *rows]),
        Finding("the first is better", "nowhere", "supported", "1 & 2"),
        Finding("<the second is better>", "nowhere", "contradicted", "2 & 1"),
    ]


STUDY = Study("counting", "How far do they count?", Counting, cells, run, report, groups=("model",), headline="accuracy")
