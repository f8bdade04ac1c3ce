"""What torch does with modules: compile, export, transforms, autocast, memory formats, state dicts. No compiler is assumed:
torch.compile is judged through its backend aot_eager, which traces and differentiates ahead of time and generates no code,
and where there is a compiler once through inductor.
"""

from __future__ import annotations

import io
import os
import pickle
import shutil

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from lconv.convert.convolution import from_conv
from lconv.images import features_to_images, images_to_features
from lconv.nn import selections
from lconv.nn.generators.parametrization import SkewGenerators
from lconv.nn.generators.selection_generators import SelectionGenerators
from lconv.nn.layer import LConv
from lconv.nn.selections import select_and_mix, transposed_selection
from lietheory.errors import PrecisionError
from proofs_tests.strategies.layers import SIZES, close, normal

FORMS = ["full", "low rank", "skew", "fixed", "rectangular", "shifts", "reflected", "strided"]


def build(form: str, **options: object) -> LConv:
    """A layer 6 points, 2 -> 3 channels, in float64."""
    convolutions = {"shifts": {"padding": 1}, "reflected": {"padding": 1, "padding_mode": "reflect"}, "strided": {"stride": 2}}
    if form in convolutions:
        torch.manual_seed(0)
        layer = from_conv(nn.Conv1d(2, 3, 3, dtype=torch.float64, **convolutions[form]), 6)
        layer.activation = options.get("activation")
        return layer
    given = {
        "full": {},
        "low rank": {"rank": 2},
        "skew": {"generators": SkewGenerators(2, 6, torch.float64)},
        "fixed": {"generators": normal(0, 3, 6, 6), "trainable": False},
        "rectangular": {"generators": normal(0, 3, 2, 6)},
    }[form]
    return LConv(6, 2, 3, **given, dtype=torch.float64, generator=torch.Generator().manual_seed(0), **options)


def gradients(layer: nn.Module, x: torch.Tensor, y: torch.Tensor) -> list[torch.Tensor]:
    return list(torch.autograd.grad(y.square().sum(), [x, *layer.parameters()]))


@pytest.mark.parametrize("form", FORMS)
def test_a_compiled_layer_has_the_same_values_and_gradients(form: str):
    layer, x = build(form, activation=torch.tanh), normal(1, 5, 6, 2).requires_grad_()
    torch._dynamo.reset()
    compiled = torch.compile(layer, backend="aot_eager", fullgraph=True)
    y, z = layer(x), compiled(x)
    assert close(z, y)
    assert all(close(a, b) for a, b in zip(gradients(layer, x, z), gradients(layer, x, y), strict=True))


@pytest.mark.skipif(shutil.which(os.environ.get("CXX", "g++")) is None, reason="inductor needs a C++ compiler")
def test_a_layer_compiled_to_code_has_the_same_values_and_gradients():
    layer, x = build("low rank", activation=torch.tanh), normal(1, 5, 6, 2).requires_grad_()
    torch._dynamo.reset()
    y, z = layer(x), torch.compile(layer, backend="inductor", fullgraph=True)(x)
    assert close(z, y)
    assert all(close(a, b) for a, b in zip(gradients(layer, x, z), gradients(layer, x, y), strict=True))


@pytest.mark.parametrize("form", FORMS)
def test_an_exported_layer_takes_any_batch(form: str):
    layer = build(form)
    batch = torch.export.Dim("batch", min=2, max=64)
    program = torch.export.export(layer, (normal(1, 5, 6, 2),), dynamic_shapes=({0: batch},))
    for size in (2, 5, 9):
        x = normal(size, size, 6, 2)
        assert close(program.module()(x), layer(x))


@pytest.mark.parametrize("form", FORMS)
def test_first_and_second_derivatives_in_everything_that_learns_are_those_of_finite_differences(form: str):
    layer = build(form, activation=torch.tanh)
    names = [name for name, _ in layer.named_parameters()]
    inputs = (normal(1, 2, 6, 2).requires_grad_(), *(p.detach().clone().requires_grad_() for p in layer.parameters()))

    def value(x: torch.Tensor, *parameters: torch.Tensor) -> torch.Tensor:
        return torch.func.functional_call(layer, dict(zip(names, parameters, strict=True)), (x,))

    assert torch.autograd.gradcheck(value, inputs, fast_mode=True)
    assert torch.autograd.gradgradcheck(value, inputs, fast_mode=True)


@pytest.mark.parametrize("form", FORMS)
def test_forward_derivatives_and_vmap_are_those_of_the_layer(form: str):
    layer, x, v = build(form), normal(1, 4, 6, 2), normal(2, 4, 6, 2)
    y, along = torch.func.jvp(layer, (x,), (v,))
    assert close(y, layer(x)) and close(along, layer(v) - layer(torch.zeros_like(v)))  # affine without an activation
    jacobian = torch.func.vmap(torch.func.jacrev(lambda h: layer(h[None])[0]))(x)
    assert close(torch.einsum("btesc,bsc->bte", jacobian, v), along)


