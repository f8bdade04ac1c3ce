"""The element of an algebra that moves a network's outputs most is the one that calculus gives."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.liegg.actions import LinearAction, MatrixAction
from lconv.liegg.finite_elements import Element, least_when_moved, turned, worst_element
from lconv.liegg.moved_points import Mover
from lconv.liegg.point_units import PointUnits
from lietheory.algebra import so
from lietheory.discovery.breaking import STEPS

UNITS = PointUnits(torch.ones(3, dtype=torch.float64))
SCALES = torch.tensor([1.0, 2.0, 4.0], dtype=torch.float64)


def _mover() -> Mover:
    """Turns of the axes of sum_i s_i x_i at points of a sphere, which the turn of axis k moves by all s_i but s_k."""
    x = torch.randn(200, 3, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    x = x / x.norm(dim=1, keepdim=True)
    action = MatrixAction(so(3).generators.astype(float))
    return Mover(
        lambda points: points @ SCALES[:, None], x, action, None, np.eye(1), PointUnits(torch.ones(3, dtype=torch.float64))
    )


def _element(mover: Mover, direction: np.ndarray, step: float) -> Element:
    unit = mover.unit_elements(np.eye(3))
    return Element(unit, np.eye(3)[0], step, 0.0).at(mover, direction / np.linalg.norm(direction), step)


@pytest.mark.parametrize("first", [0, 1, 2])
def test_an_element_is_turned_to_where_the_derivatives_of_the_motion_are_largest(first):
    mover, step, rng = _mover(), 0.01, np.random.default_rng(0)  # so short a step moves by the derivative alone
    largest = max(_element(mover, a, step).seen for a in rng.normal(size=(40, 3)))
    assert turned(mover, _element(mover, np.eye(3)[first], step)).seen > 0.99 * largest


def test_the_worst_element_moves_most_of_all_drawn():
    mover, rng = _mover(), np.random.default_rng(0)
    worst = worst_element(mover, np.eye(3), rng)
    assert worst is not None and worst.step in STEPS
    assert all(_element(mover, a, worst.step).seen < 1.05 * worst.seen for a in rng.normal(size=(20, 3)))


def test_moved_out_of_a_plane_a_symmetry_leaves_no_derivative_and_another_direction_does():
    x = torch.randn(200, 3, generator=torch.Generator().manual_seed(2), dtype=torch.float64) * torch.tensor([1.0, 1.0, 0.0])
    x = torch.cat([x, x[:, [1, 0, 2]]])  # both spreads are the same, so that the turn is one in units of them
    turn, lift = np.zeros((2, 3, 3))
    turn[0, 1], turn[1, 0], lift[2, 0] = -1, 1, 1
    mover = Mover(
        lambda p: p.square().sum(dim=1, keepdim=True), x, LinearAction(3), None, np.eye(1), PointUnits(torch.ones(3).double())
    )
    values, directions = least_when_moved(mover, np.stack([turn.ravel(), lift.ravel()]), np.random.default_rng(0))
    assert values[0] < 1e-20 < 1e-4 < values[1]
    assert np.abs(directions[0] / np.linalg.norm(directions[0])) @ np.abs(turn.ravel()) == pytest.approx(np.sqrt(2))
