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
    return p.relative(pooled_weights(W, w.shape[1]) - w, w)


@claim.printed(
    r"$w_b^\nu = \sum_\mu \sum_{\alpha,\beta} w_b^\alpha 1_\beta [E_{(\alpha,\beta)}]_\mu^\nu$, "
    r"with $W_{(\alpha,\beta)}^{b,1} = w_b^\alpha 1_\beta$.",
    remark=r"The indices of $w$ and of the vector of ones are exchanged: the printed sum is the row sum of $w$ at every $\nu$.",
)
def printed_residual(w):
    return p.relative(pooled_weights(printed_weights(w), w.shape[1]) - w, w)


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
