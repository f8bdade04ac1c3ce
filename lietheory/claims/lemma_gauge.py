"""Lemma: mixing the generators of an L-conv layer and adding multiples of the identity changes its weights only."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import inverse
from lietheory.representation import lie_convolution

claim = p.Claim(
    "lemma-gauge",
    "The gauge freedom of L-conv",
    after="lemma-commutant",
    source="own lemma, algebra; for L-conv, Eq 6",
    statement=r"Let $M$ be an invertible $n \times n$ matrix and $c \in \mathbb{R}^n$. With $L'_i = \sum_j M_{ij} L_j + c_i I$, "
    r"$W'^i = \sum_j (M^{-\top})_{ij} W^j$ and $W'^0 = W^0 - \sum_i c_i W'^i$ the layer is the same function: $h W'^0 + \sum_i "
    r"L'_i h W'^i = h W^0 + \sum_i L_i h W^i$ for all $h$. So a layer determines the span of $I, L_1, \dots, L_n$ at most, and "
    r"neither the basis, the scale nor the trace of its generators.",
    uses=("eq6",),
    proof=r"$\sum_i L'_i h W'^i = \sum_{i j} M_{ij} L_j h W'^i + \sum_i c_i h W'^i$, and $\sum_i M_{ij} W'^i = W^j$.",
)
claim.assume("invertible", "$M$ is invertible")
claim.assume("weights", r"the weights go with $M^{-\top}$")
claim.assume("identity term", r"the layer has a term $h W^0$, which takes up the multiples of $I$")
claim.part("the same function", derived=True, formal=("gauge_freedom",))
claim.explain(
    "Different generators and weights can be the same layer.",
    "Only the span of the generators can be learned, no basis of it.",
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    W=("(n + 1) x a x e", "weights, one matrix a generator and one for the identity"),
    M=("n x n", "the change of basis"),
)


@claim.residual
def residual(h, L, W, moved, weights):
    """The layer in the new gauge against the layer in the old one."""
    return p.relative(lie_convolution(h, moved, weights) - lie_convolution(h, L, W), h, L, W, moved, weights)


def _instance(L: np.ndarray, W: np.ndarray, h: np.ndarray, mix: np.ndarray, c: np.ndarray, **changes: object) -> p.Instance:
    """L'_i = sum_j mix_ij L_j + c_i I, W' = mix^-T W, W'^0 = W^0 - sum_i c_i W'^i, and the letters of the derivation.

    The letters stack all generators side by side and all products h W^i below each other.
    """
    (n, d, _), e = L.shape, W.shape[2]
    eye = np.eye(d, dtype=np.int64).astype(L.dtype)
    moved = np.tensordot(mix, L, axes=1) + c[:, None, None] * eye
    new = np.tensordot(inverse(mix).T, W[1:], axes=1)
    weights = np.concatenate([W[:1] - np.tensordot(c, new, axes=1)[None], new])
    letters = {
        "G": np.hstack(list(L)),
        "R": np.hstack(list(moved)),
        "P": np.kron(mix.T, eye),
        "S": np.kron(c[None], eye),
        "K": np.vstack([h[0] @ w for w in W[1:]]),
        "Z": np.vstack([h[0] @ w for w in new]),
        "V": h[0] @ W[0],
        "U": h[0] @ weights[0],
        "sizes": {"d": d, "n d": n * d, "e": e},
    }
    return {"L": L, "W": W, "h": h, "mix": mix, "c": c, "moved": moved, "weights": weights} | letters | changes


def sample(rng: np.random.Generator) -> p.Instance:
    d, n, a = (int(k) for k in rng.integers(1, 5, 3))
    W, h = rng.standard_normal((n + 1, a, 2)), rng.standard_normal((3, d, a))
    return _instance(rng.standard_normal((n, d, d)), W, h, p.well_conditioned(rng, n), rng.standard_normal(n))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    n = int(rng.integers(1, 4))
    L, W, h, c = (p.rational(rng.integers(-3, 4, s), 2) for s in ((n, size, size), (n + 1, 2, 2), (1, size, 2), n))
    return _instance(L, W, h, p.rational_invertible(rng, n), c)


def _plane(**changes: object) -> p.Instance:
    """Both shears of the plane, mixed by ((1, 2), (0, 1)) and moved by (1, -1), with W^0 = W^1 = W^2 = 1 and h = (1, 3)."""
    L = np.array([[[0, 1], [0, 0]], [[0, 0], [1, 0]]])
    W, h = np.ones((3, 1, 1), dtype=np.int64), np.array([[[1], [3]]])
    return _instance(L, W, h, np.array([[1, 2], [0, 1]]), np.array([1, -1])) | changes


@claim.without("invertible", "a mix of rank 1, with the pseudo-inverse")
def _without_inverse() -> p.Instance:
    """A mix of rank 1 keeps one generator of two: the error of the best weights is not 0."""
    plain = _plane()
    mix = np.array([[1.0, 0.0], [0.0, 0.0]])
    new = np.tensordot(np.linalg.pinv(mix).T, plain["W"][1:], axes=1)
    return plain | {"moved": np.tensordot(mix, plain["L"], axes=1), "weights": np.concatenate([plain["W"][:1], new])}


claim.tie(
    {
        "mixing": "invertible",
        "generators": "a letter: the mixed generators",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    G, R, S = (p.matrix(name, "d", "n d") for name in ("G", "R", "S"))
    P, K, Z = p.matrix("P", "n d"), p.matrix("K", "n d", "e"), p.matrix("Z", "n d", "e")
    V, U = p.matrix("V", "d", "e"), p.matrix("U", "d", "e")
    return p.derive(
        (
            p.Invertible("mixing", P),
            p.Equation("generators", R, G @ P + S),
            p.Equation("weights", Z, P.inverse @ K),
            p.Equation("identity term", U, V - S @ Z),
        ),
        p.chain(
            "the layer in the new gauge, generators side by side in $G$ and $R$, products $h W^i$ stacked in $K$ and $Z$",
            U + R @ Z,
            p.step(V - S @ Z + R @ Z, "$W^0$ gives up what the multiples of $I$ take over", "identity term"),
            p.step(V + G @ P @ Z, "the new generators are mixed and moved", "generators"),
            p.step(V + G @ K, "the new weights are mixed by the inverse transpose", "weights"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "weights",
    "weights that go with $M$ itself, for the mix $((1, 2), (0, 1))$",
    lambda: _plane(weights=np.array([-1, 3, 1])[:, None, None]),
)
claim.without(
    "identity term",
    "$W^0$ left as it is, for multiples $(1, -1)$",
    lambda: _plane(weights=np.concatenate([np.ones((1, 1, 1)), _plane()["weights"][1:]])),
)
