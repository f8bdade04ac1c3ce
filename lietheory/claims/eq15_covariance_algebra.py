"""Eq 15: the generators that preserve H are H^(1/2) L' H^(-1/2); in the reversed order they preserve H^-1."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import inverse, rank, so
from lietheory.arrays import is_exact
from lietheory.comparison import principal_angles
from lietheory.discovery import linear_regression_symmetries

claim = p.Claim(
    "eq15",
    "The generators that preserve the second moment",
    after="thm1",
    source="L-conv, Eq 15",
    statement=r"For invertible $H$ and any $S$ with $S S^\top = H$, for instance $S = H^{1/2}$, the matrices $S L'_i S^{-1}$ "
    r"with $L'_i$ a basis of $so(d)$ are a basis of $\{L : L H + H L^\top = 0\}$. In the reversed order, "
    r"$S^{-\top} L'_i S^\top$, they preserve $H^{-1}$ instead.",
    proof=r"$L \mapsto S^{-1} L S$ is a bijection from the solutions of $L H + H L^\top = 0$ onto those of $K + K^\top = 0$, "
    r"since $S^{-1} (L H + H L^\top) S^{-\top} = K + K^\top$.",
)
claim.assume("root", r"$S S^\top = H$")
claim.assume("skew", r"the $L'_i$ are skew")
claim.assume("all", r"the $L'_i$ are a basis of $so(d)$")
claim.part("they preserve $H$ and are all", derived=True, formal=("covariance_algebra_basis", "covariance_algebra_injective"))
claim.part("the reversed order", derived=True, formal=("reversed_order_preserves_the_inverse",))
claim.explain(
    "The infinitesimal motions that keep a second moment are the rotations, seen through its square root.",
    "It gives the generators in closed form, without training.",
    H=("d x d", r"the second moment $\frac1n X X^\top$"),
    S=("d x d", r"a root, $S S^\top = H$"),
    L_i=("d x d", "a generator"),
)


def stabiliser(H: np.ndarray) -> np.ndarray:
    """A basis, as rows, of {L : L H + H L^T = 0}."""
    return p.constraint_null_space(lambda L: L @ H + H @ L.T, H.shape, exact=is_exact(H))


@claim.residual
def residual(H, S, turns, samples=None):
    """Of the basis: preserving H, the reversed order preserving H^-1, independence, and spanning the stabiliser."""
    basis, back = S @ turns @ inverse(S), inverse(S.T) @ turns @ S.T
    scales = S, inverse(S), H, turns
    preserved = p.relative(basis @ H + H @ basis.swapaxes(1, 2), *scales)
    reversed_order = p.relative(back @ inverse(H) + inverse(H) @ back.swapaxes(1, 2), inverse(H), *scales)
    flat, whole = basis.reshape(len(basis), -1), stabiliser(H)
    missing = abs(rank(flat) - len(whole)) + abs(rank(flat) - len(flat)) + abs(len(whole) - len(H) * (len(H) - 1) // 2)
    return max(preserved, reversed_order, missing, 0 if samples is None else _angle(samples, whole))


def _angle(samples: np.ndarray, whole: np.ndarray) -> float:
    """The largest sine between the stabiliser and the closed form of the library."""
    closed_form = linear_regression_symmetries(samples).generators
    return float(np.sin(principal_angles(closed_form, whole)).max()) if len(closed_form) == len(whole) else 1.0


def _instance(S: np.ndarray, turns: np.ndarray, **changes: np.ndarray) -> p.Instance:
    return {"S": S, "H": S @ S.T, "turns": turns, "K": turns[0], "sizes": {"d": len(S)}} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """The second moment of samples and its symmetric root."""
    d = int(rng.integers(2, 6))
    samples = rng.standard_normal((60, d)) @ p.well_conditioned(rng, d)
    values, vectors = np.linalg.eigh(linear_regression_symmetries(samples).second_moment)
    return _instance(vectors * np.sqrt(values) @ vectors.T, so(d).generators.astype(float), samples=samples)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Any invertible S, symmetric or not, and H = S S^T."""
    return _instance(p.rational_invertible(rng, size), so(size).generators)


