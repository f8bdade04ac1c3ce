"""Corollary 1: the group that preserves the second moment H is conjugate to O(d) by H^(1/2)."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import inverse
from lietheory.discovery import linear_regression_symmetries

claim = p.Claim(
    "cor1",
    "The group preserving the second moment",
    after="eq15",
    source="L-conv, Corollary 1 and Eq 15",
    statement=r"For invertible $H = S S$, $S = H^{1/2}$: $u H u^\top = H$ if and only if $S^{-1} u S \in O(d)$, and "
    r"$L H + H L^\top = 0$ if and only if $L = S L' S^{-1}$ with $L' \in so(d)$. The group is isomorphic to $O(d)$, "
    r"not to $SO(d)$, for every such $H$; its Lie algebra is $so(d)$.",
    uses=("eq13",),
)
claim.assume("orthogonal", r"$Q = S^{-1} u S$ is orthogonal")
claim.assume("skew", r"$L' = S^{-1} L S$ is skew")
claim.assume("full rank", "$H$ is invertible")
claim.part("the group", derived=True, formal=("covariance_group",))
claim.part("the algebra", derived=True, formal=("covariance_algebra", "covariance_algebra_dimension"))
claim.part(
    "isomorphic to $O(d)$",
    formal=("covariance_group_isomorphism", "covariance_group_injective", "covariance_group_parametrised"),
)
claim.explain(
    "The linear maps that keep a second moment are the orthogonal ones, seen through its square root, reflections included.",
    "Which group it is does not depend on the data; only its position does.",
    u=("d x d", "a group element acting on the space"),
    H=("d x d", r"the second moment $\frac1n X X^\top$"),
    S=("d x d", "the symmetric root of $H$"),
)


def stabiliser_dimension(H: np.ndarray) -> int:
    """The dimension of {L : L H + H L^T = 0}."""
    return p.constraint_nullity(lambda L: L @ H + H @ L.T, H.shape, like=H)


@claim.residual
def residual(H, u, L):
    """u H u^T - H, L H + H L^T, and the dimension of the stabiliser minus d(d-1)/2, the largest of the three."""
    d = len(H)
    defects = [p.relative(u @ H @ u.T - H, u, u, H), p.relative(L @ H + H @ L.T, L, H)]
    return max(*defects, abs(stabiliser_dimension(H) - d * (d - 1) // 2))


@claim.printed(
    "form an orthogonal group isomorphic to $SO(d)$",
    remark=r"$u'u'^\top = I$ gives $O(d)$. Eq 15, the statement about the algebra, is right; the dimension $d(d-1)/2$ "
    "is the same for every invertible $H$ and so depends on the data by a change of basis only.",
)
def printed_form(H, S, u):
    """Q Q^T for Q = S^-1 u S against I, and det Q against 1."""
    Q = inverse(S) @ u @ S
    eye = np.eye(len(H), dtype=np.int64)
    return p.equal(Q @ Q.T, eye, S, inverse(S), u, u), p.equal(round(np.linalg.det(Q.astype(float)), 9), 1)


def _instance(S: np.ndarray, Q: np.ndarray, K: np.ndarray, **changes: np.ndarray) -> p.Instance:
    back = inverse(S)
    return {"S": S, "H": S @ S, "Q": Q, "K": K, "u": S @ Q @ back, "L": S @ K @ back, "sizes": {"d": len(S)}} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """Second moments of samples, u of either determinant, and L drawn from the closed form of the library."""
    d = int(rng.integers(2, 6))
    X = rng.standard_normal((60, d)) @ (rng.standard_normal((d, d)) / np.sqrt(d) + np.eye(d))
    symmetries = linear_regression_symmetries(X)
    values, vectors = np.linalg.eigh(symmetries.second_moment)
    S = vectors * np.sqrt(values) @ vectors.T
    L = np.tensordot(rng.standard_normal(len(symmetries.generators)), symmetries.generators, axes=1)
    return _instance(S, p.orthogonal(rng, d), inverse(S) @ L @ S, H=symmetries.second_moment, L=L)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    half = p.rational_invertible(rng, size)
    skew = np.triu(rng.integers(-3, 4, (size, size)), 1)
    flip = p.rational(np.diag([int(rng.choice([-1, 1]))] + [1] * (size - 1)))
    return _instance(
        half + half.T + 40 * p.rational(np.eye(size, dtype=int)),
        flip @ p.rational_orthogonal(rng, size),
        p.rational(skew - skew.T),
    )


@claim.premise
def premise(H, S, u) -> bool:
    """u preserves H, and S is its symmetric root."""
    defects = u @ H @ u.T - H, S @ S - H, S - S.T
    return max(p.relative(defect, u, u, H, S, S) for defect in defects) <= 1e-9


@claim.search
def smallest() -> p.Instances:
    """H = I, u diagonal with signs, from d = 1."""
    for d in range(1, 4):
        for flipped in range(d + 1):
            eye = p.rational(np.eye(d, dtype=int))
            yield _instance(eye, p.rational(np.diag([-1] * flipped + [1] * (d - flipped))), 0 * eye)


def _plane(**changes: np.ndarray) -> p.Instance:
    """H = diag(4, 1), a quarter turn, and the skew generator."""
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    return _instance(np.diag([2.0, 1.0]), turn, turn, **changes)


claim.tie(
    {
        "root": "a letter: S is the root of H",
        "S symmetric": "a letter: S is the symmetric root",
        "S invertible": "full rank",
        "covariance": "what the formula is about: the other half of the equivalence",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    S, H, Q, K, u = (p.matrix(name, "d") for name in ("S", "H", "Q", "K", "u"))
    element, generator = S @ Q @ S.inverse, S @ K @ S.inverse
    root = p.Use("root")
    return p.derive(
        (
            p.Equation("root", H, S @ S),
            p.Symmetric("S symmetric", S),
            p.Invertible("S invertible", S),
            p.Equation("orthogonal", Q @ Q.T, p.identity("d")),
            p.Equation("skew", K.T, -K),
            p.Equation("covariance", u @ H @ u.T, H),
        ),
        p.chain(
            "$S Q S^{-1}$ preserves $H$",
            element @ H @ element.T,
            p.step(S @ Q @ Q.T @ S, "$H = S S$, $S$ is symmetric, and $S$ cancels", root),
            p.step(S @ S, "$Q$ is orthogonal", "orthogonal"),
            p.step(H, "$H = S S$", root),
        ),
        p.chain(
            "$S^{-1} u S$ is orthogonal if $u$ preserves $H$",
            S.inverse @ u @ S @ (S.inverse @ u @ S).T,
            p.step(S.inverse @ u @ H @ u.T @ S.inverse, "$S$ is symmetric and $H = S S$", "root"),
            p.step(S.inverse @ H @ S.inverse, "$u$ preserves $H$", "covariance"),
            p.step(p.identity("d"), "$H = S S$, and $S$ cancels", root),
        ),
        p.chain(
            "$S K S^{-1}$ is an infinitesimal symmetry of $H$",
            generator @ H + H @ generator.T,
            p.step(S @ K @ S + S @ K.T @ S, "$H = S S$, $S$ is symmetric, and $S$ cancels", root),
            p.step(S @ K @ S - S @ K @ S, "$K$ is skew", "skew"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("orthogonal", r"a shear $u$ with $H = \mathrm{diag}(4, 1)$", lambda: _plane(u=np.array([[1.0, 1.0], [0.0, 1.0]])))
claim.without(
    "skew",
    r"the reversed order $H^{-1/2} L' H^{1/2}$ with $H = \mathrm{diag}(4, 1)$",
    lambda: _plane(L=np.array([[0.0, -0.5], [2.0, 0.0]])),
)
claim.without(
    "full rank",
    r"$H = \mathrm{diag}(1, 0)$, whose stabiliser has dimension 2 instead of 1",
    lambda: _plane(H=np.diag([1.0, 0.0]), u=np.eye(2), L=np.zeros((2, 2))),
)


def _rotation(rng: np.random.Generator) -> p.Instance:
    """An element of the identity component."""
    given = sample(rng)
    Q = given["Q"].copy()
    Q[:, 0] *= np.sign(np.linalg.det(Q))
    return _instance(given["S"], Q, given["K"])


claim.reading(
    "the connected group is meant, whose elements are products of exponentials",
    hypothesis=lambda u: np.linalg.det(u.astype(float)) > 0,
    draw=_rotation,
)
