"""The door of all that needs a reductive algebra: its derived algebra and its centre, in orthonormal bases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.identification.error_model import errors
from lietheory.algebra.invariants.characteristic_ideals import bracket_space, center, radical
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.linalg.dispatch import multiply, row_space, tensordot
from lietheory.algebra.structure.closure import projected_brackets, relative_size, require_closed, span
from lietheory.algebra.structure.structure_constants import FLOAT_ERROR, OPEN, ROUNDING, SLACK, Structure, adjoint_matrices
from lietheory.arrays import as_generators, is_exact
from lietheory.errors import UndecidedError


@dataclass(frozen=True, eq=False)
class Reductive:
    """A reductive algebra of matrices, [g, g] + centre, in floats.

    Args:
        derived: the structure constants of [g, g] in the basis ``matrices``.
        matrices: (n, d, d), an orthonormal basis of [g, g].
        center: (k, d, d), an orthonormal basis of the centre.
        error: the relative error of the matrices.
    """

    derived: Structure
    matrices: np.ndarray
    center: np.ndarray
    error: float


def reductive_parts(g_or_L: LieAlgebra | ArrayLike, call: str, noise: float | None = None) -> Reductive:
    """The derived algebra and the centre of a reductive algebra, in an orthonormal basis of their matrices.

    Raises:
        ShapeError, PrecisionError, RankError, ClosureError: generators of no algebra.
        UndecidedError: an algebra that is not reductive, or not within its noise.
    """
    structure, basis, error = _read(g_or_L, call, noise)
    derived, middle = bracket_space(structure, structure.whole, structure.whole), center(structure)
    solvable = radical(structure)
    if len(solvable) != len(middle) or len(derived) + len(middle) != structure.dimension:
        raise UndecidedError(
            call,
            "a reductive algebra, whose radical is its centre",
            f"a radical of dimension {len(solvable)} and a centre of dimension {len(middle)}",
            "Take g.levi(), or give the noise of the generators.",
        )
    if structure.is_exact:
        matrices = _orthonormal(derived, basis)
        constants = projected_brackets(matrices)[0]
    else:  # orthonormal rows in an orthonormal basis
        matrices, constants = tensordot(derived, basis, 1, 0), structure.restrict(derived).constants
    return Reductive(Structure(constants, max(structure.error, FLOAT_ERROR)), matrices, _orthonormal(middle, basis), error)


def _read(g_or_L: LieAlgebra | ArrayLike, call: str, noise: float | None) -> tuple[Structure, np.ndarray, float]:
    """The structure of an algebra, the matrices of its basis, and their relative error."""
    relative = relative_size(noise, 0.0, call, "noise")
    if isinstance(g_or_L, LieAlgebra):
        g = g_or_L
        if g.generators is None:
            return g.structure, adjoint_matrices(g.structure.constants), max(g.structure.error, ROUNDING)
        if g.is_exact or noise is None:
            return g.structure, tensordot(g.change, g.generators, 1, 0), max(g.structure.error, ROUNDING)
        g_or_L = g.generators
    L = as_generators(g_or_L, call)
    found = span(L, call, max(FLOAT_ERROR, relative))
    require_closed(found, call, OPEN)
    if is_exact(L):
        return Structure(found.constants), L, ROUNDING
    size = errors(found, noise)
    return Structure(found.constants, max(SLACK * size.typical, ROUNDING)), found.basis, max(size.basis, ROUNDING)


def _orthonormal(rows: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the matrices with these coordinates."""
    n, d, _ = basis.shape
    flat = multiply(rows, basis.reshape(n, d * d)).astype(np.float64)
    lengths = np.linalg.norm(flat, axis=1, keepdims=True)
    return row_space(flat / np.where(lengths > 0, lengths, 1.0), 0.0).reshape(-1, d, d)
