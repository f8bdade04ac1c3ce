"""The proof of Proposition 5: the same weights for L_0 and L_1 = lambda (A - I) are right for lambda = 1."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.claims.p5_graph_convolution import layer

claim = p.Claim(
    "same-weights",
    "Equal weights for the identity and the flow",
    after="prop5",
    source="L-conv, section 2, proof of Proposition 5",
    statement=r"$h V + \lambda (A - I) h V = ((1 - \lambda) I + \lambda A) h V$: with the same weights for $L_0 = I$ "
    r"and $L_1 = \lambda (A - "
    r"I)$ the layer is the graph convolution of $A$ for $\lambda = 1$, and for other $\lambda$ that of $(1 - \lambda) I "
    r"+ \lambda A$.",
    uses=("prop5",),
)
claim.assume("rule", r"$B = (1 - \lambda) I + \lambda A$")
claim.part("the rule of the layer", derived=True)
claim.explain(
    "With the same weights for the identity and the flow the layer is the graph convolution of another matrix, unless "
    "the time scale is one.",
    "The time scale cannot be left free.",
    A=("d x d", "a matrix on the points"),
    h=("d x m", "features: $d$ points, $m$ channels"),
    V=("m x e", "weights of the channels"),
    lambda_=("number", "the time scale"),
)


@claim.residual
def residual(A, B, h, V, L):
    """Of the layer with equal weights against the graph convolution of B."""
    return p.relative(layer(h, L, V, V) - B @ h @ V, A, h, V)


@claim.printed(
    r"Thus, a GCN with propagation rule $A$ is an L-conv using $L_0 = I$ and $L_1 = L$ with the same convolutional weights for "
    r"$L_0, L_1$.",
    symbols={"W": lambda V: V},
    remark=r"With equal weights the layer is $(1 - \lambda) I + \lambda A$, which is $A$ for $\lambda = 1$ alone; Eq 12 leaves "
    r"$\lambda$ free.",
)
def printed_form(A, h, V, lambda_, W):
    """The L-conv with L = lambda (A - I) and these weights against the GCN."""
    return p.equal(layer(h, lambda_ * (A - np.eye(len(A), dtype=np.int64)), V, W), A @ h @ V, A, h, V)


def _instance(A: np.ndarray, h: np.ndarray, V: np.ndarray, scale, **changes: object) -> p.Instance:
    eye = np.eye(len(A), dtype=np.int64)
    given = {"A": A, "h": h, "V": V, "lambda": scale, "L": scale * (A - eye), "B": (1 - scale) * eye + scale * A}
    return given | {"sizes": {"d": len(A), "a": V.shape[0], "e": V.shape[1]}} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    d, a, e = (int(k) for k in rng.integers(1, 5, 3))
    A, h, V = (rng.standard_normal(s) for s in ((d, d), (d, a), (a, e)))
    return _instance(A, h, V, float(rng.choice([-1, 1]) * np.exp(rng.uniform(-1, 1))))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    A, h, V = (p.rational(rng.integers(-4, 5, s), 3) for s in ((size, size), (size, 2), (2, 3)))
    return _instance(A, h, V, Fraction(int(rng.integers(1, 6)), 2))


@claim.search
def smallest() -> p.Instances:
    """One node, h = W = 1, A from 0 up, lambda = 1 before 2."""
    one = p.rational(np.array([[1]]))
    for scale in (1, 2):
        for entry in range(3):
            yield _instance(entry * one, one, one, Fraction(scale))


@claim.derivation
def derivation() -> p.Derivation:
    A, B, h, V = p.matrix("A", "d"), p.matrix("B", "d"), p.matrix("h", "d", "a"), p.matrix("V", "a", "e")
    scale = p.symbol("lambda")
    mixed = p.identity("d") - p.identity("d") * scale + A * scale
    return p.derive(
        (p.Equation("rule", B, mixed),),
        p.chain(
            "the layer with equal weights",
            B @ h @ V,
            p.step(mixed @ h @ V, r"$B = (1 - \lambda) I + \lambda A$", "rule"),
            p.step(h @ V + (A - p.identity("d")) @ h @ V * scale, "multiply out"),
        ),
    )


def _doubled(**changes: object) -> p.Instance:
    one = np.ones((1, 1))
    return _instance(0 * one, one, one, 2.0, **changes)


claim.draw(sampled=sample, exact=exact)
claim.without("rule", r"$B = A = 0$ on one node, $\lambda = 2$", lambda: _doubled(B=np.zeros((1, 1))))
claim.reading(r"$\lambda = 1$", hypothesis=lambda lambda_: lambda_ == 1, draw=lambda rng: _at_one(sample(rng)))
claim.reading(r"the weights of $L_1$ are those of $L_0$ divided by $\lambda$", symbol="W", to=lambda V, lambda_: V / lambda_)


def _at_one(given: p.Instance) -> p.Instance:
    return _instance(given["A"], given["h"], given["V"], 1.0)
