"""Convolutions as L-conv against torch's own, with gradients, for every padding, stride, dilation and group."""

from __future__ import annotations

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from torch import nn

from lconv.convert.convolution import from_conv
from lconv.convert.linear import from_linear
from lconv.images import images_to_features
from lietheory.errors import LieTheoryError, ShapeError
from proofs_tests.strategies.layers import Convolution, close, convolutions, normal


def features(images: torch.Tensor) -> torch.Tensor:
    """Images of any number of axes as features (batch, points, channel)."""
    return images.flatten(2).transpose(1, 2)


@given(convolutions(most_axes=3))
@example(Convolution(nn.Conv2d(2, 3, 3, padding=1, dtype=torch.float64), (3, 4), normal(0, 2, 2, 3, 4)))  # rows do not wrap
def test_a_convolution_and_its_gradients_are_those_of_its_l_conv(case: Convolution):
    layer, conv = from_conv(case.conv, case.shape), case.conv
    x, z = case.images.clone().requires_grad_(), case.images.clone().requires_grad_()
    y, expected = layer(features(x)), features(conv(z))
    assert close(y, expected)
    upstream = normal(1, *y.shape, dtype=y.dtype)
    y.backward(upstream)
    expected.backward(upstream)
    assert close(x.grad, z.grad)
    if conv.bias is not None:
        assert close(layer.bias.grad, conv.bias.grad)


@given(convolutions(most_axes=3), st.integers(0, 2**31))
def test_the_derivative_along_any_change_of_the_kernel_is_the_same(case: Convolution, seed: int):
    conv, before = case.conv, from_conv(case.conv, case.shape)
    upstream = normal(seed, *before(features(case.images)).shape, dtype=case.images.dtype)
    before(features(case.images)).backward(upstream)
    features(conv(case.images)).backward(upstream)
    change = normal(seed + 1, *conv.weight.shape, dtype=conv.weight.dtype)
    with torch.no_grad():
        conv.weight.copy_(change)
    after = from_conv(conv, case.shape).weight.detach()
    assert close((before.weight.grad * after).sum(), (conv.weight.grad * change).sum())


def test_the_generators_are_shifts_and_rows_do_not_wrap():
    layer = from_conv(nn.Conv2d(1, 1, 3, padding=1), (3, 4))
    up = torch.diag(torch.ones(2), -1)
    left = torch.diag(torch.ones(3), -1)
    shifts = [torch.matrix_power(up if i < 0 else up.T, abs(i)).contiguous() for i in (-1, 0, 1)]
    slides = [torch.matrix_power(left if j < 0 else left.T, abs(j)).contiguous() for j in (-1, 0, 1)]
    expected = [torch.kron(a, b) for i, a in enumerate(shifts) for j, b in enumerate(slides) if (i, j) != (1, 1)]
    assert torch.equal(layer.generators, torch.stack(expected))


def test_circular_shifts_commute_and_zero_padded_ones_do_not():
    def bracket(mode: str) -> float:
        back, forth = from_conv(nn.Conv1d(1, 1, 3, padding=1, padding_mode=mode), 5).generators
        return float((back @ forth - forth @ back).abs().max())

    assert bracket("circular") == 0 and bracket("zeros") == 1


def test_the_identity_term_is_the_central_tap_where_the_space_keeps_its_size():
    same, valid = nn.Conv1d(2, 3, 3, padding=1), nn.Conv1d(2, 3, 3)
    assert torch.equal(from_conv(same, 5).weight[0], same.weight[:, :, 1].T)
    assert from_conv(same, 5).generators.shape == (2, 5, 5)
    assert from_conv(valid, 5).generators.shape == (3, 3, 5) and from_conv(valid, 5).weight.shape == (3, 2, 3)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("mode", ["zeros", "circular", "reflect", "replicate"])
