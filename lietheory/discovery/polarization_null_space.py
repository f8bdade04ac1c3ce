"""LieGG's evidence matrix and its null space, by their definitions."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from lietheory.algebra.linalg import dispatch
from lietheory.arrays import as_floats, tolerance
from lietheory.errors import ShapeError


def polarization_matrix(jacobians: ArrayLike, fields: ArrayLike) -> Float[np.ndarray, "rows K"]:
    """The evidence matrix E with rows J_a(x_n) v_k(x_n), one for every point n and every output a.

    A combination c of the vector fields annihilates every output at every point exactly if E c = 0.

    Args:
        jacobians: (n_samples, m, p), the derivative of each of m outputs in each of p inputs.
        fields: (n_samples, K, p), the action's K vector fields at the same points.

    Returns:
        E, shape (n_samples * m, K).

    Raises:
        ShapeError: other than three axes each, or numbers of samples or of inputs that differ.
        PrecisionError: NaN or infinity.

    Examples:
        The function |x|^2 / 2 at two points of the plane, under all four matrix units:

        >>> x = np.array([[1.0, 0.0], [0.0, 1.0]])
        >>> fields = np.einsum("iab,nb->nia", np.eye(4).reshape(4, 2, 2), x)
        >>> polarization_matrix(x[:, None], fields)
        array([[1., 0., 0., 0.],
               [0., 0., 0., 1.]])

    References:
        Moskalev et al. 2022, the network polarization matrix, with every output a row of its own:
        the sum of the outputs (x^2, y^2) is invariant under rotations, the pair is not.
    """
    call = "polarization_matrix(jacobians, fields)"
    J, v = (as_floats(a, call, name) for a, name in ((jacobians, "jacobians"), (fields, "fields")))
    if J.ndim != 3 or v.ndim != 3 or J.shape[0] != v.shape[0] or J.shape[2] != v.shape[2]:
        raise ShapeError(
            call,
            "jacobians (n_samples, m, p) and fields (n_samples, K, p)",
            f"shapes {J.shape} and {v.shape}",
            "Flatten the inputs to one axis of length p, and take both at the same points.",
        )
    return np.einsum("nap,nkp->nak", J, v).reshape(-1, v.shape[1])


def null_space(E: ArrayLike, *, relative_tolerance: float | None = None) -> Float[np.ndarray, "nullity K"]:
    """An orthonormal basis, as rows, of the vectors c with E c = 0.

    A matrix with fewer rows than columns keeps the null vectors it has for certain.

    Args:
        E: (rows, K).
        relative_tolerance: singular values up to this fraction of the largest count as zero;
            32 sqrt(max(rows, K)) eps unless given.

    Returns:
        Rows spanning the null space, shape (nullity, K).

    Raises:
        ShapeError: not a matrix.
        PrecisionError: NaN or infinity.

    Examples:
        >>> null_space([[1.0, 0.0, 0.0]]).shape
        (2, 3)
    """
    call = "null_space(E)"
    E = as_floats(E, call, "E")
    if E.ndim != 2:
        raise ShapeError(call, "a matrix E (rows, K)", f"shape {E.shape}", "Stack the evidence rows along the first axis.")
    if relative_tolerance is None:
        relative_tolerance = tolerance(np.float64, max(E.shape))
    return dispatch.null_space(E, relative=relative_tolerance)
