"""Fields are derivatives of the flow, and the flow is a one-parameter group."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lconv.liegg.actions import AffineAction, ImageAction, LinearAction, VectorFields, as_action
from lietheory.errors import ShapeError, UnknownNameError

ACTIONS = [
    LinearAction(3, copies=2),
    AffineAction(2, copies=3),
    ImageAction(5, 6, channels=2),
    ImageAction(4, 4, derivative="central"),
    VectorFields(LinearAction(2), 4),
]


def _points(action, count: int = 4) -> torch.Tensor:
    shape = (
        (action.channels, action.height, action.width)
        if isinstance(action, ImageAction)
        else ((2,) if isinstance(action, VectorFields) else (action.copies * action.d,))
    )
    return torch.randn(count, *shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


@pytest.mark.parametrize("action", ACTIONS, ids=repr)
def test_fields_are_the_derivative_of_the_flow(action):
    x, h = _points(action), 1e-5
    for c, field in zip(np.eye(len(action.basis)), action(x).unbind(1), strict=True):
        difference = (action.flow(x, h * c) - action.flow(x, -h * c)) / (2 * h)
        assert torch.allclose(difference, field, atol=1e-7, rtol=1e-7)  # h^2 and eps / h


@pytest.mark.parametrize("action", ACTIONS, ids=repr)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=10)
def test_two_steps_of_the_flow_are_one_of_both_lengths(action, seed):
    x = _points(action)
    c = np.random.default_rng(seed).normal(size=len(action.basis))
    c /= 4 * np.linalg.norm(c)
    both = action.flow(action.flow(x, c), 2 * c)
    assert torch.allclose(both, action.flow(x, 3 * c), rtol=1e-6, atol=1e-6 * float(both.abs().max()))  # the integrator's error


def test_one_matrix_acts_on_every_copy():
    action, x = LinearAction(2, copies=2), torch.tensor([[1.0, 2.0, 3.0, 4.0]])
    upper = action(x)[0, 1]  # E_01
    assert upper.tolist() == [2.0, 0.0, 4.0, 0.0]


def test_affine_generators_have_a_last_row_of_zeros_and_translate():
    action = AffineAction(2)
    assert not action.basis[:, 2].any()
    moved = action.flow(torch.zeros(1, 2, dtype=torch.float64), np.eye(6)[2])
    assert moved.round(decimals=12).tolist() == [[1.0, 0.0]]


def test_channels_move_together():
    x = _points(ImageAction(5, 5))
    both = ImageAction(5, 5, channels=2)(torch.cat([x, 2 * x], dim=1))
    assert torch.allclose(both[:, :, 1], 2 * both[:, :, 0])


def test_a_rotation_moves_a_bump_towards_the_columns():
    """E_10 - E_01 turns the row axis towards the column axis: a bump below the centre goes right."""
    r = torch.arange(21, dtype=torch.float64) - 10
    bump = torch.exp(-((r[:, None] - 3) ** 2 + r[None] ** 2) / 6)[None, None]
    turned = ImageAction(21, 21).flow(bump, np.array([0, -1, 1, 0]) * np.pi / 2)
    assert torch.allclose(turned, bump.mT, atol=1e-4)  # the bump is 3e-4 at the border and 4e-7 at the highest frequency


@pytest.mark.parametrize("action", [a for a in ACTIONS if not isinstance(a, VectorFields)], ids=repr)
def test_inputs_of_another_shape_are_refused_with_both_shapes(action):
    x = _points(action)[..., :-1]
    with pytest.raises(ShapeError, match=r"inputs of shape \(batch") as refusal:
        action(x)
    assert str(tuple(x.shape)) in str(refusal.value)


def test_a_missing_batch_axis_is_named():
    with pytest.raises(ShapeError, match=r"x\[None\]"):
        ImageAction(4, 5, channels=1)(torch.ones(1, 4, 5))


@pytest.mark.parametrize(
    "make", [lambda: LinearAction(0), lambda: LinearAction(True), lambda: AffineAction(2, copies=0), lambda: ImageAction(3, -1)]
)
def test_sizes_that_are_not_positive_are_refused(make):
    with pytest.raises(ShapeError, match=">= 1"):
        make()


def test_an_unknown_derivative_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="spectral"):
        ImageAction(4, 4, derivative="spectrul")


def test_a_callable_of_the_wrong_shape_is_refused():
    x = torch.ones(3, 2)
    with pytest.raises(ShapeError, match=r"batch, K"):
        as_action(lambda x: x, x)
    with pytest.raises(ShapeError, match=r"batch, K"):
        as_action(lambda x: torch.ones(len(x), 2, 5), x)(x)
