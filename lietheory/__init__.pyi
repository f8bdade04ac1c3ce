from .algebra.catalogue.affine import aff, heisenberg, poincare, se, sim
from .algebra.catalogue.by_name import catalogue_algebra
from .algebra.catalogue.classical import gl, sl, sl_complex, so, so_star, sp, su, su_star, u, usp
from .algebra.catalogue.exceptional import e6, e7, e8, f4, g2
from .algebra.catalogue.galilei_conformal import bargmann, conformal, galilei
from .algebra.circuits.circuit_certificate import circuit_certificate
from .algebra.circuits.free_fermions import FreeFermions, free_fermions
from .algebra.circuits.involutions import InvolutionSplit, involution_split
from .algebra.circuits.loss_variance import LossVariance, loss_variance
from .algebra.circuits.state_space import Controllability, Subspaces, controllability, state_space
from .algebra.constructions import closure_residual, direct_sum, lie_closure, symbolic_algebra
from .algebra.enveloping.casimirs import Casimir, casimirs, quadratic_casimir
from .algebra.enveloping.root_system import root_system
from .algebra.identification.identify import Identification, identify
from .algebra.identification.nearest import NearestAlgebra, nearest_algebra
from .algebra.invariants.reductive import RootSystem
from .algebra.isomorphism.cartan_decomposition import CartanDecomposition, cartan_decomposition
from .algebra.isomorphism.isomorphism import Isomorphism, isomorphism
from .algebra.lie_algebra import LieAlgebra
from .algebra.names.parser import canonical_name
from .algebra.symbolic.bch import CampbellHausdorffSeries, bch
from .algebra.symbolic.maurer_cartan import exterior_derivative, left_invariant_forms, maurer_cartan
from .algebra.symbolic.parameter_strata import TypeChange, type_changes
from .algebra.symbolic_algebra import SymbolicAlgebra
from .comparison.compare import Comparison, compare
from .comparison.subspaces import principal_angles
from .discovery.estimator import SymmetryEstimate
from .discovery.regression_symmetries import RegressionSymmetries, linear_regression_symmetries
from .errors import (
    ClosureError,
    FileFormatError,
    LieTheoryError,
    NotDifferentiableError,
    PrecisionError,
    RankError,
    ShapeError,
    UndecidedError,
    UnknownNameError,
)
from .proof.ledger import Outcome, ledger, verify
from .rendering.figures.on_axes import plot_effect_sizes, plot_matrix, plot_principal_angles, plot_vector_field
from .rendering.figures.roots import plot_dynkin_diagram, plot_roots, plot_weights
from .representation.adjoint_action import adjoint_action
from .representation.equivariant_maps import equivariant_maps
from .representation.exponential import exponential
from .representation.polynomial_invariants import polynomial_invariants
from .representation.polynomial_symmetries import polynomial_symmetries
from .representation.relative_invariants import RelativeInvariant, relative_invariants
from .representation.symmetric_power import symmetric_power

__version__: str

__all__ = [
    "CampbellHausdorffSeries",
    "CartanDecomposition",
    "Casimir",
    "ClosureError",
    "Comparison",
    "Controllability",
    "FileFormatError",
    "FreeFermions",
    "Identification",
    "InvolutionSplit",
    "Isomorphism",
    "LieAlgebra",
    "LieTheoryError",
    "LossVariance",
    "NearestAlgebra",
    "NotDifferentiableError",
    "Outcome",
    "PrecisionError",
    "RankError",
    "RegressionSymmetries",
    "RelativeInvariant",
    "RootSystem",
    "ShapeError",
    "Subspaces",
    "SymbolicAlgebra",
    "SymmetryEstimate",
    "TypeChange",
    "UndecidedError",
    "UnknownNameError",
    "adjoint_action",
    "aff",
    "bargmann",
    "bch",
    "canonical_name",
    "cartan_decomposition",
    "casimirs",
    "catalogue_algebra",
    "circuit_certificate",
    "closure_residual",
    "compare",
    "conformal",
    "controllability",
    "direct_sum",
    "e6",
    "e7",
    "e8",
    "equivariant_maps",
    "exponential",
    "exterior_derivative",
    "f4",
    "free_fermions",
    "g2",
    "galilei",
    "gl",
    "heisenberg",
    "identify",
    "involution_split",
    "isomorphism",
    "ledger",
    "left_invariant_forms",
    "lie_closure",
    "linear_regression_symmetries",
    "loss_variance",
    "maurer_cartan",
    "nearest_algebra",
    "plot_dynkin_diagram",
    "plot_effect_sizes",
    "plot_matrix",
    "plot_principal_angles",
    "plot_roots",
    "plot_vector_field",
    "plot_weights",
    "poincare",
    "polynomial_invariants",
    "polynomial_symmetries",
    "principal_angles",
    "quadratic_casimir",
    "relative_invariants",
    "root_system",
    "se",
    "sim",
    "sl",
    "sl_complex",
    "so",
    "so_star",
    "sp",
    "state_space",
    "su",
    "su_star",
    "symbolic_algebra",
    "symmetric_power",
    "type_changes",
    "u",
    "usp",
    "verify",
]
