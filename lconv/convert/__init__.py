"""Known layers written as L-conv, y = x W_0 + sum_k L_k x W_k + b, with the same numbers and the same results.

- A convolution (``from_conv``, Proposition 4): one L_k for each tap of the kernel, the shift by its offset, and W_k is the tap's
  (in, out) matrix. Padding, stride and dilation change which point a tap reads, groups make W_k block diagonal.
  ``to_conv`` is the inverse: it reads the grid off the generators and returns the convolution with the smallest kernel.
- A dense layer (``from_linear``, Proposition 3): d generators e_nu^T onto a single point, and W_nu is column nu of the weights.
- A graph convolution A h W (``from_gcn``, Proposition 5): one generator A - I and W_0 = W_1 = W, an Euler step of unit length
  along dh/dt = (A - I) h. ``propagation`` makes A from an adjacency. A Chebyshev graph convolution
  (``from_chebyshev``): L_k = T_k(A), applied by recursion.

The generators of a converted layer are fixed, and its weights learn. Shifts with zero padding do not commute, and their
span is no Lie algebra: here the L_k are a basis of maps of the space, and the layer is equivariant under a group where they
commute with it.
"""

from lconv.convert.convolution import from_conv
from lconv.convert.graph_convolution import ChebyshevGenerators, from_chebyshev, from_gcn
from lconv.convert.graph_propagation import propagation
from lconv.convert.linear import from_linear
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
