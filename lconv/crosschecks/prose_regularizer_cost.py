"""The cost of the regularisers: torch counts the operations, and the penalties are what the tables of factors give."""

from __future__ import annotations

from collections.abc import Callable
from typing import SupportsFloat

import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

from lconv import LConv, killing_penalty, orthogonality_penalty
from lconv.crosschecks.layers import worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.prose_regularizer_cost import DECODERS, ENCODERS, trace_count, traces, triple_count, triples
from lietheory.representation import adjoint


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of torch's count of operations, two a multiplication, and of the orthogonality and Killing penalties."""
    n, d = (int(k) for k in rng.integers((2, 3), (6, 12)))
    r = int(rng.integers(2, d))  # torch multiplies entry by entry, uncounted, where an index has one value
    U, V = (to_torch(rng.standard_normal(shape)) for shape in ((n, d, r), (n, r, d)))
    counts = (
        counted(lambda: traces(torch.einsum, U, V)) - 2 * trace_count(n, r, d),
        counted(lambda: triples(torch.einsum, U, V)) - 2 * triple_count(n, r, d),
        application(n, r, d, int(rng.integers(1, 6))),
    )
    return float(max(*map(abs, counts), penalties(U, V)))


def counted(work: Callable[[], object]) -> int:
    """The floating-point operations of some work, a multiplication and an addition counting as two."""
    with FlopCounterMode(display=False) as counter:
        work()
    return counter.get_total_flops()


def application(n: int, r: int, d: int, batch: int) -> int:
    """The operations of a layer of one channel less 2 (2 n r d + n r + d) a sample: generators, their weights, and L_0."""
    layer, x = LConv(d, 1, 1, n, rank=r, bias=False, dtype=torch.float64), torch.zeros(batch, d, 1, dtype=torch.float64)
    return counted(lambda: layer(x)) - 2 * batch * (2 * n * r * d + n * r + d)


def penalties(U: torch.Tensor, V: torch.Tensor) -> float:
    """How far the two penalties are from what the tables of the factors give, without any d x d matrix."""
    L = U @ V
    gram = torch.einsum("ijab,jiba->ij", torch.einsum(DECODERS, U, U), torch.einsum(ENCODERS, V, V))
    squares, off = gram.diagonal(), ~torch.eye(len(gram), dtype=torch.bool)
    cosines = gram.square() / torch.outer(squares, squares)
    table = triples(torch.einsum, U, V)
    constants = torch.linalg.solve(gram, (table - table.transpose(1, 2)).flatten(1)).view_as(table).permute(1, 2, 0)
    ad = to_torch(adjoint(to_numpy(constants)))
    killing = torch.einsum("iab,jba->ij", ad, ad).square() / torch.outer(squares, squares)
    expected = cosines[off].mean(), killing[off].sum() / killing.sum()
    computed = orthogonality_penalty(L), killing_penalty(L)
    return float(max(abs(a - b) for a, b in zip(computed, expected, strict=True)))
