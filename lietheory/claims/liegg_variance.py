"""LieGG's symmetry variance: the mean squared change under exp(t h) is t^2 V to leading order, and V is in squared units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np

from lietheory.arrays import is_exact
from lietheory.claims.liegg_null_space import evidence
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed, Reading
from lietheory.proof.features import Feature, polynomial, waves
from lietheory.proof.instances import relative
from lietheory.proof.rates import Rate
from lietheory.representation import exponential


def rows_of(f: Feature, points: np.ndarray) -> np.ndarray:
    """LieGG's evidence of one function at points."""
    E = evidence({"n": points.shape[1], "points": points, "jacobian": lambda x: np.array([f.gradient(y) for y in x])[:, None]})
    return E.astype(np.int64) if is_exact(points) else E  # integers below 2^53 passed through float64 unchanged


def least_direction(E: np.ndarray) -> tuple[np.ndarray, float]:
    """The last right singular vector as a matrix of norm one, and V = sigma_min^2 / N."""
    _, values, right = np.linalg.svd(E)
    n = round(E.shape[1] ** 0.5)
    return right[-1].reshape(n, n), float((values[-1] if len(values) == n * n else 0.0) ** 2 / len(E))


def change(f: Feature, g: np.ndarray, points: np.ndarray) -> np.ndarray:
    """f(g x_n) - f(x_n)."""
    return np.array([f.value(g @ x) - f.value(x) for x in points])


def remainder(instance: Instance) -> float:
    """A bound on |E[(f(exp(t h) x) - f(x))^2] - t^2 V| for |h| <= 1.

    The second derivative along the flow, (h y) . Hess f h y + grad f . h^2 y, is at most b = curvature |y|^2 + steepness |y|
    with |y| <= e^t |x|. With D the slope at x the change is t D + r, |r| <= t^2 b / 2, so it is E[2 t |D| |r| + r^2].
    """
    f, t, points = (instance[name] for name in ("f", "t", "points"))
    reach = np.exp(t) * np.linalg.norm(points, axis=1)
    r = t**2 / 2 * (f.curvature * reach**2 + instance["steepness"] * reach)
    D = np.abs(rows_of(f, points) @ instance["h"].ravel())
    return float(np.mean(2 * t * D * r + r**2))


def residual(instance: Instance):
    """By how much the mean squared change is further from t^2 V than its bound, and how far V is from c^2 V for c f."""
    if is_exact(instance["points"]):
        return _nilpotent(instance)
    f, points, t, c = (instance[name] for name in ("f", "points", "t", "c"))
    mean_square = float(np.mean(change(f, exponential(instance["h"], t), points) ** 2))
    beyond = max(0.0, abs(mean_square - t**2 * instance["V"]) - remainder(instance)) / t**2
    scaled = replace(f, value=lambda x: c * f.value(x), gradient=lambda x: c * f.gradient(x))
    return max(beyond, abs(least_direction(rows_of(scaled, points))[1] / c**2 - least_direction(rows_of(f, points))[1]))


def _nilpotent(instance: Instance) -> Fraction:
    """For h^2 = 0, where exp(t h) = I + t h: N times the mean squared change is t^2 |D|^2 + 2 t^3 D . q + t^4 |q|^2.

    D is the evidence times vec(h), and q_n the second order of f along h x_n.
    """
    f, t, h, points = (instance[name] for name in ("f", "t", "h", "points"))
    D = rows_of(f, points) @ h.ravel()
    q = np.array([(h @ x) @ f.hessian(x) @ (h @ x) for x in points])  # twice the second order
    moved = change(f, np.eye(len(h), dtype=np.int64) + t * h, points)
    twice = 2 * t * D + t**2 * q
    return Fraction(int(4 * moved @ moved - twice @ twice)) + relative(h @ h)


def printed_residual(instance: Instance) -> float:
    """The mean squared change under exp(h) against V, relative to the larger."""
    mean_square = float(np.mean(change(instance["f"], exponential(instance["h"]), instance["points"]) ** 2))
    return abs(mean_square - instance["V"]) / max(mean_square, instance["V"])


def _instance(f: Feature, steepness: float, points: np.ndarray, t: float, **changes: object) -> Instance:
    """A function, points, its least direction h there with |h| = 1, and its variance V."""
    h, V = least_direction(rows_of(f, points))
    return {"f": f, "steepness": steepness, "points": points, "h": h, "V": V, "t": t, "c": 3.0} | changes


def _waves(rng: np.random.Generator, n: int, t: float) -> Instance:
    """A sum of waves without symmetry at 3 n^2 + 1 points."""
    a, b = rng.standard_normal(n + 2), rng.standard_normal((n + 2, n))
    steepness = float(np.abs(a) @ np.linalg.norm(b, axis=1))
    return _instance(waves(a, b), steepness, rng.standard_normal((3 * n * n + 1, n)), t)


def sample(rng: np.random.Generator) -> Instance:
    """Steps from 1/200 to 1, and a factor of the function from 1/20 to 20."""
    instance = _waves(rng, int(rng.integers(1, 4)), float(np.exp(rng.uniform(-5, 0))))
    return {**instance, "c": float(np.exp(rng.uniform(-3, 3)))}


