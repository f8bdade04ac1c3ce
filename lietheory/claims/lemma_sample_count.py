"""Lemma: how many evidence rows are needed, to determine a symmetry at all and to distinguish it from noise."""

import numpy as np

from lietheory import algebra
from lietheory import proof as p
from lietheory.arrays import is_exact
from lietheory.discovery import null_space, polarization_matrix
from lietheory.discovery.decision import ROWS_PER_UNKNOWN
from lietheory.representation import velocities

claim = p.Claim(
    "lemma-sample-count",
    "How many samples are needed",
    after="lemma-effect-size",
    source="own lemma, what a network has learned",
    statement=r"Let $E$ have $N m$ rows, one for each point and output, and $K$ columns. Its nullity is the dimension of the "
    r"symmetries only if $N m$ is at least $K$ less that dimension; for one output and points in general position this is "
    r"enough. For a non-degenerate form on $\mathbb{R}^n$ the nullity is $\max(n^2 - N, \frac{n (n - 1)}2)$: 20, 15, 10, 10 at "
    r"5, 10, 15, 20 points for $n = 5$. Rows of pure noise, independent and normal, have $E\, \sigma_{\min} \ge \sqrt{N m} - "
    r"\sqrt K$, and $\lambda_{\min} \to (1 - \sqrt{K / (N m)})^2$ as $K$ grows, up to $O(K^{-2/3})$ from above: with 12 rows for "
    r"each unknown it stays at $.506$, and at $.350$ on either half of them, so that a $\lambda$ near 0 is not noise.",
    uses=("liegg-nullspace", "lemma-nullspace-closure"),
    proof=r"The rank is at most the number of rows. With one output, the rows at all $x$ span a space of the dimension of $K$ "
    r"less the symmetries, and a point in general position leaves the span of fewer rows than that. For a form, rows are $2 B x "
    r"x^\top$, and $x x^\top$ at general points span the symmetric matrices. For noise, $\sigma_{\min}$ is at least $\sqrt{N m} "
    r"- \sqrt K$ in expectation by Gordon's inequality and, being a Lipschitz function of constant 1, off it by $t$ with "
    r"probability $e^{-t^2 / 2}$; its limit is that of Bai and Yin, its fluctuations are those of Tracy and Widom, of relative "
    r"order $K^{-2/3}$. The replay is of the ranks, at drawn integer points.",
    references=(
        "Davidson and Szarek 2001, Local operator theory, random matrices and Banach spaces, Theorem II.13",
        "Johnstone 2001, On the distribution of the largest eigenvalue in principal components analysis",
    ),
)
claim.assume("general position", "the points satisfy no quadratic equation that their number does not force on them")
claim.assume("independent", "the rows of noise are independent")
claim.part("rows that are needed")
claim.part("the nullity of forms")
claim.part("rows of noise")
claim.explain(
    "How many points are needed before a null space is an answer.",
    "Below that number symmetries are found that are not there.",
    E=("N x n^2", "one row for each point and output"),
)

REPEATS = 400
SIGMAS = 6.0
"""A mean of REPEATS smallest singular values is below its expectation by SIGMAS / sqrt(REPEATS) once in 1e8 times."""


def edge(rows: float, unknowns: float) -> float:
    """(1 - sqrt(K / rows))^2, the least lambda of pure noise for large K."""
    return (1 - np.sqrt(unknowns / rows)) ** 2


def smallest_of_noise(rng: np.random.Generator, rows: int, unknowns: int, repeats: int) -> np.ndarray:
    """The least eigenvalues of E^T E / rows for ``repeats`` matrices E of independent normal entries.

    Orthogonal matrices from both sides make E bidiagonal with independent chi entries; the least eigenvalue of the
    tridiagonal E^T E is bisected by the signs of its pivots, for all repeats at once.
    """
    across = np.arange(unknowns)[:, None]
    diagonal = rng.chisquare(rows - across, (unknowns, repeats))
    below = rng.chisquare(unknowns - 1 - across[:-1], (unknowns - 1, repeats))
    squares = diagonal[1:] * below
    diagonal[:-1] += below
    low, high = np.zeros(repeats), diagonal.min(axis=0)
    for _ in range(24):
        middle = (low + high) / 2
        pivot = diagonal[0] - middle
        negative = pivot < 0
        for a, b in zip(diagonal[1:], squares, strict=True):
            pivot = a - middle - b / pivot
            negative |= pivot < 0
        low, high = np.where(negative, low, middle), np.where(negative, middle, high)
    return (low + high) / 2 / rows


