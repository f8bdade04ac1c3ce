"""The shifts of a grid that the taps of a convolution are; torch sums them faster than gathers of points do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional

from lietheory.errors import ShapeError

_BY_AXES = {1: functional.conv1d, 2: functional.conv2d, 3: functional.conv3d}


@dataclass(frozen=True)
class Shifts:
    """Tap k of a kernel reads, at output t of a padded grid, the point t stride + k dilation.

    Args:
        shape: sizes of the grid.
        kernel, stride, dilation: one number an axis.
        pads: points added before and after each axis.
        mode: of the padding, as torch names it.
        terms: the tap, row-major, that each term of Eq 6 is: the identity if there is one, then each generator.
    """

    shape: tuple[int, ...]
    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    pads: tuple[tuple[int, int], ...]
    mode: str
    terms: tuple[int, ...]

    @staticmethod
    def of(conv: nn.Conv1d | nn.Conv2d | nn.Conv3d, shape: tuple[int, ...]) -> Shifts:
        """All taps of a convolution of torch on a grid."""
        if isinstance(conv.padding, tuple):
            pads = [(p, p) for p in conv.padding]
        elif conv.padding == "valid":
            pads = [(0, 0)] * len(conv.kernel_size)
        else:  # "same", as torch does it: the odd point goes behind
            totals = [d * (k - 1) for k, d in zip(conv.kernel_size, conv.dilation, strict=True)]
            pads = [(total // 2, total - total // 2) for total in totals]
        mode = "constant" if conv.padding_mode == "zeros" else conv.padding_mode
        taps = tuple(range(prod(conv.kernel_size)))
        return Shifts(shape, conv.kernel_size, conv.stride, conv.dilation, tuple(pads), mode, taps)

    def table(self, call: str) -> Int[Tensor, "k t"]:
        """(terms, points of the output): which input point each term reads, ``prod(shape)`` meaning padded zeros.

        The table is made by padding and cutting the array of point numbers as the convolution does its input.

        Raises:
            ShapeError: a grid that is too small for the padding or the kernel.
        """
        points = prod(self.shape)
        numbers = torch.arange(1.0, points + 1, dtype=torch.float64).view(1, 1, *self.shape)  # 0 is left for padded zeros
        try:
            padded = self._padded(numbers)
        except RuntimeError as problem:
            raise ShapeError(
                call,
                f"a space large enough for {self.mode} padding by {list(self.pads)}",
                f"sizes {self.shape} ({problem})",
                "Enlarge the space or reduce the padding.",
            ) from None
        for axis, (kernel, dilation, stride) in enumerate(zip(self.kernel, self.dilation, self.stride, strict=True)):
            reach = dilation * (kernel - 1) + 1
            if padded.shape[2 + axis] < reach:
                raise ShapeError(
                    call,
                    f"at least {reach} points on axis {axis} after padding",
                    f"{padded.shape[2 + axis]}",
                    "Enlarge the space or the padding.",
                )
            padded = padded.unfold(2 + axis, reach, stride)[..., ::dilation]
        axes = len(self.shape)
        point = padded[0, 0].flatten(axes).flatten(0, axes - 1).T.to(torch.int64) - 1
        return torch.where(point < 0, points, point)[list(self.terms)]

    def pays(self, dtype: torch.dtype, W: Float[Tensor, "terms c e"]) -> bool:
        """Whether :meth:`sum` is faster than gathers.

        A single channel lies as images do, and torch then returns images, which have to be copied. Of doubles, torch copies
        each point for every tap with all channels in.
        """
        c, e = W.shape[1:]
        return len(W) == len(self.terms) and (1 < c <= e or (c > 1 and dtype != torch.float64))

    def sum(self, x: Float[Tensor, "b s c"], W: Float[Tensor, "terms c e"], bias: Float[Tensor, " e"] | None) -> Tensor:
        """sum_k S_k x W_k + bias, (batch, points of the output, out), as one convolution without copies of the features."""
        c, e = W.shape[1:]
        taps = (
            W
            if self.terms == tuple(range(len(W)))
            else W.new_zeros(prod(self.kernel), c, e).index_copy(0, torch.tensor(self.terms, device=W.device), W)
        )
        kernel = taps.view(*self.kernel, c, e).movedim((-1, -2), (0, 1)).contiguous()  # some gradients take no other
        images = x.unflatten(1, self.shape).movedim(-1, 1)
        same = all(before == after for before, after in self.pads) and self.mode == "constant"
        given = {"stride": self.stride, "dilation": self.dilation, "padding": [p for p, _ in self.pads] if same else 0}
        y = _BY_AXES[len(self.shape)](images if same else self._padded(images), kernel, bias, **given)
        return y.movedim(1, -1).flatten(1, -2)

    def _padded(self, images: Tensor) -> Tensor:
        return functional.pad(images, _from_last(self.pads), mode=self.mode)


def _from_last(pads: Sequence[tuple[int, int]]) -> list[int]:
    return [p for pair in reversed(pads) for p in pair]
