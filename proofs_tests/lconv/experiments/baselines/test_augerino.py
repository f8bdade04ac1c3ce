"""Augerino: images move by flows of affine generators, and the regulariser decides how far."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from lconv.experiments.baselines import Samples
from lconv.experiments.baselines.augerino import MOTIONS, Augerino, affine_generators, found_motions, moved
from lconv.experiments.shared.images import move, turns
from lietheory.errors import PrecisionError, ShapeError

QUICK = Augerino(classes=2, steps=3, filters=4)


def blobs(n: int = 40) -> Samples:
    """A bright left half against a bright right half."""
    images = torch.rand(n, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    labels = torch.arange(n) % 2
    images[labels == 0, :, :, :4] += 1
    images[labels == 1, :, :, 4:] += 1
    return Samples(images, labels)


def train(learner: Augerino, seed: int = 0):
    return learner.train(blobs(), generator=torch.Generator().manual_seed(seed))


def test_the_six_motions_are_a_basis_of_the_affine_maps():
    A = affine_generators()
    assert np.linalg.matrix_rank(A.reshape(6, 9)) == len(MOTIONS) == 6
    assert not A[:, 2].any()


def test_images_turn_by_the_angle_and_stay_without_one():
    images = torch.nn.functional.avg_pool2d(torch.rand(2, 1, 19, 19, generator=torch.Generator().manual_seed(0)), 4, 1)
    quarter = torch.tensor(np.pi / 2 * affine_generators()[2:3], dtype=torch.float32).expand(2, 3, 3)
    assert torch.allclose(moved(images, 0 * quarter), images, atol=1e-5)
    ways = [torch.rot90(images, k, dims=(2, 3)) for k in (1, -1)]
    assert min((moved(images, quarter) - way).abs().max() for way in ways) < 1e-4


def test_translations_move_along_their_axis():
    images = torch.zeros(1, 1, 8, 8)
    images[0, 0, 3, 3] = 1
    right, down = (torch.tensor(0.25 * affine_generators()[i : i + 1], dtype=torch.float32) for i in (0, 1))
    assert moved(images, right)[0, 0, 3, 4] == pytest.approx(1, abs=1e-5)
    assert moved(images, down)[0, 0, 4, 3] == pytest.approx(1, abs=1e-5)


def test_a_strong_regulariser_widens_and_none_narrows():
    start = (0.3,) * 6
    wide, none = (train(replace(QUICK, steps=60, weight=w, start=start, range_rate=0.05)) for w in (5.0, 0.0))
    key = "range of rotation"
    assert wide.facts[key] > 0.5 > 0.3 > none.facts[key]


def test_only_wide_motions_count_and_one_always_does():
    assert found_motions(np.array([0.01, 0.01, 0.8, 0.2, 0.01, 0.01])).shape == (2, 3, 3)
    assert np.array_equal(found_motions(np.array([1e-3, 1e-3, 2e-3, 1e-3, 1e-3, 1e-3])), 2e-3 * affine_generators()[2:3])


def test_a_run_repeats_itself():
    one, same = (train(QUICK).facts for _ in range(2))
    assert one["range of rotation"] == same["range of rotation"]


def test_features_in_the_wrong_order_are_refused():
    given = blobs()
    with pytest.raises(ShapeError, match="height, width"):
        QUICK.train(Samples(given.inputs[:, 0], given.targets), generator=torch.Generator())
    with pytest.raises(ShapeError, match="4 x 4"):
        QUICK.train(Samples(given.inputs[:, :, :3, :3], given.targets), generator=torch.Generator())


def test_ranges_that_are_not_six_positive_numbers_are_refused():
    for start in ((0.1,), (0.0,) * 6):
        with pytest.raises(ShapeError, match="6 positive ranges"):
            Augerino(classes=2, start=start)


def test_images_that_are_not_finite_are_refused():
    given = blobs()
    with pytest.raises(PrecisionError, match="a finite loss"):
        QUICK.train(Samples(given.inputs * torch.nan, given.targets), generator=torch.Generator())


def test_it_turns_as_the_digits_do():
    """Both samplers turn images; they agree on the sense up to its sign, which a symmetric range does not see."""
    images = torch.nn.functional.avg_pool2d(torch.rand(1, 1, 31, 31, generator=torch.Generator().manual_seed(0)), 8, 1)
    angle = torch.tensor([0.3])
    A = angle * torch.tensor(affine_generators()[2:3], dtype=torch.float32)
    inner = (slice(None), slice(None), slice(8, 16), slice(8, 16))
    errors = [(moved(images, sign * A) - move(images, turns(angle)))[inner].abs().max().item() for sign in (1, -1)]
    assert min(errors) < 0.02 < max(errors)
