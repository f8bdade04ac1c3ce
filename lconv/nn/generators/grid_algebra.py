"""An algebra of coordinate transformations as generators on sampled functions: vector fields, never d x d matrices."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import torch
from jaxtyping import Float
from torch import Tensor, nn

from lconv.nn.generators.matrix_free import AppliedGenerators
from lconv.numpy_io import to_torch
from lconv.torch_arguments import floats_of, whole_shape
from lietheory.algebra import AlgebraLike
from lietheory.errors import ShapeError, UnknownNameError, shown
from lietheory.representation.coordinate_matrices import coordinate_matrices
from lietheory.representation.grid_fields import grid_velocity
from lietheory.representation.grids import DERIVATIVES, derivative_matrix


class GridGenerators(AppliedGenerators):
    """L_k = sum_a v_ka d/dx_a on sampled functions: n_L vector fields, and one derivative for each axis.

    They are applied as that, axis by axis; calling the module makes the d x d matrices. :func:`grid_algebra`
    takes the fields of an algebra.

    Args:
        velocity: the fields (n_L, axes, points) in samples; copied.
        shape: sizes of the grid, whose functions are flattened row by row.
        derivative: ``"spectral"``, ``"central"`` or ``"spline"``.
        trainable: whether the fields learn, each to any vector field of the grid.
    """

    velocity: Float[Tensor, "k axes points"]

    def __init__(self, velocity: Tensor, shape: Sequence[int], derivative: str = "spectral", trainable: bool = False):
        super().__init__()
        call = f"GridGenerators(velocity, {tuple(shape)}, {derivative!r})"
        if velocity.ndim != 3 or tuple(velocity.shape[1:]) != (len(shape), prod(shape)):
            raise ShapeError(
                call,
                f"velocity (n_L, {len(shape)}, {prod(shape)})",
                f"shape {tuple(velocity.shape)}",
                "One field has a component for each axis at each point.",
            )
        if not isinstance(derivative, str) or derivative not in DERIVATIVES:
            raise UnknownNameError.nearest(call, "derivative", derivative, DERIVATIVES)
        self.grid, self.derivative = tuple(shape), derivative
        copy = velocity.detach().clone()
        self.register_parameter("velocity", nn.Parameter(copy)) if trainable else self.register_buffer("velocity", copy)
        for axis, n in enumerate(shape if derivative != "central" else ()):
            D = torch.as_tensor(derivative_matrix(n, derivative)).to(velocity)
            self.register_buffer(f"derivative_{axis}", D, persistent=False)

    @property
    def shape(self) -> tuple[int, int, int]:
        return (len(self.velocity), prod(self.grid), prod(self.grid))

    @property
    def values(self) -> Float[Tensor, "k axes points"]:
        """The fields."""
        return self.velocity

    def act(self, x: Float[Tensor, "b s c"], which: slice = slice(None)) -> Float[Tensor, "k b s c"]:
        return torch.einsum("kas,absc->kbsc", self.velocity[which], self.gradient(x))

    def gradient(self, x: Float[Tensor, "b s c"]) -> Float[Tensor, "axes b s c"]:
        """The derivatives of sampled functions (batch, points, channel) along every axis."""
        return torch.stack([self._along(axis, x) for axis in range(len(self.grid))])

    def mean_square(self) -> Float[Tensor, " k"]:
        # the rows of two axes meet on the diagonal alone, where an antisymmetric derivative is zero
        squares = [self._row_squares(axis) for axis in range(len(self.grid))]
        rows = torch.stack([axis.flatten() for axis in torch.meshgrid(*squares, indexing="ij")])
        return (self.velocity.square() * rows).sum((1, 2)) / self.shape[1]

    def extra_repr(self) -> str:
        return f"{super().extra_repr()}, grid={self.grid}, derivative={self.derivative}"

    def _along(self, axis: int, x: Float[Tensor, "b s c"]) -> Float[Tensor, "b s c"]:
        before, n, after = prod(self.grid[:axis]), self.grid[axis], prod(self.grid[axis + 1 :])
        lines = x.reshape(x.shape[0] * before, n, after * x.shape[2])  # len(x) would fix an exported batch
        if self.derivative == "central":
            padded = nn.functional.pad(lines, (0, 0, 1, 1))
            return ((padded[:, 2:] - padded[:, :-2]) / 2).view_as(x)
        return (self.get_buffer(f"derivative_{axis}") @ lines).view_as(x)

    def _row_squares(self, axis: int) -> Float[Tensor, " points"]:
        """The squared lengths of the rows of the derivative along an axis."""
        if self.derivative != "central":
            return self.get_buffer(f"derivative_{axis}").square().sum(1)
        i, n = torch.arange(self.grid[axis], device=self.velocity.device), self.grid[axis]
        return ((i > 0).to(self.velocity) + (i < n - 1).to(self.velocity)) / 4


def grid_algebra(
    algebra: AlgebraLike,
    shape: Sequence[int],
    derivative: str = "spectral",
    mask: str | None = None,
    trainable: bool = False,
    *,
    dtype: torch.dtype | None = None,
) -> GridGenerators:
    """The algebra as vector fields -(A x) . grad on functions sampled on a grid: the generators of an L-conv.

    The sign makes A -> L_A a homomorphism: on functions that the grid resolves and that vanish at its border,
    [L_A, L_B] = L_[A, B], and exp(t L_A) f is x -> f(exp(-t A) x). Spectral derivatives have that to rounding,
    central ones to the square of the spacing. The origin is the centre of the grid.

    The fields are fixed; as initial values of generators that learn freely take the matrices,
    ``LConv(..., generators=grid_algebra(...)())``, and of fields that stay fields ``trainable=True``.

    Args:
        algebra: an algebra, its name, or matrices, (n_L, D, D) on the D coordinates of the grid, or affine ones
            (n_L, D + 1, D + 1) with the homogeneous coordinate last: ``lt.so(2)``, ``lt.gl(2)``, ``lt.se(2)`` on images,
            ``lt.so(3)`` on volumes, ``lt.aff(1)`` on sequences.
        shape: the D sizes of the grid.
        derivative: ``"spectral"``, ``"central"`` (two entries a row and axis) or ``"spline"``; see
            :func:`lietheory.representation.grids.derivative_matrix`.
        mask: ``None``, ``"interior"`` or ``"window"``; see :func:`lietheory.representation.grid_fields.grid_mask`.
        trainable: whether the fields learn.
        dtype: torch's default if None.

    Returns:
        Generators on prod(shape) points.

    Raises:
        ShapeError: an algebra of another size than the grid's dimension, or sizes below 1.
        UnknownNameError: an unknown derivative or mask.

    Examples:
        >>> import lietheory as lt
        >>> from lconv.nn.layer import LConv
        >>> turn = grid_algebra(lt.so(2), (28, 28))
        >>> LConv(28 * 28, 1, 4, generators=turn)(torch.zeros(2, 28 * 28, 1)).shape
        torch.Size([2, 784, 4])
        >>> grid_algebra(lt.se(2), (3, 3), "central")
        GridGenerators((3, 9, 9), fixed, grid=(3, 3), derivative=central)

    References:
        L-conv paper, after Proposition 2: the representation that so(2) induces on p x p images.
    """
    call = f"grid_algebra(algebra, {shown(shape)}, {shown(derivative)})"
    shape = whole_shape(shape, call, "positive sizes of a grid")
    fields = grid_velocity(shape, coordinate_matrices(algebra, len(shape), call), mask)
    return GridGenerators(to_torch(fields, floats_of(dtype, call) or torch.get_default_dtype()), shape, derivative, trainable)
