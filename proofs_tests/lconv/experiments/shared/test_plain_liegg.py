"""The plain method as its source defines it, with its faults."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.experiments.shared.estimates import plain_reading, plain_spectrum, poster_bias, raw_matrix
from lconv.experiments.shared.regression_targets import invariant
from lconv.liegg.actions import LinearAction
from lietheory.algebra import so


def _points(count: int, d: int) -> torch.Tensor:
    return torch.randn(count, d, dtype=torch.float64, generator=torch.Generator().manual_seed(2))


def test_a_row_is_the_gradient_times_the_point_summed_over_copies():
    x = _points(20, 10)
    rows = raw_matrix(lambda x: x.square().sum(dim=1, keepdim=True) * x[:, :1], x, LinearAction(5, copies=2))
    gradient = 2 * x * x[:, :1]
    gradient[:, 0] += x.square().sum(dim=1)
    expected = torch.einsum("nci,ncj->nij", gradient.reshape(-1, 2, 5), x.reshape(-1, 2, 5)).reshape(-1, 25)
    np.testing.assert_allclose(rows, expected.numpy(), atol=1e-12)


def test_the_exact_target_gives_so5_exactly():
    reading = plain_reading(lambda x: invariant(x)[:, None], _points(1000, 10), LinearAction(5, copies=2), so(5).generators)
    assert reading.angle < 1e-9
    assert reading.variance < 1e-25
    assert reading.code_bias < 1e-12


def test_the_printed_bias_is_far_from_zero_where_the_symmetry_is_exact():
    readings = [
        plain_reading(lambda x: x.square().sum(dim=1, keepdim=True), _points(n, 5), LinearAction(5), so(5).generators)
        for n in (300, 400, 500)
    ]
    assert max(r.angle for r in readings) < 1e-9 < 0.05 < max(r.poster_bias for r in readings)


def test_the_sum_of_outputs_has_symmetries_that_the_outputs_lack():
    reading = plain_reading(lambda x: x**2, _points(200, 2), LinearAction(2), so(2).generators)
    assert reading.summed_variance < 1e-25 < 0.1 < reading.variance


def test_variances_are_squared_singular_values_over_points_ascending():
    x = _points(300, 3)
    values, vectors = plain_spectrum(lambda x: x[:, :1] ** 3, x, LinearAction(3))
    rows = raw_matrix(lambda x: x[:, :1] ** 3, x, LinearAction(3))
    np.testing.assert_allclose(np.mean((rows @ vectors.T) ** 2, axis=0), values, atol=1e-10)
    assert (np.diff(values) >= 0).all()


@pytest.mark.parametrize("sign", [1, -1])
def test_the_printed_bias_knows_no_sign(sign):
    truth = so(3).generators
    assert poster_bias(sign * truth[1] / np.linalg.norm(truth[1]), truth) < 1e-15
