"""Generators of inputs and outputs together: J(x) L_in x = L_out F(x)."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover

UPPER = torch.triu_indices(3, 3)


def _inverse(x: Tensor) -> Tensor:
    return torch.linalg.inv(x.reshape(-1, 2, 2)).reshape(-1, 4)


CASES = {
    "cross product: gl(3)": (lambda x: torch.linalg.cross(x[:, :3], x[:, 3:]), LinearAction(3, copies=2), LinearAction(3), 9),
    "inverse of a 2 x 2 matrix": (_inverse, LinearAction(4), LinearAction(4), 7),
    "the six products on R^3": (lambda x: x[:, UPPER[0]] * x[:, UPPER[1]], LinearAction(3), LinearAction(6), 9),
    "x / |x| on R^3": (lambda x: x / x.norm(dim=1, keepdim=True), LinearAction(3), LinearAction(3), 4),
}


@pytest.mark.parametrize("case", CASES)
def test_an_equivariant_function_has_its_pairs_of_generators(case):
    function, action, output_action, dimension = CASES[case]
    x = torch.randn(3000, action.d * action.copies, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    x = x + 3 * torch.eye(2, dtype=torch.float64).reshape(4) if function is _inverse else x
    estimate = discover(function, x, action, output_action)
    assert (estimate.status, estimate.dimension) == ("symmetric", dimension)
    assert estimate.algebra().dimension == dimension


def test_the_cross_product_pairs_every_matrix_with_its_trace_minus_its_transpose():
    x = torch.randn(1000, 6, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    estimate = discover(lambda x: torch.linalg.cross(x[:, :3], x[:, 3:]), x, LinearAction(3, copies=2), LinearAction(3))
    for L in estimate.generators:
        L_in, L_out = L[:3, :3], L[3:, 3:]
        assert np.allclose(L_out, np.trace(L_in) * np.eye(3) - L_in.T, atol=1e-12)
        assert not L[:3, 3:].any() and not L[3:, :3].any()
