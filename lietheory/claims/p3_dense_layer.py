"""Proposition 3: a dense layer is an L-conv over gl(d), pooled over space, then biased and activated."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from lietheory.algebra import gl
from lietheory.claims.eq09_dense_weights import printed_weights, spread_weights
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed, Reading
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.index_sums import Index, component, delta
from lietheory.proof.instances import rational, relative
from lietheory.proof.normaliser import NonZero
from lietheory.proof.scalars import symbol
from lietheory.representation import lie_convolution


def relu(x: np.ndarray) -> np.ndarray:
    """max(x, 0), on exact arrays too."""
    return np.maximum(x, x * 0)


def pooled_layer(instance: Instance) -> np.ndarray:
    """The L-conv over gl(d), its sum over space, and the bias and activation where the instance has them."""
    h, W = instance["h"], instance["W"]
    inside = relu if instance["activation"] == "inside" else None
    bias = instance["b"] if instance["bias"] == "inside" else None
    pooled = lie_convolution(h[None, :, None], gl(len(h)).generators, W[:, None, :], bias, inside).sum(axis=(0, 1))
    pooled = pooled if instance["bias"] == "inside" else pooled + instance["b"]
    return pooled if instance["activation"] == "inside" else relu(pooled)


def residual(instance: Instance):
    w, h, b = instance["w"], instance["h"], instance["b"]
    return relative(pooled_layer(instance) - relu(w @ h + b), w, h)


def printed_residual(instance: Instance):
    w = instance["w"]
    W = np.concatenate([0 * w[:, :1].T, printed_weights(w)])
    return residual({**instance, "W": W})


def _instance(w: np.ndarray, h: np.ndarray, b: np.ndarray) -> Instance:
    m, d = w.shape
    W = np.concatenate([np.zeros_like(w[:, :1].T), spread_weights(w)])
    return {
        "w": w,
        "h": h,
        "b": b,
        "W": W,
        "bias": "after",
        "activation": "after",
        "sizes": {"d": d, "m": m},
        "free": {Index("b", "m"): 0},
    }


def sample(rng: np.random.Generator) -> Instance:
    m, d = rng.integers(1, 4), rng.integers(1, 7)
    return _instance(rng.standard_normal((m, d)), rng.standard_normal(d), rng.standard_normal(m))


def exact(rng: np.random.Generator, size: int) -> Instance:
    return _instance(*(rational(rng.integers(-5, 6, shape), 2) for shape in ((2, size), size, 2)))


def smallest() -> Iterator[Instance]:
    """Rows w and inputs h of zeros and ones, no bias, shortest and sparsest first."""
    for d in range(1, 4):
        for entries in sorted(product((0, 1), repeat=2 * d), key=sum):
            w, h = rational(np.array(entries)).reshape(2, d)
            yield _instance(w[None], h, rational(np.array([0])))


def _fixed(**changes: object) -> Instance:
    """The layer w = ((1, -1), (0, 2)), b = (0.5, -3) at h = (1, 2), with one thing changed."""
    return _instance(np.array([[1.0, -1.0], [0.0, 2.0]]), np.array([1.0, 2.0]), np.array([0.5, -3.0])) | changes


def derivation() -> Derivation:
    mu, nu, alpha, beta = (Index(name, "d") for name in ("mu", "nu", "alpha", "beta"))
    b = Index("b", "m")
    term = component("h", nu) * component("w", b, beta) * symbol("d").reciprocal()
    return Derivation(
        (NonZero("size", symbol("d")),),
        (
            Chain(
                "the pooled L-conv is the linear map w",
                (delta(mu, alpha) * delta(beta, nu) * term).summed(mu, nu, alpha, beta),
                (
                    Step((delta(beta, nu) * term).summed(mu, nu, beta), "delta(mu, alpha) ends the sum over alpha"),
                    Step(
                        (component("h", nu) * component("w", b, nu) * symbol("d").reciprocal()).summed(mu, nu),
                        "delta(beta, nu) ends the sum over beta",
                    ),
                    Step((component("w", b, nu) * component("h", nu)).summed(nu), "the sum over mu has d equal terms"),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="prop3",
    title="A dense layer is an L-conv over gl(d)",
    source="L-conv, Proposition 3",
    statement=r"$\sigma(w h + b) = \sigma\big(\sum_\mu \sum_i [L_i h W^i]_\mu + b\big)$ where the $L_i$ are the unit matrices "
    r"$E_{(\alpha,\beta)}$, $\sum_\alpha W_{(\alpha,\nu)} = w_\nu$ (for instance $W_{(\alpha,\beta)} = 1_\alpha w_\beta / d$) "
    r"and $W^0 = 0$; the bias and the activation come after the sum pool.",
    assumptions=(
        Assumption("weights", r"$\sum_\alpha W_{(\alpha,\nu)} = w_\nu$"),
        Assumption("identity", r"$W^0 = 0$, since $L_0 = I$ is among the generators already"),
        Assumption("bias", "the bias is added after the pool; inside it is counted d times"),
        Assumption("activation", "the activation is applied after the pool"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "weights",
            "the printed weights $w^\\alpha 1_\\beta$",
            lambda: _fixed(W=np.concatenate([np.zeros((1, 2)), printed_weights(np.array([[1.0, -1.0], [0.0, 2.0]]))])),
        ),
        Counterexample(
            "identity",
            "$W^0 = 1$",
            lambda: _fixed(W=np.concatenate([np.ones((1, 2)), spread_weights(np.array([[1.0, -1.0], [0.0, 2.0]]))])),
        ),
        Counterexample("bias", "the bias inside the pool", lambda: _fixed(bias="inside")),
        # with equal rows every position holds the same value, and max(x, 0) before the pool would change nothing
        Counterexample(
            "activation",
            r"activated inside, with $W_{(1,\nu)} = 2 w_\nu$, $W_{(2,\nu)} = -w_\nu$",
            lambda: _fixed(
                activation="inside", b=np.zeros(2), W=np.array([[0.0, 0.0], [2.0, 0.0], [-2.0, 4.0], [-1.0, 0.0], [1.0, -2.0]])
            ),
        ),
    ),
    printed=Printed(
        r"A fully-connected layer is an L-conv with the generators of $GL_d(\mathbb{R})$, weights "
        r"$W_{(\alpha,\beta)}^{b,1} = w_b^\alpha 1_\beta$, followed by pooling over $\mu$ and a nonlinear activation.",
        printed_residual,
        smallest,
        reading=Reading(
            r"the weights are $1_\alpha w_b^\beta / d$, $W^0 = 0$, and bias and activation follow the pool", residual
        ),
        remark="The layer has d^2 m weights for a map with d m, a d-fold redundancy, and one input channel.",
    ),
    derivation=derivation,
    uses=("eq9", "eq6"),
)
