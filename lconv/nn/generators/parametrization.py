"""Generators as modules: dense, low rank, skew, and selections (the shifts of a convolution).

Each has the shape of its generators, (n_L, space_out, space), and applies Eq 6 with them in the cheapest order.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod

import torch
from jaxtyping import Float
from torch import Tensor, nn

from lconv.nn.contraction import lie_convolution, low_rank_lie_convolution
from lietheory.errors import ShapeError, shown
from lietheory.memory import require_memory


class GeneratorParametrization(nn.Module, ABC):
    """A way to store n_L matrices L_k of shape (space_out, space); calling it returns them."""

    @property
    @abstractmethod
    def shape(self) -> tuple[int, int, int]:
        """(n_L, space_out, space)."""

    @abstractmethod
    def forward(self) -> Float[Tensor, "k t s"]:
        """The generators L, (n_L, space_out, space)."""

    def convolve(self, x: Tensor, W: Tensor, bias: Tensor | None, identity: bool | None = None) -> Float[Tensor, "b t e"]:
        """y = x W_0 + sum_k L_k x W_k + bias; arguments as in :func:`lconv.nn.contraction.lie_convolution`."""
        return lie_convolution(x, self(), W, bias, identity)

    def act(self, x: Float[Tensor, "b s c"], which: slice = slice(None)) -> Float[Tensor, "k b t c"]:
        """(L_k x)_k for the chosen k, for features x (batch, space, channel)."""
        return self()[which, None] @ x

    def mean_square(self) -> Float[Tensor, " k"]:
        """|L_k|_F^2 / space_out, (n_L,): what L_k multiplies the mean square of white features by."""
        return self().square().sum((1, 2)) / self.shape[1]

    def extra_repr(self) -> str:
        """The shape, and whether it learns."""
        return f"{self.shape}" + ("" if any(True for _ in self.parameters()) else ", fixed")


class DenseGenerators(GeneratorParametrization):
    """L_k stored as they are.

    Args:
        L: (n_L, space_out, space); copied.
        trainable: a parameter if true, else a buffer.
    """

    L: Tensor

    def __init__(self, L: Tensor, trainable: bool = True):
        super().__init__()
        _require_axes("DenseGenerators(L)", L=L)
        _hold(self, trainable, L=L)

    @classmethod
    def random(
        cls,
        n_generators: int,
        space: int,
        trainable: bool = True,
        dtype: torch.dtype | None = None,
        generator: torch.Generator | None = None,
    ) -> DenseGenerators:
        """Independent normal entries of variance 1 / space, so that E |L_k x|^2 = |x|^2 for every x."""
        return cls(_normal((n_generators, space, space), space, dtype, generator), trainable)

    @property
    def shape(self) -> tuple[int, int, int]:
        n, t, s = self.L.shape
        return n, t, s

    def forward(self) -> Float[Tensor, "k t s"]:
        return self.L


class LowRankGenerators(GeneratorParametrization):
    """L_k = U_k V_k, through ``rank`` latent points.

    Low rank is a compression, not sparsity: the cosine between a rank-r matrix and a shift or any
    other d x d permutation is at most sqrt(r / d).

    Args:
        U: (n_L, space_out, rank); copied.
        V: (n_L, rank, space); copied.
        trainable: parameters if true, else buffers.

    References:
        L-conv paper, section 3, "Learning the L_i".
    """

    U: Tensor
    V: Tensor

    def __init__(self, U: Tensor, V: Tensor, trainable: bool = True):
        super().__init__()
        _require_axes("LowRankGenerators(U, V)", U=U, V=V)
        if (U.shape[0], U.shape[2]) != tuple(V.shape[:2]):
            raise ShapeError(
                "LowRankGenerators(U, V)",
                "U (n_L, space_out, rank) and V (n_L, rank, space)",
                f"shapes {tuple(U.shape)} and {tuple(V.shape)}",
                "Give both factors the same n_L and the same rank.",
            )
        _hold(self, trainable, U=U, V=V)

    @classmethod
    def random(
        cls,
        n_generators: int,
        space: int,
        rank: int,
        trainable: bool = True,
        dtype: torch.dtype | None = None,
        generator: torch.Generator | None = None,
    ) -> LowRankGenerators:
        """Normal entries of variance 1 / rank in U and 1 / space in V, so that E |U_k V_k x|^2 = |x|^2 for every x."""
        U = _normal((n_generators, space, rank), rank, dtype, generator)
        return cls(U, _normal((n_generators, rank, space), space, dtype, generator), trainable)

    @property
    def shape(self) -> tuple[int, int, int]:
        return (self.U.shape[0], self.U.shape[1], self.V.shape[2])

    def forward(self) -> Float[Tensor, "k t s"]:
        return self.U @ self.V

    def convolve(self, x: Tensor, W: Tensor, bias: Tensor | None, identity: bool | None = None) -> Float[Tensor, "b t e"]:
        return low_rank_lie_convolution(x, self.U, self.V, W, bias, identity)

    def act(self, x: Float[Tensor, "b s c"], which: slice = slice(None)) -> Float[Tensor, "k b t c"]:
        return self.U[which, None] @ (self.V[which, None] @ x)

    def mean_square(self) -> Float[Tensor, " k"]:
        # |U V|_F^2 = <U^T U, V V^T>, which needs no d x d matrix
        return ((self.U.mT @ self.U) * (self.V @ self.V.mT)).sum((1, 2)) / self.U.shape[1]

    def extra_repr(self) -> str:
        return f"{super().extra_repr()}, rank={self.U.shape[2]}"


class SkewGenerators(GeneratorParametrization):
    """L_k = T_k - T_k^T from a free triangle: every L_k lies in so(space), whatever is learned.

    Args:
        n_generators: how many.
        space: points of the space, at least 2.
        dtype: of the triangle; torch's default if None.
        generator: source of the initial normal entries, of variance 1 / (space - 1), so that
            E |L_k x|^2 = |x|^2 for every x; torch's default generator if None.

    Examples:
        >>> L = SkewGenerators(2, 4)()
        >>> torch.equal(L, -L.mT)
        True
    """

    triangle: Tensor

    def __init__(self, n_generators: int, space: int, dtype: torch.dtype | None = None, generator: torch.Generator | None = None):
        super().__init__()
        if n_generators < 1 or space < 2:
            raise ShapeError(
                f"SkewGenerators({n_generators}, {space})",
                "n_generators >= 1 and space >= 2",
                f"{n_generators} and {space}",
                "A 1 x 1 skew matrix is zero.",
            )
        self.space = space
        _hold(self, True, triangle=_normal((n_generators, space * (space - 1) // 2), space - 1, dtype, generator))

    @property
    def shape(self) -> tuple[int, int, int]:
        return (self.triangle.shape[0], self.space, self.space)

    def forward(self) -> Float[Tensor, "k t s"]:
        return skew_matrices(self.triangle)


def skew_matrices(triangle: Float[Tensor, "k entries"]) -> Float[Tensor, "k d d"]:
    """The skew matrices (n, d, d) with the entries (n, d (d - 1) / 2) above their diagonals, row after row.

    Examples:
        >>> skew_matrices(torch.tensor([[5.0]]))
        tensor([[[ 0.,  5.],
                 [-5.,  0.]]])
    """
    n, entries = triangle.shape
    d = (1 + math.isqrt(1 + 8 * entries)) // 2
    rows, columns = torch.triu_indices(d, d, 1, device=triangle.device)
    upper = triangle.new_zeros(n, d * d).index_copy(1, rows * d + columns, triangle).view(n, d, d)
    return upper - upper.mT


def _hold(module: nn.Module, trainable: bool, **tensors: Tensor) -> None:
    """Register copies under the same names whether they learn or not, so that a state_dict fits both."""
    for name, tensor in tensors.items():
        copy = tensor.detach().clone()
        if trainable:
            module.register_parameter(name, nn.Parameter(copy))
        else:
            module.register_buffer(name, copy)


def _normal(shape: tuple[int, ...], fan: int, dtype: torch.dtype | None, generator: torch.Generator | None) -> Tensor:
    needed = min(8 * math.prod(shape), 10**300)  # bytes in float64, and no integer beyond floats
    require_memory("LConv(...)", f"generators of the shape {shown(shape)}", float(needed), "Give fewer n_generators, or a rank.")
    return torch.randn(shape, dtype=dtype, generator=generator) / fan**0.5


def _require_axes(call: str, **tensors: Tensor) -> None:
    for name, tensor in tensors.items():
        if tensor.ndim != 3:
            raise ShapeError(
                call,
                f"{name} with three axes, generator first",
                f"shape {tuple(tensor.shape)}",
                f"One matrix is given as {name}[None].",
            )
