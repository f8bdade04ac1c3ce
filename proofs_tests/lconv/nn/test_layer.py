"""The layer: its formula, its initialisation, its freedom of gauge, what it stores, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lconv.nn.generators.parametrization import LowRankGenerators, SkewGenerators
from lconv.nn.layer import LConv
from lconv.nn.pooling import strided
from lietheory.errors import PrecisionError, ShapeError
from lietheory.representation.lie_convolution import lie_convolution as slow_lie_convolution
from proofs_tests.strategies.layers import DTYPES, SIZES, TOLERANCE, close, normal

SO3 = np.array([[[0, 0, 0], [0, 0, -1], [0, 1, 0]], [[0, 0, 1], [0, 0, 0], [-1, 0, 0]], [[0, -1, 0], [1, 0, 0], [0, 0, 0]]])
FORMS = {
    "full": {},
    "low rank": {"rank": 2},
    "skew": {"generators": SkewGenerators(2, 4)},
    "given": {"generators": normal(0, 3, 4, 4, dtype=torch.float32)},
    "fixed": {"generators": normal(0, 3, 4, 4, dtype=torch.float32), "trainable": False},
    "rectangular": {"generators": normal(0, 3, 2, 4, dtype=torch.float32)},
    "no identity": {"generators": normal(0, 3, 4, 4, dtype=torch.float32), "identity": False},
}


def build(form: str, seed: int = 0, **options: object) -> LConv:
    """A layer 4 points, 2 -> 3 channels, with numbers that depend on the seed alone."""
    return LConv(4, 2, 3, **FORMS[form], generator=torch.Generator().manual_seed(seed), **options)


@given(SIZES, SIZES, SIZES, SIZES, st.booleans(), st.booleans(), DTYPES, st.integers(0, 2**31))
def test_the_layer_is_equation_6(space: int, c: int, e: int, n: int, low: bool, bias: bool, dtype: torch.dtype, seed: int):
    layer = LConv(
        space,
        c,
        e,
        n,
        rank=1 if low else None,
        bias=bias,
        activation=torch.tanh,
        dtype=dtype,
        generator=torch.Generator().manual_seed(seed),
    )
    x = normal(seed, 3, space, c, dtype=dtype)
    b = None if layer.bias is None else layer.bias.detach().numpy()
    slow = slow_lie_convolution(x.numpy(), layer.generators.detach().numpy(), layer.weight.detach().numpy(), b, np.tanh)
    y = layer(x)
    assert y.shape == (3, space, e) and y.dtype == dtype
    assert np.abs(y.detach().numpy() - slow).max() <= TOLERANCE[dtype]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_its_dense_generators(form: str):
    layer = build(form)
    dense = LConv(4, 2, 3, generators=layer.generators, identity=layer.identity)
    dense.load_state_dict({k: v for k, v in layer.state_dict().items() if "." not in k}, strict=False)
    x = normal(1, 5, 4, 2, dtype=torch.float32)
    assert layer.generators.shape == layer.parametrization.shape
    assert close(layer(x), dense(x))


@pytest.mark.parametrize("form", FORMS)
def test_a_state_dict_restores_the_layer(form: str):
    layer = build(form)
    other = LConv(4, 2, 3, **{k: SkewGenerators(2, 4) if form == "skew" else v for k, v in FORMS[form].items()})
    x = normal(1, 5, 4, 2, dtype=torch.float32)
    with torch.no_grad():
        layer.weight.add_(1)
    assert not torch.allclose(other(x), layer(x))
    other.load_state_dict(layer.state_dict())
    assert torch.equal(other(x), layer(x))


def test_the_names_in_a_state_dict_are_stable():
    assert list(build("full").state_dict()) == ["weight", "bias", "parametrization.L"]
    assert list(build("low rank").state_dict()) == ["weight", "bias", "parametrization.U", "parametrization.V"]
    assert list(build("skew", bias=False).state_dict()) == ["weight", "parametrization.triangle"]


def test_fixed_generators_are_buffers_under_the_same_name():
    learned, fixed = build("given"), build("fixed")
    assert {n for n, _ in fixed.named_parameters()} == {"weight", "bias"}
    assert {n for n, _ in learned.named_parameters()} == {"weight", "bias", "parametrization.L"}
    fixed.load_state_dict(learned.state_dict())
    assert not LConv(4, 1, 1, trainable=False, rank=2).generators.requires_grad


@given(st.integers(0, 2**31))
def test_mixing_generators_and_unmixing_weights_changes_nothing(seed: int):
    L, W, x = normal(seed, 3, 4, 4), normal(seed + 1, 4, 2, 3), normal(seed + 2, 5, 4, 2)
    mix = torch.linalg.matrix_exp(normal(seed + 3, 3, 3) / 4)  # an exponential is invertible
    layer, mixed = LConv(4, 2, 3, generators=L), LConv(4, 2, 3, generators=torch.einsum("ij,jst->ist", mix, L))
    with torch.no_grad():
        layer.weight.copy_(W)
        mixed.weight.copy_(torch.cat([W[:1], torch.einsum("ji,jce->ice", torch.linalg.inv(mix), W[1:])]))
    assert close(layer(x), mixed(x))


@given(st.integers(-3, 3))
def test_the_initialisation_does_not_see_the_scale_of_given_generators(power: int):
    one, other = (
        LConv(4, 2, 3, generators=scale * normal(0, 3, 4, 4), generator=torch.Generator().manual_seed(0))
        for scale in (1, 10.0**power)
    )
    x = normal(1, 5, 4, 2)
    assert close(one(x), other(x))


def test_subsampling_that_keeps_every_point_is_the_layer_itself_without_another_identity_term():
    L, every, x = normal(0, 2, 4, 4), torch.arange(4), normal(1, 5, 4, 2)
    layer = LConv(4, 2, 3, generators=L)
    kept = LConv(4, 2, 3, generators=strided(L, every), identity=False)
    assert layer.identity and not kept.identity and kept.weight.shape == layer.weight.shape
    with torch.no_grad():
        kept.weight.copy_(layer.weight)
    assert close(kept(x), layer(x))
    assert LConv(4, 2, 3, generators=strided(L, every)).identity  # square, so by default with another


def test_outputs_keep_the_mean_square_of_white_features_without_the_identity_term_too():
    layer = LConv(64, 32, 32, generators=torch.eye(64)[None], identity=False, generator=torch.Generator().manual_seed(0))
    y = layer(normal(0, 64, 64, 32, dtype=torch.float32))
    assert 0.9 < float(y.detach().square().mean()) < 1.1  # the mean of 1024 squared weights strays by sqrt(2 / 1024) = .044


def test_a_generator_that_is_zero_leaves_the_weights_finite():
    assert LConv(3, 1, 1, generators=torch.zeros(2, 3, 3)).weight.isfinite().all()


def test_given_generators_are_copied():
    L = normal(0, 3, 4, 4)
    layer = LConv(4, 1, 1, generators=L)
    with torch.no_grad():
        layer.parametrization.L.zero_()
    assert L.abs().min() > 0


def test_exact_generators_of_the_catalogue_are_accepted_in_the_default_dtype():
    layer = LConv(3, 1, 1, generators=SO3, trainable=False)
    assert layer.generators.dtype == torch.get_default_dtype()
    assert np.array_equal(layer.generators.numpy(), SO3)


def test_a_parametrization_can_be_shared_between_layers():
    shared = LowRankGenerators.random(2, 4, 1)
    first, second = LConv(4, 1, 1, generators=shared), LConv(4, 1, 1, generators=shared)
    second(first(normal(0, 5, 4, 1, dtype=torch.float32))).sum().backward()
    assert first.parametrization.U is second.parametrization.U
    assert shared.U.grad.abs().max() > 0


@pytest.mark.parametrize("form", FORMS)
def test_every_parameter_of_every_form_learns(form: str):
    layer = build(form, activation=torch.tanh)
    layer.zero_grad()  # a shared parametrization may hold a gradient of another test
    layer(normal(1, 5, 4, 2, dtype=torch.float32)).square().sum().backward()
    assert all(p.grad is not None and p.grad.abs().max() > 0 for p in layer.parameters())


@pytest.mark.parametrize("form", ["full", "low rank", "rectangular"])
def test_first_and_second_derivatives_in_x_are_those_of_finite_differences(form: str):
    layer = build(form, activation=torch.tanh).double()
    x = normal(1, 2, 4, 2).requires_grad_()
    assert torch.autograd.gradcheck(layer, x)
    assert torch.autograd.gradgradcheck(layer, x)


@pytest.mark.parametrize("form", ["full", "low rank", "rectangular"])
def test_the_layer_runs_under_autocast(form: str):
    layer, x = build(form), normal(1, 5, 4, 2, dtype=torch.float32)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        y = layer(x)
    assert torch.allclose(y.float(), layer(x), atol=0.1)  # bfloat16 has 8 binary digits


def test_the_repr_names_the_sizes():
    assert "4, 2, 3, n_generators=8, bias=False" in repr(build("full", bias=False))
    assert "rank=2" in repr(build("low rank")) and "fixed" in repr(build("fixed"))
    assert "identity=False" in repr(build("no identity")) and "identity" not in repr(build("rectangular"))


BAD_LAYERS = {
    "no space": ((0, 1, 1), {}, "space"),
    "fractional channels": ((4, 1.5, 1), {}, "in_channels"),
    "a word for whether it learns": ((4, 1, 1), {"trainable": "no"}, "trainable"),
    "no generators": ((4, 1, 1), {"n_generators": 0}, "n_generators"),
    "rank above the space": ((4, 1, 1), {"rank": 5}, "rank from 1 to space = 4"),
    "rank and generators": ((4, 1, 1), {"rank": 2, "generators": torch.zeros(1, 4, 4)}, "not both"),
    "another space": ((4, 1, 1), {"generators": SO3}, "space of 3 points"),
    "one matrix": ((3, 1, 1), {"generators": SO3[0]}, r"L\[None\]"),
    "ragged": ((3, 1, 1), {"generators": [[[1, 2], [3]]]}, "rectangular array"),
    "an identity term of another space": ((4, 1, 1), {"generators": torch.zeros(1, 2, 4), "identity": True}, "points to 2"),
    "another space, shared": ((3, 1, 1), {"generators": SkewGenerators(2, 4)}, "space of 4 points"),
}


@pytest.mark.parametrize("case", BAD_LAYERS)
def test_a_layer_that_cannot_be_built_is_refused(case: str):
    sizes, options, word = BAD_LAYERS[case]
    with pytest.raises(ShapeError, match=word) as refusal:
        LConv(*sizes, **options)
    assert str(refusal.value).startswith("LConv(")


@pytest.mark.parametrize("values", [np.array([[[np.nan]]]), torch.tensor([[[float("inf")]]])])
def test_generators_that_are_not_finite_are_refused_by_index(values: object):
    with pytest.raises(PrecisionError, match=r"generators\[0, 0, 0\]"):
        LConv(1, 1, 1, generators=values)


def test_a_parametrization_that_is_not_finite_is_refused():
    with pytest.raises(PrecisionError, match="generators' U"):
        LConv(2, 1, 1, generators=LowRankGenerators(torch.full((1, 2, 1), torch.nan), torch.ones(1, 1, 2)))


def test_complex_generators_are_refused():
    with pytest.raises(PrecisionError, match="real"):
        LConv(1, 1, 1, generators=[[[1j]]])


@pytest.mark.parametrize(
    ("shape", "channels", "word"),
    [
        ((8, 1, 2, 2), 1, r"lconv\.images\.images_to_features"),
        ((8, 3, 4), 3, r"x\.transpose\(1, 2\)"),
        ((4, 3), 3, r"x\[None\]"),
        ((8, 4), 1, r"x\[\.\.\., None\]"),
        ((8, 5, 1), 1, r"\(batch, 4, 1\)"),
    ],
)
def test_features_on_wrong_axes_are_refused_with_the_cure(shape: tuple[int, ...], channels: int, word: str):
    with pytest.raises(ShapeError, match=word):
        LConv(4, channels, 2)(torch.zeros(shape))
