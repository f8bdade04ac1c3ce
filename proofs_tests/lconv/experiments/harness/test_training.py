"""The training loop descends, reports every step, and stops at nonsense."""

from __future__ import annotations

import pytest
import torch

from lconv.experiments.harness.training import Training, batch_of, minimise
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
    with pytest.raises(PrecisionError, match="nan at step 2"):
        minimise(lambda step: x.sum() * (float("nan") if step == 2 else 1.0), [x], Training(steps=5))


def test_batches_depend_on_the_generator_alone():
    one, other = (batch_of(100, 50, torch.Generator().manual_seed(7)) for _ in range(2))
    assert torch.equal(one, other)
    assert int(one.min()) >= 0 and int(one.max()) < 100
