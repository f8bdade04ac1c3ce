"""LieGG's symmetry variance: the mean squared change under exp(t h) is t^2 V to leading order, and V is in squared units."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.arrays import is_exact
from lietheory.claims.liegg_null_space import evidence
from lietheory.representation import exponential

claim = p.Claim(
    "liegg-variance",
    "What the symmetry variance measures",
    after="liegg-multi-output",
    source="LieGG, symmetry variance",
    statement=r"Let $h$ with $|h| = 1$ be the last right singular vector of $E$ and $V = \sigma_{\min}^2 / N$. Then over the "
    r"same $N$ points $\mathbb{E}[(F(e^{t h} x) - F(x))^2] = t^2 V$ up to $\mathbb{E}[2 t |D| r + r^2]$, $r = \tfrac12 t^2 "
    r"b$, where $D$ is the slope of $F$ along the flow and $b$ bounds its second derivative. If $B$ bounds the third derivative, "
    r"it is $t^2 V + t^3\, \mathbb{E}[D\, D_2]$ up to $\mathbb{E}[2 t |D| q + t^2 |D_2| q + q^2 + \tfrac14 t^4 D_2^2]$, $q = "
    r"\tfrac16 t^3 B$, which is $O(t^4)$, with $D_2$ the second derivative at the points. $V$ of $c F$ is $c^2 V$: it has the "
    r"units of $F^2$, and by itself is no measure of how symmetric $F$ is.",
    uses=("liegg-criterion",),
    proof=r"$F(e^{t h} x) - F(x) = t D + \tfrac12 t^2 D_2 + O(t^3)$ by Taylor's formula along the flow, and the mean of $D^2$ is "
    r"$|E\, \mathrm{vec}(h)|^2 / N = V$. For $c F$ all rows of $E$ are multiplied by $c$. The exact replay takes $h^2 = 0$ and "
    r"$F$ of degree 2, where the series ends.",
    references=("Moskalev et al. 2022, LieGG: Studying learned Lie group generators",),
)
claim.assume("unit length", "$|h| = 1$; $V$ belongs to a step of length $t$")
claim.assume("same points", "the expectation is over the points that $E$ was made of")
claim.assume("twice differentiable", "$F$ has bounded second derivatives along the flow")
claim.assume("three times differentiable", "for the term in $t^3$, the third derivative along the flow is bounded by $B$")
claim.part("the leading order")
claim.part("the units")
claim.explain(
    "The smallest singular value measures the mean squared change for a small unit step, in squared units of the output.",
    "A flat function looks symmetric by this measure.",
    F=("function", "the trained map"),
    E=("N x n^2", "one row for each point and output"),
    V=("number", "the variance"),
    t=("number", "the step"),
)


def rows_of(f: p.Feature, points: np.ndarray) -> np.ndarray:
    """LieGG's evidence of one function at points."""
    return evidence(points, points.shape[1], lambda x: np.array([f.gradient(y) for y in x])[:, None])


def least_direction(E: np.ndarray) -> tuple[np.ndarray, float]:
    """The last right singular vector as a matrix of norm one, and V = sigma_min^2 / N."""
    _, values, right = np.linalg.svd(E)
    n = round(E.shape[1] ** 0.5)
    return right[-1].reshape(n, n), float((values[-1] if len(values) == n * n else 0.0) ** 2 / len(E))


def change(f: p.Feature, g: np.ndarray, points: np.ndarray) -> np.ndarray:
    """f(g x_n) - f(x_n)."""
    return np.array([f.value(g @ x) - f.value(x) for x in points])


def remainder(f, t, points, steepness, h) -> float:
    """A bound on |E[(f(exp(t h) x) - f(x))^2] - t^2 V| for |h| <= 1.

    The second derivative along the flow, (h y) . Hess f h y + grad f . h^2 y, is at most b = curvature |y|^2 + steepness |y|
    with |y| <= e^t |x|. With D the slope at x the change is t D + r, |r| <= t^2 b / 2, so it is E[2 t |D| |r| + r^2].
    """
    reach = np.exp(t) * np.linalg.norm(points, axis=1)
    r = t**2 / 2 * (f.curvature * reach**2 + steepness * reach)
    D = np.abs(rows_of(f, points) @ h.ravel())
    return float(np.mean(2 * t * D * r + r**2))


@claim.residual
def residual(points, f, t, h, c=1, V=0, steepness=0, third=None):
    """By how much the mean squared change is further from t^2 V than its bound, and how far V is from c^2 V for c f."""
    if is_exact(points):
        return _nilpotent(f, t, h, points)
    mean_square = float(np.mean(change(f, exponential(h, t), points) ** 2))
    beyond = max(0.0, abs(mean_square - t**2 * V) - remainder(f, t, points, steepness, h)) / t**2
    if third is not None:
        beyond = max(beyond, _beyond_third_order(mean_square, points, f, t, h, third) / t**2)
    scaled = replace(f, value=lambda x: c * f.value(x), gradient=lambda x: c * f.gradient(x))
    V_f, V_cf = (least_direction(rows_of(function, points))[1] for function in (f, scaled))
    return max(beyond, p.relative(np.array([V_cf / c**2 - V_f]), V_f))


