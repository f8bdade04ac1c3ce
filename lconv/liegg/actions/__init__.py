"""Group actions on a network's inputs or outputs.

A one-parameter group exp(tL) moves an input x along a curve; its velocity at t = 0 is the vector field of L at x. An
action gives the fields v_1, ..., v_K of K generators, and the flow of any combination of them. LieGG asks which
combinations the network F does not see: sum_k c_k J(x) v_k(x) = 0 at every x.

* matrices on vectors, gl(d) and aff(d), one matrix for every copy: :class:`LinearAction`, :class:`AffineAction`; on sets of
  points: :class:`PointCloudAction`;
* coordinate transformations of sampled functions, by -(A x) . grad: :class:`SequenceAction`, :class:`ImageAction`,
  :class:`VolumeAction`;
* representations of a given algebra, and their tensor products, duals and symmetric powers: :class:`MatrixAction`;
* parts of a sample, whose other parts stay: :class:`CarriedAction`, :class:`StructureAction`;
* vector fields without matrices: :class:`PolynomialAction`, and any map x -> (batch, K, ...) as :class:`VectorFields`.
"""

from lconv.liegg.actions.action import Action, Fields, Motion
from lconv.liegg.actions.carried_actions import CarriedAction, StructureAction
from lconv.liegg.actions.grid_actions import GridAction, ImageAction, SequenceAction, VolumeAction
from lconv.liegg.actions.linear_and_affine_actions import AffineAction, LinearAction, PointCloudAction
from lconv.liegg.actions.representation_actions import MatrixAction, dual, symmetric_power, tensor_product
from lconv.liegg.actions.vector_field_actions import PolynomialAction, VectorFields, acting_on_outputs, as_action, with_generators

__all__ = [
    "Action",
    "AffineAction",
    "CarriedAction",
    "Fields",
    "GridAction",
    "ImageAction",
    "LinearAction",
    "MatrixAction",
    "Motion",
    "PointCloudAction",
    "PolynomialAction",
    "SequenceAction",
    "StructureAction",
    "VectorFields",
    "VolumeAction",
    "acting_on_outputs",
    "as_action",
    "dual",
    "symmetric_power",
    "tensor_product",
    "with_generators",
]