@pytest.mark.parametrize("kind", [nn.Conv1d, nn.Conv2d, nn.Conv3d])
def test_every_kind_and_padding_mode_is_exact_with_stride_dilation_and_groups(kind: type, mode: str, dtype: torch.dtype):
    axes = {nn.Conv1d: 1, nn.Conv2d: 2, nn.Conv3d: 3}[kind]
    conv = kind(4, 6, (3, 2, 3)[:axes], (2, 1, 2)[:axes], (1, 2, 2)[:axes], (2, 1, 1)[:axes], 2, padding_mode=mode, dtype=dtype)
    shape = (6, 4, 5)[:axes]
    with torch.no_grad():
        for i, parameter in enumerate(conv.parameters()):
            parameter.copy_(normal(i, *parameter.shape))
    layer, x, z = from_conv(conv, shape), *(normal(9, 2, 4, *shape, dtype=dtype).requires_grad_() for _ in range(2))
    y, expected = layer(features(x)), features(conv(z))
    upstream = normal(1, *y.shape, dtype=dtype)
    y.backward(upstream)
    expected.backward(upstream)
    assert close(y, expected) and close(x.grad, z.grad) and close(layer.bias.grad, conv.bias.grad)
    taps = layer.weight.grad[int(y.shape[1] == x[0, 0].numel()) :]
    if len(taps) == conv.weight[0, 0].numel():  # else the tap that stays is W_0, which the derivative along a change covers
        blocks = [taps[:, 2 * g : 2 * g + 2, 3 * g : 3 * g + 3] for g in range(2)]
        assert close(torch.cat(blocks, 2).permute(2, 1, 0).reshape(conv.weight.shape), conv.weight.grad)


def test_no_large_matrix_is_held():
    layer = from_conv(nn.Conv2d(1, 4, 3, padding=1), (100, 100))
    assert sum(t.numel() for t in layer.state_dict().values()) < 10 * 100 * 100
    images = normal(0, 1, 1, 100, 100, dtype=torch.float32)
    assert layer(images_to_features(images)).shape == (1, 10000, 4)


def test_the_numbers_are_copied():
    conv = nn.Conv1d(1, 1, 1)
    layer = from_conv(conv, 3)
    with torch.no_grad():
        layer.weight.zero_()
    assert conv.weight.abs().min() > 0


@pytest.mark.parametrize(
    ("conv", "shape", "word"),
    [
        (nn.Conv2d(1, 1, 3), (5,), "2 positive sizes"),
        (nn.Conv2d(1, 1, 3), (5, 0), "positive whole numbers"),
        (nn.Conv2d(1, 1, 3), (10**6, 10**6), "9 shifts of 1000000000000 points"),
        (nn.Conv1d(1, 1, 4), 3, "at least 4 points"),
        (nn.Conv1d(1, 1, 3, padding=3, padding_mode="reflect"), 3, "reflect padding"),
        (nn.Conv1d(1, 1, 3, padding=4, padding_mode="circular"), 3, "circular padding"),
    ],
)
def test_a_space_that_does_not_fit_is_refused(conv: nn.Module, shape: object, word: str):
    with pytest.raises(ShapeError, match=word):
        from_conv(conv, shape)


@pytest.mark.parametrize("module", [nn.Linear(2, 2), nn.ConvTranspose1d(1, 1, 3)])
def test_other_layers_are_refused(module: nn.Module):
    with pytest.raises(LieTheoryError, match="Conv1d"):
        from_conv(module, 5)


class _Standardised(nn.Conv1d):
    def forward(self, input: torch.Tensor) -> torch.Tensor:
        return super().forward(input - input.mean())


class _Adapted(nn.Linear):
    def forward(self, input: torch.Tensor) -> torch.Tensor:
        return 2 * super().forward(input)


def _hooked() -> nn.Module:
    conv = nn.Conv1d(1, 1, 3)
    conv.register_forward_hook(lambda module, inputs, output: output + 1)
    return conv


@pytest.mark.parametrize(
    ("convert", "word"),
    [
        (lambda: from_conv(_Standardised(1, 1, 3), 5), "a forward of its own"),
        (lambda: from_conv(_hooked(), 5), "forward hooks"),
        (lambda: from_conv(nn.LazyConv1d(4, 3), 5), "lazy"),
        (lambda: from_linear(_Adapted(2, 2)), "a forward of its own"),
        (lambda: from_linear(nn.LazyLinear(4)), "lazy"),
    ],
)
def test_layers_whose_outputs_are_not_those_of_their_weights_are_refused(convert, word: str):
    with pytest.raises(LieTheoryError, match=word):
        convert()
