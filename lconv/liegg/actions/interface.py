"""What a group action on a network's inputs is: vector fields, their generators, and their flow."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.actions.fields_at_points import Fields, Motion
from lietheory.errors import ShapeError


class Action(ABC):
    """A linear family of vector fields on the inputs, with its flow."""

    @property
    @abstractmethod
    def basis(self) -> Float[np.ndarray, "K n n"]:
        """The generators as matrices."""

    @property
    def size(self) -> int:
        """The number K of generators."""
        return len(self.basis)

    @property
    def polynomial(self) -> tuple[int, int] | None:
        """(d, degree) where the generators are the polynomial vector fields on R^d up to a degree."""
        return None

    @abstractmethod
    def __call__(self, x: Tensor) -> Tensor:
        """The vector fields at x, (batch, K, *x.shape[1:])."""

    @abstractmethod
    def flow(self, x: Tensor, coefficients: Float[np.ndarray, " K"]) -> Tensor:
        """exp(sum_k c_k B_k) x, in the shape of x."""

    def motion(self, x: Tensor) -> Motion:
        """The vector fields at x as far as evidence needs them; actions with structure need not write them out."""
        return Fields(self(x))

    def combined(self, x: Tensor, coefficients: Float[Tensor, " K"]) -> Tensor:
        """The one field sum_k c_k v_k at x, in the shape of x."""
        return torch.einsum("k,bk...->b...", coefficients.to(x), self(x))

    def gathered(self, x: Tensor, covectors: Tensor) -> Float[Tensor, " K"]:
        """sum_n g_n . v_k(x_n), the transpose of :meth:`combined`; covectors g have the shape of x."""
        return torch.einsum("bk...,b...->k", self(x), covectors)

    def independence_inverse(self, x: Tensor, gradients: Tensor) -> Callable[[np.ndarray], np.ndarray] | None:
        """Near the inverse of the independence model of these points and flat gradients, if the action has a cheap one."""
        return None

    def matrices(self, coefficients: Float[np.ndarray, "r K"]) -> Float[np.ndarray, "r n n"]:
        """sum_k c_k B_k for every row c."""
        return np.tensordot(coefficients, self.basis, axes=1)


def require_shape(action: Action, x: Tensor, shape: tuple[int, ...]) -> None:
    """Refuse inputs that are not a batch of ``shape``, naming both shapes.

    Raises:
        ShapeError: inputs of another shape.
    """
    if tuple(x.shape[1:]) != shape:
        cure = "Give a batch of one as x[None]." if tuple(x.shape) == shape else "Reshape the inputs, or change the action."
        raise ShapeError(repr(action), f"inputs of shape (batch, {', '.join(map(str, shape))})", f"shape {tuple(x.shape)}", cure)


def require_positive(action: Action, **sizes: int) -> None:
    """Refuse sizes that are not positive whole numbers.

    Raises:
        ShapeError: such a size, by its name.
    """
    for name, size in sizes.items():
        if not isinstance(size, int) or size < 1:
            raise ShapeError(repr(action), f"{name} as a whole number >= 1", repr(size), "Sizes are positive integers.")
