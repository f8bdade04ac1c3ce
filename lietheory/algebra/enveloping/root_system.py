"""The root system of a reductive algebra, over the complex numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.enveloping.reductive import reductive_parts
from lietheory.algebra.invariants.root_vectors import chevalley_generators
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.names.dynkin import positive_roots


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


def root_system(g_or_L: LieAlgebra | ArrayLike, noise: float | None = None) -> RootSystem:
    """The root system of the semisimple part of a reductive algebra, over the complex numbers.

    Args:
        g_or_L: a LieAlgebra, or generators (n_L, d, d); floats may close only up to noise.
        noise: the relative error of each generator of floats; estimated when None.

    Raises:
        ShapeError, PrecisionError, RankError, ClosureError: generators of no algebra.
        UndecidedError: the algebra is not reductive, or too noisy for integers.

    Examples:
        >>> from lietheory.algebra.catalogue.classical import sl
        >>> found = root_system(sl(3))
        >>> found.type, found.cartan_matrix.tolist(), len(found.positive_roots)
        ('A2', [[2, -1], [-1, 2]], 3)
    """
    found = chevalley_generators(reductive_parts(g_or_L, "root_system(g)", noise).derived)
    return RootSystem(
        " + ".join(kind for factor in found.factors for kind in factor.types),
        len(found.cartan_matrix),
        found.simple_roots,
        found.cartan_matrix,
        positive_roots(found.cartan_matrix),
        found.rounding,
    )
