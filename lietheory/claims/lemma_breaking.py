"""Our own lemma: what the breaking b of an algebra is between 0 and 1, for small steps, and measured on other points."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.algebra import so
from lietheory.claims.liegg_variance import change, remainder, rows_of
from lietheory.discovery.breaking import RULE_OF_THREE, Fold, breaking_intervals
from lietheory.representation import exponential

claim = p.Claim(
    "lemma-breaking",
    "The breaking of a symmetry by finite steps",
    after="lemma-effect-size",
    source="own lemma, what a network has learned",
    statement=r"Let $b(g) = E |F(g x) - F(x)|^2 / (2\, \mathrm{Var} F)$ over $N$ points. It is 0 if and only if $F(g x) = F(x)$ "
    r"at all of them, and with $x'$ drawn independently of $x$ in place of $g x$ it is 1. For $g = e^{t L}$, $|L| \le 1$, with "
    r"$V = E |\nabla F \cdot L x|^2$, $b = \frac{t^2 V}{2\, \mathrm{Var} F}$ up to $E [2 t |D| r + r^2] / (2\, \mathrm{Var} "
    r"F)$, $D = \nabla F \cdot L x$, $r$ at most half the square of $t$ times the second derivative along the flow. In effect "
    r"sizes $V = \lambda V^0$, $V^0 = E |\nabla F(x') \cdot L x|^2$; for linear $F = a \cdot x$ on inputs of mean 0 with $E x "
    r"x^\top = I$, $\lambda = 1$ and $V^0 / \mathrm{Var} F = |L^\top a|^2 / |a|^2$ is at most $E |L x|^2$, so that $b$ is at "
    r"most $\lambda t^2 / 2$ for $t$ in units of displacement, and equal to it where the points move along $a$ alone. An "
    r"element that half of the points choose breaks, in expectation over the other half, by no more than the worst element "
    r"does, and the one that moves any points most, measured on these, in expectation by no less. A set of points of share $3 / "
    r"N$ is missed by $N$ independent ones with a probability of less than $\frac1{20}$.",
    uses=("lemma-effect-size", "liegg-variance"),
    proof=r"$\sum_{n, m} (y_n - y_m)^2 = 2 N \sum_n y_n^2 - 2 (\sum_n y_n)^2$. Along the flow $F(e^{t L} x) - F(x) = t D + \rho$ "
    r"with $|\rho| \le r$, as in liegg-variance. For a linear $F$ gradients are the same at all points, and $V = |L^\top a|^2$. "
    r"Given the one half, the mean over the other is the expectation of a fixed element. At any points the largest mean is "
    r"at least that of the worst element, whose expectation is $b$. $(1 - 3 / N)^N$ increases to $e^{-3} = "
    r".0498$.",
)
claim.assume("unrelated", "for the value 1, the points of a pair are drawn independently")
claim.assume("smooth", "for small steps, $F$ has a second derivative along the flow")
claim.assume("other half", "the element is measured on points that did not choose it")
claim.assume("same variance", r"the steps are measured against the variance of the same $F$ at the same points")
claim.part("1 for unrelated points", derived=True)
claim.part("small steps")
claim.part("linear maps")
claim.part("elements that points chose")
claim.part("rare points")
claim.explain(
    "The share of the output's variance that a finite motion makes, for small motions, for elements that were searched for, and "
    "for rare points.",
    "Whether a network is symmetric is decided by an interval of b against a tolerance on b.",
    F=("function", "the trained map"),
    b=("number", "the breaking"),
    lambda_=("number", "an effect size"),
    t=("number", "length of a step"),
)


def unrelated_defect(y, pairs):
    """The mean of |y_n - y_m|^2 over these pairs against twice the variance."""
    one, two = np.array(pairs).T
    half = Fraction(1, 2) if y.dtype == object else 0.5
    mean = y.sum() / (p.rational(len(y)) if y.dtype == object else len(y))
    count = (p.rational(len(pairs)), p.rational(len(y))) if y.dtype == object else (len(pairs), len(y))
    return abs(half * ((y[one] - y[two]) ** 2).sum() / count[0] - ((y - mean) ** 2).sum() / count[1])


def selection_excess(table, same: bool):
    """By how much the mean motion of chosen elements exceeds that of the worst; rows are elements, columns points."""
    chosen = np.array([int(np.argmax(column)) for column in table.T])
    N = table.shape[1]
    measured = [table[k, n] for n, k in enumerate(chosen)] if same else [table[k, m] for k in chosen for m in range(N)]
    worst = max(row.sum() * (Fraction(1, N) if table.dtype == object else 1 / N) for row in table)
    return max(0 * worst, sum(measured) * (Fraction(1, len(measured)) if table.dtype == object else 1 / len(measured)) - worst)


def largest_shortfall(table):
    """By how much the mean, over points drawn one by one, of the largest motion falls short of that of the worst element."""
    N = table.shape[1]
    share = Fraction(1, N) if table.dtype == object else 1 / N
    worst = max(row.sum() * share for row in table)
    return max(0 * worst, worst - sum(max(column) for column in table.T) * share)


def missed_too_often(N: int) -> int:
    """Whether a share of 3 / N is missed by N points with a probability of 1 / 20 or more, in whole numbers."""
    three = int(RULE_OF_THREE)
    return int(20 * (N - three) ** N >= N**N)


def breaking_of(f, h, t, points, values) -> float:
    """b by the library, from the squared motions of the outputs and their variation."""
    fold = Fold(change(f, exponential(h, t), points) ** 2 / 2, np.ones(len(points)), (values - values.mean()) ** 2)
    return float(breaking_intervals([[[fold]]], rng=np.random.default_rng(0)).values[0])


def small_step_excess(f, h, t, points, steepness, values) -> float:
    """By how much b is further from t^2 V / (2 Var F) than its bound, in units of t^2."""
    V = float(np.mean((rows_of(f, points) @ h.ravel()) ** 2))
    twice = 2 * float(np.mean((values - values.mean()) ** 2))
    variance = 2 * float(np.var([f.value(x) for x in points]))
    beyond = abs(breaking_of(f, h, t, points, values) * twice - t**2 * V) - remainder(f, t, points, steepness, h)
    return max(0.0, beyond, abs(twice - variance)) / t**2


def linear_excess(a, h, t) -> float:
    """By how much b exceeds t^2 E |L x|^2 / 2, in units of t^2, for a . x at +-sqrt(d) e_i, whose second moment is I."""
    d = len(a)
    points = np.sqrt(d) * np.concatenate([np.eye(d), -np.eye(d)])
    b = np.mean((points @ (t * h).T @ a) ** 2) / (2 * np.var(points @ a))
    return max(0.0, float(b / t**2 - np.mean(np.sum((points @ h.T) ** 2, axis=1)) / 2))


@claim.residual
def residual(y, pairs, table, same, N, f=None, h=None, t=None, points=None, steepness=None, values=None):
    """Of the value at unrelated points, of the bounds for chosen elements and rare points, and for floats of small steps."""
    worst = max(unrelated_defect(y, pairs), selection_excess(table, same), largest_shortfall(table), missed_too_often(N))
    if f is None or points is None:
        return worst
    return max(float(worst), small_step_excess(f, h, t, points, steepness, values), linear_excess(points[0], h, t))


def _instance(y: np.ndarray, table: np.ndarray, N: int, **more: object) -> p.Instance:
    pairs = [(n, m) for n in range(len(y)) for m in range(len(y))]
    return {"y": y, "pairs": pairs, "table": table, "same": False, "N": N, "sizes": {"N": len(y)}, "free": {}} | more


def _flow(rng: np.random.Generator, f: p.Feature, steepness: float, points: np.ndarray, h: np.ndarray, t: float) -> p.Instance:
    given = {"f": f, "h": h, "t": t, "points": points, "steepness": steepness, "values": np.array([f.value(x) for x in points])}
    return _instance(rng.standard_normal(6), rng.chisquare(1, (3, 5)), int(rng.integers(3, 400)), **given)


def sample(rng: np.random.Generator) -> p.Instance:
    """A sum of waves at ten to thirty points, a matrix of norm one, steps from 1/100 to 1."""
    d = int(rng.integers(2, 5))
    a, B = rng.standard_normal(3), rng.standard_normal((3, d))
    h = rng.standard_normal((d, d))
    points = rng.standard_normal((int(rng.integers(10, 30)), d))
    t = float(np.exp(rng.uniform(np.log(0.01), 0)))
    return _flow(rng, p.waves(a, B), float(np.abs(a) @ np.linalg.norm(B, axis=1)), points, h / np.linalg.norm(h, 2), t)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Rational outputs at size points, and the motions of three elements there."""
    y, table = (p.rational(rng.integers(-5, 6, shape), 3) for shape in (size, (3, size)))
    return _instance(y, table**2, int(rng.integers(3, 200)))