@pytest.mark.parametrize("form", FORMS)
def test_gradients_in_batches_are_those_one_by_one(form: str):
    layer, x = build(form), normal(1, 4, 6, 2).requires_grad_()
    inputs = [x, *layer.parameters()]
    y, upstream = layer(x), normal(2, 3, 4, layer.parametrization.shape[1], 3)
    batched = torch.autograd.grad(y, inputs, upstream, is_grads_batched=True, retain_graph=True, allow_unused=True)
    singly = [torch.autograd.grad(y, inputs, g, retain_graph=True, allow_unused=True) for g in upstream]
    assert all(close(together, torch.stack(each)) for together, each in zip(batched, zip(*singly, strict=True), strict=True))


@pytest.mark.parametrize("form", FORMS)
def test_autocast_computes_in_bfloat16_and_learns_in_float32(form: str):
    layer, x = build(form).float(), normal(1, 5, 6, 2, dtype=torch.float32).requires_grad_()
    exact = layer(x)
    expected = gradients(layer, x, exact)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        y = layer(x)
    assert y.dtype == torch.bfloat16
    assert torch.allclose(y.float(), exact, atol=0.02 * float(exact.detach().abs().max()), rtol=0.02)  # 2^-8 and a few roundings
    for gradient, reference in zip(gradients(layer, x, y.float()), expected, strict=True):
        assert gradient.dtype == torch.float32
        assert float((gradient - reference).norm()) <= 0.03 * float(reference.norm())


@pytest.mark.parametrize("form", ["full", "shifts"])
def test_autocast_takes_features_that_are_bfloat16_already(form: str):
    layer, x = build(form).float(), normal(1, 5, 6, 2, dtype=torch.bfloat16)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert layer(x).dtype == torch.bfloat16


@given(SIZES, SIZES, SIZES, st.integers(0, 2**31))
def test_channels_last_images_are_features_without_a_copy(height: int, width: int, channels: int, seed: int):
    images = normal(seed, 3, channels, height, width)
    last = images.contiguous(memory_format=torch.channels_last)
    features = images_to_features(last)
    assert torch.equal(features, images_to_features(images))
    assert features.is_contiguous() and features.data_ptr() == last.data_ptr()
    assert features_to_images(features, height, width).is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("form", ["full", "low rank", "shifts"])
def test_the_layer_does_not_see_how_features_lie_in_memory(form: str):
    layer, images = build(form), normal(0, 5, 2, 2, 3)
    last = images_to_features(images.contiguous(memory_format=torch.channels_last))
    assert close(layer(images_to_features(images)), layer(last))


NAMES = {
    "full": ["weight", "bias", "parametrization.L"],
    "low rank": ["weight", "bias", "parametrization.U", "parametrization.V"],
    "skew": ["weight", "bias", "parametrization.triangle"],
    "fixed": ["weight", "bias", "parametrization.L"],
    "shifts": ["weight", "bias", "parametrization.source"],
}


@pytest.mark.parametrize("form", NAMES)
def test_a_state_dict_has_the_names_of_the_first_release_and_makes_the_round_trip_through_a_file(form: str):
    layer, other, x = build(form), build(form), normal(1, 5, 6, 2)
    assert list(layer.state_dict()) == NAMES[form]
    with torch.no_grad():
        for tensor in layer.state_dict().values():
            tensor.copy_(tensor.flip(0))
    file = io.BytesIO()
    torch.save(layer.state_dict(), file)
    file.seek(0)
    stored = torch.load(file, weights_only=True)
    other.load_state_dict(stored)
    assert torch.equal(other(x), layer(x)) and not torch.equal(build(form)(x), layer(x))
    again = build(form)
    again.load_state_dict(stored, assign=True)
    assert torch.equal(again(x), layer(x))


def test_loaded_shifts_bring_their_own_way_back():
    layer, x = build("shifts"), normal(1, 5, 6, 2).requires_grad_()
    circular = from_conv(nn.Conv1d(2, 3, 3, padding=1, padding_mode="circular", dtype=torch.float64), 6)
    layer.load_state_dict(circular.state_dict())
    assert close(torch.autograd.grad(layer(x).square().sum(), x)[0], torch.autograd.grad(circular(x).square().sum(), x)[0])


def test_shifts_changed_in_place_or_for_one_call_are_those_that_count():
    layer, x = build("shifts"), normal(1, 5, 6, 2).requires_grad_()
    circular = from_conv(nn.Conv1d(2, 3, 3, padding=1, padding_mode="circular", dtype=torch.float64), 6)
    expected = gradients(circular, x, circular(x))
    called = torch.func.functional_call(layer, dict(circular.state_dict()), (x,))
    assert close(called, circular(x)) and layer.parametrization.shifts is not None
    with torch.no_grad():
        for name, tensor in layer.state_dict().items():
            tensor.copy_(circular.state_dict()[name])
    assert all(close(a, b) for a, b in zip(gradients(layer, x, layer(x)), expected, strict=True))
    moved = layer.double()
    assert moved.parametrization.shifts is None and close(moved(x), circular(x))


