"""The torch judges of the claims on equivariance confirm them to rounding, and see a layer that is off by a millionth."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.crosschecks import (
    eq03_group_convolution,
    eq07_factors,
    layers,
    prose_equivariant_layers,
    prose_gcn_most_restricted,
    prose_homogeneous_activation,
    prose_linear_activation,
    prose_multilayer_rate,
    prose_strided_subgroup,
)
from lconv.numpy_io import to_torch
from lietheory.algebra import so
from lietheory.proof.judges import torch_judge
from lietheory.proof.registry import claims_by_label
from lietheory.representation import exponential

JUDGES = {
    "eq3": eq03_group_convolution,
    "equivariant-layers": prose_equivariant_layers,
    "homogeneous-activation": prose_homogeneous_activation,
    "eq7": eq07_factors,
    "linear-activation": prose_linear_activation,
    "multilayer-rate": prose_multilayer_rate,
    "gcn-most-restricted": prose_gcn_most_restricted,
    "strided-subgroup": prose_strided_subgroup,
}
OFF = 1e-6


@pytest.mark.parametrize("label", JUDGES)
def test_torch_confirms_the_claim_to_rounding(label, rng):
    verdict = torch_judge(JUDGES[label].residual, claims_by_label()[label], rng)
    assert verdict.holds
    assert verdict.residual < 1e-12


@pytest.mark.parametrize("label", ["eq3", "eq7", "linear-activation", "multilayer-rate", "gcn-most-restricted"])
def test_torch_sees_weights_that_are_off(label, rng, monkeypatch):
    def off(L, W, b=None):
        return layers.layer_of(L, W + OFF * np.resize([1.0, -1.0, 2.0], W.shape), b)

    monkeypatch.setattr(JUDGES[label], "layer_of", off)
    verdict = torch_judge(JUDGES[label].residual, claims_by_label()[label], rng)
    assert not verdict.holds
    assert OFF / 100 < verdict.residual < 1


def test_torch_sees_a_graph_convolution_that_is_off(rng, monkeypatch):
    known = prose_gcn_most_restricted.from_gcn
    monkeypatch.setattr(prose_gcn_most_restricted, "from_gcn", lambda A, V: known(A + OFF, V))
    assert not torch_judge(prose_gcn_most_restricted.residual, claims_by_label()["gcn-most-restricted"], rng).holds


def test_torch_sees_strides_of_a_line_padded_with_zeros(rng, monkeypatch):
    circular = prose_strided_subgroup.strided

    def padded(rng, channels, stride):
        conv = circular(rng, channels, stride)
        zero = torch.nn.Conv1d(channels, channels, 3, stride=stride, padding=1, bias=False, dtype=torch.float64)
        zero.load_state_dict(conv.state_dict())
        return zero

    monkeypatch.setattr(prose_strided_subgroup, "strided", padded)
    assert torch_judge(prose_strided_subgroup.residual, claims_by_label()["strided-subgroup"], rng).residual > 1e-3


def test_torch_sees_kernels_whose_outputs_every_shift_keeps(rng, monkeypatch):
    circular = prose_strided_subgroup.strided

    def constant(rng, channels, stride):
        conv = circular(rng, channels, stride)
        with torch.no_grad():
            conv.weight.fill_(0.0)
        return conv

    monkeypatch.setattr(prose_strided_subgroup, "strided", constant)
    assert torch_judge(prose_strided_subgroup.residual, claims_by_label()["strided-subgroup"], rng).residual >= 1


def test_torch_sees_a_layer_that_does_not_commute(rng, monkeypatch):
    def off(L, W, b=None):
        return layers.layer_of(L + OFF * np.arange(L[0].size).reshape(L.shape[1:]), W, b)

    monkeypatch.setattr(prose_equivariant_layers, "layer_of", off)
    assert torch_judge(prose_equivariant_layers.residual, claims_by_label()["equivariant-layers"], rng).residual > OFF / 100


@pytest.mark.parametrize(
    ("group", "function"), [("ACTIVATIONS", torch.sigmoid), ("HOMOGENEOUS", torch.square)], ids=["activations", "homogeneous"]
)
def test_torch_sees_functions_without_the_relation(group, function, rng, monkeypatch):
    monkeypatch.setattr(prose_homogeneous_activation, group, (function,))
    assert torch_judge(prose_homogeneous_activation.residual, claims_by_label()["homogeneous-activation"], rng).residual > 1e-3


@pytest.mark.parametrize(("algebra", "bias", "equivariant"), [(so(2), False, True), (so(3), False, False), (so(2), True, False)])
def test_a_trained_layer_over_the_generators_of_a_group_is_equivariant_only_where_they_commute_and_the_bias_is_kept(
    algebra, bias, equivariant, rng
):
    n, d, _ = algebra.generators.shape
    W, b = rng.standard_normal((n + 1, 2, 3)), rng.standard_normal(3) if bias else None
    layer = layers.layer_of(algebra.generators.astype(float), W, b)
    u, h = (to_torch(x) for x in (exponential(algebra.generators, rng.standard_normal(n)), rng.standard_normal((1, d, 2))))
    error = (layer(u @ h) - u @ layer(h)).abs().max().item()
    assert error < 1e-14 if equivariant else error > 0.1
