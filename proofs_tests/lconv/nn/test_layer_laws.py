"""What the layer promises beyond its formula: its error of equivariance, and its mean square through depth."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from lconv.convert.convolution import from_conv
from lconv.nn.generators.parametrization import LowRankGenerators, SkewGenerators
from lconv.nn.generators.selection_generators import SelectionGenerators
from lconv.nn.layer import LConv
from proofs_tests.strategies.layers import DTYPES, close, normal

FORMS = ["full", "low rank", "skew", "fixed", "shifts"]


def generators(form: str, d: int, n: int, seed: int) -> dict[str, object]:
    """Options of a layer on d points with n generators of this form."""
    draws = torch.Generator().manual_seed(seed)
    return {
        "full": {"n_generators": n},
        "low rank": {"generators": LowRankGenerators.random(n, d, 2, dtype=torch.float64, generator=draws)},
        "skew": {"generators": SkewGenerators(n, d, torch.float64, draws)},
        "fixed": {"generators": normal(seed, n, d, d), "trainable": False},
        "shifts": {"generators": SelectionGenerators(torch.randint(0, d + 1, (n, d), generator=draws), d)},
    }[form]


def group_element(seed: int, d: int, orthogonal: bool) -> torch.Tensor:
    """exp of a skew matrix, with or without a reflection, or of any matrix: an element of O(d) or GL(d)."""
    A = normal(seed, d, d) / d
    if not orthogonal:
        return torch.linalg.matrix_exp(A)
    return torch.linalg.matrix_exp(3 * (A - A.mT)) @ torch.diag(torch.tensor([(-1.0) ** seed] + [1.0] * (d - 1)).double())


@pytest.mark.parametrize("form", FORMS)
@given(st.integers(2, 6), st.integers(1, 4), st.booleans(), DTYPES, st.integers(0, 2**31))
def test_the_equivariance_error_is_the_commutant_formula(
    form: str, d: int, n: int, orthogonal: bool, dtype: torch.dtype, seed: int
):
    layer = LConv(d, 3, 2, **generators(form, d, n, seed), bias=False, dtype=torch.float64).to(dtype)
    u, h = group_element(seed + 1, d, orthogonal), normal(seed + 2, 4, d, 3)
    L, W = layer.generators.detach().double(), layer.weight.detach().double()[1:]
    back = torch.linalg.inv(u)
    expected = torch.einsum("kts,bsc,kce->bte", L - back @ L @ u, h, W)
    error = layer(h.to(dtype)).double() - back @ layer((u @ h).to(dtype)).double()
    scale = 1 + float(expected.abs().max()) + float(torch.linalg.cond(u) * layer(h.to(dtype)).detach().abs().max())
    assert float((error - expected).detach().abs().max()) <= 100 * torch.finfo(dtype).eps * scale


def test_generators_that_commute_make_the_layer_equivariant():
    turn = torch.tensor([[[0.0, -1.0], [1.0, 0.0]]], dtype=torch.float64)
    layer, u, x = LConv(2, 3, 4, generators=turn, bias=False), torch.linalg.matrix_exp(0.7 * turn[0]), normal(0, 5, 2, 3)
    assert close(layer(u @ x), u @ layer(x))


def random_generators(form: str, dtype: torch.dtype, draws: torch.Generator) -> dict[str, object]:
    """Options of a layer on 8 x 8 points; circular shifts are the only ones that are not random."""
    if form == "skew":
        return {"generators": SkewGenerators(8, 64, dtype, draws)}
    if form == "shifts":
        conv = nn.Conv2d(1, 1, 3, padding=1, padding_mode="circular")
        return {"generators": from_conv(conv, (8, 8)).parametrization}
    return {"rank": 8} if form == "low rank" else {}


def mean_square(form: str, activation: object, channels: int, dtype: torch.dtype, seed: int) -> float:
    """The mean square of features after ten layers over that before them."""
    draws = torch.Generator().manual_seed(seed)
    x = torch.randn(8, 64, channels, dtype=dtype, generator=draws)
    x = x if activation is None else activation(x)
    start = x.square().mean()
    with torch.no_grad():
        for _ in range(10):
            options = random_generators(form, dtype, draws)
            x = LConv(64, channels, channels, **options, activation=activation, dtype=dtype, generator=draws)(x)
    return float(x.square().mean() / start)


LINEAR = {"linear": None, "tanh": torch.tanh}
ACTIVATIONS = LINEAR | {"relu": torch.relu, "gelu": nn.GELU()}


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("channels", [16, 32])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("form", ["full", "low rank", "skew"])
def test_ten_layers_at_initialisation_keep_the_mean_square_within_a_factor_two(
    form: str, activation: str, channels: int, dtype: torch.dtype
):
    squares = [mean_square(form, ACTIVATIONS[activation], channels, dtype, seed) for seed in range(4)]
    assert 0.5 < sum(squares) / 4 < 2  # the variance is over initialisations too


@pytest.mark.parametrize("channels", [16, 32])
@pytest.mark.parametrize("activation", LINEAR)
def test_ten_layers_of_shifts_keep_it_too_where_no_mean_builds_up(activation: str, channels: int):
    assert 0.5 < mean_square("shifts", LINEAR[activation], channels, torch.float32, seed=1) < 2
