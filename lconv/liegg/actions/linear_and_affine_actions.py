"""Matrices and affine maps on vectors and on sets of points: the actions of gl(d) and aff(d)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import ArrayLike
from scipy.linalg import expm
from torch import Tensor

from lconv.liegg.actions.action import (
    Action,
    LinearMotion,
    Motion,
    as_coefficients,
    require_points,
    require_positive,
    require_shape,
)

INVERSE_FLOOR = 1e-10  # of a preconditioner's eigenvalues, relative to their mean


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
        return self.motion(x).fields()

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

    def flow(self, x: Tensor, coefficients: ArrayLike) -> Tensor:
        """exp(L) applied to every copy."""
        copies, L = self._split(x), as_coefficients(self, coefficients).reshape(self.d, self.d)
        return (copies @ torch.as_tensor(expm(L), dtype=x.dtype, device=x.device).T).reshape(x.shape)

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
        return self.motion(x).fields()

    def motion(self, x: Tensor) -> Motion:
        """The same, not written out."""
        return LinearMotion(self._homogeneous(x), self.d)

    def combined(self, x: Tensor, coefficients: Float[Tensor, " K"]) -> Tensor:
        """A x + b for one matrix (A, b)."""
        return (self._homogeneous(x) @ coefficients.to(x).reshape(self.d, self.d + 1).T).reshape(x.shape)

    def flow(self, x: Tensor, coefficients: ArrayLike) -> Tensor:
        """exp(L) applied to every copy."""
        copies, L = self._homogeneous(x), np.tensordot(as_coefficients(self, coefficients), self.basis, axes=1)
        return (copies @ torch.as_tensor(expm(L)[: self.d], dtype=x.dtype, device=x.device).T).reshape(x.shape)

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
        return self.motion(x).fields().reshape(len(x), -1, *x.shape[1:])

    def motion(self, x: Tensor) -> Motion:
        """The same, not written out."""
        return self._flat(self._count(x)).motion(x.flatten(1))

    def combined(self, x: Tensor, coefficients: Float[Tensor, " K"]) -> Tensor:
        """One map applied to every point."""
        return self._flat(self._count(x)).combined(x.flatten(1), coefficients).reshape(x.shape)

    def flow(self, x: Tensor, coefficients: ArrayLike) -> Tensor:
        """exp(L) applied to every point."""
        return self._flat(self._count(x)).flow(x.flatten(1), coefficients).reshape(x.shape)

    def _flat(self, points: int) -> LinearAction | AffineAction:
        return (AffineAction if self.translations else LinearAction)(self.d, copies=points)

    def _count(self, x: Tensor) -> int:
        require_points(self, x)
        require_shape(self, x, (x.shape[1] if x.ndim == 3 else 1, self.d))
        return x.shape[1]


def _inverse_moment(a: Float[Tensor, "n d"], of_null: float) -> Float[np.ndarray, "d d"]:
    """The inverse of a second moment of mean eigenvalue one, where what is far below the mean has an inverse of its own."""
    a = a.double()
    values, vectors = np.linalg.eigh((a.T @ a).cpu().numpy())
    values = values / max(values.mean(), np.finfo(float).tiny)
    inverse = np.where(values > INVERSE_FLOOR, 1 / np.maximum(values, INVERSE_FLOOR), of_null)
    return (vectors * inverse) @ vectors.T
