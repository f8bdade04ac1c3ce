"""Lemma: the density of the Haar measure in exponential coordinates, and when leaving it out costs the first order."""

from fractions import Fraction
from functools import reduce

import numpy as np
from scipy.linalg import expm, expm_frechet

from lietheory import proof as p
from lietheory.algebra import (
    LieAlgebra,
    adjoint_matrices,
    aff,
    characteristic_polynomial,
    coordinates,
    gl,
    heisenberg,
    se,
    so,
    solve,
)
from lietheory.arrays import is_exact
from lietheory.representation import haar_density

claim = p.Claim(
    "lemma-haar-density",
    "The density of the Haar measure",
    after="lemma-zero-padded-shifts",
    source="own lemma, algebra; for L-conv, Eq 4 and 5",
    statement=r"In the coordinates $u = \exp(\epsilon \cdot L)$ the left Haar measure is $J(\epsilon)\, d\epsilon$ with $J = "
    r"|\det((1 - e^{-\mathrm{ad}_\epsilon}) / \mathrm{ad}_\epsilon)|$, and the right one $J\, e^{\mathrm{tr}\, "
    r"\mathrm{ad}_\epsilon} d\epsilon$. With $t = \mathrm{tr}\, \mathrm{ad}_\epsilon$, $k = \mathrm{tr}\, "
    r"\mathrm{ad}_\epsilon^2$ and $r$ the sum of the singular values of $\mathrm{ad}_\epsilon$, $|J - 1 + \frac t2 - \frac{3 t^2 "
    r"+ k}{24}| \le \frac16 r^3 e^r$. So leaving $J$ out costs $O(\epsilon^2)$ if the group is unimodular, $t = 0$, e.g. $2 (1 - "
    r"\cos \theta) / \theta^2 = 1 - \theta^2 / 12 + \dots$ for $SO(3)$, and $O(\epsilon)$ otherwise, e.g. $(1 - e^{-x}) / x = 1 "
    r"- x / 2 + x^2 / 6 - \dots$ for the affine maps of the line.",
    uses=("eq2",),
    proof=r"$u^{-1} du = \frac{1 - e^{-\mathrm{ad}}}{\mathrm{ad}}(d\epsilon \cdot L)$, whose determinant is the density of the "
    r"measure that left translations keep; $du\, u^{-1} = \mathrm{Ad}_u (u^{-1} du)$ and $\det \mathrm{Ad}_u = e^{t}$. The power "
    r"series of $\prod_i (1 - e^{-\lambda_i}) / \lambda_i$ over the eigenvalues of $\mathrm{ad}$ has no larger coefficients than "
    r"that of $e^{\sum |\lambda_i|}$, and $\sum |\lambda_i| \le r$; it is not negative, since complex eigenvalues come in pairs. "
    r"Its terms up to the second order come from $\log ((1 - e^{-\lambda}) / \lambda) = -\lambda / 2 + \lambda^2 / 24 + "
    r"O(\lambda^4)$. The replay over the rationals is of these coefficients, for $\mathbb{R} \ltimes \mathbb{R}^{n - 1}$; "
    r"exponentials are not rational.",
    references=("Helgason 1984, Groups and geometric analysis, chapter I: Haar measures in exponential coordinates",),
)
claim.assume("left", "the measure is the left-invariant one")
claim.assume("exponential coordinates", r"$u = \exp(\epsilon \cdot L)$, and not a product of exponentials")
claim.part("the density")
claim.part("the expansion")
claim.explain(
    "How the volume of a group looks in coordinates of its algebra.",
    "Leaving it out costs an order of accuracy on some groups.",
    J=("function", "the density"),
)


def element(algebra: LieAlgebra, eps: np.ndarray) -> np.ndarray:
    """ad of eps . L in the basis L."""
    return np.tensordot(eps, adjoint_matrices(algebra.structure_constants), axes=1)


def moved(L: np.ndarray, eps: np.ndarray, chart: str) -> tuple[np.ndarray, list[np.ndarray]]:
    """u and its derivatives in eps, in the chart exp(eps . L) or exp(eps_1 L_1) exp(eps_2 L_2) ...."""
    if chart == "exponential":
        X = np.tensordot(eps, L, axes=1)
        return expm(X), [np.asarray(expm_frechet(X, L_k, compute_expm=False)) for L_k in L]
    factors = [expm(e * L_k) for e, L_k in zip(eps, L, strict=True)]
    return reduce(np.matmul, factors), [
        reduce(np.matmul, [*factors[:k], L_k, *factors[k:]], np.eye(len(L_k))) for k, L_k in enumerate(L)
    ]


