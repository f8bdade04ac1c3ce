"""A dense layer as L-conv, and the printed weights of Eq 9, which do not give one."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from lconv.convert.linear import from_linear
from lconv.nn.layer import LConv
from lietheory.errors import LieTheoryError
from proofs_tests.strategies.layers import DTYPES, SIZES, close, normal


@given(SIZES, SIZES, SIZES, st.booleans(), DTYPES)
def test_a_dense_layer_and_its_gradients_are_those_of_its_l_conv(b: int, d: int, m: int, bias: bool, dtype: torch.dtype):
    linear = nn.Linear(d, m, bias, dtype=dtype)
    layer, h = from_linear(linear), normal(0, b, d, dtype=dtype)
    x, z = h.clone().requires_grad_(), h.clone().requires_grad_()
    y, expected = layer(x[..., None])[:, 0], linear(z)
    assert close(y, expected)
    upstream = normal(1, b, m, dtype=dtype)
    y.backward(upstream)
    expected.backward(upstream)
    assert close(x.grad, z.grad)
    assert close(layer.weight.grad[:, 0].T, linear.weight.grad)
    if bias:
        assert close(layer.bias.grad, linear.bias.grad)


@given(st.integers(2, 5), SIZES)
def test_it_is_the_l_conv_of_all_unit_matrices_followed_by_a_sum(d: int, m: int):
    linear = nn.Linear(d, m, bias=False, dtype=torch.float64)
    units = torch.eye(d * d, dtype=torch.float64).view(d * d, d, d)  # E_(a, nu) at d a + nu
    full = LConv(d, 1, m, generators=units, bias=False)
    with torch.no_grad():
        full.weight.zero_()
        full.weight[1 : d + 1, 0] = linear.weight.T  # W_(a, nu) = delta_(a, 1) w_nu
    x = normal(0, 4, d, 1)
    assert close(full(x).sum(1, keepdim=True), from_linear(linear)(x))


def test_the_printed_weights_of_equation_9_are_not_the_dense_layer():
    w = torch.tensor([[1.0, 0.0]], dtype=torch.float64)  # d = 2, m = 1
    full = LConv(2, 1, 1, generators=torch.eye(4, dtype=torch.float64).view(4, 2, 2), bias=False)
    with torch.no_grad():
        full.weight.zero_()
        full.weight[1:, 0, 0] = w[0].repeat_interleave(2)  # W_(a, nu) = w_a
    x = torch.tensor([[[0.0], [1.0]]], dtype=torch.float64)
    assert float(full(x).sum().detach()) == 1 and float(w @ x[0]) == 0


def test_the_generators_are_unit_rows():
    assert torch.equal(from_linear(nn.Linear(3, 2)).generators, torch.eye(3)[:, None])


@pytest.mark.parametrize("module", [nn.Conv1d(1, 1, 1), "linear"])
def test_other_layers_are_refused(module: object):
    with pytest.raises(LieTheoryError, match=r"nn\.Linear"):
        from_linear(module)
