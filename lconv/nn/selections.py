"""sum_k S_k x W_k for matrices S_k that select points, without any d x d matrix: gathers and matrix products.

The gathered points of a whole batch are n_L times as large as the features. So the work goes block
by block, each small enough to stay in a core's cache between its gather and its matrix product, and
the way back gathers too, through the table of the transposed selections, and keeps nothing but x and W.
"""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor

_BLOCK = 5 * 2**15  # numbers gathered at a time, as nearly as whole samples allow: about half of a core's cache in float32


def transposed_selection(source: Int[Tensor, "k t"], space: int) -> Int[Tensor, "k s"] | None:
    """The table (n, space) of the transposed selections; None where one reads a point twice, so that its transpose sums.

    Args:
        source: integers (n, space_out), the point that row t reads; ``space`` stands for none.
        space: points that are read from.

    Examples:
        >>> transposed_selection(torch.tensor([[1, 2, 3]]), 3)
        tensor([[3, 0, 1]])
    """
    n, t = source.shape
    rows = torch.arange(t, device=source.device).expand(n, t)
    table = source.new_full((n, space + 1), t).scatter(1, source, rows)[:, :space]
    return table if int((table < t).sum()) == int((source < space).sum()) else None


def select_and_mix(
    x: Float[Tensor, "b s c"],
    source: Int[Tensor, "k t"],
    W: Float[Tensor, "k c e"],
    bias: Float[Tensor, " e"],
    back: Int[Tensor, "k s"] | None = None,
) -> Float[Tensor, "b t e"]:
    """y_t = sum_k x_source[k, t] W_k + bias for x (batch, space, in), source (n, space_out) and W (n, in, out).

    Args:
        x: features.
        source: integers from 0 to space, which stands for zero.
        W: weights.
        bias: (out,).
        back: :func:`transposed_selection` of source, where it is known and exists; gradients are slower without.
    """
    if torch.is_autocast_enabled(x.device.type):
        lower = torch.get_autocast_dtype(x.device.type)
        x, W, bias = (a.to(lower) if a.dtype == torch.float32 else a for a in (x, W, bias))
    source, back = source.T.contiguous(), None if back is None else back.T.contiguous()  # from here on (points, n)
    if torch.compiler.is_compiling():  # a graph with few operations, whatever the batch
        return _mix(x, source, W, bias)
    return _SelectAndMix.apply(x, source, W, bias, back)


class _SelectAndMix(torch.autograd.Function):
    """The blockwise product; differentiable again, forwards, and under vmap."""

    @staticmethod
    def forward(
        x: Float[Tensor, "b s c"],
        source: Int[Tensor, "t k"],
        W: Float[Tensor, "k c e"],
        bias: Float[Tensor, " e"],
        back: Int[Tensor, "s k"] | None,
    ) -> Float[Tensor, "b t e"]:
        places = _places(len(x), source, W, whole=W.shape[1] > W.shape[2])  # each chunk would mix all of the sample again
        if len(places) == 1:
            return _mix(x, source, W, bias)
        y = x.new_empty(len(x), source.shape[0], W.shape[2])
        for block, points, chunk in places:  # copied while in the cache, so that one block's memory serves the next
            y[block, points] = _mix(x[block], chunk, W, bias)
        return y

    @staticmethod
    def setup_context(ctx, inputs: tuple, output: Tensor) -> None:
        ctx.save_for_backward(*inputs)
        ctx.save_for_forward(*inputs)

    @staticmethod
    def backward(ctx, gradient: Tensor) -> tuple[Tensor | None, ...]:
        x, source, W, _, back = ctx.saved_tensors
        wanted = ctx.needs_input_grad
        needed = wanted[0], wanted[2]
        if back is None or torch.is_grad_enabled():  # second derivatives go through plain operations
            gx, gW = _gradients(x, gradient, source, W, None, needed)
        else:
            gx, gW = _blockwise_gradients(x, gradient, source, W, back, needed)
        return gx, None, gW, gradient.sum((0, 1)) if wanted[3] else None, None

    @staticmethod
    def vmap(
        info, in_dims: tuple[int | None, ...], x: Tensor, source: Tensor, W: Tensor, bias: Tensor, _back: Tensor | None
    ) -> tuple[Tensor, int]:
        """Plain operations, which have batching rules."""
        return torch.vmap(_mix, in_dims=in_dims[:4])(x, source, W, bias), 0

    @staticmethod
    def jvp(ctx, dx: Tensor | None, _source: Tensor | None, dW: Tensor | None, db: Tensor | None, _back: None) -> Tensor:
        x, source, W, *_ = ctx.saved_tensors
        terms = [] if dx is None else [_mix(dx, source, W)]
        if dW is not None:
            terms.append(_mix(x, source, dW))
        if db is not None:
            terms.append(db.expand(len(x), source.shape[0], -1))
        return sum(terms[1:], start=terms[0])


