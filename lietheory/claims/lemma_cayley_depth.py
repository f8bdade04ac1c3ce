"""Lemma: Cayley layers, a forward and a backward half step, keep every form exactly and converge with the square of depth."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import inverse, so, solve
from lietheory.arrays import is_exact
from lietheory.claims.p2_deep_lconv import composed
from lietheory.representation import exponential

claim = p.Claim(
    "lemma-cayley-depth",
    "Deep L-conv by Cayley layers",
    after="lemma-haar-density",
    source="own lemma, algebra; for L-conv, Proposition 2",
    statement=r"Let $X = t \cdot L$ and $C = (I - \frac{X}{2 l})^{-1} (I + \frac{X}{2 l})$, an L-conv layer with weights $(1, t "
    r"/ 2l)$ and the inverse of one with $(1, -t / 2l)$. Where both halves have inverses, as for every skew $X$, $-t$ undoes "
    r"$t$, and $X^\top B + B X = 0$ gives $C^\top B C = B$ exactly. For skew $X$ of spectral norm $\theta$, $|C^l - e^X| \le "
    r"\theta^3 / (12 l^2)$, which is attained to leading order: against the $\theta^2 / (2 l)$ of explicit layers.",
    uses=("eq6", "prop2"),
    proof=r"A skew $X$ has eigenvalues $i \theta_k$, $|\theta_k| \le \theta$, on an orthonormal basis, where $C^l$ has the "
    r"eigenvalues $e^{i \phi_k}$ with $\phi_k = 2 l \arctan(\theta_k / 2 l)$, and $|x - \arctan x| \le |x|^3 / 3$ gives $|\phi_k "
    r"- \theta_k| \le |\theta_k|^3 / (12 l^2)$.",
    references=("Hairer, Lubich and Wanner 2006, Geometric numerical integration, chapter IV: Cayley transforms keep forms",),
)
claim.assume("form", r"$X^\top B + B X = 0$")
claim.assume("equal halves", r"the forward and the backward half step have the same weight $\frac{1}{2 l}$")
claim.assume("linear", "the layers have no activation")
claim.part("the form is kept", derived=True)
claim.part("the order")
claim.explain(
    "A layer and the inverse of its mirror image stay in the group exactly, with an error of second order in depth.",
    "It repairs the drift of explicit layers.",
    C=("d x d", "the Cayley layer"),
    B=("d x d", "the form that is kept"),
)


def network(L, t, depth, share, sigma, sign: int = 1) -> np.ndarray:
    """The matrix of l layers, each a forward L-conv with weights (1, t / 2l) and the inverse of one with (1, -s t / 2l)."""
    h = np.eye(L.shape[1], dtype=np.int64).astype(L.dtype)
    one, half = 1 + 0 * t[:1], sign * t / (2 * depth)
    forward, backward = np.concatenate([one, half])[None], np.concatenate([one, -share * half])[None]
    undone = composed(h, L, backward, None)
    for _ in range(depth):
        h = solve(undone, composed(h, L, forward, sigma))
    return h


def bound(angle: float, depth: int) -> float:
    """theta^3 / (12 l^2)."""
    return angle**3 / (12 * depth**2)


@claim.residual
def residual(L, t, B, depth, share, sigma):
    """Of the form that the layers keep, of their undoing by -t, and for skew X by how much the error exceeds its bound."""
    C, back = (network(L, t, depth, share, sigma, sign) for sign in (1, -1))
    eye = np.eye(len(C), dtype=np.int64)
    defect = max(p.relative(C.T @ B @ C - B, C, C, B), p.relative(back @ C - eye, C, C))
    if is_exact(C) or not np.array_equal(B, eye):
        return defect
    X = np.tensordot(t, L, axes=1)
    error, angle = (float(np.linalg.norm(M, 2)) for M in (C - exponential(X, 1.0), X))
    return max(defect, error - bound(angle, depth))


def _instance(L: np.ndarray, t: np.ndarray, B: np.ndarray, depth: int) -> p.Instance:
    """X = t . L in l layers; K = X / 2l and M = I - K are the letters of the derivation."""
    K = np.tensordot(t, L, axes=1) / (2 * depth)
    M = np.eye(len(B), dtype=np.int64) - K
    letters = {"K": K, "M": M, "sizes": {"d": len(B)}}
    return {"L": L, "t": t, "B": B, "depth": depth, "share": 1, "sigma": None} | letters


def form(plus: int, minus: int) -> np.ndarray:
    """diag(1, ..., 1, -1, ..., -1), which so(plus, minus) preserves."""
    return np.diag(np.repeat([1, -1], [plus, minus]))


def sample(rng: np.random.Generator) -> p.Instance:
    """Rotations and Lorentz transformations, one to eight layers."""
    signature = int(rng.integers(2, 5)), int(rng.integers(0, 2))
    L = so(*signature).generators.astype(np.float64)
    t = rng.standard_normal(len(L)) * np.exp(rng.uniform(-2, 0))
    return _instance(L, t, form(*signature).astype(np.float64), int(rng.integers(1, 9)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Two or three layers for a rational element of so(p, q), conjugated; its form is conjugated with it."""
    q = int(rng.integers(0, 2))
    S = p.rational_invertible(rng, size)
    back = inverse(S)
    generators = so(size - q, q).generators
    t = p.rational(rng.integers(-3, 4, len(generators)), 7)
    return _instance(S @ generators @ back, t, back.T @ form(size - q, q) @ back, int(rng.integers(2, 4)))