def nullity_defect(B, points) -> int:
    """The nullity of the evidence of x . B x less max(n^2 - N, n (n - 1) / 2)."""
    N, n = points.shape
    fields = velocities(np.eye(n * n, dtype=np.int64).reshape(-1, n, n), points).swapaxes(0, 1)
    E = polarization_matrix((points @ (B + B.T))[:, None], fields)
    basis = algebra.null_space(E.astype(np.int64)) if is_exact(points) else null_space(E)
    return abs(len(basis) - max(n * n - N, n * (n - 1) // 2))


def noise_defect(rows, unknowns, mean) -> float:
    """By how much a mean of smallest singular values falls below sqrt(rows) - sqrt(K), beyond its own fluctuation."""
    return max(0.0, np.sqrt(rows * edge(rows, unknowns)) - SIGMAS / np.sqrt(REPEATS) - mean)


def noise(rng: np.random.Generator, rows: int, unknowns: int, copies: int = 1) -> p.Instance:
    """The mean of REPEATS smallest singular values of noise, each of its rows there ``copies`` times."""
    drawn = smallest_of_noise(rng, rows // copies, unknowns, REPEATS)
    return {"rows": rows, "unknowns": unknowns, "mean": float(np.sqrt(rows * drawn).mean())}


@claim.residual
def residual(B=None, points=None, rows=None, unknowns=None, mean=None):
    """Of the nullity at points, or of the smallest singular value of noise."""
    return noise_defect(rows, unknowns, mean) if points is None else nullity_defect(B, points)


def sample(rng: np.random.Generator) -> p.Instance:
    """A form of any signature at any number of Gaussian points; noise with 12 to 20 rows for each of up to 12 unknowns."""
    if rng.random() < 0.5:
        n = int(rng.integers(2, 6))
        root = p.well_conditioned(rng, n, 3.0)
        B = root.T * rng.choice([-1.0, 1.0], n) @ root
        return {"B": B, "points": rng.standard_normal((int(rng.integers(1, n * n)), n))}
    unknowns = int(rng.integers(2, 13))
    return noise(rng, int(rng.integers(ROWS_PER_UNKNOWN, 21)) * unknowns, unknowns)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """An integer form at drawn integer points, fewer than enough or more."""
    root = p.rational_invertible(rng, size).astype(np.int64)
    B = root.T @ np.diag(rng.choice([-1, 1], size)) @ root
    return {"B": B, "points": rng.integers(-(10**4), 10**4, (int(rng.integers(1, size * size + 2)), size))}


@claim.without("general position", r"$|x|^2$ on $\mathbb{R}^3$ at nine points of a plane: nullity 6, not 3")
def _flat() -> p.Instance:
    """|x|^2 on R^3 at nine points of a plane."""
    return {"B": np.eye(3, dtype=np.int64), "points": np.array([[a, b, 0] for a in (1, 2, 3) for b in (-1, 0, 2)])}


@claim.without("independent", "every row of noise twice: 12 rows for each unknown count as 6")
def _copied() -> p.Instance:
    """Noise with 12 rows for each of 12 unknowns, every row there twice."""
    return noise(np.random.default_rng(12), 144, 12, copies=2)


def noise_excess(step: float) -> float:
    """By how much the mean of 5,000 draws exceeds the edge, for 1 / step unknowns with 12 rows each."""
    unknowns = round(1 / step)
    drawn = smallest_of_noise(np.random.default_rng(unknowns), 12 * unknowns, unknowns, 5000)
    return float(drawn.mean() - edge(12, 1))


claim.draw(sampled=sample, exact=exact)
claim.rate(
    "$1 / K$, the inverse number of unknowns, at 12 rows for each; the mean of 5,000 draws",
    noise_excess,
    tuple(2.0**-k for k in range(3, 8)),
    order=2 / 3,
)
