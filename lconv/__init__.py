"""The L-conv layer, known layers written as L-conv, and LieGG: which symmetry a trained network has learned."""

from lconv import layout, pooling
from lconv.functional import lie_convolution
from lconv.known import GroupConv, RepresentationConv, from_conv, from_gcn, from_linear, grid_algebra, to_conv
from lconv.layer import LConv
from lconv.liegg.actions import AffineAction, ImageAction, LinearAction, PointCloudAction, SequenceAction, VolumeAction
from lconv.liegg.discover import discover
from lconv.liegg.leftovers import discrete_leftovers
from lconv.liegg.matrix_actions import MatrixAction, dual, symmetric_power, tensor_product
from lconv.liegg.polarization import Polarization
from lconv.liegg.polynomial_action import PolynomialAction
from lconv.liegg.risk import risk_along_flow
from lconv.liegg.views import layer_inputs
from lconv.regularizers import closure_penalty, killing_penalty, orthogonality_penalty

__all__ = [
    "AffineAction",
    "GroupConv",
    "ImageAction",
    "LConv",
    "LinearAction",
    "MatrixAction",
    "PointCloudAction",
    "Polarization",
    "PolynomialAction",
    "RepresentationConv",
    "SequenceAction",
    "VolumeAction",
    "closure_penalty",
    "discover",
    "discrete_leftovers",
    "dual",
    "from_conv",
    "from_gcn",
    "from_linear",
    "grid_algebra",
    "killing_penalty",
    "layer_inputs",
    "layout",
    "lie_convolution",
    "orthogonality_penalty",
    "pooling",
    "risk_along_flow",
    "symmetric_power",
    "tensor_product",
    "to_conv",
]
