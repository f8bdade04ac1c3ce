"""One linear regression, three answers: LieGG on the trained model, the closed form, and a trained L-conv.

The regression y = A x + noise has inputs with second moment H. Its symmetries are pairs (u, u_c) with u_c A = A u and
u H u^T = H, whose algebra is so(r) + so(d - r), r the rank of A. LieGG sees the trained model alone, so it finds all
pairs with u_c A = A u, of which those that keep H are a small part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from lconv.experiments.harness.report import Finding, Part, Table, Text
from lconv.experiments.harness.study import Cell, Measures, Result, Study
from lconv.experiments.regression.layer import LEARNED, learn_pairs
from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lconv.liegg.label_symmetry import risk_along_flow
from lietheory.algebra import identify
from lietheory.comparison import principal_angles
from lietheory.discovery.label_risk import ALONE, SHARED
from lietheory.discovery.regression_symmetries import linear_regression_symmetries
from lietheory.discovery.second_moment_symmetries import Preserving

ANSWERS = {
    "equivariance": "LieGG on the model: L_c A = A L",
    "equivariance_kept": "the same, restricted to L H + H L^T = 0",
    "invariance": "LieGG on the model: A L = 0",
    "invariance_kept": "the same, restricted to L H + H L^T = 0",
    "closed": "closed form from the data's moments",
    "lconv": "L-conv trained on inputs and predictions",
}


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


def expected_dimensions(d: int, c: int) -> dict[str, int]:
    """The dimensions that theory gives for A of full rank r = min(c, d), d > 2.

    Examples:
        >>> expected_dimensions(5, 2)
        {'equivariance': 19, 'equivariance_kept': 4, 'invariance': 15, 'invariance_kept': 3, 'closed': 4, 'lconv': 4}
    """
    r = min(c, d)
    both = (r * (r - 1) + (d - r) * (d - r - 1)) // 2
    free = c * (c - r)  # u_c outside the range of A
    kept = (d - r) * (d - r - 1) // 2
    return {
        "equivariance": d * d - r * (d - r) + free,
        "equivariance_kept": both + free,
        "invariance": d * (d - r),
        "invariance_kept": kept,
        "closed": both,
        "lconv": both,
    }


def cells(configuration: Regression) -> list[Cell]:
    """One regression a seed."""
    return [{"seed": s} for s in range(configuration.seed, configuration.seed + configuration.seeds)]


def run(configuration: Regression, cell: Cell) -> Measures:
    """The three answers on one regression: dimensions, names, and the angles between them."""
    X, Y, held_X, held_Y = _data(configuration, np.random.default_rng([17, cell["seed"]]))
    d, c = configuration.inputs, configuration.outputs
    generator = torch.Generator().manual_seed(cell["seed"])
    model = _trained(X, Y, generator)
    closed = linear_regression_symmetries(X.numpy(), Y.numpy())
    pairs = _blocks(closed.generators, closed.output_generators)
    H = closed.second_moment
    both = discover(model, X, LinearAction(d), LinearAction(c), generator=generator)
    alone = discover(model, X, LinearAction(d), generator=generator)
    kept, still = both.preserving(H), alone.preserving(H)
    with torch.no_grad():
        learned = _learned(X, model.weight, len(pairs) + configuration.spare, configuration.steps, generator)
    found = learned["generators"]
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
            "lconv": _called(found),
        },
        "angle_kept": _angle(kept.generators, pairs),
        "angle_lconv": _angle(found, pairs),
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
    model = torch.nn.utils.skip_init(torch.nn.Linear, X.shape[1], Y.shape[1], bias=False, dtype=torch.float64)
    torch.nn.init.normal_(model.weight, generator=generator)
    optimiser = torch.optim.LBFGS(model.parameters(), max_iter=500, tolerance_grad=1e-13, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = (model(X) - Y).square().mean()
        loss.backward()
        return loss

    optimiser.step(closure)
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


def report(configuration: Regression, results: Sequence[Result]) -> list[Part]:
    """The dimensions beside theory, the angles, and why the answers differ."""
    expected = expected_dimensions(configuration.inputs, configuration.outputs)
    rows = [("answer", "dimension", "theory", "algebra")]
    for key, text in ANSWERS.items():
        found = sorted({r.measures[key] for r in results})
        names = sorted({r.measures["names"][key] for r in results})
        rows.append((text, ", ".join(map(str, found)), str(expected[key]), "; ".join(names)))
    return [
        Text("Which symmetries has a linear regression?", heading=True),
        Table(f"{len(results)} regressions, d = {configuration.inputs}, c = {configuration.outputs}", rows),
        Table("Angles in degrees, the largest over all regressions", _angles(results)),
        *_findings(configuration, results, expected),
    ]


def _angles(results: Sequence[Result]) -> list[tuple[str, str]]:
    told = {
        "LieGG restricted by H, to the closed form": "angle_kept",
        "trained L-conv, to the closed form": "angle_lconv",
        "closed form, to lying inside LieGG's answer": "angle_inside",
    }
    return [("", "largest angle"), *((name, f"{_largest(results, key):.2g}") for name, key in told.items())]


def _largest(results: Sequence[Result], key: str) -> float:
    return max((r.measures[key] for r in results if r.measures[key] is not None), default=float("nan"))


def _findings(configuration: Regression, results: Sequence[Result], expected: dict[str, int]) -> list[Finding]:
    agree = all(r.measures[k] == expected[k] for r in results for k in ANSWERS)
    losses = np.array([r.measures["losses"] for r in results])
    n = expected["closed"]
    verdicts = [r.measures["data"] for r in results]
    shared = verdicts.count(SHARED)
    return [
        Finding(
            "The symmetries of the regression are those that keep the second moment and commute with A (Eq 13).",
            "L-conv paper, Theorem 1",
            "supported" if agree else "contradicted",
            f"LieGG restricted by H and the closed form are {_largest(results, 'angle_kept'):.1g} degrees apart; the L-conv's "
            f"loss is at most {losses[:, :n].max():.1g} with up to {n} generators, at least {losses[:, n:].min():.1g} with more",
        ),
        Finding(
            "Equivariance of the model alone (Eq 14) has the solutions of Eq 13.",
            "L-conv paper, Theorem 1, read as an equivalence",
            "contradicted" if all(r.measures["equivariance"] > r.measures["closed"] for r in results) else "supported",
            f"the model alone has {expected['equivariance']} directions, {expected['closed']} of which keep H: it may do "
            "anything to what A does not see, and stretch what A sees, wherever the data are",
        ),
        Finding(
            "What preserves the regression preserves the data.",
            "L-conv paper, Theorem 1, of noisy labels",
            "supported" if shared == len(results) else "contradicted" if ALONE in verdicts else "cannot tell from these data",
            f"the algebra leaves A and H alone, not the noise: on held-out pairs moved by it the squared error rises by up to "
            f"{_largest(results, 'rise'):.2g} of Var y (upper bound) at noise {configuration.noise:g}; the data share it in "
            f"{shared} of {len(results)} regressions, only the model has it in {verdicts.count(ALONE)}",
        ),
    ]


REGRESSION = Study(
    name="regression",
    title="Which symmetries do LieGG, the closed form and an L-conv find in one linear regression?",
    configuration=Regression,
    cells=cells,
    run=run,
    report=report,
    groups=("seed",),
    headline="equivariance",
)
