"""Lemma: invariance of a regression is so(d - r); an invertible one has all of so(d), turned into symmetries of its labels."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.algebra import identify, inverse, so
from lietheory.arrays import is_exact
from lietheory.claims.lemma_eq13_dimension import pair_dimension, rotations, sum_of_rotations
from lietheory.claims.lemma_eq14_dimension import of_rank

claim = p.Claim(
    "lemma-invariance-dimension",
    "Invariance of a regression",
    after="lemma-eq13-dimension",
    source="own lemma, linear regression; for L-conv, Theorem 1",
    statement=r"Let $H$ be symmetric and positive definite and $A$ a $c \times d$ matrix of rank $r$. The $u$ that keep $H$ and "
    r"the labels, $u H + H u^\top = 0$ and $A u = 0$ ($u_c = 1$ in the group), are a conjugate of $so(d - r)$. If $A$ is square "
    r"and invertible there are none but 0, and the pairs that keep $H$ and $C = A H$ are $so(d)$, with $u_c = A u A^{-1}$, which "
    r"keeps the second moment $A H A^\top$ of the labels.",
    uses=("thm1", "lemma-eq13-dimension"),
    proof=r"With $K = H^{-1/2} u H^{1/2}$ skew and $M = A H^{1/2}$ of rank $r$, $A u = 0$ says $M K = 0$: $K$ maps into $\ker M$ "
    r"and, being skew, vanishes on its complement, so that it is any skew matrix of $\ker M$. For invertible $A$ every skew $K$ "
    r"has exactly one $u_c$.",
)
claim.assume("rank", "$A$ has rank $r$")
claim.assume("full rank", "$H$ is invertible")
claim.part("$u_c = A u A^{-1}$ keeps the moment of the labels", derived=True, formal=("invertible_pairs_keep_labels",))
claim.part("the dimension", formal=("invariance_dimension", "no_invariance", "invertible_pairs"))
claim.explain(
    "Which motions keep inputs and labels alike.",
    "It counts invariances, apart from equivariances.",
    H=("d x d", r"the second moment $\frac1n X X^\top$"),
    A=("d x d", "a matrix on the points"),
)


def invariances(A: np.ndarray, H: np.ndarray) -> np.ndarray:
    """A basis of {u : A u = 0, u H + H u^T = 0}."""
    basis = p.constraint_null_space(lambda u: np.concatenate([A @ u, u @ H + H @ u.T]), H.shape, exact=is_exact(H))
    return basis.reshape(-1, *H.shape)


@claim.residual
def residual(A, H, r, X=None):
    """Of the dimension and the name of the invariances; of the pairs where A is square and invertible; of the library's own."""
    d, u = len(H), invariances(A, H)
    expected = rotations(d - r)
    defects: list[float | Fraction] = [abs(len(u) - expected)]
    if len(u) == expected and d <= 4 and sum_of_rotations(d - r):
        defects.append(int(identify(u).name != sum_of_rotations(d - r)))
    if r == d == len(A):
        defects.append(abs(pair_dimension(H, A @ H) - rotations(d)))
    if X is not None:
        defects.append(_library_defect(A, H, d, r, X))
    return max(defects)


def _library_defect(A, H, d, r, X) -> float | Fraction:
    """Of u_c A = A u, and u_c A H A^T skew, for the pairs of the library; of the number of those with u_c = 0."""
    u, u_c, _ = p.regression_pairs(X, X @ A.T)
    if not len(u):
        return 0.0
    kept = A @ H @ A.T
    moving = int(np.linalg.matrix_rank(u_c.reshape(len(u), -1), tol=1e-9))
    return max(
        abs(len(u) - moving - rotations(d - r)),
        p.relative(u_c @ A - A @ u, u_c, u, A),
        p.relative(u_c @ kept + kept @ u_c.swapaxes(1, 2), u_c, kept),
    )


def _instance(A: np.ndarray, H: np.ndarray, r: int, **changes: object) -> p.Instance:
    return {"A": A, "H": H, "r": r, "d": len(H)} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """Data of moderate condition and a map of drawn rank, half of them square."""
    d = int(rng.integers(1, 6))
    c = d if rng.random() < 0.5 else int(rng.integers(1, 6))
    r = c if c == d and rng.random() < 0.5 else int(rng.integers(0, min(c, d) + 1))
    X = rng.standard_normal((40, d)) @ p.well_conditioned(rng, d, 3.0)
    return _instance(of_rank(p.well_conditioned(rng, c, 3.0), p.well_conditioned(rng, d, 3.0), r), X.T @ X / 40, r, X=X)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Integer A of drawn rank, half of them invertible; the letters are an invertible M, u that keeps H and v = M u M^-1."""
    square = rng.random() < 0.5
    c = size if square else int(rng.integers(1, 5))
    r = size if square else int(rng.integers(0, min(c, size) + 1))
    first, second = (p.rational_invertible(rng, n).astype(np.int64) for n in (c, size))
    A = of_rank(first, second, r)
    S, M = (p.rational_invertible(rng, size).astype(np.int64) for _ in range(2))
    u = S @ so(size).generators[rng.integers(size * (size - 1) // 2)] @ inverse(S)
    return _instance(A, S @ S.T, r) | {"u": u, "M": M, "v": M @ u @ inverse(M), "sizes": {"d": size}}


claim.tie(
    {
        "covariance": "what the formula is about: a symmetry of H",
        "turned": "what the formula is about: the pair of u",
        "M invertible": "rank",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    u, v, M, H = (p.matrix(name, "d") for name in ("u", "v", "M", "H"))
    return p.derive(
        (
            p.Equation("covariance", u @ H, -(H @ u.T)),
            p.Equation("turned", v, M @ u @ M.inverse),
            p.Invertible("M invertible", M),
        ),
        p.chain("$v = M u M^{-1}$ is a pair with $u$", v @ M, p.step(M @ u, "$M$ cancels", "turned")),
        p.chain(
            r"and keeps the second moment $M H M^\top$ of the labels",
            v @ M @ H @ M.T + M @ H @ M.T @ v.T,
            p.step(M @ (u @ H + H @ u.T) @ M.T, "$M$ cancels", "turned", p.Use("turned", transposed=True)),
            p.step(M @ (H @ u.T - H @ u.T) @ M.T, r"$u H = -H u^\top$", "covariance"),
        ),
    )


def _plane(rows: list[list[int]], r: int, H: np.ndarray | None = None) -> p.Instance:
    A = np.array(rows)
    return _instance(A, np.eye(A.shape[1], dtype=np.int64) if H is None else H, r)


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without(
    "rank", r"$A$ of rank 1 in the place of one of rank 2, $d = 3$: $\mathrm{so}(2)$", lambda: _plane([[1, 1, 0], [2, 2, 0]], 2)
)
claim.without(
    "full rank",
    r"$H = \mathrm{diag}(1, 0)$ and $A = (1, 0)$: a scaling and no more",
    lambda: _plane([[1, 0]], 1, np.diag([1, 0])),
)
