"""Layers that move channels by group elements: each method's step, its order in the depth, and its constant."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.linalg import expm
from torch import Tensor, nn

import lietheory as lt
from lconv.nn.generators.grid_algebra import grid_algebra
from lconv.nn.generators.parametrization import DenseGenerators
from lconv.nn.group.channel_exponentials import ExponentialLayer, SolveLayer, node_stack
from lconv.nn.layer import LConv
from lietheory.errors import ShapeError, UnknownNameError
from proofs_tests.strategies.layers import DTYPES, SIZES, close, normal

ALGEBRAS = {
    "so(2)": (lt.so(2), [2.0]),
    "so(3)": (lt.so(3), [0.6, -1.2, 1.5]),
    "aff(1)": (lt.aff(1), [0.9, -0.7]),
    "boost": (lt.so(1, 1), [1.5]),
}
DEPTHS = {"euler": (64, 128, 256), "taylor": (16, 32, 64), "cayley": (16, 32, 64)}


def dense(algebra: lt.LieAlgebra, dtype: torch.dtype = torch.float64) -> DenseGenerators:
    return DenseGenerators(torch.tensor(algebra.generators, dtype=dtype), trainable=False)


def matrix(name: str, depth: int, method: str) -> tuple[Tensor, Tensor]:
    """The matrix of the stack for one node of the algebra, and X."""
    algebra, t = ALGEBRAS[name]
    stack = node_stack(dense(algebra), torch.tensor([t], dtype=torch.float64), depth, method)
    L = dense(algebra)()
    columns = torch.eye(L.shape[1], dtype=L.dtype)[:, :, None]
    return stack(columns)[:, :, 0].T.detach(), torch.tensordot(torch.tensor(t, dtype=L.dtype), L, 1)


def size(M: Tensor) -> float:
    return float(torch.linalg.matrix_norm(M, 2))


def leading(method: str, X: Tensor) -> Tensor:
    """lim depth^order (stack - e^X), from the logarithm of one step."""
    E = torch.linalg.matrix_exp(X)
    return {"euler": -X @ X / 2, "taylor": -X @ X @ X / 6, "cayley": X @ X @ X / 12}[method] @ E


@pytest.mark.parametrize("name", ALGEBRAS)
@pytest.mark.parametrize("method", DEPTHS)
def test_the_error_falls_with_the_order_of_the_method_and_has_its_constant(name: str, method: str):
    order, depths = (1 if method == "euler" else 2), DEPTHS[method]
    results = [matrix(name, depth, method) for depth in depths]
    scaled = [depth**order * size(C - torch.linalg.matrix_exp(X)) for depth, (C, X) in zip(depths, results, strict=True)]
    constant = size(leading(method, results[0][1]))
    defects = [abs(s / constant - 1) for s in scaled]
    assert defects[2] < 0.02 and defects[2] < 0.6 * defects[1] and defects[1] < defects[0]  # so the limit is the constant itself


@pytest.mark.parametrize(("method", "constant"), [("euler", 2**2 / 2), ("taylor", 2**3 / 6), ("cayley", 2**3 / 12)])
def test_for_a_rotation_by_theta_the_constants_are_powers_of_theta(method: str, constant: float):
    C, X = matrix("so(2)", 512, method)
    assert abs(512 ** (1 if method == "euler" else 2) * size(C - torch.linalg.matrix_exp(X)) / constant - 1) < 0.005


@given(st.sampled_from(sorted(ALGEBRAS)), st.integers(1, 64), st.sampled_from(["euler", "taylor"]))
def test_explicit_layers_stay_within_the_proven_bounds(name: str, depth: int, method: str):
    C, X = matrix(name, depth, method)
    power = {"euler": size(X @ X) / (2 * depth), "taylor": size(X) ** 3 / (6 * depth**2)}[method]
    assert size(C - torch.linalg.matrix_exp(X)) <= power * np.exp(size(X)) * (1 + 1e-12)


@given(st.sampled_from(["so(2)", "so(3)", "boost"]), st.integers(1, 16))
def test_cayley_layers_keep_the_form_and_for_rotations_the_bound(name: str, depth: int):
    C, X = matrix(name, depth, "cayley")
    form = torch.diag(torch.tensor([1.0, -1.0] if name == "boost" else [1.0] * len(C), dtype=torch.float64))
    assert float((C.T @ form @ C - form).abs().max()) < 1e-11
    if name != "boost":
        assert size(C - torch.linalg.matrix_exp(X)) <= size(X) ** 3 / (12 * depth**2) * (1 + 1e-12)


@pytest.mark.parametrize("name", ALGEBRAS)
@pytest.mark.parametrize("depth", [1, 7])
def test_exponential_layers_are_exact(name: str, depth: int):
    C, X = matrix(name, depth, "exponential")
    assert close(C, torch.as_tensor(expm(X.numpy())))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("nodes", [1, 3])
@given(st.floats(-3, 0.7))
@example(np.log10(0.046))  # where torch's exponential of one matrix alone is worst
@example(np.log10(0.42))
def test_one_node_is_as_exact_as_many_at_every_size(nodes: int, dtype: torch.dtype, power: float):
    t = torch.tensor([0.48, -0.64, 0.6], dtype=torch.float64) * 10**power
    layer = ExponentialLayer(dense(lt.so(3), dtype), t.to(dtype)[:, None].expand(-1, nodes))
    X = torch.tensordot(t.to(dtype).double(), dense(lt.so(3))(), 1)
    found = layer(torch.eye(3, dtype=dtype)[:, :, None].expand(-1, -1, nodes))[:, :, 0].T
    assert close(found, torch.as_tensor(expm(X.numpy())).to(dtype)) and close(layer.fixed().M[0], found)


@pytest.mark.parametrize("method", ["euler", "taylor", "cayley", "exponential"])
@given(st.integers(1, 6), DTYPES, st.integers(0, 2**31))
def test_every_channel_moves_by_its_own_element_alone(method: str, nodes: int, dtype: torch.dtype, seed: int):
    t, h = 0.3 * normal(seed, nodes, 3, dtype=dtype), normal(seed + 1, 2, 3, nodes, dtype=dtype)
    together = node_stack(dense(lt.so(3), dtype), t, 3, method)(h)
    singly = [node_stack(dense(lt.so(3), dtype), t[k : k + 1], 3, method)(h[..., k : k + 1]) for k in range(nodes)]
    assert close(together, torch.cat(singly, 2)) and together.dtype == dtype


def test_euler_layers_are_those_of_proposition_2():
    t = torch.tensor([[0.5, 0.0, 1.0], [0.0, 2.0, 0.0]])
    (layer, again) = node_stack(dense(lt.so(3), torch.float32), -t, 2)
    assert layer is again and isinstance(layer, LConv) and layer.bias is None
    assert torch.equal(layer.weight, torch.stack([torch.eye(2), *(torch.diag(-row / 2) for row in t.T)]))


@given(SIZES, SIZES, DTYPES, st.integers(0, 2**31))
def test_the_solve_layer_is_the_inverse_of_the_l_conv_with_diagonal_weights(b: int, c: int, dtype: torch.dtype, seed: int):
    L, x = dense(lt.so(3), dtype), normal(seed, b, 3, c, dtype=dtype)
    weight = torch.cat([torch.ones(1, c, dtype=dtype), 0.3 * normal(seed + 1, 3, c, dtype=dtype)])
    forward = LConv(3, c, c, generators=L, bias=False, dtype=dtype)
    with torch.no_grad():
        forward.weight.copy_(torch.diag_embed(weight))
    assert close(SolveLayer(L, weight)(forward(x)), x)


@pytest.mark.parametrize("method", ["euler", "taylor", "cayley", "exponential"])
def test_gradients_in_features_and_weights_are_those_of_finite_differences(method: str):
    stack = node_stack(dense(lt.so(3)), normal(0, 2, 3), 2, method)
    x, names = normal(1, 2, 3, 2).requires_grad_(), [name for name, _ in stack.named_parameters()]
    values = [p.detach().clone().requires_grad_() for p in stack.parameters()]
    assert values

    def value(x: Tensor, *parameters: Tensor) -> Tensor:
        return torch.func.functional_call(stack, dict(zip(names, parameters, strict=True)), (x,))

    assert torch.autograd.gradcheck(value, (x, *values), fast_mode=True)


def test_the_methods_agree_on_a_grid():
    turn = grid_algebra(lt.so(2), (9, 9), "central", mask="window", dtype=torch.float64)
    x, t = normal(0, 1, 81, 2), torch.tensor([[0.2], [-0.3]], dtype=torch.float64)
    exact = node_stack(turn, t, 1, "exponential")(x)
    errors = {
        method: size((node_stack(turn, t, 32, method)(x) - exact)[0].detach()) / size(exact[0].detach()) for method in DEPTHS
    }
    assert errors["cayley"] < errors["taylor"] < errors["euler"] < 0.05 and errors["taylor"] < 1e-3


L3 = DenseGenerators(torch.zeros(2, 3, 3), trainable=False)
REFUSED = {
    "method": (lambda: node_stack(L3, torch.zeros(4, 2), 1, "caley"), UnknownNameError, "cayley"),
    "depth": (lambda: node_stack(L3, torch.zeros(4, 2), 0), ShapeError, "depth >= 1"),
    "coordinates": (lambda: node_stack(L3, torch.zeros(4, 3), 1), ShapeError, r"t \(nodes, 2\)"),
    "rectangular": (lambda: node_stack(DenseGenerators(torch.zeros(2, 3, 4)), torch.zeros(4, 2), 1), ShapeError, "square"),
    "solve": (lambda: SolveLayer(L3, torch.zeros(2, 4)), ShapeError, r"weight \(3, channels\)"),
    "exponential": (lambda: ExponentialLayer(L3, torch.zeros(3, 4)), ShapeError, r"weight \(2, channels\)"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused(case: str):
    call, error, word = REFUSED[case]
    with pytest.raises(error, match=word):
        call()


def test_a_stack_is_a_module_of_torch():
    stack = node_stack(dense(lt.so(3)), normal(0, 2, 3), 3, "cayley")
    assert isinstance(stack, nn.Sequential) and len(stack) == 6 and sum(1 for _ in stack.parameters()) == 2
