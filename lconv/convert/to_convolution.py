"""From L-conv back to a convolution, where the generators are shifts of a grid."""

from __future__ import annotations

from math import gcd, prod

import numpy as np
import torch
from jaxtyping import Float, Int
from numpy.typing import ArrayLike
from torch import Tensor, nn

from lconv.convert.convolution import Convolution
from lconv.convert.recognise_convolution import Grid, convolution_grid
from lconv.nn.generators.selection_generators import SelectionGenerators
from lconv.nn.layer import LConv
from lconv.numpy_io import floating_dtype, to_numpy, to_torch
from lconv.torch_arguments import whole_shape
from lietheory.errors import LieTheoryError, ShapeError, shown

_KINDS = (nn.Conv1d, nn.Conv2d, nn.Conv3d)


def to_conv(layer: LConv | ArrayLike | Tensor, spatial_shape: tuple[int, ...] | int) -> Convolution:
    """An L-conv whose L_k are shifts of a grid is the convolution with W_k at the tap that L_k is, inverse to ``from_conv``.

    The generators determine the grid: output sizes, stride, dilation, padding and its mode, and
    the groups off the blocks of the weights. Of all convolutions that do the same on this grid, the one
    with the smallest kernel and the most groups is returned, so that
    ``to_conv(from_conv(conv, shape), shape)`` has the kernel of ``conv`` itself wherever no two of its taps
    read the same points, each reads some, and none of its numbers is zero; and does the same in every case.

    Args:
        layer: an L-conv without activation, whose numbers are copied; or generators (n_L, d_out, d)
            alone, for the convolution of one channel x -> sum_k L_k x.
        spatial_shape: sizes of the input, one to three; an integer in one dimension.

    Returns:
        A convolution with ``images_to_features(conv(images)) = layer(images_to_features(images))``, in
        the layer's dtype and on its device.

    Raises:
        ShapeError: sizes that do not multiply to the layer's space.
        LieTheoryError: a generator that is no shift of this grid, named by its index; generators that
            are shifts but no taps of one convolution; an activation.

    Examples:
        >>> from lconv.convert.convolution import from_conv
        >>> to_conv(from_conv(nn.Conv2d(4, 6, 3, stride=2, padding=1, groups=2), (8, 7)), (8, 7))
        Conv2d(4, 6, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), groups=2)

    References:
        L-conv paper, Proposition 4, read from right to left.
    """
    call = f"to_conv({'layer' if isinstance(layer, LConv) else 'L'}, {shown(spatial_shape)})"
    shape = whole_shape(spatial_shape, call, "spatial_shape")
    source, space, weight, bias = _parts(layer, call)
    if not 1 <= len(shape) <= 3 or min(shape) < 1 or prod(shape) != space:
        raise ShapeError(
            call,
            f"one to three positive sizes with product {space}",
            f"{shape}",
            "Give the sizes of the layer's input, row-major.",
        )
    named = np.arange(len(source))
    if len(weight) > len(source) and bool(weight[0].any()):
        source, named = np.concatenate([np.arange(space)[None], source]), np.concatenate([[-1], named])
    taps = weight[len(weight) - len(source) :]
    alive = (source >= 0).any(1)  # a generator that is zero adds nothing, whatever its weight
    grid = _grid(source[alive], named[alive], shape, call)
    return _convolution(grid, taps[torch.from_numpy(alive).to(taps.device)], bias)


def _parts(
    layer: LConv | ArrayLike | Tensor, call: str
) -> tuple[Int[np.ndarray, "k t"], int, Float[Tensor, "terms c e"], Float[Tensor, " e"] | None]:
    """The table of points that the generators select, the space, W and the bias."""
    if not isinstance(layer, LConv):
        L = to_torch(layer, floating_dtype(layer) or torch.get_default_dtype(), call, "L")
        if L.ndim != 3 or 0 in L.shape:
            raise ShapeError(call, "generators (n_L, d_out, d)", f"shape {tuple(L.shape)}", "One generator is given as L[None].")
        return _selections(L, call), L.shape[2], L.new_ones(len(L), 1, 1), None
    if layer.activation is not None:
        raise LieTheoryError(
            call, "a layer without activation", "one with", "Set layer.activation = None and apply it after the convolution."
        )
    bias = None if layer.bias is None else layer.bias.detach()
    if isinstance(layer.parametrization, SelectionGenerators):
        source = layer.parametrization.source.cpu().numpy()
        source = np.where(source == layer.space, -1, source)
    else:
        source = _selections(layer.generators.detach(), call)
    return source, layer.space, layer.weight.detach(), bias


