"""Propagation rules against their formulas, for directed and weighted graphs with isolated nodes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lconv.convert.graph_convolution import from_gcn
from lconv.convert.graph_propagation import RULES, propagation
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
