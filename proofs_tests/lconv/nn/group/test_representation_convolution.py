"""Group convolution on a representation space: against its reference, Haar measure near the identity, and depth."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

import lietheory as lt
from lconv.nn.generators.grid_algebra import grid_algebra
from lconv.nn.group.representation_convolution import RepresentationConv
from lietheory.errors import PrecisionError, ShapeError, UnknownNameError
from lietheory.representation import box_quadrature, exponential, group_convolution, so2_quadrature, so3_quadrature
from lietheory.representation.group_convolution import Neighbourhood
from proofs_tests.strategies.layers import close, normal

GROUPS = {
    "SO(2)": (so2_quadrature(7), lt.so(2)),
    "SO(3)": (so3_quadrature(1), lt.so(3)),
    "aff(1)": (box_quadrature(lt.aff(1), 0.8, 4), lt.aff(1)),
}


@pytest.mark.parametrize("name", GROUPS)
@given(st.integers(0, 2**31), st.booleans())
def test_it_is_the_reference_with_learned_values(name: str, seed: int, nonlinear: bool):
    near, algebra = GROUPS[name]
    f = torch.tanh if nonlinear else None
    layer = RepresentationConv(near, algebra, 2, 3, f=f, bias=False, dtype=torch.float64)
    with torch.no_grad():
        layer.values.copy_(normal(seed, *layer.values.shape))
    x, g = normal(seed + 1, 2, layer.space, 2), layer.values.detach().numpy()
    number = Neighbourhood(np.arange(len(near.weights))[:, None], near.elements, near.weights)
    for sample, found in zip(x.numpy(), layer(x), strict=True):
        expected = group_convolution(np.tanh if nonlinear else lambda h: h, lambda k: g[int(k[0])], sample, number)
        assert close(found, torch.as_tensor(expected))


def equivariance_error(layer: RepresentationConv, v: Tensor) -> float:
    x = normal(0, 1, 3, 1)
    return float((layer(v @ x) - v @ layer(x)).detach().abs().max() / layer(x).detach().abs().max())


def test_the_printed_form_is_equivariant_for_class_functions_and_for_no_others():
    v = torch.as_tensor(exponential(lt.so(3).generators.astype(float), [0.5, 1.0, -0.3]))
    trace, corner = (
        lambda u: u.diagonal(dim1=1, dim2=2).sum(1)[:, None, None],
        lambda u: (u[:, 0, 0] + 2 * u[:, 1, 2])[:, None, None],
    )
    layers = [RepresentationConv(so3_quadrature(1), lt.so(3), 1, 1, g, bias=False, dtype=torch.float64) for g in (trace, corner)]
    assert equivariance_error(layers[0], v) < 1e-12 < 0.1 < equivariance_error(layers[1], v)


def kernel(u: Tensor) -> Tensor:
    return torch.exp(0.5 * u[:, 0, 0] + u[:, 0, 1])[:, None, None]


@pytest.mark.parametrize(("name", "lebesgue_order"), [("aff(1)", 1), ("SO(3)", 2)])
def test_moments_without_haar_density_are_off_by_the_first_order_where_ad_has_a_trace(name: str, lebesgue_order: int):
    """Proposition 1: one Euler layer with the moments W^0 = int g, W^i = -int eps^i g, for boxes of radius eta."""
    algebra, orders = GROUPS[name][1], {}
    x, radii = normal(3, 1, algebra.generators.shape[1], 1), [2.0**-k for k in range(4, 9)]
    for measure in ("haar", "lebesgue"):
        errors = []
        for eta in radii:
            near = box_quadrature(algebra, eta, 4)
            flat = box_quadrature(lt.heisenberg(1) if algebra.dimension == 3 else lt.so(1, 1), eta, 4).weights
            flat = flat if algebra.dimension == 3 else np.outer(flat, flat).ravel()  # nilpotent: the density is one
            weights = near.weights if measure == "haar" else flat
            one = torch.eye(near.elements.shape[1], dtype=torch.float64)
            options = {"kernel": lambda u, one=one, eta=eta: kernel((u - one) / eta), "bias": False, "dtype": torch.float64}
            exact = RepresentationConv(near, algebra, 1, 1, **options)
            local = RepresentationConv(near._replace(weights=weights), algebra, 1, 1, depth=1, **options)
            errors.append(float((exact(x) - local(x)).norm() / near.weights.sum()))
        orders[measure] = math.log2(errors[-2] / errors[-1])
    assert abs(orders["haar"] - 2) < 0.1 and abs(orders["lebesgue"] - lebesgue_order) < 0.1


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("method", ["euler", "taylor", "cayley"])
def test_layers_reach_it_within_the_proven_total_error(name: str, method: str):
    near, algebra = GROUPS[name]
    options = {"kernel": kernel, "f": torch.tanh, "bias": False, "dtype": torch.float64}
    x = normal(5, 1, algebra.generators.shape[1], 1)
    exact = RepresentationConv(near, algebra, 1, 1, **options)(x)
    X = np.tensordot(near.coordinates, algebra.generators.astype(float), axes=1)
    mass = near.weights @ kernel(torch.as_tensor(near.elements)).abs().numpy()[:, 0, 0]
    sizes, squares = (np.linalg.norm(M, 2, axis=(1, 2)) for M in (X, X @ X))
    errors = [
        float((RepresentationConv(near, algebra, 1, 1, depth=l, method=method, **options)(x) - exact).norm())
        for l in (16, 32, 64)
    ]
    if method == "euler":  # |g|_1 Lip(tanh) |x| max |X^2| e^|X| / (2 l)
        bound = mass * float(x.norm()) * float((squares * np.exp(sizes)).max()) / 2
        assert all(error <= bound / l for error, l in zip(errors, (16, 32, 64), strict=True))
    order = math.log2(errors[1] / errors[2])
    assert abs(order - (1 if method == "euler" else 2)) < 0.25


def test_nodes_and_depth_together_converge_to_the_integral():
    """A kernel on half the circle with tanh between: the error of the quadrature adds to that of the depth."""
    options = {"kernel": lambda u: (1 + u[:, 1, 0])[:, None, None], "f": torch.tanh, "bias": False, "dtype": torch.float64}
    x = torch.tensor([[[0.8], [-0.6]]], dtype=torch.float64)
    truth = RepresentationConv(box_quadrature(lt.so(2), 2.0, 40), lt.so(2), 1, 1, **options)(x)
    errors = [
        float((RepresentationConv(box_quadrature(lt.so(2), 2.0, n), lt.so(2), 1, 1, depth=l, **options)(x) - truth).norm())
        for n, l in [(12, 32), (12, 128), (12, 512), (3, 512)]
    ]
    assert errors[1] < errors[0] / 3.5 and errors[2] < errors[1] / 3.5  # depth, where the nodes are enough
    assert errors[3] > 3 * errors[2]  # nodes, where the depth is enough


def test_the_mean_over_rotations_of_an_image_is_its_radial_part():
    turn = grid_algebra(lt.so(2), (15, 15), dtype=torch.float64)
    rows, columns = np.indices((15, 15)) - 7.0
    radial = np.exp(-(rows**2 + columns**2) / (2 * 2.0**2))
    image = torch.as_tensor(radial * (1 + 0.5 * rows)).reshape(1, 225, 1)
    mean = RepresentationConv(
        so2_quadrature(8), turn, 1, 1, lambda u: torch.ones(len(u), 1, 1).double(), bias=False, dtype=torch.float64
    )
    assert float((mean(image)[0, :, 0] - torch.as_tensor(radial).flatten()).abs().max()) < 1e-3


def test_values_at_the_nodes_keep_the_mean_square_of_features():
    generator = torch.Generator().manual_seed(0)
    layer = RepresentationConv(so3_quadrature(2), lt.so(3), 8, 64, generator=generator)
    assert 0.75 < float(layer(torch.randn(64, 3, 8, generator=generator)).detach().square().mean()) < 1.3


@pytest.mark.parametrize("depth", [None, 2])
def test_its_gradients_are_those_of_finite_differences(depth: int | None):
    layer = RepresentationConv(so2_quadrature(3), lt.so(2), 2, 1, f=torch.tanh, depth=depth, dtype=torch.float64)
    assert torch.autograd.gradcheck(layer, normal(0, 2, 2, 2).requires_grad_(), fast_mode=True)
    layer(normal(0, 2, 2, 2)).square().sum().backward()
    assert layer.values.grad.abs().min() > 0


def test_the_nodes_stay_and_generators_learn_where_they_may():
    fields = grid_algebra(lt.so(2), (3, 3), "central", trainable=True, dtype=torch.float64)
    names = {}
    for depth in (None, 2):
        layer = RepresentationConv(so2_quadrature(3), fields, 1, 1, depth=depth, dtype=torch.float64)
        layer(normal(0, 2, 9, 1)).square().sum().backward()
        names[depth] = {name.split(".")[-1] for name, p in layer.named_parameters() if p.grad is not None}
    assert names == {None: {"values", "bias", "velocity"}, 2: {"values", "bias", "velocity"}}
    assert list(RepresentationConv(so2_quadrature(3), lt.so(2), 1, 1).state_dict()) == ["values", "bias"]


@pytest.mark.parametrize(("depth", "method"), [(None, "euler"), (2, "euler"), (2, "taylor"), (2, "cayley")])
def test_it_compiles_and_exports_for_any_batch(depth: int | None, method: str):
    layer, x = RepresentationConv(*GROUPS["aff(1)"], 2, 3, depth=depth, method=method, dtype=torch.float64), normal(0, 4, 2, 2)
    torch._dynamo.reset()
    assert close(torch.compile(layer, backend="aot_eager", fullgraph=True)(x), layer(x))
    program = torch.export.export(layer, (x,), dynamic_shapes=({0: torch.export.Dim("batch", min=2, max=64)},))
    assert close(program.module()(x[:3]), layer(x[:3]))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        low = layer.float()(x.float())
    assert torch.allclose(low.float(), layer(x.float()), atol=0.05, rtol=0.05)


REFUSED = {
    "generators": (lambda: RepresentationConv(so2_quadrature(3), lt.so(3), 1, 1), ShapeError, "one for each coordinate"),
    "one matrix": (lambda: RepresentationConv(so2_quadrature(3), np.eye(2), 1, 1), ShapeError, r"L\[None\]"),
    "space": (lambda: RepresentationConv(so2_quadrature(3), lt.so(2), 1, 1)(torch.zeros(1, 3, 1)), ShapeError, "2, channel"),
    "channels": (lambda: RepresentationConv(so2_quadrature(3), lt.so(2), 2, 1)(torch.zeros(1, 2, 1)), ShapeError, "2 channels"),
    "method": (lambda: RepresentationConv(so2_quadrature(3), lt.so(2), 1, 1, depth=1, method="eular"), UnknownNameError, "euler"),
    "exchanged": (lambda: RepresentationConv(so2_quadrature(3), lt.so(2), 3, 1)(torch.zeros(1, 3, 2)), ShapeError, "transpose"),
    "no channels": (lambda: RepresentationConv(so2_quadrature(3), lt.so(2), 0, 1), ShapeError, "at least one channel"),
    "precision": (
        lambda: RepresentationConv(so2_quadrature(3), lt.so(2), 1, 1)(torch.zeros(1, 2, 1).double()),
        PrecisionError,
        r"x\.to\(torch\.float32\)",
    ),
    "depth": (lambda: RepresentationConv(so2_quadrature(3), lt.so(2), 1, 1, depth=0), ShapeError, "depth >= 1"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused(case: str):
    call, error, word = REFUSED[case]
    with pytest.raises(error, match=word):
        call()
