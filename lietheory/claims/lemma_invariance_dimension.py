"""Lemma: invariance of a regression is so(d - r); an invertible one has all of so(d), turned into symmetries of its labels."""

from __future__ import annotations

import numpy as np

from lietheory.algebra import identify, inverse, so
from lietheory.arrays import is_exact
from lietheory.claims.lemma_eq13_dimension import pair_dimension, rotations, sum_of_rotations
from lietheory.claims.lemma_eq14_dimension import of_rank
from lietheory.discovery import linear_regression_symmetries
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational_invertible, relative, well_conditioned
from lietheory.proof.linear_conditions import solutions
from lietheory.proof.normaliser import Equation, Invertible, Use
from lietheory.proof.words import matrix


def invariances(A: np.ndarray, H: np.ndarray) -> np.ndarray:
    """A basis of {u : A u = 0, u H + H u^T = 0}."""
    d = len(H)
    found = solutions(lambda u: np.concatenate([A @ u, u @ H + H @ u.T]), (d, d), exact=is_exact(H))
    return found.reshape(-1, d, d)


def residual(instance: Instance):
    """Of the dimension and the name of the invariances; of the pairs where A is square and invertible; of the library's own."""
    A, H, r = (instance[k] for k in ("A", "H", "r"))
    d, u = len(H), invariances(A, H)
    expected = rotations(d - r)
    defects = [abs(len(u) - expected)]
    if len(u) == expected and d <= 4 and sum_of_rotations(d - r):
        defects.append(int(identify(u).name != sum_of_rotations(d - r).name))
    if r == d == len(A):
        defects.append(abs(pair_dimension(H, A @ H) - rotations(d)))
    if "X" in instance:
        defects.append(_library_defect(instance))
    return max(defects)


def _library_defect(instance: Instance) -> float:
    """Of u_c A = A u, and u_c A H A^T skew, for the pairs of the library; of the number of those with u_c = 0."""
    A, H, d, r = (instance[k] for k in ("A", "H", "d", "r"))
    found = linear_regression_symmetries(instance["X"], instance["X"] @ A.T)
    u, u_c = found.generators, found.output_generators
    if not len(u):
        return 0.0
    kept = A @ H @ A.T
    moving = int(np.linalg.matrix_rank(u_c.reshape(len(u), -1), tol=1e-9))
    return max(
        abs(len(u) - moving - rotations(d - r)),
        relative(u_c @ A - A @ u, u_c, u, A),
        relative(u_c @ kept + kept @ u_c.swapaxes(1, 2), u_c, kept),
    )


def _instance(A: np.ndarray, H: np.ndarray, r: int, **changes: object) -> Instance:
    return {"A": A, "H": H, "r": r, "d": len(H)} | changes


def sample(rng: np.random.Generator) -> Instance:
    """Data of moderate condition and a map of drawn rank, half of them square."""
    d = int(rng.integers(1, 6))
    c = d if rng.random() < 0.5 else int(rng.integers(1, 6))
    r = c if c == d and rng.random() < 0.5 else int(rng.integers(0, min(c, d) + 1))
    X = rng.standard_normal((40, d)) @ well_conditioned(rng, d, 3.0)
    return _instance(of_rank(well_conditioned(rng, c, 3.0), well_conditioned(rng, d, 3.0), r), X.T @ X / 40, r, X=X)


def exact(rng: np.random.Generator, size: int) -> Instance:
    """Integer A of drawn rank, half of them invertible; the letters are an invertible M, u that keeps H and v = M u M^-1."""
    square = rng.random() < 0.5
    c = size if square else int(rng.integers(1, 5))
    r = size if square else int(rng.integers(0, min(c, size) + 1))
    A = of_rank(*(rational_invertible(rng, n).astype(np.int64) for n in (c, size)), r)
    S, M = (rational_invertible(rng, size).astype(np.int64) for _ in range(2))
    u = S @ so(size).generators[rng.integers(size * (size - 1) // 2)] @ inverse(S)
    return _instance(A, S @ S.T, r) | {"u": u, "M": M, "v": M @ u @ inverse(M), "sizes": {"d": size}}


def derivation() -> Derivation:
    u, v, M, H = (matrix(name, "d") for name in ("u", "v", "M", "H"))
    return Derivation(
        (
            Equation("covariance", u @ H, -(H @ u.T)),
            Equation("turned", v, M @ u @ M.inverse),
            Invertible("M invertible", M),
        ),
        (
            Chain(
                "v = M u M^-1 is a pair with u",
                v @ M,
                (Step(M @ u, "M cancels", (Use("turned"),)),),
            ),
            Chain(
                "and keeps the second moment M H M^T of the labels",
                v @ M @ H @ M.T + M @ H @ M.T @ v.T,
                (
                    Step(
                        M @ (u @ H + H @ u.T) @ M.T,
                        "M cancels",
                        (Use("turned"), Use("turned", transposed=True)),
                    ),
                    Step(M @ (H @ u.T - H @ u.T) @ M.T, "u H = -H u^T", (Use("covariance"),)),
                ),
            ),
        ),
    )


def _plane(A: list[list[int]], r: int, H: np.ndarray | None = None) -> Instance:
    A = np.array(A)
    return _instance(A, np.eye(A.shape[1], dtype=np.int64) if H is None else H, r)


CLAIM = Claim(
    label="lemma-invariance-dimension",
    title="Invariance of a regression",
    source="own lemma, linear regression; for L-conv, Theorem 1",
    statement=r"Let $H$ be symmetric and positive definite and $A$ a $c \times d$ matrix of rank $r$. The $u$ that keep $H$ and "
    r"the labels, $u H + H u^\top = 0$ and $A u = 0$ ($u_c = 1$ in the group), are a conjugate of $so(d - r)$. If $A$ is square "
    r"and invertible there are none but 0, and the pairs that keep $H$ and $C = A H$ are $so(d)$, with $u_c = A u A^{-1}$, which "
    r"keeps the second moment $A H A^\top$ of the labels.",
    assumptions=(
        Assumption("rank", "$A$ has rank $r$"),
        Assumption("full rank", "$H$ is invertible"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "rank", "A of rank 1 in the place of one of rank 2, d = 3: so(2)", lambda: _plane([[1, 1, 0], [2, 2, 0]], 2)
        ),
        Counterexample(
            "full rank", "H = diag(1, 0) and A = (1, 0): a scaling and no more", lambda: _plane([[1, 0]], 1, np.diag([1, 0]))
        ),
    ),
    derivation=derivation,
    uses=("thm1", "lemma-eq13-dimension"),
    proof=r"With $K = H^{-1/2} u H^{1/2}$ skew and $M = A H^{1/2}$ of rank $r$, $A u = 0$ says $M K = 0$: $K$ maps into $\ker M$ "
    r"and, being skew, vanishes on its complement, so that it is any skew matrix of $\ker M$. For invertible $A$ every skew $K$ "
    r"has exactly one $u_c$.",
)
