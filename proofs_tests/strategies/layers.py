"""Features, generators, weights and torch's own layers, small and of every shape that fits."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from hypothesis import strategies as st
from torch import Tensor, nn

SIZES = st.integers(1, 5)
DTYPES = st.sampled_from([torch.float32, torch.float64])
TOLERANCE = {torch.float32: 1e-5, torch.float64: 1e-12}  # rounding of sums of at most some hundred terms of size 1


@dataclass(frozen=True, eq=False)
class Convolved:
    """Everything that Eq 6 takes: x (b, s, c), L (n, t, s), W (n + 1 or n, c, e), bias (e,)."""

    x: Tensor
    L: Tensor
    W: Tensor
    bias: Tensor


@dataclass(frozen=True, eq=False)
class Convolution:
    """A convolution of torch, and images (batch, channel, *shape) it can be applied to."""

    conv: nn.Module
    shape: tuple[int, ...]
    images: Tensor


def normal(seed: int, *shape: int, dtype: torch.dtype = torch.float64) -> Tensor:
    """Standard normal numbers that depend on the seed and the shape alone."""
    return torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed)).to(dtype)


def close(a: Tensor, b: Tensor) -> bool:
    """Equal in shape and dtype, and in every number up to rounding relative to the largest."""
    allowed = TOLERANCE[a.dtype] * max(1.0, float(b.detach().abs().max()))
    return a.shape == b.shape and a.dtype == b.dtype and float((a - b).detach().abs().max()) <= allowed


@st.composite
def convolved(draw: st.DrawFn, dtypes: st.SearchStrategy[torch.dtype] = DTYPES) -> Convolved:
    """Arguments of Eq 6, with square generators in about half of the cases."""
    n, s, b, c, e = (draw(SIZES) for _ in range(5))
    t, seed, dtype = draw(st.one_of(st.just(s), SIZES)), draw(st.integers(0, 2**31)), draw(dtypes)
    terms = n + 1 if t == s else n
    shapes = [(b, s, c), (n, t, s), (terms, c, e), (e,)]
    return Convolved(*(normal(seed + i, *shape, dtype=dtype) for i, shape in enumerate(shapes)))


@st.composite
def convolutions(draw: st.DrawFn, most_axes: int = 2) -> Convolution:
    """Convolutions of up to so many axes, with every padding mode, stride, dilation and groups, on a space large enough."""
    axes, groups = draw(st.integers(1, most_axes)), draw(st.integers(1, 2))
    c, e = groups * draw(st.integers(1, 2)), groups * draw(st.integers(1, 2))
    kernel, dilation, stride = (tuple(draw(st.integers(1, high)) for _ in range(axes)) for high in (3, 2, 2))
    mode = draw(st.sampled_from(["zeros", "circular", "reflect", "replicate"]))
    padding = (
        draw(st.sampled_from(["valid", "same"]))
        if max(stride) == 1 and draw(st.booleans())
        else tuple(draw(st.integers(0, 2)) for _ in range(axes))
    )
    reach = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    pads = (0,) * axes if isinstance(padding, str) else padding
    # the kernel must fit, and reflecting needs more points than it pads
    shape = tuple(max(r, p + 1) + draw(st.integers(0, 3)) for r, p in zip(reach, pads, strict=True))
    seed, dtype = draw(st.integers(0, 2**31)), draw(DTYPES)
    kind = (nn.Conv1d, nn.Conv2d, nn.Conv3d)[axes - 1]
    conv = kind(c, e, kernel, stride, padding, dilation, groups, bias=draw(st.booleans()), padding_mode=mode, dtype=dtype)
    with torch.no_grad():
        for i, parameter in enumerate(conv.parameters()):
            parameter.copy_(normal(seed + 1 + i, *parameter.shape))
    return Convolution(conv, shape, normal(seed, draw(st.integers(1, 3)), c, *shape, dtype=dtype))
