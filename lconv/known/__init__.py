"""Convolutions on grids, graphs and groups, and dense layers, written as L-conv; and algebras that act on grids."""

from lconv.known.convolution import from_conv
from lconv.known.graph_convolution import ChebyshevGenerators, from_chebyshev, from_gcn
from lconv.known.grid_algebra import GridGenerators, grid_algebra
from lconv.known.group_convolution import GroupConv
from lconv.known.kernels import ElementKernel, PolynomialKernel
from lconv.known.linear import from_linear
from lconv.known.node_layers import ExponentialLayer, SolveLayer, node_stack
from lconv.known.propagation import propagation
from lconv.known.representation_convolution import RepresentationConv
from lconv.known.sparse import SparseGenerators
from lconv.known.to_convolution import to_conv

__all__ = [
    "ChebyshevGenerators",
    "ElementKernel",
    "ExponentialLayer",
    "GridGenerators",
    "GroupConv",
    "PolynomialKernel",
    "RepresentationConv",
    "SolveLayer",
    "SparseGenerators",
    "from_chebyshev",
    "from_conv",
    "from_gcn",
    "from_linear",
    "grid_algebra",
    "node_stack",
    "propagation",
    "to_conv",
]
