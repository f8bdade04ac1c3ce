"""The L-conv layer, known layers written as L-conv, and LieGG: which symmetry a trained network has learned."""

from lconv import layout, pooling
from lconv.functional import lie_convolution
from lconv.known import from_conv, from_gcn, from_linear, to_conv
from lconv.layer import LConv
from lconv.liegg.actions import AffineAction, ImageAction, LinearAction
from lconv.liegg.discover import discover
from lconv.liegg.polarization import Polarization
from lconv.regularizers import closure_penalty, killing_penalty, orthogonality_penalty

__all__ = [
    "AffineAction",
    "ImageAction",
    "LConv",
    "LinearAction",
    "Polarization",
    "closure_penalty",
    "discover",
    "from_conv",
    "from_gcn",
    "from_linear",
    "killing_penalty",
    "layout",
    "lie_convolution",
    "orthogonality_penalty",
    "pooling",
    "to_conv",
]
