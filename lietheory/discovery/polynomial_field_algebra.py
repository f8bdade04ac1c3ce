"""The Lie algebra of polynomial vector fields, which no matrices generate."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from lietheory.algebra import LieAlgebra
from lietheory.algebra.structure.structure_constants import adjoint_matrices
from lietheory.arrays import as_floats
from lietheory.errors import ClosureError, ShapeError
from lietheory.representation.polynomial_fields import field_exponents
from lietheory.tolerances import FLOAT_ERROR


def field_brackets(coefficients: ArrayLike, d: int, degree: int) -> Float[np.ndarray, "k k K2"]:
    """[v, w] = (w . grad) v - (v . grad) w for all pairs of fields, in the fields of degree 2 degree - 1 at most.

    The sign is the one for which linear fields A x bracket as their matrices do, [A, B] = A B - B A.

    Args:
        coefficients: (k, d * monomials), in the order of :func:`~lietheory.representation.polynomial_fields.polynomial_fields`.
        d: number of variables.
        degree: of the highest monomials.

    Examples:
        The translation d1 and the dilation x1 d1 of the line:

        >>> field_brackets([[1.0, 0.0], [0.0, 1.0]], 1, 1)[0, 1].tolist()
        [-1.0, 0.0]
    """
    a = field_exponents(d, degree)
    c = _fields(coefficients, d, len(a), "field_brackets(coefficients, d, degree)")
    higher = field_exponents(d, max(1, 2 * degree - 1))
    number = {tuple(m): i for i, m in enumerate(higher)}
    transport = np.zeros((len(c), len(c), d, len(higher)))  # (v_p . grad) v_q
    for j in range(d):
        powers = (a[:, None] + a[None] - np.eye(d, dtype=int)[j]).reshape(-1, d)
        factor = np.tile(a[:, j], len(a)).astype(float)
        kept = np.flatnonzero(factor)
        columns = [number[tuple(m)] for m in powers[kept]]
        product = csr_array((factor[kept], (kept, columns)), shape=(len(a) ** 2, len(higher)))
        for p, v in enumerate(c[:, j]):
            pairs = np.einsum("a,qib->qiab", v, c).reshape(-1, len(a) ** 2)
            transport[p] += (pairs @ product).reshape(len(c), d, -1)
    return (transport.swapaxes(0, 1) - transport).reshape(len(c), len(c), -1)


def field_algebra(coefficients: ArrayLike, d: int, degree: int, *, tolerance: float = FLOAT_ERROR) -> LieAlgebra:
    """The Lie algebra of those fields in a span whose brackets with all of the span lie in the span again.

    That is all of the span where it closes. Where it does not, as with the products of a symmetry and an invariant, which are
    symmetries of any higher degree, these fields are a Lie algebra still, by the Jacobi identity.

    Args:
        coefficients: (k, d * monomials), independent fields.
        d: number of variables.
        degree: of the highest monomials.
        tolerance: relative to the sizes of the fields, the largest distance of a bracket from the span.

    Raises:
        ClosureError: no field has all its brackets in the span.
        RankError: inexact fields beyond affine ones, of an algebra with a centre, which its adjoint representation maps to zero.

    Examples:
        The fields d, x d and x^2 d of the projective line:

        >>> field_algebra(np.eye(3), 1, 2).killing_signature()
        (2, 1, 0)

    References:
        The fields that bracket a span into itself are its normaliser.
    """
    a = field_exponents(d, degree)
    call = "field_algebra(coefficients, d, degree)"
    c = np.linalg.qr(_fields(coefficients, d, len(a), call).reshape(-1, d * len(a)).T)[0].T
    W, f = _normaliser(c, field_brackets(c, d, degree), d, degree, tolerance)
    if not len(W):
        raise ClosureError(
            call,
            "a field whose brackets with all others lie in their span",
            f"{len(c)} fields of degree {degree}, each with a bracket outside it",
            "Take fields of degree 1: an algebra of higher ones is rare.",
        )
    fields = (W @ c).reshape(len(W), d, -1)
    if tolerance <= FLOAT_ERROR:
        return LieAlgebra.from_structure_constants(f)
    if np.linalg.norm(fields[:, :, d + 1 :]) <= tolerance * np.linalg.norm(fields):
        affine = np.concatenate([fields[:, :, 1 : d + 1], fields[:, :, :1]], axis=2)
        return LieAlgebra.from_matrices(np.pad(affine, ((0, 0), (0, 1), (0, 0))), tolerance=tolerance)
    return LieAlgebra.from_matrices(adjoint_matrices(f), tolerance=tolerance)


def _normaliser(
    c: Float[np.ndarray, "k K"], brackets: Float[np.ndarray, "k k K2"], d: int, degree: int, tolerance: float
) -> tuple[Float[np.ndarray, "w k"], Float[np.ndarray, "w w w"]]:
    """The combinations W of the orthonormal fields c that bracket the span into itself, and their structure constants."""
    lower = len(field_exponents(d, degree))
    span = c.reshape(len(c), d, -1)
    wider = brackets.reshape(len(c), len(c), d, -1)
    padded = np.pad(span, ((0, 0), (0, 0), (0, wider.shape[3] - lower))).reshape(len(c), -1)
    inside = brackets @ padded.T
    left = (brackets - inside @ padded).reshape(len(c), -1)
    U, s, _ = np.linalg.svd(left, full_matrices=True)
    size = max(1.0, float(np.abs(brackets).max(initial=0.0)))
    W = U[:, int(np.sum(s > tolerance * size * np.sqrt(len(c)))) :].T
    f = np.einsum("pi,qj,ijk,rk->pqr", W, W, inside, W)
    f = (f - f.swapaxes(0, 1)) / 2
    return W, np.where(np.abs(f) > FLOAT_ERROR * size, f, 0.0)  # brackets of commuting fields are zero up to rounding


def _fields(coefficients: ArrayLike, d: int, monomials: int, call: str) -> Float[np.ndarray, "k d M"]:
    c = as_floats(coefficients, call, "coefficients")
    if c.ndim != 2 or c.shape[1] != d * monomials:
        raise ShapeError(call, f"coefficients (k, {d * monomials})", f"shape {c.shape}", "One field a row.")
    return c.reshape(len(c), d, monomials)
