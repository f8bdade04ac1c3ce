"""The O(5) study: a tiny run ends in a whole report, and its findings can go against it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import torch

from lconv.experiments.command import experiment_command
from lconv.experiments.harness.report import Finding
from lconv.experiments.harness.study import Result
from lconv.experiments.o5.report import report
from lconv.experiments.o5.study import O5, cells
from lconv.experiments.shared.estimates import evidence, fitted
from lconv.experiments.shared.regression_targets import broken_target
from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lietheory.algebra import so

TINY = ["seeds=2", "widths=[8]", "samples=[60,100]", "points=400", "training.steps=20"]


def _estimate(share: float):
    x = torch.randn(1000, 10, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    return discover(lambda x: broken_target(share)(x)[:, None], x, LinearAction(5, copies=2))


def test_a_tiny_run_writes_a_report_with_a_row_for_each_kind(tmp_path):
    experiment_command("o5", tmp_path, assignments=TINY, workers=1)
    written = json.loads((tmp_path / "report.json").read_text())
    assert [row[0] for row in written["tables"][0]["rows"][1:]] == ["8, 60", "8, 100"]
    assert {f["verdict"] for f in written["findings"]} <= {"supported", "contradicted", "cannot tell from these data"}


def test_the_exact_target_is_fitted_by_so5():
    measures = fitted(_estimate(0.0), so(5).generators, "so(5)")
    assert measures["named"] and measures["name"] == "so(5) (certain)"
    assert measures["closure"] < 1e-12
    assert max(measures["found_angle"], measures["fitted_angle"]) < 1e-6


def test_another_dimension_is_not_fitted():
    measures = fitted(_estimate(0.9), so(5).generators, "so(5)")
    assert not measures["named"] and measures["fitted_angle"] is None


def test_the_evidence_is_that_of_the_true_directions_and_of_the_next():
    estimate = _estimate(0.9)
    measures = evidence(estimate, 6)
    assert measures["dimension"] == 6
    assert measures["upper"] < 1e-6 < 0.1 < measures["next_held_out"]


def _results(configuration: O5, **changed) -> list[Result]:
    """Runs of a perfect method, the last one changed."""
    measures = {
        "status": "symmetric",
        "dimension": 10,
        "named": True,
        "name": "so(5)",
        "closure": 1e-15,
        "unexplained": 0.002,
        "upper": 0.004,
        "step": 0.0004,
    }
    runs = [
        Result(c, {**measures, "plain_angle": 0.5 + 0.01 * i, "angle": 0.5, "found_angle": 0.4, "fitted_angle": 0.3}, 1.0)
        for i, c in enumerate(cells(configuration))
    ]
    return [*runs[:-1], replace(runs[-1], measures={**runs[-1].measures, **changed})]


def _verdicts(results: list[Result], configuration: O5) -> list[str]:
    return [part.verdict for part in report(configuration, results) if isinstance(part, Finding)]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ["supported"] * 4),
        ({"dimension": 9, "named": False}, ["contradicted", "supported", "supported", "supported"]),
        ({"closure": 1e-9}, ["supported", "contradicted", "supported", "supported"]),
        ({"fitted_angle": 90.0}, ["supported", "supported", "supported", "cannot tell from these data"]),
    ],
)
def test_one_bad_run_changes_its_finding(changed, expected):
    configuration = O5()
    assert _verdicts(_results(configuration, **changed), configuration) == expected


def test_a_report_on_runs_that_are_not_finished_has_no_findings():
    assert _verdicts([], O5()) == []
