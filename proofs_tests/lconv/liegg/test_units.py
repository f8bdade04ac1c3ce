"""Units of inputs and outputs from 1e-9 to 1e9, column by column, and centres far off: no false symmetry, no exact one lost."""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from lconv.liegg.actions import AffineAction, LinearAction
from lconv.liegg.discover import discover

CASES = 240 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 16


def _points(count: int, size: int, seed: int = 0, dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.randn(count, size, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def _net(z: Tensor) -> Tensor:
    d = z.shape[1]
    W, b, V = (_points(n, m, seed=d).to(z) for n, m in ((d, 16), (1, 16), (16, 2)))
    return torch.tanh(z @ W + b) @ V


Function = Callable[[Tensor], Tensor]
FUNCTIONS: dict[str, tuple[int, Function, int, str | None]] = {
    "a circle": (2, lambda z: z.square().sum(dim=1), 1, "so(2)"),
    "a sphere": (3, lambda z: z.square().sum(dim=1), 3, "so(3)"),
    "a bell in R^4": (4, lambda z: torch.exp(-z.square().sum(dim=1) / 4), 6, "so(3) + so(3)"),
    "a Lorentz form": (3, lambda z: z[:, 0] ** 2 - z[:, 1] ** 2 - z[:, 2] ** 2, 3, "so(2,1)"),
    "an ellipsoid": (3, lambda z: z.square() @ z.new_tensor([1.0, 0.5, 2.0]), 3, "so(3)"),
    "a hyperbola": (2, lambda z: z[:, 0] * z[:, 1], 1, "so(1,1)"),
    "one input of three": (3, lambda z: torch.tanh(z[:, 0]), 6, None),
    "a sum of inputs": (3, lambda z: z.sum(dim=1), 6, None),
    "a circle and an ignored input": (3, lambda z: z[:, 0] ** 2 + z[:, 1] ** 2, 4, None),
    "a bent sphere": (3, lambda z: z.square().sum(dim=1) + 0.4 * z[:, 0] ** 3, 1, "so(2)"),
    "a cubic": (2, lambda z: 1 + z[:, 0] + z[:, 1] ** 3, 0, None),
    "a quartic": (3, lambda z: (z**4).sum(dim=1), 0, None),
    "a squashed cubic": (2, lambda z: torch.tanh(z[:, 0] + z[:, 1] + z[:, 0] * z[:, 1] + z[:, 0] ** 3), 0, None),
    "an untrained network": (3, _net, 0, None),
    "an untrained network on the plane": (2, _net, 0, None),
    "a shear of a cubic": (2, lambda z: z[:, 0] ** 3 + z[:, 0], 2, None),
}


@pytest.mark.parametrize("case", range(CASES))
def test_units_of_every_column_change_neither_dimension_nor_name(case: int):
    size, function, dimension, name = list(FUNCTIONS.values())[case % len(FUNCTIONS)]
    rng = np.random.default_rng(case)
    dtype = [torch.float32, torch.float64][int(rng.integers(2))]
    units = torch.as_tensor(10 ** rng.uniform(-9, 9, size=size), dtype=dtype)
    outer = float(10 ** rng.uniform(-9, 9))
    x = _points(900, size, case, dtype) * units
    found = discover(lambda x: outer * function(x / units), x, LinearAction(size))
    assert found.dimension == dimension
    assert name is None or found.identify().name == name


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_translations_and_turns_are_found_in_any_units(dtype: torch.dtype):
    units = torch.tensor([1e-8, 1.0, 1e6], dtype=dtype)
    x = _points(800, 6, dtype=dtype) * units.repeat(2)
    found = discover(lambda x: ((x[:, :3] - x[:, 3:]) / units).square().sum(dim=1), x, AffineAction(3, copies=2))
    assert found.identify().is_named("se(3)")


def test_a_map_between_units_is_equivariant():
    units = torch.tensor([1e-8, 1.0, 1e6], dtype=torch.float64)

    def radial(x: Tensor) -> Tensor:
        z = x / units
        return z * z.square().sum(dim=1, keepdim=True) * units

    found = discover(radial, _points(800, 3) * units, LinearAction(3), LinearAction(3))
    assert found.identify().name == "so(3) + R"  # lengths are multiplied, and outputs by their cubes


@pytest.mark.parametrize(("dtype", "far"), [(torch.float32, 1e4), (torch.float64, 1e7)])
def test_turns_about_a_centre_far_off_are_named(dtype: torch.dtype, far: float):
    found = discover(lambda x: (x - far).square().sum(dim=1), _points(800, 3, dtype=dtype) + far, AffineAction(3))
    assert (found.identify().name, found.identify().status) == ("so(3)", "certain")


def test_points_whose_rounding_is_as_large_as_their_spread_leave_it_open():
    x = _points(800, 3, dtype=torch.float32) + 1e6
    found = discover(lambda x: (x - 1e6).square().sum(dim=1), x, AffineAction(3))
    assert found.status == "undecided" and found.headline.startswith("cannot tell in this precision")


def test_an_estimate_in_other_units_is_compared_and_saved_in_them(tmp_path):
    units = torch.tensor([1e-8, 1.0, 1e6], dtype=torch.float64)
    found = discover(lambda x: (x / units).square().sum(dim=1), _points(800, 3) * units, LinearAction(3))
    again = type(found).load(found.save(tmp_path / "e.npz"))
    assert again.identify().name == "so(3)" and again.compare("so(3)").relation in ("equal", "conjugate")
