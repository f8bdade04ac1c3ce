"""A network's derivative at some points as a linear map, kept as numbers or evaluated at every use."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.derivatives import Model, evaluation_mode, jacobian

KEPT_NUMBERS = 2**27
"""A Jacobian of all points up to this size, 1 GiB in float64, is kept."""


class Linearisation(ABC):
    """The whitened derivative W J(x_n) at n points."""

    @property
    @abstractmethod
    def outputs(self) -> int:
        """The number r of whitened outputs."""

    @abstractmethod
    def along(self, v: Float[Tensor, "n p"]) -> Float[Tensor, "r n"]:
        """W J(x_n) v_n, in float64."""

    @abstractmethod
    def back(self, u: Float[Tensor, "r n"]) -> Float[Tensor, "n p"]:
        """J(x_n)^T W^T u_n, in float64."""


@dataclass(frozen=True, eq=False)
class Kept(Linearisation):
    """The derivative as numbers.

    Args:
        J: (r, n, p), whitened, in float64.
    """

    J: Tensor

    @property
    def outputs(self) -> int:
        """r."""
        return len(self.J)

    def along(self, v: Float[Tensor, "n p"]) -> Float[Tensor, "r n"]:
        """By the definition."""
        return (self.J * v).sum(dim=2)

    def back(self, u: Float[Tensor, "r n"]) -> Float[Tensor, "n p"]:
        """By the definition."""
        return (self.J * u[:, :, None]).sum(dim=0)


@dataclass(frozen=True, eq=False)
class Passes(Linearisation):
    """One forward-mode pass along a field, one reverse pass back.

    Args:
        model: the network.
        x: (n, ...), the points.
        frame: (r, m), whitens the outputs.
    """

    model: Model
    x: Tensor
    frame: Tensor

    @property
    def outputs(self) -> int:
        """r."""
        return len(self.frame)

    def along(self, v: Float[Tensor, "n p"]) -> Float[Tensor, "r n"]:
        """By a Jacobian-vector product."""
        with evaluation_mode(self.model):
            moved = torch.func.jvp(self.model, (self.x.clone(),), (v.to(self.x).reshape(self.x.shape).contiguous(),))[1]
        return self.frame @ moved.detach().reshape(len(self.x), -1).double().T

    def back(self, u: Float[Tensor, "r n"]) -> Float[Tensor, "n p"]:
        """By a vector-Jacobian product."""
        with evaluation_mode(self.model):
            y, pull = torch.func.vjp(lambda x: self.model(x.clone()), self.x)
            g = pull((u.T @ self.frame).to(y).reshape(y.shape))[0]
        return g.detach().flatten(1).double()


def linearised(model: Model, x: Tensor, frame: Float[np.ndarray, "r m"], keep: bool) -> Linearisation:
    """The derivative at x, kept or not."""
    W = torch.as_tensor(frame, device=x.device)
    if not keep:
        return Passes(model, x, W)
    J = jacobian(model, x, frame.shape[1]).double()
    return Kept(torch.tensordot(W, J, dims=1).swapaxes(1, 2).contiguous())
