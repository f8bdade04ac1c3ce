"""Lemma: the symmetries of both second moments of a regression are so(r) + so(d - r), where labels are in its range."""

from fractions import Fraction
from functools import cache

import numpy as np

from lietheory import proof as p
from lietheory.algebra import direct_sum, identify, inverse, so
from lietheory.claims.lemma_eq14_dimension import of_rank

claim = p.Claim(
    "lemma-eq13-dimension",
    "The symmetries that preserve both second moments",
    after="lemma-eq14-dimension",
    source="own lemma, linear regression; for L-conv, Eq 13",
    statement=r"Let $H$ be symmetric and positive definite and $A$ a $c \times d$ matrix of rank $r$, $C = A H$. The pairs with "
    r"$u H + H u^\top = 0$ and $u_c C + C u^\top = 0$ have the dimension $\frac{r (r - 1)}2 + \frac{(d - r)(d - r - 1)}2 + c (c "
    r"- r)$: they are a conjugate of $so(r) + so(d - r)$, and for $c > r$ any $u_c$ that vanishes on the range of $A$ besides. "
    r"With $A H^{1/2} = U \Sigma V^\top$ they are $u = H^{1/2} V \mathrm{diag}(K_1, K_2) V^\top H^{-1/2}$, $u_c = U \Sigma K_1 "
    r"\Sigma^{-1} U^\top$, $K_1, K_2$ skew.",
    uses=("eq13", "thm1", "cor1", "lemma-eq14-dimension"),
    proof=r"With $K = H^{-1/2} u H^{1/2}$ and $M = A H^{1/2}$ the conditions are that $K$ is skew and $u_c M = M K$. Then $K$ "
    r"maps $\ker M$ to itself, and being skew also its complement, of dimension $r$: $K = V \mathrm{diag}(K_1, K_2) V^\top$, any "
    r"skew $K_1$ and $K_2$. On the range of $M$, $u_c$ is given by $K_1$; on a complement of it any $c \times (c - r)$ matrix "
    r"will do. Nothing is assumed generic: the dimension is the same for every $A$ of rank $r$ and every regular $H$.",
)
claim.assume("rank", "$A$ has rank $r$")
claim.assume("full rank", "$H$ is invertible")
claim.part("the cross moment and the moment of the labels are kept", derived=True, formal=("predicted_labels_second_moment",))
claim.part(
    "the closed form",
    formal=("regression_symmetries_closed_form", "regression_symmetries_exhausted", "regression_algebra_parametrised"),
)
claim.part("the dimension", formal=("regression_algebra_dimension",))
claim.explain(
    "How many pairs of motions keep both moments of a regression, in closed form.",
    "It is the dimension that a search should find.",
    H=("d x d", r"the second moment $\frac1n X X^\top$"),
    A=("d x d", "a matrix on the points"),
)


@cache
def sum_of_rotations(*sizes: int) -> str | None:
    """The name of so(n_1) + so(n_2) + ..., or None where that is 0."""
    summands = [so(n) for n in sizes if n > 1]
    return identify(direct_sum(*summands)).name if summands else None


