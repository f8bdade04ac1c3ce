"""Functions of numpy arrays, or of any other library's, as models: with their gradient, or by differences with a known error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import ArrayLike
from torch import Tensor

from lietheory.arrays import tolerance
from lietheory.errors import NotDifferentiableError, PrecisionError, ShapeError

ArrayFunction = Callable[[np.ndarray], ArrayLike]
STEP = float(np.finfo(np.float64).eps ** 0.2)
"""Differences of fourth order over h of the spread of an input: their errors h^4 and eps / h are then equal, about 1e-12."""
CHECKED = 4
"""Points at which a gradient that was given is compared with differences."""
WRONG_GRADIENT = 1e-2
"""A gradient this far from the differences, relative to the largest, belongs to another function, unless those are no better."""


class Differentiable(torch.nn.Module):
    """A function of arrays as a torch module; made by :func:`differentiable`."""

    def __init__(self, f: ArrayFunction, gradient: ArrayFunction | None, scale: ArrayLike | None):
        super().__init__()
        self.f, self.gradient, self.scale = f, gradient, scale
        self.training = False

    def forward(self, x: Tensor) -> Tensor:
        """f(x) in the precision of x, with J as its derivative where a graph is recorded."""
        points = x.detach().double().cpu().numpy()
        y = torch.as_tensor(self.values(points), dtype=x.dtype, device=x.device)
        if not (torch.is_grad_enabled() and x.requires_grad):
            return y
        J = torch.as_tensor(self.jacobian(points), dtype=x.dtype, device=x.device)
        return y + torch.einsum("nmp,np->nm", J, (x - x.detach()).flatten(1)).reshape(y.shape)

    def values(self, x: Float[np.ndarray, "n ..."]) -> Float[np.ndarray, "n ..."]:
        """f(x) in float64."""
        y = np.asarray(self.f(x), dtype=np.float64)
        if y.ndim == 0 or len(y) != len(x):
            cure = "Return one value, or one row, for each point."
            raise ShapeError("lconv.differentiable(f)", f"values of {len(x)} points", f"shape {y.shape}", cure)
        return y

    def jacobian(self, x: Float[np.ndarray, "n ..."]) -> Float[np.ndarray, "n m p"]:
        """As given, or by differences."""
        if self.gradient is None:
            return differences(self, x).jacobian
        m = self.values(x[:1]).size
        J = np.asarray(self.gradient(x), dtype=np.float64)
        if J.size != len(x) * m * x[0].size:
            raise ShapeError(
                "lconv.differentiable(f, gradient)",
                f"gradients of shape {(len(x), m, *x.shape[1:])}, or without the {m} if it is 1",
                f"shape {J.shape}",
                "Give the derivative of each output at each point.",
            )
        return J.reshape(len(x), m, -1)


@dataclass(frozen=True, eq=False)
class Differences:
    """Derivatives by differences of fourth order, and how far those of second order are from them.

    Args:
        jacobian: (n, m, p).
        error: root mean square difference of the two orders over the root mean square derivative, which the error of the
            fourth order is below, unless both are wrong; 0 where all derivatives vanish.
    """

    jacobian: Float[np.ndarray, "n m p"]
    error: float


def differentiable(f: ArrayFunction, gradient: ArrayFunction | None = None, *, scale: ArrayLike | None = None) -> Differentiable:
    """The function f of numpy arrays, or of whatever takes and gives them, as a model: J is given, or taken by differences.

    Differences are (8 (f(x + h) - f(x - h)) - (f(x + 2h) - f(x - 2h))) / 12h in each input, 4 p calls of f on the whole batch
    for p inputs, in float64. Derivatives from outside count as exact to float32 only: an input that the function ignores is
    told from one that it nearly ignores to that precision.

    Args:
        f: (n, ...) -> (n,) or (n, ...), a function of a batch whose samples do not influence each other.
        gradient: (n, ...) -> (n, m, ...) or, for one output, (n, ...): its derivative, which is compared with differences at
            four points.
        scale: (...), the length over which f varies in each input; the spread of the inputs unless given.

    Raises:
        ShapeError: something that cannot be called, and, in use, values or gradients of other shapes.
        PrecisionError: in use, differences that do not agree with those over twice the step.
        NotDifferentiableError: in use, a gradient that belongs to another function.

    Examples:
        >>> import lconv
        >>> x = torch.randn(400, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> def radius(x):
        ...     return np.linalg.norm(x, axis=1)
        >>> lconv.discover(lconv.differentiable(radius), x, lconv.LinearAction(3)).dimension
        3
        >>> lconv.discover(lconv.differentiable(radius, lambda x: x / radius(x)[:, None]), x, lconv.LinearAction(3)).dimension
        3
    """
    call = "lconv.differentiable(f, gradient)"
    for name, given in (("f", f), ("gradient", gradient)):
        if not callable(given) and not (name == "gradient" and given is None):
            raise ShapeError(call, f"{name} as a function of an array", repr(given), "Give a function of a batch (n, ...).")
    return Differentiable(f, gradient, scale)


def differences(function: Differentiable, x: Float[np.ndarray, "n ..."]) -> Differences:
    """The derivatives of a function of arrays at x by differences, with their error."""
    flat = x.reshape(len(x), -1)
    steps = STEP * (_spread(flat) if function.scale is None else np.broadcast_to(np.ravel(function.scale), flat.shape[1:]))
    fourth, second = [], []
    for j, h in enumerate(steps):

        def across(times: float, j: int = j, h: float = h) -> np.ndarray:
            up, down = flat.copy(), flat.copy()
            up[:, j] += times * h
            down[:, j] -= times * h
            length = (up[:, j] - down[:, j])[:, None]
            values = (function.values(side.reshape(x.shape)).reshape(len(x), -1) for side in (up, down))
            return (next(values) - next(values)) / length

        near, far = across(1), across(2)
        second.append(near)
        fourth.append((4 * near - far) / 3)
    J = np.stack(fourth, axis=2)
    size = np.sqrt(np.mean(J**2))
    error = np.sqrt(np.mean((J - np.stack(second, axis=2)) ** 2))
    return Differences(J, float(error / size) if size > 0 else 0.0)


def _spread(flat: Float[np.ndarray, "n p"]) -> Float[np.ndarray, " p"]:
    """The standard deviation of each input, or, where it has none, its size, or 1."""
    spread, size = flat.std(axis=0), np.abs(flat).max(axis=0)
    return np.where(spread > tolerance() * size, spread, np.where(size > 0, size, 1.0))


def derivative_dtype(model: Callable, x: Tensor) -> np.dtype:
    """The precision that a model's derivatives have at x: that of x, or float32 where they come from outside torch.

    Raises:
        PrecisionError: differences whose error is above that.
        NotDifferentiableError: a gradient that differences contradict.
    """
    outside = [m for m in model.modules() if isinstance(m, Differentiable)] if isinstance(model, torch.nn.Module) else []
    if not outside:
        return np.dtype(str(x.dtype).removeprefix("torch."))
    for function in outside:
        if function is model:
            _require_derivatives(function, x.detach().double().cpu().numpy())
    return np.dtype(np.float32)


def _require_derivatives(function: Differentiable, x: np.ndarray) -> None:
    call = "lconv.differentiable(f, gradient)"
    points = x[: max(CHECKED, 1)]
    scale = _spread(x.reshape(len(x), -1)) if function.scale is None else function.scale
    numeric = differences(Differentiable(function.f, None, scale), points)
    most = np.sqrt(tolerance(np.float32))  # the error of the fourth order is about the square of that of the second
    if function.gradient is None:
        if numeric.error > most:
            raise PrecisionError(
                call,
                f"differences that agree with those over twice the step to {most:.0e}",
                f"{numeric.error:.1e}",
                "Give scale=, the length over which f varies in each input, or gradient=.",
            )
        return
    given = function.jacobian(points)
    gap = np.abs(given - numeric.jacobian).max() / max(np.abs(numeric.jacobian).max(), np.finfo(float).tiny)
    if gap > max(WRONG_GRADIENT, 10 * numeric.error):
        raise NotDifferentiableError(
            call, "the gradient of f", f"one that differs from differences of f by {gap:.1e}", "Check its sign, order and shape."
        )
