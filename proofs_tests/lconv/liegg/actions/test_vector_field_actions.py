"""Callable fields that are linear are recognised as such, and fields may bring matrices that have their brackets."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

import lconv
from lconv.liegg.actions.vector_field_actions import LinearFields, VectorFields, as_action
from lietheory.algebra import catalogue_algebra
from lietheory.errors import ShapeError

X = torch.randn(500, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
SO3 = np.asarray(catalogue_algebra("so(3)").generators, dtype=np.float64)


def _turns(x: Tensor) -> Tensor:
    return torch.einsum("kij,nj->nki", torch.as_tensor(SO3, dtype=x.dtype), x)


def _turns_and_shifts(x: Tensor) -> Tensor:
    return torch.cat([_turns(x), torch.eye(3, dtype=x.dtype).expand(len(x), 3, 3)], dim=1)


def _bent(x: Tensor) -> Tensor:
    return _turns(x) * (1 + 1e-6 * x.square().sum(dim=1))[:, None, None]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("units", [1e-6, 1.0, 1e6])
def test_linear_and_affine_fields_are_recognised(dtype, units):
    x = units * X.to(dtype)
    for fields in (_turns, lambda x: torch.cat([_turns(x), units * _turns_and_shifts(x)[:, 3:]], dim=1)):
        action = as_action(fields, x)
        assert isinstance(action, LinearFields)
        c = np.linspace(-0.7, 0.5, action.size)
        integrated = VectorFields(fields, action.size).flow(x, c)
        assert torch.allclose(action.flow(x, c), integrated, atol=1e-5 * units)


def test_fields_that_are_nearly_linear_are_not():
    assert not isinstance(as_action(_bent, X), LinearFields)
    assert not isinstance(as_action(lambda x: _turns(x).abs(), X), LinearFields)
    assert not isinstance(as_action(lambda x: torch.where(x[:, :1] > 0, x, 2 * x)[:, None], X), LinearFields)
    assert not isinstance(as_action(lambda x: (1 / x)[:, None], X), LinearFields)


def test_linear_fields_give_the_algebra_a_name():
    found = lconv.discover(lambda x: x.norm(dim=1), X, _turns_and_shifts)
    assert found.dimension == 3
    assert found.identify().is_named("so(3)")


def test_fields_of_structures_bring_their_matrices():
    pairs = torch.randn(500, 2, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    se3 = np.asarray(catalogue_algebra("se(3)").generators, dtype=np.float64)

    def fields(x: Tensor) -> Tensor:
        h = torch.nn.functional.pad(x, (0, 1), value=1.0)
        return torch.einsum("kij,ncj->nkci", torch.as_tensor(se3, dtype=x.dtype), h)[..., :3]

    action = lconv.with_generators(fields, se3, pairs)
    found = lconv.discover(lambda x: (x[:, 0] - x[:, 1]).norm(dim=1), pairs, action)
    assert found.identify().is_named("se(3)")


def test_curved_fields_bring_their_matrices():
    def fields(x: Tensor) -> Tensor:  # sl(2,R) on the line: 1, x, x^2
        return torch.stack([torch.ones_like(x), x, x**2], dim=1)

    L = np.array([[[0.0, 1.0], [0.0, 0.0]], [[0.5, 0.0], [0.0, -0.5]], [[0.0, 0.0], [-1.0, 0.0]]])
    line = X[:, :1]
    assert lconv.with_generators(fields, L, line).basis.shape == (3, 2, 2)
    with pytest.raises(ShapeError, match="brackets"):
        lconv.with_generators(fields, np.abs(L), line)
    with pytest.raises(ShapeError, match="brackets"):
        lconv.with_generators(_turns, -SO3, X)
    with pytest.raises(ShapeError, match="3 square"):
        lconv.with_generators(_turns, SO3[:2], X)
