"""The negative controls: what they count is right, and they can go against the method."""

from __future__ import annotations

import json

import pytest
import torch

from lconv.experiments.command import experiment_command
from lconv.experiments.controls.report import breaking_below_tolerance, findings
from lconv.experiments.controls.study import Controls, cells, classifier_control, run, targets_of, true_dimension
from lconv.experiments.harness.study import Result
from lconv.experiments.harness.training import Training
from lconv.experiments.shared.regression_targets import broken_target
from lconv.experiments.shared.rotated_digits import ClassifierRun
from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lietheory.errors import UnknownNameError

SMALL = Controls(points=(500, 1000), shares=(0.0, 0.02, 0.3), exact_shares=(0.0, 0.02, 0.3))


@pytest.fixture(scope="module")
def exact() -> list[Result]:
    return [Result(c, run(SMALL, c), 1.0) for c in cells(SMALL) if c["kind"] == "exact" and c["seed"] == 0]


def test_the_true_dimension_is_what_the_function_shows_unless_it_is_broken_below_the_tolerance(exact):
    found = {r.cell["target"]: r.measures["dimensions"] for r in exact}
    assert found == {"0": [10, 10], "0.02": [10, 10], "0.3": [6, 6], "quartic": [0, 0]}
    assert [true_dimension(target) for target in found] == [10, 6, 6, 0]
    assert breaking_below_tolerance(SMALL, exact) == ["0.02"]


def test_an_estimate_prints_its_tolerances_beside_what_it_lets_through():
    x = torch.randn(1000, 10, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    estimate = discover(lambda x: broken_target(0.02)(x)[:, None], x, LinearAction(5, copies=2))
    assert "broken by less than the tolerance, 0.001, counts as a symmetry" in " ".join(str(estimate).split())
    assert f"{estimate.upper_bounds[9]:.2e}" in str(estimate) and estimate.upper_bounds[9] > 1e-4


def _trained(target: str, dimension: int) -> Result:
    return Result({"kind": "trained", "target": target, "seed": 0}, {"dimension": dimension}, 1.0)


@pytest.mark.parametrize(
    ("target", "dimension", "verdict"),
    [("0.3", 6, "supported"), ("0.3", 7, "contradicted"), ("quartic", 1, "contradicted"), ("0.3", 0, "supported")],
)
def test_a_dimension_too_many_goes_against_the_method(exact, target, dimension, verdict):
    (found,) = findings(SMALL, [*exact, _trained(target, dimension)])
    assert "never exceeds" in found.sentence and found.verdict == verdict


def test_a_breaking_below_the_tolerance_is_counted_apart_and_named(exact):
    (found,) = findings(SMALL, [*exact, _trained("0.02", 10), _trained("0.3", 6)])
    assert found.verdict == "supported"
    assert "O(5) + 2 % a₁²" in found.evidence and "exceeds in 1 of 1" in found.evidence


def test_an_untrained_network_called_symmetric_goes_against_the_method():
    runs = [Result({"kind": "untrained", "target": "ReLU", "seed": s}, {"status": s}, 1.0) for s in ("none", "symmetric")]
    assert [f.verdict for f in findings(SMALL, runs)] == ["contradicted"]
    assert [f.verdict for f in findings(SMALL, runs[:1])] == ["supported"]


def test_every_kind_of_control_is_asked_for():
    configuration = Controls(seeds=2, untrained=3)
    kinds = [c["kind"] for c in cells(configuration)]
    assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
        "untrained": 9,
        "exact": 2 * 9,
        "trained": 2 * 6,
        "classifier": 2 * 3,
    }
    assert targets_of(configuration)[0] == "0" and targets_of(configuration)[-1] == "quartic"


def test_classifiers_of_upright_digits_and_of_shuffled_labels_have_no_rotation():
    tiny = ClassifierRun(
        image_size=12, width=32, hidden_layers=1, training=Training(steps=150, batch_size=64, learning_rate=1e-2)
    )
    upright, shuffled = (classifier_control(kind, 297, tiny, 10.0, seed=0) for kind in ("upright", "shuffled labels"))
    assert not upright["rotation_found"] and not shuffled["rotation_found"]
    assert upright["accuracy"] > 0.8 > 0.3 > shuffled["accuracy"]


def test_an_unknown_kind_of_classifier_is_refused():
    with pytest.raises(UnknownNameError, match="upright"):
        classifier_control("uprigth", 597, ClassifierRun(), 10.0, seed=0)


def test_a_tiny_run_writes_every_table(tmp_path):
    settings = ["seeds=1", "untrained=1", "shares=[0.03]", "exact_shares=[0.03]", "points=[400]", "width=8", "training.steps=5"]
    settings += ["classifier.image_size=10", "classifier.width=8", "classifier.training.steps=3"]
    experiment_command("controls", tmp_path, assignments=settings, workers=1)
    written = json.loads((tmp_path / "report.json").read_text())
    captions = " ".join(t["caption"] for t in written["tables"])
    assert all(word in captions for word in ("Untrained", "Functions", "true dimension", "Classifiers"))
    assert [f["verdict"] for f in written["findings"]] == ["supported"] * 3