def _turn(**changes: object) -> p.Instance:
    """A turn by 2 in two layers."""
    return _instance(so(2).generators.astype(float), np.array([2.0]), np.eye(2), 2) | changes


def rotation_error(step: float, angle: float = 2.0) -> float:
    """|C^l - e^X| in the spectral norm for l = 1 / step Cayley layers and a turn by ``angle``."""
    turn = _instance(so(2).generators.astype(float), np.array([angle]), np.eye(2), round(1 / step))
    return float(np.linalg.norm(p.applied(network, turn) - exponential(turn["L"][0], angle), 2))


claim.tie(
    {
        "backward half": "equal halves",
        "M invertible": "the setting: the backward half has an inverse",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    K, M, B, eye = *(p.matrix(name, "d") for name in "KMB"), p.identity("d")
    defined = (p.Use("backward half"), p.Use("backward half", transposed=True))
    middle = M.inverse.T @ K.T @ B @ M.inverse * 2 + M.inverse.T @ B @ K @ M.inverse * 2 + B
    return p.derive(
        (p.Equation("backward half", K, eye - M), p.Equation("form", K.T @ B, -(B @ K)), p.Invertible("M invertible", M)),
        p.chain(
            "the Cayley layer $C = M^{-1} (I + K)$ keeps $B$",
            (eye + K).T @ M.inverse.T @ B @ M.inverse @ (eye + K),
            p.step(middle, "$K = I - M$ on both sides", *defined),
            p.step(B, r"$K^\top B = -B K$ between $M^{-\top}$ and $M^{-1}$", p.Use("form", left=M.inverse.T, right=M.inverse)),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without("form", r"$B = \mathrm{diag}(1, 2)$, which rotations do not keep", lambda: _turn(B=np.diag([1.0, 2.0])))
claim.without("equal halves", "explicit layers with half the step: they lengthen every vector", lambda: _turn(share=0))
claim.without("linear", "a ReLU after each forward half", lambda: _turn(sigma=lambda x: np.maximum(x, 0)))
claim.rate(
    "$1 / l$, the inverse number of layers, for a turn by 2",
    rotation_error,
    tuple(2.0**-k for k in range(2, 10)),
    order=2,
    constant=2**3 / 12,
)
