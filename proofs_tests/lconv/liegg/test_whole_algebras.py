"""Algebras of networks and functions judged as wholes: near ones, units, small inputs, rare events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import torch
from torch import Tensor

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lietheory.algebra import so
from lietheory.comparison.subspaces import principal_angles
from lietheory.discovery.symmetry_estimate import SymmetryEstimate


def _points(count: int, size: int, seed: int = 0, dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.randn(count, size, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def _split(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@cache
def _length_learned() -> tuple[torch.nn.Module, Tensor]:
    """A tanh network fitted to |x| with r^2 about .98."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        x = torch.randn(4000, 3)
        net = torch.nn.Sequential(
            torch.nn.Linear(3, 64), torch.nn.Tanh(), torch.nn.Linear(64, 64), torch.nn.Tanh(), torch.nn.Linear(64, 1)
        )
        optimiser = torch.optim.Adam(net.parameters(), 5e-3)
        for i in range(300):
            batch = x[256 * i % 3840 :][:256]
            optimiser.zero_grad()
            (net(batch)[:, 0] - batch.norm(dim=1)).square().mean().backward()
            optimiser.step()
    return net, x


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_trained_network_is_near_its_whole_algebra_whatever_the_split(seed: int):
    net, x = _length_learned()
    estimate = discover(net, x, LinearAction(3), generator=_split(seed))
    assert estimate.headline.startswith("near so(3), broken by")
    assert estimate.dimension == 0


def test_a_wider_tolerance_has_the_whole_algebra():
    net, x = _length_learned()
    near = discover(net, x, LinearAction(3)).answer
    assert near is not None and near.near is not None
    estimate = discover(net, x, LinearAction(3), tolerance=near.near.breaking.upper)
    assert (estimate.status, estimate.identify().name) == ("symmetric", "so(3)")


def test_an_answer_is_saved_with_its_levels(tmp_path):
    net, x = _length_learned()
    estimate = discover(net, x, LinearAction(3))
    again = SymmetryEstimate.load(estimate.save(tmp_path / "e.npz"))
    assert str(again) == str(estimate)


def test_rotations_that_nearly_hold_and_a_boost_that_holds_are_both_told():
    """Turns keep the data, boosts lead to where the function bends; the boost along x and the turn about it are exact."""
    x = _points(2000, 4)

    def bent(x: torch.Tensor) -> torch.Tensor:
        about = x[:, 1:3].square().sum(dim=1)
        return x[:, 0] ** 2 - x[:, 3] ** 2 + about + 0.03 * torch.relu(about - 6)

    estimate = discover(bent, x, LinearAction(4))
    assert estimate.answer is not None and estimate.answer.held is not None
    assert [estimate.answer.held.dimension, *(level.dimension for level in estimate.answer.beside)] == [3, 2]
    assert estimate.identify().is_named("so(3)")
    assert "exact to rounding; none of them contains another; near so(3,1)" in estimate.headline


@pytest.mark.parametrize("ratio", [1e-9, 1e-3, 1e7, 1e9])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_units_of_the_columns_change_no_answer(ratio: float, dtype: torch.dtype):
    units = torch.tensor([1.0, ratio, 1.0], dtype=dtype)
    x = _points(600, 3, dtype=dtype) * units
    round_ = discover(lambda x: (x / units).square().sum(dim=1), x, LinearAction(3))
    assert (round_.status, round_.dimension, round_.identify().name) == ("symmetric", 3, "so(3)")
    scaled = round_.generators * units.double().numpy()[None, None, :] / units.double().numpy()[None, :, None]
    scaled /= np.linalg.norm(scaled.reshape(3, -1), axis=1)[:, None, None]
    assert principal_angles(scaled, so(3).generators)[-1] < 1e-5
    bent = discover(
        lambda x: torch.tanh((x / units) @ x.new_tensor([1.0, 2.0, 0.5]) + (x / units)[:, 1] ** 3), x, LinearAction(3)
    )
    assert bent.dimension == 3  # those that move neither combination of the inputs


def test_a_spike_on_one_point_is_no_symmetry():
    x = _points(1200, 4)
    centre = x[5].clone()
    estimate = discover(lambda x: torch.exp(-((x - centre) / 0.05).square().sum(dim=1)) + 1e-9 * x[:, 0], x, LinearAction(4))
    assert estimate.status != "symmetric"


