"""Held-out digits stay out, and images move as the theory's sampler moves them."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from lconv.experiments.shared import images as image_sources
from lconv.experiments.shared.images import LabelledImages, digits, enlarge, grey_images, move, turned_anyhow, turns
from lietheory.errors import RankError, ShapeError
from lietheory.representation import resampling_matrix


@pytest.fixture(scope="module")
def images() -> torch.Tensor:
    """Six enlarged digits, (6, 1, 24, 24)."""
    split = digits(597, rng=np.random.default_rng(0))
    return torch.as_tensor(enlarge(split.images[:6], 24))[:, None]


def test_the_split_loses_and_repeats_no_digit(rng):
    split = digits(97, rng=rng)
    kept, held = (part.reshape(len(part), -1).sum(axis=1) for part in (split.images, split.held_images))
    whole = digits(1, rng=rng)
    everything = np.concatenate([whole.images, whole.held_images]).reshape(1797, -1).sum(axis=1)
    assert (len(kept), len(held)) == (1700, 97)
    np.testing.assert_allclose(np.sort(np.concatenate([kept, held])), np.sort(everything))


@pytest.mark.parametrize("held_out", [0, 1797])
def test_a_split_with_an_empty_side_is_refused(held_out, rng):
    with pytest.raises(RankError, match="held out"):
        digits(held_out, rng=rng)


def test_an_enlarged_digit_leaves_room_to_turn(images):
    row, column = np.indices((24, 24)) - 11.5
    outside = np.hypot(row, column) > 12
    ink = images[:, 0].numpy() ** 2
    assert ink[:, outside].sum() < 1e-3 * ink.sum()


def test_moved_images_agree_with_the_resampling_matrix_of_the_theory(images):
    A = np.array([[1.1, 0.4], [-0.2, 0.9]])
    moved = move(images, torch.as_tensor(A).expand(6, 2, 2))[:, 0].reshape(6, -1).numpy()
    expected = images[:, 0].reshape(6, -1).numpy() @ resampling_matrix(24, 24, A).T
    other = images[:, 0].reshape(6, -1).numpy() @ resampling_matrix(24, 24, np.linalg.inv(A)).T
    difference = np.linalg.norm(moved - expected) / np.linalg.norm(expected)
    assert difference < 0.1 < np.linalg.norm(moved - other) / np.linalg.norm(expected)  # cubic against bilinear


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_quarter_turn_moves_pixels_exactly(images, dtype):
    quarter = turns(torch.full((6,), math.pi / 2, dtype=dtype))
    turned = move(images.to(dtype), quarter)
    torch.testing.assert_close(turned, torch.rot90(images.to(dtype), 1, (2, 3)), atol=1e-4, rtol=0)  # grid rounding in float32


def test_turned_images_depend_on_the_generator_alone(images):
    first, again = (turned_anyhow(images, torch.Generator().manual_seed(3)) for _ in range(2))
    assert torch.equal(first, again)
    assert not torch.equal(first, turned_anyhow(images, torch.Generator().manual_seed(4)))


def test_other_images_are_split_alike(monkeypatch):
    larger = LabelledImages(np.random.default_rng(0).random((30, 1, 28, 28)), np.arange(30))
    monkeypatch.setattr(image_sources, "labelled_images", lambda name, data_home, limit: larger)
    split = grey_images("mnist", 10, rng=np.random.default_rng(1))
    assert split.images.shape == (20, 28, 28)
    assert sorted([*split.labels, *split.held_labels]) == list(range(30))
    np.testing.assert_array_equal(split.held_images, larger.images[split.held_labels, 0])


def test_coloured_images_are_refused(monkeypatch):
    coloured = LabelledImages(np.zeros((30, 3, 32, 32)), np.arange(30))
    monkeypatch.setattr(image_sources, "labelled_images", lambda name, data_home, limit: coloured)
    with pytest.raises(ShapeError, match="3 channels"):
        grey_images("cifar10", 10, rng=np.random.default_rng(1))
