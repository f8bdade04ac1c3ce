"""How does an algebra act? Linear representations, vector fields, sampled grids, exponentials, convolutions.

A representation of g on R^d is a linear map A -> rho(A) into d x d matrices with rho([A, B]) = [rho(A), rho(B)]; here it is
given by the matrices of the generators, (n_L, d, d), in the order of the generators. Representations have direct sums, tensor
products, duals and symmetric powers. One of a reductive algebra is a sum of irreducible ones, which highest weights label
(``decomposition``, ``weights``, ``constituents``).

A matrix A acts on points by x -> exp(tA) x and on functions by the vector field -(A x) . grad, whose sign makes A -> field a
homomorphism. Polynomials that all fields annihilate are invariants, and those they multiply by numbers relative
invariants; polynomial maps that commute with the action are equivariant. On functions sampled on a grid the fields become
matrices, as exact as the derivative on that grid is (``grids``, ``grid_fields``, ``shifts``, ``sampling``).

Integrals over a group are quadratures with Haar measure; the group convolution and its linearisation, the Lie algebra
convolution of Eq 6, are written here as their formulas, slowly, in NumPy: the layers of :mod:`lconv` are tested against them.
"""

from lietheory.representation.adjoint_action import adjoint_action
from lietheory.representation.constituents import Constituent, Representation
from lietheory.representation.coordinate_matrices import coordinate_matrices
from lietheory.representation.decomposition import describe, representation
from lietheory.representation.equivariant_maps import equivariant_maps
from lietheory.representation.exponential import exponential, flow
from lietheory.representation.gauss_quadrature import ball_quadrature
from lietheory.representation.grid_fields import affine_basis, field_matrix, grid_mask, grid_points, grid_velocity
from lietheory.representation.grids import ROTATION, derivative_matrix, grid_generators, pixel_coordinates
from lietheory.representation.group_convolution import equivariant_convolution, group_convolution, haar_density, neighbourhood
from lietheory.representation.haar_quadrature import box_quadrature, so2_quadrature, so3_quadrature
from lietheory.representation.lie_convolution import lie_convolution
from lietheory.representation.linear_representations import adjoint, copies, direct_sum, dual, tensor_product
from lietheory.representation.linear_vector_fields import lie_derivative, velocities
from lietheory.representation.polynomial_fields import field_exponents, field_formula, polynomial_fields
from lietheory.representation.polynomial_invariants import polynomial_invariants
from lietheory.representation.polynomial_symmetries import polynomial_symmetries
from lietheory.representation.relative_invariants import RelativeInvariant, relative_invariants
from lietheory.representation.sampling import resampling_matrix, rotation_sampler, sampler_derivative
from lietheory.representation.symbolic_vector_fields import apply_field, field_bracket, matrix_field
from lietheory.representation.symmetric_power import symmetric_power

__all__ = [
    "ROTATION",
    "Constituent",
    "RelativeInvariant",
    "Representation",
    "adjoint",
    "adjoint_action",
    "affine_basis",
    "apply_field",
    "ball_quadrature",
    "box_quadrature",
    "coordinate_matrices",
    "copies",
    "derivative_matrix",
    "describe",
    "direct_sum",
    "dual",
    "equivariant_convolution",
    "equivariant_maps",
    "exponential",
    "field_bracket",
    "field_exponents",
    "field_formula",
    "field_matrix",
    "flow",
    "grid_generators",
    "grid_mask",
    "grid_points",
    "grid_velocity",
    "group_convolution",
    "haar_density",
    "lie_convolution",
    "lie_derivative",
    "matrix_field",
    "neighbourhood",
    "pixel_coordinates",
    "polynomial_fields",
    "polynomial_invariants",
    "polynomial_symmetries",
    "relative_invariants",
    "representation",
    "resampling_matrix",
    "rotation_sampler",
    "sampler_derivative",
    "so2_quadrature",
    "so3_quadrature",
    "symmetric_power",
    "tensor_product",
    "velocities",
]
