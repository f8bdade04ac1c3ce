"""Networks: untrained ones are never called symmetric, and no network notices that it was looked at."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.liegg.actions import ImageAction, LinearAction
from lconv.liegg.discover import discover
from lietheory.errors import ShapeError
from proofs_tests.strategies.networks import seeded

ACTIVATIONS = (torch.nn.SiLU, torch.nn.Tanh, torch.nn.ReLU)


def _mlp(activation: type[torch.nn.Module], seed: int, outputs: int = 1) -> torch.nn.Module:
    def layers() -> torch.nn.Module:
        return torch.nn.Sequential(
            torch.nn.Linear(10, 64), activation(), torch.nn.Linear(64, 64), activation(), torch.nn.Linear(64, outputs)
        )

    return seeded(layers, seed)


def _points(count: int, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.randn(count, *shape, generator=torch.Generator().manual_seed(5), dtype=dtype)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("outputs", [1, 3])
def test_an_untrained_network_is_not_symmetric(activation, outputs):
    for seed in range(2):
        estimate = discover(_mlp(activation, seed, outputs), _points(1000, 10), LinearAction(5, copies=2))
        assert (estimate.status, estimate.dimension) == ("none", 0)


def test_a_network_that_is_built_symmetric_is_found_symmetric():
    """A net of the invariants |x|^2, |y|^2, x.y of two vectors, in float32."""
    head = seeded(lambda: torch.nn.Sequential(torch.nn.Linear(3, 16), torch.nn.Tanh(), torch.nn.Linear(16, 1)))

    def model(x: torch.Tensor) -> torch.Tensor:
        a, b = x.chunk(2, dim=1)
        return head(torch.stack([(a * a).sum(dim=1), (b * b).sum(dim=1), (a * b).sum(dim=1)], dim=1))

    estimate = discover(model, _points(2000, 10), LinearAction(5, copies=2))
    assert (estimate.status, estimate.dimension) == ("symmetric", 10)
    assert np.abs(estimate.generators + estimate.generators.swapaxes(1, 2)).max() < 1e-4  # 1000 roundings of float32


@pytest.mark.parametrize("training", [True, False])
def test_model_and_inputs_are_left_bit_for_bit(training):
    model = seeded(
        lambda: torch.nn.Sequential(
            torch.nn.Conv2d(1, 4, 3),
            torch.nn.BatchNorm2d(4),
            torch.nn.ReLU(),
            torch.nn.Dropout(0.5),
            torch.nn.Flatten(),
            torch.nn.Linear(4 * 36, 3),
        )
    ).train(training)
    model[1].eval()  # a mode that differs from its parent's
    model[5].weight.requires_grad_(False)
    model[0].weight.grad = torch.ones_like(model[0].weight)
    x = _points(200, 1, 8, 8)
    before, state, modes = x.clone(), {k: v.clone() for k, v in model.state_dict().items()}, [m.training for m in model.modules()]
    rng_state = torch.random.get_rng_state()
    discover(model, x, ImageAction(8, 8))
    assert torch.equal(x, before) and not x.requires_grad and x.grad is None
    assert all(torch.equal(v, state[k]) for k, v in model.state_dict().items())
    assert [m.training for m in model.modules()] == modes
    assert [p.requires_grad for p in model.parameters()] == [True, True, True, True, False, True]
    assert torch.equal(model[0].weight.grad, torch.ones_like(model[0].weight))
    assert all(p.grad is None for name, p in model.named_parameters() if name != "0.weight")
    assert torch.equal(torch.random.get_rng_state(), rng_state)


def test_the_modes_come_back_when_the_model_fails():
    class Fails(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            raise ZeroDivisionError

    model = Fails().train()
    with pytest.raises(ShapeError, match="ZeroDivisionError"):
        discover(model, _points(100, 2), LinearAction(2))
    assert model.training


def test_a_model_that_writes_into_its_input_changes_nothing_outside():
    x = _points(500, 3, dtype=torch.float64)
    before = x.clone()
    assert discover(lambda x: x.mul_(2).square().sum(dim=1), x, LinearAction(3)).dimension == 3
    assert torch.equal(x, before)


def test_it_works_where_gradients_are_switched_off():
    with torch.no_grad():
        assert discover(lambda x: (x**2).sum(dim=1), _points(500, 3, dtype=torch.float64), LinearAction(3)).dimension == 3
