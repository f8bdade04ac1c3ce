"""Algebras on grids: their brackets, their flows, their sign, and the layer that has them as generators."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

import lietheory as lt
from lconv.nn.generators.grid_algebra import GridGenerators, grid_algebra
from lconv.nn.layer import LConv
from lietheory.errors import PrecisionError, ShapeError, UnknownNameError
from lietheory.representation import field_matrix, grid_generators, grid_points, grid_velocity
from proofs_tests.strategies.layers import DTYPES, SIZES, TOLERANCE, close, normal

ALGEBRAS = {
    "aff(1)": (lt.aff(1), (61,)),
    "sl(2)": (lt.sl(2), (41, 41)),
    "gl(2)": (lt.gl(2), (41, 43)),
    "se(2)": (lt.se(2), (43, 41)),
    "so(3)": (lt.so(3), (33, 35, 33)),
}


def bump(shape: tuple[int, ...], width: float, rotation: np.ndarray | None = None) -> torch.Tensor:
    """A Gaussian around a point off the centre, elongated, at R^-1 x: (1, points, 1)."""
    x = grid_points(shape) if rotation is None else grid_points(shape) @ rotation
    centre = 0.6 * width * np.arange(1, len(shape) + 1) / len(shape)
    scaled = (x - centre) / width / (1 + 0.15 * np.arange(len(shape)))
    return torch.as_tensor(np.exp(-(scaled**2).sum(1) / 2))[None, :, None]


def bracket_defect(algebra: lt.LieAlgebra, shape: tuple[int, ...], width: float, derivative: str) -> float:
    """max over k, m of |[L_k, L_m] f - sum_j f_kmj L_j f| / |L_k L_m f|, in maximum norms, on a Gaussian."""
    generators = grid_algebra(algebra, shape, derivative, dtype=torch.float64)
    f, n = bump(shape, width), algebra.dimension
    first = generators.act(f)
    second = torch.stack([generators.act(first[m]) for m in range(n)], 1)  # (k, m): L_k L_m f
    constants = torch.as_tensor(algebra.structure_constants.astype(float))
    defect = second - second.transpose(0, 1) - torch.einsum("kmj,jbsc->kmbsc", constants, first)
    return float((defect.abs().amax((2, 3, 4)) / second.abs().amax((2, 3, 4))).max())


@pytest.mark.parametrize("name", ALGEBRAS)
def test_spectral_generators_have_the_brackets_of_the_algebra_on_functions_the_grid_resolves(name: str):
    algebra, shape = ALGEBRAS[name]
    assert bracket_defect(algebra, shape, 2.0, "spectral") < 2e-6  # e^-(2 pi)^2/2 = 3e-9 beyond Nyquist, times 20^2 samples


@pytest.mark.parametrize("name", ["aff(1)", "gl(2)", "se(2)"])
def test_central_generators_have_the_brackets_up_to_the_square_of_the_spacing(name: str):
    algebra = ALGEBRAS[name][0]
    axes = len(ALGEBRAS[name][1])
    defects = [bracket_defect(algebra, (16 * k + 1,) * axes, 1.5 * k, "central") for k in (1, 2, 4)]
    orders = [math.log2(a / b) for a, b in pairwise(defects)]
    assert abs(orders[1] - 2) < 0.2


def test_the_wrong_sign_has_the_brackets_of_the_opposite_algebra():
    flipped = lt.LieAlgebra.from_matrices(-lt.se(2).generators)  # the field +(A x) . grad
    generators, f = grid_algebra(flipped, (41, 41), dtype=torch.float64), bump((41, 41), 2.0)
    turn, down, right = (lambda x, k=k: generators.act(x, slice(k, k + 1))[0] for k in range(3))
    assert lt.se(2).structure_constants[0, 1, 2] == 1  # [turn, down] = right
    bracket = turn(down(f)) - down(turn(f))
    assert float((bracket + right(f)).abs().max()) < 1e-6 < 0.1 < float((bracket - right(f)).abs().max())


@pytest.mark.parametrize(("derivative", "error"), [("spectral", 1e-5), ("spline", 4e-3), ("central", 0.05)])
def test_the_exponential_turns_the_image_as_the_function_is_turned(derivative: str, error: float):
    L = grid_algebra(lt.so(2), (21, 21), derivative, dtype=torch.float64)()[0]
    angle, shape = 0.7, (21, 21)
    c, s = np.cos(angle), np.sin(angle)
    moved = torch.linalg.matrix_exp(angle * L) @ bump(shape, 1.7)
    expected = bump(shape, 1.7, np.array([[c, -s], [s, c]]))  # f(R^-1 x), as rows x R
    backwards = bump(shape, 1.7, np.array([[c, s], [-s, c]]))
    assert float((moved - expected).abs().max()) < error < 0.2 < float((moved - backwards).abs().max())


def test_rotating_a_volume_about_an_axis_is_the_exponential_of_that_generator():
    shape, angle = (9, 19, 19), 0.5
    turn_x = grid_algebra(lt.so(3), shape, dtype=torch.float64)
    c, s = np.cos(angle), np.sin(angle)
    moved, term = bump(shape, 1.6), bump(shape, 1.6)
    for j in range(1, 60):  # the exponential series, in which no matrix is made
        term = angle / j * turn_x.act(term, slice(0, 1))[0]
        moved = moved + term
    expected = bump(shape, 1.6, np.array([[1, 0, 0], [0, c, -s], [0, s, c]]))
    assert float((moved - expected).abs().max()) < 1e-3


@pytest.mark.parametrize("derivative", ["spectral", "central", "spline"])
@given(st.lists(SIZES, min_size=1, max_size=3), DTYPES, st.integers(0, 2**31))
def test_fields_act_as_their_matrices_and_these_are_those_of_the_sparse_form(derivative, shape, dtype, seed):
    algebra, shape = lt.aff(len(shape)), tuple(shape)
    generators = grid_algebra(algebra, shape, derivative, dtype=dtype)
    L, x = generators(), normal(seed, 2, math.prod(shape), 3, dtype=dtype)
    assert L.shape == generators.shape and L.dtype == dtype
    assert close(generators.act(x), L[:, None] @ x)
    for matrix, velocity in zip(L, grid_velocity(shape, algebra.generators.astype(float)), strict=True):
        assert close(matrix, torch.as_tensor(field_matrix(shape, velocity, derivative).toarray()).to(dtype))
    size = generators.mean_square() - L.square().sum((1, 2)) / L.shape[1]
    assert float(size.abs().max()) <= TOLERANCE[dtype] * float(L.square().sum() + 1)


def test_the_matrices_are_those_of_the_plane():
    generators = grid_algebra(lt.se(2), (5, 6), "spectral", dtype=torch.float64)
    assert close(generators(), torch.as_tensor(grid_generators(5, 6, lt.se(2).generators)))


@pytest.mark.parametrize("derivative", ["spectral", "central"])
@given(SIZES, SIZES, DTYPES, st.booleans())
def test_the_layer_and_its_gradients_are_those_with_dense_generators(derivative, c, e, dtype, bias):
    fields = grid_algebra(lt.gl(2), (4, 5), derivative, trainable=True, dtype=dtype)
    layer = LConv(20, c, e, generators=fields, bias=bias, dtype=dtype, generator=torch.Generator().manual_seed(0))
    dense = LConv(20, c, e, generators=fields(), bias=bias)
    with torch.no_grad():
        dense.weight.copy_(layer.weight)
    x, z = (normal(1, 3, 20, c, dtype=dtype).requires_grad_() for _ in range(2))
    y, expected = layer(x), dense(z)
    upstream = normal(2, *y.shape, dtype=dtype)
    y.backward(upstream)
    expected.backward(upstream)
    assert close(y, expected) and close(x.grad, z.grad) and close(layer.weight.grad, dense.weight.grad)
    by_field = torch.autograd.grad(fields(), fields.velocity, dense.parametrization.L.grad)[0]
    assert close(fields.velocity.grad, by_field)


def test_a_large_grid_makes_no_matrix():
    layer = LConv(200 * 200, 1, 2, generators=grid_algebra(lt.gl(2), (200, 200), "central"))
    assert layer(torch.zeros(1, 40000, 1)).shape == (1, 40000, 2)
    assert sum(t.numel() for t in layer.state_dict().values()) < 10 * 40000


def test_the_layer_keeps_the_mean_square_of_white_features():
    generator = torch.Generator().manual_seed(0)
    layer = LConv(400, 8, 64, generators=grid_algebra(lt.gl(2), (20, 20)), generator=generator)
    assert 0.8 < float(layer(torch.randn(8, 400, 8, generator=generator)).detach().square().mean()) < 1.25


def test_a_mask_keeps_the_border_still():
    generators = grid_algebra(lt.gl(2), (7, 7), mask="interior")
    assert not generators()[:, :14].any() and generators()[:, 16].any()


def test_an_algebra_acts_on_its_own_space():
    layer = LConv(3, 2, 2, generators=lt.so(3), trainable=False)
    assert torch.equal(layer.generators, torch.tensor(lt.so(3).generators).float())
    assert LConv(3, 1, 1, generators=lt.so(3)).parametrization.L.requires_grad
    with pytest.raises(ShapeError, match="space of 3 points"):
        LConv(4, 1, 1, generators=lt.so(3))


@pytest.mark.parametrize("form", ["spectral", "central"])
def test_the_layer_compiles_exports_and_goes_to_other_precision(form: str):
    layer = LConv(6, 2, 3, generators=grid_algebra(lt.so(2), (2, 3), form, dtype=torch.float64), dtype=torch.float64)
    x = normal(0, 4, 6, 2)
    torch._dynamo.reset()
    assert close(torch.compile(layer, backend="aot_eager", fullgraph=True)(x), layer(x))
    program = torch.export.export(layer, (x,), dynamic_shapes=({0: torch.export.Dim("batch", min=2, max=64)},))
    assert close(program.module()(x[:3]), layer(x[:3]))
    single = layer.float()(x.float())
    assert single.dtype == torch.float32
    with torch.autocast("cpu", dtype=torch.bfloat16):
        low = layer(x.float())
        assert low.dtype == torch.bfloat16 and torch.allclose(low.float(), single, atol=0.05, rtol=0.05)
        assert layer(x.bfloat16()).dtype == torch.bfloat16


def test_the_layer_takes_the_precision_of_the_fields_and_no_other():
    fields = grid_algebra(lt.so(2), (2, 3), dtype=torch.float64)
    assert LConv(6, 1, 1, generators=fields).weight.dtype == torch.float64
    with pytest.raises(PrecisionError, match=r"got torch\.float64.*leave out dtype"):
        LConv(6, 1, 1, generators=fields, dtype=torch.float32)


REFUSED = {
    "another dimension": (lambda: grid_algebra(lt.so(3), (4, 4)), ShapeError, "last row is zero"),
    "another size": (lambda: grid_algebra(lt.so(4), (4, 4)), ShapeError, r"\(n_L, 2, 2\) or \(n_L, 3, 3\)"),
    "volume": (lambda: grid_algebra(lt.so(2), (4, 4, 4)), ShapeError, "matrices of space"),
    "no grid": (lambda: grid_algebra(lt.so(2), ()), ShapeError, "positive sizes"),
    "empty grid": (lambda: grid_algebra(lt.so(2), (0, 4)), ShapeError, "positive sizes"),
    "derivative": (lambda: grid_algebra(lt.so(2), (4, 4), "spektral"), UnknownNameError, "spectral"),
    "mask": (lambda: grid_algebra(lt.so(2), (4, 4), mask="windows"), UnknownNameError, "window"),
    "field": (lambda: GridGenerators(torch.zeros(1, 2, 5), (2, 3)), ShapeError, r"velocity \(n_L, 2, 6\)"),
    "space": (lambda: LConv(15, 1, 1, generators=grid_algebra(lt.so(2), (4, 4))), ShapeError, "space of 16 points"),
    "numbers": (
        lambda: LConv(6, 1, 1, generators=GridGenerators(torch.full((1, 2, 6), torch.nan), (2, 3))),
        PrecisionError,
        "velocity",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_act_on_the_grid_is_refused(case: str):
    call, error, word = REFUSED[case]
    with pytest.raises(error, match=word):
        call()
