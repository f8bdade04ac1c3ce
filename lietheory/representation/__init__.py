"""How an algebra acts: linear representations, vector fields, sampled grids, exponentials, convolutions."""

from lietheory.representation.exponential import exponential, flow
from lietheory.representation.fields import lie_derivative, velocities
from lietheory.representation.grids import ROTATION, derivative_matrix, grid_generators, pixel_coordinates
from lietheory.representation.group_convolution import equivariant_convolution, group_convolution, haar_density, neighbourhood
from lietheory.representation.lie_convolution import lie_convolution
from lietheory.representation.linear import adjoint, copies, direct_sum, dual, tensor_product
from lietheory.representation.quadrature import ball_quadrature
from lietheory.representation.sampling import resampling_matrix, rotation_sampler, sampler_derivative

__all__ = [
    "ROTATION", "adjoint", "ball_quadrature", "copies", "derivative_matrix", "direct_sum", "dual", "equivariant_convolution",
    "exponential", "flow", "grid_generators", "group_convolution", "haar_density", "lie_convolution", "lie_derivative",
    "neighbourhood", "pixel_coordinates", "resampling_matrix", "rotation_sampler", "sampler_derivative", "tensor_product",
    "velocities",
]
