"""Coordinate transformations of sequences, images and volumes: linear and affine vector fields on sampled functions."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import ArrayLike
from scipy.linalg import expm
from scipy.sparse import csr_array
from scipy.sparse.linalg import expm_multiply
from torch import Tensor

from lconv.liegg.actions.action import Action, as_coefficients, require_positive, require_shape
from lietheory.representation.grid_fields import affine_basis, field_matrix, grid_mask, grid_velocity
from lietheory.representation.grids import derivative_matrix

DENSE_SAMPLES = 1600
"""Flows of many images of at most this size are exponentials of a full matrix, 20 MiB; others act by scipy's expm_multiply."""
FEW_IMAGES = 0.2
"""On fewer images than this part of their points, expm_multiply is faster than a full exponential."""
SMALL_GRID = 256
"""Up to so many points a full exponential is as fast, however few the images are."""
KEPT = 12
"""Exponentials that an action keeps: the three steps of two directions in both senses, by which parts of the data are moved."""


class GridAction(Action):
    """gl or aff of the coordinates, by -(A x) . grad; inputs (batch, channels, *shape), and channels move together."""

    channels: int
    derivative: str
    mask: str | None

    @property
    @abstractmethod
    def shape(self) -> tuple[int, ...]:
        """The sizes of the grid."""

    @property
    @abstractmethod
    def has_translations(self) -> bool:
        """Whether the action is aff, as homogeneous matrices, or gl."""

    def __post_init__(self) -> None:
        sizes = {k: v for k, v in vars(self).items() if isinstance(v, int) and not isinstance(v, bool)}
        require_positive(self, **sizes)
        derivative_matrix(1, self.derivative)  # raises UnknownNameError for an unknown one
        if self.mask is not None:
            grid_mask(self.shape, self.mask)

    @cached_property
    def basis(self) -> Float[np.ndarray, "K n n"]:
        """The matrix units on the coordinates, homogeneous ones where there are translations."""
        return affine_basis(len(self.shape), self.has_translations)

    @cached_property
    def _velocity(self) -> Float[np.ndarray, "K axis sample"]:
        return grid_velocity(self.shape, self.basis, self.mask)

    def __call__(self, x: Tensor) -> Tensor:
        """-(A x) . grad of the inputs for every generator, (batch, K, channels, *shape)."""
        gradient = torch.stack([d.flatten(2) for d in self._gradient(x)])
        velocity = torch.as_tensor(self._velocity, dtype=x.dtype, device=x.device)
        return torch.einsum("kas,abcs->bkcs", velocity, gradient).reshape(len(x), len(self.basis), *x.shape[1:])

    def flow(self, x: Tensor, coefficients: ArrayLike) -> Tensor:
        """exp of the sampled field applied to every input."""
        require_shape(self, x, (self.channels, *self.shape))
        c, functions = as_coefficients(self, coefficients), x.flatten(2)
        count, n = functions.shape[0] * functions.shape[1], functions.shape[2]
        if n <= SMALL_GRID or (n <= DENSE_SAMPLES and (count > FEW_IMAGES * n or x.requires_grad)):
            step = torch.as_tensor(self._exponential(c))
            return (functions @ step.to(dtype=x.dtype, device=x.device).T).reshape(x.shape)
        columns, field = functions.flatten(0, 1).detach().double().cpu().numpy().T, self._field(c)
        moved = expm_multiply(field, columns, traceA=float(field.trace()))
        return torch.as_tensor(np.ascontiguousarray(moved.T), dtype=x.dtype, device=x.device).reshape(x.shape)

    def _field(self, c: Float[np.ndarray, " K"]) -> csr_array:
        return field_matrix(self.shape, np.tensordot(c, self._velocity, axes=1), self.derivative)

    def _exponential(self, c: Float[np.ndarray, " K"]) -> Float[np.ndarray, "sample sample"]:
        """exp of the field, by scipy, since torch rounds a lone matrix to 2e-10; the last ones are kept."""
        kept, key = self._exponentials, c.tobytes()
        if key not in kept:
            kept[key] = expm(self._field(c).toarray())
            for oldest in list(kept)[:-KEPT]:
                kept.pop(oldest, None)
        return kept[key]

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "_exponentials"}

    @cached_property
    def _exponentials(self) -> dict[bytes, Float[np.ndarray, "sample sample"]]:
        return {}

    def masked_share(self, x: Tensor) -> float:
        """The part of the fields' squared length at x that lies outside the interior, where a derivative meets the border.

        Near zero, the border does not matter. Otherwise what is found is about the interior only if a mask is set,
        and about wrapped (spectral, spline) or cut (central) borders if none is.
        """
        gradient = torch.stack([d.flatten(2) for d in self._gradient(x)]).double().cpu()
        free = torch.as_tensor(grid_velocity(self.shape, self.basis))
        size = torch.einsum("kas,abcs->bkcs", free, gradient).square().sum(dim=(0, 1, 2))
        left_out = torch.as_tensor(1 - grid_mask(self.shape, self.mask or "interior"))
        return float((size * left_out).sum() / size.sum()) if size.any() else 0.0

    def _gradient(self, x: Tensor) -> list[Tensor]:
        require_shape(self, x, (self.channels, *self.shape))
        matrices = [torch.as_tensor(derivative_matrix(n, self.derivative), dtype=x.dtype, device=x.device) for n in self.shape]
        return [torch.movedim(torch.movedim(x, 2 + a, -1) @ D.T, -1, 2 + a) for a, D in enumerate(matrices)]


