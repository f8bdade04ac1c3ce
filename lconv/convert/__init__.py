"""Known layers written as L-conv, exactly, and back: convolutions, graph convolutions and dense layers."""

from lconv.convert.convolution import from_conv
from lconv.convert.graph_convolution import ChebyshevGenerators, from_chebyshev, from_gcn
from lconv.convert.linear import from_linear
from lconv.convert.propagation_rules import propagation
from lconv.convert.to_convolution import to_conv

__all__ = [
    "ChebyshevGenerators",
    "from_chebyshev",
    "from_conv",
    "from_gcn",
    "from_linear",
    "propagation",
    "to_conv",
]
