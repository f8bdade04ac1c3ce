"""Lemma: how far the second moment of n samples is from the true one, and its symmetries from symmetries of the samples."""

from fractions import Fraction
from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from lietheory import proof as p
from lietheory.algebra import inverse, so
from lietheory.arrays import is_exact
from lietheory.discovery import linear_regression_symmetries

claim = p.Claim(
    "lemma-sampled-second-moment",
    "The second moment from samples",
    after="lemma-bias-row-dimension",
    source="own lemma, linear regression; for L-conv, Corollary 1",
    statement=r"Let $H_n = \frac1n \sum_i x_i x_i^\top$ for independent normal $x_i$ of mean 0 and second moment $H$. Then $E "
    r"|H_n - H|_F^2 = \frac1n \big((\mathrm{tr} H)^2 + |H|_F^2\big)$ for every $n$. A symmetry of $H$, $L H + H L^\top = 0$, is "
    r"one of $H_n$ but for $E |L H_n + H_n L^\top|_F^2 = \frac2n \big(\mathrm{tr} H\, \mathrm{tr}(L H L^\top) + |H L^\top|_F^2 + "
    r"\mathrm{tr}(H L H L^\top)\big)$: estimated from samples, the algebra of Corollary 1 is off by $O(n^{-1/2})$.",
    uses=("cor1",),
    proof=r"$H_n - H$ is a mean of $n$ independent matrices of mean 0, so its mean square is that of one, over $n$. For one, the "
    r"entry $(i, j)$ has the variance $H_{ii} H_{jj} + H_{ij}^2$ by Isserlis' theorem. $L x x^\top + x x^\top L^\top = y x^\top "
    r"+ x y^\top$ with $y = L x$, and $|y x^\top + x y^\top|^2 = 2 |x|^2 |y|^2 + 2 (x \cdot y)^2$; the covariance $E x y^\top = "
    r"H L^\top$ is skew. Only moments up to the fourth enter, so that a discrete variable with those moments gives the same "
    r"means, as finite sums: these the residual takes.",
    references=(
        "Isserlis 1918, On a formula for the product-moment coefficient of any order of a normal frequency distribution",
    ),
)
claim.assume("normal", r"the fourth moments of $x$ are those of a normal distribution")
claim.assume("mean zero", r"$E x = 0$")
claim.assume("independent", "the samples are independent")
claim.part("the expectations")
claim.explain(
    "How far the second moment of a sample is from the true one, and its symmetries with it.",
    "It is the accuracy of symmetries that are read off data.",
    H=("d x d", r"the second moment $\frac1n X X^\top$"),
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
)

GAUSS = ((-2, -1, 0, 1, 2), (1, 2, 6, 2, 1))
"""Values and weights (in twelfths) of a variable with the moments 0, 1, 0, 3 of a normal one: enough for squares of H_n."""
SIGNS = ((-1, 1), (6, 6))
"""A variable of variance 1 with the fourth moment 1."""
REPEATS = 5000


def moment_law(H: np.ndarray):
    """n E|H_n - H|^2 = tr(H)^2 + |H|^2."""
    return np.trace(H) ** 2 + (H * H).sum()


def defect_law(H: np.ndarray, L: np.ndarray):
    """n E|L H_n + H_n L^T|^2 = 2 (tr H tr L H L^T + |H L^T|^2 + tr H L H L^T) for L H + H L^T = 0."""
    K = H @ L.T
    return 2 * (np.trace(H) * np.trace(L @ K) + (K * K).sum() + np.trace(H @ L @ K))


