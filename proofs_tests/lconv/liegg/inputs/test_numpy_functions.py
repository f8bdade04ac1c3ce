"""Functions of numpy arrays and models that take derivatives of their own are looked at like any network."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

import lconv
from lconv.liegg.inputs.numpy_functions import differences
from lietheory.errors import NotDifferentiableError, PrecisionError, ShapeError

X = torch.randn(500, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))

MIXED = np.array([[1.0, 0.3, 0.1], [0.2, -1.0, 0.4], [0.5, 0.7, 1.2]])


def _radius(x: np.ndarray) -> np.ndarray:
    return np.sqrt((x**2).sum(axis=1))


def _slope(x: np.ndarray) -> np.ndarray:
    return x / _radius(x)[:, None]


def _lopsided(x: np.ndarray) -> np.ndarray:
    return np.tanh(x @ MIXED)


@pytest.mark.parametrize("gradient", [None, _slope], ids=["differences", "given"])
@pytest.mark.parametrize("units", [1.0, 1e-3, 1e3])
def test_a_numpy_function_has_the_symmetries_of_its_torch_twin(gradient, units):
    found = lconv.discover(lconv.differentiable(_radius, gradient), units * X, lconv.LinearAction(3))
    assert found.dimension == 3
    assert found.identify().is_named("so(3)")


def test_a_numpy_function_without_symmetry_has_none():
    assert lconv.discover(lconv.differentiable(_lopsided), X, lconv.LinearAction(3)).status == "none"


def test_an_input_that_a_numpy_function_ignores_is_exact_in_any_basis():
    turn = np.linalg.qr(np.random.default_rng(0).normal(size=(3, 3)))[0]
    found = lconv.discover(lconv.differentiable(lambda x: np.sin((x @ turn)[:, :2])), X, lconv.LinearAction(3))
    assert found.exact_dimension == 3  # whatever the third coordinate becomes


def test_differences_are_those_of_the_derivative():
    found = differences(lconv.differentiable(_radius), X.numpy())
    assert np.abs(found.jacobian[:, 0] - _slope(X.numpy())).max() < 1e-7  # the nearest point is .15 from the kink
    y = torch.as_tensor(X.numpy(), dtype=torch.float64).requires_grad_()
    torch.autograd.backward(lconv.differentiable(_lopsided)(y).sum())
    exact = (1 - _lopsided(X.numpy()) ** 2) @ MIXED.T
    assert y.grad is not None and np.abs(y.grad.numpy() - exact).max() < 1e-9


def test_a_gradient_of_another_function_is_refused():
    with pytest.raises(NotDifferentiableError, match="sign"):
        lconv.discover(lconv.differentiable(_radius, lambda x: -_slope(x)), X, lconv.LinearAction(3))


def test_differences_without_digits_are_refused():
    with pytest.raises(PrecisionError, match="scale="):
        lconv.discover(lconv.differentiable(lambda x: np.sin(3e4 * x).sum(axis=1)), X, lconv.LinearAction(3))


def test_values_and_gradients_of_another_shape_are_refused():
    with pytest.raises(ShapeError, match="each point"):
        lconv.discover(lconv.differentiable(lambda x: x.sum()), X, lconv.LinearAction(3))
    with pytest.raises(ShapeError, match="each output"):
        lconv.discover(lconv.differentiable(_radius, lambda x: x[:, :2]), X, lconv.LinearAction(3))
    with pytest.raises(ShapeError, match="function"):
        lconv.differentiable(3)


def test_a_numpy_function_itself_is_refused_with_the_cure():
    for f in (_radius, lambda x: np.linalg.norm(x.numpy(), axis=1)):
        with pytest.raises(ShapeError, match=r"lconv\.differentiable"):
            lconv.discover(f, X, lconv.LinearAction(3))


class Forces(torch.nn.Module):
    """The forces of the potential exp(-|x|^2 / 2) (or another), by a derivative inside the forward pass."""

    def __init__(self, graph: bool = True):
        super().__init__()
        self.graph = graph

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        """Energy and forces."""
        x.requires_grad_()
        energy = torch.exp(-(x**2).sum(dim=1) / 2)
        forces = -torch.autograd.grad(energy.sum(), x, create_graph=self.graph)[0]
        return {"energy": energy, "forces": forces}


def test_a_model_of_forces_by_autograd_is_equivariant():
    found = lconv.discover(Forces(), X, lconv.LinearAction(3), lconv.LinearAction(3), field="forces")
    assert (found.status, found.dimension) == ("symmetric", 3)
    pairs = found.generators
    assert np.abs(pairs[:, :3, :3] - pairs[:, 3:, 3:]).max() < 1e-8


def test_the_energy_of_a_model_of_forces_is_invariant():
    assert lconv.discover(Forces(), X, lconv.LinearAction(3), field="energy").dimension == 3


def test_forces_without_a_graph_are_refused_with_the_cure():
    for field in ("energy", "forces"):
        with pytest.raises(NotDifferentiableError, match="create_graph=True"):
            lconv.discover(Forces(graph=False), X, lconv.LinearAction(3), field=field)


def test_forces_without_a_graph_can_be_differenced():
    forces = Forces(graph=False)

    def f(x: np.ndarray) -> np.ndarray:
        with torch.enable_grad():
            return forces(torch.as_tensor(x))["forces"].detach().numpy()

    assert lconv.discover(lconv.differentiable(f), X, lconv.LinearAction(3), lconv.LinearAction(3)).dimension == 3
