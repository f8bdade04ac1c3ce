"""Training is repeatable, leaves frozen layers alone, and the standardised network is the network in other units."""

from __future__ import annotations

import pytest
import torch

from lconv.experiments.harness.training import Training
from lconv.experiments.shared.regression_networks import ACTIVATIONS, Standardised, fit, regressor
from lconv.experiments.shared.regression_targets import broken_target, points

SHORT = Training(steps=60, batch_size=50, learning_rate=1e-2)


def _fit(seed: int, samples: int = 200, training: Training = SHORT):
    generator = torch.Generator().manual_seed(seed)
    return fit(regressor((16, 16), generator), broken_target(0.0), samples, training, generator)


def test_a_seed_fixes_the_network():
    first, again, other = (_fit(seed).model(torch.ones(1, 10, dtype=torch.float64)) for seed in (1, 1, 2))
    assert torch.equal(first, again) and not torch.equal(first, other)


def test_training_explains_what_the_untrained_network_does_not():
    trained = _fit(0, 2000, Training(steps=300, batch_size=100, learning_rate=1e-2))
    x = points(2000, torch.Generator().manual_seed(9), torch.float64)
    y = broken_target(0.0)(x)
    with torch.no_grad():
        before, after = (float((m(x)[:, 0] - y).square().mean() / y.var()) for m in (trained.untrained, trained.model))
    assert after < 0.3 < 0.7 < before
    assert trained.unexplained == pytest.approx(after, rel=0.3)


def test_layers_that_require_no_gradient_stay():
    generator = torch.Generator().manual_seed(0)
    net = regressor((8,), generator)
    net[0].requires_grad_(False)
    before = [p.clone() for p in net.parameters()]
    fit(net, broken_target(0.0), 100, SHORT, generator)
    assert [torch.equal(a, b) for a, b in zip(before, net.parameters(), strict=True)] == [True, False]


def test_the_standardised_network_is_the_network_in_the_units_of_the_data():
    x, y = 3 * points(500, torch.Generator().manual_seed(0)), 7 + 2 * points(50, torch.Generator().manual_seed(1)).flatten()
    model = Standardised(torch.nn.Identity(), x, y)
    torch.testing.assert_close(model(x), y.mean() + y.std() * x / x.square().mean().sqrt())


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_perceptron_without_bias_maps_zero_to_zero_and_one_with_bias_does_not(activation):
    zero = torch.zeros(1, 10)
    nets = [regressor((8, 8), torch.Generator().manual_seed(0), activation=activation, bias=bias) for bias in (False, True)]
    assert [bool(net(zero) == 0) for net in nets] == [True, False]
