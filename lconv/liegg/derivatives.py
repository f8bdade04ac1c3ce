"""A network's outputs and derivatives: along vector fields, as a Jacobian, as a linear map; no trace is left on the network.

The network is evaluated in eval mode: in training mode dropout and batch norm make it a different function at
every call, and a symmetry is a property of one function. Every submodule gets its mode back. Derivatives are taken
with respect to a copy of the inputs only, so parameters, their gradients and buffers stay as they are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.actions import Motion
from lietheory.errors import LieTheoryError, ShapeError, shown

Model = Callable[[Tensor], Tensor]
"""A network, or any function from a batch of inputs to a batch of outputs that treats its samples one by one."""
KEPT_NUMBERS = 2**27
"""A Jacobian of all points up to this size, 1 GiB in float64, is kept."""
NEEDS_GRAPH = "does not require grad"
"""What torch says to a model that takes derivatives of its own where no graph is recorded."""


@contextmanager
def evaluation_mode(model: Model) -> Iterator[None]:
    """Every submodule in eval mode inside the block, and in the mode it had afterwards."""
    modes = [(m, m.training) for m in model.modules()] if isinstance(model, torch.nn.Module) else []
    try:
        for module, _ in modes:
            module.training = False
        yield
    finally:
        for module, training in modes:
            module.training = training


def outputs(model: Model, x: Tensor) -> Float[Tensor, "n ..."]:
    """F(x) without a graph; models that take derivatives of their own, as those of forces do, have one while they are called."""
    x = x.detach()
    with evaluation_mode(model):
        try:
            with torch.no_grad():
                return _as_many(model(x.clone()), x)
        except LieTheoryError:
            raise
        except Exception as problem:  # of the user's network, which may raise anything
            if NEEDS_GRAPH not in str(problem):
                raise ShapeError("model(x)", "a network of these inputs", shown(problem), "Try it by itself.") from problem
        with torch.enable_grad():
            return model(x.clone().requires_grad_().clone()).detach()  # not a leaf, since a model may write into its input


def _as_many(y: object, x: Tensor) -> Tensor:
    """The outputs, if they are one for each input."""
    if not isinstance(y, Tensor) or y.ndim == 0 or len(y) != len(x):
        got = f"shape {tuple(y.shape)}" if isinstance(y, Tensor) else type(y).__name__
        raise ShapeError("model(x)", f"a tensor of {len(x)} outputs, one for each input", got, "Return the same kind each time.")
    return y.detach()


def directional_derivatives(
    model: Model,
    x: Float[Tensor, "n ..."],
    motion: Motion,
    *,
    frame: Float[np.ndarray, "r m"] | None = None,
    shifts: Sequence[int] = (),
) -> tuple[Float[Tensor, "r K n"], Float[Tensor, "Pr K n"]]:
    """W J(x_n) v_k(x_n) for all K fields, and W J(x_(n - s)) v_k(x_n) / sqrt(P) for each of P shifts s, in float64.

    From the Jacobian, m reverse passes, or, where so many outputs make it cheaper, K forward passes at x and at each shift of
    it; networks that refuse forward mode take the reverse one.

    Args:
        model: the network, with m outputs.
        x: the points.
        motion: the fields v_k at the points, ``action.motion(x)``.
        frame: W, which combines the outputs; the identity unless given.
        shifts: by how much the points whose gradients are paired with the fields at x are shifted along x, cyclically.
    """
    W = torch.as_tensor(np.eye(outputs(model, x[:1]).numel()) if frame is None else frame, device=x.device)
    if W.shape[1] > (1 + len(shifts)) * motion.size:
        columns = _by_forward_passes(model, [x, *(x.roll(s, 0) for s in shifts)], motion.fields())
        if columns is not None:
            own, *paired = (torch.tensordot(W, c, dims=1) for c in columns)
            return own, torch.cat(paired) / len(shifts) ** 0.5 if paired else own[:0]
    J = torch.tensordot(W, jacobian(model, x).double().contiguous(), dims=1)
    paired = torch.cat([J.roll(s, dims=2) for s in shifts]).div_(len(shifts) ** 0.5) if shifts else J[:0]
    return motion.derivatives(J), motion.derivatives(paired)


def _by_forward_passes(model: Model, points: list[Tensor], fields: Float[Tensor, "n K p"]) -> list[Float[Tensor, "m K n"]] | None:
    """J(y_n) v_k(n) for each of several sets of points y; None if the network refuses forward mode."""

    def along(y: Tensor) -> Float[Tensor, "m K n"]:
        columns = [torch.func.jvp(model, (y.clone(),), (v.reshape(y.shape).contiguous(),))[1] for v in fields.unbind(1)]
        return torch.stack(columns).reshape(len(columns), len(y), -1).permute(2, 0, 1).detach().double()

    with evaluation_mode(model), torch.enable_grad():
        try:
            return [along(y) for y in points]
        except (NotImplementedError, RuntimeError):  # an operation without a forward derivative
            return None


def jacobian(model: Model, x: Tensor) -> Float[Tensor, "m p n"]:
    """The derivative of each output; the sum over samples separates them, since no output depends on another sample."""
    x = x.detach().clone().requires_grad_()

    def summed() -> Float[Tensor, " m"]:
        return model(x.clone()).reshape(len(x), -1).sum(dim=0)  # a model may write into its input, which a leaf forbids

    with evaluation_mode(model), torch.enable_grad():
        y = summed()
        try:
            rows = [torch.autograd.grad(y[a], x, retain_graph=a < len(y) - 1)[0] for a in range(len(y))]
        except RuntimeError:  # a compiled graph may be walked back only once
            rows = [torch.autograd.grad(summed()[a], x)[0] for a in range(len(y))]
    return torch.stack(rows).flatten(2).swapaxes(1, 2)


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
            y, pull = torch.func.vjp(lambda x: self.model(x.clone()), self.x)[:2]
            g = pull((u.T @ self.frame).to(y).reshape(y.shape))[0]
        return g.detach().flatten(1).double()


def linearised(model: Model, x: Tensor, frame: Float[np.ndarray, "r m"], keep: bool) -> Linearisation:
    """The derivative at x, kept or not."""
    W = torch.as_tensor(frame, device=x.device)
    if not keep:
        return Passes(model, x, W)
    J = jacobian(model, x).double()
    return Kept(torch.tensordot(W, J, dims=1).swapaxes(1, 2).contiguous())
