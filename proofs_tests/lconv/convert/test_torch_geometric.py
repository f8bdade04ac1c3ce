"""Graph convolutions as L-conv against torch_geometric's layers, with gradients, where that library is installed."""

from __future__ import annotations

import pytest
import torch

from lconv.convert.graph_convolution import from_chebyshev, from_gcn
from lconv.convert.graph_propagation import propagation
from proofs_tests.strategies.layers import close, normal

geometric = pytest.importorskip("torch_geometric.nn", reason="torch_geometric, an optional second opinion, is not installed")


def graph(seed: int, d: int, dtype: torch.dtype) -> torch.Tensor:
    """A directed weighted adjacency without loops; its first node has no edges at all."""
    weights = normal(seed, d, d, dtype=dtype)
    weights = weights * (weights > 0) * (1 - torch.eye(d, dtype=dtype))
    weights[0], weights[:, 0] = 0, 0
    return weights


@pytest.mark.parametrize(("normalize", "loops"), [(True, 1.0), (True, 2.0), (True, 0.0), (False, 0.0)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_gcn_layer_of_torch_geometric(normalize: bool, loops: float, dtype: torch.dtype, seed: int):
    A, h = graph(seed, 7, dtype), normal(seed + 1, 2, 7, 3, dtype=dtype).requires_grad_()
    gcn = geometric.GCNConv(3, 4, improved=loops == 2, add_self_loops=loops > 0, normalize=normalize, node_dim=-2).to(dtype)
    with torch.no_grad():
        gcn.bias.copy_(normal(seed + 2, 4))
    target, source = A.nonzero().T
    expected = gcn(h, torch.stack([source, target]), A[target, source])
    rule = propagation(A.to_sparse(), "symmetric" if normalize else "sum", loops)
    layer = from_gcn(rule, gcn.lin.weight.detach().T, gcn.bias)
    x = h.detach().clone().requires_grad_()
    y, upstream = layer(x), normal(seed + 3, 2, 7, 4, dtype=dtype)
    assert close(y, expected)
    y.backward(upstream)
    expected.backward(upstream)
    assert (
        close(x.grad, h.grad) and close(layer.weight.grad.sum(0).T, gcn.lin.weight.grad) and close(layer.bias.grad, gcn.bias.grad)
    )


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("order", [1, 2, 4])
def test_it_is_the_chebyshev_layer_of_torch_geometric(order: int, dtype: torch.dtype):
    A, h = graph(3, 7, dtype), normal(1, 7, 3, dtype=dtype)
    A = A + A.T
    conv = geometric.ChebConv(3, 4, order + 1).to(dtype)
    target, source = A.nonzero().T
    expected = conv(h, torch.stack([source, target]), A[target, source], lambda_max=torch.tensor(2.0, dtype=dtype))
    W = torch.stack([linear.weight.T for linear in conv.lins])
    layer = from_chebyshev(propagation(A.to_sparse(), "chebyshev"), W, conv.bias)
    assert close(layer(h[None])[0].detach(), expected.detach())
