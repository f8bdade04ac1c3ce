"""The steps of Eq 6, each one product of large matrices: of all generators with features, and of features with all weights.

Features are (space, batch, channel); the letters of shapes are those of :mod:`lconv.nn.contraction`. A product with
a generator takes r (or s) multiply-adds for every number of its result, a product with weights c of them.
"""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor


def all_applied(L: Float[Tensor, "k t s"], x: Float[Tensor, "s b c"]) -> Float[Tensor, "k t b c"]:
    """(L_k x)_k: the stacked generators (k t, s) times (s, b c)."""
    (n, t, s), (_, b, c) = L.shape, x.shape
    return (L.reshape(n * t, s) @ x.reshape(s, b * c)).view(n, t, b, c)


def each_applied(L: Float[Tensor, "k t s"], z: Float[Tensor, "k s b e"]) -> Float[Tensor, "k t b e"]:
    """(L_k z_k)_k: n products (t, s) times (s, b e)."""
    (n, t, s), (_, _, b, e) = L.shape, z.shape
    return torch.bmm(L, z.view(n, s, b * e)).view(n, t, b, e)


def sum_applied(U: Float[Tensor, "k t r"], z: Float[Tensor, "k r b e"], base: Float[Tensor, "t b e"]) -> Float[Tensor, "t b e"]:
    """base + sum_k U_k z_k: the decoders side by side (t, k r) times (k r, b e)."""
    (n, t, r), (_, _, b, e) = U.shape, z.shape
    beside = U.transpose(0, 1).reshape(t, n * r)
    return torch.addmm(base.reshape(t, b * e), beside, z.view(n * r, b * e)).view(t, b, e)


def weighted(x: Float[Tensor, "s b c"], W: Float[Tensor, "k c e"]) -> Float[Tensor, "k s b e"]:
    """(x W_k)_k: the features (s b, c) times each (c, e)."""
    (s, b, c), (n, _, e) = x.shape, W.shape
    return (x.reshape(s * b, c) @ W).view(n, s, b, e)


def each_weighted(z: Float[Tensor, "k r b c"], W: Float[Tensor, "k c e"]) -> Float[Tensor, "k r b e"]:
    """(z_k W_k)_k: n products (r b, c) times (c, e)."""
    (n, r, b, c), e = z.shape, W.shape[2]
    return torch.bmm(z.view(n, r * b, c), W).view(n, r, b, e)


def mixed_last(
    x: Float[Tensor, "_ _ c"], z: Float[Tensor, "k t b c"], W: Float[Tensor, "terms c e"], bias: Float[Tensor, " e"] | None
) -> Float[Tensor, "t b e"]:
    """x W_0 + sum_k z_k W_k + bias, without x W_0 where W has no term for it; points or samples first.

    All terms side by side (t b, terms c) times the stacked weights (terms c, e).
    """
    (n, t, b, c), (terms, _, e) = z.shape, W.shape
    if c == 1:  # the columns lie in memory one after another already
        columns = z.reshape(n, t * b)
        beside = (columns if terms == n else torch.cat([x.reshape(1, t * b), columns])).T
    else:
        blocks = z.permute(1, 2, 0, 3)
        beside = (blocks if terms == n else torch.cat([x[:, :, None], blocks], 2)).reshape(t * b, terms * c)
    stacked = W.reshape(terms * c, e)
    return (beside @ stacked if bias is None else torch.addmm(bias, beside, stacked)).view(t, b, e)


def identity_and_bias(
    x: Float[Tensor, "s b c"], W: Float[Tensor, "terms c e"], bias: Float[Tensor, " e"] | None, n: int, t: int
) -> tuple[Float[Tensor, "t b e"], Float[Tensor, "k c e"]]:
    """What the sum over n generators onto t points is added to, x W_0 + bias or the bias alone; and the W_k of the sum."""
    (s, b, c), (terms, _, e) = x.shape, W.shape
    offset = W.new_zeros(1) if bias is None else bias
    if terms == n:
        return offset.expand(t, b, e), W
    return torch.addmm(offset, x.reshape(s * b, c), W[0]).view(t, b, e), W[1:]
