"""Networks that are trained here, on an invariant target and on a broken one: small, seeded, a second each."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lietheory.algebra import so
from proofs_tests.strategies.matrices import invertible
from proofs_tests.strategies.networks import seeded
from proofs_tests.strategies.symmetric_functions import SEEDS, angle, conjugate, points, some, transformed

TURN = so(2).generators.astype(float)


def _radial(x: torch.Tensor) -> torch.Tensor:
    return torch.exp(-(x**2).sum(dim=1, keepdim=True) / 2)


def _stretched(x: torch.Tensor) -> torch.Tensor:
    return torch.exp(-(x[:, :1] ** 2 + 4 * x[:, 1:] ** 2 + x[:, :1] ** 3 / 4) / 2)


TARGETS = {"radial": _radial, "stretched": _stretched}


@cache
def trained(target: str) -> torch.nn.Module:
    """A perceptron fitted to a function of the plane by 400 steps of Adam."""
    F, x = TARGETS[target], points(0, 512, 2)
    linear, tanh = torch.nn.Linear, torch.nn.Tanh
    net = seeded(lambda: torch.nn.Sequential(linear(2, 32), tanh(), linear(32, 32), tanh(), linear(32, 1)), 1).double()
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for step in range(400):
        for group in optimiser.param_groups:
            group["lr"] = 0.01 * (1 - step / 400)
        optimiser.zero_grad()
        (net(x) - F(x)).square().mean().backward()
        optimiser.step()
    return net


def test_a_network_trained_on_a_radial_target_has_so_2():
    found = discover(trained("radial"), points(1, 2000, 2), LinearAction(2))
    assert (found.status, found.dimension) == ("symmetric", 1)
    assert np.degrees(angle(found.generators, TURN)) < 3
    assert found.identify().is_named("so(2)")


def test_a_network_trained_on_a_broken_target_has_not():
    found = discover(trained("stretched"), points(1, 2000, 2), LinearAction(2))
    assert (found.status, found.dimension) == ("none", 0)


@some
@given(st.data())
def test_what_a_trained_network_learned_is_conjugate_in_another_basis(data):
    T, x = data.draw(invertible(2, 0.5)), points(data.draw(SEEDS), 1000, 2)
    F, action = trained("radial"), LinearAction(2)
    before = discover(F, x, action)
    after = discover(lambda x: F(transformed(x, T)), transformed(x, np.linalg.inv(T)), action)
    assert np.allclose(before.relative_spectrum, after.relative_spectrum, rtol=1e-6)
    one, other = before.directions[0], conjugate(after.directions[:1], np.linalg.inv(T))[0]
    assert angle(one[None], other[None]) < 1e-6


@some
@given(st.data())
def test_the_scale_of_the_outputs_of_a_trained_network_does_not_matter(data):
    unit, x = data.draw(st.sampled_from([1e-6, 1e-2, 1e3])), points(data.draw(SEEDS), 1000, 2)
    F = trained("radial")
    plain, scaled = discover(F, x, LinearAction(2)), discover(lambda x: unit * F(x), x, LinearAction(2))
    assert plain.status == scaled.status and np.allclose(plain.upper_bounds, scaled.upper_bounds, rtol=1e-6)


@pytest.mark.parametrize("target", TARGETS)
def test_looking_at_a_trained_network_leaves_it_trained(target):
    net = trained(target)
    before = [p.clone() for p in net.parameters()]
    discover(net, points(1, 200, 2), LinearAction(2))
    assert all(torch.equal(p, q) for p, q in zip(net.parameters(), before, strict=True)) and net.training
