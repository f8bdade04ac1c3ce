"""Generators known by x -> L_k x: Eq 6 without a matrix of them."""

from __future__ import annotations

from abc import ABC, abstractmethod

import torch
from jaxtyping import Float
from torch import Tensor

from lconv.nn.batched_products import mixed_last
from lconv.nn.contraction import require_fit
from lconv.nn.generators.parametrization import GeneratorParametrization

_COLUMNS = 256
"""Columns of the identity that are taken at a time where a norm is asked for."""


class AppliedGenerators(GeneratorParametrization, ABC):
    """L_k known by x -> L_k x; only calling the module makes the matrices."""

    @abstractmethod
    def act(self, x: Float[Tensor, "b s c"], which: slice = slice(None)) -> Float[Tensor, "k b t c"]:
        """(L_k x)_k for the chosen k, for features x (batch, space, channel)."""

    @property
    @abstractmethod
    def values(self) -> Tensor:
        """Numbers that the generators are made of: their dtype and device are those of the matrices."""

    def forward(self) -> Float[Tensor, "k t s"]:
        """The generators L, (n_L, space_out, space)."""
        return self.act(self._identity(0, self.shape[2]))[:, 0]

    def convolve(self, x: Tensor, W: Tensor, bias: Tensor | None, identity: bool | None = None) -> Float[Tensor, "b t e"]:
        """y = x W_0 + sum_k L_k x W_k + bias, with all L_k x side by side in one product."""
        require_fit(f"{type(self).__name__}.convolve(x, W, bias)", x, self.shape, W, bias, identity)
        return mixed_last(x, self.act(x), W, bias)

    def mean_square(self) -> Float[Tensor, " k"]:
        """|L_k|_F^2 / space_out, (n_L,), from the columns of L_k, some at a time."""
        _, t, s = self.shape
        columns = ((i, min(i + _COLUMNS, s)) for i in range(0, s, _COLUMNS))
        return torch.stack([self.act(self._identity(*some)).square().sum((1, 2, 3)) for some in columns]).sum(0) / t

    def _identity(self, first: int, last: int) -> Float[Tensor, "1 s columns"]:
        """These columns of the identity as the channels of one sample."""
        like = self.values
        one = torch.zeros(1, self.shape[2], last - first, dtype=like.dtype, device=like.device)
        one[0, first:last] = torch.eye(last - first, dtype=like.dtype, device=like.device)
        return one
