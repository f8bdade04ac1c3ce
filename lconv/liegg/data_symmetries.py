"""The symmetries of a function that is known by noisy values only, through a fit whose error the answer carries."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import ArrayLike
from torch import Tensor

from lconv.liegg.actions import Action, AffineAction, LinearAction, as_action
from lconv.liegg.actions.representation_actions import MatrixAction
from lconv.liegg.fitted_decision import FittedDecision
from lconv.liegg.fitted_maps import FittedFunction, FittedMap
from lconv.liegg.point_units import point_axes
from lconv.torch_arguments import drawn_seed, numbers_of
from lietheory.algebra.structure.closure import relative_size
from lietheory.arrays import as_floats
from lietheory.discovery.answer import TOLERANCE
from lietheory.discovery.point_frame import SPREADS_APART
from lietheory.discovery.polynomial_fit import (
    FEWEST_PER_TERM,
    HIGHER,
    HIGHEST,
    POINTS_PER_TERM,
    FitSummary,
    degree_needed,
    fit_polynomial,
    looks_like_noise,
    number_of_terms,
)
from lietheory.discovery.standard_algebras import is_homogeneous
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.errors import RankError, ShapeError, UnknownNameError, in_call, shown
from lietheory.progress import reports_progress

CALL = "discover_from_data(X, y, action)"
VECTORS = "vectors"
FEWEST = 20
"""Points below which halves of the data say nothing."""


@reports_progress
def discover_from_data(
    X: ArrayLike | Tensor,
    y: ArrayLike | Tensor,
    action: Action | Callable[[Tensor], Tensor],
    output_action: Action | str | None = None,
    *,
    degree: int | None = None,
    tolerance: float = TOLERANCE,
    generator: torch.Generator | None = None,
) -> SymmetryEstimate:
    """The Lie algebra of all L in an action with F(exp(tL) x) = F(x), of a function F known by y = F(x) + noise.

    F is fitted by polynomials, and the breaking of an algebra has an interval that contains the error of the fit. Algebras
    that the fit itself suggested are judged by a fit to the other half of the points. What the fit leaves is taken for noise
    only where near points, by one input, by two or by all, do not show that it is not; else all of it counts as broken.
    Elements count at points that they leave among the data.

    Args:
        X: (n, d), points; the noise of y is independent from point to point, X has none.
        y: (n,) or (n, m), noisy values.
        action: on the points.
        output_action: a LinearAction or MatrixAction on the values, for F(exp(tL) x) = exp(tL_out) F(x); or ``"vectors"`` where
            the values are vectors that the linear part of the same L moves, such as the velocities of a dynamical system.
        degree: of the polynomials, where it is known that F is one of them; else two above what the points ask for.
        tolerance: on the breaking, as for :func:`lconv.discover`.
        generator: splits the points and draws elements; a fresh one, always the same, unless given.

    Returns:
        The :class:`~lietheory.discovery.SymmetryEstimate`, with ``.fit``; undecided where the points are too few or too noisy.

    Raises:
        ShapeError: points and values that do not fit the action or each other.
        PrecisionError: NaN or infinity.
        RankError: fewer than 20 points, or than three for each term.

    Examples:
        >>> import lconv
        >>> rng = np.random.default_rng(0)
        >>> X = rng.normal(size=(2000, 3))
        >>> found = discover_from_data(X, (X**2).sum(axis=1) + 0.05 * rng.normal(size=2000), lconv.LinearAction(3))
        >>> found.status, found.identify().name
        ('symmetric', 'so(3)')
        >>> discover_from_data(X, X[:, 0] * X[:, 1] + 0.02 * rng.normal(size=2000), lconv.LinearAction(3)).status
        'symmetric'

    References:
        SymCert (Kendiukhov), least squares in a class that contains F, with limits for every generator at once.
    """
    return fitted_estimate(X, y, action, output_action, degree=degree, tolerance=tolerance, generator=generator)[0]


def fitted_estimate(
    X: ArrayLike | Tensor,
    y: ArrayLike | Tensor,
    action: Action | Callable[[Tensor], Tensor],
    output_action: Action | str | None = None,
    *,
    degree: int | None = None,
    tolerance: float = TOLERANCE,
    generator: torch.Generator | None = None,
) -> tuple[SymmetryEstimate, FittedFunction]:
    """What :func:`discover_from_data` returns, and the fit as a model."""
    tolerance = relative_size(tolerance, TOLERANCE, CALL, "tolerance")
    with in_call(CALL):
        points, values = _arrays(X, y, degree)
        x = torch.as_tensor(points)
        acting = as_action(action, x)
        outer, basis, alike = _outputs(acting, output_action, values.shape[1])
        rng = np.random.default_rng(drawn_seed(generator, CALL))
        spread = values.std(axis=0)
        if not spread.any():
            raise RankError(CALL, "values that vary", "constant ones", "Check y.")
        spread = np.full_like(spread, np.sqrt(np.mean(spread**2))) if alike else np.where(spread > 0, spread, 1.0)
        needed = degree_needed(points, values, rng) if degree is None else degree
        used, doubt = _affordable(points, needed) if degree is None else (degree, None)
        doubt = _dependent(x, isinstance(acting, AffineAction)) or doubt
        order, terms = rng.permutation(len(x)), number_of_terms(points.shape[1], used)
        halves = [order[::2], order[1::2]] if len(x) // 2 >= FEWEST_PER_TERM * terms else []
        samples = [order, *halves]
        fits = [fit_polynomial(points[i], values[i], used, CALL) for i in samples]
        maps = [FittedMap(f, x[torch.as_tensor(i)], acting, outer, 1 / spread, rng) for f, i in zip(fits, samples, strict=True)]
        noise_like = looks_like_noise(points[order], fits[0], rng)
        left = float(np.sum(fits[0].unexplained / spread**2))
        share = left / float(np.sum((values.std(axis=0) / spread) ** 2))
        summary = FitSummary(used, terms, needed, share, noise_like)
        decision = FittedDecision(maps, basis, 0.0 if noise_like else left**0.5, summary, tolerance, doubt)
        return decision.estimate(), FittedFunction(fits[0])


def _arrays(X: ArrayLike | Tensor, y: ArrayLike | Tensor, degree: int | None) -> tuple[np.ndarray, np.ndarray]:
    points, values = (as_floats(numbers_of(a, CALL, name), CALL, name) for a, name in ((X, "X"), (y, "y")))
    if points.ndim != 2 or values.ndim not in (1, 2) or len(points) != len(values) or not values.size or not points.size:
        got = f"shapes {points.shape} and {values.shape}"
        raise ShapeError(CALL, "points (n, d) and values (n,) or (n, m)", got, "Give one value, or one row, for each point.")
    if degree is not None and (not isinstance(degree, int) or not 1 <= degree <= HIGHEST + HIGHER):
        raise ShapeError(CALL, f"a degree from 1 to {HIGHEST + HIGHER}", shown(degree), "Leave it out to have it chosen.")
    if len(points) < FEWEST:
        raise RankError(CALL, f"at least {FEWEST} points", f"{len(points)}", "Give more points.")
    return points.astype(np.float64), values.reshape(len(values), -1).astype(np.float64)


def _outputs(action: Action, given: Action | str | None, m: int) -> tuple[np.ndarray, np.ndarray, bool]:
    """The matrices that generators act on values with, the generators of all, and whether the values have one unit."""
    basis, K = action.basis, action.size
    if given is None:
        return np.zeros((K, m, m)), basis, False
    n = basis.shape[1]
    if isinstance(given, str):
        if given != VECTORS:
            raise UnknownNameError.nearest(CALL, "kind of outputs", given, [VECTORS])
        size = n - 1 if is_homogeneous(basis) else n
        if size != m or not n:
            cure = "Give an action by matrices of that size, without copies."
            raise ShapeError(CALL, f"values of {size} components under {action!r}", f"{m}", cure)
        return basis[:, :m, :m], basis, True
    if not isinstance(given, LinearAction | MatrixAction) or given.copies != 1:
        raise ShapeError(CALL, f"LinearAction({m}), a MatrixAction or 'vectors'", shown(given), "Values move linearly.")
    acting = given.acting if isinstance(given, MatrixAction) else given.basis
    if acting.shape[1] != m:
        raise ShapeError(CALL, f"an action on {acting.shape[1]} values", f"{m}", f"Give LinearAction({m}), say.")
    k = given.basis.shape[1]
    both = [np.pad(basis, ((0, 0), (0, k), (0, k))), np.pad(given.basis, ((0, 0), (n, 0), (n, 0)))]
    return np.concatenate([np.zeros((K, m, m)), acting]), np.concatenate(both), True


def _dependent(x: Float[Tensor, "n d"], affine: bool) -> str | None:
    """Why polynomials of inputs that nearly depend on each other are no answer: their products do so by powers of that."""
    mean, axes = point_axes(x, x.shape[1])
    spread = np.linalg.norm(axes, axis=1)
    condition = np.linalg.cond(axes / spread[:, None])
    if affine and np.abs(mean / spread).max() > SPREADS_APART:
        return "inputs whose mean is a thousand of their spreads from the origin; subtract it"
    if condition <= SPREADS_APART:
        return None
    return f"inputs that nearly depend on each other (condition {condition:.0e}); give combinations without correlation"


def _affordable(X: Float[np.ndarray, "n d"], needed: int) -> tuple[int, str | None]:
    """Two degrees more than needed, or as many as there are points for; why that is no answer, then."""
    terms = number_of_terms(X.shape[1], needed + HIGHER)
    if POINTS_PER_TERM * terms <= len(X):
        return needed + HIGHER, None
    doubt = (
        f"these points ask for degree {needed}; to see what is above takes degree {needed + HIGHER}, {terms} terms and "
        f"{POINTS_PER_TERM * terms} points, or degree={max(needed, 1)} where that is known to be all"
    )
    return max(needed, 1), doubt
