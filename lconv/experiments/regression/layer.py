"""A pair of L-conv layers that learns the symmetries of a linear regression from its inputs and predictions.

The layers x -> (L_k x)_k and z -> (L'_k z)_k are trained until the regression y = A x carries one into the other,
A L_k x = L'_k A x, and the inputs keep their second moment, E (L_k x) x^T + x (L_k x)^T = 0. Training on pairs
(x, u x) with u from the closed form would be no answer: such pairs hold it already.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.nn.layer import LConv
from lconv.nn.penalties import orthogonality_penalty

LEARNED = 1e-7
"""Losses below this are zero to training: squared relative errors of 3e-4; one generator too many leaves 1e-3 and more."""


@dataclass(frozen=True, eq=False)
class LearnedPairs:
    """What a pair of layers learned.

    Args:
        generators: (n, d + c, d + c), the pairs (L_k, L'_k) as block matrices.
        loss: the loss at the end.
    """

    generators: Float[np.ndarray, "n m m"]
    loss: float


def learn_pairs(
    x: Float[Tensor, "n d"], A: Float[Tensor, "c d"], count: int, *, steps: int, generator: torch.Generator
) -> LearnedPairs:
    """``count`` pairs of generators, trained by a quasi-Newton method on the penalty of the module's first lines.

    The penalty is relative to the size of each L_k, and orthogonality keeps them apart.

    Args:
        x: inputs, in float64.
        A: the regression.
        count: how many generators each layer has.
        steps: of the optimiser.
        generator: draws the initial ones.
    """
    inner, outer = (_layer(size, count, generator) for size in (x.shape[1], len(A)))
    z = x @ A.T
    unroot = _inverse_root(x.T @ x / len(x))
    power = z.square().sum(dim=1).mean()
    parameters = [inner.parametrization.L, outer.parametrization.L]
    optimiser = torch.optim.LBFGS(
        parameters, max_iter=steps, tolerance_grad=1e-12, tolerance_change=1e-16, history_size=40, line_search_fn="strong_wolfe"
    )

    def penalty() -> Tensor:
        moved, answered = inner(x[..., None]), outer(z[..., None])  # (n, d, count), (n, c, count)
        carried = (torch.einsum("cd,ndk->nck", A, moved) - answered).square().sum(dim=1).mean(dim=0) / power
        moments = unroot @ torch.einsum("nak,nb->kab", moved, x) @ unroot / len(x)
        kept = (moments + moments.mT).square().sum(dim=(1, 2)) / 4
        size = inner.generators.square().sum(dim=(1, 2))
        return ((carried + kept) / size).mean() + orthogonality_penalty(inner.generators)

    def closure() -> Tensor:
        optimiser.zero_grad()
        value = penalty()
        value.backward()
        return value

    optimiser.step(closure)
    pairs = [torch.block_diag(L, M) for L, M in zip(inner.generators, outer.generators, strict=True)]
    return LearnedPairs(torch.stack(pairs).detach().numpy(), penalty().item())


def _layer(size: int, count: int, generator: torch.Generator) -> LConv:
    """The layer whose channel k is L_k x: no identity term, no mixing, and generators that learn."""
    layer = LConv(size, 1, count, count, bias=False, dtype=torch.float64, generator=generator)
    with torch.no_grad():
        layer.weight.copy_(torch.cat([torch.zeros(1, count), torch.eye(count)])[:, None])
    return layer


def _inverse_root(H: Float[Tensor, "d d"]) -> Float[Tensor, "d d"]:
    values, V = torch.linalg.eigh(H)
    return V / values.sqrt() @ V.T
