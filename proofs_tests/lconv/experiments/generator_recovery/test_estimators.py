"""Every estimator returns a generator; trained ones reach the optimum that their pairs allow."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from lconv.experiments.generator_recovery.angle_network import AngleNetwork, turned
from lconv.experiments.generator_recovery.estimators import (
    ESTIMATORS,
    apply,
    full,
    least_squares,
    logarithm,
    recover,
    recover_without_angle,
    skew,
    skew_least_squares,
)
from lconv.experiments.generator_recovery.evaluation import Evaluation, matrix_cosine, one_sided, two_sided
from lconv.experiments.generator_recovery.rotation_pairs import images, paired
from lconv.experiments.generator_recovery.settings import AngleTraining, Discover
from lconv.experiments.harness.training import Training
from lietheory.errors import PrecisionError, RankError
from lietheory.representation import rotation_sampler

SHORT = Training(steps=3, batch_size=16)
QUICK = Discover(images=256, full=SHORT, low_rank=SHORT, recurrent=SHORT, regression=AngleTraining(1, 48))


@pytest.fixture(scope="module")
def noise():
    return images("noise", 7, 1024, rng=np.random.default_rng(0))


@pytest.mark.parametrize("name", ESTIMATORS)
def test_every_estimator_gives_a_finite_matrix_and_its_time(name, noise):
    found = recover(ESTIMATORS[name], noise[0], math.pi / 40, QUICK, rng=np.random.default_rng(0))
    assert found.generator.shape == (49, 49) and np.isfinite(found.generator).all() and found.seconds > 0


@pytest.mark.parametrize("n", [40, 80])
def test_a_trained_layer_reaches_099_from_two_sided_pairs_of_small_angles(noise, n):
    x, held = noise
    found = recover(ESTIMATORS["trained, full"], x, math.pi / n, Discover(), rng=np.random.default_rng(1))
    cosine = Evaluation.of(x, held).cosines(found.generator)["matrix, sampler"]
    assert cosine > 0.99
    assert matrix_cosine(found.generator, two_sided(7, math.pi / n)) > 0.9999


def test_a_layer_trained_on_one_sign_at_the_published_angle_ends_at_the_published_correlation(noise):
    x, held = noise
    found = recover(ESTIMATORS["trained, full, one-sided"], x, math.pi / 10, Discover(), rng=np.random.default_rng(1))
    assert Evaluation.of(x, held).cosines(found.generator)["matrix, published"] == pytest.approx(0.27, abs=0.005)


def test_regressions_are_the_difference_quotients(noise):
    x, rng = noise[0], np.random.default_rng(0)
    both, one = (least_squares(paired(x, 0.1, pairing, rng=rng)) for pairing in ("two-sided", "one-sided"))
    np.testing.assert_allclose(both, two_sided(7, 0.1), atol=1e-9)
    np.testing.assert_allclose(one, one_sided(7, 0.1), atol=1e-9)


def test_the_skew_regression_is_skew_and_no_other_skew_matrix_fits_better(noise):
    pairs = paired(noise[0], 0.2, "one-sided", rng=np.random.default_rng(0))
    L = skew_least_squares(pairs)
    np.testing.assert_allclose(L, -L.T)

    def error(M):
        return np.mean((pairs.x + 0.2 * pairs.x @ M.T - pairs.y[0]) ** 2)

    rng = np.random.default_rng(1)
    for _ in range(5):
        N = rng.standard_normal(L.shape)
        assert error(L) < min(error(L + 1e-3 * (N - N.T)), error(L - 1e-3 * (N - N.T)))


def test_the_logarithm_gives_back_the_rotation_and_refuses_one_that_loses_corners(noise):
    x, rng = noise[0], np.random.default_rng(0)
    from scipy.linalg import expm

    L = logarithm(paired(x, math.pi / 80, "one-sided", rng=rng))
    np.testing.assert_allclose(expm(math.pi / 80 * L), rotation_sampler(7, 7, math.pi / 80), atol=1e-8)
    big, _ = images("noise", 12, 400, rng=rng)
    with pytest.raises(RankError, match="invertible rotation"):
        logarithm(paired(big, math.pi / 8, "one-sided", rng=rng))


@pytest.mark.parametrize("start", [full, skew])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_applying_a_generator_is_its_matrix(start, dtype):
    draw = torch.Generator().manual_seed(0)
    L, x = start(6, draw).to(dtype), torch.randn(4, 6, dtype=dtype, generator=draw)
    torch.testing.assert_close(apply(L, x), x @ L()[0].T)


def test_turned_images_are_those_of_the_sampler():
    x = torch.randn(3, 25, generator=torch.Generator().manual_seed(0))
    R = torch.as_tensor(rotation_sampler(5, 5, 0.3), dtype=x.dtype)
    torch.testing.assert_close(turned(x, torch.full((3,), 0.3)), x @ R.T, atol=1e-5, rtol=1e-5)


def test_the_angle_network_is_the_layer_applied_again_and_again():
    draw = torch.Generator().manual_seed(0)
    network = AngleNetwork(9, 4, 3, generator=draw)
    x, y = torch.randn(2, 5, 9, generator=draw)
    L, h = network.generators()[0], x[:, None].expand(-1, 4, -1)
    for _ in range(3):
        h = h + network.mixing @ (h @ L.T)
    z = (h * y[:, None]).sum(2)
    expected = network.out(torch.tanh(network.hidden(torch.tanh(z))))[:, 0]
    torch.testing.assert_close(network(x, y), expected, atol=1e-5, rtol=1e-5)


def test_a_network_that_is_not_told_the_angle_learns_to_say_it(noise):
    configuration = replace(QUICK, regression=AngleTraining(epochs=1, pairs=24_000, learning_rate=3e-3))
    found, explained = recover_without_angle(*noise, "both", configuration, rng=np.random.default_rng(0))
    assert explained > 0.7 and found.generator.shape == (49, 49)


def test_a_network_whose_training_runs_away_is_refused(noise):
    configuration = replace(QUICK, regression=AngleTraining(epochs=1, pairs=64, learning_rate=1e30))
    with pytest.raises(PrecisionError, match="Lower the learning rate"):
        recover_without_angle(*noise, "both", configuration, rng=np.random.default_rng(0))
