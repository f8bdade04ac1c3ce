"""Convolutions, dense layers and graph convolutions written as L-conv, exactly."""

from lconv.known.convolution import from_conv
from lconv.known.graph_convolution import from_gcn
from lconv.known.linear import from_linear
from lconv.known.to_convolution import to_conv

__all__ = ["from_conv", "from_gcn", "from_linear", "to_conv"]
