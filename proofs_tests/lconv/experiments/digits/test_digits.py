"""Short runs of the digits experiment already find rotation; results are whole, repeatable files."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from lconv.experiments.command import experiment_command
from lconv.experiments.digits.study import Digits, run_digits
from lconv.experiments.harness.training import Training
from lconv.experiments.shared.images import Split, digits
from lconv.experiments.shared.rotated_digits import ClassifierRun, LayerRun, learn_classifier, learn_layer
from lietheory.comparison.action_distance import action_cosine
from lietheory.comparison.experiment_result import Learned
from lietheory.comparison.subspaces import principal_angles
from lietheory.errors import FileFormatError, UnknownNameError
from lietheory.representation import sampler_derivative

LAYER = LayerRun(angles=8, training=Training(steps=200, learning_rate=0.1))
CLASSIFIER = ClassifierRun(width=96, training=Training(steps=150, learning_rate=4e-3, weight_decay=1.0))

SHORT = Digits(
    layer=LayerRun(angles=2, training=Training(steps=3)),
    classifier=ClassifierRun(image_size=12, width=8, training=Training(steps=3)),
)


@pytest.fixture(scope="module")
def split() -> Split:
    return digits(597, rng=np.random.default_rng(0))


@pytest.fixture(scope="module")
def layer(split) -> Learned:
    return learn_layer(split, LAYER, seed=0)


@pytest.fixture(scope="module")
def classifier(split) -> Learned:
    return learn_classifier(split, CLASSIFIER, seed=0)


def test_the_layer_learns_the_two_sided_derivative_of_the_sampler(layer):
    truth = layer.references["sampler derivative"]
    assert layer.facts["loss at the last step"] < layer.facts["loss at the first step"]
    assert action_cosine(layer.generators, truth, layer.points) > 0.9
    assert np.sum(layer.generators * truth) > 0  # the sign of the known angle is kept


def test_turning_by_both_signs_beats_what_one_sign_can_teach(layer):
    one_sided = sampler_derivative(8, 8, side="right")  # holds the blur of the interpolation
    both = layer.references["sampler derivative"]
    assert action_cosine(one_sided, both, layer.points) < action_cosine(layer.generators, both, layer.points)


def test_the_layer_is_judged_on_digits_that_it_has_not_seen(split, layer):
    np.testing.assert_array_equal(layer.points, split.held_images.reshape(597, 64))


def test_a_finite_angle_costs_more_than_a_small_one(split):
    noises = [learn_layer(split, LayerRun(largest, largest / 2, 2, Training(steps=2)), seed=0).noise for largest in (0.05, 0.2)]
    assert 0 < noises[0] < noises[1] < math.pi / 4


def test_the_direction_of_least_effect_on_a_classifier_of_turned_digits_is_rotation(classifier):
    assert principal_angles(classifier.generators, classifier.references["so(2)"]) < math.radians(10)
    sizes = classifier.effect_sizes
    assert sizes.values[0] < min(sizes.values[1], sizes.untrained[0]) / 2


def test_an_untrained_classifier_has_no_symmetry(classifier):
    assert classifier.facts["decision by the fixed tolerances, untrained"] == "none"
    assert classifier.effect_sizes.untrained.min() > 0.3


def test_training_lowers_the_finite_step_error_at_every_angle(classifier):
    for degrees in (5, 15, 45):
        trained, untrained = (classifier.facts[f"finite-step error at {degrees}°{note}"] for note in ("", ", untrained"))
        assert 0 < trained < untrained


def test_the_generator_found_has_the_length_and_the_side_of_a_rotation(classifier):
    (A,) = classifier.generators
    assert np.linalg.norm(A) == pytest.approx(math.sqrt(2))
    assert A[1, 0] > A[0, 1]


def test_a_seed_fixes_everything_that_is_learned(split):
    for learn, run in ((learn_layer, SHORT.layer), (learn_classifier, SHORT.classifier)):
        first, again, other = (learn(split, run, seed=seed).generators for seed in (5, 5, 6))
        np.testing.assert_array_equal(first, again)
        assert not np.array_equal(first, other)


def test_each_seed_writes_its_files_and_they_read_back(tmp_path):
    one = run_digits(tmp_path, SHORT)
    several = run_digits(tmp_path, SHORT, seeds=2, seed=1)
    assert [path.name for path in one] == ["lconv.npz", "liegg.npz"]
    assert [path.name for path in several] == ["lconv-seed1.npz", "liegg-seed1.npz", "lconv-seed2.npz", "liegg-seed2.npz"]
    assert [Learned.load(path).facts["seed"] for path in several] == [1, 1, 2, 2]
    assert [Learned.load(path).name for path in several] == [path.stem for path in several]
    assert sorted(tmp_path.iterdir()) == sorted(one + several)


def test_what_is_finished_is_not_done_again_and_what_is_cut_off_or_of_other_settings_is(tmp_path):
    first, second = run_digits(tmp_path, SHORT)
    before = first.read_bytes()
    second.write_bytes(second.read_bytes()[:-40])
    assert run_digits(tmp_path, SHORT) == [first, second]
    assert first.read_bytes() == before and Learned.load(second).facts["seed"] == 0
    run_digits(tmp_path, SHORT, seed=1)
    assert [Learned.load(path).facts["seed"] for path in (first, second)] == [1, 1]
    run_digits(tmp_path, replace(SHORT, held_out=500), seed=1)
    assert Learned.load(first).facts["digits held out"] == 500


def test_an_unknown_experiment_is_refused_with_the_nearest_name(tmp_path):
    with pytest.raises(UnknownNameError, match="digits"):
        experiment_command("digit", tmp_path)


def test_an_unwritable_folder_is_refused_before_anything_is_trained(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileFormatError, match="can be written to"):
        experiment_command("digits", tmp_path / "file" / "digits", progress=_never)


def _never(what: str, done: int, total: int) -> None:
    raise AssertionError("training had begun")
