r"""The Lie algebra convolution, a layer of linear maps L_k of a space and weights W_k of channels:

$$y = \sigma\Big(x W_0 + \sum_k L_k x W_k + b\Big) \qquad \text{(L-conv, Eq 6)}$$

The L_k are generators of a Lie algebra. Where they are those of a group, the layer is the first order in t of a convolution
over the group elements exp(t . L) near the identity, and a stack of layers reaches further elements. It is
equivariant under u exactly where the L_k commute with u, and misses equivariance by sum_k (L_k - u^-1 L_k u) x W_k
otherwise. Only sums over k of L_k and W_k enter, so a change of basis of the L_k is undone by one of the W_k: the layer learns
the span of its generators, and a penalty on them is a function of the span, or of a basis that it prefers.

The files, in the order in which they import each other: ``selections`` applies L_k whose rows are unit rows, the shifts of a
convolution, by gathering points; ``batched_products`` holds the single steps of Eq 6 and ``contraction`` its orders,
with their costs; ``generators`` the ways to store and learn L_k; ``layer`` the module :class:`LConv`; ``penalties`` what
pulls learned generators towards the basis of a Lie algebra; ``pooling`` maxima over the L_k, subsampling and
cosets of subgroups; ``group`` convolution over a group, by quadrature with Haar measure.
"""

from lconv.nn.contraction import lie_convolution, low_rank_lie_convolution, selection_lie_convolution
from lconv.nn.layer import LConv
from lconv.nn.penalties import closure_penalty, killing_penalty, orthogonality_penalty
from lconv.nn.pooling import coset_pool, cosets, grid_points, max_pool, strided

__all__ = [
    "LConv",
    "closure_penalty",
    "coset_pool",
    "cosets",
    "grid_points",
    "killing_penalty",
    "lie_convolution",
    "low_rank_lie_convolution",
    "max_pool",
    "orthogonality_penalty",
    "selection_lie_convolution",
    "strided",
]
