"""Eq 6 as functions: y = x W_0 + sum_k L_k x W_k, contracted in the order that costs least.

Space comes first inside, (space, batch, channel): every step is then one large matrix product,
and a stack of layers hands its features on without a copy. An addmm adds the identity term and
the bias on the way out of the last product.
"""

from __future__ import annotations

import torch
from torch import Tensor

from lconv.nn.selections import select_and_mix
from lietheory.errors import ShapeError


def lie_convolution(x: Tensor, L: Tensor, W: Tensor, bias: Tensor | None = None) -> Tensor:
    """y = x W_0 + sum_k L_k x W_k + bias; rectangular L_k have no identity term x W_0.

    The order is the cheapest of :func:`full_orders`. In a space that keeps its size, the smaller of the two
    channel numbers is carried through the n_L space x space products, unless the channels are so few
    that their kernel sum_k L_k (x) W_k is no larger than the L_k and saves more in the batch than it costs.

    Args:
        x: features (batch, space, in).
        L: generators (n_L, space_out, space).
        W: weights (n_L + 1, in, out), where W[0] goes with L_0 = I; for rectangular L (n_L, in, out),
            no identity term.
        bias: (out,), the same at every point of the space.

    Returns:
        Features (batch, space_out, out).

    Raises:
        ShapeError: axes or sizes that do not fit together.

    Examples:
        >>> x = torch.tensor([[[1.0], [2.0]]])
        >>> turn = torch.tensor([[[0.0, -1.0], [1.0, 0.0]]])
        >>> lie_convolution(x, turn, torch.tensor([[[1.0]], [[0.5]]])).flatten()
        tensor([0.0000, 2.5000])

    References:
        L-conv paper, Eq 6.
    """
    _require_fit("lie_convolution(x, L, W)", x, L.shape, W, bias)
    (n, t, s), (b, _, c), e = L.shape, x.shape, W.shape[2]
    X = x.transpose(0, 1).reshape(s, b * c)
    batch = 1 if torch.compiler.is_compiling() else b  # a graph is made for any batch
    order = _cheapest(full_orders(batch, n, t, s, c, e))
    if order == "L, W":
        return _mix_channels(X.view(s, b, c), (L.reshape(n * t, s) @ X).view(n, t, b, c), W, bias)
    base, W = _identity_and_bias(X.reshape(s * b, c), W, bias, n, t * b)
    if order == "W, L":
        Z = (X.reshape(s * b, c) @ W).view(n, s, b * e)
        return (torch.bmm(L, Z).sum(0).view(t * b, e) + base).view(t, b, e).transpose(0, 1)
    kernel = (W.permute(1, 2, 0).reshape(c * e, n) @ L.reshape(n, t * s)).view(c, e * t, s)
    y = torch.bmm(kernel, x.permute(2, 1, 0)).sum(0).view(e, t, b)
    return y.permute(2, 1, 0) + base.reshape(t, b, e).transpose(0, 1)


