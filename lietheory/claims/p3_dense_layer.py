"""Proposition 3: a dense layer is an L-conv over gl(d), pooled over space, then biased and activated."""

from itertools import product

import numpy as np

from lietheory import proof as p
from lietheory.algebra import gl
from lietheory.claims.eq09_dense_weights import printed_weights, spread_weights
from lietheory.representation import lie_convolution

claim = p.Claim(
    "prop3",
    "A dense layer is an L-conv over gl(d)",
    after="eq9",
    source="L-conv, Proposition 3",
    statement=r"$\sigma(w h + b) = \sigma\big(\sum_\mu \sum_i [L_i h W^i]_\mu + b\big)$ where the $L_i$ are the unit matrices "
    r"$E_{(\alpha,\beta)}$, $\sum_\alpha W_{(\alpha,\nu)} = w_\nu$ (for instance $W_{(\alpha,\beta)} = 1_\alpha w_\beta / d$) "
    r"and $W^0 = 0$; the bias and the activation come after the sum pool.",
    uses=("eq9", "eq6"),
)
claim.assume("weights", r"$\sum_\alpha W_{(\alpha,\nu)} = w_\nu$")
claim.assume("identity", r"$W^0 = 0$, since $L_0 = I$ is among the generators already")
claim.assume("bias", "the bias is added after the pool; inside it is counted $d$ times")
claim.assume("activation", "the activation is applied after the pool")
claim.part(
    "the linear map, to which bias and activation are applied alike",
    derived=True,
    formal=("dense_layer_is_an_lconv", "dense_weights_exist"),
)
claim.explain(
    "A dense layer is an L-conv over all unit matrices, summed over space.",
    "Dense layers are the case without any assumed symmetry.",
    h=("d x m", "features: $d$ points, $m$ channels"),
    w=("m x d", "weights"),
    b=("m", "bias"),
)


def relu(x: np.ndarray) -> np.ndarray:
    """max(x, 0), on exact arrays too."""
    return np.maximum(x, x * 0)


def pooled_layer(h, W, b, bias, activation) -> np.ndarray:
    """The L-conv over gl(d), its sum over space, and the bias and activation where there are any."""
    inside = relu if activation == "inside" else None
    inner = b if bias == "inside" else None
    pooled = lie_convolution(h[None, :, None], gl(len(h)).generators, W[:, None, :], inner, inside).sum(axis=(0, 1))
    pooled = pooled if bias == "inside" else pooled + b
    return pooled if activation == "inside" else relu(pooled)


@claim.residual
def residual(w, h, b, W, bias, activation):
    """The difference between the pooled L-conv and the dense layer."""
    return p.relative(pooled_layer(h, W, b, bias, activation) - relu(w @ h + b), w, h)


@claim.printed(
    r"A fully-connected neural network layer can be written as an L-conv layer using $GL_d(\mathbb{R})$ "
    "generators, followed by a sum pooling and nonlinear activation.",
    exact=True,
    remark="The weights that its proof prints are judged in eq9. The layer has $d^2 m$ weights for a map with $d m$, "
    "a $d$-fold redundancy, and one input channel.",
)
def printed_form(w, h, b, W):
    """The pooled L-conv over gl(d) with the weights 1_a w^b / d of the instance against the dense layer, both activated."""
    return p.equal(pooled_layer(h, W, b, "after", "after"), relu(w @ h + b), w, h)


def _instance(w: np.ndarray, h: np.ndarray, b: np.ndarray) -> p.Instance:
    m, d = w.shape
    W = np.concatenate([np.zeros_like(w[:, :1].T), spread_weights(w)])
    given = {"w": w, "h": h, "b": b, "W": W, "bias": "after", "activation": "after", "sizes": {"d": d, "m": m}}
    return given | {"free": {p.Index("b", "m"): 0}}


def sample(rng: np.random.Generator) -> p.Instance:
    m, d = rng.integers(1, 4), rng.integers(1, 7)
    return _instance(rng.standard_normal((m, d)), rng.standard_normal(d), rng.standard_normal(m))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return _instance(*(p.rational(rng.integers(-5, 6, shape), 2) for shape in ((2, size), size, 2)))


@claim.premise
def premise(w, W) -> bool:
    """'Can be written' is about some weights: those whose columns add up to w, and none for the identity."""
    m, d = w.shape
    return not np.any(W[0]) and p.relative(W[1:].reshape(d, d, m).sum(axis=0).T - w, w) <= 1e-12


@claim.search
def smallest() -> p.Instances:
    """Rows w and inputs h of zeros and ones, no bias, shortest and sparsest first."""
    for d in range(1, 4):
        for entries in sorted(product((0, 1), repeat=2 * d), key=sum):
            w, h = p.rational(np.array(entries)).reshape(2, d)
            yield _instance(w[None], h, p.rational(np.array([0])))


def _fixed(**changes: object) -> p.Instance:
    """The layer w = ((1, -1), (0, 2)), b = (0.5, -3) at h = (1, 2), with one thing changed."""
    return _instance(np.array([[1.0, -1.0], [0.0, 2.0]]), np.array([1.0, 2.0]), np.array([0.5, -3.0])) | changes


claim.tie(
    {
        "size": "the setting: there is a point",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    mu, nu, alpha, beta = (p.Index(name, "d") for name in ("mu", "nu", "alpha", "beta"))
    b = p.Index("b", "m")
    term = p.component("h", nu) * p.component("w", b, beta) * p.symbol("d").reciprocal()
    return p.derive(
        (p.NonZero("size", p.symbol("d")),),
        p.chain(
            "the pooled L-conv is the linear map $w$",
            (p.delta(mu, alpha) * p.delta(beta, nu) * term).summed(mu, nu, alpha, beta),
            p.step((p.delta(beta, nu) * term).summed(mu, nu, beta), r"$\delta(\mu, \alpha)$ ends the sum over $\alpha$"),
            p.step(
                (p.component("h", nu) * p.component("w", b, nu) * p.symbol("d").reciprocal()).summed(mu, nu),
                r"$\delta(\beta, \nu)$ ends the sum over $\beta$",
            ),
            p.step((p.component("w", b, nu) * p.component("h", nu)).summed(nu), r"the sum over $\mu$ has $d$ equal terms"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "weights",
    r"the printed weights $w^\alpha 1_\beta$",
    lambda: _fixed(W=np.concatenate([np.zeros((1, 2)), printed_weights(np.array([[1.0, -1.0], [0.0, 2.0]]))])),
)
claim.without(
    "identity",
    "$W^0 = 1$",
    lambda: _fixed(W=np.concatenate([np.ones((1, 2)), spread_weights(np.array([[1.0, -1.0], [0.0, 2.0]]))])),
)
claim.without("bias", "the bias inside the pool", lambda: _fixed(bias="inside"))
claim.without(
    "activation",
    r"activated inside, with $W_{(1,\nu)} = 2 w_\nu$, $W_{(2,\nu)} = -w_\nu$",
    lambda: _fixed(
        activation="inside", b=np.zeros(2), W=np.array([[0.0, 0.0], [2.0, 0.0], [-2.0, 4.0], [-1.0, 0.0], [1.0, -2.0]])
    ),
)
