"""The L-conv whose generators select points: the common form of convolutions and dense layers."""

from __future__ import annotations

import torch
from torch import Tensor

from lconv.nn.generators.parametrization import SelectionGenerators
from lconv.nn.layer import LConv


def selection_layer(source: Tensor, space: int, taps: Tensor, bias: Tensor | None) -> LConv:
    """The L-conv y_t = sum_k x_source[k, t] taps_k + bias, exactly.

    Where the space keeps its size, a tap that leaves every point in place is L_0 = I and its
    matrix W_0; if there is none, W_0 = 0. Generators are fixed, the weights learn.

    Args:
        source: integers (n, space_out), the point of the input that tap k brings to point t; the
            value ``space`` stands for nothing, zero.
        space: points of the input space.
        taps: (n, in, out).
        bias: (out,), or None.

    Returns:
        The layer, in the dtype of the taps and on their device.
    """
    weight = taps.detach()
    if source.shape[1] == space:
        stays = (source == torch.arange(space, device=source.device)).all(1)
        source, weight = source[~stays], torch.cat([weight[stays].sum(0, keepdim=True), weight[~stays]])
    _, in_channels, out_channels = taps.shape
    layer = LConv(
        space, in_channels, out_channels, generators=SelectionGenerators(source, space), bias=bias is not None, dtype=taps.dtype
    ).to(taps.device)
    with torch.no_grad():
        layer.weight.copy_(weight)
        if bias is not None:
            layer.bias.copy_(bias)
    return layer
