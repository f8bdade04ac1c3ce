"""What is it? Brackets, closure, invariants and names of matrix Lie algebras, exact and numeric."""

from lietheory.algebra.affine import aff, heisenberg, poincare, se, sim
from lietheory.algebra.bracket import adjoint_matrices, bracket
from lietheory.algebra.catalogue import gl, sl, sl_complex, so, so_star, sp, su, su_star, u, usp
from lietheory.algebra.catalogued import catalogue_algebra
from lietheory.algebra.closure import closure_residual
from lietheory.algebra.liealgebra import LieAlgebra, direct_sum, lie_closure, orthonormal_basis
from lietheory.algebra.naming import Identification, identify
from lietheory.algebra.nearest import NearestAlgebra, nearest_algebra
from lietheory.algebra.primitives import (
    characteristic_polynomial,
    complement,
    coordinates,
    independent_rows,
    inverse,
    multiply,
    null_space,
    rank,
    row_space,
    signature,
    solve,
    tensordot,
)
from lietheory.algebra.structure import jacobi_residual
from lietheory.algebra.written import canonical_name

__all__ = [
    "Identification", "LieAlgebra", "NearestAlgebra", "adjoint_matrices", "aff", "bracket", "canonical_name", "catalogue_algebra",
    "characteristic_polynomial", "closure_residual", "complement", "coordinates", "direct_sum", "gl", "heisenberg", "identify",
    "independent_rows", "inverse", "jacobi_residual", "lie_closure", "multiply", "nearest_algebra", "null_space",
    "orthonormal_basis", "poincare", "rank", "row_space", "se", "signature", "sim", "sl", "sl_complex", "so", "so_star", "solve",
    "sp", "su", "su_star", "tensordot", "u", "usp",
]
