"""Sparse generators: products by their entries, and what they are made of."""

from __future__ import annotations

import pytest
import torch

from lconv.nn.generators.sparse import SparseGenerators
from lietheory.errors import ShapeError


def _drawn(*shape: int) -> torch.Tensor:
    L = torch.randn(*shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    return L * (L > 0.5)


def test_products_are_those_of_the_dense_matrices():
    L, h = _drawn(3, 5, 4), torch.randn(2, 4, 6, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    assert torch.allclose(SparseGenerators(L.to_sparse()).act(h), torch.einsum("kts,bsc->kbtc", L, h))


@pytest.mark.parametrize(
    "L",
    [
        _drawn(3, 5, 4),
        _drawn(5, 4).to_sparse(),
        _drawn(3, 5, 4).to_sparse(2),
        torch.ones(3, 5, 4).to_sparse_csr(),
        _drawn(3, 5, 4, 2).to_sparse(3),
    ],
    ids=["dense", "one matrix", "hybrid", "CSR", "four axes"],
)
def test_other_layouts_are_refused(L):
    with pytest.raises(ShapeError, match="sparse COO tensor"):
        SparseGenerators(L)
