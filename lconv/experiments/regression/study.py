"""One linear regression, three answers: LieGG on the trained model, the closed form, and a trained L-conv.

The regression y = A x + noise has inputs with second moment H. Its symmetries are pairs (u, u_c) with u_c A = A u and
u H u^T = H, whose algebra is so(r) + so(d - r), r the rank of A. LieGG sees the trained model alone, so it finds all
pairs with u_c A = A u, of which those that keep H are a small part.

The L-conv is a pair of layers x -> (L_k x)_k and z -> (L'_k z)_k, trained until the regression y = A x carries one into the
other, A L_k x = L'_k A x, and the inputs keep their second moment, E (L_k x) x^T + x (L_k x)^T = 0. Training on pairs
(x, u x) with u from the closed form would be no answer: such pairs hold it already.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.experiments.harness.study import Cell, Measures
from lconv.experiments.harness.training import minimise_smooth
from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lconv.liegg.label_symmetry import risk_along_flow
from lconv.nn.layer import LConv
from lconv.nn.penalties import orthogonality_penalty
from lietheory.algebra import identify
from lietheory.comparison import principal_angles
from lietheory.discovery.regression_symmetries import linear_regression_symmetries
from lietheory.discovery.second_moment_symmetries import Preserving


@dataclass(frozen=True)
class Regression:
    """The regression and how much is trained on it.

    Args:
        inputs: d.
        outputs: c.
        samples: of the regression; as many again are held out.
        stretch: the ratio of the largest to the smallest standard deviation of the inputs.
        noise: standard deviation of the labels about A x, relative to A x.
        spare: how many generators more than the closed form's the L-conv is tried with.
        steps: of the L-conv's training.
        seeds: how many regressions.
        seed: the first of them.
    """

    inputs: int = 5
    outputs: int = 2
    samples: int = 2000
    stretch: float = 4.0
    noise: float = 0.3
    spare: int = 2
    steps: int = 300
    seeds: int = 5
    seed: int = 0


def cells(configuration: Regression) -> list[Cell]:
    """One regression a seed."""
    return [{"seed": s} for s in range(configuration.seed, configuration.seed + configuration.seeds)]


def run(configuration: Regression, cell: Cell) -> Measures:
    """The three answers on one regression: dimensions, names, and the angles between them."""
    X, Y, held_X, held_Y = _data(configuration, np.random.default_rng([17, int(cell["seed"])]))
    d, c = configuration.inputs, configuration.outputs
    generator = torch.Generator().manual_seed(int(cell["seed"]))
    model = _trained(X, Y, generator)
    closed = linear_regression_symmetries(X.numpy(), Y.numpy())
    outputs = closed.output_generators
    pairs = closed.generators if outputs is None else _blocks(closed.generators, outputs)
    H = closed.second_moment
    both = discover(model, X, LinearAction(d), LinearAction(c), generator=generator)
    alone = discover(model, X, LinearAction(d), generator=generator)
    kept, still = both.preserving(H), alone.preserving(H)
    with torch.no_grad():
        learned = _learned(X, model.weight, len(pairs) + configuration.spare, configuration.steps, generator)
    generators = learned["generators"]
    coefficients = np.array([np.concatenate([L[:d, :d].ravel(), L[d:, d:].ravel()]) for L in pairs])
    coefficients /= np.linalg.norm(coefficients, axis=1, keepdims=True)
    risk = risk_along_flow(model, held_X, held_Y, LinearAction(d), coefficients, output_action=LinearAction(c))
    return {
        "equivariance": both.dimension,
        "equivariance_kept": kept.dimension,
        "invariance": alone.dimension,
        "invariance_kept": still.dimension,
        "closed": len(pairs),
        "lconv": learned["dimension"],
        "names": {
            "equivariance": _called(both.generators),
            "equivariance_kept": _called(kept.generators),
            "invariance": _called(alone.generators),
            "invariance_kept": _called(still.generators),
            "closed": _called(pairs),
            "lconv": _called(generators),
        },
        "angle_kept": _angle(kept.generators, pairs),
        "angle_lconv": _angle(generators, pairs),
        "angle_inside": _angle(both.generators, pairs),
        "next_angle": _next(kept),
        "losses": learned["losses"],
        "data": risk.verdict,
        "rise": float(risk.rise_upper[-1].max()),
    }


def _data(configuration: Regression, rng: np.random.Generator) -> list[torch.Tensor]:
    """Inputs and labels, and as many held out."""
    d, n = configuration.inputs, 2 * configuration.samples
    turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
    X = rng.normal(size=(n, d)) * np.geomspace(1, configuration.stretch, d) @ turn.T
    Y = X @ rng.normal(size=(configuration.outputs, d)).T
    Y = Y + configuration.noise * Y.std(axis=0) * rng.normal(size=Y.shape)
    half = configuration.samples
    return [torch.as_tensor(part) for part in (X[:half], Y[:half], X[half:], Y[half:])]


def _trained(X: torch.Tensor, Y: torch.Tensor, generator: torch.Generator) -> torch.nn.Linear:
    """A linear model trained on the squared error to rounding."""
    empty = torch.nn.Linear(X.shape[1], Y.shape[1], bias=False, dtype=torch.float64, device="meta")
    model = empty.to_empty(device="cpu")
    torch.nn.init.normal_(model.weight, generator=generator)
    minimise_smooth(lambda: (model(X) - Y).square().mean(), model.parameters(), 500, gradient=1e-13)
    return model


def _learned(X: torch.Tensor, A: torch.Tensor, most: int, steps: int, generator: torch.Generator) -> dict:
    """Layers with 1, 2, ... generators: the largest number whose loss still vanishes, and what it learned."""
    with torch.enable_grad():
        tried = [learn_pairs(X, A.detach(), n, steps=steps, generator=generator) for n in range(1, most + 1)]
    count = next((n for n, t in enumerate(tried) if t.loss > LEARNED), most)
    return {
        "dimension": count,
        "generators": tried[count - 1].generators[: max(count, 1)] if count else np.zeros((0, *tried[0].generators.shape[1:])),
        "losses": [t.loss for t in tried],
    }


def _blocks(u: np.ndarray, u_c: np.ndarray) -> np.ndarray:
    d, c = u.shape[1], u_c.shape[1]
    return np.pad(u, ((0, 0), (0, c), (0, c))) + np.pad(u_c, ((0, 0), (d, 0), (d, 0)))


def _angle(A: np.ndarray, B: np.ndarray) -> float | None:
    """The largest angle in degrees, of the smaller span to the larger; None of nothing."""
    return float(np.degrees(principal_angles(A, B).max())) if len(A) and len(B) else None


def _next(kept: Preserving) -> float | None:
    rest = kept.angles[kept.dimension :]
    return float(np.degrees(rest[0])) if len(rest) else None


def _called(L: np.ndarray) -> str:
    return identify(L).name if len(L) else "none"


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
    parameters = [*inner.parametrization.parameters(), *outer.parametrization.parameters()]

    def penalty() -> Tensor:
        moved, answered = inner(x[..., None]), outer(z[..., None])  # (n, d, count), (n, c, count)
        carried = (torch.einsum("cd,ndk->nck", A, moved) - answered).square().sum(dim=1).mean(dim=0) / power
        moments = unroot @ torch.einsum("nak,nb->kab", moved, x) @ unroot / len(x)
        kept = (moments + moments.mT).square().sum(dim=(1, 2)) / 4
        size = inner.generators.square().sum(dim=(1, 2))
        return ((carried + kept) / size).mean() + orthogonality_penalty(inner.generators)

    minimise_smooth(penalty, parameters, steps, gradient=1e-12, change=1e-16, history=40)
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
