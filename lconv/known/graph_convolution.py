"""A graph convolution as L-conv: one generator, and equal weights for it and the identity."""

from __future__ import annotations

import torch
from numpy.typing import ArrayLike
from torch import Tensor

from lconv.bridge import to_torch
from lconv.layer import LConv
from lietheory.errors import ShapeError


def from_gcn(A: ArrayLike | Tensor, W: ArrayLike | Tensor, bias: ArrayLike | Tensor | None = None) -> LConv:
    """A graph convolution A h W + b is the L-conv with L_1 = A - I and W_0 = W_1 = W: W h + (A - I) h W.

    A is the propagation rule itself, normalised or not, directed or not. h -> A h is the explicit
    Euler step of unit length along the flow dh/dt = (A - I) h, not the flow.

    Args:
        A: propagation rule (d, d).
        W: weights (in, out).
        bias: (out,).

    Returns:
        A layer on d points, in the dtype of W where W is a floating tensor, else in torch's default.
        The generator is fixed; W_0 and W_1 are two parameters, equal at the start.

    Raises:
        ShapeError: A is not square, or W and the bias do not fit.
        PrecisionError: NaN or infinity.

    Examples:
        >>> swap = torch.tensor([[0.0, 1.0], [1.0, 0.0]])
        >>> from_gcn(swap, torch.ones(1, 1))(torch.tensor([[[2.0], [5.0]]])).flatten()
        tensor([5., 2.], grad_fn=...)

    References:
        L-conv paper, Proposition 5, with time scale lambda = 1.
    """
    call = "from_gcn(A, W, bias)"
    dtype = W.dtype if isinstance(W, Tensor) and W.is_floating_point() else torch.get_default_dtype()
    A, W = to_torch(A, dtype, call, "A"), to_torch(W, dtype, call, "W")
    if A.ndim != 2 or A.shape[0] != A.shape[1] or not A.numel():
        raise ShapeError(call, "a propagation rule A (d, d)", f"shape {tuple(A.shape)}", "A has one row and one column per node.")
    if W.ndim != 2 or not W.numel():
        raise ShapeError(call, "weights W (in, out)", f"shape {tuple(W.shape)}", "A graph convolution has one weight matrix.")
    b = None if bias is None else to_torch(bias, dtype, call, "bias")
    if b is not None and b.shape != W.shape[1:]:
        raise ShapeError(call, f"bias ({W.shape[1]},)", f"shape {tuple(b.shape)}", "The bias has one entry per output channel.")
    L = (A - torch.eye(len(A), dtype=dtype, device=A.device))[None]
    layer = LConv(len(A), *W.shape, generators=L, trainable=False, bias=b is not None).to(W.device)
    with torch.no_grad():
        layer.weight.copy_(W)  # broadcast to W_0 and W_1
        if b is not None:
            layer.bias.copy_(b)
    return layer