def slopes(f, h, points) -> tuple[np.ndarray, np.ndarray]:
    """D and D_2: the first and the second derivative of f(exp(t h) x) at t = 0, at every point."""
    D = rows_of(f, points) @ h.ravel()
    return D, np.array([(h @ x) @ f.hessian(x) @ (h @ x) + f.gradient(x) @ h @ h @ x for x in points])


def _beyond_third_order(mean_square, points, f, t, h, third) -> float:
    """By how much the mean squared change misses t^2 V + t^3 E[D D_2] beyond its bound, by the third derivative."""
    D, D_2 = slopes(f, h, points)
    q = t**3 / 6 * np.array([third(float(np.exp(t) * np.linalg.norm(x))) for x in points])
    bound = np.mean(2 * t * np.abs(D) * q + t**2 * np.abs(D_2) * q + q**2 + t**4 * D_2**2 / 4)
    return max(0.0, float(abs(mean_square - np.mean(t**2 * D**2 + t**3 * D * D_2)) - bound))


def _nilpotent(f, t, h, points) -> float | Fraction:
    """For h^2 = 0, where exp(t h) = I + t h: N times the mean squared change is t^2 |D|^2 + 2 t^3 D . q + t^4 |q|^2.

    D is the evidence times vec(h), and q_n the second order of f along h x_n.
    """
    D = rows_of(f, points) @ h.ravel()
    q = np.array([(h @ x) @ f.hessian(x) @ (h @ x) for x in points])  # twice the second order
    moved = change(f, np.eye(len(h), dtype=np.int64) + t * h, points)
    twice = 2 * t * D + t**2 * q
    return Fraction(int(4 * moved @ moved - twice @ twice)) + p.relative(h @ h)


ROUNDING = 1e-9
"""What '~' allows if it is an equation: the rounding of squared differences of values near 1."""


@claim.printed(
    r"$\mathcal{V}(\mathcal{E}) = \sigma_{\min}(\mathcal{E})^2 / |D| \sim \mathbb{E}_{x \sim \mathcal{D}} "
    "[(F(gx) - F(x))^2]$",
    symbols={"allowance": lambda: lambda f, t, points, steepness, h: ROUNDING},
    remark=r"For $F = x$ at $x = 1$ and $g = \exp(1)$, $V$ is 1 and the mean squared change $(e - 1)^2 = 2.95$. A flat "
    "function has a small $V$, symmetric or not.",
)
def printed_form(f, h, points, V, t, steepness, allowance):
    """How far the mean squared change under exp(t h), in units of t^2, is from V against what '~' allows."""
    mean_square = float(np.mean(change(f, exponential(h, t), points) ** 2)) / t**2
    return p.at_most(abs(mean_square - V), allowance(f, t, points, steepness, h))


def _instance(f: p.Feature, steepness: float, points: np.ndarray, t: float, **changes: object) -> p.Instance:
    """A function, points, its least direction h there with |h| = 1, and its variance V."""
    h, V = least_direction(rows_of(f, points))
    return {"f": f, "steepness": steepness, "points": points, "h": h, "V": V, "t": t, "c": 3.0} | changes


def _waves(rng: np.random.Generator, n: int, t: float) -> p.Instance:
    """A sum of waves without symmetry at 3 n^2 + 1 points."""
    a, b = rng.standard_normal(n + 2), rng.standard_normal((n + 2, n))
    steepness = float(np.abs(a) @ np.linalg.norm(b, axis=1))

    def third(reach: float) -> float:
        """tanh has derivatives of at most 1, 1 and 2, and b . y along the flow of at most |b| |y| each."""
        s = np.linalg.norm(b, axis=1) * reach
        return float(np.abs(a) @ (2 * s**3 + 3 * s**2 + s))

    return _instance(p.waves(a, b), steepness, rng.standard_normal((3 * n * n + 1, n)), t, third=third)


def sample(rng: np.random.Generator) -> p.Instance:
    """Steps from 1/200 to 1, and a factor of the function from 1/20 to 20."""
    given = _waves(rng, int(rng.integers(1, 4)), float(np.exp(rng.uniform(-5, 0))))
    return {**given, "c": float(np.exp(rng.uniform(-3, 3)))}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """An integer polynomial of degree 2, an h of square zero, integer points and an integer time."""
    split, h = int(rng.integers(1, size)), np.zeros((size, size), dtype=np.int64)
    h[:split, split:] = rng.integers(1, 4, (split, size - split))
    f = p.polynomial(0, rng.integers(-3, 4, size), rng.integers(-3, 4, (size, size)))
    return {"f": f, "h": h, "points": rng.integers(-4, 5, (6, size)), "t": int(rng.integers(1, 4))}


