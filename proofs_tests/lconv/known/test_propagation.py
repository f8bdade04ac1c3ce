"""Propagation rules against their formulas, for directed and weighted graphs with isolated nodes; and another library's."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lconv.known.graph_convolution import from_chebyshev, from_gcn
from lconv.known.propagation import RULES, propagation
from lietheory.errors import PrecisionError, ShapeError, UnknownNameError
from proofs_tests.strategies.layers import DTYPES, SIZES, close, normal


def graph(seed: int, d: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """A directed weighted adjacency without loops; its first node has no edges at all."""
    weights = normal(seed, d, d, dtype=dtype)
    weights = weights * (weights > 0) * (1 - torch.eye(d, dtype=dtype))
    weights[0], weights[:, 0] = 0, 0
    return weights


def formula(A: np.ndarray, rule: str, loops: float, largest: float) -> np.ndarray:
    """The rule node by node."""
    d = len(A)
    B = A + loops * np.eye(d)
    out = np.zeros((d, d))
    for t in range(d):
        for s in range(d):
            degrees = (B[t].sum(), B[s].sum())
            if rule == "sum":
                out[t, s] = B[t, s]
            elif rule == "random-walk":
                out[t, s] = B[t, s] / degrees[0] if degrees[0] else 0
            else:
                out[t, s] = B[t, s] / np.sqrt(degrees[0] * degrees[1]) if min(degrees) else 0
    laplacian = np.eye(d) - out
    return {"laplacian": laplacian, "chebyshev": 2 / largest * laplacian - np.eye(d)}.get(rule, out)


@pytest.mark.parametrize("rule", RULES)
@given(SIZES, st.sampled_from([None, 0.0, 0.5, 2.0]), st.sampled_from([1.5, 2.0]), st.booleans(), DTYPES, st.integers(0, 2**31))
def test_every_rule_is_its_formula(rule: str, d: int, loops, largest: float, sparse: bool, dtype: torch.dtype, seed: int):
    A = graph(seed, d, dtype)
    found = propagation(A.to_sparse() if sparse else A, rule, loops, largest)
    assert found.is_sparse is sparse and found.dtype == dtype
    own = 0.0 if rule in ("laplacian", "chebyshev") else 1.0
    expected = formula(A.double().numpy(), rule, own if loops is None else loops, largest)
    assert close(found.to_dense() if sparse else found, torch.as_tensor(expected).to(dtype))


def test_the_mean_rule_keeps_constants_and_the_symmetric_laplacian_has_its_spectrum():
    A = graph(3, 6)
    assert torch.allclose(propagation(A, "random-walk") @ torch.ones(6).double(), torch.ones(6).double())
    values = torch.linalg.eigvalsh(propagation(A + A.T, "laplacian")[1:, 1:])
    assert abs(float(values[0])) < 1e-12 and float(values[-1]) <= 2 + 1e-12
    assert float(torch.linalg.eigvalsh(propagation(A + A.T, "chebyshev")).abs().max()) <= 1 + 1e-12


def test_an_isolated_node_keeps_itself_with_a_loop_and_receives_nothing_without():
    A = graph(3, 4)
    for rule in ("symmetric", "random-walk"):
        assert propagation(A, rule)[0].tolist() == [1, 0, 0, 0]
        assert propagation(A, rule, loops=0)[0].tolist() == [0, 0, 0, 0]


def test_edges_point_from_column_to_row():
    A = torch.tensor([[0.0, 0.0], [1.0, 0.0]])  # from node 0 into node 1
    h = torch.tensor([[[5.0], [7.0]]])
    assert from_gcn(propagation(A, "sum", loops=0), torch.ones(1, 1))(h).flatten().tolist() == [0, 5]


@pytest.mark.parametrize(
    ("call", "error", "word"),
    [
        (lambda: propagation(torch.zeros(2, 2), "symetric"), UnknownNameError, "symmetric"),
        (lambda: propagation(torch.zeros(2, 3)), ShapeError, r"adjacency \(d, d\)"),
        (lambda: propagation([[0, -3], [0, 0]]), PrecisionError, "-2 at node 0"),
        (lambda: propagation([[0, np.nan], [0, 0]]), PrecisionError, "adjacency"),
    ],
)
def test_what_has_no_propagation_is_refused(call, error: type, word: str):
    with pytest.raises(error, match=word):
        call()


@pytest.mark.parametrize(("normalize", "loops"), [(True, 1.0), (True, 2.0), (True, 0.0), (False, 0.0)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_gcn_layer_of_torch_geometric(normalize: bool, loops: float, dtype: torch.dtype, seed: int):
    geometric = pytest.importorskip("torch_geometric.nn", reason="torch_geometric is an optional second opinion")
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
    geometric = pytest.importorskip("torch_geometric.nn", reason="torch_geometric is an optional second opinion")
    A, h = graph(3, 7, dtype), normal(1, 7, 3, dtype=dtype)
    A = A + A.T
    conv = geometric.ChebConv(3, 4, order + 1).to(dtype)
    target, source = A.nonzero().T
    expected = conv(h, torch.stack([source, target]), A[target, source], lambda_max=torch.tensor(2.0, dtype=dtype))
    W = torch.stack([linear.weight.T for linear in conv.lins])
    layer = from_chebyshev(propagation(A.to_sparse(), "chebyshev"), W, conv.bias)
    assert close(layer(h[None])[0].detach(), expected.detach())
