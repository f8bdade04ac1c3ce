"""Eq 9: the weight matrix of a dense layer as a combination of the unit matrices, pooled over space."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from lietheory.algebra import gl
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.index_sums import Index, IndexSum, component, delta
from lietheory.proof.instances import rational, relative
from lietheory.proof.normaliser import NonZero
from lietheory.proof.scalars import symbol


def pooled_weights(W: np.ndarray, d: int) -> np.ndarray:
    """sum_mu sum_(a,b) W_(a,b) [E_(a,b)]_mu^nu for W of shape (d*d, m): the dense weights (m, d)."""
    return (W.T @ gl(d).generators.sum(axis=1)).astype(W.dtype)


def spread_weights(w: np.ndarray) -> np.ndarray:
    """The corrected weights W_(a,b) = 1_a w^b / d of shape (d*d, m), exact for exact w."""
    d = w.shape[1]
    return np.tile(w.T, (d, 1)) * (rational(1, d) if w.dtype == object else 1 / d)


def printed_weights(w: np.ndarray) -> np.ndarray:
    """The printed weights W_(a,b) = w^a 1_b of shape (d*d, m)."""
    return np.repeat(w.T, w.shape[1], axis=0)


def residual(instance: Instance):
    w = instance["w"]
    return relative(pooled_weights(instance["W"], w.shape[1]) - w, w)


def printed_residual(instance: Instance):
    w = instance["w"]
    return relative(pooled_weights(printed_weights(w), w.shape[1]) - w, w)


def _instance(w: np.ndarray) -> Instance:
    m, d = w.shape
    nu, b = Index("nu", "d"), Index("b", "m")
    return {"w": w, "W": spread_weights(w), "sizes": {"d": d, "m": m}, "free": {nu: d - 1, b: 0}}


def sample(rng: np.random.Generator) -> Instance:
    return _instance(rng.standard_normal((rng.integers(1, 4), rng.integers(1, 7))))


def exact(rng: np.random.Generator, size: int) -> Instance:
    return _instance(rational(rng.integers(-5, 6, (2, size)), 3))


def smallest() -> Iterator[Instance]:
    """All w of one row with entries 0 or 1, shortest first."""
    for d in range(1, 5):
        for entries in sorted(product((0, 1), repeat=d), key=sum):
            yield {"w": rational(np.array([entries]), 1)}


def derivation() -> Derivation:
    mu, nu, alpha, beta = (Index(name, "d") for name in ("mu", "nu", "alpha", "beta"))
    b = Index("b", "m")
    unit = delta(mu, alpha) * delta(beta, nu)
    weight: IndexSum = component("w", b, beta) * symbol("d").reciprocal()
    return Derivation(
        (NonZero("size", symbol("d")),),
        (
            Chain(
                "pooled unit matrices",
                (unit * weight).summed(mu, alpha, beta),
                (
                    Step((delta(beta, nu) * weight).summed(mu, beta), "delta(mu, alpha) ends the sum over alpha"),
                    Step((component("w", b, nu) * symbol("d").reciprocal()).summed(mu), "delta(beta, nu) ends the sum over beta"),
                    Step(component("w", b, nu), "the sum over mu has d equal terms"),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="eq9",
    title="The weights of a dense layer from unit matrices",
    source="L-conv, Eq 9",
    statement=r"$w_b^\nu = \sum_\mu \sum_{\alpha,\beta} W_{(\alpha,\beta)}^{b} [E_{(\alpha,\beta)}]_\mu^\nu$ if and only if "
    r"$\sum_\alpha W_{(\alpha,\nu)}^b = w_b^\nu$ for every $\nu$; for instance $W_{(\alpha,\beta)}^b = 1_\alpha w_b^\beta / d$.",
    assumptions=(Assumption("weights", r"$\sum_\alpha W_{(\alpha,\nu)} = w_\nu$"),),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "weights",
            "the printed weights, w = (1, 0)",
            lambda: {"w": np.array([[1.0, 0.0]]), "W": printed_weights(np.array([[1.0, 0.0]]))},
        ),
    ),
    printed=Printed(
        r"$w_b^\nu = \sum_\mu \sum_{\alpha,\beta} w_b^\alpha 1_\beta [E_{(\alpha,\beta)}]_\mu^\nu$, "
        r"with $W_{(\alpha,\beta)}^{b,1} = w_b^\alpha 1_\beta$.",
        printed_residual,
        smallest,
        remark="The indices of w and of the vector of ones are exchanged: the printed sum is the row sum of w at every nu.",
    ),
    derivation=derivation,
    proof="The pooled unit matrix is the row vector of its column: summing over mu and alpha leaves the sum of W over its "
    "first index.",
)