def _places(
    batch: int, source: Int[Tensor, "t k"], W: Float[Tensor, "k c e"], whole: bool
) -> list[tuple[slice, slice, Int[Tensor, "chunk k"]]]:
    """Blocks of samples, and where one sample is too large for it, unless all of it is needed, chunks of the table's points."""
    numbers, points = max(1, source.numel() * min(W.shape[1:])), max(1, len(source))
    samples = max(1, round(_BLOCK / numbers))
    step = points if whole else -(-points // max(1, round(numbers / _BLOCK)))
    return [
        (slice(i, i + samples), slice(t, t + step), source[t : t + step])
        for i in range(0, batch, samples)
        for t in range(0, points, step)
    ]


def _blockwise_gradients(
    x: Float[Tensor, "b s c"],
    g: Float[Tensor, "b t e"],
    source: Int[Tensor, "t k"],
    W: Float[Tensor, "k c e"],
    back: Int[Tensor, "s k"],
    wanted: tuple[bool, bool],
) -> tuple[Float[Tensor, "b s c"] | None, Float[Tensor, "k c e"] | None]:
    """:func:`_gradients`, block by block."""
    gx = g.new_empty(x.shape) if wanted[0] else None  # of g and not of x: gradients may come in batches
    gW = g.new_zeros(W.shape) if wanted[1] else None
    for block, points, chunk in _places(len(x), back, W, whole=W.shape[1] < W.shape[2]):
        dx, dW = _gradients(x[block, points], g[block], source, W, chunk, wanted)
        if gx is not None and dx is not None:
            gx[block, points] = dx
        if gW is not None and dW is not None:
            gW += dW
    return gx, gW


def _gather(x: Float[Tensor, "b s c"], source: Int[Tensor, "t k"]) -> Float[Tensor, "b t kc"]:
    """x_source[t, k] side by side: the last axis has the n blocks of channels."""
    t, n = source.shape
    padded = torch.nn.functional.pad(x, (0, 0, 0, 1))
    return padded.index_select(1, source.reshape(t * n)).reshape(x.shape[0], t, n * x.shape[2])


def _mix(
    x: Float[Tensor, "b s c"], source: Int[Tensor, "t k"], W: Float[Tensor, "k c e"], bias: Float[Tensor, " e"] | None = None
) -> Float[Tensor, "b t e"]:
    """Gather and mix, or mix and gather, whichever gathers fewer numbers."""
    (n, c, e), t = W.shape, source.shape[0]
    if c <= e:
        rows, mixing = _gather(x, source).view(-1, n * c), W.reshape(n * c, e)
        return (rows @ mixing if bias is None else torch.addmm(bias, rows, mixing)).view(-1, t, e)
    mixed = (x @ W.transpose(0, 1).reshape(c, n * e)).reshape(x.shape[0], x.shape[1] * n, e)
    k = torch.arange(n, device=source.device)
    picked = _gather(mixed, torch.where(source < x.shape[1], source * n + k, x.shape[1] * n))
    total = picked.reshape(-1, t, n, e).sum(2)
    return total if bias is None else total + bias


def _gradients(
    x: Float[Tensor, "b chunk c"],
    g: Float[Tensor, "b t e"],
    source: Int[Tensor, "t k"],
    W: Float[Tensor, "k c e"],
    back: Int[Tensor, "chunk k"] | None,
    wanted: tuple[bool, bool],
) -> tuple[Float[Tensor, "b chunk c"] | None, Float[Tensor, "k c e"] | None]:
    """sum_k S_k^T g W_k^T, and (S_k x)^T g = x^T (S_k^T g), where they are wanted."""
    n, c, e = W.shape
    gx = gW = None
    if back is not None and c >= e:  # one gather serves both
        rows = _gather(g, back).view(-1, n * e)
        if wanted[0]:
            gx = (rows @ W.mT.reshape(n * e, c)).view(x.shape)
        if wanted[1]:
            gW = (x.reshape(-1, c).T @ rows).view(c, n, e).transpose(0, 1)
        return gx, gW
    if wanted[0]:
        gx = _scatter(g, source, W, x.shape[1]) if back is None else _mix(g, back, W.mT)
    if wanted[1]:
        gW = (_gather(x, source).reshape(-1, n * c).T @ g.reshape(-1, e)).view(n, c, e)
    return gx, gW


def _scatter(
    g: Float[Tensor, "b t e"], source: Int[Tensor, "t k"], W: Float[Tensor, "k c e"], space: int
) -> Float[Tensor, "b s c"]:
    """sum_k S_k^T g W_k^T by adding up at the points that were read, however often each was."""
    (t, n), (_, c, e) = source.shape, W.shape
    mixed = (g @ W.permute(2, 0, 1).reshape(e, n * c)).reshape(g.shape[0], t * n, c)
    summed = mixed.new_zeros(g.shape[0], space + 1, c).index_add(1, source.reshape(t * n), mixed)
    return summed[:, :space]