def low_rank_lie_convolution(x: Tensor, U: Tensor, V: Tensor, W: Tensor, bias: Tensor | None = None) -> Tensor:
    """Eq 6 with L_k = U_k V_k, never forming L_k: in the cheapest of :func:`low_rank_orders`.

    Args:
        x: features (batch, space, in).
        U: decoders (n_L, space_out, rank).
        V: encoders (n_L, rank, space).
        W: weights (n_L + 1, in, out); for rectangular L (n_L, in, out), no identity term.
        bias: (out,).

    Returns:
        Features (batch, space_out, out).

    Raises:
        ShapeError: axes or sizes that do not fit together.

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
    _require_fit(call, x, (n, t, s), W, bias)
    (b, _, c), e = x.shape, W.shape[2]
    X = x.transpose(0, 1).reshape(s, b * c)
    order = _cheapest(low_rank_orders(1, n, t, s, r, c, e))  # the batch multiplies them all
    if order == "V, U, W":
        Z = torch.bmm(U, (V.reshape(n * r, s) @ X).view(n, r, b * c))
        return _mix_channels(X.view(s, b, c), Z.view(n, t, b, c), W, bias)
    base, W = _identity_and_bias(X.reshape(s * b, c), W, bias, n, t * b)
    if order == "W, V, U":
        Z = torch.bmm(V, (X.reshape(s * b, c) @ W).view(n, s, b * e))
    else:
        Z = torch.bmm((V.reshape(n * r, s) @ X).view(n, r * b, c), W).view(n, r, b, e).flatten(2)
    y = torch.addmm(base.reshape(t, b * e), U.transpose(0, 1).reshape(t, n * r), Z.flatten(0, 1))
    return y.view(t, b, e).transpose(0, 1)


def selection_lie_convolution(
    x: Tensor, source: Tensor, W: Tensor, bias: Tensor | None = None, back: Tensor | None = None
) -> Tensor:
    """Eq 6 where row t of L_k is the unit row e_source[k, t], or zero: the shifts of a convolution.

    Args:
        x: features (batch, space, in).
        source: integers (n_L, space_out): the point that generator k brings to point t; the value
            ``space`` stands for a zero row.
        W: weights (n_L + 1, in, out); for rectangular L (n_L, in, out), no identity term.
        bias: (out,).
        back: :func:`lconv.nn.selections.transposed_selection` of source, if it is at hand; it makes gradients faster.

    Returns:
        Features (batch, space_out, out).

    Raises:
        ShapeError: axes or sizes that do not fit together.

    Examples:
        >>> x = torch.tensor([[[1.0], [2.0], [3.0]]])
        >>> selection_lie_convolution(x, torch.tensor([[1, 2, 3]]), torch.tensor([[[10.0]], [[1.0]]])).flatten()
        tensor([12., 23., 30.])

    References:
        L-conv paper, Eq 11.
    """
    _require_fit("selection_lie_convolution(x, source, W)", x, (*source.shape, *x.shape[1:2]), W, bias)
    n, t = source.shape
    if W.shape[0] > n:
        stay = torch.arange(t, device=source.device)[None]
        source, back = torch.cat([stay, source]), None if back is None else torch.cat([stay, back])
    return select_and_mix(x, source, W, W.new_zeros(W.shape[2]) if bias is None else bias, back)


def full_orders(b: int, n: int, t: int, s: int, c: int, e: int) -> dict[str, int]:
    """Multiplications of Eq 6 without its identity term in each order: n_L = n, spaces s to t, channels c to e, batch b.

    "L, W" takes b n t c (s + e), "W, L" takes b n s e (c + t), and the kernel sum_k L_k (x) W_k first, "kernel",
    t s c e (n + b). The kernel is left out where it is larger than the L_k, c e > n. A backward pass
    takes each product twice more, so it prefers the same order.

    Examples:
        >>> full_orders(64, 9, 784, 784, 1, 1)
        {'L, W': 354493440, 'W, L': 354493440, 'kernel': 44869888}
    """
    orders = {"L, W": b * n * t * c * (s + e), "W, L": b * n * s * e * (c + t)}
    if c * e <= n:
        orders["kernel"] = t * s * c * e * (n + b)
    return orders


def low_rank_orders(b: int, n: int, t: int, s: int, r: int, c: int, e: int) -> dict[str, int]:
    """Multiplications of Eq 6 without its identity term for L_k = U_k V_k of rank r, in each order that forms no t x s matrix.

    "V, W, U" takes b n r (s c + c e + t e), "V, U, W" b n (r c (s + t) + t c e), which is less where c is much
    smaller than e, and "W, V, U" b n (s c e + r e (s + t)), less where e is much smaller than c.

    Examples:
        >>> low_rank_orders(1, 1, 10, 10, 2, 5, 1)
        {'V, W, U': 130, 'V, U, W': 250, 'W, V, U': 90}
    """
    return {
        "V, W, U": b * n * r * (s * c + c * e + t * e),
        "V, U, W": b * n * (r * c * (s + t) + t * c * e),
        "W, V, U": b * n * (s * c * e + r * e * (s + t)),
    }


def _cheapest(orders: dict[str, int]) -> str:
    """The first of the orders that cost least; with no samples or generators, the first."""
    return min(orders, key=orders.__getitem__)


def _identity_and_bias(X: Tensor, W: Tensor, bias: Tensor | None, n: int, rows: int) -> tuple[Tensor, Tensor]:
    """X W_0 + bias, or the bias alone, as (rows, out); and the weights that belong to the n generators."""
    offset = W.new_zeros(1) if bias is None else bias
    if W.shape[0] == n:
        return offset.expand(rows, W.shape[2]), W
    return torch.addmm(offset, X, W[0]), W[1:]


def _mix_channels(X: Tensor, Z: Tensor, W: Tensor, bias: Tensor | None) -> Tensor:
    """X W_0 + sum_k Z_k W_k + bias in one product, for X (space, batch, in) and Z = (L_k x)_k (n, space_out, batch, in)."""
    (n, t, b, c), e = Z.shape, W.shape[2]
    if c == 1:  # the columns of the product lie in memory one after another already
        columns = Z.reshape(n, t * b)
        rows = (columns if W.shape[0] == n else torch.cat([X.reshape(1, t * b), columns])).T
    else:
        sides = Z.permute(1, 2, 0, 3)
        rows = (sides if W.shape[0] == n else torch.cat([X[:, :, None], sides], 2)).reshape(t * b, -1)
    mixing = W.reshape(-1, e)
    y = rows @ mixing if bias is None else torch.addmm(bias, rows, mixing)
    return y.view(t, b, e).transpose(0, 1)


def _require_fit(call: str, x: Tensor, generators: tuple[int, int, int], W: Tensor, bias: Tensor | None) -> None:
    """Refuse axes and sizes that Eq 6 cannot contract; ``generators`` is the shape (n_L, space_out, space)."""
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
    terms = n + 1 if t == s else n
    if W.ndim != 3 or tuple(W.shape[:2]) != (terms, x.shape[2]):
        raise ShapeError(
            call,
            f"W of shape ({terms}, {x.shape[2]}, out)",
            f"shape {tuple(W.shape)}",
            "W has one (in, out) matrix for each generator, and W[0] for L_0 = I where the space keeps its size.",
        )
    if bias is not None and tuple(bias.shape) != (W.shape[2],):
        raise ShapeError(
            call, f"bias of shape ({W.shape[2]},)", f"shape {tuple(bias.shape)}", "The bias has one entry per output channel."
        )
