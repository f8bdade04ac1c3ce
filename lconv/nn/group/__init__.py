"""Group convolutions by quadrature with Haar measure, and the layers that move features by group elements.

A group convolution (f * g)(v) = int f(v u^-1) g(u) du is a sum over nodes u_k of a quadrature. Each node is reached exactly, as
exp(t_k . L), or through a stack of L-conv layers whose product is exp(t_k . L) up to a proven error (claims prop2,
lemma-cayley-depth).
"""

from lconv.nn.group.channel_exponentials import ExponentialLayer, SolveLayer, node_stack
from lconv.nn.group.group_convolution import GroupConv
from lconv.nn.group.kernels import ElementKernel, PolynomialKernel
from lconv.nn.group.representation_convolution import RepresentationConv

__all__ = [
    "ElementKernel",
    "ExponentialLayer",
    "GroupConv",
    "PolynomialKernel",
    "RepresentationConv",
    "SolveLayer",
    "node_stack",
]
