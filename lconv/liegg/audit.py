"""Does a model have the symmetry that it is meant to have? The whole model, its layers, and other components of the group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.actions import Action, PolynomialAction, VectorFields, acting_on_outputs, as_action
from lconv.liegg.actions.representation_actions import MatrixAction
from lconv.liegg.breaking import breaking, coefficients_of
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.discrete_symmetries import discrete_parts
from lconv.liegg.evidence_rows import generator_pairs, output_frame
from lconv.liegg.hidden_motion import at_rounding, hidden_motion
from lconv.liegg.inputs.intermediate_outputs import Field, called_layers, view
from lconv.liegg.inputs.layer_actions import FIT_DIGITS, fitted_action, read_action
from lconv.liegg.inputs.validation import require_usable
from lconv.liegg.moved_points import movers
from lconv.torch_arguments import random_source
from lietheory.algebra import AlgebraLike
from lietheory.algebra.structure.closure import relative_size
from lietheory.discovery.audit import OPEN, Audit, Audited, verdict
from lietheory.discovery.breaking import STEPS
from lietheory.discovery.decision import STEP_TOLERANCE
from lietheory.errors import NotDifferentiableError, RankError, ShapeError, UnknownNameError, in_call
from lietheory.progress import reports_progress

CALL = "audit(model, x, action, expect)"
READ, FITTED = "read", "fitted"
MOST_DISCRETE = 8
"""The largest space whose signed permutations are tried: for each of them, and of their products, it is sought in the group."""
WORST_OF = 2000
"""Points among which the worst one is sought."""
HIDDEN_POINTS = 200
"""Points at which outputs are looked at that are constant on the data."""
Layers = str | Mapping[str, Action | None] | None


@reports_progress
def audit(
    model: Model,
    x: Tensor,
    action: Action | Callable[[Tensor], Tensor],
    expect: AlgebraLike,
    output_action: Action | Callable[[Tensor], Tensor] | None = None,
    *,
    tolerance: float = STEP_TOLERANCE,
    layers: Layers = None,
    field: Field | None = None,
    generator: torch.Generator | None = None,
) -> Audit:
    """Whether F(gx) = F(x), or g F(x), for all g of an algebra: exactly, to rounding, within a tolerance, or not.

    The measure is :func:`lconv.breaking`. Layers are judged as maps from the inputs: the symmetry is lost at the first layer that
    does not have it. Every injective map is equivariant under some transported action, so a layer's output needs one
    that is declared, read from the layer, or at least linear.

    Args:
        model: the network F, evaluated in eval mode and left as it was.
        x: (n_samples, ...), points.
        action: an action on the inputs; an action of a part of a sample by :func:`lconv.adapt`.
        expect: the algebra that F is meant to have, as for :func:`lconv.breaking`: a name, or matrices.
        output_action: an action on the outputs by matrices of the same generators, for equivariance.
        tolerance: on b; 0 for an exact symmetry only.
        layers: actions on the outputs of layers by their names, None for invariance; ``"read"`` for those of all e3nn layers,
            which have their ``irreps_out``; ``"fitted"`` for a linear action fitted to each layer's output on half of
            the points, which is said.
        field: key or place of the output.
        generator: splits the points and draws elements; a fresh one, always the same, unless given.

    Returns:
        The :class:`~lietheory.discovery.audit.Audit`; print it. Other components of the group (-1, reflections, exchanges of
        points) are tried in spaces of at most 8 dimensions.

    Raises:
        ShapeError: an algebra that is no part of the action.
        RankError: too few points.
        UnknownNameError: no such layer.

    Examples:
        >>> from lconv.liegg.actions import LinearAction
        >>> x = torch.randn(1000, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> audit(lambda x: x.norm(dim=1), x, LinearAction(3), "so(3)").status
        'exact'
        >>> audit(lambda x: x.norm(dim=1) + 0.001 * x[:, 0], x, LinearAction(3), "so(3)").status
        'within the tolerance'
        >>> audit(lambda x: x.norm(dim=1) + x[:, 0], x, LinearAction(3), "so(3)").status
        'broken'
    """
    with in_call(CALL):
        tolerance = relative_size(tolerance, STEP_TOLERANCE, CALL, "tolerance")
        whole = view(model, field=field)
        x = require_usable(whole, x, CALL)
        act = as_action(action, x)
        row = _audited("", whole, x, act, expect, output_action, tolerance, generator)
        L = act.matrices(coefficients_of(expect, act, None))
        below = _layers(model, x, act, expect, L, layers, tolerance, generator)
        moved = output_action is not None
        parts = discrete_parts(whole, x, act, L, fitted=moved, generator=generator) if _has_few_parts(act) else None
    return Audit(_name(expect), tolerance, row, below, parts, str(x.dtype).removeprefix("torch."))


def assert_symmetry(
    model: Model,
    x: Tensor,
    action: Action | Callable[[Tensor], Tensor],
    expect: AlgebraLike,
    output_action: Action | Callable[[Tensor], Tensor] | None = None,
    *,
    tolerance: float = STEP_TOLERANCE,
    field: Field | None = None,
    generator: torch.Generator | None = None,
) -> Audit:
    """A test's assertion that a model has a symmetry within a tolerance; the arguments are those of :func:`audit`.

    Raises:
        AssertionError: it does not, or this many points do not show it.

    Examples:
        >>> from lconv.liegg.actions import LinearAction
        >>> x = torch.randn(1000, 3, generator=torch.Generator().manual_seed(0))
        >>> assert_symmetry(lambda x: x.norm(dim=1), x, LinearAction(3), "so(3)", tolerance=0).holds
        True
    """
    report = audit(model, x, action, expect, output_action, tolerance=tolerance, field=field, generator=generator)
    if not report.holds:
        cure = "Give more points." if report.status == OPEN else "See lconv.audit(..., layers=) for where it is lost."
        raise AssertionError(f"assert_symmetry(model, x, action, {report.expected!r}, tolerance={tolerance:g}): {report} {cure}")
    return report


def _has_few_parts(action: Action) -> bool:
    """Whether the other components of the group are tried: not of fields alone, nor on spaces with too many of them."""
    if isinstance(action, MatrixAction):
        return action.acting.shape[1] <= MOST_DISCRETE
    return not isinstance(action, VectorFields | PolynomialAction) and action.basis.shape[1] <= MOST_DISCRETE


def _name(expect: AlgebraLike) -> str:
    return expect if isinstance(expect, str) else "the algebra given"


def _audited(
    name: str,
    model: Model,
    x: Tensor,
    action: Action,
    expect: AlgebraLike,
    output_action: Action | Callable[[Tensor], Tensor] | None,
    tolerance: float,
    generator: torch.Generator | None,
    source: str | None = None,
) -> Audited:
    b = breaking(model, x, action, expect, output_action, generator=_again(generator))
    if source == FITTED:
        b = replace(b, rounding=max(b.rounding, (3 * torch.finfo(x.dtype).eps ** FIT_DIGITS) ** 2))
    outer = None if output_action is None else acting_on_outputs(output_action, outputs(model, x[:1]))
    few, frame = x[:WORST_OF].detach(), output_frame(model, x)
    mover = movers(model, [few], few, action, outer, frame)[0]
    squares = mover.squares(b.element)
    worst = int(np.argmax(squares))
    where = source or ("invariant" if output_action is None else "declared")
    unit = mover.unit_elements(mover.own_coordinates.directions(coefficients_of(expect, action, outer)))
    if hidden_motion(mover.few(HIDDEN_POINTS), STEPS[1] * unit):
        b, where = replace(b, value=np.inf, lower=np.inf, upper=np.inf), f"{where}, in outputs that are constant on these points"
    elif source != FITTED and not at_rounding(mover, b.element):
        b = replace(b, rounding=0.0)  # no breaking is then taken for rounding
    return Audited(
        name=name,
        outputs=where,
        breaking=b,
        verdict=verdict(b, tolerance),
        worst_point=worst,
        worst_error=float(np.sqrt(2 * squares[worst])),
        worst_element=np.tensordot(b.element, generator_pairs(action, outer), axes=1),
    )


def _again(generator: torch.Generator | None) -> torch.Generator:
    """The same draws for every map of one audit."""
    again = torch.Generator()
    return again if generator is None else again.set_state(random_source(generator, CALL).get_state())


def _layers(
    model: Model,
    x: Tensor,
    action: Action,
    expect: AlgebraLike,
    L: Float[np.ndarray, "k n n"],
    layers: Layers,
    tolerance: float,
    generator: torch.Generator | None,
) -> tuple[Audited, ...]:
    if layers is None:
        return ()
    if not isinstance(model, torch.nn.Module):
        raise ShapeError(CALL, "a torch module, which has layers", type(model).__name__, "Leave layers out.")
    named = dict(model.named_modules())
    if isinstance(layers, str) and layers not in (READ, FITTED):
        raise UnknownNameError.nearest(CALL, "way to find layers", layers, [READ, FITTED])
    if isinstance(layers, Mapping):
        for name in layers:
            if name not in named:
                raise UnknownNameError.nearest(CALL, "layer", name, [n for n in named if n])
    rows = []
    for name in layers if isinstance(layers, Mapping) else called_layers(model, x):
        F = view(model, layer=name)
        if isinstance(layers, Mapping):
            outer, source = layers[name], "invariant" if layers[name] is None else "declared"
        elif layers == READ:
            outer, source = read_action(named[name], L), READ
            if outer is None:
                continue
        else:
            fit = _fitted(F, x, action, L)
            if fit is None:
                continue
            outer, source = fit, FITTED
        rows.append(_audited(name, F, x, action, expect if outer is None else L, outer, tolerance, generator, source))
    return tuple(rows)


def _fitted(F: Model, x: Tensor, action: Action, L: Float[np.ndarray, "k n n"]) -> MatrixAction | None:
    """A linear action fitted to the outputs; None where there is no tensor to fit one to, or it is constant."""
    try:
        require_usable(F, x, CALL)
        return fitted_action(F, x, action, L)
    except (ShapeError, NotDifferentiableError, RankError):
        return None
