from . import images as images
from .convert.convolution import from_conv
from .convert.graph_convolution import from_gcn
from .convert.linear import from_linear
from .convert.to_convolution import to_conv
from .estimators import RegressionSymmetry, SymmetryDiscovery
from .liegg.actions import (
    AffineAction,
    ImageAction,
    LinearAction,
    MatrixAction,
    PointCloudAction,
    PolynomialAction,
    SequenceAction,
    VolumeAction,
    dual,
    symmetric_power,
    tensor_product,
    with_generators,
)
from .liegg.audit import assert_symmetry, audit
from .liegg.breaking import breaking
from .liegg.data_symmetries import discover_from_data
from .liegg.discover import discover
from .liegg.discrete_symmetries import discrete_symmetries
from .liegg.gradients import discover_from_gradients
from .liegg.inputs.adapters import adapt
from .liegg.inputs.intermediate_outputs import layer_inputs
from .liegg.inputs.layer_actions import irreps_action
from .liegg.inputs.numpy_functions import differentiable
from .liegg.label_symmetry import risk_along_flow
from .liegg.polarization import Polarization
from .liegg.shift_audit import audit_shifts
from .nn.contraction import lie_convolution
from .nn.generators.grid_algebra import grid_algebra
from .nn.group.group_convolution import GroupConv
from .nn.group.representation_convolution import RepresentationConv
from .nn.layer import LConv
from .nn.penalties import closure_penalty, killing_penalty, orthogonality_penalty

RENAMED: dict[str, str]

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
    "RegressionSymmetry",
    "RepresentationConv",
    "SequenceAction",
    "SymmetryDiscovery",
    "VolumeAction",
    "adapt",
    "assert_symmetry",
    "audit",
    "audit_shifts",
    "breaking",
    "closure_penalty",
    "differentiable",
    "discover",
    "discover_from_data",
    "discover_from_gradients",
    "discrete_symmetries",
    "dual",
    "from_conv",
    "from_gcn",
    "from_linear",
    "grid_algebra",
    "images",
    "irreps_action",
    "killing_penalty",
    "layer_inputs",
    "lie_convolution",
    "orthogonality_penalty",
    "risk_along_flow",
    "symmetric_power",
    "tensor_product",
    "to_conv",
    "with_generators",
]
