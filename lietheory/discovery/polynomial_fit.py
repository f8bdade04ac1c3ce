"""A polynomial of a function that is known by noisy values at points, with the error of its coefficients.

y = F(x) + noise, F = sum_q beta_q phi_q over the monomials up to a degree, by least squares. The covariance of beta is that of
heteroscedastic noise (HC3: residuals over 1 - leverage), so that noise need be neither normal nor alike at all points, but
independent from point to point. Where no degree is given, cross-validation says which one the data need, and the fit has two
more: an algebra is then not taken for a symmetry because the polynomials of that degree cannot break it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.spatial import KDTree

from lietheory.errors import RankError
from lietheory.representation.polynomial_fields import field_exponents

HIGHER = 2
"""Degrees beyond the one that predicts best: even and odd parts of F each have one more."""
HIGHEST = 8
"""Degrees are tried up to this: monomials of higher ones are numerically dependent on a few thousand points."""
FOLDS = 5
"""Parts of the data for cross-validation."""
POINTS_PER_TERM = 10
"""Points for each coefficient: residuals then have nine tenths of the noise, and HC3 makes up for the rest."""
FEWEST_PER_TERM = 3
"""Points for each coefficient below which a fit is refused."""
DEPENDENT = 1e-9
"""Combinations of monomials with singular values below this, relative to the largest, are not determined by the points."""
EXACT = 1e-20
"""A share of the variance that is rounding: the square of 1e-10."""
NEIGHBOURS = 4
"""Near points whose leftovers are compared; products of independent ones have mean zero."""
STRUCTURED = 3.5
"""Standard errors beyond which what is left over is no noise: a chance of one in 4000 for each of some twenty looks at it."""
MOST_VIEWS = 40
"""Inputs and pairs of inputs that points are compared in."""
PAIRED = 2**0.5
"""Two points that are near each other share one product, which makes the mean of products err by up to this much more."""


@dataclass(frozen=True, eq=False)
class PolynomialFit:
    """A polynomial in centred and scaled inputs, fitted to noisy values.

    Args:
        degree: of the polynomials.
        exponents: (Q, d), of the monomials.
        centre: (d,), taken from the inputs.
        scale: (d,), the inputs are divided by it.
        coefficients: (Q, m).
        error: (Q m, s), a root of the covariance of the coefficients, row by row.
        undetermined: (Q, z), orthonormal combinations of coefficients that the points leave open.
        residuals: (n, m), of points that took no part in their own prediction, by their leverage.
        most_leverage: the largest leverage of a point: where the features of another one have more, it is outside the data.
        points_matrix: (Q, k), V with leverage |phi(x) V|^2.
    """

    degree: int
    exponents: Int[np.ndarray, "Q d"]
    centre: Float[np.ndarray, " d"]
    scale: Float[np.ndarray, " d"]
    coefficients: Float[np.ndarray, "Q m"]
    error: Float[np.ndarray, "Qm s"]
    undetermined: Float[np.ndarray, "Q z"]
    residuals: Float[np.ndarray, "n m"]
    most_leverage: float
    points_matrix: Float[np.ndarray, "Q k"]

    def features(self, x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n Q"]:
        """The monomials."""
        return monomials(x, self.exponents, self.centre, self.scale)

    def slopes(self, x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d Q"]:
        """Their derivatives by the inputs."""
        z = (x - self.centre) / self.scale
        columns = []
        for a in range(z.shape[1]):
            lower = self.exponents.copy()
            lower[:, a] = np.maximum(lower[:, a] - 1, 0)
            columns.append(_powers(z, lower) * self.exponents[:, a] / self.scale[a])
        return np.stack(columns, axis=1)

    @cached_property
    def unexplained(self) -> Float[np.ndarray, " m"]:
        """The mean square of what the fit leaves of each value."""
        return np.mean(self.residuals**2, axis=0)

    def inside(self, features: Float[np.ndarray, "n Q"]) -> Bool[np.ndarray, " n"]:
        """Which points are among the data, as far as these polynomials show."""
        return np.square(features @ self.points_matrix).sum(axis=1) <= self.most_leverage * (1 + DEPENDENT)


def fit_polynomial(X: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n m"], degree: int, call: str) -> PolynomialFit:
    """The least-squares polynomial of a degree, with the covariance of its coefficients.

    Raises:
        RankError: fewer than three points for each coefficient.

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> X = rng.normal(size=(200, 1))
        >>> fit = fit_polynomial(X, 3 * X + 0.1 * rng.normal(size=(200, 1)), 1, "example")
        >>> float(abs(fit.features(np.ones((1, 1))) @ fit.coefficients - 3).max()) < 0.05
        True
    """
    exponents = field_exponents(X.shape[1], degree)
    needed = FEWEST_PER_TERM * len(exponents)
    if len(X) < needed:
        raise RankError(
            call, f"at least {needed} points for the {len(exponents)} terms of degree {degree}", f"{len(X)}", "Give more points."
        )
    centre, scale = X.mean(axis=0), np.where(X.std(axis=0) > 0, X.std(axis=0), 1.0)
    phi = monomials(X, exponents, centre, scale)
    size = np.linalg.norm(phi, axis=0)
    size = np.where(size > 0, size, 1.0)  # monomials of one size, so that high powers do not decide what is dependent
    left, values, right = np.linalg.svd(phi / size, full_matrices=False)
    kept = values > DEPENDENT * values[0]
    V = (right[kept].T / values[kept]) / size[:, None]
    null = np.linalg.qr(right[~kept].T / size[:, None])[0]
    B = V @ (left[:, kept].T @ y)
    leverage = np.square(left[:, kept]).sum(axis=1)
    residuals = (y - phi @ B) / np.maximum(1 - leverage, DEPENDENT)[:, None]
    rows = np.einsum("nr,nm->nrm", left[:, kept], residuals).reshape(len(X), -1)  # in the coordinates of V
    root = np.asarray(np.linalg.qr(rows, mode="r")).T.reshape(int(kept.sum()), y.shape[1], -1)
    error = np.einsum("qr,rms->qms", V, root).reshape(B.size, -1)
    return PolynomialFit(degree, exponents, centre, scale, B, error, null, residuals, float(leverage.max()), V)


def degree_needed(X: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n m"], rng: np.random.Generator) -> int:
    """The degree of the polynomials that predict points best which took no part in their fit."""
    part = rng.permutation(len(X)) % FOLDS
    scale = np.where(y.std(axis=0) > 0, y.std(axis=0), 1.0)
    risks: list[float] = []
    for degree in range(HIGHEST + 1):
        terms = number_of_terms(X.shape[1], degree)
        if degree > 1 and len(X) < POINTS_PER_TERM / 2 * terms:
            break
        wrong = 0.0
        for fold in range(FOLDS):
            held, rest = part == fold, part != fold
            exponents = field_exponents(X.shape[1], degree)
            centre, spread = X[rest].mean(axis=0), np.where(X[rest].std(axis=0) > 0, X[rest].std(axis=0), 1.0)
            B = np.linalg.lstsq(monomials(X[rest], exponents, centre, spread), y[rest], rcond=DEPENDENT)[0]
            wrong += float(np.square((y[held] - monomials(X[held], exponents, centre, spread) @ B) / scale).sum())
        risks.append(wrong)
    return int(np.argmax(np.array(risks) <= min(risks) + EXACT * risks[0]))


def number_of_terms(d: int, degree: int) -> int:
    """C(d + degree, degree)."""
    terms = 1
    for k in range(1, degree + 1):
        terms = terms * (d + k) // k
    return terms


def looks_like_noise(X: Float[np.ndarray, "n d"], fit: PolynomialFit, rng: np.random.Generator) -> bool:
    """Whether what the fit leaves at a point says nothing of what it leaves at near ones.

    Points are near in one input, in two, in all, or in their distance from the centre: where a part of F that the
    polynomials miss depends on few of these, many points are near.

    Args:
        X: the points, in the order of the residuals.
        fit: of their values.
        rng: parts points that share a place, and draws inputs where there are many.
    """
    z = (X - fit.centre) / fit.scale + DEPENDENT * rng.normal(size=X.shape)
    d, n = X.shape[1], len(X)
    places = [[a] for a in range(d)] + [list(pair) for pair in combinations(range(d), 2)]
    chosen = [places[i] for i in rng.permutation(len(places))[:MOST_VIEWS]] if len(places) > MOST_VIEWS else places
    views = [z[:, a] for a in chosen] + [z, np.linalg.norm(z, axis=1)[:, None]]
    r = fit.residuals / np.sqrt(np.maximum(fit.unexplained, np.finfo(float).tiny))
    products = [(r * r[_near(view)].mean(axis=1)).mean(axis=1) for view in views]
    return all(p.mean() <= STRUCTURED * PAIRED * p.std() / n**0.5 for p in products)


def _near(z: Float[np.ndarray, "n e"]) -> Int[np.ndarray, "n k"]:
    return np.asarray(KDTree(z).query(z, k=min(NEIGHBOURS + 1, len(z)))[1])[:, 1:]


def monomials(
    x: Float[np.ndarray, "n d"], exponents: Int[np.ndarray, "Q d"], centre: np.ndarray, scale: np.ndarray
) -> Float[np.ndarray, "n Q"]:
    """The monomials of centred and scaled inputs."""
    return _powers((x - centre) / scale, exponents)


def _powers(z: Float[np.ndarray, "n d"], exponents: Int[np.ndarray, "Q d"]) -> Float[np.ndarray, "n Q"]:
    values = np.ones((len(z), len(exponents)))
    for a in range(z.shape[1]):
        powers = z[:, a, None] ** np.arange(exponents[:, a].max(initial=0) + 1)
        values *= powers[:, exponents[:, a]]
    return values


@dataclass(frozen=True, eq=False)
class FitSummary:
    """How well a fit explains the values that symmetries were read from, and what is taken for noise.

    Args:
        degree: of the polynomials.
        terms: their number.
        needed: the degree that predicts best; the one given where one was.
        unexplained: the share of the variance of the values that the fit leaves.
        noise_like: whether that looks like noise.
    """

    degree: int
    terms: int
    needed: int
    unexplained: float
    noise_like: bool

    @property
    def left(self) -> str:
        """The share that the fit leaves, in words."""
        return f"{100 * self.unexplained:.3g} %"

    @property
    def condition(self) -> str | None:
        """What has to be so for the answer to be one about F."""
        return f"if the {self.left} of y that the fit leaves is noise" if self.noise_like and self.unexplained > EXACT else None

    def __str__(self) -> str:
        why = f", {HIGHER} above what these points ask for" if self.degree > self.needed else ", as given"
        if self.unexplained < EXACT:
            return f"F by polynomials of degree {self.degree} ({self.terms} terms{why}), which explain y to rounding."
        left = f"{self.left} of the variance of y is left"
        if self.noise_like:
            left += " and taken for noise: a part of F that varies from each point to the next would be in it"
        else:
            left += " and is not noise alone: all of it is counted as broken"
        return f"F by polynomials of degree {self.degree} ({self.terms} terms{why}); {left}."
