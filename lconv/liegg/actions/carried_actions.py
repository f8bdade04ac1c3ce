"""Actions on a part of each sample: what stays is carried along, as a number that says which sample it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import ArrayLike
from scipy.linalg import expm
from torch import Tensor

from lconv.liegg.actions.action import Action, LinearMotion, Motion, as_coefficients, require_positive, require_shape
from lconv.liegg.point_units import PointUnits
from lietheory.errors import ShapeError

LABEL = 2.0**-40
"""The unit of numbers that stay, which say what a row is: beside the data they have no spread, and floats hold them exactly."""


@dataclass(frozen=True, eq=False)
class _Parts(Motion):
    """Fields on parts of flat points; zero on the rest.

    Args:
        parts: the motion of each part, and its places in the point.
        length: of a point.
    """

    parts: tuple[tuple[Motion, Tensor], ...]
    length: int

    @property
    def size(self) -> int:
        """K."""
        return self.parts[0][0].size

    def fields(self) -> Float[Tensor, "n K p"]:
        """Those of each part, at its places."""
        of_parts = [motion.fields() for motion, _ in self.parts]
        fields = of_parts[0].new_zeros(*of_parts[0].shape[:2], self.length)
        for (_, places), values in zip(self.parts, of_parts, strict=True):
            fields[:, :, places] = values
        return fields

    def derivatives(self, J: Float[Tensor, "m p n"]) -> Float[Tensor, "m K n"]:
        """The sum over the parts."""
        return sum((motion.derivatives(J[:, places]) for motion, places in self.parts[1:]), self._first(J))

    def _first(self, J: Tensor) -> Tensor:
        motion, places = self.parts[0]
        return motion.derivatives(J[:, places].contiguous())

    def gram(self, units: PointUnits | None = None) -> Float[np.ndarray, "K K"]:
        """The sum over the parts."""
        return np.sum([motion.gram(None if units is None else units.at(places)) for motion, places in self.parts], axis=0)


@dataclass(frozen=True)
class CarriedAction(Action):
    """An action on inputs of one shape, each with a number that stays; inputs (batch, numbers + 1), the number last.

    Args:
        inner: the action.
        shape: of its inputs, without the batch.

    Examples:
        >>> from lconv import LinearAction
        >>> CarriedAction(LinearAction(2), (2,))(torch.ones(1, 3))[0, 1].tolist()
        [1.0, 0.0, 0.0]
    """

    inner: Action
    shape: tuple[int, ...]

    @property
    def basis(self) -> Float[np.ndarray, "K n n"]:
        """Those of the action inside."""
        return self.inner.basis

    def __call__(self, x: Tensor) -> Tensor:
        """Its fields, and zero for the number."""
        return torch.nn.functional.pad(self.inner(self.moved(x)).flatten(2), (0, 1))

    def motion(self, x: Tensor) -> Motion:
        """Its fields as it has them."""
        places = torch.arange(x.shape[1] - 1, device=x.device)
        return _Parts(((self.inner.motion(self.moved(x)), places),), x.shape[1])

    def flow(self, x: Tensor, coefficients: ArrayLike) -> Tensor:
        """Its flow, beside the number."""
        return self.with_moved(x, self.inner.flow(self.moved(x), coefficients))

    def moved(self, x: Tensor) -> Tensor:
        """What the action inside moves."""
        require_shape(self, x, (int(np.prod(self.shape)) + 1,))
        return x[:, :-1].reshape(len(x), *self.shape)

    def with_moved(self, x: Tensor, moved: Tensor) -> Tensor:
        """The points with that replaced."""
        return torch.cat([moved.flatten(1), x[:, -1:]], dim=1)


@dataclass(frozen=True)
class StructureAction(Action):
    """gl(d) or aff(d) on structures: points, vectors and covectors that one map moves; inputs (batch, rows, d + 1).

    A row (p, LABEL) is a point, with the field A p + b; (v, 0) a vector, with A v, so that rows of zeros fill structures up;
    those before the last may be covectors u, with -A^T u. The last row stays: its first entry says which structure it is.

    Args:
        d: dimension of the space.
        translations: aff(d) instead of gl(d), as homogeneous matrices.
        covectors: the number of covectors.

    Examples:
        >>> x = torch.tensor([[[1.0, 2.0, LABEL], [3.0, 0.0, 0.0], [7 * LABEL, 0.0, 0.0]]])  # point, vector, number
        >>> StructureAction(2, translations=True)(x)[0, 2].tolist()
        [[1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """

    d: int
    translations: bool = False
    covectors: int = 0

    def __post_init__(self) -> None:
        require_positive(self, d=self.d)

    @cached_property
    def basis(self) -> Float[np.ndarray, "K n n"]:
        """The matrix units of gl(d), or of all rows of aff(d) but the last, row by row."""
        n = self.d + int(self.translations)
        return np.eye(n**2)[: self.d * n].reshape(-1, n, n)

    def __call__(self, x: Tensor) -> Tensor:
        """The fields at every row, (batch, K, rows, d + 1)."""
        return self.motion(x).fields().reshape(len(x), len(self.basis), *x.shape[1:])

    def motion(self, x: Tensor) -> Motion:
        """That of the points and vectors, and that of the covectors."""
        rows = self._moving(x)
        places = torch.arange(x[0].numel(), device=x.device).reshape(x.shape[1:])[:, : self.d]
        points = LinearMotion(self._homogeneous(x) if self.translations else x[:, :rows, : self.d], self.d)
        parts: list[tuple[Motion, Tensor]] = [(points, places[:rows].flatten())]
        if self.covectors:
            dual = -self.basis[:, : self.d, : self.d].swapaxes(1, 2)
            parts.append((LinearMotion(x[:, rows:-1, : self.d], self.d, dual), places[rows:-1].flatten()))
        return _Parts(tuple(parts), x[0].numel())

    def flow(self, x: Tensor, coefficients: ArrayLike) -> Tensor:
        """exp(L) applied to every point and vector, exp(-L^T) to every covector."""
        square = np.zeros((self.d + 1, self.d + 1))
        L = np.tensordot(as_coefficients(self, coefficients), self.basis, axes=1)
        square[: len(L), : len(L)] = L
        return self.moved_by(x, expm(square), expm(-L[: self.d, : self.d].T))

    def moved_by(self, x: Tensor, g: Float[np.ndarray, "n n"], dual: Float[np.ndarray, "d d"]) -> Tensor:
        """Points and vectors under a homogeneous matrix, covectors under another matrix."""
        rows = self._moving(x)
        step, back = (torch.as_tensor(a, dtype=x.dtype, device=x.device) for a in (g[: self.d], dual))
        moved, covectors = self._homogeneous(x) @ step.T, x[:, rows:-1, : self.d] @ back.T
        coordinates = torch.cat([moved, covectors, x[:, -1:, : self.d]], dim=1)
        return torch.cat([coordinates, x[:, :, self.d :]], dim=2)

    def _homogeneous(self, x: Tensor) -> Tensor:
        """Points as (p, 1) and vectors as (v, 0)."""
        rows = x[:, : self._moving(x)]
        return torch.cat([rows[:, :, : self.d], rows[:, :, self.d :] / LABEL], dim=2)

    def _moving(self, x: Tensor) -> int:
        """The number of points and vectors."""
        if x.ndim != 3 or x.shape[2] != self.d + 1 or x.shape[1] < 2 + self.covectors:
            raise ShapeError(repr(self), f"inputs (batch, rows, {self.d + 1})", f"shape {tuple(x.shape)}", "Use lconv.adapt.")
        return x.shape[1] - 1 - self.covectors
