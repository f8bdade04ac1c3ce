"""Reductive algebras, g = [g, g] + centre: the two parts in orthonormal bases of matrices, and the roots of the first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lietheory.algebra.invariants.characteristic_ideals import bracket_space, center, radical
from lietheory.algebra.invariants.root_vectors import chevalley_generators
from lietheory.algebra.linalg.dispatch import multiply, row_space, tensordot
from lietheory.algebra.names.dynkin import positive_roots
from lietheory.algebra.structure.closure import projected_brackets
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import as_floats
from lietheory.errors import UndecidedError
from lietheory.tolerances import FLOAT_ERROR


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


@dataclass(frozen=True, eq=False)
class RootSystem:
    """The root system of a complexified semisimple algebra.

    Args:
        type: the Dynkin type, such as "B3" or "A1 + A1", the simple ideals over the reals in turn.
        rank: the number of simple roots.
        simple_roots: (r, r), as rows of a Euclidean space whose inner product is that of the Killing form.
        cartan_matrix: (r, r) integers, A[i, j] = 2 (a_i, a_j) / (a_j, a_j), nodes numbered as by Bourbaki.
        positive_roots: (n, r) integers, as combinations of the simple roots, by height.
        rounding: the largest distance of a computed number from the integer it was rounded to.
    """

    type: str
    rank: int
    simple_roots: np.ndarray
    cartan_matrix: np.ndarray
    positive_roots: np.ndarray
    rounding: float

    def __str__(self) -> str:
        return f"{self.type or '0'}: rank {self.rank}, {2 * len(self.positive_roots)} roots\n{self.cartan_matrix}"


def reductive_parts(structure: Structure, basis: np.ndarray, error: float, call: str) -> Reductive:
    """The derived algebra and the centre of a reductive algebra, in orthonormal bases of their matrices.

    Args:
        structure: the structure constants of the algebra.
        basis: (n, d, d), the matrices that they belong to, orthonormal unless exact.
        error: the relative error of these matrices.
        call: the caller's call as typed, for the message.

    Raises:
        UndecidedError: the radical is not the centre, or not within the error.
    """
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


def roots_of(parts: Reductive) -> RootSystem:
    """The root system of the semisimple part.

    Raises:
        UndecidedError: the roots are too noisy for integers.
    """
    generators = chevalley_generators(parts.derived)
    return RootSystem(
        " + ".join(kind for factor in generators.factors for kind in factor.types),
        len(generators.cartan_matrix),
        generators.simple_roots,
        generators.cartan_matrix,
        positive_roots(generators.cartan_matrix),
        generators.rounding,
    )


def _orthonormal(rows: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the matrices with these coordinates."""
    n, d, _ = basis.shape
    flat = as_floats(multiply(rows, basis.reshape(n, d * d)), "g.root_system()", "the centre")
    lengths = np.linalg.norm(flat, axis=1, keepdims=True)
    orthonormal = row_space(flat / np.where(lengths > 0, lengths, 1.0), 0.0)
    return orthonormal.reshape(len(orthonormal), d, d)
