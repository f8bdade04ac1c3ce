"""Verdicts follow from the intervals, in both directions, and every sentence can be judged."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from lconv.experiments.figures.paper_sentences import (
    CANNOT_TELL,
    CONTRADICTED,
    FIGURE_2,
    FIGURE_3,
    FIGURE_4,
    NOT_SUPPORTED,
    SUPPORTED,
    Contrast,
    Kind,
    Runs,
    Sentence,
    all_above,
    finding,
    none_above,
)
from lconv.experiments.figures.study import Grid, cells_of_figure_2, cells_of_figure_3, cells_of_figure_4
from lconv.experiments.harness import MeanInterval, Result

ABOVE, BELOW, ZERO, WIDE, SLIGHT = (
    MeanInterval((low + high) / 2, low, high, high - low, 25)
    for low, high in ((1, 3), (-3, -1), (-0.4, 0.6), (-2.4, 2.6), (0.1, 0.7))
)


@pytest.mark.parametrize(
    ("intervals", "verdict"),
    [
        ([ABOVE, SLIGHT], SUPPORTED),
        ([ABOVE, BELOW, WIDE], CONTRADICTED),
        ([ABOVE, ZERO, WIDE], NOT_SUPPORTED),
        ([ABOVE, WIDE], CANNOT_TELL),
        ([ABOVE, None], CANNOT_TELL),
    ],
)
def test_that_all_are_above(intervals, verdict):
    assert all_above(intervals) == verdict


@pytest.mark.parametrize(
    ("intervals", "verdict"),
    [
        ([ZERO, BELOW], SUPPORTED),
        ([ZERO, SLIGHT], CONTRADICTED),
        ([ZERO, WIDE], CANNOT_TELL),
        ([BELOW, None], CANNOT_TELL),
    ],
)
def test_that_none_is_above(intervals, verdict):
    assert none_above(intervals) == verdict


def made(kind: Kind, values: np.ndarray, rank: int = 16) -> list[Result]:
    cell = {"images": kind.images, "model": kind.model, "layers": kind.layers, "rank": rank}
    folds = itertools.product(range(5), range(5))
    return [
        Result(cell | {"seed": s, "fold": f}, {"accuracy": v, "best epoch on the test fold": v, "parameters": 7}, 0.0)
        for (s, f), v in zip(folds, values, strict=True)
    ]


def test_differences_are_taken_run_by_run_whatever_the_order(rng):
    """What folds have in common cancels: the interval of the difference is far shorter than those of the means."""
    first, second = Kind("default", "L-conv"), Kind("default", "random L")
    hard = rng.normal(0.9, 0.05, 25)
    results = made(first, hard + 0.02 + rng.normal(0, 1e-3, 25)) + made(second, hard)
    runs = Runs.of(Grid(), [results[i] for i in rng.permutation(50)], 16)
    interval = runs.difference(Contrast(first, second))
    assert interval.samples == 25 and 1.8 < interval.lower < interval.mean < interval.upper < 2.2
    assert runs.mean(first).upper - runs.mean(first).lower > 2
    assert finding(Sentence("a", "b", (Contrast(first, second),)), runs).verdict == SUPPORTED


def test_overlapping_training_sets_widen_the_interval(rng):
    kind = Kind("default", "L-conv")
    results = made(kind, rng.random(25))
    wide, wider = (Runs.of(Grid(folds=folds), results, 16).mean(kind) for folds in (5, 2))
    ratio = (wider.upper - wider.lower) / (wide.upper - wide.lower)
    assert ratio == pytest.approx(np.sqrt((1 / 25 + 1) / (1 / 25 + 1 / 4)))


def test_runs_of_another_rank_are_left_out_and_models_without_rank_kept(rng):
    results = made(Kind("default", "L-conv"), rng.random(25), rank=8) + made(Kind("default", "CNN"), rng.random(25), rank=0)
    assert [kind.model for kind in Runs.of(Grid(), results, 16).by_kind] == ["CNN"]


def test_few_runs_say_nothing():
    kind = Kind("default", "L-conv")
    runs = Runs.of(Grid(), made(kind, np.ones(25))[:1], 16)
    assert runs.mean(kind) is None and runs.difference(Contrast(kind, kind)) is None
    found = finding(Sentence("a", "b", (Contrast(kind, kind),)), runs)
    assert found.verdict == CANNOT_TELL and "too few runs" in found.evidence


@pytest.mark.parametrize(
    ("sentences", "cells"),
    [(FIGURE_2, cells_of_figure_2), (FIGURE_3, cells_of_figure_3), (FIGURE_4, cells_of_figure_4)],
)
def test_every_difference_of_a_sentence_is_among_the_runs_of_its_figure(sentences, cells):
    there = {Kind(c["images"], c["model"], c["layers"]) for c in cells(Grid())}
    named = {kind for s in sentences for c in s.contrasts for kind in (c.first, c.second)}
    assert named <= there
    assert all(c.first.images == c.second.images for s in sentences for c in s.contrasts)
