"""Back from L-conv to a convolution: the inverse of from_conv, and refusals that name the generator."""

from __future__ import annotations

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from torch import nn

from lconv.convert.convolution import from_conv
from lconv.convert.to_convolution import to_conv
from lconv.nn.layer import LConv
from lietheory.errors import LieTheoryError, ShapeError
from proofs_tests.strategies.layers import Convolution, close, convolutions, normal

FIELDS = ("kernel_size", "stride", "dilation", "groups", "padding_mode")


def unit_kernel(conv: nn.Module) -> nn.Module:
    """The convolution with kernel entries 1, 2, 3, ...: none is zero and none equals another."""
    with torch.no_grad():
        conv.weight.copy_(torch.arange(1.0, conv.weight.numel() + 1).view_as(conv.weight))
    return conv


@given(convolutions())
@example(Convolution(nn.Conv1d(1, 1, 2, padding=1, dilation=2, dtype=torch.float64), (5,), normal(0, 2, 1, 5)))  # no central tap
@example(Convolution(nn.Conv1d(2, 2, 3, padding=1, dtype=torch.float64), (1,), normal(0, 2, 2, 1)))  # taps that read nothing
@example(Convolution(nn.Conv1d(1, 1, 3, padding=2, padding_mode="circular", dtype=torch.float64), (2,), normal(0, 2, 1, 2)))
def test_a_convolution_comes_back_as_one_that_does_the_same(case: Convolution):
    layer = from_conv(case.conv, case.shape)
    back = to_conv(layer, case.shape)
    assert type(back) is type(case.conv)
    assert close(back(case.images).flatten(2), case.conv(case.images).flatten(2))
    again = from_conv(back, case.shape)
    assert close(again(case.images.flatten(2).mT), layer(case.images.flatten(2).mT))


@pytest.mark.parametrize("mode", ["zeros", "circular", "reflect", "replicate"])
@pytest.mark.parametrize(
    ("kernel", "stride", "dilation", "padding"),
    [
        ((3, 3), 1, 1, 1),
        ((3, 2), (2, 3), 1, (1, 1)),
        ((2, 3), 1, (3, 2), (1, 2)),
        ((1, 4), (3, 1), 1, (0, 2)),
        ((2, 2), 1, 1, "same"),
        ((3, 3), 2, (1, 2), 2),
    ],
)
def test_kernel_stride_dilation_padding_and_groups_are_read_off_the_generators(mode, kernel, stride, dilation, padding):
    conv = unit_kernel(nn.Conv2d(4, 6, kernel, stride, padding, dilation, groups=2, padding_mode=mode))
    back = to_conv(from_conv(conv, (13, 11)), (13, 11))
    assert [getattr(back, name) for name in FIELDS] == [getattr(conv, name) for name in FIELDS]
    assert back.padding == conv.padding
    assert torch.equal(back.weight, conv.weight) and torch.equal(back.bias, conv.bias)


@pytest.mark.parametrize(("kernel", "dilation"), [((3, 4), 1), ((2, 3), (3, 2)), ((5, 1), 2)])
def test_padding_to_the_same_size_is_that_of_torch_for_odd_and_even_kernels(kernel, dilation):
    conv = nn.Conv2d(2, 3, kernel, padding="same", dilation=dilation, dtype=torch.float64)
    x = normal(0, 4, 2, 9, 8)
    moved = from_conv(conv, (9, 8))(x.flatten(2).mT).mT
    assert torch.allclose(moved, conv(x).flatten(2), atol=1e-12)


def test_one_and_three_dimensions_come_back_too():
    for conv, shape in [
        (nn.Conv1d(2, 3, 5, stride=2, padding=2, dilation=2, bias=False), (17,)),
        (nn.Conv3d(2, 2, (2, 3, 1), padding=(1, 1, 0), stride=(1, 2, 2), groups=2), (5, 6, 7)),
    ]:
        back = to_conv(from_conv(unit_kernel(conv), shape), shape)
        assert repr(back) == repr(conv) and torch.equal(back.weight, conv.weight)


