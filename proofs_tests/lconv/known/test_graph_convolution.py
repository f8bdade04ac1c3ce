"""A graph convolution as L-conv against A h W + b."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given

from lconv.known.graph_convolution import from_gcn
from lietheory.errors import LieTheoryError, PrecisionError, ShapeError
from proofs_tests.strategies.layers import DTYPES, SIZES, close, normal


@given(SIZES, SIZES, SIZES, SIZES, DTYPES)
def test_a_graph_convolution_and_its_gradients_are_those_of_its_l_conv(b: int, d: int, c: int, e: int, dtype: torch.dtype):
    A, W, bias, h = (normal(i, *shape, dtype=dtype) for i, shape in enumerate([(d, d), (c, e), (e,), (b, d, c)]))
    layer, x = from_gcn(A, W, bias), h.clone().requires_grad_()
    z, V, v = (t.clone().requires_grad_() for t in (h, W, bias))
    y, expected = layer(x), A @ z @ V + v
    assert close(y, expected)
    upstream = normal(9, *y.shape, dtype=dtype)
    y.backward(upstream)
    expected.backward(upstream)
    assert close(x.grad, z.grad)
    assert close(layer.weight.grad.sum(0), (h.transpose(1, 2) @ upstream).sum(0) + layer.weight.grad[1])
    assert close(layer.bias.grad, v.grad)
    # A h = h + (A - I) h, so the gradient in W_0 and that in W_1 add up to the graph convolution's
    assert close(layer.weight.grad[0] + layer.weight.grad[1], V.grad)


def test_the_generator_is_a_minus_the_identity_with_equal_weights():
    A, W = normal(0, 4, 4), normal(1, 2, 3)
    layer = from_gcn(A, W)
    assert torch.equal(layer.generators, (A - torch.eye(4))[None])
    assert torch.equal(layer.weight, torch.stack([W, W])) and layer.bias is None
    assert "parametrization.L" not in dict(layer.named_parameters())


def test_a_normalised_adjacency_of_numpy_is_accepted():
    adjacency = np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1]])
    scale = adjacency.sum(1) ** -0.5
    A = scale[:, None] * adjacency * scale
    h = normal(0, 1, 3, 2, dtype=torch.float32)
    assert close(from_gcn(A, np.eye(2))(h), torch.tensor(A, dtype=torch.float32) @ h)


@pytest.mark.parametrize(
    ("A", "W", "bias", "error", "word"),
    [
        (torch.zeros(3, 2), torch.zeros(2, 2), None, ShapeError, r"A \(d, d\)"),
        (torch.zeros(1, 3, 3), torch.zeros(2, 2), None, ShapeError, r"A \(d, d\)"),
        (torch.zeros(3, 3), torch.zeros(2), None, ShapeError, r"W \(in, out\)"),
        (torch.zeros(3, 3), torch.zeros(2, 2), torch.zeros(3), ShapeError, "bias"),
        (torch.full((2, 2), torch.nan), torch.zeros(2, 2), None, PrecisionError, r"A\[0, 0\]"),
        ("graph", torch.zeros(2, 2), None, LieTheoryError, "A as an array"),
    ],
)
def test_what_is_no_graph_convolution_is_refused(A: object, W: object, bias: object, error: type, word: str):
    with pytest.raises(error, match=word):
        from_gcn(A, W, bias)