@claim.derivation
def derivation() -> p.Derivation:
    n, m = p.Index("n", "N"), p.Index("m", "N")
    y_n, y_m = p.component("y", n), p.component("y", m)
    return p.derive(
        (),
        p.chain(
            "the squared differences of all pairs of outputs",
            ((y_n - y_m) * (y_n - y_m)).summed(n, m),
            p.step((y_n * y_n).summed(n, m) * 2 - (y_n * y_m).summed(n, m) * 2, "multiply out; $n$ and $m$ change their names"),
            p.step(
                (y_n * y_n).summed(n) * p.symbol("N") * 2 - (y_n * y_m).summed(n, m) * 2,
                "in the first sum nothing depends on $m$, of which there are $N$",
            ),
        ),
    )


def _drawn(**changes: object) -> p.Instance:
    return sample(np.random.default_rng(3)) | changes


claim.draw(sampled=sample, exact=exact)
claim.without("unrelated", "every point beside itself", lambda: _drawn(pairs=[(n, n) for n in range(6)]))
claim.without("other half", "three elements measured on the points that chose them", lambda: _drawn(same=True))
claim.without("same variance", "outputs ten times as large in the variance", lambda: _drawn(values=10 * _drawn()["values"]))


@claim.without("smooth", "a kink next to one of two points")
def _kink() -> p.Instance:
    """max(-x_1, 0) with no slope along a turn at either point, and a turn by a hundredth that crosses the kink."""
    f = p.Feature(
        "x -> max(-x_1, 0)", lambda x: max(-x[0], 0.0), lambda x: np.array([-1.0 * (x[0] < 0), 0.0]), lambda x: 0 * x, 0.0
    )
    points = np.array([[1e-4, 1.0], [-3.0, 0.0]])
    return _flow(np.random.default_rng(0), f, 1.0, points, so(2).generators[0].astype(float), 0.01)