def _selections(L: Float[Tensor, "k t s"], call: str) -> Int[np.ndarray, "k t"]:
    """The column of the one in each row, -1 where a row is zero; an error for other rows."""
    matrices = to_numpy(L)
    good = ((matrices == 0) | (matrices == 1)).all(2) & (matrices.sum(2) <= 1)
    if not good.all():
        k, t = (int(i) for i in np.argwhere(~good)[0])
        raise LieTheoryError(
            call,
            "generators whose rows are unit rows or zero",
            f"generator {k}, whose row {t} is neither",
            "Only shifts of a grid make a convolution; learned generators can be rounded first.",
        )
    return np.where(matrices.any(2), matrices.argmax(2), -1)


def _grid(source: Int[np.ndarray, "k t"], named: Int[np.ndarray, " k"], shape: tuple[int, ...], call: str) -> Grid:
    """The convolution that has all selections as taps; the error names the first that does not fit those before."""
    grid = convolution_grid(source, shape)
    if grid is not None:
        return grid
    fits, fails = 0, len(source)
    while fails - fits > 1:  # fewer taps fit where more do
        middle = (fits + fails) // 2
        fits, fails = (middle, fails) if convolution_grid(source[:middle], shape) else (fits, middle)
    k = int(named[fails - 1])
    name = "the identity term" if k < 0 else f"generator {k}"
    if convolution_grid(source[fails - 1 : fails], shape) is None:
        raise LieTheoryError(
            call,
            f"generators that are shifts of a grid of sizes {shape}",
            f"{name}, which is none with any stride and padding",
            "Check spatial_shape; a selection that is no shift has no convolution.",
        )
    raise LieTheoryError(
        call,
        "generators that are taps of one convolution",
        f"{name}, a shift with another stride or padding than those before it",
        "Split the layer into one for each stride and padding.",
    )


def _convolution(grid: Grid, taps: Float[Tensor, "k c e"], bias: Float[Tensor, " e"] | None) -> Convolution:
    """The module on this grid, with the weights at their places."""
    (_, c, e), sizes = taps.shape, grid.kernel
    kernel = taps.new_zeros(prod(sizes), c, e)
    if len(taps):
        places = np.ravel_multi_index(np.array(grid.places).T, sizes)
        kernel.index_add_(0, torch.from_numpy(places).to(taps.device), taps)
    groups = _groups(kernel)
    conv = nn.utils.skip_init(
        _KINDS[len(sizes) - 1],
        c,
        e,
        sizes,
        grid.stride,
        grid.padding,
        grid.dilation,
        groups,
        bias is not None,
        grid.mode,
        device=taps.device,
        dtype=taps.dtype,
    )
    assert isinstance(conv, _KINDS)  # skip_init is annotated with nn.Module
    rows, columns = c // groups, e // groups
    blocks = [kernel[:, g * rows : (g + 1) * rows, g * columns : (g + 1) * columns] for g in range(groups)]
    with torch.no_grad():
        conv.weight.copy_(torch.cat([block.permute(2, 1, 0) for block in blocks]).view_as(conv.weight))
        if bias is not None and conv.bias is not None:
            conv.bias.copy_(bias)
    return conv


def _groups(kernel: Float[Tensor, "taps c e"]) -> int:
    """The largest number of equal blocks on the diagonal outside which all taps are zero."""
    _, c, e = kernel.shape
    used = kernel.ne(0).any(0)
    for groups in range(gcd(c, e), 1, -1):
        if c % groups == e % groups == 0:
            block = torch.ones(c // groups, e // groups, dtype=torch.bool, device=kernel.device)
            if not bool((used & ~torch.block_diag(*[block] * groups).bool()).any()):
                return groups
    return 1
