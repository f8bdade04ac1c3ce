"""Functions of two vectors of R^5 whose symmetries are known: all of O(5), O(4), or none; and points to learn them at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from jaxtyping import Float
from torch import Tensor

Target = Callable[[Tensor], Tensor]
"""From points (batch, 10), two vectors of R^5 each, to values (batch,)."""
INPUTS = 10
DEVIATION = 6.1934640
"""Standard deviation of :func:`invariant` at standard normal points; a test integrates it."""


def invariant(x: Float[Tensor, "batch 10"]) -> Float[Tensor, " batch"]:
    """sin|a| - |b|^3 / 2 + cos(a, b), a function of the lengths of a and b and the angle between them.

    Examples:
        >>> x = torch.randn(4, 10, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> bool(torch.allclose(invariant(x), invariant(-x)))
        True

    References:
        Finzi, Welling, Wilson 2021 (EMLP), O(5)-invariant task; Moskalev et al. 2022.
    """
    a, b = x.chunk(2, dim=1)
    return a.norm(dim=1).sin() - b.norm(dim=1) ** 3 / 2 + torch.cosine_similarity(a, b)


def broken(x: Float[Tensor, "batch 10"], share: float) -> Float[Tensor, " batch"]:
    """The invariant target plus a part in a_1^2 whose standard deviation is ``share`` of its own: O(4) is left."""
    return invariant(x) + share * DEVIATION * (x[:, 0] ** 2 - 1) / 2**0.5


def quartic(x: Float[Tensor, "batch 10"], weights: Float[Tensor, " 5"]) -> Float[Tensor, " batch"]:
    """sum_i w_i a_i^4 + sum_i w_i b_i^4, which no continuous linear action on both vectors preserves."""
    return (x.reshape(-1, 2, 5) ** 4 @ weights.to(x.dtype)).sum(dim=1)


def broken_target(share: float) -> Target:
    """The invariant target, or one broken to O(4)."""
    return partial(broken, share=share)


def quartic_target(generator: torch.Generator) -> Target:
    """The quartic with weights drawn between 1/2 and 3/2."""
    return partial(quartic, weights=0.5 + torch.rand(5, generator=generator))


def points(count: int, generator: torch.Generator, dtype: torch.dtype = torch.float32) -> Float[Tensor, "count 10"]:
    """Standard normal points."""
    return torch.randn(count, INPUTS, generator=generator, dtype=dtype)
