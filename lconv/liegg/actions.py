"""Group actions on a network's inputs: vector fields, their generators, and their flow.

An action has K generators B_k. It gives the vector fields v_k(x) = d/dt exp(t B_k) x at t = 0, and the
flow exp(sum_k c_k B_k) x. Inputs keep their first axis, the batch.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from scipy.linalg import expm
from torch import Tensor

from lietheory.errors import ShapeError
from lietheory.representation.grids import grid_generators

RUNGE_KUTTA_STEPS = 32  # of a flow of length one: error about (1/32)^4, far below the finite-step tolerance


class Action(ABC):
    """A linear family of vector fields on the inputs, with its flow."""

    @property
    @abstractmethod
    def basis(self) -> Float[np.ndarray, "K n n"]:
        """The generators as matrices."""

    @abstractmethod
    def __call__(self, x: Tensor) -> Tensor:
        """The vector fields at x, (batch, K, *x.shape[1:])."""

    @abstractmethod
    def flow(self, x: Tensor, coefficients: Float[np.ndarray, " K"]) -> Tensor:
        """exp(sum_k c_k B_k) x, in the shape of x."""


@dataclass(frozen=True)
class LinearAction(Action):
    """gl(d) on R^d by x -> L x, one matrix for every copy; inputs (batch, copies * d), copy after copy.

    Args:
        d: dimension of the space.
        copies: how many vectors an input holds.

    Examples:
        >>> action = LinearAction(2, copies=3)
        >>> action.basis.shape, action(torch.ones(5, 6)).shape
        ((4, 2, 2), torch.Size([5, 4, 6]))
    """

    d: int
    copies: int = 1

    def __post_init__(self) -> None:
        _require_positive(self, d=self.d, copies=self.copies)

    @cached_property
    def basis(self) -> Float[np.ndarray, "K d d"]:
        """The d^2 matrix units, row by row."""
        return np.eye(self.d**2).reshape(-1, self.d, self.d)

    def __call__(self, x: Tensor) -> Tensor:
        """E_ij x for every matrix unit, (batch, d^2, copies * d)."""
        return _matrix_units_times(self._split(x), self.d)

    def flow(self, x: Tensor, coefficients: Float[np.ndarray, " K"]) -> Tensor:
        """exp(L) applied to every copy."""
        step = torch.as_tensor(expm(np.tensordot(coefficients, self.basis, axes=1)), dtype=x.dtype, device=x.device)
        return (self._split(x) @ step.T).reshape(x.shape)

    def _split(self, x: Tensor) -> Tensor:
        _require_shape(self, x, (self.copies * self.d,))
        return x.reshape(len(x), self.copies, self.d)


@dataclass(frozen=True)
class AffineAction(Action):
    """aff(d) on R^d by x -> A x + b, one map for every copy; inputs (batch, copies * d), copy after copy.

    Generators are homogeneous matrices [[A, b], [0, 0]]; a translation has length one in the units of the data.

    Args:
        d: dimension of the space.
        copies: how many points an input holds.

    Examples:
        >>> action = AffineAction(2)
        >>> action.basis.shape, action(torch.zeros(1, 2))[0, 2].tolist()
        ((6, 3, 3), [1.0, 0.0])
    """

    d: int
    copies: int = 1

    def __post_init__(self) -> None:
        _require_positive(self, d=self.d, copies=self.copies)

    @cached_property
    def basis(self) -> Float[np.ndarray, "K n n"]:
        """The d (d + 1) matrix units of all rows but the last, row by row."""
        return np.eye((self.d + 1) ** 2)[: self.d * (self.d + 1)].reshape(-1, self.d + 1, self.d + 1)

    def __call__(self, x: Tensor) -> Tensor:
        """E_ij (x, 1) for every matrix unit, (batch, d (d + 1), copies * d)."""
        return _matrix_units_times(self._homogeneous(x), self.d)

    def flow(self, x: Tensor, coefficients: Float[np.ndarray, " K"]) -> Tensor:
        """exp(L) applied to every copy."""
        step = torch.as_tensor(expm(np.tensordot(coefficients, self.basis, axes=1)), dtype=x.dtype, device=x.device)
        return (self._homogeneous(x) @ step[: self.d].T).reshape(x.shape)

    def _homogeneous(self, x: Tensor) -> Tensor:
        _require_shape(self, x, (self.copies * self.d,))
        return torch.nn.functional.pad(x.reshape(len(x), self.copies, self.d), (0, 1), value=1.0)


@dataclass(frozen=True)
class ImageAction(Action):
    """gl(2) on the plane acting on images by -(A x) . grad; inputs (batch, channels, height, width).

    The plane has coordinates (row, column) in pixels from the centre of the image. The flow is the exact
    exponential of the sampled field, a matrix of size height * width: meant for images up to about 40 x 40.

    Args:
        height: rows of pixels.
        width: columns of pixels.
        channels: channels, which all move together.
        derivative: ``"spectral"`` (exact for images that are band-limited and vanish at the border) or ``"central"``.

    Examples:
        >>> ImageAction(4, 4)(torch.ones(2, 1, 4, 4)).abs().max() < 1e-6  # a constant image does not move
        tensor(True)
    """

    height: int
    width: int
    channels: int = 1
    derivative: str = "spectral"

    def __post_init__(self) -> None:
        _require_positive(self, height=self.height, width=self.width, channels=self.channels)
        _ = self._grid  # refuses an unknown derivative

    @cached_property
    def basis(self) -> Float[np.ndarray, "K 2 2"]:
        """The four matrix units on (row, column)."""
        return np.eye(4).reshape(4, 2, 2)

    @cached_property
    def _grid(self) -> Float[np.ndarray, "K pixel pixel"]:
        return grid_generators(self.height, self.width, np.eye(4).reshape(4, 2, 2), derivative=self.derivative)

    def __call__(self, x: Tensor) -> Tensor:
        """-(E_ij x) . grad of the images for every matrix unit, (batch, 4, channels, height, width)."""
        grid = torch.as_tensor(self._grid, dtype=x.dtype, device=x.device)
        return torch.einsum("kpq,bcq->bkcp", grid, self._pixels(x)).reshape(len(x), 4, *x.shape[1:])

    def flow(self, x: Tensor, coefficients: Float[np.ndarray, " K"]) -> Tensor:
        """exp of the sampled field applied to every image."""
        field = torch.as_tensor(np.tensordot(coefficients, self._grid, axes=1))
        step = torch.linalg.matrix_exp(field).to(dtype=x.dtype, device=x.device)
        return (self._pixels(x) @ step.T).reshape(x.shape)

    def _pixels(self, x: Tensor) -> Tensor:
        _require_shape(self, x, (self.channels, self.height, self.width))
        return x.flatten(2)


@dataclass(frozen=True)
class VectorFields(Action):
    """Any map x -> (batch, K, *x.shape[1:]) as an action without matrices; its flow is integrated (Runge-Kutta, 4th order).

    Args:
        fields: the map.
        unknowns: K.
    """

    fields: Callable[[Tensor], Tensor]
    unknowns: int

    @property
    def basis(self) -> Float[np.ndarray, "K 0 0"]:
        """Matrices of size zero: only the number of fields is known."""
        return np.zeros((self.unknowns, 0, 0))

    def __call__(self, x: Tensor) -> Tensor:
        """The fields at x."""
        v = self.fields(x)
        if v.shape != (len(x), self.unknowns, *x.shape[1:]):
            raise ShapeError(
                "action(x)",
                f"fields of shape (batch, K, ...) = {(len(x), self.unknowns, *x.shape[1:])}",
                f"shape {tuple(v.shape)} for inputs {tuple(x.shape)}",
                "Stack the fields along the second axis.",
            )
        return v

    def flow(self, x: Tensor, coefficients: Float[np.ndarray, " K"]) -> Tensor:
        """The point that x reaches in unit time along sum_k c_k v_k."""
        c = torch.as_tensor(coefficients, dtype=x.dtype, device=x.device)
        h = 1 / RUNGE_KUTTA_STEPS

        def velocity(y: Tensor) -> Tensor:
            return torch.einsum("k,bk...->b...", c, self(y))

        for _ in range(RUNGE_KUTTA_STEPS):
            a = velocity(x)
            b = velocity(x + h / 2 * a)
            d = velocity(x + h / 2 * b)
            x = x + h / 6 * (a + 2 * b + 2 * d + velocity(x + h * d))
        return x


def as_action(action: Action | Callable[[Tensor], Tensor], x: Tensor) -> Action:
    """The action itself, or a callable x -> (batch, K, ...) as one; ``x`` tells its number of fields."""
    if isinstance(action, Action):
        return action
    v = action(x[:1])
    if not isinstance(v, Tensor) or v.ndim != x.ndim + 1:
        got = f"shape {tuple(v.shape)}" if isinstance(v, Tensor) else type(v).__name__
        raise ShapeError(
            "action(x)",
            f"fields of shape (batch, K, ...) for inputs {tuple(x.shape)}",
            got,
            "Stack the fields along the second axis.",
        )
    return VectorFields(action, v.shape[1])


def _matrix_units_times(x: Float[Tensor, "b copies j"], d: int) -> Float[Tensor, "b K p"]:
    """E_ij x for i < d and every j: component i is x_j."""
    return torch.einsum("ia,bcj->bijca", torch.eye(d, dtype=x.dtype, device=x.device), x).reshape(len(x), d * x.shape[2], -1)


def _require_shape(action: Action, x: Tensor, shape: tuple[int, ...]) -> None:
    if tuple(x.shape[1:]) != shape:
        cure = "Give a batch of one as x[None]." if tuple(x.shape) == shape else "Reshape the inputs, or change the action."
        raise ShapeError(repr(action), f"inputs of shape (batch, {', '.join(map(str, shape))})", f"shape {tuple(x.shape)}", cure)


def _require_positive(action: Action, **sizes: int) -> None:
    for name, size in sizes.items():
        if not isinstance(size, int) or size < 1:
            raise ShapeError(repr(action), f"{name} as a whole number >= 1", repr(size), "Sizes are positive integers.")
