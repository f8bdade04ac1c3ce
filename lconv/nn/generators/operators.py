"""Generators that are applied and never made: Eq 6 through what each of them does to features."""

from __future__ import annotations

from abc import ABC, abstractmethod

import torch
from torch import Tensor

from lconv.nn.generators.parametrization import GeneratorParametrization

_COLUMNS = 256
"""Columns of the identity that are taken at a time where a norm is asked for."""


class AppliedGenerators(GeneratorParametrization, ABC):
    """L_k known by x -> L_k x; only calling the module makes the matrices."""

    @abstractmethod
    def act(self, x: Tensor, which: slice = slice(None)) -> Tensor:
        """(L_k x)_k for the chosen k, (chosen, batch, space_out, channel), for features x (batch, space, channel)."""

    @property
    @abstractmethod
    def values(self) -> Tensor:
        """Numbers that the generators are made of: their dtype and device are those of the matrices."""

    def forward(self) -> Tensor:
        """The generators L, (n_L, space_out, space)."""
        return self.act(self._identity(0, self.shape[2]))[:, 0]

    def convolve(self, x: Tensor, W: Tensor, bias: Tensor | None) -> Tensor:
        """y = x W_0 + sum_k L_k x W_k + bias, with all L_k x side by side in one product."""
        (n, t, _), (b, s, c), (terms, _, e) = self.shape, x.shape, W.shape
        base = W.new_zeros(1) if bias is None else bias
        if terms > n:
            base = torch.addmm(base, x.reshape(b * s, c), W[0])
        rows = self.act(x).permute(1, 2, 0, 3).reshape(b * t, n * c)
        return torch.addmm(base, rows, W[terms - n :].reshape(n * c, e)).view(b, t, e)

    def mean_square(self) -> Tensor:
        """|L_k|_F^2 / space_out, (n_L,), from the columns of L_k, some at a time."""
        _, t, s = self.shape
        starts = range(0, s, _COLUMNS)
        return sum(self.act(self._identity(i, min(i + _COLUMNS, s))).square().sum((1, 2, 3)) for i in starts) / t

    def _identity(self, first: int, last: int) -> Tensor:
        """These columns of the identity as the channels of one sample."""
        like = self.values
        one = torch.zeros(1, self.shape[2], last - first, dtype=like.dtype, device=like.device)
        one[0, first:last] = torch.eye(last - first, dtype=like.dtype, device=like.device)
        return one
