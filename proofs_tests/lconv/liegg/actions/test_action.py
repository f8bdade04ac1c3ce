"""What an action says of its fields without writing them out is what the fields say."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.liegg.actions import (
    Action,
    AffineAction,
    Fields,
    ImageAction,
    LinearAction,
    MatrixAction,
    PointCloudAction,
    PolynomialAction,
    VectorFields,
    symmetric_power,
)
from lconv.liegg.actions.action import FEW_COPIES, LinearMotion
from lietheory.algebra import so

CASES: dict[str, tuple[Action, tuple[int, ...], bool]] = {
    "linear": (LinearAction(3), (3,), True),
    "linear, copies": (LinearAction(3, copies=2), (6,), True),
    "linear, many copies": (LinearAction(2, copies=FEW_COPIES + 1), (2 * FEW_COPIES + 2,), True),
    "affine": (AffineAction(2, copies=3), (6,), True),
    "points": (PointCloudAction(3), (5, 3), True),
    "points, affine": (PointCloudAction(2, translations=True), (11, 2), True),
    "matrices": (MatrixAction(so(3).generators, copies=2), (6,), True),
    "quadrics": (symmetric_power(LinearAction(3), 2), (6,), True),
    "image": (ImageAction(5, 4), (1, 5, 4), False),
    "polynomial": (PolynomialAction(2, 2), (2,), False),
    "any": (VectorFields(lambda x: torch.stack([x, x**2], dim=1), 2), (3,), False),
}


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("case", CASES)
def test_a_motion_has_the_derivatives_and_the_gram_matrix_of_its_fields(case, dtype):
    action, shape, structured = CASES[case]
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(7, *shape, generator=generator, dtype=dtype)
    J = torch.randn(2, int(np.prod(shape)), 7, generator=generator, dtype=torch.float64)
    motion, fields = action.motion(x), action(x).double().flatten(2)
    accuracy = 1e-12 if dtype == torch.float64 else 1e-5
    assert isinstance(motion, LinearMotion if structured else Fields)
    assert torch.allclose(motion.derivatives(J), torch.einsum("mpn,nkp->mkn", J, fields), rtol=accuracy, atol=accuracy)
    assert np.allclose(motion.gram(), torch.einsum("nkp,nlp->kl", fields, fields).numpy(), rtol=accuracy, atol=10 * accuracy)


@pytest.mark.parametrize("case", CASES)
def test_one_combined_field_is_the_combination_of_the_fields(case):
    action, shape, _ = CASES[case]
    x = torch.randn(4, *shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    c = torch.randn(action.size, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    assert torch.allclose(action.combined(x, c), torch.einsum("k,nk...->n...", c, action(x)))
    assert action.size == len(action.basis) == action(x).shape[1]
    g = torch.randn(x.shape, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    assert torch.allclose(action.gathered(x, g), torch.einsum("nk...,n...->k", action(x), g))
    assert np.allclose(action.matrices(c.numpy()[None])[0], np.tensordot(c.numpy(), action.basis, axes=1))


@pytest.mark.parametrize("method", sorted(Action.__abstractmethods__ | {"__call__", "flow"}))
def test_an_action_without_a_method_is_none(method):
    methods = {name: getattr(LinearAction, name) for name in Action.__abstractmethods__ | {"__call__", "flow"}}
    whole = type("Whole", (Action,), methods)
    assert whole.__abstractmethods__ == frozenset()
    with pytest.raises(TypeError, match=method):
        type("Part", (Action,), {name: given for name, given in methods.items() if name != method})()