@pytest.mark.parametrize("form", ["shifts", "reflected", "strided"])
def test_shifts_that_torch_sums_are_the_selections_one_by_one(form: str):
    layer, x = build(form), normal(1, 5, 6, 2).requires_grad_()
    assert layer.parametrization.shifts is not None
    summed = layer(x)
    expected = gradients(layer, x, summed)
    layer.parametrization.shifts = None
    assert close(layer(x), summed)
    assert all(close(a, b) for a, b in zip(gradients(layer, x, layer(x)), expected, strict=True))


@pytest.mark.parametrize("form", FORMS)
def test_a_layer_is_pickled_whole(form: str):
    layer, x = build(form), normal(1, 5, 6, 2)
    assert torch.equal(pickle.loads(pickle.dumps(layer))(x), layer(x))


def test_shared_generators_are_stored_learned_and_counted_once():
    shared = SkewGenerators(2, 6, torch.float64)
    stack = nn.Sequential(*(LConv(6, 2, 2, generators=shared, dtype=torch.float64) for _ in range(3)))
    assert sum(p is shared.triangle for p in stack.parameters()) == 1
    stack(normal(0, 4, 6, 2)).square().sum().backward()
    assert shared.triangle.grad is not None
    copied = pickle.loads(pickle.dumps(stack))
    assert copied[0].parametrization is copied[2].parametrization


@pytest.mark.parametrize("block", [2 * 9 * 20 * 2, 120], ids=["two samples a block", "three blocks a sample"])
@pytest.mark.parametrize(("c", "e"), [(2, 3), (3, 2), (2, 2)], ids=["more channels out", "fewer channels out", "as many"])
@pytest.mark.parametrize("padding_mode", ["zeros", "circular", "reflect", "replicate"])
def test_work_in_many_blocks_is_the_work_in_one(c: int, e: int, padding_mode: str, block: int, monkeypatch: pytest.MonkeyPatch):
    conv = nn.Conv2d(c, e, 3, padding=1, padding_mode=padding_mode, dtype=torch.float64)
    layer, x = from_conv(conv, (4, 5)), normal(0, 7, 20, c).requires_grad_()
    assert (layer.parametrization.back is None) is (padding_mode in ("reflect", "replicate"))
    layer.parametrization.shifts = None  # torch's convolution would sum them
    once = layer(x)
    expected = gradients(layer, x, once)
    monkeypatch.setattr(selections, "_BLOCK", block)
    assert close(layer(x), once)
    assert all(close(a, b) for a, b in zip(gradients(layer, x, layer(x)), expected, strict=True))
    images = features_to_images(x, 4, 5)
    assert close(images_to_features(conv(images)), once)


@given(SIZES, SIZES, SIZES, st.integers(0, 2**31))
def test_transposed_selections_are_transposed_matrices(n: int, t: int, s: int, seed: int):
    source = torch.randint(0, s + 1, (n, t), generator=torch.Generator().manual_seed(seed))
    matrices, back = SelectionGenerators(source, s)(), transposed_selection(source, s)
    assert (back is None) is bool((matrices.sum(1) > 1).any())
    if back is not None:
        assert torch.equal(SelectionGenerators(back, t)(), matrices.mT)


def test_no_samples_give_no_results():
    layer, x = build("shifts"), torch.zeros(0, 6, 2, dtype=torch.float64, requires_grad=True)
    layer(x).sum().backward()
    assert layer(x).shape == (0, 6, 3) and x.grad.shape == x.shape


def test_selecting_holds_only_its_inputs_for_the_way_back():
    held: list[int] = []
    x, W = normal(0, 8, 100, 4).requires_grad_(), normal(1, 9, 4, 4).requires_grad_()
    source = torch.stack([(torch.arange(100) + k) % 100 for k in range(9)])
    with torch.autograd.graph.saved_tensors_hooks(lambda t: (held.append(t.numel()), t)[1], lambda t: t):
        select_and_mix(x, source, W, torch.zeros(4, dtype=torch.float64))
    assert held and max(held) <= x.numel()


@pytest.mark.parametrize(("dtype", "cure"), [(torch.float64, r"layer\.to\(torch\.float64\)"), (torch.int64, "floating numbers")])
@pytest.mark.parametrize("form", FORMS)
def test_features_of_another_dtype_are_refused_at_the_door(form: str, dtype: torch.dtype, cure: str):
    layer = build(form).float()
    with pytest.raises(PrecisionError, match=f"float32, got dtype .*{cure}"):
        layer(torch.zeros(2, 6, 2, dtype=dtype))


def test_autocast_does_not_unite_double_with_single_precision():
    with torch.autocast("cpu", dtype=torch.bfloat16), pytest.raises(PrecisionError, match="float64"):
        build("full").float()(normal(0, 2, 6, 2))


def test_the_repr_names_an_activation_that_is_no_module():
    assert "activation=tanh" in repr(build("full", activation=torch.tanh))
    assert "(activation): Tanh()" in repr(build("full", activation=nn.Tanh()))
    assert "activation" not in repr(build("full"))
