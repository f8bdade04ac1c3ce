"""Kernels g of group convolutions, functions of group elements that learn; and validation of nodes, features and kernels."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations_with_replacement

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from lconv.numpy_io import to_torch
from lconv.torch_arguments import dense_tensor
from lietheory.errors import PrecisionError, ShapeError, shown
from lietheory.representation.group_convolution import Neighbourhood

Kernel = Callable[[Tensor], Tensor]
"""Elements of a matrix group (N, n, n) -> matrices (N, in, out)."""


class ElementKernel(nn.Module):
    """g(u) = a network of one hidden layer in the entries of u: smooth on the whole group, no chart needed.

    Args:
        size: n, of the matrices u.
        in_channels: rows of g(u).
        out_channels: columns of g(u).
        hidden: width of the network.
        dtype: torch's default if None.

    Examples:
        >>> ElementKernel(3, 2, 4)(torch.eye(3)[None]).shape
        torch.Size([1, 2, 4])
    """

    def __init__(self, size: int, in_channels: int, out_channels: int, hidden: int = 16, *, dtype: torch.dtype | None = None):
        super().__init__()
        self.network = nn.Sequential(
            nn.Flatten(),
            nn.Linear(size * size, hidden, dtype=dtype),
            nn.SiLU(),
            nn.Linear(hidden, in_channels * out_channels, dtype=dtype),
            nn.Unflatten(1, (in_channels, out_channels)),
        )

    def forward(self, u: Float[Tensor, "N n n"]) -> Float[Tensor, "N c e"]:
        """g(u) for elements u."""
        return self.network(u)


class PolynomialKernel(nn.Module):
    """g(u) = sum_m c_m m(u) over the monomials m in the entries of u: matrix coefficients up to a degree, so band-limited.

    On a quadrature that is exact for twice the degree a :class:`~lconv.nn.group.GroupConv` with this kernel is equivariant to
    rounding on functions of that band, and its result is one of them again.

    Args:
        size: n, of the matrices u.
        degree: the highest degree of the monomials, at least zero.
        in_channels: rows of g(u).
        out_channels: columns of g(u).
        dtype: torch's default if None.
        generator: source of the initial normal coefficients, whose squares sum to 1 / in_channels in the mean.

    Attributes:
        coefficients: c, (monomials, in, out).

    Examples:
        >>> PolynomialKernel(3, 2, 2, 4)(torch.eye(3)[None]).shape
        torch.Size([1, 2, 4])
    """

    factors: Int[Tensor, "monomials degree"]

    def __init__(
        self,
        size: int,
        degree: int,
        in_channels: int,
        out_channels: int,
        *,
        dtype: torch.dtype | None = None,
        generator: torch.Generator | None = None,
    ):
        super().__init__()
        factors = sorted(combinations_with_replacement(range(size * size + 1), degree), key=lambda m: [sum(map(bool, m)), m])
        self.register_buffer("factors", torch.tensor(factors, dtype=torch.int64).view(len(factors), degree), persistent=False)
        c = torch.randn(len(factors), in_channels, out_channels, dtype=dtype, generator=generator)
        self.coefficients = nn.Parameter(c / (len(factors) * in_channels) ** 0.5)

    def monomials(self, u: Float[Tensor, "N n n"]) -> Float[Tensor, "N monomials"]:
        """All monomials, from degree zero up, in the entries of elements u."""
        entries = nn.functional.pad(u.flatten(1), (1, 0), value=1.0)
        return entries[:, self.factors].prod(2)

    def forward(self, u: Float[Tensor, "N n n"]) -> Float[Tensor, "N c e"]:
        """g(u) for elements u."""
        return torch.einsum("nm,mce->nce", self.monomials(u), self.coefficients)


MOST_CHANNELS = 2**20
"""Of a layer that any memory holds."""


def hold_nodes(module: nn.Module, call: str, nodes: Neighbourhood, channels: tuple[int, int], dtype: torch.dtype) -> None:
    """Keep coordinates, elements and weights of a quadrature as the module's buffers of those names, outside its state_dict.

    Raises:
        ShapeError: arrays that are not (N, n_L), (N, n, n) and (N,), or channels below one.
    """
    if not all(isinstance(size, int) and not isinstance(size, bool) and 1 <= size <= MOST_CHANNELS for size in channels):
        raise ShapeError(call, "at least one channel in and out", shown(channels), "Give positive channel numbers.")
    if not isinstance(nodes, tuple | list) or len(nodes) != 3:
        raise ShapeError(
            call, "nodes as coordinates, elements and weights", shown(nodes), "Give a quadrature, such as so3_quadrature(1)."
        )
    shapes = [np.shape(part) for part in nodes]
    if [len(shape) for shape in shapes] != [2, 3, 1] or len({shape[0] for shape in shapes}) != 1 or not shapes[0][0]:
        raise ShapeError(
            call,
            "nodes of coordinates (N, n_L), elements (N, n, n) and weights (N,)",
            f"shapes {shapes}",
            "Take them from so2_quadrature, so3_quadrature, box_quadrature or neighbourhood of lietheory.representation.",
        )
    for name, part in nodes._asdict().items():
        module.register_buffer(name, to_torch(part, dtype, call, name), persistent=False)


def require_features(call: str, x: Tensor, points: int, channels: int | None, dtype: torch.dtype) -> None:
    """Raise an error for features that are not (batch, points, channels), any channels if None, or of another dtype.

    Raises:
        ShapeError: other axes or sizes.
        PrecisionError: another dtype, outside autocast.
    """
    dense_tensor(x, call, "features")
    if x.ndim != 3 or x.shape[1] != points or channels not in (None, x.shape[2]):
        shape, c = tuple(x.shape), "channel" if channels is None else channels
        exchanged = x.ndim == 3 and shape[2] == points and channels in (None, shape[1])
        cure = (
            "Space and channel are exchanged: pass x.transpose(1, 2)." if exchanged else "Features are (batch, space, channel)."
        )
        raise ShapeError(call, f"features (batch, {points}, {c})", f"shape {shape}", cure)
    if x.dtype != dtype and (x.is_meta or not torch.is_autocast_enabled(x.device.type)):
        mine, theirs = (str(d).removeprefix("torch.") for d in (dtype, x.dtype))
        raise PrecisionError(call, f"features in the dtype of the layer, {mine}", f"dtype {theirs}", f"Pass x.to(torch.{mine}).")


def kernel_values(
    kernel: Kernel, elements: Float[Tensor, "N n n"], channels: tuple[int, int], call: str
) -> Float[Tensor, "N c e"]:
    """g at the elements.

    Raises:
        ShapeError: values of another shape.
    """
    values = kernel(elements)
    if tuple(values.shape) != (len(elements), *channels):
        raise ShapeError(
            call,
            f"a kernel from elements (N, n, n) to (N, {channels[0]}, {channels[1]})",
            f"shape {tuple(values.shape)} for N = {len(elements)}",
            "A scalar kernel is given as g(u)[:, None, None].",
        )
    return values
