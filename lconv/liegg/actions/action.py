"""An action: K vector fields on a network's inputs, their flow, and how they move a set of points.

An action has K generators B_k. It gives the vector fields v_k(x) = d/dt exp(t B_k) x at t = 0 and the flow
exp(sum_k c_k B_k) x. Evidence needs two things of the fields: the derivatives J v_k of outputs with Jacobian J, and the
fields' Gram matrix. For any fields both come from the array (n, K, p) of all fields; for linear fields neither needs it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import ArrayLike
from torch import Tensor

from lconv.liegg.point_units import PointUnits
from lconv.torch_arguments import dense_tensor, numbers_of
from lietheory.arrays import as_floats
from lietheory.errors import PrecisionError, ShapeError, shown

FEW_COPIES = 8
"""Up to so many copies, products of long vectors are faster than many products of small matrices."""


class Motion(ABC):
    """The vector fields of an action at n points."""

    @property
    @abstractmethod
    def size(self) -> int:
        """The number K of fields."""

    @abstractmethod
    def fields(self) -> Float[Tensor, "n K p"]:
        """v_k(n), in the precision of the points."""

    @abstractmethod
    def derivatives(self, J: Float[Tensor, "m p n"]) -> Float[Tensor, "m K n"]:
        """J_a(n) v_k(n); J, in float64, may belong to other points."""

    @abstractmethod
    def gram(self, units: PointUnits | None = None) -> Float[np.ndarray, "K K"]:
        """The sum of v_k . v_l over the points, in float64, in these units where they are given."""


@dataclass(frozen=True, eq=False)
class Fields(Motion):
    """Any vector fields, given by their values.

    Args:
        values: (n, K, *shape).
    """

    values: Tensor

    @property
    def size(self) -> int:
        """K."""
        return self.values.shape[1]

    def fields(self) -> Float[Tensor, "n K p"]:
        """As given."""
        return self.values.flatten(2)

    @cached_property
    def _flat(self) -> Float[Tensor, "n K p"]:
        return self.fields().detach().double()

    def derivatives(self, J: Float[Tensor, "m p n"]) -> Float[Tensor, "m K n"]:
        """By the definition."""
        return (self._flat @ J.permute(2, 1, 0)).permute(2, 1, 0)

    def gram(self, units: PointUnits | None = None) -> Float[np.ndarray, "K K"]:
        """By the definition."""
        flat = (self._flat if units is None else units(self._flat)).swapaxes(0, 1).flatten(1)
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

    @property
    def size(self) -> int:
        """K."""
        return self.d * self.x.shape[2] if self.matrices is None else len(self.matrices)

    def fields(self) -> Float[Tensor, "n K p"]:
        """M_k x, copy after copy."""
        x = self.x
        if self.matrices is None:  # component i of E_ij x is x_j
            eye = torch.eye(self.d, dtype=x.dtype, device=x.device)
            return torch.einsum("ia,bcj->bijca", eye, x).reshape(len(x), self.size, x.shape[1] * self.d)
        return torch.einsum("kij,bcj->bkci", torch.as_tensor(self.matrices, dtype=x.dtype, device=x.device), x).flatten(2)

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

    def gram(self, units: PointUnits | None = None) -> Float[np.ndarray, "K K"]:
        """From the second moments of the points: one, or one for each component that moves where each has its own unit."""
        each = self._columns @ self._columns.swapaxes(1, 2)  # of every copy
        weights = each.new_ones(len(each), self.d) if units is None else units.scale.reshape(-1, self.d) ** -2.0
        if bool((weights == weights[:, :1]).all()):
            moment = torch.einsum("c,cjl->jl", weights[:, 0], each)
            inverse = None if units is None else units.inverse
            metric = torch.eye(self.d, dtype=moment.dtype, device=moment.device) if inverse is None else inverse.T @ inverse
            if self._maps is None:
                return torch.kron(metric, moment).cpu().numpy()
            return torch.einsum("kij,jl,in,mnl->km", self._maps, moment, metric, self._maps).cpu().numpy()
        moments = torch.einsum("ci,cjl->ijl", weights, each)  # (d, D, D)
        if self._maps is None:
            return torch.block_diag(*moments).cpu().numpy()
        return torch.einsum("kij,ijl,mil->km", self._maps, moments, self._maps).cpu().numpy()


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
    def flow(self, x: Tensor, coefficients: ArrayLike) -> Tensor:
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
        ShapeError: inputs of another shape, or no dense tensor.
        PrecisionError: whole or complex numbers.
    """
    require_points(action, x)
    if tuple(x.shape[1:]) != shape:
        cure = "Give a batch of one as x[None]." if tuple(x.shape) == shape else "Reshape the inputs, or change the action."
        raise ShapeError(repr(action), f"inputs of shape (batch, {', '.join(map(str, shape))})", f"shape {tuple(x.shape)}", cure)


def require_points(action: Action, x: object) -> None:
    """Refuse inputs that are no dense tensor of floating numbers.

    Raises:
        ShapeError: no tensor, or one that is not dense.
        PrecisionError: whole or complex numbers.
    """
    points = dense_tensor(x, repr(action), "inputs")
    if points.ndim == 0:
        raise ShapeError(repr(action), "a batch of inputs", "one number", "Give a batch of one as x[None].")
    if not points.is_floating_point():
        raise PrecisionError(repr(action), "inputs in floating numbers", str(points.dtype), "Convert them with .double().")


def as_coefficients(action: Action, coefficients: ArrayLike) -> Float[np.ndarray, " K"]:
    """The coefficients of one field of the action, as floats.

    Raises:
        ShapeError: another number of them.
        PrecisionError: NaN, infinity, or complex numbers.
    """
    call = f"{action!r}.flow(x, coefficients)"
    c = as_floats(numbers_of(coefficients, call, "coefficients"), call, "coefficients")
    if c.shape != (action.size,):
        raise ShapeError(call, f"coefficients ({action.size},), one a generator", f"shape {c.shape}", "Give one a generator.")
    return c


def require_positive(action: Action, **sizes: int) -> None:
    """Refuse sizes that are not positive whole numbers.

    Raises:
        ShapeError: such a size, by its name.
    """
    for name, size in sizes.items():
        if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size < 10**9:
            raise ShapeError(shown(action), f"{name} as a whole number >= 1", shown(size), "Sizes are positive integers.")
