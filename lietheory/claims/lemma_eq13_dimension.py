"""Lemma: what keeps both second moments of a regression is so(r) + so(d - r), and nothing else where labels are in range."""

from __future__ import annotations

from functools import cache

import numpy as np

from lietheory.algebra import Identification, direct_sum, identify, inverse, so
from lietheory.arrays import is_exact
from lietheory.claims.lemma_eq14_dimension import of_rank
from lietheory.discovery import linear_regression_symmetries
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational_invertible, relative, well_conditioned
from lietheory.proof.linear_conditions import dimension
from lietheory.proof.normaliser import Equation, Symmetric, Use
from lietheory.proof.words import matrix


@cache
def sum_of_rotations(*sizes: int) -> Identification | None:
    """The name of so(n_1) + so(n_2) + ..., or None where that is 0."""
    summands = [so(n) for n in sizes if n > 1]
    return identify(direct_sum(*summands)) if summands else None


def rotations(*sizes: int) -> int:
    """The dimension of so(n_1) + so(n_2) + ...."""
    return sum(n * (n - 1) // 2 for n in sizes)


def pair_dimension(H: np.ndarray, C: np.ndarray) -> int:
    """The dimension of the pairs with u H + H u^T = 0 and u_c C + C u^T = 0, by rank."""
    c, d = C.shape
    return dimension(
        lambda u, u_c: np.concatenate([u @ H + H @ u.T, u_c @ C + C @ u.T]),
        (d, d),
        (c, c),
        like=H,
    )


def closed_form_defect(instance: Instance) -> float:
    """How far the closed form of the library is from the stated number and name, and from pairs that keep H and C."""
    d, r, H, C = (instance[k] for k in ("d", "r", "H", "C"))
    found = linear_regression_symmetries(instance["X"], instance["Y"])
    u, u_c = found.generators, found.output_generators
    defects = [abs(len(u) - rotations(r, d - r)), abs(found.rank - r)]
    if len(u):
        defects.append(relative(u @ H + H @ u.swapaxes(1, 2), u, H))
        defects.append(relative(u_c @ C + C @ u.swapaxes(1, 2), u_c, u, C))
    if len(u) and len(u) == rotations(r, d - r):
        defects.append(int(identify(u).name != sum_of_rotations(r, d - r).name))
    return max(defects)


def residual(instance: Instance):
    """The dimension by rank less the stated one, and on data the defect of the closed form."""
    d, c, r = (instance[k] for k in ("d", "c", "r"))
    counted = abs(pair_dimension(instance["H"], instance["C"]) - rotations(r, d - r) - c * (c - r))
    return counted if is_exact(instance["H"]) or "X" not in instance else max(counted, closed_form_defect(instance))


def _instance(A: np.ndarray, H: np.ndarray, r: int, **changes: object) -> Instance:
    c, d = A.shape
    return {"A": A, "H": H, "C": A @ H, "d": d, "c": c, "r": r} | changes


def sample(rng: np.random.Generator) -> Instance:
    """Data with a second moment of moderate condition and labels A x of a map of drawn rank, without noise off its range."""
    d, c = (int(k) for k in rng.integers(1, 5, 2))
    r = int(rng.integers(0, min(c, d) + 1))
    X = rng.standard_normal((40, d)) @ well_conditioned(rng, d, 3.0)
    A = of_rank(well_conditioned(rng, c, 3.0), well_conditioned(rng, d, 3.0), r)
    return _instance(A, X.T @ X / 40, r, X=X, Y=X @ A.T)


def exact(rng: np.random.Generator, size: int) -> Instance:
    """A rational A of drawn rank and H = S S^T; the letters are u = S K S^-1 and, for a square map M, v = M u M^-1."""
    c = int(rng.integers(1, 5))
    r = int(rng.integers(0, min(c, size) + 1))
    A = of_rank(*(rational_invertible(rng, n).astype(np.int64) for n in (c, size)), r)
    S, M = (rational_invertible(rng, size).astype(np.int64) for _ in range(2))
    u = S @ so(size).generators[rng.integers(size * (size - 1) // 2)] @ inverse(S)
    letters = {"u": u, "v": M @ u @ inverse(M), "M": M, "sizes": {"d": size, "c": size}}
    return _instance(A, S @ S.T, r) | letters


def derivation() -> Derivation:
    u, H, M, v = matrix("u", "d"), matrix("H", "d"), matrix("M", "c", "d"), matrix("v", "c")
    return Derivation(
        (Symmetric("moment", H), Equation("covariance", u @ H, -(H @ u.T)), Equation("pair", v @ M, M @ u)),
        (
            Chain(
                "a pair that keeps H and leaves M alone keeps the cross moment C = M H",
                v @ M @ H + M @ H @ u.T,
                (
                    Step(M @ u @ H + M @ H @ u.T, "v M = M u", (Use("pair"),)),
                    Step(M @ H @ u.T - M @ H @ u.T, "u H = -H u^T", (Use("covariance"),)),
                ),
            ),
            Chain(
                "and the second moment M H M^T of the fitted labels",
                v @ M @ H @ M.T + (v @ M @ H @ M.T).T,
                (
                    Step(
                        M @ u @ H @ M.T + M @ H @ u.T @ M.T,
                        "v M = M u, and H is symmetric",
                        (Use("pair"), Use("pair", transposed=True)),
                    ),
                    Step(M @ H @ u.T @ M.T - M @ H @ u.T @ M.T, "u H = -H u^T", (Use("covariance"),)),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="lemma-eq13-dimension",
    title="The symmetries that keep both second moments",
    source="own lemma, linear regression; for L-conv, Eq 13",
    statement=r"Let $H$ be symmetric and positive definite and $A$ a $c \times d$ matrix of rank $r$, $C = A H$. The pairs with "
    r"$u H + H u^\top = 0$ and $u_c C + C u^\top = 0$ have the dimension $\frac{r (r - 1)}2 + \frac{(d - r)(d - r - 1)}2 + c (c "
    r"- r)$: they are a conjugate of $so(r) + so(d - r)$, and for $c > r$ any $u_c$ that vanishes on the range of $A$ besides. "
    r"With $A H^{1/2} = U \Sigma V^\top$ they are $u = H^{1/2} V \mathrm{diag}(K_1, K_2) V^\top H^{-1/2}$, $u_c = U \Sigma K_1 "
    r"\Sigma^{-1} U^\top$, $K_1, K_2$ skew.",
    assumptions=(
        Assumption("rank", "$A$ has rank $r$"),
        Assumption("full rank", "$H$ is invertible"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "rank",
            "A of rank 1 in the place of one of rank 2, d = 4, c = 2: so(3) instead of so(2) + so(2)",
            lambda: _instance(np.ones((2, 4), dtype=np.int64), np.eye(4, dtype=np.int64), 2),
        ),
        Counterexample(
            "full rank",
            "H = diag(1, 0) and A = (1, 0): two dimensions instead of none",
            lambda: _instance(np.array([[1, 0]]), np.diag([1, 0]), 1),
        ),
    ),
    derivation=derivation,
    uses=("eq13", "thm1", "cor1", "lemma-eq14-dimension"),
    proof=r"With $K = H^{-1/2} u H^{1/2}$ and $M = A H^{1/2}$ the conditions are that $K$ is skew and $u_c M = M K$. Then $K$ "
    r"maps $\ker M$ to itself, and being skew also its complement, of dimension $r$: $K = V \mathrm{diag}(K_1, K_2) V^\top$, any "
    r"skew $K_1$ and $K_2$. On the range of $M$, $u_c$ is given by $K_1$; on a complement of it any $c \times (c - r)$ matrix "
    r"will do. Nothing is assumed generic: the dimension is the same for every $A$ of rank $r$ and every regular $H$.",
)
