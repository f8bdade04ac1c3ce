"""The comparison of baselines: its tasks are what they say, and every method is measured and judged."""

from __future__ import annotations

import numpy as np
import pytest

from lconv.experiments.baselines.msr import Meta
from lconv.experiments.harness.study import Result
from lconv.experiments.harness.training import Fitting, Training
from lconv.experiments.method_comparison import COMPARISON
from lconv.experiments.method_comparison.discrete_rotation import AXIS, DiscreteRotation, generates, rotation_invariant, turns_of
from lconv.experiments.method_comparison.measures import found_that, measured, span_cosine, spread
from lconv.experiments.method_comparison.shared_filters import SharedFilters
from lconv.experiments.method_comparison.study import DISCRETE, FILTERS, METHODS, ORBITS, PIXELS, TASKS, Comparison
from lconv.experiments.method_comparison.turned_digits import TurnedDigits, turned_both_ways
from lconv.experiments.method_comparison.two_bodies import PredictorRun, TwoBody
from lconv.experiments.method_comparison.two_body_orbits import OrbitSettings
from lconv.experiments.shared.rotated_digits import ClassifierRun, LayerRun
from lietheory.errors import UnknownNameError
from lietheory.representation import exponential

SHORT = Training(steps=2)
TINY = Comparison(
    seeds=1,
    discrete=DiscreteRotation(points=64, epochs=1, width=4),
    orbits=TwoBody(orbits=OrbitSettings(orbits=20), predictor=PredictorRun(8, SHORT, 400), epochs=1, width=4),
    turned=TurnedDigits(
        size=8, copies=1, steps=2, layer=LayerRun(training=SHORT), classifier=ClassifierRun(8, 8, 1, training=SHORT), held_out=597
    ),
    pixels=Fitting(epochs=1),
    filters=SharedFilters(inputs=6, ranks=(1, 2), tasks=8, held_tasks=4, samples=3, meta=Meta(steps=2, tasks=4)),
)


def test_every_task_and_method_is_measured_and_reported():
    cells = COMPARISON.cells(TINY)
    assert {str(cell["task"]) for cell in cells} == set(TASKS)
    results = [Result(cell, COMPARISON.run(TINY, cell), 0.0) for cell in cells]
    for result in results:
        if result.measures["relation"] != "every weight is free":  # whose span is everything: there is nothing to measure
            assert 0 <= result.measures["cosine"] <= 1 + 1e-12
        assert result.measures["processor_seconds"] > 0
    text = " ".join(str(vars(part)) for part in COMPARISON.report(TINY, results))
    for methods in METHODS.values():
        assert all(method in text for method in methods)
    assert COMPARISON.report(TINY, [])


def test_an_unknown_task_is_refused():
    with pytest.raises(UnknownNameError, match=DISCRETE):
        COMPARISON.cells(Comparison(tasks=("discrete rotatoin",)))


def test_a_choice_of_tasks_leaves_the_others_out():
    assert {cell["task"] for cell in COMPARISON.cells(Comparison(tasks=(ORBITS,)))} == {ORBITS}


@pytest.mark.parametrize("multiple", [1, 2, 6])
def test_the_function_is_invariant_under_sevenths_of_a_turn_and_no_others(multiple):
    x = np.random.default_rng(0).standard_normal((500, 3))
    y = rotation_invariant(x, 7)
    for share, invariant in ((multiple, True), (multiple + 0.5, False)):
        g = exponential(AXIS[0] * share * 2 * np.pi / 7)
        kept = np.isclose(rotation_invariant(x @ g.T, 7), y)
        assert kept.mean() > 0.99 if invariant else kept.mean() < 0.2


def test_half_the_angle_has_the_same_cosine_and_another_group():
    right, half = (share * 2 * np.pi / 7 * AXIS for share in (1.0, 0.5))
    assert measured(right, AXIS)["cosine"] == pytest.approx(measured(half, AXIS)["cosine"])
    assert [generates(turns_of(L[0], 7), 7) for L in (right, half)] == [True, False]


def test_the_labels_of_turned_digits_say_which_way_is_up():
    training, held = turned_both_ways(TurnedDigits(reach=1e-6, size=16, copies=1), seed=0)
    assert set(training.targets.tolist()) == set(held.targets.tolist()) == set(range(6))
    up, down = (training.inputs[training.targets == label].mean(dim=0)[0] for label in (4, 5))
    flipped = down.flip(0, 1)
    assert (up - flipped).norm() < 0.5 * (up - down).norm()


def test_a_larger_span_that_holds_the_truth_has_cosine_one():
    eye = np.eye(9).reshape(9, 3, 3)
    assert span_cosine(eye[:4], eye[2:3])["cosine"] == pytest.approx(1)
    assert span_cosine(eye[:4], eye[5:6])["cosine"] == pytest.approx(0)
    assert span_cosine(eye[:4], eye[2:3])["relation"] == "different"


def test_one_run_decides_nothing():
    assert found_that("it holds", "nowhere", [1.0], 0.1, "1").verdict == "cannot tell from these data"
    assert found_that("it holds", "nowhere", [1.0, 1.1, 0.9], 0.1, "1").verdict == "supported"
    assert found_that("it holds", "nowhere", [-1.0, -1.1, -0.9], 0.1, "1").verdict == "contradicted"


def test_a_spread_of_one_run_is_its_value():
    assert (spread([]), spread([1.0]), spread([1.0, 2.0])) == ("—", "1", "1.5 (1 to 2)")


@pytest.mark.parametrize("cell", [{"task": PIXELS, "method": "FC shallow"}, {"task": FILTERS, "method": "MAML-FC", "rank": 1}])
def test_a_pattern_without_sharing_measures_no_cosine(cell):
    measures = COMPARISON.run(TINY, cell | {"seed": 0})
    assert measures["relation"] == "every weight is free" and not {"cosine", "action_cosine", "angle"} & set(measures)


def test_points_that_tell_nothing_of_a_span_leave_its_action_unmeasured():
    assert "action_cosine" not in measured(AXIS, AXIS, [[0.0, 0.0, 1.0]])  # on the axis nothing moves
    assert measured(AXIS, AXIS, [[1.0, 0.0, 0.0]])["action_cosine"] == pytest.approx(1)
