"""Corollary 1: the group that preserves the second moment H is conjugate to O(d) by H^(1/2)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lietheory.algebra import inverse, null_space
from lietheory.discovery import linear_regression_symmetries
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import orthogonal, rational, rational_invertible, rational_orthogonal, relative
from lietheory.proof.normaliser import Equation, Invertible, Symmetric, Use
from lietheory.proof.words import identity, matrix


def stabiliser_dimension(H: np.ndarray) -> int:
    """The dimension of {L : L H + H L^T = 0}, by the null space of that linear map."""
    d = len(H)
    images = []
    for i in range(d):
        for j in range(d):
            L = np.zeros_like(H)
            L[i, j] += 1
            images.append((L @ H + H @ L.T).ravel())
    return len(null_space(np.array(images).T))


def residual(instance: Instance):
    """u H u^T - H, L H + H L^T, and the dimension of the stabiliser minus d(d-1)/2, the largest of the three."""
    H, u, L = instance["H"], instance["u"], instance["L"]
    d = len(H)
    defects = [relative(u @ H @ u.T - H, u, u, H), relative(L @ H + H @ L.T, L, H)]
    return max(*defects, abs(stabiliser_dimension(H) - d * (d - 1) // 2))


def printed_residual(instance: Instance):
    """As above, and det u - 1: the printed group is SO(d)."""
    return max(residual(instance), abs(round(np.linalg.det(instance["u"].astype(float)), 9) - 1))


def _instance(S: np.ndarray, Q: np.ndarray, K: np.ndarray, **changes: np.ndarray) -> Instance:
    back = inverse(S)
    return {"S": S, "H": S @ S, "Q": Q, "K": K, "u": S @ Q @ back, "L": S @ K @ back, "sizes": {"d": len(S)}} | changes


def sample(rng: np.random.Generator) -> Instance:
    """Second moments of samples, u of either determinant, and L drawn from the closed form of the library."""
    d = int(rng.integers(2, 6))
    X = rng.standard_normal((60, d)) @ (rng.standard_normal((d, d)) / np.sqrt(d) + np.eye(d))
    symmetries = linear_regression_symmetries(X)
    values, vectors = np.linalg.eigh(symmetries.second_moment)
    S = vectors * np.sqrt(values) @ vectors.T
    L = np.tensordot(rng.standard_normal(len(symmetries.generators)), symmetries.generators, axes=1)
    return _instance(S, orthogonal(rng, d), inverse(S) @ L @ S, H=symmetries.second_moment, L=L)


def exact(rng: np.random.Generator, size: int) -> Instance:
    half = rational_invertible(rng, size)
    skew = np.triu(rng.integers(-3, 4, (size, size)), 1)
    flip = rational(np.diag([int(rng.choice([-1, 1]))] + [1] * (size - 1)))
    return _instance(
        half + half.T + 40 * rational(np.eye(size, dtype=int)), flip @ rational_orthogonal(rng, size), rational(skew - skew.T)
    )


def smallest() -> Iterator[Instance]:
    """H = I, u diagonal with signs, from d = 1."""
    for d in range(1, 4):
        for flipped in range(d + 1):
            eye = rational(np.eye(d, dtype=int))
            yield _instance(eye, rational(np.diag([-1] * flipped + [1] * (d - flipped))), 0 * eye)


def _plane(**changes: np.ndarray) -> Instance:
    """H = diag(4, 1), a quarter turn, and the skew generator."""
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    return _instance(np.diag([2.0, 1.0]), turn, turn, **changes)


def derivation() -> Derivation:
    S, H, Q, K, u = (matrix(name, "d") for name in ("S", "H", "Q", "K", "u"))
    element, generator = S @ Q @ S.inverse, S @ K @ S.inverse
    root = Use("root")
    return Derivation(
        (
            Equation("root", H, S @ S),
            Symmetric("S symmetric", S),
            Invertible("S invertible", S),
            Equation("orthogonal", Q @ Q.T, identity("d")),
            Equation("skew", K.T, -K),
            Equation("covariance", u @ H @ u.T, H),
        ),
        (
            Chain(
                "S Q S^-1 preserves H",
                element @ H @ element.T,
                (
                    Step(S @ Q @ Q.T @ S, "H = S S, S is symmetric, and S cancels", (root,)),
                    Step(S @ S, "Q is orthogonal", (Use("orthogonal"),)),
                    Step(H, "H = S S", (root,)),
                ),
            ),
            Chain(
                "S^-1 u S is orthogonal if u preserves H",
                S.inverse @ u @ S @ (S.inverse @ u @ S).T,
                (
                    Step(S.inverse @ u @ H @ u.T @ S.inverse, "S is symmetric and H = S S", (Use("root"),)),
                    Step(S.inverse @ H @ S.inverse, "u preserves H", (Use("covariance"),)),
                    Step(identity("d"), "H = S S, and S cancels", (root,)),
                ),
            ),
            Chain(
                "S K S^-1 is an infinitesimal symmetry of H",
                generator @ H + H @ generator.T,
                (
                    Step(S @ K @ S + S @ K.T @ S, "H = S S, S is symmetric, and S cancels", (root,)),
                    Step(S @ K @ S - S @ K @ S, "K is skew", (Use("skew"),)),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="cor1",
    title="The group preserving the second moment",
    source="L-conv, Corollary 1 and Eq 15",
    statement=r"For invertible $H = S S$, $S = H^{1/2}$: $u H u^\top = H$ if and only if $S^{-1} u S \in O(d)$, and "
    r"$L H + H L^\top = 0$ if and only if $L = S L' S^{-1}$ with $L' \in so(d)$. The group is isomorphic to $O(d)$, "
    r"not to $SO(d)$, for every such $H$; its Lie algebra is $so(d)$.",
    assumptions=(
        Assumption("orthogonal", r"$Q = S^{-1} u S$ is orthogonal"),
        Assumption("skew", r"$L' = S^{-1} L S$ is skew"),
        Assumption("full rank", "$H$ is invertible"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("orthogonal", "a shear u with H = diag(4, 1)", lambda: _plane(u=np.array([[1.0, 1.0], [0.0, 1.0]]))),
        Counterexample(
            "skew",
            "the reversed order H^(-1/2) L' H^(1/2) with H = diag(4, 1)",
            lambda: _plane(L=np.array([[0.0, -0.5], [2.0, 0.0]])),
        ),
        Counterexample(
            "full rank",
            "H = diag(1, 0), whose stabiliser has dimension 2 instead of 1",
            lambda: _plane(H=np.diag([1.0, 0.0]), u=np.eye(2), L=np.zeros((2, 2))),
        ),
    ),
    printed=Printed(
        r"The subgroup of symmetries of linear regression satisfying $u H u^\top = H$ form an orthogonal group isomorphic to "
        r"$SO(d)$, with a Lie algebra basis given by $L_i = H^{1/2} L_i' H^{-1/2}$, $L_i' \in so(d)$.",
        printed_residual,
        smallest,
        remark="u'u'^T = I gives O(d). Eq 15, the statement about the algebra, is right; the dimension d(d-1)/2 is the same for "
        "every invertible H and so says nothing about the data beyond a change of basis.",
    ),
    derivation=derivation,
    uses=("eq13",),
)
