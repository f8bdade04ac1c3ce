"""How an action moves a set of points: its K vector fields there, as far as evidence needs them.

Evidence needs two things: the derivatives J v_k of outputs with Jacobian J, and the fields' Gram matrix. For any fields
both come from the array (n, K, p) of all fields; for linear fields neither needs it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

FEW_COPIES = 8
"""Up to so many copies, products of long vectors are faster than many products of small matrices."""


class Motion(ABC):
    """The vector fields of an action at n points."""

    @abstractmethod
    def derivatives(self, J: Float[Tensor, "m p n"]) -> Float[Tensor, "m K n"]:
        """J_a(n) v_k(n); J, in float64, may belong to other points."""

    @abstractmethod
    def gram(self) -> Float[np.ndarray, "K K"]:
        """The sum of v_k . v_l over the points, in float64."""


@dataclass(frozen=True, eq=False)
class Fields(Motion):
    """Any vector fields, given by their values.

    Args:
        values: (n, K, *shape).
    """

    values: Tensor

    @cached_property
    def _flat(self) -> Float[Tensor, "n K p"]:
        return self.values.detach().flatten(2).double()

    def derivatives(self, J: Float[Tensor, "m p n"]) -> Float[Tensor, "m K n"]:
        """By the definition."""
        return (self._flat @ J.permute(2, 1, 0)).permute(2, 1, 0)

    def gram(self) -> Float[np.ndarray, "K K"]:
        """By the definition."""
        flat = self._flat.swapaxes(0, 1).flatten(1)
        return (flat @ flat.T).cpu().numpy()


@dataclass(frozen=True, eq=False)
class LinearMotion(Motion):
    """The fields E_ij x of the matrix units, or M_k x of other matrices, of every copy of x at once.

    Row k of the evidence is then <M_k, sum_c J_c x_c^T>, and the Gram matrix tr(M_k S M_l^T) with S = sum x x^T.

    Args:
        x: (n, copies, D).
        d: number of components of a field in one copy.
        matrices: (K, d, D), or None for all matrix units, row by row.
    """

    x: Tensor
    d: int
    matrices: Float[np.ndarray, "K d D"] | None = None

    @cached_property
    def _columns(self) -> Float[Tensor, "copies D n"]:
        return self.x.detach().permute(1, 2, 0).double().contiguous()

    @cached_property
    def _maps(self) -> Float[Tensor, "K d D"] | None:
        return None if self.matrices is None else torch.as_tensor(self.matrices, dtype=torch.float64, device=self.x.device)

    def derivatives(self, J: Float[Tensor, "m p n"]) -> Float[Tensor, "m K n"]:
        """From the outer products of the gradient and the point."""
        copies, D, n = self._columns.shape
        g = J.reshape(len(J), copies, self.d, n)
        if copies > FEW_COPIES:
            outer = (g.permute(0, 3, 2, 1) @ self._columns.permute(2, 0, 1)).permute(0, 2, 3, 1)
        else:
            outer = g[:, 0, :, None] * self._columns[0]
            for copy in range(1, copies):
                outer.addcmul_(g[:, copy, :, None], self._columns[copy])
        units = outer.reshape(len(J), self.d * D, n)
        return units if self._maps is None else self._maps.flatten(1) @ units

    def gram(self) -> Float[np.ndarray, "K K"]:
        """From the second moment of the points."""
        flat = self._columns.swapaxes(0, 1).flatten(1)
        moment = flat @ flat.T
        if self._maps is None:
            return torch.kron(torch.eye(self.d, dtype=moment.dtype, device=moment.device), moment).cpu().numpy()
        return torch.einsum("kij,jl,mil->km", self._maps, moment, self._maps).cpu().numpy()
