"""Lemma: pairs of L-conv layers with one more channel take second-order steps, exact for nilpotent generators."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.algebra import inverse, sl, so
from lietheory.arrays import is_exact
from lietheory.representation import exponential, lie_convolution

claim = p.Claim(
    "lemma-second-order-depth",
    "Deep L-conv by second-order layers",
    after="lemma-cayley-depth",
    source="own lemma, algebra; for L-conv, Proposition 2",
    statement=r"Two L-conv layers with a second channel between them, $h \mapsto (h, h + \frac{1}{2 l} X h) \mapsto h + \frac1l "
    r"X (h + \frac{1}{2 l} X h)$, $X = t \cdot L$, take the step $T = I + X / l + X^2 / (2 l^2)$. In $l$ such pairs $|T^l - e^X| "
    r"\le |X|^3 e^{|X|} / (6 l^2)$. For a rotation by $\theta$ the error is $\theta^3 / (6 l^2)$ to leading order, twice that of "
    r"Cayley layers and without an inverse; where $X^3 = 0$ one pair is exact.",
    uses=("eq6", "prop2"),
    proof=r"With $x = |X| / l$, $|T - e^{X/l}| \le \sum_{k \ge 3} x^k / k! \le x^3 e^x / 6$, and $|T|, |e^{X/l}| \le e^x$, so "
    r"that a telescoping sum over the $l$ pairs gives $l\, x^3 e^{l x} / 6$. On a plane that $X$ turns by $\theta$, $\log(1 + i "
    r"y - y^2 / 2) = i y + i y^3 / 6 + O(y^4)$ with $y = \theta / l$. The second channel is needed: $1 + z + z^2 / 2$ has no "
    r"real root, so $T$ is no product of two real layers $I + a X$. The replay takes $X^3 = 0$, where nothing is left to bound.",
)
claim.assume("half", r"the first layer of a pair takes half a step, $\frac{1}{2 l} X$")
claim.assume("linear", "the layers have no activation")
claim.part("$X^3 = 0$", derived=True)
claim.part("the order")
claim.explain(
    "Two channels between layers make steps of second order.",
    "Half as deep for the same accuracy.",
    h=("d x m", "features: $d$ points, $m$ channels"),
    X=("d x d", "the generator of the step"),
)


def pair_weights(t: np.ndarray, depth: int, curvature) -> tuple[np.ndarray, np.ndarray]:
    """Weights of the two layers h -> (h, h + c X h / l) -> h + X (h + c X h / l) / l, c = 1/2 for a second-order step."""
    step, n = t / depth, len(t)
    first, second = np.zeros((n + 1, 1, 2), dtype=t.dtype), np.zeros((n + 1, 2, 1), dtype=t.dtype)
    first[0], first[1:, 0, 1] = 1, curvature * step
    second[0, 0, 0], second[1:, 1, 0] = 1, step
    return first, second


def network(L, sigma, t, depth, curvature) -> np.ndarray:
    """The matrix of l pairs of layers, column by column as a batch of features with one channel."""
    first, second = pair_weights(t, depth, curvature)
    d = L.shape[1]
    h = np.eye(d, dtype=np.int64).astype(L.dtype)[:, :, None]
    for _ in range(depth):
        h = lie_convolution(lie_convolution(h, L, first, None, sigma), L, second)
    return h[:, :, 0].T


def bound(size: float, depth: int) -> float:
    """|X|^3 e^|X| / (6 l^2)."""
    return size**3 * np.exp(size) / (6 * depth**2)


@claim.residual
def residual(L, sigma, t, depth, curvature):
    """By how much the layers miss e^X beyond |X|^3 e^|X| / (6 l^2); nothing is allowed where X is exact, with X^3 = 0."""
    T = network(L, sigma, t, depth, curvature)
    X = np.tensordot(t, L, axes=1)
    if is_exact(T):
        return p.relative(T - np.eye(len(X), dtype=np.int64) - X - X @ X / 2)
    size, error = (float(np.linalg.norm(M, 2)) for M in (X, T - exponential(X, 1.0)))
    return max(0.0, error - bound(size, depth))


def _instance(L: np.ndarray, t: np.ndarray, depth: int, half, **changes: object) -> p.Instance:
    X = np.tensordot(t, L, axes=1)
    letters = {"X": X, "s": half, "sizes": {"d": len(X)}}
    return {"L": L, "t": t, "depth": depth, "curvature": half, "sigma": None} | letters | changes


def sample(rng: np.random.Generator) -> p.Instance:
    algebra = (so(2), so(3), sl(2), so(2, 1), so(4))[rng.integers(5)]
    t = rng.standard_normal(algebra.dimension) * np.exp(rng.uniform(-2, 0))
    return _instance(algebra.generators.astype(float), t, int(rng.integers(1, 9)), 0.5)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """X with X^3 = 0: two blocks of strictly upper triangular form, conjugated; e^X = I + X + X^2 / 2 in any number of layers."""
    S = p.rational_invertible(rng, size)
    L = np.zeros((2, size, size), dtype=object)
    L[0, 0, 1:] = rng.integers(-3, 4, size - 1)
    L[1, :-1, -1] = rng.integers(-3, 4, size - 1)
    L[1, 0, -1] = 1
    t = p.rational(rng.integers(-3, 4, 2), 5)
    return _instance(S @ p.rational(L) @ inverse(S), t, int(rng.integers(1, 4)), p.rational(1, 2))


def _turn(**changes: object) -> p.Instance:
    """A turn by 1/2 in 16 pairs of layers."""
    return _instance(so(2).generators.astype(float), np.array([0.5]), 16, 0.5, **changes)


def rotation_error(step: float, angle: float = 2.0) -> float:
    """|T^l - e^X| in the spectral norm for l = 1 / step pairs of layers and a turn by ``angle``."""
    L = so(2).generators.astype(float)
    layers = network(L, None, np.array([angle]), round(1 / step), 0.5)
    return float(np.linalg.norm(layers - exponential(L[0], angle), 2))


claim.tie(
    {
        "nilpotent": "what the formula is about: the case of this part",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    X, eye = p.matrix("X", "d"), p.identity("d")
    half = eye + X * Fraction(1, 2) + X @ X * Fraction(1, 8)
    return p.derive(
        (p.Equation("nilpotent", X @ X @ X, p.zero("d")),),
        p.chain(
            "two half steps make one whole step where $X^3 = 0$",
            half @ half,
            p.step(
                eye + X + X @ X * Fraction(1, 2) + X @ X @ X * Fraction(1, 8) + X @ X @ X @ X * Fraction(1, 64), "multiply out"
            ),
            p.step(eye + X + X @ X * Fraction(1, 2), "$X^3 = 0$", "nilpotent"),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without("half", "a whole step in the first layer, $I + X / l + X^2 / l^2$", lambda: _turn(curvature=1.0))
claim.without("linear", "a ReLU after the first layer of each pair", lambda: _turn(sigma=lambda x: np.maximum(x, 0)))
claim.rate(
    "$1 / l$, the inverse number of pairs of layers, for a turn by 2",
    rotation_error,
    tuple(2.0**-k for k in range(2, 10)),
    order=2,
    constant=2**3 / 6,
)
