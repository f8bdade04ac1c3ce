"""The poster's studies: equal parameters, measures, contrasts, verdicts that can fall either way."""

from __future__ import annotations

import json

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lconv.experiments.command import experiment_command
from lconv.experiments.harness.study import Result
from lconv.experiments.harness.training import Training
from lconv.experiments.poster.report import agreement, fall, findings
from lconv.experiments.poster.study import Poster, Regressions, flow_ratio, parameter_count, run, width_for
from lconv.experiments.poster.training_schemes import layer_by_layer, scheme_measures
from lconv.experiments.shared import images as image_sources
from lconv.experiments.shared.regression_networks import fit, regressor
from lconv.experiments.shared.regression_targets import broken_target
from lconv.experiments.shared.rotated_digits import ClassifierRun, classifier
from lconv.liegg.actions import LinearAction
from lietheory.errors import RankError, UnknownNameError

SHORT = Training(steps=20, batch_size=50, learning_rate=1e-2)


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_the_count_is_that_of_the_networks(depth):
    regression = regressor([7] * depth, torch.Generator())
    digits = classifier(ClassifierRun(image_size=6, width=7, hidden_layers=depth), torch.Generator())
    counts = [sum(p.numel() for p in net.parameters()) for net in (regression, digits)]
    assert counts == [parameter_count(10, 7, depth, 1, bias=False), parameter_count(36, 7, depth, 10, bias=True)]


@given(st.integers(2, 60), st.integers(1, 6), st.booleans(), st.integers(-5, 5))
def test_the_width_is_the_nearest(width, depth, bias, off):
    at = [parameter_count(10, w, depth, 1, bias=bias) for w in (width - 1, width, width + 1)]
    off = min(off, (at[2] - at[1] - 1) // 2) if off > 0 else max(off, -((at[1] - at[0] - 1) // 2))
    assert width_for(at[1] + off, 10, depth, 1, bias=bias) == width


def test_too_few_parameters_are_refused():
    with pytest.raises(RankError, match="at least"):
        width_for(5, 10, 2, 1, bias=False)


def test_a_data_set_that_is_not_there_is_refused():
    with pytest.raises(UnknownNameError, match="digits"):
        Poster(data="digit")


def test_the_poster_variance_is_the_change_along_the_flow_to_second_order():
    x = torch.randn(500, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    W = torch.tensor([[1.0, 0.2, 0, 0], [0, 1.3, 0, 0], [0, 0, 0.8, 0.3], [0, 0, 0, 1]], dtype=torch.float64)
    assert flow_ratio(lambda x: (x @ W).square().sum(dim=1, keepdim=True).sqrt(), x, LinearAction(4)) != 1
    assert flow_ratio(lambda x: torch.tanh(x @ W), x, LinearAction(4)) == pytest.approx(1, abs=0.1)


def test_layer_by_layer_leaves_finished_layers_alone():
    net = regressor((6, 6), torch.Generator().manual_seed(0))
    alone = regressor((6, 6), torch.Generator().manual_seed(0))
    layer_by_layer(net, 100, SHORT, seed=3)
    head = torch.nn.Linear(6, 1, bias=False)
    torch.nn.init.zeros_(head.weight)
    half = Training(steps=10, batch_size=50, learning_rate=1e-2)
    fit(torch.nn.Sequential(*alone[:2], head), broken_target(0.0), 100, half, torch.Generator().manual_seed(3))
    assert torch.equal(net[0].weight, alone[0].weight)
    assert not torch.equal(net[2].weight, alone[2].weight)
    assert all(p.requires_grad for p in net.parameters())


def test_an_unknown_way_to_train_is_refused():
    with pytest.raises(UnknownNameError, match="end to end"):
        scheme_measures("end", Poster().schemes, 100, seed=0)


def _runs(task: str, measures, seeds: int = 5) -> list[Result]:
    """A run for each seed, size and depth; ``measures`` of (size, depth, seed)."""
    return [
        Result({"task": task, "parameters": size, "depth": depth, "seed": seed}, measures(size, depth, seed), 1.0)
        for seed in range(seeds)
        for size in (100, 400)
        for depth in (1, 2, 4)
    ]


def test_a_fall_is_a_slope_in_decades_at_the_other_setting_fixed():
    runs = _runs("regression", lambda size, depth, seed: {"m": (1 + seed) / (depth * size**2)})
    assert fall(runs, "m", "depth", "parameters") == pytest.approx([0.30103] * 5)
    assert fall(runs, "m", "parameters", "depth") == pytest.approx([0.60206] * 5)


def test_agreement_is_a_rank_correlation_with_the_error():
    runs = _runs("regression", lambda size, depth, seed: {"error": 1 / (size + depth), "m": (-1) ** seed / (size + depth) ** 3})
    assert agreement(runs, "m") == pytest.approx([1, -1, 1, -1, 1])


@pytest.mark.parametrize(("power", "verdict"), [(-1, "supported"), (1, "contradicted"), (0, "not supported")])
def test_a_verdict_on_depth_follows_the_measures(power, verdict):
    def measures(size: int, depth: int, seed: int) -> dict[str, float]:
        value = depth**power * (1 + 0.01 * (-1) ** seed * depth) / size
        names = ("plain_variance", "plain_code_bias", "plain_poster_bias", "held_out", "angle", "error")
        before = {f"untrained_{name}": 1.0 for name in ("plain_variance", "plain_code_bias", "held_out")}
        return {**dict.fromkeys(names, value), **before, "flow_ratio": 1.0 + 0.001 * seed}

    found = [f for f in findings(_runs("regression", measures)) if f.sentence.startswith("Deeper")]
    assert len(found) == 5 and {f.verdict for f in found} == {verdict}


def test_the_printed_bias_is_contradicted_by_an_exact_symmetry():
    runs = [
        Result({"task": "exact", "seed": s}, {"plain_poster_bias": 0.5 + 0.1 * s, "plain_angle": 1e-13}, 1.0) for s in (0, 1, 2)
    ]
    assert [f.verdict for f in findings(runs)] == ["contradicted"]


@pytest.mark.parametrize("images", ["digits", "mnist"])
def test_a_tiny_run_writes_every_table(tmp_path, monkeypatch, images):
    asked = []

    def stand_in(name, data_home, limit):  # the digits, in the place of what would be downloaded
        asked.append(name)
        return real("digits")

    real = image_sources.labelled_images
    monkeypatch.setattr(image_sources, "labelled_images", stand_in)
    settings = [
        f"data={images}",
        "seeds=2",
        "regressions.depths=[1,2]",
        "regressions.parameters=[60]",
        "regressions.training.steps=5",
    ]
    settings += [
        "regressions.samples=100",
        "regressions.points=400",
        "classifications.depths=[1]",
        "classifications.image_size=10",
    ]
    settings += ["classifications.parameters=[1500]", "classifications.training.steps=3", "schemes.depth=2", "schemes.width=6"]
    experiment_command("poster", tmp_path, assignments=[*settings, "schemes.training.steps=8", "schemes.points=400"], workers=1)
    written = json.loads((tmp_path / "report.json").read_text())
    assert set(asked) == {images}
    assert len(written["tables"]) == 4  # both tasks, the ways to train, the findings
    assert all("detectable" in f["evidence"] for f in written["findings"])


def test_the_plain_method_on_the_exact_function_measures_no_lambda():
    """The exact function is read by the plain method alone: no lambda is measured, so none is stored."""
    small = Poster(regressions=Regressions(points=400))
    assert "held_out" not in run(small, {"task": "exact", "seed": 0})
