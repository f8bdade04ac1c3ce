"""Lemma: a singular second moment is kept by more than the rotations: what moves into its range, or outside, is free."""

from __future__ import annotations

import numpy as np

from lietheory.algebra import inverse
from lietheory.claims.c1_covariance_group import stabiliser_dimension
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational_invertible, well_conditioned
from lietheory.proof.normaliser import Equation, Use
from lietheory.proof.words import matrix


def stated(d: int, s: int) -> int:
    """s (s - 1) / 2 + d (d - s)."""
    return s * (s - 1) // 2 + d * (d - s)


def residual(instance: Instance):
    """The dimension of {L : L H + H L^T = 0} less the stated one."""
    H = instance["H"]
    return abs(stabiliser_dimension(H) - stated(len(H), instance["s"]))


def _instance(H: np.ndarray, s: int, **changes: object) -> Instance:
    return {"H": H, "s": s} | changes


def sample(rng: np.random.Generator) -> Instance:
    """F diag(values) F^T with s values of either sign, in scales of a factor of ten."""
    d = int(rng.integers(1, 6))
    s = int(rng.integers(0, d + 1))
    F = well_conditioned(rng, d, 3.0)[:, :s]
    return _instance(F * rng.choice([-1.0, 1.0], s) * np.exp(rng.uniform(-1, 1, s)) @ F.T, s)


def exact(rng: np.random.Generator, size: int) -> Instance:
    """H = F F^T with integer F of full column rank; G is an element with G F = F K, K skew."""
    s = int(rng.integers(1, size + 1))
    whole = rational_invertible(rng, size)
    F = whole[:, :s]
    skew = np.triu(rng.integers(-3, 4, (s, s)), 1)
    K = skew - skew.T
    inner = rng.integers(-3, 4, (size, size))
    inner[:, :s] = 0
    inner[:s, :s] = K
    letters = {"F": F, "K": K, "G": whole @ inner @ inverse(whole), "sizes": {"d": size, "s": s}}
    return _instance((F @ F.T).astype(np.int64), s) | letters


def derivation() -> Derivation:
    G, H, F, K = matrix("G", "d"), matrix("H", "d"), matrix("F", "d", "s"), matrix("K", "s")
    factor = Use("factor")
    return Derivation(
        (Equation("factor", H, F @ F.T), Equation("range", G @ F, F @ K), Equation("skew", K.T, -K)),
        (
            Chain(
                "what turns the columns of F keeps H",
                G @ H + H @ G.T,
                (
                    Step(G @ F @ F.T + F @ F.T @ G.T, "H = F F^T", (factor,)),
                    Step(F @ K @ F.T + F @ K.T @ F.T, "G F = F K", (Use("range"), Use("range", transposed=True))),
                    Step(F @ K @ F.T - F @ K @ F.T, "K is skew", (Use("skew"),)),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="lemma-singular-second-moment",
    title="The stabiliser of a singular second moment",
    source="own lemma, linear regression; for L-conv, Corollary 1",
    statement=r"Let $H$ be symmetric of size $d$ and rank $s$, of any signature. $\{L : L H + H L^\top = 0\}$ has the dimension "
    r"$\frac{s (s - 1)}2 + d (d - s)$: for $H = F F^\top$ it is all $L$ with $L F = F K$, $K$ skew. It is larger than $so(d)$ "
    r"for $s < d$, by $\frac12 (d - s)(d - s + 1)$.",
    assumptions=(
        Assumption("rank", "$H$ has rank $s$"),
        Assumption("symmetric", r"$H^\top = H$"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("rank", "diag(1, 0) with s = 2, as if it were regular", lambda: _instance(np.diag([1, 0]), 2)),
        Counterexample(
            "symmetric",
            "the skew form of the plane, kept by sp(2, R)",
            lambda: _instance(np.array([[0, 1], [-1, 0]]), 2),
        ),
    ),
    derivation=derivation,
    uses=("cor1",),
    proof=r"In coordinates where $H = \mathrm{diag}(\eta, 0)$, $\eta$ regular of size $s$, $L H + H L^\top = 0$ says of the "
    r"blocks of $L$ that $L_{11} \eta$ is skew and $L_{21} \eta = 0$. So $L_{11}$ has $s (s - 1) / 2$ dimensions, $L_{21}$ none, "
    r"and the $d (d - s)$ entries of the other two blocks are free.",
)
