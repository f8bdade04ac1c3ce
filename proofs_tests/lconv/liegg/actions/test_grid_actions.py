"""A rotation-invariant functional of smooth images: so(2) of the plane, to the accuracy of the derivative."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import torch
from torch import Tensor

from lconv.liegg.actions import ImageAction
from lconv.liegg.actions.grid_actions import KEPT
from lconv.liegg.discover import discover
from lietheory.comparison.subspaces import principal_angles
from lietheory.representation.grids import ROTATION

SIZE = 28
COORDINATE = torch.arange(SIZE, dtype=torch.float64) - (SIZE - 1) / 2
RADIUS2 = COORDINATE[:, None] ** 2 + COORDINATE[None] ** 2


def _blobs(count: int) -> Tensor:
    """Images of three Gaussian bumps, 2.5 pixels wide, up to 3 pixels from the centre."""
    angle, distance, height = torch.rand(3, count, 3, 1, 1, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    row, column = (3 * distance * f(2 * np.pi * angle) for f in (torch.cos, torch.sin))
    bumps = torch.exp(-((COORDINATE[:, None] - row) ** 2 + (COORDINATE - column) ** 2) / 12.5)
    return ((0.5 + height) * bumps).sum(dim=1, keepdim=True)


def _functional(images: Tensor) -> Tensor:
    """Three integrals that no rotation changes."""
    return torch.stack([(images**2 * weight).sum(dim=(1, 2, 3)) for weight in (RADIUS2, torch.exp(-RADIUS2 / 60), images)], dim=1)


@pytest.mark.long
@pytest.mark.parametrize(("derivative", "degrees"), [("spectral", 0.01), ("central", 0.1)])
def test_rotations_are_found(derivative, degrees):
    estimate = discover(_functional, _blobs(120), ImageAction(SIZE, SIZE, derivative=derivative))
    assert (estimate.status, estimate.dimension, estimate.identifiable_dimension) == ("symmetric", 1, 4)
    assert np.degrees(principal_angles(estimate.generators, ROTATION)[-1]) < degrees
    assert estimate.lower_bounds[1] > 0.5


@pytest.mark.parametrize("derivative", ["spectral", "central", "spline"])
def test_few_images_flow_as_many_do(derivative, rng):
    action, images, c = ImageAction(SIZE, SIZE, derivative=derivative), _blobs(200), 0.3 * rng.normal(size=4)
    assert torch.allclose(action.flow(images[:3], c), action.flow(images, c)[:3], rtol=0, atol=1e-10)


def test_the_last_exponentials_are_kept_and_travel_nowhere(rng):
    action, images = ImageAction(6, 6), _blobs(4)[..., :6, :6]
    moves = 0.3 * rng.normal(size=(20, 4))
    moved = [action.flow(images, c) for c in moves]
    assert all(torch.equal(action.flow(images, c), y) for c, y in zip(moves[::-1], moved[::-1], strict=True))
    assert len(action._exponentials) == KEPT
    other = pickle.loads(pickle.dumps(action))
    assert other == action and "_exponentials" not in vars(other)


def test_the_square_of_the_rows_alone_is_not_invariant():
    middle = slice(6, SIZE - 6)

    def uneven(images: Tensor) -> Tensor:
        return torch.stack([(images**2 * c[middle, None]).sum(dim=(1, 2, 3)) for c in (COORDINATE, COORDINATE**2)], dim=1)

    estimate = discover(uneven, _blobs(120)[..., middle, middle], ImageAction(SIZE - 12, SIZE - 12))
    spread = np.degrees(principal_angles(estimate.generators, ROTATION)[-1]) if estimate.dimension else 90.0
    assert spread > 20  # moments of the rows keep the shear of the columns, not the rotation
