"""The quadrature in the proof of Proposition 2: how far a sum over cells is from the integral, and when it converges."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from lietheory import proof as p

claim = p.Claim(
    "quadrature",
    "Sums over cells of the group",
    after="prop2",
    source="L-conv, section 2, proof of Proposition 2",
    statement=r"Let the support of $g$ be the union of disjoint cells $G_k$, of measure $\Delta \mu_k$, with $u_k \in G_k$, and "
    r"let $\phi(u) = g(u) f(u^{-1} h)$ differ by at most $\omega$ between any two points of a cell. Then $|\int \phi\, d\mu - "
    r"\sum_k \Delta \mu_k\, \phi(u_k)| \le \omega \sum_k \Delta \mu_k$. For continuous $\phi$ on a compact support "
    r"$\omega \to 0$ "
    r"as the cells shrink; on a group that is not compact the kernel is cut off first.",
    proof=r"$\int_{G_k} \phi\, d\mu - \Delta \mu_k\, \phi(u_k) = \int_{G_k} (\phi - \phi(u_k))\, d\mu$ is at most $\omega \Delta "
    r"\mu_k$; sum over the cells. Continuity on a compact set is uniform.",
    uses=("eq3",),
)
claim.assume("oscillation", r"$\phi$ differs by at most $\omega$ within each cell")
claim.assume("inside", "each $u_k$ lies in its cell")
claim.part("the bound")
claim.part("convergence for continuous functions")
claim.explain(
    "A sum over small cells is near the integral if the integrand hardly changes within a cell.",
    "It is the first half of the approximation by depth, which the layers alone do not give.",
    g=("function", "the kernel on the group"),
    f=("function", "from features to numbers"),
    G_k=("set", "a cell"),
    omega=("number", "the largest change within a cell"),
)


def total(edges: np.ndarray, nodes: np.ndarray, phi: Callable) -> float | Fraction:
    """sum_k (t_(k+1) - t_k) phi(s_k)."""
    return sum(width * phi(s) for width, s in zip(np.diff(edges), nodes, strict=True))


@claim.residual
def residual(edges, nodes, phi, integral, omega):
    """Of the sum over cells of a one-parameter group against the integral, beyond its bound."""
    error = abs(integral(edges[-1]) - integral(edges[0]) - total(edges, nodes, phi))
    bound = omega * (edges[-1] - edges[0])
    return max(0 * bound, error - bound)


@claim.printed(
    r"we discretize the support of $g(u)$ in equation 3 to infinitesimally small sets $G = \bigcup_k G_k$, each having support "
    r"around an element $u_k \in G_k$. This allows us to write $(f * g)(h) \approx \sum_k \Delta \mu_k g(u_k) f(u_k^{-1}h)$",
    exact=True,
    remark="Read as convergence for continuous $f$ and $g$, which is not stated; an unbounded kernel need not converge.",
)
def printed_form(edges, nodes, phi, integral, omega):
    """The error of the sum against the oscillation times the measure of the support."""
    error = abs(integral(edges[-1]) - integral(edges[0]) - total(edges, nodes, phi))
    return p.at_most(float(error), float(omega * (edges[-1] - edges[0])) + 1e-12)


def _cells(edges: np.ndarray, share: np.ndarray, c: np.ndarray) -> p.Instance:
    """phi = c_0 + c_1 t + c_2 t^2; omega from the largest slope and the longest cell."""
    reach = max(abs(edges[0]), abs(edges[-1]))
    return {
        "edges": edges,
        "nodes": edges[:-1] + share * np.diff(edges),
        "c": c,
        "phi": lambda t: c[0] + c[1] * t + c[2] * t * t,
        "integral": lambda t: c[0] * t + c[1] * t * t / 2 + c[2] * t * t * t / 3,
        "omega": (abs(c[1]) + 2 * abs(c[2]) * reach) * max(np.diff(edges)),
    }


def sample(rng: np.random.Generator) -> p.Instance:
    """Up to forty uneven cells, with a node anywhere in each."""
    count = int(rng.integers(1, 40))
    edges = np.cumsum(rng.uniform(0.01, 0.2, count + 1)) - 1
    return _cells(edges, rng.uniform(0, 1, count), rng.standard_normal(3))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    edges = p.rational(np.cumsum(rng.integers(1, 4, size + 1)), 5)
    return _cells(edges, p.rational(rng.integers(0, 4, size), 3), p.rational(rng.integers(-3, 4, 3), 2))


@claim.premise
def premise(edges, nodes, phi, integral, omega) -> bool:
    """Each node is in its cell, within which phi differs by at most omega, and the integral is that of phi."""
    cells = list(zip(edges[:-1], nodes, edges[1:], strict=True))
    inside = all(a <= s <= b for a, s, b in cells)
    grid = [(s, a + (b - a) * k / 8) for a, s, b in cells for k in range(9)]
    apart = max(abs(float(phi(t)) - float(phi(s))) for s, t in grid)
    step = 1e-5
    drift = max(abs((integral(t + step) - integral(t - step)) / (2 * step) - phi(t)) for t in map(float, edges))
    return bool(inside and apart <= float(omega) + 1e-12 and drift <= 1e-6 * (1 + max(abs(float(phi(t))) for _, t in grid)))


@claim.search
def smallest() -> p.Instances:
    """One, two and four equal cells of the unit interval, the nodes at their ends, phi = 1, t and t^2."""
    for count in (1, 2, 4):
        for c in np.eye(3, dtype=int):
            for share in (0, 1):
                edges = p.rational(np.arange(count + 1), count)
                yield _cells(edges, p.rational(np.full(count, share)), p.rational(c))


def _unit(**changes: object) -> p.Instance:
    """phi = 1 + t on four cells of the unit interval."""
    return _cells(np.linspace(0, 1, 5), np.full(4, 0.5), np.array([1.0, 1.0, 0.0])) | changes


claim.draw(sampled=sample, exact=exact)
claim.without(
    "oscillation",
    r"$\phi = t^{-1/2}$, integrable and unbounded, its first node at $10^{-6}$",
    lambda: _unit(
        phi=lambda t: t**-0.5 if t > 0 else np.inf,
        integral=lambda t: 2 * t**0.5,
        nodes=np.array([1e-6, 0.4, 0.6, 0.8]),
        omega=1.0,
        c=np.zeros(3),
    ),
)
claim.without("inside", "all nodes at the end of the interval", lambda: _unit(nodes=np.full(4, 1.0)))
