"""The variants are what they are called, and nothing of a test fold is in its training set."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.experiments.figures import study
from lconv.experiments.figures.study import DEFAULT, ROTATED, SCRAMBLED, Grid, rotated, variant
from lconv.experiments.shared.images import LabelledImages, labelled_images
from lconv.images import features_to_images
from lietheory.errors import RankError

GRID = Grid(limit=200)


def test_the_default_images_are_those_of_the_data_around_zero():
    data = variant(GRID, DEFAULT, 0)
    np.testing.assert_allclose(data.features[:, :, 0], labelled_images("digits").images[:200].reshape(200, 64) - 0.5)
    assert data.features.dtype == np.float32 and vars(data.sizes) == {"height": 8, "width": 8, "channels": 1, "classes": 10}


def test_colours_stay_with_their_pixels(rng, monkeypatch):
    images = rng.random((20, 3, 4, 6))
    monkeypatch.setattr(study, "labelled_images", lambda *a: LabelledImages(images, np.arange(20) % 2))
    features = variant(Grid(limit=20, seed=77), DEFAULT, 77).features
    variant.cache_clear()
    back = features_to_images(torch.as_tensor(features), 4, 6)
    np.testing.assert_allclose(back.numpy(), images - 0.5, atol=1e-6)


def test_a_quarter_turn_moves_every_pixel_to_its_place(rng):
    images = rng.random((3, 2, 6, 6))
    turned = rotated(images, np.full(3, 90.0))
    candidates = [np.rot90(images, k, (2, 3)) for k in (1, 3)]
    assert min(abs(turned - c).max() for c in candidates) < 1e-10


def test_each_image_is_turned_by_its_own_angle_within_a_quarter_turn():
    plain, turned = variant(GRID, DEFAULT, 0), variant(GRID, ROTATED, 0)
    assert (abs(turned.features - plain.features).max(axis=(1, 2)) > 0.01).mean() > 0.98


def test_scrambled_images_are_the_rotated_ones_with_one_permutation_for_all():
    turned, scrambled = variant(GRID, ROTATED, 3).features[..., 0], variant(GRID, SCRAMBLED, 3).features[..., 0]
    order = [int(np.flatnonzero((turned == column[:, None]).all(axis=0))[0]) for column in scrambled.T]
    assert sorted(order) == list(range(64)) and order != list(range(64))


def test_every_seed_draws_anew_and_the_same_seed_the_same():
    first, other = (variant(GRID, SCRAMBLED, seed) for seed in (0, 1))
    variant.cache_clear()
    again = variant(GRID, SCRAMBLED, 0)
    np.testing.assert_array_equal(first.features, again.features)
    np.testing.assert_array_equal(first.folds, again.folds)
    assert not np.array_equal(first.features, other.features) and not np.array_equal(first.folds, other.folds)


def test_folds_are_of_equal_size_in_every_class_and_the_same_for_every_variant():
    data = variant(Grid(), DEFAULT, 2)
    sizes = np.bincount(data.folds)
    assert sizes.sum() == 1797 and sizes.max() - sizes.min() <= 1
    for label in range(10):
        members = np.bincount(data.folds[data.labels == label], minlength=5)
        assert members.max() - members.min() <= 1
    np.testing.assert_array_equal(variant(Grid(), ROTATED, 2).folds, data.folds)


@pytest.mark.parametrize("wrong", [{"folds": 1}, {"seeds": 0}])
def test_a_grid_without_folds_or_seeds_is_refused(wrong):
    with pytest.raises(RankError, match="at least 2 folds"):
        Grid(**wrong)