def test_small_inputs_have_no_more_symmetries_than_the_function():
    x = 1e-5 * _points(1200, 4, dtype=torch.float32)
    assert discover(lambda x: 1 + x[:, 0] + x[:, 1] ** 3, x, LinearAction(4)).dimension <= 12


def test_points_at_five_places_leave_it_open():
    x = _points(5, 4).repeat(240, 1) + 1e-4 * _points(1200, 4, seed=1)
    estimate = discover(lambda x: torch.tanh(x @ x.new_tensor([1.0, 2.0, 0.5, -1.0])) + x[:, 0] * x[:, 1], x, LinearAction(4))
    assert estimate.status == "undecided"
    assert "places only" in estimate.headline


def _lorentz_form_on_the_data(wave: float) -> Callable[[Tensor], Tensor]:
    """x_1^2 + x_2^2 + x_3^2 - x_4^2, damped where boosts lead out of normal points, and a wave."""
    direction = torch.tensor([0.5, 0.3, -0.4, 0.6], dtype=torch.float64)

    def f(x: Tensor) -> Tensor:
        form = x[:, :3].square().sum(dim=1) - x[:, 3].square()
        outside = torch.relu(x.square().sum(dim=1) / 20 - 1)
        return form * torch.exp(-outside.square()) + wave * torch.sin(3 * x @ direction)

    return f


@pytest.mark.parametrize("wave", [0.0, 0.05])
def test_the_part_that_stays_on_the_data_is_the_answer_where_the_rest_leads_out_of_them(wave: float):
    """Derivatives show so(3,1); so(3) alone, which no direction tells apart from the boosts, holds where these have moved.

    Under the wave, se(2) of null rotations is broken no more than so(3) is, and which comes first is a matter of last bits.
    """
    estimate = discover(_lorentz_form_on_the_data(wave), _points(2000, 4), LinearAction(4))
    assert estimate.status == "symmetric" and ("so(3), broken by" if wave else "so(3), exact to rounding") in estimate.headline
    assert wave or estimate.identify().name == "so(3)"


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("size", [0.0, 1e-9, 1e-4])
def test_inputs_that_are_nearly_ignored_are_told_first_and_taken_out_of_the_name(size: float, dtype: torch.dtype):
    """x4 and x5 matter by size^2 of the variance; lambda, near one along them, had so(3) |x R^3 and so(3) + so(3) instead."""
    x = _points(1200, 5, seed=1, dtype=dtype)

    def nearly_length(x: Tensor) -> Tensor:
        small = torch.sin(3 * x[:, 3]) * x[:, 4] + x[:, 4] ** 2 + torch.cos(2 * x[:, 0] + x[:, 4])
        return ((x[:, :3] ** 2).sum(dim=1) + size * small)[:, None]

    found = discover(nearly_length, x, LinearAction(5))
    assert (found.status, found.dimension) == ("symmetric", 13)
    steps = found.finite_step_error  # of directions in the algebra first; lambda alone had small ones among the others
    assert (steps[:13] < 0.001).all() and (steps[13:] > 0.1).all()
    ignores = "nearly ignores" if size == 1e-4 else "ignores"
    assert found.headline.startswith(f"{ignores} x4 and x5; symmetric: so(3) on the others, ")


def test_an_algebra_that_is_only_near_says_which_inputs_it_ignores():
    x = _points(1200, 3, seed=1)
    found = discover(lambda x: torch.sin(2 * x[:, :1]) + 0.05 * torch.sin(2 * x[:, 1:2]) * x[:, 2:], x, LinearAction(3))
    assert "near changes of x2 and x3 alone" in found.headline


def test_a_name_allows_for_three_times_the_noise():
    """The so(4) of an ellipsoid that is eight times as long along x4 is about 1 / 64 from so(3) |x R^3."""
    found = discover(lambda x: (x[:, :3] ** 2).sum(dim=1, keepdim=True) + x[:, 3:] ** 2 / 64, _points(800, 4), LinearAction(4))
    assert found.identify().candidates == ("so(3) + so(3)",)
    assert "so(3) |x R^3" in replace(found, generator_noise=0.01).identify().candidates