def rotations(*sizes: int) -> int:
    """The dimension of so(n_1) + so(n_2) + ...."""
    return sum(n * (n - 1) // 2 for n in sizes)


def pair_dimension(H: np.ndarray, C: np.ndarray) -> int:
    """The dimension of the pairs with u H + H u^T = 0 and u_c C + C u^T = 0, by rank."""
    c, d = C.shape
    return p.constraint_nullity(lambda u, u_c: np.concatenate([u @ H + H @ u.T, u_c @ C + C @ u.T]), (d, d), (c, c), like=H)


def closed_form_defect(d, r, H, C, X, Y) -> float | Fraction:
    """How far the closed form of the library is from the stated number and name, and from pairs that keep H and C."""
    u, u_c, estimated_rank = p.regression_pairs(X, Y)
    defects: list[float | Fraction] = [abs(len(u) - rotations(r, d - r)), abs(estimated_rank - r)]
    if len(u):
        defects.append(p.relative(u @ H + H @ u.swapaxes(1, 2), u, H))
        defects.append(p.relative(u_c @ C + C @ u.swapaxes(1, 2), u_c, u, C))
    if len(u) and len(u) == rotations(r, d - r):
        defects.append(int(identify(u).name != sum_of_rotations(r, d - r)))
    return max(defects)


@claim.residual
def residual(d, c, r, H, C, X=None, Y=None):
    """The dimension by rank less the stated one, and on data the defect of the closed form."""
    counted = abs(pair_dimension(H, C) - rotations(r, d - r) - c * (c - r))
    return counted if X is None else max(counted, closed_form_defect(d, r, H, C, X, Y))


def _instance(A: np.ndarray, H: np.ndarray, r: int, **changes: object) -> p.Instance:
    c, d = A.shape
    return {"A": A, "H": H, "C": A @ H, "d": d, "c": c, "r": r} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """Data with a second moment of moderate condition and labels A x of a map of drawn rank, without noise off its range."""
    d, c = (int(k) for k in rng.integers(1, 5, 2))
    r = int(rng.integers(0, min(c, d) + 1))
    X = rng.standard_normal((40, d)) @ p.well_conditioned(rng, d, 3.0)
    A = of_rank(p.well_conditioned(rng, c, 3.0), p.well_conditioned(rng, d, 3.0), r)
    return _instance(A, X.T @ X / 40, r, X=X, Y=X @ A.T)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """A rational A of drawn rank and H = S S^T; the letters are u = S K S^-1 and, for a square map M, v = M u M^-1."""
    c = int(rng.integers(1, 5))
    r = int(rng.integers(0, min(c, size) + 1))
    first, second = (p.rational_invertible(rng, n).astype(np.int64) for n in (c, size))
    A = of_rank(first, second, r)
    S, M = (p.rational_invertible(rng, size).astype(np.int64) for _ in range(2))
    u = S @ so(size).generators[rng.integers(size * (size - 1) // 2)] @ inverse(S)
    letters = {"u": u, "v": M @ u @ inverse(M), "M": M, "sizes": {"d": size, "c": size}}
    return _instance(A, S @ S.T, r) | letters


claim.tie(
    {
        "moment": "the setting: a second moment is symmetric",
        "covariance": "what the formula is about: a pair of symmetries",
        "pair": "what the formula is about: a pair of symmetries",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    u, H, M, v = p.matrix("u", "d"), p.matrix("H", "d"), p.matrix("M", "c", "d"), p.matrix("v", "c")
    return p.derive(
        (p.Symmetric("moment", H), p.Equation("covariance", u @ H, -(H @ u.T)), p.Equation("pair", v @ M, M @ u)),
        p.chain(
            "a pair that preserves $H$ and $M$ preserves the cross moment $C = M H$",
            v @ M @ H + M @ H @ u.T,
            p.step(M @ u @ H + M @ H @ u.T, "$v M = M u$", "pair"),
            p.step(M @ H @ u.T - M @ H @ u.T, r"$u H = -H u^\top$", "covariance"),
        ),
        p.chain(
            r"and the second moment $M H M^\top$ of the fitted labels",
            v @ M @ H @ M.T + (v @ M @ H @ M.T).T,
            p.step(
                M @ u @ H @ M.T + M @ H @ u.T @ M.T, "$v M = M u$, and $H$ is symmetric", "pair", p.Use("pair", transposed=True)
            ),
            p.step(M @ H @ u.T @ M.T - M @ H @ u.T @ M.T, r"$u H = -H u^\top$", "covariance"),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without(
    "rank",
    r"$A$ of rank 1 in the place of one of rank 2, $d = 4$, $c = 2$: $\mathrm{so}(3)$ instead of $\mathrm{so}(2) + "
    r"\mathrm{so}(2)$",
    lambda: _instance(np.ones((2, 4), dtype=np.int64), np.eye(4, dtype=np.int64), 2),
)
claim.without(
    "full rank",
    r"$H = \mathrm{diag}(1, 0)$ and $A = (1, 0)$: two dimensions instead of none",
    lambda: _instance(np.array([[1, 0]]), np.diag([1, 0]), 1),
)