def exact(rng: np.random.Generator, size: int) -> Instance:
    """An integer polynomial of degree 2, an h of square zero, integer points and an integer time."""
    split, h = int(rng.integers(1, size)), np.zeros((size, size), dtype=np.int64)
    h[:split, split:] = rng.integers(1, 4, (split, size - split))
    f = polynomial(0, rng.integers(-3, 4, size), rng.integers(-3, 4, (size, size)))
    return {"f": f, "h": h, "points": rng.integers(-4, 5, (6, size)), "t": int(rng.integers(1, 4))}


def smallest() -> Iterator[Instance]:
    """The function x on the line at x = 1, and at x = 2."""
    for x in (1.0, 2.0):
        yield _instance(polynomial(0.0, np.ones(1), np.zeros((1, 1))), 1.0, np.array([[x]]), 1.0)


def _square(**changes: object) -> Instance:
    """x^2 on the line at x = 1 and a step of a thousandth: V = 4."""
    return _instance(polynomial(0.0, np.zeros(1), np.ones((1, 1))), 0.0, np.ones((1, 1)), 1e-3, **changes)


def _kink() -> Instance:
    """max(-x_1, 0) just right of its kink: the slope there is zero, and a turn by a hundredth crosses it."""
    f = Feature(
        "x -> max(-x_1, 0)", lambda x: max(-x[0], 0.0), lambda x: np.array([-1.0 * (x[0] < 0), 0.0]), lambda x: 0 * x, 0.0
    )
    turn = np.array([[0.0, -1.0], [1.0, 0.0]]) / np.sqrt(2)
    return {"f": f, "steepness": 1.0, "points": np.array([[1e-4, 1.0]]), "h": turn, "V": 0.0, "t": 0.01, "c": 3.0}


RATED = _waves(np.random.default_rng(6), 2, 1e-3)


def third_order(instance: Instance) -> float:
    """|E[D D_2]| for the slope D and the second derivative D_2 along the flow: the constant of t^3."""
    f, h, points = (instance[name] for name in ("f", "h", "points"))
    D = rows_of(f, points) @ h.ravel()
    second = [(h @ x) @ f.hessian(x) @ (h @ x) + f.gradient(x) @ h @ h @ x for x in points]
    return float(abs(np.mean(D * np.array(second))))


def missed(t: float) -> float:
    """|E[(f(exp(t h) x) - f(x))^2] - t^2 V| for three waves of the plane."""
    mean_square = np.mean(change(RATED["f"], exponential(RATED["h"], t), RATED["points"]) ** 2)
    return float(abs(mean_square - t**2 * RATED["V"]))


CLAIM = Claim(
    label="liegg-variance",
    title="What the symmetry variance measures",
    source="LieGG, symmetry variance",
    statement=r"Let $h$ with $|h| = 1$ be the last right singular vector of $E$ and $V = \sigma_{\min}^2 / N$. Then over the "
    r"same $N$ points $\mathbb{E}[(F(e^{t h} x) - F(x))^2] = t^2 V + t^3\, \mathbb{E}[D\, D_2] + O(t^4)$, with $D$, $D_2$ the "
    r"first and second derivative of $F$ along the flow. $V$ of $c F$ is $c^2 V$: it has the units of $F^2$, and by itself "
    r"says nothing about how symmetric $F$ is.",
    assumptions=(
        Assumption("unit length", "$|h| = 1$; $V$ belongs to a step of length t"),
        Assumption("same points", "the expectation is over the points that $E$ was made of"),
        Assumption("twice differentiable", "$F$ has bounded second derivatives along the flow"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("unit length", "h = 2 for x^2 at x = 1", lambda: _square(h=np.array([[2.0]]))),
        Counterexample("same points", "x^2 at x = 1 with the V of x = 2", lambda: _square(V=64.0)),
        Counterexample("twice differentiable", "a kink next to the only point", _kink),
    ),
    printed=Printed(
        r"$V(E) = \sigma_{\min}(E)^2 / |D| \sim \mathbb{E}_{x \sim D}[(F(g x) - F(x))^2]$.",
        printed_residual,
        smallest,
        reading=Reading(r"$g = \exp(t h)$, $|h| = 1$, over the same points, divided by $t^2$, to leading order in $t$", residual),
        remark="For F = x at x = 1 and g = exp(1), V is 1 and the mean squared change (e - 1)^2 = 2.95. A flat function has a "
        "small V whatever its symmetry.",
    ),
    rate=Rate("the step t", missed, tuple(2.0**-k for k in range(3, 13)), 3.0, third_order(RATED)),
    uses=("liegg-criterion",),
    proof=r"$F(e^{t h} x) - F(x) = t D + \tfrac12 t^2 D_2 + O(t^3)$ by Taylor's formula along the flow, and the mean of $D^2$ is "
    r"$|E\, \mathrm{vec}(h)|^2 / N = V$. For $c F$ all rows of $E$ are multiplied by $c$. The exact replay takes $h^2 = 0$ and "
    r"$F$ of degree 2, where the series ends.",
    references=("Moskalev et al. 2022, LieGG: Studying learned Lie group generators",),
)
