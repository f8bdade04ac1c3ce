"""Sparse is not low rank: how close a matrix of rank r comes to a shift, or to any generator."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.algebra import rank
from lietheory.arrays import is_exact
from lietheory.representation import ROTATION, copies, grid_generators
from lietheory.representation.shifts import shift_generators

claim = p.Claim(
    "low-rank-sparse",
    "Sparse generators are not of low rank",
    after="gcn-most-restricted",
    source="L-conv, section 3, Learning the L_i",
    statement=r"Among the $L \in \mathbb{R}^{d \times d}$ of rank at most $r$ the largest cosine to $M$ is "
    r"$\sqrt{\sum_{i \le r} s_i^2 / \sum_i s_i^2}$, for the singular values $s_i$ of $M$; to a shift, a permutation or any "
    r"orthogonal $M$ it is $\sqrt{r / d}$. A permutation has $d$ entries and rank $d$, the matrix of ones has $d^2$ "
    r"entries and rank 1: neither of sparse and low rank implies the other.",
    proof=r"For $L = U V$ with orthonormal columns $U$, $\mathrm{tr}(L^\top M) = \mathrm{tr}(V^\top U^\top M) \le |V| |U^\top M| "
    r"= |L| |U^\top M|$, and $|U^\top M|^2 \le \sum_{i \le r} s_i^2$, with equality for the leading singular vectors "
    r"(Eckart and Young). Where all $s_i$ are equal the share of the first $r$ is $r / d$.",
    references=("Eckart and Young 1936, The approximation of one matrix by another of lower rank",),
)
claim.assume("rank", "$L$ has rank at most $r$")
claim.assume("equal singular values", r"for $\sqrt{r/d}$: all singular values of $M$ are equal, as those of a shift are")
claim.part("the ceiling of the cosine")
claim.part("sparse and low rank are independent")
claim.explain(
    "A sparse matrix such as a shift can be as far from low rank as any matrix.",
    "Low-rank generators may not reach the sparse ones that are wanted.",
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    M=("d x d", "the target"),
    r=("number", "the rank"),
)


def cosine(L: np.ndarray, M: np.ndarray) -> float:
    """tr(L^T M) / (|L| |M|), the cosine in which learned generators are compared; 0 for L = 0."""
    size = np.linalg.norm(L) * np.linalg.norm(M)
    return float(np.sum(L * M) / size) if size else 0.0


def ceiling(M: np.ndarray, r: int) -> float:
    """The square root of the share that the r largest squared singular values have of all."""
    squares = np.linalg.svd(M, compute_uv=False) ** 2
    return float(np.sqrt(squares[:r].sum() / squares.sum()))


def best_approximation(M: np.ndarray, r: int) -> np.ndarray:
    """The nearest matrix of rank r, from the singular value decomposition."""
    U, s, Vt = np.linalg.svd(M)
    return (U[:, :r] * s[:r]) @ Vt[:r]


@claim.residual
def residual(M, L, rank_, even):
    """How far above its ceiling a cosine is, how far the best stays below it, and how a shift's ceiling misses sqrt(r / d)."""
    if is_exact(M):
        return _exact_residual(M, L, rank_)
    highest = ceiling(M, rank_)
    attained = abs(cosine(best_approximation(M, rank_), M) - highest)
    return max(0.0, cosine(L, M) - highest, attained, abs(highest - np.sqrt(rank_ / len(M))) if even else 0.0)


def _exact_residual(P: np.ndarray, L: np.ndarray, r: int) -> Fraction:
    """For a permutation P: <L, P>^2 <= r |L|^2, equal for r rows of P; d entries and rank d, while ones have d^2 and rank 1."""
    d, rows = len(P), np.concatenate([P[:r], 0 * P[r:]])
    above = max(0, int(np.sum(L * P)) ** 2 - r * int(np.sum(L * L)))
    attained = abs(int(np.sum(rows * P)) ** 2 - r * int(np.sum(rows * rows)))
    ones = np.ones((d, d), dtype=np.int64)
    witnesses = abs(np.count_nonzero(P) - d) + abs(rank(P) - d) + abs(np.count_nonzero(ones) - d * d) + abs(rank(ones) - 1)
    return Fraction(int(above + attained + witnesses + max(0, rank(L) - r)))


