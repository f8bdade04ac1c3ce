"""Proposition 5: a graph convolution is an L-conv over the one generator lambda (A - I)."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.representation import lie_convolution

claim = p.Claim(
    "prop5",
    "A graph convolution is an L-conv with one generator",
    after="eq12",
    source="L-conv, Proposition 5",
    statement=r"$A h V = h W^0 + L h W^1$ for $L = \lambda (A - I)$, $W^0 = V$ and $W^1 = V / \lambda$, for every $\lambda "
    r"\neq 0$. With equal weights, $W^0 = W^1$, it holds when $\lambda = 1$; otherwise equal weights give the graph "
    r"convolution of $(1 - \lambda) I + \lambda A$.",
    uses=("eq6", "eq12"),
)
claim.assume("generator", r"$L = \lambda (A - I)$")
claim.assume("weights", r"$W^0 = V$ and $W^1 = V / \lambda$")
claim.assume("rate", r"$\lambda \neq 0$", unsharp="without it $W^1$ is not defined, so that no instance could be drawn")


def layer(h, L, V, W) -> np.ndarray:
    """h W^0 + L h W^1, by the reference L-conv."""
    return lie_convolution(h[None], L[None], np.stack([V, W]))[0]


@claim.residual
def residual(A, h, V, L, W):
    return p.relative(layer(h, L, V, W) - A @ h @ V, A, h, V)


@claim.printed(
    r"A GCN with propagation rule $A$ is an L-conv using $L_0 = I$ and $L_1 = \lambda (A - I)$ with the same convolutional "
    r"weights for $L_0$ and $L_1$.",
    remark=r"$A$ is one explicit Euler step of the flow $\exp(t L)$ and in general no element of it; see eq12.",
)
def printed_residual(A, h, V, L):
    return residual(A, h, V, L, W=V)


def _instance(A: np.ndarray, h: np.ndarray, V: np.ndarray, scale: float | Fraction, **changes: np.ndarray) -> p.Instance:
    d, (inputs, outputs) = len(A), V.shape
    eye = np.eye(d, dtype=int).astype(A.dtype)
    given = {"A": A, "h": h, "V": V, "lambda": scale, "L": scale * (A - eye), "W": V / scale}
    return given | {"sizes": {"d": d, "a": inputs, "e": outputs}} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    d, inputs, outputs = rng.integers(1, 6, 3)
    scale = rng.choice([-1, 1]) * np.exp(rng.uniform(-1, 1))
    A, h, V = (rng.standard_normal(s) for s in ((d, d), (d, inputs), (inputs, outputs)))
    return _instance(A, h, V, scale)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    A, h, V = (p.rational(rng.integers(-4, 5, s), 3) for s in ((size, size), (size, 2), (2, 3)))
    return _instance(A, h, V, Fraction(int(rng.integers(1, 6)), 2))


@claim.search
def smallest() -> p.Instances:
    """One node and one channel, h = W = 1, A from 0 up, lambda = 1 before 2."""
    one = p.rational(np.array([[1]]))
    for scale in (1, 2):
        for entry in range(3):
            yield _instance(entry * one, one, one, Fraction(scale))


@claim.derivation
def derivation() -> p.Derivation:
    A, L, h = p.matrix("A", "d"), p.matrix("L", "d"), p.matrix("h", "d", "a")
    V, W = p.matrix("V", "a", "e"), p.matrix("W", "a", "e")
    scale = p.symbol("lambda")
    generator = p.Equation("generator", L, (A - p.identity("d")) * scale)
    weights = p.Equation("weights", W, V * scale.reciprocal())
    return p.derive(
        (generator, weights, p.NonZero("rate", scale)),
        p.chain(
            "the L-conv is the graph convolution",
            h @ V + L @ h @ W,
            p.step(h @ V + L @ h @ V * scale.reciprocal(), r"the weights are $W = V / \lambda$", "weights"),
            p.step(h @ V + (A - p.identity("d")) @ h @ V, r"the generator is $L = \lambda (A - I)$", "generator"),
            p.step(A @ h @ V, "the products with $I$ cancel"),
        ),
    )


def _small(**changes: np.ndarray) -> p.Instance:
    """A swaps two nodes, h = (1, 0), V = 1, lambda = 2."""
    return _instance(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[1.0], [0.0]]), np.array([[1.0]]), 2.0, **changes)


claim.draw(sampled=sample, exact=exact)
claim.without("generator", r"$L = A - I$ although $\lambda = 2$", lambda: _small(L=np.array([[-1.0, 1.0], [1.0, -1.0]])))
claim.without("weights", r"the same weights for $L_0$ and $L_1$ although $\lambda = 2$", lambda: _small(W=np.array([[1.0]])))
claim.reading(r"$\lambda = 1$, or $W^1 = W^0 / \lambda$", residual)
