"""Convolutions of torch as L-convs over shifts, with the paddings that torch has words for."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from lconv.convert import from_conv


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize(("kernel", "dilation"), [((3, 3), 1), ((2, 4), 1), ((3, 2), 2)])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_a_padding_in_words_is_torch_s(padding, kernel, dilation, dtype):
    conv = nn.Conv2d(2, 3, kernel, padding=padding, dilation=dilation, dtype=dtype)
    x = torch.randn(4, 2, 7, 6, generator=torch.Generator().manual_seed(0)).to(dtype)
    expected = conv(x)
    y = from_conv(conv, (7, 6))(x.flatten(2).mT).mT.reshape(4, 3, -1)
    assert torch.allclose(y, expected.flatten(2), atol=1e-5 if dtype == torch.float32 else 1e-12)