@claim.premise
def premise(f, h, points, V, t, steepness) -> bool:
    """h is the least direction of unit length at these points and V its variance, of a smooth f that is as steep as is said."""
    direction, variance = least_direction(rows_of(f, points))
    same = abs(variance - V) <= 1e-9 * (1 + abs(V)) and abs(np.linalg.norm(h) - 1) <= 1e-9
    reached = abs(np.mean((rows_of(f, points) @ h.ravel()) ** 2) - V) <= 1e-9 * (1 + abs(V))
    step = 1e-3 * np.random.default_rng(0).standard_normal(points.shape)
    pairs = zip(points + step, points - step, strict=True)
    slopes = [np.abs(f.gradient(x) - f.gradient(y)).max() for x, y in pairs]
    steep = max(np.linalg.norm(f.gradient(x)) for x in points) <= steepness * (1 + 1e-9)
    return bool(0 < t <= 2 and steep and same and reached and direction.shape == h.shape and max(slopes) <= 0.1 * (1 + steepness))


@claim.search
def smallest() -> p.Instances:
    """The function x on the line at x = 1, and at x = 2."""
    for x in (1.0, 2.0):
        yield _instance(p.polynomial(0.0, np.ones(1), np.zeros((1, 1))), 1.0, np.array([[x]]), 1.0)


def _square(**changes: object) -> p.Instance:
    """x^2 on the line at x = 1 and a step of a thousandth: V = 4."""
    return _instance(p.polynomial(0.0, np.zeros(1), np.ones((1, 1))), 0.0, np.ones((1, 1)), 1e-3, **changes)


@claim.without("twice differentiable", "a kink next to the only point")
def _kink() -> p.Instance:
    """max(-x_1, 0) just right of its kink: the slope there is zero, and a turn by a hundredth crosses it."""
    f = p.Feature(
        "x -> max(-x_1, 0)", lambda x: max(-x[0], 0.0), lambda x: np.array([-1.0 * (x[0] < 0), 0.0]), lambda x: 0 * x, 0.0
    )
    turn = np.array([[0.0, -1.0], [1.0, 0.0]]) / np.sqrt(2)
    return {"f": f, "steepness": 1.0, "points": np.array([[1e-4, 1.0]]), "h": turn, "V": 0.0, "t": 0.01, "c": 3.0}


RATED = _waves(np.random.default_rng(6), 2, 1e-3)


def third_order(f, h, points) -> float:
    """|E[D D_2]|: the constant of t^3."""
    D, D_2 = slopes(f, h, points)
    return float(abs(np.mean(D * D_2)))


def missed(f, h, points, V, t) -> float:
    """|E[(f(exp(t h) x) - f(x))^2] - t^2 V|."""
    return float(abs(np.mean(change(f, exponential(h, t), points) ** 2) - t**2 * V))


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without("unit length", "$h = 2$ for $x^2$ at $x = 1$", lambda: _square(h=np.array([[2.0]])))
claim.without("same points", "$x^2$ at $x = 1$ with the $V$ of $x = 2$", lambda: _square(V=64.0))
claim.rate(
    "the step $t$, for three waves of the plane",
    lambda t: p.applied(missed, RATED | {"t": t}),
    tuple(2.0**-k for k in range(3, 13)),
    order=3,
    constant=p.applied(third_order, RATED),
)
claim.reading(
    r"$g = \exp(t h)$, $|h| = 1$, over the same points, divided by $t^2$, to leading order in $t$",
    symbol="allowance",
    to=lambda: lambda f, t, points, steepness, h: remainder(f, t, points, steepness, h) / t**2,
)


@claim.without("three times differentiable", r"$F = \log x + |\log x|^{5/2}$ on the line at $x = 1$, a step of a hundredth")
def _rough() -> p.Instance:
    """F(exp(t)) = t + |t|^(5/2): D = 1, D_2 = 0, and the remainder is 2 t^(7/2), which no multiple of t^4 bounds."""

    def slope(x: np.ndarray) -> np.ndarray:
        return (1 + 2.5 * np.abs(np.log(x)) ** 1.5 * np.sign(np.log(x))) / x

    f = p.Feature(
        "x -> log x + |log x|^(5/2)",
        lambda x: float(np.log(x[0]) + abs(np.log(x[0])) ** 2.5),
        slope,
        lambda x: np.array([(3.75 * np.abs(np.log(x)) ** 0.5 / x - slope(x)) / x]),
        10.0,
    )
    return _instance(f, 10.0, np.ones((1, 1)), 0.01, third=lambda reach: 1.0)
