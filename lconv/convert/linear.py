"""A dense layer as L-conv with one generator for each input, a unit row vector."""

from __future__ import annotations

import torch
from torch import nn

from lconv.convert.convolution import require_own_forward, selection_layer
from lconv.nn.layer import LConv
from lietheory.errors import LieTheoryError


def from_linear(linear: nn.Linear) -> LConv:
    """A dense layer y = w x + b is the L-conv with L_nu = e_nu^T (1 x d) and W_nu the column w_nu, on d points of one channel.

    Proposition 3 takes all d^2 unit matrices E_(a, nu) of gl(d) and then a sum over the points;
    that sum of sum_(a, nu) E_(a, nu) x W_(a, nu) is w x if and only if sum_a W_(a, nu) = w_nu, so one
    row is enough: W_(a, nu) = delta_(a, 1) w_nu. The pool is taken into the generators,
    1^T E_(1, nu) = e_nu^T: d generators onto a single point, stored as d indices. The bias
    is added after the pool, and so is any activation, as a dense layer does it.

    The generators are fixed and the numbers copied; as many weights learn as in the dense layer.

    Args:
        linear: its numbers are copied.

    Returns:
        A layer from (batch, in_features, 1) to (batch, 1, out_features):
        ``layer(h[..., None])[:, 0] = linear(h)``.

    Raises:
        LieTheoryError: not an nn.Linear.

    Examples:
        >>> linear = nn.Linear(5, 3)
        >>> layer, h = from_linear(linear), torch.ones(2, 5)
        >>> torch.allclose(layer(h[..., None])[:, 0], linear(h))
        True

    References:
        L-conv paper, Proposition 3 and Eq 9, corrected.
    """
    if not isinstance(linear, nn.Linear):
        raise LieTheoryError(
            f"from_linear({type(linear).__name__})", "an nn.Linear", type(linear).__name__, "Convolutions go through from_conv."
        )
    require_own_forward(linear, f"from_linear({type(linear).__name__})")
    source = torch.arange(linear.in_features, device=linear.weight.device)[:, None]
    return selection_layer(source, linear.in_features, linear.weight.detach().T[:, None, :], linear.bias)
