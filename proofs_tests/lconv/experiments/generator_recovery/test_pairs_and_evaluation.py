"""Pairs are exact rotations, the true generators are those that are known, and no estimator exceeds its largest cosine."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lconv.experiments.generator_recovery.evaluation import (
    Evaluation,
    matrix_cosine,
    one_sided,
    released_truth,
    truths,
    two_sided,
)
from lconv.experiments.generator_recovery.rotation_pairs import PAIRINGS, images, paired, resized
from lconv.experiments.generator_recovery.study import conditioning, shift_cosines
from lietheory.errors import UnknownNameError
from lietheory.representation import rotation_sampler, sampler_derivative


@given(st.integers(2, 6), st.floats(0.01, 0.5), st.sampled_from(PAIRINGS), st.integers(0, 99))
def test_every_pair_is_an_image_and_its_rotation_by_the_angle_beside_it(size, theta, pairing, seed):
    rng = np.random.default_rng(seed)
    pairs = paired(rng.standard_normal((5, size * size)), theta, pairing, rng=rng)
    assert pairs.angle == theta
    for side in range(len(pairs.y)):
        for x, y, angle in zip(pairs.x, pairs.y[side], pairs.angles[side], strict=True):
            np.testing.assert_allclose(y, rotation_sampler(size, size, angle) @ x, atol=1e-12)


def test_two_sided_pairs_hold_both_signs_of_each_image_and_the_others_one():
    x, rng = np.ones((40, 9)), np.random.default_rng(0)
    signs = {pairing: np.sign(paired(x, 0.1, pairing, rng=rng).angles) for pairing in PAIRINGS}
    assert (signs["two-sided"].sum(0) == 0).all() and (signs["one-sided"] == 1).all()
    assert signs["one sign an image"].shape == (1, 40) and set(signs["one sign an image"].flat) == {-1, 1}


@pytest.mark.parametrize("kind", ["noise", "digits"])
def test_images_are_of_the_size_of_mean_square_one_and_drawn_anew_by_seed(kind):
    x, held = images(kind, 7, 300, rng=np.random.default_rng(0))
    other, _ = images(kind, 7, 300, rng=np.random.default_rng(1))
    assert x.shape == (300, 49) and held.shape == (597, 49)
    assert np.mean(x**2) == pytest.approx(1, abs=0.02) and not np.allclose(x, other)


def test_resampling_keeps_what_splines_reproduce():
    line = np.linspace(0, 1, 8)
    middle = resized(np.tile(line, (1, 8, 1)), 8)
    np.testing.assert_allclose(middle[0, 3], line, atol=1e-12)


def test_unknown_data_and_pairings_are_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="noise"):
        images("noise ", 7, 3, rng=np.random.default_rng(0))
    with pytest.raises(UnknownNameError, match="two-sided"):
        paired(np.ones((1, 9)), 0.1, "two-side", rng=np.random.default_rng(0))


@pytest.mark.parametrize(("size", "ceiling"), [(7, 0.863), (20, 0.825)])
def test_the_released_truth_has_the_cosines_that_were_found_for_it(size, ceiling):
    assert matrix_cosine(sampler_derivative(size, size)[0], released_truth(size)) == pytest.approx(ceiling, abs=5e-4)


def test_the_published_correlation_is_the_optimum_of_one_sided_pairs_with_the_released_truth():
    released = released_truth(7)
    assert matrix_cosine(one_sided(7, np.pi / 10), released) == pytest.approx(0.270, abs=5e-4)
    both = [matrix_cosine(two_sided(7, np.pi / n), released) for n in (10, 20, 40)]
    assert both == pytest.approx([0.684, 0.835, 0.858], abs=5e-4)


def test_the_two_sided_difference_tends_to_the_samplers_derivative_and_the_one_sided_does_not():
    sampler = truths(7)["sampler"]
    far, near = (1 - matrix_cosine(two_sided(7, np.pi / n), sampler) for n in (40, 160))
    assert near < far / 10 and near < 1e-3
    assert max(matrix_cosine(one_sided(7, np.pi / n), sampler) for n in (10, 40, 160, 1000)) < 0.5


def test_published_shifts_come_out_with_the_target_that_lacks_a_mode():
    found = [shift_cosines(20, n)["released"] for n in (8, 16)]
    assert found == pytest.approx([0.7721, 0.9314], abs=5e-5)


@given(st.integers(1, 12), st.integers(0, 99))
def test_no_matrix_of_low_rank_passes_the_ceiling_of_its_rank(rank, seed):
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((60, 25))
    evaluation = Evaluation.of(points, points)
    ceiling, truth = evaluation.low_rank_ceiling(rank), truths(5)["sampler"]
    U, s, V = np.linalg.svd(truth)
    best = U[:, :rank] * s[:rank] @ V[:rank]
    near = (U[:, :rank] * s[:rank] + 0.3 * rng.standard_normal((25, rank))) @ V[:rank]
    assert matrix_cosine(best, truth) == pytest.approx(ceiling["ceiling, matrix"], abs=1e-9)
    assert evaluation.cosines(near)["matrix, sampler"] <= ceiling["ceiling, matrix"] + 1e-12
    assert evaluation.cosines(near)["action, sampler"] <= ceiling["ceiling, action"] + 1e-12


def test_images_that_do_not_span_the_space_cap_the_matrix_cosine_but_not_the_action():
    rng = np.random.default_rng(0)
    few = rng.standard_normal((10, 49))
    evaluation, theta = Evaluation.of(few, few), np.pi / 160
    ceiling = evaluation.ceiling(two_sided(7, theta))
    assert ceiling["ceiling, matrix"] < 0.6 < 0.99 < ceiling["ceiling, action"]
    assert ceiling["ceiling, matrix"] < evaluation.skew_ceiling(two_sided(7, theta))["ceiling, matrix"] < 1


def test_normalising_each_image_again_ruins_the_regression_in_single_precision():
    once, twice = (conditioning(7, again, rng=np.random.default_rng(0)) for again in (False, True))
    assert once["condition"] < 1.3 and once["error"] < 1e-6
    assert twice["condition"] > 1e6 and twice.get("error", 1.0) > 0.01  # exactly singular there is no regression at all
