"""Image axes and feature axes: one is the other, read row by row."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given

from lconv.images import features_to_images, images_to_features
from lietheory.errors import ShapeError
from proofs_tests.strategies.layers import SIZES, normal


@given(SIZES, SIZES, SIZES, SIZES)
def test_features_to_images_undoes_images_to_features(b: int, c: int, height: int, width: int):
    images = normal(0, b, c, height, width)
    assert torch.equal(features_to_images(images_to_features(images), height, width), images)


def test_pixels_are_read_row_by_row():
    images = torch.arange(12).view(1, 2, 2, 3)
    assert images_to_features(images)[0].tolist() == [[0, 6], [1, 7], [2, 8], [3, 9], [4, 10], [5, 11]]


def test_a_missing_axis_is_refused_with_the_cure():
    with pytest.raises(ShapeError, match=r"images\[None\]"):
        images_to_features(torch.zeros(3, 4, 4))


@pytest.mark.parametrize("shape", [(2, 5, 1), (2, 6)])
def test_a_space_of_another_size_is_refused(shape: tuple[int, ...]):
    with pytest.raises(ShapeError, match="height"):
        features_to_images(torch.zeros(shape), 2, 3)