def test_without_padding_every_mode_is_zeros():
    assert to_conv(from_conv(nn.Conv1d(1, 1, 3, padding_mode="reflect"), 6), 6).padding_mode == "zeros"


@given(st.permutations(range(8)), st.integers(0, 2**31))
def test_the_order_of_the_generators_does_not_matter(order: list[int], seed: int):
    layer = from_conv(nn.Conv2d(2, 2, 3, padding=1, dtype=torch.float64), (4, 5))
    x, shuffled = normal(seed, 3, 20, 2), LConv(20, 2, 2, generators=layer.generators[order].double())
    with torch.no_grad():
        shuffled.weight.copy_(layer.weight[[0, *(k + 1 for k in order)]])
        shuffled.bias.copy_(layer.bias)
    back = to_conv(shuffled, (4, 5))
    assert back.kernel_size == (3, 3)
    assert close(back(x.mT.reshape(3, 2, 4, 5)).flatten(2).mT, layer(x))


def test_missing_taps_are_zeros_of_the_kernel():
    L = from_conv(nn.Conv1d(1, 1, 5, padding=2), 9).generators
    conv = to_conv(L[[0, 2]], 9)  # shifts by -2 and 1
    assert conv.weight.flatten().tolist() == [1, 0, 0, 1, 0] and conv.padding == (2,) and conv.bias is None


def test_generators_alone_are_summed():
    turn = torch.roll(torch.eye(6, dtype=torch.float64), 1, 0)
    conv, x = to_conv(turn[None], 6), normal(0, 3, 1, 6)
    assert torch.equal(conv(x), torch.roll(x, 1, 2)) and conv.padding_mode == "circular"


def test_the_numbers_are_copied_and_no_random_numbers_are_used():
    layer = from_conv(nn.Conv1d(1, 1, 3, padding=1), 5)
    state = torch.get_rng_state()
    conv = to_conv(layer, 5)
    assert torch.equal(state, torch.get_rng_state())
    with torch.no_grad():
        layer.weight.zero_()
    assert conv.weight.abs().min() > 0


def shifts(n: int) -> torch.Tensor:
    """Shifts of n points by -1 and 1, padded with zeros."""
    return from_conv(nn.Conv1d(1, 1, 3, padding=1), n).generators


REFUSED = {
    "learned": (LConv(4, 1, 1, generators=[*shifts(4), torch.eye(4) * 0.5]), 4, "generator 2, whose row 0"),
    "permutation": (torch.stack([shifts(4)[0], torch.eye(4)[[0, 2, 1, 3]]]), 4, "generator 1, which is none"),
    "rows wrap": (torch.stack([*shifts(12)]), (3, 4), "generator 0, which is none"),
    "two boundaries": (torch.stack([shifts(5)[0], torch.roll(torch.eye(5), 1, 0)]), 5, "generator 1, a shift with another"),
    "activation": (LConv(4, 1, 1, generators=shifts(4), activation=torch.relu), 4, "without activation"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_convolution_is_refused_by_name(case: str):
    layer, shape, word = REFUSED[case]
    with pytest.raises(LieTheoryError, match=word):
        to_conv(layer, shape)


@pytest.mark.parametrize(
    ("shape", "word"),
    [((3, 3), "product 8"), ((), "positive whole"), ((2, 2, 2, 1), "product 8"), ((-2, -4), "positive whole")],
)
def test_sizes_of_another_space_are_refused(shape: tuple[int, ...], word: str):
    with pytest.raises(ShapeError, match=word):
        to_conv(LConv(8, 1, 1, generators=shifts(8)), shape)


def test_generators_without_a_stack_are_refused():
    with pytest.raises(ShapeError, match=r"L\[None\]"):
        to_conv(torch.eye(3), 3)
