"""The breaking of an algebra against functions for which it is known."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.liegg.actions import AffineAction, LinearAction
from lconv.liegg.breaking import breaking
from lconv.liegg.discover import discover
from lietheory.errors import ShapeError


def _points(count: int, size: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(count, size, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_the_breaking_of_an_exact_symmetry_is_rounding():
    b = breaking(lambda x: (x**2).sum(dim=1), _points(600, 3), LinearAction(3), "so(3)")
    assert b.upper < 1e-25
    assert b.holds(1e-20)


@pytest.mark.parametrize("n", [2, 3, 4, 6])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_lengths_are_kept_by_all_turns_and_by_nothing_else(n: int, dtype: torch.dtype):
    x = _points(12 * n * n + 200, n, seed=n).to(dtype)
    found = discover(lambda x: x.square().sum(dim=1), x, LinearAction(n))
    assert found.answer is not None and found.answer.held is not None
    assert found.answer.held.dimension == n * (n - 1) // 2
    assert found.compare(f"so({n})").relation == "equal"
    assert max(found.answer.upper) < 1e-12  # no candidate is broken by more than rounding


def test_a_scaling_breaks_lengths_by_far_more_than_their_variance():
    """E (e^2 - 1)^2 |x|^4 / (2 Var |x|^2) = (e^2 - 1)^2 (n + 2) / 4 for standard normal points and the longest step."""
    b = breaking(lambda x: x.square().sum(dim=1), _points(4000, 3), LinearAction(3), np.eye(3)[None])
    assert b.value == pytest.approx((np.exp(2) - 1) ** 2 * 5 / 4, rel=0.1)


def test_the_interval_contains_the_breaking_of_a_quadratic_form():
    """For x^T A x, x standard normal in the plane, a turn by s moves by x^T B x, B = R^T A R - A; E (x^T B x)^2 = 2 tr B^2."""
    A = np.diag([1.0, 1.2])
    s = 1.0  # |L x|^2 / 2 = s^2 on average: the longest step turns by one radian
    R = np.array([[np.cos(s), -np.sin(s)], [np.sin(s), np.cos(s)]])
    B = R.T @ A @ R - A
    truth = np.trace(B @ B) / (2 * np.trace(A @ A))
    b = breaking(lambda x: torch.einsum("bi,ij,bj->b", x, torch.as_tensor(A), x), _points(2000, 2), LinearAction(2), "so(2)")
    assert b.lower < truth < b.upper < 1.5 * b.lower


def test_units_of_inputs_and_outputs_change_no_breaking():
    units = torch.tensor([1e-6, 1.0, 1e7], dtype=torch.float64)

    def function(x: torch.Tensor) -> torch.Tensor:
        return (x**2).sum(dim=1) + 0.2 * x[:, 0] ** 2

    x, turns = _points(800, 3), np.array([[[0, -1, 0], [1, 0, 0], [0, 0, 0]]], dtype=float)
    plain = breaking(function, x, LinearAction(3), turns)
    scaled = np.diag(units.numpy()) @ turns @ np.diag(1 / units.numpy())
    other = breaking(lambda z: 1e-9 * function(z / units), x * units, LinearAction(3), scaled)
    assert other.value == pytest.approx(plain.value, rel=1e-3)  # units are rounded to a part in 4096


def test_names_act_in_homogeneous_coordinates_and_on_outputs():
    x = _points(600, 6)
    distance = breaking(lambda x: (x[:, :3] - x[:, 3:]).square().sum(dim=1), x, AffineAction(3, copies=2), "se(3)")
    turned = breaking(
        lambda x: x[:, :3] * (x[:, :3] ** 2).sum(dim=1, keepdim=True), x[:, :3], LinearAction(3), "so(3)", LinearAction(3)
    )
    assert max(distance.upper, turned.upper) < 1e-25
    with pytest.raises(ShapeError, match="matrices of size"):
        breaking(lambda x: x[:, 0], x[:, :3], LinearAction(3), "so(4)")
