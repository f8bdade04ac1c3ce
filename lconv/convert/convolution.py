"""Convolutions as L-conv: one generator per tap of the kernel, and it is a shift."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TypeAlias

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn.modules.lazy import LazyModuleMixin

from lconv.nn.generators.selection_generators import SelectionGenerators
from lconv.nn.layer import LConv
from lconv.nn.shifts import Shifts
from lconv.torch_arguments import whole_shape
from lietheory.errors import LieTheoryError, ShapeError, shown
from lietheory.memory import require_memory

NUMBER_BYTES = 8
NUMBERS_HELD = 6
"""Numbers a tap and point at once: the table of shifts, the coordinates it is made of, and what they are compared with."""
Convolution: TypeAlias = nn.Conv1d | nn.Conv2d | nn.Conv3d


def from_conv(conv: Convolution, spatial_shape: tuple[int, ...] | int) -> LConv:
    """A convolution is the L-conv with (L_k x)_t = x_(t s + k): one shift per tap, W_k the tap's (in, out) matrix.

    Zero, circular, reflecting and replicating padding, stride and dilation only change which point a
    tap reads, and groups make W_k block diagonal, so all are exact. Shifts are group elements
    (circular) or nilpotent matrices (zero padding), and two-sided zero-padded shifts do not commute:
    the L_k are a basis of mixing matrices, not of an abelian Lie algebra.

    The L_k are fixed and the weights copied; they learn freely (of a grouped convolution, also outside the blocks).

    Args:
        conv: its numbers are copied.
        spatial_shape: sizes of the input, e.g. (height, width); an integer in one dimension.

    Returns:
        A layer from (batch, prod(spatial_shape), in) to (batch, points of the output, out), points
        row-major: ``images_to_features(conv(images)) = layer(images_to_features(images))``. Where the
        space keeps its size, the central tap is L_0 = I.

    Raises:
        ShapeError: not as many sizes as the convolution has axes, or sizes it cannot be applied to.
        LieTheoryError: not a convolution of torch.

    Examples:
        >>> layer = from_conv(nn.Conv2d(3, 8, 3, padding=1), (4, 5))
        >>> layer(torch.zeros(2, 20, 3)).shape, layer.generators.shape
        (torch.Size([2, 20, 8]), torch.Size([8, 20, 20]))

    References:
        L-conv paper, Proposition 4, Eq 10 and 11, with the sign of the shift that torch uses.
    """
    call = f"from_conv({type(conv).__name__}, {shown(spatial_shape)})"
    shape = whole_shape(spatial_shape, call, "spatial_shape")
    if not isinstance(conv, (nn.Conv1d, nn.Conv2d, nn.Conv3d)):
        raise LieTheoryError(
            call, "an nn.Conv1d, nn.Conv2d or nn.Conv3d", type(conv).__name__, "Other layers have their own from_*."
        )
    require_own_forward(conv, call)
    axes = len(conv.kernel_size)
    if len(shape) != axes or min(shape) < 1:
        raise ShapeError(
            call, f"{axes} positive sizes in spatial_shape", f"{shape}", "Give the sizes of the input, without batch and channel."
        )
    needed = NUMBERS_HELD * NUMBER_BYTES * prod(conv.kernel_size) * float(prod(shape))
    require_memory(call, f"{prod(conv.kernel_size)} shifts of {prod(shape)} points", needed, "Give a smaller spatial_shape.")
    shifts = Shifts.of(conv, shape)
    source = shifts.table(call).to(conv.weight.device)
    return selection_layer(source, prod(shape), _taps(conv), conv.bias, shifts)


def require_own_forward(layer: nn.Module, call: str) -> None:
    """Raise LieTheoryError where the outputs of a layer of torch are not those of its weights, or these are not made yet."""
    theirs = next(kind for kind in (nn.Conv1d, nn.Conv2d, nn.Conv3d, nn.Linear) if isinstance(layer, kind))
    if isinstance(layer, LazyModuleMixin):  # until its first call
        raise LieTheoryError(call, f"an nn.{theirs.__name__} with weights", "a lazy layer without", "Call it on inputs first.")
    if type(layer).forward is not theirs.forward or layer._forward_hooks:
        got = "forward hooks" if layer._forward_hooks else "a forward of its own"
        raise LieTheoryError(call, f"an nn.{theirs.__name__} as it is", f"one with {got}", "Convert the layer without it.")


def selection_layer(
    source: Int[Tensor, "k t"],
    space: int,
    taps: Float[Tensor, "k c e"],
    bias: Float[Tensor, " e"] | None,
    shifts: Shifts | None = None,
) -> LConv:
    """The L-conv y_t = sum_k x_source[k, t] taps_k + bias, exactly.

    Where the space keeps its size, a tap that selects every point itself is L_0 = I and its
    matrix W_0; if there is none, W_0 = 0. Generators are fixed, the weights learn.

    Args:
        source: integers (n, space_out), the point of the input that tap k reads at point t; the
            value ``space`` stands for zero.
        space: points of the input space.
        taps: (n, in, out).
        bias: (out,), or None.
        shifts: the convolution whose taps are all of these, if there is one; it makes the layer faster.

    Returns:
        The layer, in the dtype of the taps and on their device.
    """
    weight = taps.detach()
    if source.shape[1] == space:
        stays = (source == torch.arange(space, device=source.device)).all(1)
        source, weight = source[~stays], torch.cat([weight[stays].sum(0, keepdim=True), weight[~stays]])
        terms = tuple(int(k) for k in torch.argsort(~stays, stable=True))
        shifts = replace(shifts, terms=terms) if shifts is not None and int(stays.sum()) == 1 else None
    return LConv.from_numbers(SelectionGenerators(source, space, shifts), weight, bias)


def _taps(conv: Convolution) -> Float[Tensor, "taps c e"]:
    """The kernel, block diagonal over the groups."""
    kernel = conv.weight.detach().flatten(2)  # (out, in / groups, taps)
    blocks = kernel.permute(2, 1, 0).chunk(conv.groups, dim=2)
    return torch.stack([torch.block_diag(*tap) for tap in zip(*blocks, strict=True)])
