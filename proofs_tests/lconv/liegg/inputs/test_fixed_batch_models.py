"""Networks of one batch size, and those that forbid vmap or forward mode: looked at piece by piece."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lconv.liegg.inputs.fixed_batch_models import fixed_batch, static_batch
from lietheory.algebra import so
from lietheory.comparison.subspaces import principal_angles
from lietheory.errors import NotDifferentiableError, ShapeError

ACTION = LinearAction(3)


class _Net(nn.Module):
    """|x|^2 through a layer with batch norm and dropout: so(3)."""

    def __init__(self, outputs: int = 2):
        super().__init__()
        self.rest = nn.Sequential(nn.Linear(1, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Dropout(0.4), nn.Linear(4, outputs))

    def forward(self, x: Tensor) -> Tensor:
        """A function of the length."""
        return self.rest((x**2).sum(dim=1, keepdim=True))


class _Pair(_Net):
    def forward(self, x: Tensor) -> dict[str, Tensor]:
        """The outputs, and the inputs."""
        return {"length": super().forward(x), "same": x * 1}


def _points(count: int = 1001) -> Tensor:
    return torch.randn(count, 3, generator=torch.Generator().manual_seed(2), dtype=torch.float64)


def _exported(model: nn.Module, batch: int | None) -> nn.Module:
    model = model.double()
    shapes = None if batch else {"x": {0: torch.export.Dim("batch")}}
    return torch.export.export(model, (_points(batch or 8),), dynamic_shapes=shapes).module()


@pytest.mark.long
@pytest.mark.parametrize("batch", [None, 1, 7, 64])
def test_an_exported_graph_gives_the_answer_of_its_network(batch):
    model = _Net().eval()
    graph = _exported(model, batch)
    assert static_batch(graph) == batch
    x = _points(303)  # a last batch that is not full
    found, plain = (discover(m, x, ACTION) for m in (graph, model))
    assert np.degrees(principal_angles(found.generators, so(3).generators)[-1]) < 1e-9
    assert np.allclose(found.finite_step_error, plain.finite_step_error, rtol=1e-6, atol=1e-20)
    assert np.allclose(found.singular_values, plain.singular_values, rtol=1e-9, atol=1e-9)


def test_a_field_of_an_exported_graph_of_one_batch_is_named():
    graph = _exported(_Pair().eval(), 16)
    assert discover(graph, _points(), ACTION, field="length").dimension == 3
    with pytest.raises(ShapeError, match="field="):
        discover(graph, _points(), ACTION)


def test_a_graph_exported_in_training_mode_mixes_samples_and_is_refused():
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 1)).train()
    with pytest.raises(NotDifferentiableError, match="other samples"):
        discover(_exported(model, 16), _points(), ACTION)


def test_a_model_of_one_batch_size_is_told_of_the_cure():
    def only_eights(x: Tensor) -> Tensor:
        return (x.reshape(8, 3) ** 2).sum(dim=1)

    with pytest.raises(ShapeError, match="fixed_batch"):
        discover(only_eights, _points(), ACTION)
    assert discover(fixed_batch(only_eights, 8), _points(), ACTION).dimension == 3
    with pytest.raises(ShapeError, match="batch size"):
        fixed_batch(only_eights, 0)


class _Square(torch.autograd.Function):
    """x^2 that knows its reverse derivative alone: no vmap, no forward mode."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**2

    @staticmethod
    def backward(ctx, g):
        return 2 * ctx.saved_tensors[0] * g


class _Looping(nn.Module):
    """Branches on numbers and loops over samples, in training mode with dropout."""

    def __init__(self) -> None:
        super().__init__()
        self.drop = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        """|x|^2, doubled where it is above one."""
        lengths = [_Square.apply(sample).sum() for sample in x]
        return self.drop(torch.stack([y if y.item() < 1 else 2 * y - 1 for y in lengths]))


def test_a_model_that_forbids_vmap_and_forward_mode_is_walked_back():
    model = _Looping().train()
    assert discover(model, _points(200), ACTION).dimension == 3
    assert model.training and model.drop.training
