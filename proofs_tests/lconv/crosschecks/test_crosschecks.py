"""Each torch judge confirms its claim to rounding, and sees a layer that is off by a millionth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from lconv.crosschecks import (
    eq06_lconv_layer,
    eq10_convolution,
    eq12_flow,
    layers,
    lemma_cayley_depth,
    lemma_commutant,
    lemma_gauge,
    lemma_independence_null_space,
    lemma_second_order_depth,
    liegg_criterion,
    liegg_multi_output,
    liegg_null_space,
    liegg_variance,
    p2_deep_lconv,
    p3_dense_layer,
    p4_cnn,
    p5_graph_convolution,
    prose_parameter_counts,
    prose_regularizer_cost,
    t1_linear_regression,
)
from lietheory.proof.judges import torch_judge
from lietheory.proof.registry import claims_by_label

JUDGES = {
    "eq6": eq06_lconv_layer,
    "prop2": p2_deep_lconv,
    "prop3": p3_dense_layer,
    "eq10": eq10_convolution,
    "prop4": p4_cnn,
    "eq12": eq12_flow,
    "prop5": p5_graph_convolution,
    "regularizer-cost": prose_regularizer_cost,
    "thm1": t1_linear_regression,
    "parameter-counts": prose_parameter_counts,
    "liegg-criterion": liegg_criterion,
    "liegg-nullspace": liegg_null_space,
    "lemma-commutant": lemma_commutant,
    "lemma-gauge": lemma_gauge,
    "lemma-cayley-depth": lemma_cayley_depth,
    "lemma-second-order-depth": lemma_second_order_depth,
    "lemma-independence-null-space": lemma_independence_null_space,
    "liegg-multi-output": liegg_multi_output,
    "liegg-variance": liegg_variance,
}
OFF = 1e-6


@pytest.mark.parametrize("label", JUDGES)
def test_torch_confirms_the_claim_to_rounding(label, rng):
    verdict = torch_judge(JUDGES[label].residual, claims_by_label()[label], rng)
    assert verdict.holds
    assert verdict.residual < 1e-12


def _with_weights_off(layer_of):
    def layer(L, W, b=None):
        return layer_of(L, W + OFF * np.resize([1.0, -1.0, 2.0], W.shape), b)

    return layer


@pytest.mark.parametrize(
    "label", ["eq6", "prop3", "eq10", "prop4", "eq12", "prop5", "lemma-gauge", "lemma-cayley-depth", "lemma-second-order-depth"]
)
def test_torch_sees_weights_that_are_off(label, rng, monkeypatch):
    monkeypatch.setattr(JUDGES[label], "layer_of", _with_weights_off(layers.layer_of))
    verdict = torch_judge(JUDGES[label].residual, claims_by_label()[label], rng)
    assert not verdict.holds
    assert OFF / 100 < verdict.residual < 1


def test_torch_sees_layers_of_the_wrong_sign(rng, monkeypatch):
    monkeypatch.setattr(p2_deep_lconv, "layer_of", lambda L, W: layers.layer_of(-L, W))
    assert not torch_judge(p2_deep_lconv.residual, claims_by_label()["prop2"], rng).holds


@pytest.mark.parametrize(("label", "name"), [("prop3", "from_linear"), ("prop4", "from_conv"), ("prop5", "from_gcn")])
def test_torch_sees_a_known_layer_that_is_off(label, name, rng, monkeypatch):
    known = getattr(JUDGES[label], name)

    def off(*arguments):
        layer = known(*arguments)
        with torch.no_grad():
            layer.weight += OFF
        return layer

    monkeypatch.setattr(JUDGES[label], name, off)
    assert not torch_judge(JUDGES[label].residual, claims_by_label()[label], rng).holds


def test_torch_sees_a_fit_that_is_not_the_minimum(rng, monkeypatch):
    monkeypatch.setattr(t1_linear_regression, "STEPS", 3)
    assert not torch_judge(t1_linear_regression.residual, claims_by_label()["thm1"], rng).holds


def test_torch_sees_gradients_of_another_function(rng, monkeypatch):
    original = liegg_null_space.discover

    def bent(function, x, action, generator):
        return original(lambda x: function(x) + OFF * x[:, 0] ** 2, x, action, generator=generator)

    monkeypatch.setattr(liegg_null_space, "discover", bent)
    verdict = torch_judge(liegg_null_space.residual, claims_by_label()["liegg-nullspace"], rng)
    assert OFF / 100 < verdict.residual < 100 * OFF


@pytest.mark.parametrize("values", [[1e-15, np.nan, 0.0], [0.0, 0.0, np.nan]], ids=str)
def test_a_draw_that_is_no_number_is_not_lost(values, rng, monkeypatch):
    monkeypatch.setattr(layers, "DRAWS", len(values))
    draws = iter(values)
    assert np.isnan(layers.worst_of_draws(lambda rng: next(draws))(rng))


def test_layer_of_sets_the_numbers_given():
    L, W, b = np.ones((1, 2, 2)), np.arange(4.0).reshape(2, 1, 2), np.array([1.0, -1.0])
    layer = layers.layer_of(L, W, b)
    assert layer.weight.dtype == torch.float64
    assert layer(torch.ones(1, 2, 1, dtype=torch.float64)).tolist() == [[[5.0, 6.0], [5.0, 6.0]]]


def test_torch_sees_generators_that_do_not_commute(rng, monkeypatch):
    def off(L, W):
        return layers.layer_of(L + OFF * np.resize([1.0, -1.0, 2.0], L.shape), W)

    monkeypatch.setattr(lemma_commutant, "layer_of", off)
    assert not torch_judge(lemma_commutant.residual, claims_by_label()["lemma-commutant"], rng).holds


def test_torch_sees_a_network_that_sees_a_little_more(rng, monkeypatch):
    original = lemma_independence_null_space.discover

    def bent(function, x, action, generator):
        return original(lambda x: function(x) + OFF * (x**2).sum(dim=1, keepdim=True), x, action, generator=generator)

    monkeypatch.setattr(lemma_independence_null_space, "discover", bent)
    label = "lemma-independence-null-space"
    assert not torch_judge(lemma_independence_null_space.residual, claims_by_label()[label], rng).holds


def test_torch_sees_a_count_that_is_off_by_one_multiplication(rng, monkeypatch):
    monkeypatch.setattr(prose_regularizer_cost, "trace_count", lambda n, r, d: n**2 * r**2 * (d + 1) + 1)
    assert prose_regularizer_cost.residual(rng) == 2.0


def test_torch_sees_a_penalty_that_is_off(rng, monkeypatch):
    penalty = prose_regularizer_cost.killing_penalty
    monkeypatch.setattr(prose_regularizer_cost, "killing_penalty", lambda L: penalty(L) + OFF)
    assert OFF / 2 < prose_regularizer_cost.residual(rng) < 2 * OFF


@pytest.mark.parametrize("name", ["lconv_count", "cnn_count", "dense_count"])
def test_torch_sees_a_formula_that_is_off_by_one_parameter(name, rng, monkeypatch):
    formula = getattr(prose_parameter_counts, name)
    monkeypatch.setattr(prose_parameter_counts, name, lambda *sizes, **layers: formula(*sizes, **layers) + 1)
    assert prose_parameter_counts.residual(rng) == 1.0


def test_torch_sees_a_direction_that_is_no_symmetry(rng, monkeypatch):
    found = liegg_criterion.discover

    def bent(*arguments, **options):
        estimate = found(*arguments, **options)
        return replace(estimate, generator_coefficients=estimate.generator_coefficients + OFF)

    monkeypatch.setattr(liegg_criterion, "discover", bent)
    assert OFF / 100 < liegg_criterion.residual(rng) < 1


def test_torch_sees_outputs_that_were_summed(rng, monkeypatch):
    monkeypatch.setattr(liegg_multi_output, "squares", lambda x: (x * x).sum(dim=1))
    assert liegg_multi_output.residual(rng) == 1.0


def test_torch_sees_a_variance_of_another_scale(rng, monkeypatch):
    least = liegg_variance.least_direction

    def off(E):
        h, variance = least(E)
        return h, variance * (1 + OFF)

    monkeypatch.setattr(liegg_variance, "least_direction", off)
    assert liegg_variance.residual(rng) > 1e-10


def test_torch_sees_steps_of_twice_the_length(rng, monkeypatch):
    mean_square = liegg_variance.mean_square
    monkeypatch.setattr(liegg_variance, "mean_square", lambda F, x, step: mean_square(F, x, 2 * step))
    assert liegg_variance.residual(rng) > 1e-6
