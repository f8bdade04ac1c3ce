"""Group actions on a network's inputs: vector fields, their generators, and their flow.

An action has K generators B_k. It gives the vector fields v_k(x) = d/dt exp(t B_k) x at t = 0, and the
flow exp(sum_k c_k B_k) x. Inputs keep their first axis, the batch. Here are vectors, points and any callable;
grids, other representations and polynomial fields have files of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from scipy.linalg import expm
from torch import Tensor

from lconv.liegg.actions.fields_at_points import LinearMotion, Motion
from lconv.liegg.actions.grid_actions import ImageAction, SequenceAction, VolumeAction
from lconv.liegg.actions.interface import Action, require_positive, require_shape
from lietheory.errors import ShapeError

__all__ = [
    "Action",
    "AffineAction",
    "ImageAction",
    "LinearAction",
    "PointCloudAction",
    "SequenceAction",
    "VectorFields",
    "VolumeAction",
    "as_action",
]
INVERSE_FLOOR = 1e-10  # of a preconditioner's eigenvalues, relative to their mean
RUNGE_KUTTA_STEPS = 32  # of a flow of length one: error about (1/32)^4, far below the finite-step tolerance


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
        require_positive(self, d=self.d, copies=self.copies)

    @property
    def size(self) -> int:
        """d^2, known without the matrices."""
        return self.d**2

    @cached_property
    def basis(self) -> Float[np.ndarray, "K d d"]:
        """The d^2 matrix units, row by row."""
        return np.eye(self.d**2).reshape(-1, self.d, self.d)

    def __call__(self, x: Tensor) -> Tensor:
        """E_ij x for every matrix unit, (batch, d^2, copies * d)."""
        return _matrix_units_times(self._split(x), self.d)

    def motion(self, x: Tensor) -> Motion:
        """The same, not written out."""
        return LinearMotion(self._split(x), self.d)

    def combined(self, x: Tensor, coefficients: Float[Tensor, " K"]) -> Tensor:
        """L x for one matrix L."""
        return (self._split(x) @ coefficients.to(x).reshape(self.d, self.d).T).reshape(x.shape)

    def gathered(self, x: Tensor, covectors: Tensor) -> Float[Tensor, " K"]:
        """sum g x^T over the points and copies."""
        return (covectors.reshape(-1, self.d).T @ x.reshape(-1, self.d)).flatten()

    def independence_inverse(self, x: Tensor, gradients: Tensor) -> Callable[[np.ndarray], np.ndarray]:
        """L -> C^-1 L S^-1 with the second moments C of the gradients and S of the points; exact for one copy."""
        C, S = (_inverse_moment(a.reshape(-1, self.d), near) for a, near in ((gradients, 1 / INVERSE_FLOOR), (x, 0.0)))
        return lambda c: (C @ c.reshape(self.d, self.d) @ S).ravel()

    def matrices(self, coefficients: Float[np.ndarray, "r K"]) -> Float[np.ndarray, "r d d"]:
        """The coefficients, row by row."""
        return np.reshape(coefficients, (-1, self.d, self.d))

    def flow(self, x: Tensor, coefficients: Float[np.ndarray, " K"]) -> Tensor:
        """exp(L) applied to every copy."""
        step = torch.as_tensor(expm(self.matrices(coefficients)[0]), dtype=x.dtype, device=x.device)
        return (self._split(x) @ step.T).reshape(x.shape)

    def _split(self, x: Tensor) -> Tensor:
        require_shape(self, x, (self.copies * self.d,))
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
        require_positive(self, d=self.d, copies=self.copies)

    @property
    def size(self) -> int:
        """d (d + 1), known without the matrices."""
        return self.d * (self.d + 1)

    @cached_property
    def basis(self) -> Float[np.ndarray, "K n n"]:
        """The d (d + 1) matrix units of all rows but the last, row by row."""
        return np.eye((self.d + 1) ** 2)[: self.d * (self.d + 1)].reshape(-1, self.d + 1, self.d + 1)

    def __call__(self, x: Tensor) -> Tensor:
        """E_ij (x, 1) for every matrix unit, (batch, d (d + 1), copies * d)."""
        return _matrix_units_times(self._homogeneous(x), self.d)

    def motion(self, x: Tensor) -> Motion:
        """The same, not written out."""
        return LinearMotion(self._homogeneous(x), self.d)

    def combined(self, x: Tensor, coefficients: Float[Tensor, " K"]) -> Tensor:
        """A x + b for one matrix (A, b)."""
        return (self._homogeneous(x) @ coefficients.to(x).reshape(self.d, self.d + 1).T).reshape(x.shape)

    def flow(self, x: Tensor, coefficients: Float[np.ndarray, " K"]) -> Tensor:
        """exp(L) applied to every copy."""
        step = torch.as_tensor(expm(np.tensordot(coefficients, self.basis, axes=1)), dtype=x.dtype, device=x.device)
        return (self._homogeneous(x) @ step[: self.d].T).reshape(x.shape)

    def _homogeneous(self, x: Tensor) -> Tensor:
        require_shape(self, x, (self.copies * self.d,))
        return torch.nn.functional.pad(x.reshape(len(x), self.copies, self.d), (0, 1), value=1.0)


@dataclass(frozen=True)
class PointCloudAction(Action):
    """gl(d) or aff(d) on point clouds and sets, one map for every point; inputs (batch, points, d), any number of points.

    Args:
        d: dimension of the space.
        translations: aff(d) instead of gl(d), as homogeneous matrices.

    Examples:
        >>> PointCloudAction(3, translations=True)(torch.ones(2, 7, 3)).shape
        torch.Size([2, 12, 7, 3])
    """

    d: int
    translations: bool = False

    def __post_init__(self) -> None:
        require_positive(self, d=self.d)

    @property
    def basis(self) -> Float[np.ndarray, "K n n"]:
        """The generators of the linear or affine action."""
        return self._flat(1).basis

    def __call__(self, x: Tensor) -> Tensor:
        """The fields at every point, (batch, K, points, d)."""
        flat = self._flat(self._count(x))(x.flatten(1))
        return flat.reshape(len(x), -1, *x.shape[1:])

    def motion(self, x: Tensor) -> Motion:
        """The same, not written out."""
        return self._flat(self._count(x)).motion(x.flatten(1))

    def combined(self, x: Tensor, coefficients: Float[Tensor, " K"]) -> Tensor:
        """One map applied to every point."""
        return self._flat(self._count(x)).combined(x.flatten(1), coefficients).reshape(x.shape)

    def flow(self, x: Tensor, coefficients: Float[np.ndarray, " K"]) -> Tensor:
        """exp(L) applied to every point."""
        return self._flat(self._count(x)).flow(x.flatten(1), coefficients).reshape(x.shape)

    def _flat(self, points: int) -> LinearAction | AffineAction:
        return (AffineAction if self.translations else LinearAction)(self.d, copies=points)

    def _count(self, x: Tensor) -> int:
        require_shape(self, x, (x.shape[1] if x.ndim == 3 else 1, self.d))
        return x.shape[1]


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


def _inverse_moment(a: Float[Tensor, "n d"], of_null: float) -> Float[np.ndarray, "d d"]:
    """The inverse of a second moment of mean eigenvalue one, where what is far below the mean has an inverse of its own."""
    a = a.double()
    values, vectors = np.linalg.eigh((a.T @ a).cpu().numpy())
    values = values / max(values.mean(), np.finfo(float).tiny)
    inverse = np.where(values > INVERSE_FLOOR, 1 / np.maximum(values, INVERSE_FLOOR), of_null)
    return (vectors * inverse) @ vectors.T


def _matrix_units_times(x: Float[Tensor, "b copies j"], d: int) -> Float[Tensor, "b K p"]:
    """E_ij x for i < d and every j: component i is x_j."""
    return torch.einsum("ia,bcj->bijca", torch.eye(d, dtype=x.dtype, device=x.device), x).reshape(len(x), d * x.shape[2], -1)
