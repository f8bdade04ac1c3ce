"""Group convolution of functions on SO(2), SO(3) and aff(1): against its integral, and equivariant up to the quadrature."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

import lietheory as lt
from lconv.nn.group.group_convolution import GroupConv
from lconv.nn.group.kernels import PolynomialKernel
from lietheory.errors import ShapeError
from lietheory.representation import box_quadrature, equivariant_convolution, exponential, so2_quadrature, so3_quadrature
from lietheory.representation.group_convolution import Neighbourhood
from proofs_tests.strategies.layers import close, normal

Function = Callable[[Tensor], Tensor]


def element(algebra: lt.LieAlgebra, *t: float) -> Tensor:
    return torch.as_tensor(exponential(algebra.generators.astype(float), t))


def moved(f: Function, w: Tensor) -> Function:
    """(w f)(s) = f(w^-1 s)."""
    return lambda s: f(torch.linalg.solve(w, s))


def equivariance_error(layer: GroupConv, f: Function, w: Tensor, v: Tensor) -> float:
    """|(w f) * g - w (f * g)| at elements v, relative to f * g."""
    s = layer.elements
    first, second = layer(moved(f, w)(s)[None], at=v), layer(f(s)[None], at=torch.linalg.solve(w, v))
    return float(((first - second).abs().max() / second.abs().max()).detach())


def polynomial(seed: int, degree: int, size: int, *channels: int) -> Function:
    """A random polynomial of the entries of u: matrix coefficients up to this degree."""
    A = [normal(seed + k, (size * size) ** k, int(np.prod(channels))) for k in range(degree + 1)]

    def value(u: Tensor) -> Tensor:
        power, total = torch.ones(len(u), 1, dtype=u.dtype), 0.0
        for k in range(degree + 1):
            total = total + power @ A[k]
            power = torch.einsum("na,nb->nab", power, u.flatten(1)).flatten(1)
        return total.unflatten(1, channels)

    return value


@given(st.integers(1, 9), st.integers(0, 2**31))
def test_on_the_circle_it_is_the_circular_convolution(n: int, seed: int):
    table, f = normal(seed, n, 2, 3), normal(seed + 1, 4, n, 2)

    def kernel(u: Tensor) -> Tensor:
        steps = torch.atan2(u[:, 1, 0], u[:, 0, 0]) * n / (2 * torch.pi)
        return table[steps.round().long() % n]

    found = GroupConv(so2_quadrature(n), 2, 3, kernel, bias=False, dtype=torch.float64)(f)
    spectrum = torch.einsum("bnc,nce->bne", torch.fft.fft(f, dim=1), torch.fft.fft(table, dim=0))
    assert close(found, torch.fft.ifft(spectrum, dim=1).real / n)


@given(st.floats(-3, 3), st.integers(0, 2**31))
def test_on_the_circle_it_is_equivariant_for_every_rotation_while_the_band_fits(angle: float, seed: int):
    f, g = polynomial(seed, 2, 2, 2), polynomial(seed + 9, 2, 2, 2, 3)
    v, w = so2_quadrature(4).elements, element(lt.so(2), angle)
    fine, coarse = (GroupConv(so2_quadrature(n), 2, 3, g, dtype=torch.float64) for n in (5, 2))
    assert equivariance_error(fine, f, w, torch.as_tensor(v)) < 1e-12
    turn = element(lt.so(2), 0.4)
    assert equivariance_error(coarse, f, turn, torch.as_tensor(v)) > 1e-4


@pytest.mark.parametrize("band", [1, 2])
def test_on_rotations_it_is_equivariant_up_to_the_band_and_not_beyond(band: int):
    v, w = element(lt.so(3), 0.3, -1.0, 2.0)[None], element(lt.so(3), -0.7, 0.4, 1.1)
    layer = [GroupConv(so3_quadrature(band), 2, 3, polynomial(7, k, 3, 2, 3), dtype=torch.float64) for k in (band, band + 1)]
    assert equivariance_error(layer[0], polynomial(3, band, 3, 2), w, v) < 1e-12
    assert equivariance_error(layer[1], polynomial(3, band + 1, 3, 2), w, v) > 1e-3


def test_for_a_kernel_that_is_no_polynomial_the_error_falls_with_the_band():
    v, w, f = element(lt.so(3), 0.3, -1.0, 2.0)[None], element(lt.so(3), -0.7, 0.4, 1.1), polynomial(3, 1, 3, 1)

    def kernel(u: Tensor) -> Tensor:
        return torch.exp(u[:, 0, 0] - 0.5 * u[:, 1, 2])[:, None, None]

    layers = [GroupConv(so3_quadrature(band), 1, 1, kernel, dtype=torch.float64) for band in (1, 2, 3, 4)]
    errors = [equivariance_error(layer, f, w, v) for layer in layers]
    assert errors[0] > 0.001 and errors[3] < 1e-6
    assert all(b < a / 5 for a, b in pairwise(errors))


@pytest.mark.parametrize("band", [1, 2])
def test_it_is_the_integral_over_u_of_f_of_v_u_inverse_times_g(band: int):
    f, g, near = polynomial(1, band, 3, 2), polynomial(2, band, 3, 2, 3), so3_quadrature(band)
    v = element(lt.so(3), 1.0, 0.2, -0.5)
    found = GroupConv(near, 2, 3, g, bias=False, dtype=torch.float64)(f(torch.as_tensor(near.elements))[None], at=v[None])
    expected = equivariant_convolution(
        lambda u: f(torch.as_tensor(u)[None])[0].numpy(),
        lambda eps: g(element(lt.so(3), *eps)[None])[0].numpy(),
        v.numpy(),
        near,
    )
    assert close(found[0, 0], torch.as_tensor(expected))


def bump(width: float, centre: float) -> Function:
    def value(u: Tensor) -> Tensor:
        return torch.exp(-((u[:, 0, 0].log() - centre) ** 2 + u[:, 0, 1] ** 2) / (2 * width**2))[:, None]

    return value


def affine_nodes(side: str, haar: bool = True) -> Neighbourhood:
    near = box_quadrature(lt.aff(1), [2.0, 3.2], 48, side)
    flat = box_quadrature(lt.so(1, 1), 1.0, 48).weights  # Gauss weights on [-1, 1]
    return near if haar else near._replace(weights=np.outer(flat, flat).ravel() * 2.0 * 3.2)


@pytest.mark.parametrize(("side", "haar"), [("left", True), ("right", True), ("left", False)])
def test_on_aff_1_it_is_equivariant_with_left_haar_measure_and_with_no_other(side: str, haar: bool):
    f, g = bump(0.35, 0.1), bump(0.5, 0.0)
    layer = GroupConv(affine_nodes(side, haar), 1, 1, lambda u: g(u)[:, None], dtype=torch.float64)
    v, w = element(lt.aff(1), 0.2, 0.1)[None], element(lt.aff(1), 0.3, -0.3)
    error = equivariance_error(layer, f, w, v)
    assert error < 1e-5 if (side, haar) == ("left", True) else error > 0.1


def test_on_aff_1_the_form_over_u_takes_right_haar_measure():
    f, g, v = bump(0.35, 0.1), bump(0.5, 0.0), element(lt.aff(1), 0.2, 0.1)
    s = affine_nodes("left")
    left = GroupConv(s, 1, 1, lambda u: g(u)[:, None], bias=False, dtype=torch.float64)(
        f(torch.as_tensor(s.elements))[None], at=v[None]
    )

    def over_u(side: str) -> float:
        near = affine_nodes(side)
        u = torch.as_tensor(near.elements)
        return float(torch.as_tensor(near.weights) @ (f(v @ torch.linalg.inv(u)) * g(u))[:, 0])

    assert abs(over_u("right") / float(left) - 1) < 1e-6 < 0.05 < abs(over_u("left") / float(left) - 1)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_default_kernel_learns_and_every_number_has_a_gradient(dtype: torch.dtype):
    torch.manual_seed(0)
    layer = GroupConv(so3_quadrature(1), 2, 3, dtype=dtype)
    f = normal(0, 4, 18, 2, dtype=dtype).requires_grad_()
    y = layer(f)
    assert y.shape == (4, 18, 3) and y.dtype == dtype
    y.square().sum().backward()
    assert f.grad.abs().min() > 0 and all(p.grad.abs().max() > 0 for p in layer.parameters())
    assert torch.equal(GroupConv(so3_quadrature(1), 2, 3, layer.kernel, dtype=dtype)(f), layer(f))  # the bias is zero


@given(st.integers(0, 2**31))
def test_polynomial_kernels_that_learn_make_layers_that_are_equivariant_exactly_one_after_another(seed: int):
    generator, near, w = torch.Generator().manual_seed(seed), so3_quadrature(2), element(lt.so(3), -0.7, 0.4, 1.1)
    first, second = (
        GroupConv(near, c, e, PolynomialKernel(3, 2, c, e, dtype=torch.float64, generator=generator), dtype=torch.float64)
        for c, e in ((2, 3), (3, 1))
    )
    f, v = polynomial(seed, 2, 3, 2), element(lt.so(3), 0.3, -1.0, 2.0)[None]
    s = first.elements
    moved_first = second(first(moved(f, w)(s)[None]), at=v)
    assert close(moved_first, second(first(f(s)[None]), at=torch.linalg.solve(w, v)))
    assert close(second(first(f(s)[None], at=torch.linalg.solve(w, s)), at=v), moved_first)


def test_a_polynomial_kernel_has_every_monomial_once():
    kernel = PolynomialKernel(2, 2, 1, 1, dtype=torch.float64)
    u = normal(0, 1, 2, 2)
    monomials = kernel.monomials(u)[0]
    a, b, c, d = u.flatten()
    expected = torch.stack([torch.ones_like(a), a, b, c, d, a * a, a * b, a * c, a * d, b * b, b * c, b * d, c * c, c * d, d * d])
    assert close(monomials, expected)


def test_its_gradients_are_those_of_finite_differences():
    layer = GroupConv(so2_quadrature(3), 2, 1, dtype=torch.float64)
    assert torch.autograd.gradcheck(layer, normal(0, 2, 3, 2).requires_grad_(), fast_mode=True)


def test_it_compiles_and_exports_for_any_batch():
    layer, f = GroupConv(so2_quadrature(3), 2, 1, dtype=torch.float64), normal(0, 4, 3, 2)
    torch._dynamo.reset()
    assert close(torch.compile(layer, backend="aot_eager", fullgraph=True)(f), layer(f))
    program = torch.export.export(layer, (f,), dynamic_shapes=({0: torch.export.Dim("batch", min=2, max=64)},))
    assert close(program.module()(f[:3]), layer(f[:3]))


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: GroupConv(so2_quadrature(3), 2, 1)(torch.zeros(4, 2, 3)), r"\(batch, 3, 2\)"),
        (lambda: GroupConv(so2_quadrature(3), 1, 1, lambda u: u[:, 0, 0])(torch.zeros(4, 3, 1)), r"g\(u\)\[:, None, None\]"),
        (lambda: GroupConv(so2_quadrature(3)._replace(weights=np.ones(2)), 1, 1), "weights"),
    ],
)
def test_what_does_not_fit_is_refused(call, word: str):
    with pytest.raises(ShapeError, match=word):
        call()
