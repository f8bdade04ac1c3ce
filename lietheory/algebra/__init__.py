"""Which Lie algebra is it? Real Lie algebras of matrices: structure constants, invariants, a catalogue, and canonical names.

A real Lie algebra g of matrices is a real vector space of d x d matrices that contains the bracket AB - BA of any two of its
elements. It is given by a basis L_k, and up to isomorphism by its structure constants, [L_i, L_j] = sum_k f[i, j, k] L_k.
Integers, rationals and one square root make it exact, floats numeric; the same invariants are computed from both.

From the bottom: ``linalg`` is linear algebra over both kinds of numbers, ``names`` the grammar of names, ``structure`` the
bracket and closure, ``invariants`` what f decides (series, radical and Levi factor, ideals, derivations, roots). On these rest
two classes, :class:`LieAlgebra` and, with parameters, :class:`SymbolicAlgebra`. ``catalogue`` makes algebras of a name,
``identification`` names the algebra that matrices span, ``enveloping`` holds Casimir elements and root systems, ``symbolic``
what has a closed form. ``algebra_arguments`` reads an argument that may be an algebra, one with parameters, matrices or a name;
``constructions`` makes algebras of such arguments.
"""

from lietheory.algebra.algebra_arguments import (
    AlgebraLike,
    algebra_or_matrices,
    as_algebra,
    as_matrices,
    as_symbolic,
    matrices_if_algebra,
)
from lietheory.algebra.catalogue.affine import aff, heisenberg, poincare, se, sim
from lietheory.algebra.catalogue.by_name import catalogue_algebra, catalogue_names
from lietheory.algebra.catalogue.classical import gl, sl, sl_complex, so, so_star, sp, su, su_star, u, usp
from lietheory.algebra.catalogue.exceptional import e6, e7, e8, f4, g2
from lietheory.algebra.catalogue.galilei_conformal import bargmann, conformal, galilei
from lietheory.algebra.constructions import closure_residual, direct_sum, lie_closure, symbolic_algebra
from lietheory.algebra.enveloping.casimirs import Casimir, casimirs, quadratic_casimir
from lietheory.algebra.enveloping.root_system import root_system
from lietheory.algebra.identification.identify import Identification, identify
from lietheory.algebra.identification.nearest import NearestAlgebra, nearest_algebra
from lietheory.algebra.invariants.reductive import RootSystem
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.linalg.dispatch import (
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
from lietheory.algebra.names.parser import canonical_name
from lietheory.algebra.structure.closure import bracket
from lietheory.algebra.structure.structure_constants import adjoint_matrices, jacobi_residual
from lietheory.algebra.symbolic.bch import CampbellHausdorffSeries, bch
from lietheory.algebra.symbolic.maurer_cartan import exterior_derivative, left_invariant_forms, maurer_cartan
from lietheory.algebra.symbolic.parameter_strata import TypeChange, type_changes
from lietheory.algebra.symbolic_algebra import SymbolicAlgebra, symbolic_adjoint

__all__ = [
    "AlgebraLike",
    "CampbellHausdorffSeries",
    "Casimir",
    "Identification",
    "LieAlgebra",
    "NearestAlgebra",
    "RootSystem",
    "SymbolicAlgebra",
    "TypeChange",
    "adjoint_matrices",
    "aff",
    "algebra_or_matrices",
    "as_algebra",
    "as_matrices",
    "as_symbolic",
    "bargmann",
    "bch",
    "bracket",
    "canonical_name",
    "casimirs",
    "catalogue_algebra",
    "catalogue_names",
    "characteristic_polynomial",
    "closure_residual",
    "complement",
    "conformal",
    "coordinates",
    "direct_sum",
    "e6",
    "e7",
    "e8",
    "exterior_derivative",
    "f4",
    "g2",
    "galilei",
    "gl",
    "heisenberg",
    "identify",
    "independent_rows",
    "inverse",
    "jacobi_residual",
    "left_invariant_forms",
    "lie_closure",
    "matrices_if_algebra",
    "maurer_cartan",
    "multiply",
    "nearest_algebra",
    "null_space",
    "poincare",
    "quadratic_casimir",
    "rank",
    "root_system",
    "row_space",
    "se",
    "signature",
    "sim",
    "sl",
    "sl_complex",
    "so",
    "so_star",
    "solve",
    "sp",
    "su",
    "su_star",
    "symbolic_adjoint",
    "symbolic_algebra",
    "tensordot",
    "type_changes",
    "u",
    "usp",
]
