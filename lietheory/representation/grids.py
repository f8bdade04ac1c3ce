"""Images sampled on a grid: derivatives, and how matrices of the plane act on functions.

The plane has coordinates (row, column) in pixels, with its origin at the centre
((height - 1) / 2, (width - 1) / 2) of the image. Images are flattened row by row. A matrix A acts
on functions by the vector field -(A x) . grad, the sign that makes A -> L_A a homomorphism, so that
exp(t L_A) f is x -> f(exp(-t A) x).
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from lietheory.algebra import AlgebraLike
from lietheory.errors import ShapeError, UnknownNameError, shown
from lietheory.representation.coordinate_matrices import coordinate_matrices

DERIVATIVES = ("spectral", "central", "spline")

ROTATION = np.array([[[0, -1], [1, 0]]])
"""The generator of so(2) on the plane, (1, 2, 2): it turns the row axis towards the column axis."""
ROTATION.setflags(write=False)


def derivative_matrix(n: int, kind: str = "spectral") -> Float[np.ndarray, "n n"]:
    """The derivative of a function sampled at n points one apart, an antisymmetric matrix.

    Spectral: the derivative of the trigonometric interpolant of period n, exact for frequencies
    below n / 2. For even n the highest (Nyquist) mode +1, -1, +1, ... is the sampled cosine, whose
    derivative vanishes at the samples: it is sent to zero. Central: (f(x + 1) - f(x - 1)) / 2 with
    zeros beyond both ends, off by f''' / 6 inside. Spline: the derivative of the cubic spline interpolant of period n, off
    by the fifth derivative / 180.

    Args:
        n: the number of samples.
        kind: ``"spectral"``, ``"central"`` or ``"spline"``.

    Raises:
        ShapeError: n is not positive.
        UnknownNameError: an unknown kind.

    Examples:
        >>> derivative_matrix(3, "central")
        array([[ 0. ,  0.5,  0. ],
               [-0.5,  0. ,  0.5],
               [ 0. , -0.5,  0. ]])
    """
    call = f"derivative_matrix({n}, {shown(kind)})"
    if n < 1:
        raise ShapeError(call, "a positive number of samples", str(n), "Give n >= 1.")
    if not isinstance(kind, str) or kind not in DERIVATIVES:
        raise UnknownNameError.nearest(call, "derivative", kind, DERIVATIVES)
    if kind == "central":
        return (np.eye(n, k=1) - np.eye(n, k=-1)) / 2
    if kind == "spline":  # slopes m of a cubic spline: m_(i-1) + 4 m_i + m_(i+1) = 3 (f_(i+1) - f_(i-1))
        after, before = np.roll(np.eye(n), 1, axis=1), np.roll(np.eye(n), -1, axis=1)
        return np.linalg.solve(before + 4 * np.eye(n) + after, 3 * (after - before))
    steps = np.arange(1, n)
    angles = np.pi * steps / n
    # for even n the interpolant of a unit pulse is sin(pi x) / (n tan(pi x / n)), for odd n it has sin
    kernel = np.pi / n * (-1.0) ** steps / (np.sin(angles) if n % 2 else np.tan(angles))
    return np.concatenate([-kernel[::-1], [0.0], kernel])[np.arange(n)[:, None] - np.arange(n) + n - 1]


def pixel_coordinates(height: int, width: int) -> Float[np.ndarray, "pixel 2"]:
    """The (row, column) of every pixel from the centre of the image, row by row.

    Examples:
        >>> pixel_coordinates(1, 2)
        array([[ 0. , -0.5],
               [ 0. ,  0.5]])
    """
    rows, columns = np.indices((height, width), dtype=np.float64)
    return np.stack([rows - (height - 1) / 2, columns - (width - 1) / 2], axis=-1).reshape(-1, 2)


def grid_generators(
    height: int, width: int, A: AlgebraLike = ROTATION, derivative: str = "spectral"
) -> Float[np.ndarray, "n_L pixel pixel"]:
    """The vector fields -(A x) . grad of matrices of the plane, as matrices on sampled images.

    On band-limited functions [L_A, L_B] = L_[A, B]: the map is a representation of gl(2), or of
    aff(2), as far as the grid resolves the functions.

    Args:
        height: number of rows.
        width: number of columns.
        A: matrices (n_L, 2, 2) on (row, column), or affine ones (n_L, 3, 3) with the homogeneous
            coordinate last, whose last row is zero; or an algebra of such, or its name.
        derivative: ``"spectral"``, ``"central"`` or ``"spline"``, see :func:`derivative_matrix`.

    Returns:
        (n_L, height * width, height * width), acting on images flattened row by row.

    Raises:
        ShapeError: A is not (n_L, 2, 2), nor (n_L, 3, 3) with a last row of zeros.
        UnknownNameError: an unknown derivative.

    Examples:
        >>> down = [[[0, 0, 1], [0, 0, 0], [0, 0, 0]]]
        >>> L, = grid_generators(3, 3, down, derivative="central")
        >>> float(L[4] @ np.repeat([0.0, 1.0, 2.0], 3))  # minus the derivative along the rows
        -1.0

    References:
        The L-conv paper after Prop 2: the representation that so(2) induces on p x p images.
    """
    call = f"grid_generators({shown(height)}, {shown(width)}, A, derivative={derivative!r})"
    plane = plane_matrices(A, call)
    fields = velocity(plane, height, width)
    row = np.kron(derivative_matrix(height, derivative), np.eye(width))
    column = np.kron(np.eye(height), derivative_matrix(width, derivative))
    return fields[:, :, :1] * row + fields[:, :, 1:] * column


def velocity(A: Float[np.ndarray, "n_L 2 3"], height: int, width: int) -> Float[np.ndarray, "n_L pixel 2"]:
    """The vector field -A (x, 1) at every pixel."""
    x = pixel_coordinates(height, width)
    return -(x @ A[:, :, :2].swapaxes(1, 2) + A[:, None, :, 2])


def plane_matrices(A: AlgebraLike, call: str) -> Float[np.ndarray, "n_L 2 3"]:
    """The linear part and the translation of each matrix of the plane; raises ShapeError for other shapes."""
    matrices = coordinate_matrices(A, 2, call)
    return np.pad(matrices, ((0, 0), (0, 0), (0, 1))) if matrices.shape[1] == 2 else matrices[:, :2]
