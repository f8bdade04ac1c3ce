"""A baseline returns generators or a pattern of weights, and its span is that of either."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import sparse
from torch import nn

from lconv.convert import from_conv
from lconv.experiments.baselines import Found
from lconv.experiments.baselines.image_networks import free_pattern, shift_pattern
from lconv.experiments.baselines.interface import pattern_sizes
from lietheory.comparison import compare
from lietheory.errors import ShapeError

TURN = np.array([[[0.0, -1.0], [1.0, 0.0]]])


@pytest.mark.parametrize("given", [{}, {"generators": TURN, "pattern": np.eye(4)}])
def test_neither_and_both_are_refused(given):
    with pytest.raises(ShapeError, match="generators or a pattern"):
        Found("x", 0.0, nn.Identity(), **given)


def test_a_pattern_of_rectangular_weights_has_no_span():
    with pytest.raises(ShapeError, match="square"):
        Found("x", 0.0, nn.Identity(), pattern=np.ones((6, 1))).span  # noqa: B018  the property is read for its refusal


@pytest.mark.parametrize("make", [np.asarray, sparse.csr_array])
def test_the_span_of_a_pattern_is_the_weights_that_each_free_number_makes(make):
    U = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [1.0, 0.0]])  # W = a I + b J, row-major
    span = Found("x", 0.0, nn.Identity(), pattern=make(U)).span
    np.testing.assert_array_equal(span, [[[1, 0], [0, 1]], [[0, 1], [-1, 0]]])


def test_a_convolution_shares_its_weights_by_shifts():
    conv = nn.Conv2d(1, 1, 3, padding=1)
    shifts = from_conv(conv, (4, 5)).generators.double().numpy()
    border = np.ones((4, 5))
    border[1:-1, 1:-1] = 0
    inner = np.diag(1 - border.ravel())
    truth = inner @ np.concatenate([np.eye(20)[None], shifts])  # without padding the border of the output is missing
    pattern = shift_pattern(4, 5)
    assert pattern_sizes(pattern) == (400, 9)
    assert compare(Found("CNN", 0.0, nn.Identity(), pattern=pattern).span, truth).relation == "equal"


def test_no_weight_of_a_free_pattern_is_shared():
    assert pattern_sizes(free_pattern(20)) == (400, 400)


def test_the_pattern_of_a_convolution_makes_its_matrix():
    kernel = torch.randn(1, 1, 3, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    W = (shift_pattern(5, 6) @ kernel.numpy().ravel()).reshape(30, 30)
    image = np.random.default_rng(1).standard_normal((5, 6))
    expected = nn.functional.conv2d(torch.as_tensor(image)[None, None], kernel)[0, 0].numpy()
    np.testing.assert_allclose((W @ image.ravel()).reshape(5, 6)[1:-1, 1:-1], expected, atol=1e-12)
