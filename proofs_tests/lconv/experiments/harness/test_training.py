"""The training loop descends, reports every step, and stops at nonsense."""

from __future__ import annotations

import pytest
import torch

from lconv.experiments.harness.training import Training, batch_of, descend, device, minimise, perceptron
from lietheory.errors import PrecisionError


def test_descent_reaches_the_minimum_of_a_quadratic():
    x = torch.nn.Parameter(torch.tensor([3.0, -2.0], dtype=torch.float64))
    history = minimise(lambda step: (x - 1).square().sum(), [x], Training(steps=300, learning_rate=0.1))
    assert history[0] == 13.0
    torch.testing.assert_close(x.detach(), torch.ones(2, dtype=torch.float64), atol=1e-2, rtol=0)


def test_every_step_is_reported_once_and_in_order():
    x = torch.nn.Parameter(torch.ones(1))
    seen = []
    minimise(lambda step: x.square().sum(), [x], Training(steps=4), what="w", progress=lambda *report: seen.append(report))
    assert seen == [("w", step, 4) for step in (1, 2, 3, 4)]


def test_a_loss_that_is_not_finite_is_refused_by_its_step():
    x = torch.nn.Parameter(torch.ones(1))
    with pytest.raises(PrecisionError, match="step 2: expected a finite loss, got nan"):
        minimise(lambda step: x.sum() * (float("nan") if step == 2 else 1.0), [x], Training(steps=5))


def test_batches_depend_on_the_generator_alone():
    one, other = (batch_of(100, 50, torch.Generator().manual_seed(7)) for _ in range(2))
    assert torch.equal(one, other)
    assert int(one.min()) >= 0 and int(one.max()) < 100


@pytest.mark.parametrize(("there", "kind"), [(True, "cuda"), (False, "cpu")])
def test_cuda_is_taken_where_it_is_there(there, kind, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: there)
    assert device().type == kind


def test_each_loss_is_computed_after_the_step_before_it():
    x = torch.nn.Parameter(torch.tensor(1.0, dtype=torch.float64))
    losses = (x.square() for _ in range(3))
    seen = [loss.item() for loss in descend(losses, torch.optim.SGD([x], lr=0.25), call="descend")]
    assert seen == [1.0, 0.25, 0.0625]  # x -> x / 2 exactly


def test_gradients_are_left_alone_outside_the_optimiser():
    x, y = (torch.nn.Parameter(torch.ones(1)) for _ in range(2))
    list(descend([(x * y).sum()], torch.optim.SGD([x], lr=0.5), call="descend"))
    assert x.item() == 0.5 and y.item() == 1 and y.grad is None


@pytest.mark.parametrize(("bias", "parameters"), [("drawn", 4), ("zero", 4), ("none", 2)])
def test_a_perceptron_starts_from_its_generator_alone(bias, parameters):
    one, same, other = (list(perceptron((3, 5, 2), torch.Generator().manual_seed(s), bias=bias).parameters()) for s in (0, 0, 1))
    assert len(one) == parameters and all(map(torch.equal, one, same)) and not torch.equal(one[0], other[0])
    assert all(p.abs().max() <= 3**-0.5 for p in one)
