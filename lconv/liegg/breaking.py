"""By how much a network breaks an algebra: finite elements on points that did not choose them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.actions import Action, acting_on_outputs, as_action
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.evidence_rows import generator_pairs, output_frame
from lconv.liegg.finite_elements import Elements
from lconv.liegg.inputs.intermediate_outputs import Field, view
from lconv.liegg.inputs.validation import require_usable
from lconv.liegg.moved_points import halves
from lconv.torch_arguments import random_source
from lietheory.algebra import AlgebraLike, as_matrices, catalogue_algebra
from lietheory.arrays import as_floats
from lietheory.discovery.breaking import Breaking, as_breaking, breaking_intervals
from lietheory.discovery.standard_algebras import is_homogeneous
from lietheory.errors import RankError, ShapeError, in_call
from lietheory.progress import reports_progress

CALL = "breaking(model, x, action, algebra)"
SPAN_ROUNDING = 1e-6
"""A part of matrices outside an action by more than this, relative to their norm, is no rounding of floats as input."""


@reports_progress
def breaking(
    model: Model,
    x: Tensor,
    action: Action | Callable[[Tensor], Tensor],
    algebra: AlgebraLike,
    output_action: Action | Callable[[Tensor], Tensor] | None = None,
    *,
    field: Field | None = None,
    layer: str | None = None,
    generator: torch.Generator | None = None,
) -> Breaking:
    """b = sup E|F(gx) - F(x)|^2 / (2 Var F) over the elements g = exp(tL) of an algebra, with a 95 % interval.

    With an action on the outputs F(x) is replaced by g_out F(x). L has length one where it displaces the points by as much as
    they are spread, and t is .25, .5 and 1. The worst element of either half of the points
    is measured on both.

    Args:
        model: the network F.
        x: (n_samples, ...), points.
        action: the action that the algebra is a part of.
        algebra: a catalogue name, a LieAlgebra, matrices (k, n, n) of the size of the action's, block matrices with an action on
            the outputs; or coefficients (k, K) in the action's basis. A name with an action on the outputs of the same matrices
            acts alike on both.
        output_action: the action on the outputs, for equivariance.
        field: key or place of the output tensor.
        layer: a submodule by name.
        generator: splits the points and draws elements; a fresh one, always the same, unless given.

    Raises:
        ShapeError: an algebra that is no part of the action.
        RankError: too few points, or an algebra that does not move them.

    Examples:
        >>> from lconv.liegg.actions import LinearAction
        >>> x = torch.randn(1000, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> b = breaking(lambda x: (x**2).sum(dim=1) + 0.1 * x[:, 0] ** 2, x, LinearAction(3), "so(3)")
        >>> 0.0005 < b.lower < b.value < b.upper < 0.01
        True
    """
    generator = random_source(generator, CALL)
    with in_call(CALL):
        model = view(model, field=field, layer=layer)
        x = require_usable(model, x, CALL)
        act = as_action(action, x)
        outer = None if output_action is None else acting_on_outputs(output_action, outputs(model, x[:1]))
        C = coefficients_of(algebra, act, outer)
        x = x.detach()[torch.randperm(len(x), generator=generator).to(x.device)]
        elements = Elements(halves(model, x, act, outer, output_frame(model, x)))
        rng = np.random.default_rng(int(torch.randint(2**62, (), generator=generator)))
        measured = elements.measure([elements.coordinates.directions(C)] * 2, rng)
    if measured is None:
        raise RankError(CALL, "an algebra that moves the points", "fields that vanish at all of them", "Check the data.")
    interval = breaking_intervals([measured.splits], [measured.largest], rng=rng)
    return as_breaking(measured, interval.values[0], interval.lower[0], interval.upper[0], elements.rounding)


def coefficients_of(algebra: AlgebraLike, action: Action, output_action: Action | None) -> Float[np.ndarray, "k K"]:
    """The coefficients of an algebra in the basis of an action, or of both actions.

    Raises:
        ShapeError: matrices of another size, or outside the span of the action.
    """
    basis = generator_pairs(action, output_action)
    if isinstance(algebra, np.ndarray) and algebra.ndim == 2 and algebra.shape[1] == len(basis):
        return algebra.astype(np.float64)
    given = catalogue_algebra(algebra).generators if isinstance(algebra, str) else as_matrices(algebra, CALL)
    L, size = as_floats(given, CALL, "algebra"), basis.shape[1]
    inner = [L] if output_action is None else [_sized(L, action.basis), _sized(L, output_action.basis)]
    if output_action is None:
        L = _sized(L, basis)
    elif L.shape[1] != size:
        n = inner[0].shape[1]
        L = np.pad(inner[0], ((0, 0), (0, size - n), (0, size - n))) + np.pad(inner[1], ((0, 0), (n, 0), (n, 0)))
    if L.shape[1] != size:
        raise ShapeError(CALL, f"matrices of size {size}", f"size {L.shape[1]}", "Give the matrices as the action has them.")
    flat = basis.reshape(len(basis), -1)
    C = np.linalg.lstsq(flat.T, L.reshape(len(L), -1).T, rcond=None)[0].T
    outside = float(np.linalg.norm(C @ flat - L.reshape(len(L), -1)) / max(np.linalg.norm(L), np.finfo(float).tiny))
    if outside > SPAN_ROUNDING:
        raise ShapeError(CALL, "an algebra inside the action", f"a part of {outside:.1e} outside it", "Choose a larger action.")
    return C


def _sized(L: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """Linear maps as homogeneous matrices where the action has these."""
    if is_homogeneous(basis) and L.shape[1] == basis.shape[1] - 1:
        return np.pad(L, ((0, 0), (0, 1), (0, 1)))
    return L
