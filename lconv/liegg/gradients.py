"""The symmetries of a function from its gradients at points, computed elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from lconv.liegg.actions import Action, as_action
from lconv.liegg.evidence_rows import PARTNERS, partner_shifts
from lconv.torch_arguments import numbers_of
from lietheory.algebra.structure.closure import relative_size
from lietheory.arrays import as_array
from lietheory.discovery.gradient_symmetries import GradientSymmetries, gradient_symmetries
from lietheory.errors import NotDifferentiableError, ShapeError, in_call
from lietheory.progress import reports_progress


@reports_progress
def discover_from_gradients(
    x: Tensor | ArrayLike,
    g: Tensor | ArrayLike,
    action: Action | Callable[[Tensor], Tensor],
    *,
    tolerance: float | None = None,
) -> GradientSymmetries:
    """The L of an action with grad F(x) . L x = 0, from gradients at points: exactly, within an error, or open.

    Args:
        x: (n, ...), points in random order; half of them choose, the others judge.
        g: (n, ...), the gradients of one function, or (n, m, ...), of m functions.
        action: an action of :mod:`lconv.liegg.actions`, or any map x -> (batch, K, ...).
        tolerance: the relative error sqrt(lambda) that counts as symmetric; below a clear gap unless given.

    Returns:
        The :class:`~lietheory.discovery.gradient_symmetries.GradientSymmetries`; print it.

    Raises:
        ShapeError: gradients of another shape than the points.
        PrecisionError: NaN or infinity.
        RankError: fewer than 12 rows for each generator.
        NotDifferentiableError: gradients that are all zero.

    Examples:
        >>> import lconv
        >>> x = np.random.default_rng(0).normal(size=(200, 3))
        >>> def potential(x):
        ...     return np.log(1 + np.linalg.norm(x, axis=1))
        >>> h = 1e-4 * np.eye(3)
        >>> g = np.stack([(potential(x + e) - potential(x - e)) / 2e-4 for e in h], axis=1)  # by differences
        >>> found = discover_from_gradients(x, g, lconv.AffineAction(3))
        >>> found.identify().name, 0 < found.within < 1e-5
        ('so(3)', True)

    References:
        Moskalev et al. 2022, the network polarization matrix.
    """
    call = "discover_from_gradients(x, g, action)"
    tolerance = None if tolerance is None else relative_size(tolerance, 0.0, call, "tolerance")
    with in_call(call):
        points, slopes = (as_array(numbers_of(a, call, name), call, name) for a, name in ((x, "x"), (g, "g")))
        several = slopes.ndim == points.ndim + 1 and slopes.shape[2:] == points.shape[1:] and len(slopes) == len(points)
        if points.ndim < 2 or not (several or slopes.shape == points.shape):
            raise ShapeError(
                call,
                "points (n, ...) and gradients of that shape, or (n, m, ...) for m functions",
                f"shapes {points.shape} and {slopes.shape}",
                "Give one gradient for each point.",
            )
        if not slopes.any():
            cure = "A function that is constant in pieces has no usable gradient; one that is constant has every symmetry."
            raise NotDifferentiableError(call, "a gradient that is not zero everywhere", "zero at all points", cure)
        dtype = np.dtype(np.float32) if np.float32 in (points.dtype, slopes.dtype) else np.dtype(np.float64)
        X = torch.as_tensor(points.astype(np.float64))
        J = torch.as_tensor(slopes.astype(np.float64)).reshape(len(X), -1, X[0].numel()).permute(1, 2, 0)
        acting = as_action(action, X)
        motion = acting.motion(X)
        own = motion.derivatives(J)
        paired = torch.cat([motion.derivatives(J.roll(s, dims=2)) for s in partner_shifts(len(X))]) / PARTNERS**0.5
        evidence, reference = (rows.permute(2, 0, 1).numpy() for rows in (own, paired))
        return gradient_symmetries(evidence, reference, motion.gram(), acting.basis, tolerance=tolerance, dtype=dtype)