@claim.printed(
    r"with a Lie algebra basis given by $L_i = H^{1/2} L_i' H^{-1/2}$, $L_i' \in so(d)$",
    exact=True,
    remark=r"The root need not be the symmetric one. The step 'multiplying $u H u^\top = H$ by $H^{-1/2}$ from both "
    "sides' needs $H$ invertible, which is the full rank of the samples.",
)
def printed_form(H, S, turns):
    """L H against -H L^T for every L of the basis, and the rank of the basis against the dimension of all such L."""
    basis = S @ turns @ inverse(S)
    preserved = p.equal(basis @ H, -(H @ basis.swapaxes(1, 2)), S, inverse(S), H, turns)
    return preserved, p.equal(rank(basis.reshape(len(basis), -1)), len(stabiliser(H)))


@claim.premise
def premise(H, S, turns) -> bool:
    """S is the symmetric root of H, and the turns are a basis of so(d)."""
    d = len(H)
    skew = p.relative(turns + turns.swapaxes(1, 2), turns) <= 1e-12 and rank(turns.reshape(len(turns), -1)) == d * (d - 1) // 2
    return skew and len(turns) == d * (d - 1) // 2 and max(p.relative(S - S.T, S), p.relative(S @ S - H, S, S)) <= 1e-9


@claim.search
def smallest() -> p.Instances:
    """Diagonal S = H^(1/2) with entries 1, 2, 3 from d = 2."""
    for d in range(2, 5):
        for last in range(1, 4):
            yield _instance(p.rational(np.diag([1] * (d - 1) + [last])), so(d).generators)


def _plane(**changes: np.ndarray) -> p.Instance:
    """H = diag(4, 1) and the skew generator."""
    return {**_instance(np.diag([2.0, 1.0]), np.array([[[0.0, -1.0], [1.0, 0.0]]])), **changes}


claim.tie(
    {
        "S invertible": "a letter: S is invertible as H is",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    S, H, K = p.matrix("S", "d"), p.matrix("H", "d"), p.matrix("K", "d")
    generator, other = S @ K @ S.inverse, S.T.inverse @ K @ S.T
    skew, root = p.Use("skew"), p.Use("root")
    precision = S.T.inverse @ S.inverse
    return p.derive(
        (p.Equation("root", H, S @ S.T), p.Equation("skew", K.T, -K), p.Invertible("S invertible", S)),
        p.chain(
            "$S K S^{-1}$ preserves $H$",
            generator @ H + H @ generator.T,
            p.step(S @ K @ S.T + S @ K.T @ S.T, r"$H = S S^\top$, and $S$ cancels", root),
            p.step(S @ K @ S.T - S @ K @ S.T, "$K$ is skew", skew),
        ),
        p.chain(
            r"$S^{-\top} K S^\top$, in the reversed order, preserves $H^{-1} = S^{-\top} S^{-1}$",
            other @ precision + precision @ other.T,
            p.step(S.T.inverse @ K @ S.inverse + S.T.inverse @ K.T @ S.inverse, "$S$ cancels"),
            p.step(S.T.inverse @ K @ S.inverse - S.T.inverse @ K @ S.inverse, "$K$ is skew", skew),
        ),
        cancels="$S$, in the reversed order: skewness in another basis is the whole of that chain",
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without(
    "root", r"the reversed order $H^{-1/2} L' H^{1/2}$, $H = \mathrm{diag}(4, 1)$", lambda: _plane(S=np.diag([0.5, 1.0]))
)
claim.without("skew", r"a boost $L'$ with $H = \mathrm{diag}(4, 1)$", lambda: _plane(turns=np.array([[[0.0, 1.0], [1.0, 0.0]]])))
claim.without(
    "all", r"two of the three turns of $\mathbb{R}^3$", lambda: _instance(np.eye(3), so(3).generators[:2].astype(float))
)