def invariant_density(algebra, eps, chart, side: str) -> float:
    """|det| of the coordinates of u^-1 du (left) or of du u^-1 (right): the invariant measure by its definition."""
    L = algebra.generators.astype(np.float64)
    u, moves = moved(L, eps, chart)
    back = np.linalg.inv(u)
    forms = np.array([back @ du if side == "left" else du @ back for du in moves])
    return abs(np.linalg.det(coordinates(L.reshape(len(L), -1), forms.reshape(len(L), -1))[0]))


def expansion(ad: np.ndarray) -> list:
    """1, -tr(ad) / 2 and (3 tr(ad)^2 + tr(ad^2)) / 24, the terms of the density up to the second order."""
    t, k = np.trace(ad), np.trace(ad @ ad)
    one = Fraction(1) if is_exact(ad) else 1.0
    return [one, -t * one / 2, (3 * t * t + k) * one / 24]


def series_determinant(ad: np.ndarray) -> list[Fraction]:
    """The coefficients of 1, s and s^2 in det(1 - s ad / 2 + s^2 ad^2 / 6), by its values at 2n + 1 integers s."""
    n = len(ad)
    points = [Fraction(s) for s in range(-n, n + 1)]
    eye = p.rational(np.eye(n, dtype=int))
    values = [_determinant(eye - ad * (s / 2) + ad @ ad * (s * s / 6)) for s in points]
    powers = np.array([[s**k for k in range(2 * n + 1)] for s in points], dtype=object)
    return list(solve(powers, np.array(values, dtype=object)[:, None]).ravel()[:3])


def _determinant(A: np.ndarray) -> Fraction:
    """det A = (-1)^n p(0) for the characteristic polynomial p(x) = det(x - A)."""
    return (-1) ** len(A) * Fraction(characteristic_polynomial(A)[-1])


@claim.residual
def residual(algebra, eps, chart, side):
    """Of the density against the definition of either measure, and of the expansion; where exact, of its coefficients."""
    ad = element(algebra, eps)
    if is_exact(ad):
        return max(abs(a - b) for a, b in zip(series_determinant(ad), expansion(ad), strict=True))
    J, (left, right) = haar_density(ad), (invariant_density(algebra, eps, chart, s) for s in (side, "right"))
    size = np.linalg.svd(ad, compute_uv=False).sum()
    excess = abs(J - sum(expansion(ad))) - size**3 * np.exp(size) / 6
    return max(p.relative(left - J, J), p.relative(right - J * np.exp(np.trace(ad)), right), excess, 0.0)


def _instance(algebra: LieAlgebra, eps: np.ndarray, **changes: object) -> p.Instance:
    return {"algebra": algebra, "eps": eps, "side": "left", "chart": "exponential"} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """Groups unimodular and not, in a random basis of their algebra."""
    algebra = (so(3), aff(1), heisenberg(1), se(2), gl(2), aff(2), so(2, 1))[rng.integers(7)]
    mix = p.well_conditioned(rng, algebra.dimension, 3.0)
    mixed = LieAlgebra.from_matrices(np.tensordot(mix, algebra.generators, axes=1))
    return _instance(mixed, rng.standard_normal(algebra.dimension) * np.exp(rng.uniform(-5, 0)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Rational coordinates in an algebra of that dimension: R acting on R^(size - 1) by a rational matrix."""
    L = np.zeros((size, size, size), dtype=object)
    L[0, :-1, :-1] = p.rational(rng.integers(-3, 4, (size - 1, size - 1)))
    L[0, 0, 0] += 1 if not L[0].any() else 0
    L[np.arange(1, size), np.arange(size - 1), -1] = 1
    return _instance(LieAlgebra.from_matrices(L), p.rational(rng.integers(-4, 5, size), 3))


def _line(**changes: object) -> p.Instance:
    """The affine maps of the line, at eps = (1, 1)."""
    return _instance(aff(1), np.ones(2), **changes)


claim.draw(sampled=sample, exact=exact)
claim.without("left", "the right-invariant measure of the affine maps of the line", lambda: _line(side="right"))
claim.without(
    "exponential coordinates",
    r"$u = \exp(\epsilon_1 L_1) \exp(\epsilon_2 L_2)$ for the affine maps of the line",
    lambda: _line(chart="product"),
)
claim.rate(
    r"$x$ in $\epsilon = x L_1$ for the affine maps of the line, whose $J$ is $1 - x/2 + \dots$",
    lambda x: abs(float(haar_density(element(aff(1), np.array([x, 0.0])))) - 1),
    tuple(2.0**-k for k in range(2, 10)),
    order=1,
    constant=0.5,
)
