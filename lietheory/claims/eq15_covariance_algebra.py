"""Eq 15: the generators that preserve H are H^(1/2) L' H^(-1/2); in the reversed order they preserve H^-1."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lietheory.algebra import inverse, null_space, rank, so
from lietheory.comparison import principal_angles
from lietheory.discovery import linear_regression_symmetries
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational, rational_invertible, relative, well_conditioned
from lietheory.proof.normaliser import Equation, Invertible, Use
from lietheory.proof.words import matrix


def stabiliser(H: np.ndarray) -> np.ndarray:
    """A basis, as rows, of {L : L H + H L^T = 0}, the kernel of that linear map of L."""
    units = np.eye(H.size, dtype=np.int64).astype(H.dtype).reshape(-1, *H.shape)
    images = units @ H
    return null_space((images + images.swapaxes(1, 2)).reshape(len(units), -1).T)


def residual(instance: Instance):
    """Of the basis: preserving H, the reversed order preserving H^-1, independence, and spanning the stabiliser."""
    H, S, turns = instance["H"], instance["S"], instance["turns"]
    basis, back = S @ turns @ inverse(S), inverse(S.T) @ turns @ S.T
    scales = S, inverse(S), H, turns
    preserved = relative(basis @ H + H @ basis.swapaxes(1, 2), *scales)
    reversed_order = relative(back @ inverse(H) + inverse(H) @ back.swapaxes(1, 2), inverse(H), *scales)
    flat, whole = basis.reshape(len(basis), -1), stabiliser(H)
    missing = abs(rank(flat) - len(whole)) + abs(rank(flat) - len(flat)) + abs(len(whole) - len(H) * (len(H) - 1) // 2)
    return max(preserved, reversed_order, missing, _angle(instance, whole))


def _angle(instance: Instance, whole: np.ndarray) -> float:
    """The largest sine between the stabiliser and the closed form of the library, where the instance has samples."""
    if "samples" not in instance:
        return 0
    found = linear_regression_symmetries(instance["samples"]).generators
    return float(np.sin(principal_angles(found, whole)).max()) if len(found) == len(whole) else 1.0


def _instance(S: np.ndarray, turns: np.ndarray, **changes: np.ndarray) -> Instance:
    return {"S": S, "H": S @ S.T, "turns": turns, "K": turns[0], "sizes": {"d": len(S)}} | changes


def sample(rng: np.random.Generator) -> Instance:
    """The second moment of samples and its symmetric root."""
    d = int(rng.integers(2, 6))
    samples = rng.standard_normal((60, d)) @ well_conditioned(rng, d)
    values, vectors = np.linalg.eigh(linear_regression_symmetries(samples).second_moment)
    return _instance(vectors * np.sqrt(values) @ vectors.T, so(d).generators.astype(float), samples=samples)


def exact(rng: np.random.Generator, size: int) -> Instance:
    """Any invertible S, symmetric or not, and H = S S^T."""
    return _instance(rational_invertible(rng, size), so(size).generators)


def smallest() -> Iterator[Instance]:
    """Diagonal S = H^(1/2) with entries 1, 2, 3 from d = 2."""
    for d in range(2, 5):
        for last in range(1, 4):
            yield _instance(rational(np.diag([1] * (d - 1) + [last])), so(d).generators)


def _plane(**changes: np.ndarray) -> Instance:
    """H = diag(4, 1) and the skew generator."""
    return {**_instance(np.diag([2.0, 1.0]), np.array([[[0.0, -1.0], [1.0, 0.0]]])), **changes}


def derivation() -> Derivation:
    S, H, K = matrix("S", "d"), matrix("H", "d"), matrix("K", "d")
    generator, other = S @ K @ S.inverse, S.T.inverse @ K @ S.T
    skew, root = Use("skew"), Use("root")
    precision = S.T.inverse @ S.inverse
    return Derivation(
        (Equation("root", H, S @ S.T), Equation("skew", K.T, -K), Invertible("S invertible", S)),
        (
            Chain(
                "S K S^-1 preserves H",
                generator @ H + H @ generator.T,
                (
                    Step(S @ K @ S.T + S @ K.T @ S.T, "H = S S^T, and S cancels", (root,)),
                    Step(S @ K @ S.T - S @ K @ S.T, "K is skew", (skew,)),
                ),
            ),
            Chain(
                "S^-T K S^T, in the reversed order, preserves H^-1 = S^-T S^-1",
                other @ precision + precision @ other.T,
                (
                    Step(S.T.inverse @ K @ S.inverse + S.T.inverse @ K.T @ S.inverse, "S cancels"),
                    Step(S.T.inverse @ K @ S.inverse - S.T.inverse @ K @ S.inverse, "K is skew", (skew,)),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="eq15",
    title="The generators that preserve the second moment",
    source="L-conv, Eq 15",
    statement=r"For invertible $H$ and any $S$ with $S S^\top = H$, for instance $S = H^{1/2}$, the matrices $S L'_i S^{-1}$ "
    r"with $L'_i$ a basis of $so(d)$ are a basis of $\{L : L H + H L^\top = 0\}$. In the reversed order, "
    r"$S^{-\top} L'_i S^\top$, they preserve $H^{-1}$ instead.",
    assumptions=(
        Assumption("root", r"$S S^\top = H$"),
        Assumption("skew", r"the $L'_i$ are skew"),
        Assumption("all", r"the $L'_i$ are a basis of $so(d)$"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("root", "the reversed order $H^{-1/2} L' H^{1/2}$, H = diag(4, 1)", lambda: _plane(S=np.diag([0.5, 1.0]))),
        Counterexample("skew", "a boost L' with H = diag(4, 1)", lambda: _plane(turns=np.array([[[0.0, 1.0], [1.0, 0.0]]]))),
        Counterexample("all", "two of the three turns of R^3", lambda: _instance(np.eye(3), so(3).generators[:2].astype(float))),
    ),
    printed=Printed(
        r"... with a Lie algebra basis given by $L_i = H^{1/2} L_i' H^{-1/2}$, $L_i' \in so(d)$.",
        residual,
        smallest,
        remark="The root need not be the symmetric one. The step 'multiplying u H u^T = H by H^(-1/2) from both sides' needs H "
        "invertible, which is the full rank of the samples.",
    ),
    derivation=derivation,
    proof=r"$L \mapsto S^{-1} L S$ is a bijection from the solutions of $L H + H L^\top = 0$ onto those of $K + K^\top = 0$, "
    r"since $S^{-1} (L H + H L^\top) S^{-\top} = K + K^\top$.",
)
