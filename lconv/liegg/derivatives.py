"""A network's outputs and its whole derivative along vector fields, without leaving a trace on the network.

The network is evaluated in eval mode: in training mode dropout and batch norm make it a different function at
every call, and a symmetry is a property of one function. Every submodule gets its mode back. Derivatives are taken
with respect to a copy of the inputs only, so parameters, their gradients and buffers stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from jaxtyping import Float, Int
from torch import Tensor

from lconv.liegg.actions.fields_at_points import Fields

Model = Callable[[Tensor], Tensor]
"""A network, or any function from a batch of inputs to a batch of outputs that treats its samples one by one."""


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


def outputs(model: Model, x: Tensor) -> Float[Tensor, n * shape]:  # noqa: F821  names of axes
    """F(x) without a graph."""
    with evaluation_mode(model), torch.no_grad():
        return model(x.clone())


def directional_derivatives(
    model: Model, x: Tensor, partners: Int[Tensor, "P n"], fields: Float[Tensor, "n K *shape"], m: int
) -> tuple[Float[Tensor, "n m K"], Float[Tensor, "P n m K"]]:
    """J(x_n) v_k(x_n) and J(x_p(n)) v_k(x_n) for all m outputs, in float64.

    From the stacked Jacobian, m reverse passes, or, where so many outputs make it cheaper, (1 + P) K
    forward passes; networks that refuse forward mode take the reverse one.

    Args:
        model: the network.
        x: inputs, (n, ...).
        partners: the numbers p(n) of P other points for every point.
        fields: the vector fields at x.
        m: number of outputs of one sample.
    """
    parts = None
    if forward_is_cheaper(m, fields.shape[1], len(partners)):
        parts = forward_derivatives(model, x, partners, fields)
    if parts is None:
        J, motion = jacobian(model, x, m).double(), Fields(fields)
        parts = [motion.derivatives(part) for part in (J, *(J[..., p] for p in partners))]
    own, *paired = (part.permute(2, 0, 1) for part in parts)
    return own, torch.stack(paired)


def forward_is_cheaper(m: int, unknowns: int, partners: int) -> bool:
    """Whether m reverse passes are more than the forward passes along every field, at the points and at their partners."""
    return m > (1 + partners) * unknowns


def forward_derivatives(
    model: Model, x: Tensor, partners: Int[Tensor, "P n"], fields: Float[Tensor, "n K *shape"]
) -> list[Float[Tensor, "m K n"]] | None:
    """J(x_n) v_k(x_n), then J(x_p(n)) v_k(x_n) for each partner, in float64; None if the network refuses forward mode."""
    with evaluation_mode(model), torch.enable_grad():
        try:
            return [_forward(model, y, fields) for y in (x, *(x[p] for p in partners))]
        except (NotImplementedError, RuntimeError):  # an operation without a forward derivative
            return None


def _forward(model: Model, x: Tensor, fields: Tensor) -> Float[Tensor, "m K n"]:
    columns = [torch.func.jvp(model, (x.clone(),), (v.contiguous(),))[1].reshape(len(x), -1) for v in fields.unbind(1)]
    return torch.stack(columns).permute(2, 0, 1).detach().double()


def jacobian(model: Model, x: Tensor, m: int) -> Float[Tensor, "m p n"]:
    """The derivative of each output; the sum over samples separates them, since no output depends on another sample."""
    x = x.detach().clone().requires_grad_()

    def summed() -> Float[Tensor, " m"]:
        return model(x.clone()).reshape(len(x), m).sum(dim=0)  # a model may write into its input, which a leaf forbids

    with evaluation_mode(model), torch.enable_grad():
        y = summed()
        try:
            rows = [torch.autograd.grad(y[a], x, retain_graph=a < m - 1)[0] for a in range(m)]
        except RuntimeError:  # a compiled graph may be walked back only once
            rows = [torch.autograd.grad(summed()[a], x)[0] for a in range(m)]
    return torch.stack(rows).flatten(2).swapaxes(1, 2)
