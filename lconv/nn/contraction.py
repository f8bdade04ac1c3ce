"""Eq 6, y = x W_0 + sum_k L_k x W_k + b, with one function for each order of its products.

As it stands it is three lines, and all that follows is the same function, faster:

    >>> def equation_6(x, L, W, b):
    ...     sums = sum(L_k @ x @ W_k for L_k, W_k in zip(L, W[1:]))
    ...     return x @ W[0] + sums + b
    >>> draws = torch.Generator().manual_seed(0)
    >>> x, L, W, b = (torch.randn(shape, generator=draws) for shape in [(2, 5, 3), (4, 5, 5), (5, 3, 6), (6,)])
    >>> torch.allclose(lie_convolution(x, L, W, b), equation_6(x, L, W, b), atol=1e-4)  # rounding of sums of size 10
    True

The letters of shapes are b batch, k generator, s and t space before and after, c and e channel before and after, r rank.
Each order takes features as (space, batch, channel), so that every step is one large matrix product and a stack of
layers makes no copy between them. The first axis of W, ``terms``, has the n_L generators, and W_0 before them where there is
an identity term. The cost beside an order's formula counts multiply-adds without the identity term.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor

from lconv.nn.batched_products import (
    all_applied,
    each_applied,
    each_weighted,
    identity_and_bias,
    mixed_last,
    sum_applied,
    weighted,
)
from lconv.nn.selections import select_and_mix
from lconv.torch_arguments import require_bool, require_one_kind
from lietheory.errors import ShapeError

Order = Callable[..., Tensor]
"""One of the orders below: the features (s, b, c), the generators or their factors, W and the bias -> (t, b, e)."""


def lie_convolution(
    x: Tensor, L: Tensor, W: Tensor, bias: Tensor | None = None, identity: bool | None = None
) -> Float[Tensor, "b t e"]:
    """y = x W_0 + sum_k L_k x W_k + bias, in the cheapest of :func:`full_orders`.

    In a space that keeps its size, the smaller of the two channel numbers is carried through the n_L space x space
    products, unless the channels are so few that their kernel sum_k L_k (x) W_k is no larger than the L_k and saves
    more in the batch than it costs.

    Args:
        x: features (batch, space, in).
        L: generators (n_L, space_out, space).
        W: weights (n_L + 1, in, out), where W[0] goes with L_0 = I; without the identity term (n_L, in, out).
        bias: (out,), the same at every point of the space.
        identity: whether there is the term x W_0; if None, where the generators are square.

    Returns:
        Features (batch, space_out, out).

    Raises:
        ShapeError: axes or sizes that do not fit together, or an identity term with rectangular generators.

    Examples:
        >>> x = torch.tensor([[[1.0], [2.0]]])
        >>> turn = torch.tensor([[[0.0, -1.0], [1.0, 0.0]]])
        >>> lie_convolution(x, turn, torch.tensor([[[1.0]], [[0.5]]])).flatten()
        tensor([0.0000, 2.5000])

    References:
        L-conv paper, Eq 6.
    """
    call = "lie_convolution(x, L, W)"
    named = {"x": x, "L": L, "W": W} | ({} if bias is None else {"bias": bias})
    if not torch.compiler.is_compiling():
        require_one_kind(named, call)
    require_fit(call, x, L.shape, W, bias, identity)
    (n, t, s), (b, _, c), e = L.shape, x.shape, W.shape[2]
    batch = 1 if torch.compiler.is_compiling() else b  # a graph is made for any batch
    order = _cheapest(full_orders(batch, n, t, s, c, e))
    return order(x.transpose(0, 1).contiguous(), L, W, bias).transpose(0, 1)


def low_rank_lie_convolution(
    x: Tensor, U: Tensor, V: Tensor, W: Tensor, bias: Tensor | None = None, identity: bool | None = None
) -> Float[Tensor, "b t e"]:
    """Eq 6 with L_k = U_k V_k, never forming L_k: in the cheapest of :func:`low_rank_orders`.

    Args:
        x: features (batch, space, in).
        U: decoders (n_L, space_out, rank).
        V: encoders (n_L, rank, space).
        W: weights (n_L + 1, in, out); without the identity term (n_L, in, out).
        bias: (out,).
        identity: whether there is the term x W_0; if None, where the U_k V_k are square.

    Returns:
        Features (batch, space_out, out).

    Raises:
        ShapeError: axes or sizes that do not fit together, or an identity term with rectangular generators.

    References:
        L-conv paper, Eq 6 and section 3, "Learning the L_i".
    """
    call = "low_rank_lie_convolution(x, U, V, W)"
    if U.ndim != 3 or V.ndim != 3 or (U.shape[0], U.shape[2]) != tuple(V.shape[:2]):
        raise ShapeError(
            call,
            "U (n_L, space_out, rank) and V (n_L, rank, space)",
            f"shapes {tuple(U.shape)} and {tuple(V.shape)}",
            "Give both factors the same n_L and the same rank.",
        )
    (n, t, r), s = U.shape, V.shape[2]
    require_fit(call, x, (n, t, s), W, bias, identity)
    order = _cheapest(low_rank_orders(1, n, t, s, r, x.shape[2], W.shape[2]))  # the batch multiplies them all
    return order(x.transpose(0, 1).contiguous(), U, V, W, bias).transpose(0, 1)


def selection_lie_convolution(
    x: Tensor,
    source: Tensor,
    W: Tensor,
    bias: Tensor | None = None,
    back: Tensor | None = None,
    identity: bool | None = None,
) -> Float[Tensor, "b t e"]:
    """Eq 6 where row t of L_k is the unit row e_source[k, t], or zero: the shifts of a convolution.

    Args:
        x: features (batch, space, in).
        source: integers (n_L, space_out): the point that generator k brings to point t; the value
            ``space`` stands for a zero row.
        W: weights (n_L + 1, in, out); without the identity term (n_L, in, out).
        bias: (out,).
        back: :func:`lconv.nn.selections.transposed_selection` of source, if it is at hand; it makes gradients faster.
        identity: whether there is the term x W_0; if None, where space_out = space.

    Returns:
        Features (batch, space_out, out).

    Raises:
        ShapeError: axes or sizes that do not fit together, or an identity term with rectangular generators.

    Examples:
        >>> x = torch.tensor([[[1.0], [2.0], [3.0]]])
        >>> selection_lie_convolution(x, torch.tensor([[1, 2, 3]]), torch.tensor([[[10.0]], [[1.0]]])).flatten()
        tensor([12., 23., 30.])

    References:
        L-conv paper, Eq 11.
    """
    require_fit("selection_lie_convolution(x, source, W)", x, (*source.shape, *x.shape[1:2]), W, bias, identity)
    n, t = source.shape
    if len(W) > n:  # the identity selects every point once
        stay = torch.arange(t, device=source.device)[None]
        source, back = torch.cat([stay, source]), None if back is None else torch.cat([stay, back])
    return select_and_mix(x, source, W, W.new_zeros(W.shape[2]) if bias is None else bias, back)


def full_orders(b: int, n: int, t: int, s: int, c: int, e: int) -> list[tuple[int, Order]]:
    """The multiply-adds of Eq 6 without its identity term, and the function, for each order with full generators.

    The kernel is left out where it is larger than the generators, c e > n. A backward pass takes each product
    twice more, so it prefers the same order.

    Args:
        b, n, t, s, c, e: sizes, where n = n_L and the other letters are those of the module.

    Examples:
        >>> [(cost, order.__name__) for cost, order in full_orders(64, 9, 784, 784, 1, 1)]
        [(354493440, 'generators_first'), (354493440, 'weights_first'), (44869888, 'kernel_first')]
    """
    orders: list[tuple[int, Order]] = [
        (b * n * t * c * (s + e), generators_first),
        (b * n * s * e * (c + t), weights_first),
    ]
    return [*orders, (t * s * c * e * (n + b), kernel_first)] if c * e <= n else orders


def generators_first(
    x: Float[Tensor, "s b c"], L: Float[Tensor, "k t s"], W: Float[Tensor, "terms c e"], bias: Float[Tensor, " e"] | None
) -> Float[Tensor, "t b e"]:
    """sum_k (L_k x) W_k: b n t c (s + e)."""
    return mixed_last(x, all_applied(L, x), W, bias)


def weights_first(
    x: Float[Tensor, "s b c"], L: Float[Tensor, "k t s"], W: Float[Tensor, "terms c e"], bias: Float[Tensor, " e"] | None
) -> Float[Tensor, "t b e"]:
    """sum_k L_k (x W_k): b n s e (c + t)."""
    base, W = identity_and_bias(x, W, bias, *L.shape[:2])
    return base + each_applied(L, weighted(x, W)).sum(0)


def kernel_first(
    x: Float[Tensor, "s b c"], L: Float[Tensor, "k t s"], W: Float[Tensor, "terms c e"], bias: Float[Tensor, " e"] | None
) -> Float[Tensor, "t b e"]:
    """(sum_k L_k (x) W_k) x: t s c e (n + b)."""
    (n, t, s), (_, b, c), e = L.shape, x.shape, W.shape[2]
    base, W = identity_and_bias(x, W, bias, n, t)
    kernel = W.permute(1, 2, 0).reshape(c * e, n) @ L.reshape(n, t * s)
    products = torch.bmm(kernel.view(c, e * t, s), x.permute(2, 0, 1))  # (c, e t, b)
    return products.sum(0).view(e, t, b).permute(1, 2, 0) + base


def low_rank_orders(b: int, n: int, t: int, s: int, r: int, c: int, e: int) -> list[tuple[int, Order]]:
    """The multiply-adds of Eq 6 without its identity term, and the function, for each order that forms no t x s matrix.

    Args:
        b, n, t, s, r, c, e: sizes, where n = n_L and the other letters are those of the module.

    Examples:
        >>> [(cost, order.__name__) for cost, order in low_rank_orders(1, 1, 10, 10, 2, 5, 1)]
        [(130, 'encode_mix_decode'), (250, 'encode_decode_mix'), (90, 'mix_encode_decode')]
    """
    return [
        (b * n * r * (s * c + c * e + t * e), encode_mix_decode),
        (b * n * (r * c * (s + t) + t * c * e), encode_decode_mix),
        (b * n * (s * c * e + r * e * (s + t)), mix_encode_decode),
    ]


def encode_mix_decode(
    x: Float[Tensor, "s b c"],
    U: Float[Tensor, "k t r"],
    V: Float[Tensor, "k r s"],
    W: Float[Tensor, "terms c e"],
    bias: Float[Tensor, " e"] | None,
) -> Float[Tensor, "t b e"]:
    """sum_k U_k ((V_k x) W_k): b n r (s c + c e + t e)."""
    base, W = identity_and_bias(x, W, bias, *U.shape[:2])
    return sum_applied(U, each_weighted(all_applied(V, x), W), base)


def encode_decode_mix(
    x: Float[Tensor, "s b c"],
    U: Float[Tensor, "k t r"],
    V: Float[Tensor, "k r s"],
    W: Float[Tensor, "terms c e"],
    bias: Float[Tensor, " e"] | None,
) -> Float[Tensor, "t b e"]:
    """sum_k (U_k (V_k x)) W_k: b n (r c (s + t) + t c e), least where c is much smaller than e."""
    return mixed_last(x, each_applied(U, all_applied(V, x)), W, bias)


def mix_encode_decode(
    x: Float[Tensor, "s b c"],
    U: Float[Tensor, "k t r"],
    V: Float[Tensor, "k r s"],
    W: Float[Tensor, "terms c e"],
    bias: Float[Tensor, " e"] | None,
) -> Float[Tensor, "t b e"]:
    """sum_k U_k (V_k (x W_k)): b n (s c e + r e (s + t)), least where e is much smaller than c."""
    base, W = identity_and_bias(x, W, bias, *U.shape[:2])
    return sum_applied(U, each_applied(V, weighted(x, W)), base)


def _cheapest(orders: list[tuple[int, Order]]) -> Order:
    """The first of the orders that cost least; with no samples or generators, the first."""
    costs = [cost for cost, _ in orders]
    return orders[costs.index(min(costs))][1]  # torch.compile of its earlier versions takes no key


def require_fit(call: str, x: Tensor, generators: tuple[int, ...], W: Tensor, bias: Tensor | None, identity: bool | None) -> None:
    """Raise ShapeError unless Eq 6 can contract these; ``generators`` is the shape (n_L, space_out, space)."""
    require_bool(identity, call, "identity")
    if len(generators) != 3:
        raise ShapeError(
            call, "L of shape (n_L, space_out, space)", f"shape {tuple(generators)}", "One matrix is given as L[None]."
        )
    n, t, s = generators
    if x.ndim != 3 or x.shape[1] != s:
        raise ShapeError(
            call,
            f"x of shape (batch, {s}, in)",
            f"shape {tuple(x.shape)}",
            "Features are (batch, space, channel); lconv.images turns images (B, C, H, W) into them.",
        )
    if identity and t != s:
        raise ShapeError(
            call,
            "square generators, for the identity term x W_0",
            f"generators from {s} points to {t}",
            "Leave out identity=True.",
        )
    terms = n + (t == s if identity is None else identity)
    if W.ndim != 3 or tuple(W.shape[:2]) != (terms, x.shape[2]):
        raise ShapeError(
            call,
            f"W of shape ({terms}, {x.shape[2]}, out)",
            f"shape {tuple(W.shape)}",
            "W has one (in, out) matrix for each generator, and W[0] for L_0 = I unless identity=False or the space changes.",
        )
    if bias is not None and tuple(bias.shape) != (W.shape[2],):
        raise ShapeError(
            call, f"bias of shape ({W.shape[2]},)", f"shape {tuple(bias.shape)}", "The bias has one entry per output channel."
        )
