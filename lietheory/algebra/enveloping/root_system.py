"""The root system of a reductive algebra, over the complex numbers."""

from __future__ import annotations

from lietheory.algebra.algebra_arguments import AlgebraLike, algebra_or_matrices
from lietheory.algebra.identification.error_model import errors
from lietheory.algebra.invariants.reductive import Reductive, RootSystem, reductive_parts, roots_of
from lietheory.algebra.lie_algebra import LieAlgebra, computing_basis
from lietheory.algebra.structure.closure import relative_size, require_closed, span
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import is_exact
from lietheory.tolerances import FLOAT_ERROR, OPEN, ROUNDING, SLACK


def root_system(g: AlgebraLike, noise: float | None = None) -> RootSystem:
    """The root system of the semisimple part of a reductive algebra, over the complex numbers.

    Args:
        g: an algebra, its name, or generators (n_L, d, d); floats may close only up to noise.
        noise: the relative error of each generator of floats; estimated when None.

    Raises:
        ShapeError, PrecisionError, RankError, ClosureError: generators of no algebra.
        UndecidedError: the algebra is not reductive, or too noisy for integers.

    Examples:
        >>> roots = root_system("sl(3)")
        >>> roots.type, roots.cartan_matrix.tolist(), len(roots.positive_roots)
        ('A2', [[2, -1], [-1, 2]], 3)
    """
    return roots_of(read_reductive(g, "root_system(g)", noise))


def read_reductive(g: AlgebraLike, call: str, noise: float | None = None) -> Reductive:
    """The derived algebra and the centre of a reductive algebra; of an abstract one, in its adjoint representation.

    Raises:
        ShapeError, PrecisionError, RankError, ClosureError: generators of no algebra.
        UndecidedError: an algebra that is not reductive, or not within its noise.
    """
    relative = relative_size(noise, 0.0, call, "noise")
    L = algebra_or_matrices(g, call)
    if isinstance(L, LieAlgebra):
        if L.is_exact or noise is None or not L.has_matrices:
            structure, basis = computing_basis(L)
            return reductive_parts(structure, basis, max(structure.error, ROUNDING), call)
        L = L.generators
    generated = span(L, call, max(FLOAT_ERROR, relative))
    require_closed(generated, call, OPEN)
    if is_exact(L):
        return reductive_parts(Structure(generated.constants), L, ROUNDING, call)
    size = errors(generated, noise)
    structure = Structure(generated.constants, max(SLACK * size.typical, ROUNDING))
    return reductive_parts(structure, generated.basis, max(size.basis, ROUNDING), call)