@claim.printed(
    "generators of groups are generally very sparse matrices. Therefore, we represent $L_i$ using low-rank "
    "decomposition $L_i = U_i V_i$.",
    symbols={"tolerated": lambda: 1e-12},
    named=lambda: iter([_instance(shift_generators((4,), [1], "circular")[0], np.zeros((4, 4)), 1, True)]),
    remark="The turn of the plane has one entry a row and no approximation of rank 1 closer than a cosine of "
    r"$\sqrt{1/2}$. The turn of a $20 \times 20$ image by Whittaker-Shannon derivatives has .35 at rank 8 and "
    ".46 at rank 16. Low rank is a compression, and a product $U V$ of random factors is dense.",
)
def printed_form(M, rank_, tolerated):
    """The distance of a sparse generator from rank d_h, relative to its norm, against what is tolerated."""
    M = M.astype(float)
    return p.at_most(float(np.linalg.norm(M - best_approximation(M, rank_)) / np.linalg.norm(M)), tolerated)


def _instance(M: np.ndarray, L: np.ndarray, r: int, even: bool) -> p.Instance:
    return {"M": M, "L": L, "rank": r, "even": even}


def sample(rng: np.random.Generator) -> p.Instance:
    """A shift, an orthogonal matrix, the turn of an image, or a Gaussian matrix, against U V of rank r."""
    kind, side = int(rng.integers(4)), int(rng.integers(2, 5))
    d = side * side
    M = (
        shift_generators((side, side), [[1, 0]], "circular")[0].astype(float),
        p.orthogonal(rng, d),
        grid_generators(side, side)[0],
        rng.standard_normal((d, d)),
    )[kind]
    r = int(rng.integers(1, d))
    U, V = rng.standard_normal((d, r)), rng.standard_normal((r, d))
    near = U @ np.linalg.pinv(U) @ M if rng.random() < 0.5 else U @ V  # half of the draws project M itself on r dimensions
    return _instance(M, near, r, kind < 2)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """A permutation, and an integer matrix of rank at most r."""
    r = int(rng.integers(1, size))
    P = np.eye(size, dtype=np.int64)[rng.permutation(size)]
    U, V = rng.integers(-3, 4, (size, r)), rng.integers(-3, 4, (r, size))
    return _instance(P, U @ (V if rng.random() < 0.5 else U.T @ P), r, True)


@claim.search
def smallest() -> p.Instances:
    """The generator of the turns of k copies of the plane, one entry a row, at rank d_h = 1, 2, ... below its size."""
    for k in range(1, 5):
        M = copies(ROTATION, k)[0]
        for r in range(1, 2 * k):
            yield _instance(M, M, r, True)


def _shift(**changes: object) -> p.Instance:
    """The circular shift of nine points against its first two rows, of rank 2."""
    P = shift_generators((9,), [1], "circular")[0].astype(float)
    return _instance(P, best_approximation(P, 2), 2, True) | changes


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without("rank", "the shift itself, of rank 9, against $r = 2$", lambda: _shift(L=_shift()["M"]))
claim.without(
    "equal singular values",
    r"the turn of a $3 \times 3$ image, whose ceiling at $r = 2$ is not $\sqrt{2 / 9}$",
    lambda: _shift(M=grid_generators(3, 3)[0], L=np.zeros((9, 9))),
)
claim.reading(
    "'represent' means to within a tenth",
    symbol="tolerated",
    to=lambda: 0.1,
)
claim.reading(
    "the generators are those of rank $d_h$ at most",
    hypothesis=lambda M, rank_: rank(M) <= rank_,
)
