"""Graph convolutions as L-conv against A h W + b and sum_k T_k(A) h W_k + b, dense and sparse."""

from __future__ import annotations

import io
import pickle

import numpy as np
import pytest
import scipy.sparse
import torch
from hypothesis import given
from hypothesis import strategies as st

from lconv.convert.graph_convolution import ChebyshevGenerators, from_chebyshev, from_gcn
from lconv.convert.graph_propagation import propagation
from lconv.nn.generators.sparse import SparseGenerators
from lconv.nn.layer import LConv
from lietheory.errors import LieTheoryError, PrecisionError, ShapeError
from proofs_tests.strategies.layers import DTYPES, SIZES, close, normal


def graph(seed: int, d: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """A directed weighted adjacency in which about half of the edges are missing."""
    weights = normal(seed, d, d, dtype=dtype)
    return weights * (weights > 0)


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


@given(SIZES, SIZES, SIZES, SIZES, DTYPES, st.booleans(), st.integers(0, 2**31))
def test_a_sparse_rule_gives_the_layer_of_the_dense_one_with_its_gradients(b, d, c, e, dtype, polynomial, seed):
    A, h = propagation(graph(seed, d, dtype), "symmetric"), normal(seed + 1, b, d, c, dtype=dtype)
    W, bias = normal(seed + 2, *((3,) if polynomial else ()), c, e, dtype=dtype), normal(seed + 3, e, dtype=dtype)
    make = from_chebyshev if polynomial else from_gcn
    dense, sparse = make(A, W, bias), make(A.to_sparse(), W, bias)
    x, z = (h.clone().requires_grad_() for _ in range(2))
    y, expected = sparse(x), dense(z)
    upstream = normal(seed + 4, *y.shape, dtype=dtype)
    y.backward(upstream)
    expected.backward(upstream)
    assert close(y, expected) and close(x.grad, z.grad)
    assert close(sparse.weight.grad, dense.weight.grad) and close(sparse.bias.grad, dense.bias.grad)
    assert close(sparse.generators, dense.generators)
    assert close(sparse.parametrization.mean_square(), dense.parametrization.mean_square())


@given(st.integers(1, 5), st.integers(1, 5), SIZES, SIZES, DTYPES, st.integers(0, 2**31))
def test_a_chebyshev_convolution_and_its_gradients_are_those_of_its_l_conv(d, order, c, e, dtype, seed):
    A = propagation(graph(seed, d, dtype) + graph(seed, d, dtype).T, "chebyshev")
    W, bias, h = (normal(seed + i, *s, dtype=dtype) for i, s in enumerate([(order + 1, c, e), (e,), (2, d, c)], 1))
    values, vectors = torch.linalg.eigh(A.double())
    T = torch.stack([vectors @ torch.diag(torch.cos(k * torch.acos(values.clamp(-1, 1)))) @ vectors.T for k in range(order + 1)])
    layer, x = from_chebyshev(A, W, bias), h.clone().requires_grad_()
    z, V = h.clone().double().requires_grad_(), W.clone().double().requires_grad_()
    y, expected = layer(x), torch.einsum("kts,bsc,kce->bte", T, z, V) + bias.double()
    upstream = normal(seed + 9, *y.shape)
    y.backward(upstream.to(dtype))
    expected.backward(upstream)
    scale = 1e-12 if dtype == torch.float64 else 1e-5
    for found, right in [(y, expected), (x.grad, z.grad), (layer.weight.grad, V.grad)]:
        assert float((found.double() - right).detach().abs().max()) <= 8 * scale * max(1.0, float(right.detach().abs().max()))


@pytest.mark.parametrize("order", [1, 3])
def test_what_torch_does_with_modules_it_does_with_sparse_ones(order: int):
    A = propagation(graph(0, 6).to_sparse(), "random-walk")
    layer, x, v = from_chebyshev(A, normal(1, order + 1, 2, 3)), normal(2, 4, 6, 2), normal(3, 4, 6, 2)
    y, along = torch.func.jvp(layer, (x,), (v,))
    assert close(y, layer(x)) and close(along, layer(v))
    jacobian = torch.func.vmap(torch.func.jacrev(lambda h: layer(h[None])[0]))(x)
    assert close(torch.einsum("btesc,bsc->bte", jacobian, v), along)
    assert torch.autograd.gradgradcheck(lambda h: layer(h).square(), x.clone().requires_grad_(), fast_mode=True)
    torch._dynamo.reset()
    assert close(torch.compile(layer, backend="aot_eager", fullgraph=True)(x), layer(x))
    program = torch.export.export(layer, (x,), dynamic_shapes=({0: torch.export.Dim("batch", min=2, max=64)},))
    assert close(program.module()(x[:3]), layer(x[:3]))
    assert close(pickle.loads(pickle.dumps(layer))(x), layer(x))
    file = io.BytesIO()
    torch.save(layer.state_dict(), file)
    file.seek(0)
    other = from_chebyshev(A, torch.zeros(order + 1, 2, 3, dtype=torch.float64))
    other.load_state_dict(torch.load(file, weights_only=True))
    assert torch.equal(other(x), layer(x))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert layer.float()(x.float()).dtype == torch.bfloat16


def test_a_large_sparse_graph_makes_no_matrix():
    d = 50_000
    ring = scipy.sparse.coo_array((np.ones(d), (np.arange(d), (np.arange(d) + 1) % d)), shape=(d, d))
    layer = from_gcn(propagation(ring, "random-walk"), np.eye(2))
    assert sum(t.numel() for t in layer.state_dict().values()) < 10 * d
    h = normal(0, 1, d, 2, dtype=torch.float32)
    assert close(layer(h), (h + h.roll(-1, 1)) / 2)


@pytest.mark.parametrize("form", ["coo", "csr", "scipy"])
def test_every_sparse_form_is_taken(form: str):
    A, W = graph(0, 4), normal(1, 2, 3)
    given = {"coo": A.to_sparse(), "csr": A.to_sparse_csr(), "scipy": scipy.sparse.csr_array(A.numpy())}[form]
    layer = from_gcn(given, W)
    assert isinstance(layer.parametrization, SparseGenerators)
    assert close(layer(normal(2, 2, 4, 2)), A @ normal(2, 2, 4, 2) @ W)


def test_sparse_generators_are_selected_by_slices_and_may_be_rectangular():
    L = graph(0, 12).view(3, 4, 12)[:, :, :5]
    sparse, x = SparseGenerators(L.to_sparse()), normal(1, 2, 5, 2)
    assert close(sparse.act(x, slice(1, 3)), L[1:3, None] @ x) and close(sparse(), L)
    assert close(sparse.mean_square(), L.square().sum((1, 2)) / 4)
    layer, dense = LConv(5, 2, 3, generators=sparse, dtype=torch.float64), LConv(5, 2, 3, generators=L)
    with torch.no_grad():
        dense.weight.copy_(layer.weight)
    assert layer.weight.shape == (3, 2, 3) and close(layer(x), dense(x))


@pytest.mark.parametrize(
    ("call", "error", "word"),
    [
        (lambda: from_gcn(torch.zeros(3, 2).to_sparse(), torch.zeros(2, 2)), ShapeError, r"A \(d, d\)"),
        (lambda: from_gcn(torch.full((2, 2), torch.nan).to_sparse(), torch.zeros(2, 2)), PrecisionError, "NaN"),
        (lambda: from_chebyshev(torch.zeros(3, 3), torch.zeros(2, 2)), ShapeError, r"\(K \+ 1, in, out\)"),
        (lambda: from_chebyshev(torch.zeros(3, 3), torch.zeros(1, 2, 2)), ShapeError, "K >= 1"),
        (lambda: from_chebyshev(torch.zeros(3, 3), torch.zeros(2, 2, 2), torch.zeros(3)), ShapeError, "bias"),
        (lambda: ChebyshevGenerators(SparseGenerators(torch.ones(2, 3, 3).to_sparse()), 2), ShapeError, "one square"),
        (lambda: SparseGenerators(torch.ones(2, 3, 3)), ShapeError, "sparse COO"),
    ],
)
def test_what_is_no_sparse_or_polynomial_convolution_is_refused(call, error: type, word: str):
    with pytest.raises(error, match=word):
        call()