def outcomes(count: int, values: ArrayLike, weights: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """All outcomes of ``count`` independent variables, (N, count), and their weights, products of those given."""
    values, weights = np.array(values), np.array(weights)
    chosen = np.array(list(product(range(len(values)), repeat=count)))
    return values[chosen], weights[chosen].prod(axis=1)


@claim.residual
def residual(H, L, n, samples, weights):
    """Of both laws, by summing over all outcomes of n samples of a discrete variable; relative to the laws.

    With exact input everything is an integer until the last division, by the total weight and n.
    """
    deviation = np.einsum("mni,mnj->mij", samples, samples) - n * H
    broken = L @ deviation
    broken = broken + broken.swapaxes(1, 2)
    pairs = ((deviation, moment_law(H)), (broken, defect_law(H, L)))
    total = weights.sum()
    expected = [((weights @ (D * D).sum(axis=(1, 2)), law)) for D, law in pairs]
    if is_exact(H):
        return max(abs(Fraction(int(mean), int(total) * n) - Fraction(law)) for mean, law in expected)
    return max(abs(mean / total / n - law) / max(1.0, law) for mean, law in expected)


def _instance(S: np.ndarray, L: np.ndarray, n: int, values: ArrayLike, weights: ArrayLike) -> p.Instance:
    """n independent samples x = S z with independent coordinates of z."""
    d = len(S)
    z, w = outcomes(n * d, values, weights)
    return {"H": S @ S.T, "L": L, "n": n, "samples": z.reshape(-1, n, d) @ S.T, "weights": w}


def sample(rng: np.random.Generator) -> p.Instance:
    """The three-point rule of Gauss in place of the normal distribution; L is the library's for the exact second moment."""
    d = int(rng.integers(2, 4))
    n = int(rng.integers(1, 6 // d + 1))
    S = p.well_conditioned(rng, d, 3.0)
    symmetries = linear_regression_symmetries(np.sqrt(d) * S.T)  # d samples with the second moment S S^T
    L = np.tensordot(rng.standard_normal(len(symmetries.generators)), symmetries.generators, axes=1)
    nodes, weights = np.polynomial.hermite_e.hermegauss(3)
    return _instance(S, L, n, nodes, weights / weights.sum())


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Integer S and an integer symmetry S K S^-1 of S S^T: two samples in the plane, one in more dimensions."""
    S = p.rational_invertible(rng, size).astype(np.int64)
    K = so(size).generators[rng.integers(size * (size - 1) // 2)]
    return _instance(S, S @ K @ inverse(S), 2 if size == 2 else 1, *GAUSS)


def _plane(n: int = 1, kind: tuple = GAUSS) -> p.Instance:
    """H = I and a quarter turn."""
    return dict(_instance(np.eye(2, dtype=np.int64), so(2).generators[0], n, *kind))


@claim.without("mean zero", "mean $(1, 0)$ and covariance 1")
def _shifted() -> p.Instance:
    """Mean (1, 0), with the second moment diag(2, 1) and its own symmetry."""
    plain = _plane()
    return plain | {"samples": plain["samples"] + np.array([1, 0]), "H": np.diag([2, 1]), "L": np.array([[0, -2], [1, 0]])}


@claim.without("independent", "one sample counted twice")
def _repeated() -> p.Instance:
    """One sample counted twice."""
    plain = _plane()
    return plain | {"n": 2, "samples": np.repeat(plain["samples"], 2, axis=1)}


def wishart(rng: np.random.Generator, n: int, S: np.ndarray, repeats: int) -> np.ndarray:
    """Second moments of n normal samples with covariance S S^T, (repeats, d, d), by Bartlett's decomposition."""
    d = len(S)
    A = np.tril(rng.standard_normal((repeats, d, d)), -1)
    A[:, range(d), range(d)] = np.sqrt(rng.chisquare(n - np.arange(d), (repeats, d)))
    root = S @ A
    return root @ root.swapaxes(1, 2) / n


SPREAD = np.diag([1.0, 1.1, 1.2, 1.3, 1.4])
"""The H^(1/2) of the rate."""


def sampled_error(step: float) -> float:
    """The mean of |H_n - H|^2 over REPEATS draws of n = 1 / step normal samples."""
    n = round(1 / step)
    H = SPREAD @ SPREAD.T
    drawn = wishart(np.random.default_rng(n), n, SPREAD, REPEATS)
    return float(((drawn - H) ** 2).sum(axis=(1, 2)).mean())


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without("normal", "coordinates that are 1 or -1", lambda: _plane(kind=SIGNS))
claim.rate(
    "$1 / n$, the inverse number of samples; the mean of $|H_n - H|^2$ over 5,000 draws",
    sampled_error,
    tuple(2.0**-k for k in range(4, 11)),
    order=1,
    constant=float(moment_law(SPREAD @ SPREAD.T)),
)