@dataclass(frozen=True)
class SequenceAction(GridAction):
    """Time scale and time shift, aff(1), of sequences; inputs (batch, channels, length), as torch convolutions take them.

    Args:
        length: number of samples; the origin of time is at the centre (length - 1) / 2.
        channels: channels, which all move together.
        derivative: ``"spectral"``, ``"central"`` or ``"spline"``; see :func:`lietheory.representation.grids.derivative_matrix`.
        mask: ``None``, ``"interior"`` or ``"window"``; see :func:`lietheory.representation.grid_fields.grid_mask`.

    Examples:
        >>> SequenceAction(5).basis.tolist()
        [[[1.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]]]
    """

    length: int
    channels: int = 1
    derivative: str = "spectral"
    mask: str | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """(length,)."""
        return (self.length,)

    @property
    def has_translations(self) -> bool:
        """Always."""
        return True


@dataclass(frozen=True)
class ImageAction(GridAction):
    """gl(2) or aff(2) of the plane acting on images; inputs (batch, channels, height, width).

    The plane has coordinates (row, column) in pixels from the centre ((height - 1) / 2, (width - 1) / 2).

    Args:
        height: rows of pixels.
        width: columns of pixels.
        channels: channels, which all move together.
        derivative: ``"spectral"`` (exact for images that are band-limited and vanish at the border), ``"central"`` or
            ``"spline"``.
        translations: aff(2) as homogeneous matrices, a translation by one pixel having length one; gl(2) otherwise.
        mask: ``None``, ``"interior"`` or ``"window"``; see :func:`lietheory.representation.grid_fields.grid_mask`.

    Examples:
        >>> ImageAction(4, 4)(torch.ones(2, 1, 4, 4)).abs().max() < 1e-6  # a constant image does not move
        tensor(True)
        >>> ImageAction(4, 4, translations=True).basis.shape
        (6, 3, 3)
    """

    height: int
    width: int
    channels: int = 1
    derivative: str = "spectral"
    translations: bool = False
    mask: str | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """(height, width)."""
        return self.height, self.width

    @property
    def has_translations(self) -> bool:
        """As asked."""
        return self.translations


@dataclass(frozen=True)
class VolumeAction(GridAction):
    """gl(3) or aff(3) of space acting on volumes; inputs (batch, channels, depth, height, width).

    Args:
        depth: first axis of space.
        height: second axis.
        width: third axis.
        channels, derivative, translations, mask: as in :class:`ImageAction`.

    Examples:
        >>> VolumeAction(4, 5, 6)(torch.ones(2, 1, 4, 5, 6)).shape
        torch.Size([2, 9, 1, 4, 5, 6])
    """

    depth: int
    height: int
    width: int
    channels: int = 1
    derivative: str = "spectral"
    translations: bool = False
    mask: str | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """(depth, height, width)."""
        return self.depth, self.height, self.width

    @property
    def has_translations(self) -> bool:
        """As asked."""
        return self.translations
