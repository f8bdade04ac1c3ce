"""A layer by name, points from a data loader, and a run that stops and goes on: the answer is the one it should be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lconv.liegg.inputs.intermediate_outputs import layer_inputs
from lconv.liegg.polarization import Polarization
from lietheory.algebra import so
from lietheory.comparison.subspaces import principal_angles
from lietheory.errors import FileFormatError, RankError, ShapeError, UnknownNameError

ACTION = LinearAction(3)


class _Norms(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        """x / (1 + |x|^2), which turns as x does."""
        return x / (1 + (x**2).sum(dim=1, keepdim=True))


class _Length(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        """The squared length."""
        return (x**2).sum(dim=1, keepdim=True)


class _Net(nn.Module):
    """Equivariant, then stretched along one axis, then a length: so(3) is lost in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(_Norms(), nn.Linear(3, 3, bias=False), _Length())
        self.unused = nn.Linear(3, 3)
        with torch.no_grad():
            self.features[1].weight.copy_(torch.diag(torch.tensor([1.0, 1.0, 3.0])))

    def forward(self, x: Tensor) -> Tensor:
        """All features."""
        return self.features(x)


def _points(count: int = 1500) -> Tensor:
    return torch.randn(count, 3, generator=torch.Generator().manual_seed(4), dtype=torch.float64)


def _net() -> nn.Module:
    return _Net().double()


def test_every_layer_is_looked_at_from_the_input_on():
    model, x = _net(), _points()
    first = discover(model, x, ACTION, ACTION, layer="features.0")
    second = discover(model, x, ACTION, ACTION, layer="features.1")
    turns = np.stack([np.kron(np.eye(2), L) for L in so(3).generators])
    assert (first.dimension, second.dimension) == (3, 3)
    assert np.degrees(principal_angles(first.generators, turns)[-1]) < 1e-9
    weight = model.features[1].weight.detach().numpy()
    for L in second.generators:  # the same turns, in the stretched coordinates of the output
        assert np.allclose(L[3:, 3:], weight @ L[:3, :3] @ np.linalg.inv(weight), atol=1e-10)
    assert discover(model, x, ACTION).dimension == 1  # turns about the stretched axis
    assert not any(m._forward_hooks for m in model.modules())


def test_a_layer_by_itself_is_looked_at_on_what_it_receives():
    model, x = _net(), _points()
    received = layer_inputs(model, x, "features.2")
    assert torch.allclose(received, model.features[:2](x))
    assert discover(model.features[2], received, ACTION).identify().is_named("so(3)")


def test_a_layer_of_a_compiled_network_is_that_of_the_network():
    compiled = torch.compile(_net(), backend="aot_eager")
    assert discover(compiled, _points(), ACTION, ACTION, layer="features.0").dimension == 3
    torch.compiler.reset()


def test_an_unknown_layer_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"features\.1"):
        discover(_net(), _points(), ACTION, layer="feature.1")


def test_a_layer_that_is_not_called_and_a_function_are_refused():
    with pytest.raises(ShapeError, match="layer that the model calls"):
        discover(_net(), _points(), ACTION, layer="unused")
    with pytest.raises(ShapeError, match="torch module"):
        discover(lambda x: x, _points(), ACTION, layer="features")


@pytest.mark.parametrize("labels", [True, False])
def test_a_loader_is_streamed_to_the_same_algebra(labels):
    x = _points(1501)  # the last batch has one point
    data = TensorDataset(x, torch.zeros(len(x))) if labels else TensorDataset(x)
    estimate = discover(_Length(), DataLoader(data, batch_size=20), ACTION)
    assert (estimate.points, estimate.dimension) == (1501, 3)
    assert np.degrees(principal_angles(estimate.generators, so(3).generators)[-1]) < 1e-9


def test_a_generator_of_batches_is_a_loader_too():
    assert discover(_Length(), ({"x": b}["x"] for b in _points().split(100)), ACTION).dimension == 3


def test_an_empty_loader_and_one_without_tensors_are_refused():
    with pytest.raises(RankError, match="empty loader"):
        discover(_Length(), iter([]), ACTION)
    with pytest.raises(ShapeError, match="dict"):
        discover(_Length(), iter([{"x": _points()}]), ACTION)


def _turning(x: Tensor) -> Tensor:
    return torch.einsum("kij,bj->bki", torch.as_tensor(so(3).generators.astype(float), dtype=x.dtype), x)


@pytest.mark.parametrize(("action", "output_action"), [(ACTION, None), (ACTION, ACTION), (_turning, None), (ACTION, _turning)])
def test_a_run_that_was_interrupted_ends_as_one_that_was_not(tmp_path: Path, action, output_action):
    model, halves = _Norms(), _points(6000).split(3000)
    straight, first = (Polarization(action, output_action) for _ in range(2))
    for x in halves:
        straight.update(model, x)
    first.update(model, halves[0])
    resumed = Polarization.load(first.save(tmp_path / "run"), model, action, output_action)
    resumed.update(model, halves[1])
    assert str(resumed.estimate()) == str(straight.estimate())
    assert np.array_equal(resumed.estimate().generator_coefficients, straight.estimate().generator_coefficients)


def test_runs_of_two_machines_are_merged_from_their_files(tmp_path: Path):
    model, halves = _Length(), _points(3000).split(1500)
    first = Polarization(ACTION)
    first.update(model, halves[0])
    second = Polarization(ACTION, frame=first.frame)
    second.update(model, halves[1])
    one, two = (Polarization.load(p.save(tmp_path / f"{i}.npz"), model, ACTION) for i, p in enumerate((first, second)))
    one.merge(two)
    estimate = one.estimate()
    assert (estimate.points, estimate.dimension) == (3000, 3)
    assert np.degrees(principal_angles(estimate.generators, so(3).generators)[-1]) < 1e-9


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    run = Polarization(ACTION)
    run.update(_Length(), _points())
    return run.save(tmp_path / "run")


def test_the_file_of_another_run_is_refused_by_what_is_other(saved: Path):
    with pytest.raises(FileFormatError, match=r"copies=3"):
        Polarization.load(saved, _Length(), LinearAction(1, copies=3))
    with pytest.raises(FileFormatError, match=r"Load the weights"):
        Polarization.load(saved, lambda x: 2 * _Length()(x), ACTION)
    with pytest.raises(FileFormatError, match=r"outputs of shape \(3,\)"):
        Polarization.load(saved, _Norms(), ACTION)


def test_a_file_of_another_kind_and_a_run_without_evidence_are_refused(tmp_path: Path):
    with pytest.raises(FileFormatError):
        Polarization.load(discover(_Length(), _points(), ACTION).save(tmp_path / "estimate"), _Length(), ACTION)
    with pytest.raises(RankError, match="at least one update"):
        Polarization(ACTION).save(tmp_path / "empty")


def test_a_run_that_an_earlier_version_interrupted_goes_on():
    """240 points of the plane, of which that version saw the first 120."""
    x = torch.randn(240, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(0))

    def radial(x: Tensor) -> Tensor:
        return (x**2).sum(dim=1)

    saved = Path(__file__).parents[2] / "lietheory" / "saved_by_earlier_versions" / "polarization.npz"
    resumed = Polarization.load(saved, radial, LinearAction(2))
    whole = Polarization(LinearAction(2), frame=resumed.frame)
    resumed.update(radial, x[120:])
    whole.update(radial, x[:120])
    whole.update(radial, x[120:])
    assert resumed.evidence.points == 240
    assert np.allclose(resumed.evidence.evidence_groups, whole.evidence.evidence_groups)
    assert resumed.estimate().identify().is_named("so(2)")
