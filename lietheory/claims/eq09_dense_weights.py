"""Eq 9: the weight matrix of a dense layer as a combination of the unit matrices, pooled over space."""

from itertools import product

import numpy as np

from lietheory import proof as p
from lietheory.algebra import gl

claim = p.Claim(
    "eq9",
    "The weights of a dense layer from unit matrices",
    after="eq8",
    source="L-conv, Eq 9",
    statement=r"$w_b^\nu = \sum_\mu \sum_{\alpha,\beta} W_{(\alpha,\beta)}^{b} [E_{(\alpha,\beta)}]_\mu^\nu$ if and only if "
    r"$\sum_\alpha W_{(\alpha,\nu)}^b = w_b^\nu$ for every $\nu$; for instance $W_{(\alpha,\beta)}^b = 1_\alpha w_b^\beta / d$.",
    proof=r"The pooled unit matrix is the row vector of its column: summing over $\mu$ and $\alpha$ leaves the sum of $W$ "
    "over its first index.",
)
claim.assume("weights", r"$\sum_\alpha W_{(\alpha,\nu)} = w_\nu$")
claim.part("if and only if", formal=("dense_weights",))
claim.part("the weights given", derived=True, formal=("spread_weights",))
claim.explain(
    "A dense weight matrix is a pooled sum of unit matrices if the weights of each column add up to its entry.",
    "The printed weights give row sums in place of the matrix.",
    w=("m x d", "the dense weights"),
    W=("d x d x m", "weights of the unit matrices"),
)


def pooled_weights(W: np.ndarray, d: int) -> np.ndarray:
    """sum_mu sum_(a,b) W_(a,b) [E_(a,b)]_mu^nu for W of shape (d*d, m): the dense weights (m, d)."""
    return (W.T @ gl(d).generators.sum(axis=1)).astype(W.dtype)


def spread_weights(w: np.ndarray) -> np.ndarray:
    """The corrected weights W_(a,b) = 1_a w^b / d of shape (d*d, m), exact for exact w."""
    d = w.shape[1]
    return np.tile(w.T, (d, 1)) * (p.rational(1, d) if w.dtype == object else 1 / d)


def printed_weights(w: np.ndarray) -> np.ndarray:
    """The printed weights W_(a,b) = w^a 1_b of shape (d*d, m)."""
    return np.repeat(w.T, w.shape[1], axis=0)


@claim.residual
def residual(w, W):
    """Of the weights of the dense layer against the pooled unit matrices."""
    return p.relative(pooled_weights(W, w.shape[1]) - w, w)


@claim.printed(
    r"$w_{b}^{\nu} = \sum_{\mu} \sum_{\alpha,\beta} w_{b}^{\alpha} \mathbf{1}_{\beta} "
    r"[E_{(\alpha,\beta)}]_{\mu}^{\nu} = \sum_{\mu} \sum_{\alpha,\beta} W_{(\alpha,\beta)}^{b,1} "
    r"[E_{(\alpha,\beta)}]_{\mu}^{\nu}$",
    symbols={"W": printed_weights, "pool": lambda: lambda total, d: total},
    remark="The indices of $w$ and of the vector of ones are exchanged: the printed sum is the row sum of $w$ at "
    r"every $\nu$.",
)
def printed_form(w, W, pool):
    """The pooled unit matrices with these weights against w."""
    return p.equal(pool(pooled_weights(W, w.shape[1]), w.shape[1]), w, w)


def _instance(w: np.ndarray) -> p.Instance:
    m, d = w.shape
    nu, b = p.Index("nu", "d"), p.Index("b", "m")
    return {"w": w, "W": spread_weights(w), "sizes": {"d": d, "m": m}, "free": {nu: d - 1, b: 0}}


def sample(rng: np.random.Generator) -> p.Instance:
    return _instance(rng.standard_normal((rng.integers(1, 4), rng.integers(1, 7))))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return _instance(p.rational(rng.integers(-5, 6, (2, size)), 3))


@claim.search
def smallest() -> p.Instances:
    """All w of one row with entries 0 or 1, shortest first."""
    for d in range(1, 5):
        for entries in sorted(product((0, 1), repeat=d), key=sum):
            yield {"w": p.rational(np.array([entries]), 1)}


claim.tie(
    {
        "size": "the setting: there is a point",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    mu, nu, alpha, beta = (p.Index(name, "d") for name in ("mu", "nu", "alpha", "beta"))
    b = p.Index("b", "m")
    unit = p.delta(mu, alpha) * p.delta(beta, nu)
    weight: p.IndexSum = p.component("w", b, beta) * p.symbol("d").reciprocal()
    return p.derive(
        (p.NonZero("size", p.symbol("d")),),
        p.chain(
            "pooled unit matrices",
            (unit * weight).summed(mu, alpha, beta),
            p.step((p.delta(beta, nu) * weight).summed(mu, beta), r"$\delta(\mu, \alpha)$ ends the sum over $\alpha$"),
            p.step(
                (p.component("w", b, nu) * p.symbol("d").reciprocal()).summed(mu),
                r"$\delta(\beta, \nu)$ ends the sum over $\beta$",
            ),
            p.step(p.component("w", b, nu), r"the sum over $\mu$ has $d$ equal terms"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "weights",
    "the printed weights, $w = (1, 0)$",
    lambda: {"w": np.array([[1.0, 0.0]]), "W": printed_weights(np.array([[1.0, 0.0]]))},
)
claim.reading(
    r"the indices are exchanged: $W_{(\alpha,\beta)} = 1_\alpha w^\beta$",
    symbol="W",
    to=lambda w: np.tile(w.T, (w.shape[1], 1)),
)
claim.reading(
    r"the pool is a mean over $\mu$, not a sum",
    symbol="pool",
    to=lambda: lambda total, d: total / p.rational(d) if total.dtype == object else total / d,
)


def _unit_vector(w: np.ndarray) -> np.ndarray:
    """The printed weights with (1, 0, ..., 0) for the vector of ones."""
    d = w.shape[1]
    return np.where(np.arange(d * d)[:, None] % d == 0, printed_weights(w), 0 * w[0, 0])


claim.reading(
    "$1$ is the first unit vector, not a vector of ones",
    symbol="W",
    to=_unit_vector,
)
