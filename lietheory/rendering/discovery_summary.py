"""The part of a discovery's report beyond the estimate: names, comparisons, measures, limits; for the page and for JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from lietheory.algebra import Identification, catalogue_algebra
from lietheory.comparison import Comparison, compare
from lietheory.discovery.discovery_run import IMAGES, DiscoveryRun
from lietheory.discovery.liegg_measures import Measures, measures
from lietheory.discovery.standard_algebras import Near, acting_algebras, is_homogeneous, nearest_acting
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.errors import LieTheoryError
from lietheory.rendering.discovery_tables import degrees
from lietheory.rendering.json_records import comparison_record, estimate_record, plain
from lietheory.rendering.plane_directions import plane_direction
from lietheory.tolerances import FLOAT_ERROR

MOST_NEAR = 6


@dataclass(frozen=True, eq=False)
class Summary:
    """The conclusions from a discovery.

    Args:
        conclusion: one plain sentence or two.
        shown: the generators, or the least broken direction.
        names: of what is shown.
        name: of the algebra, or None.
        near: catalogue algebras that act there.
        truth: the name of the algebra that the estimate is compared with, or None.
        comparison: with it, or None.
        measures: symmetry variance and bias, or None for actions without matrices.
        limits: of what the figures show, one sentence each.
        directions: each evaluated direction as a motion of the plane of an image, in words; none for other actions.
    """

    conclusion: str
    shown: Float[np.ndarray, "k n n"]
    names: list[str]
    name: Identification | None
    near: list[Near]
    truth: str | None
    comparison: Comparison | None
    measures: Measures | None
    limits: tuple[str, ...]
    directions: tuple[str, ...] = ()


def summarise(discovery: DiscoveryRun) -> Summary:
    """The summary of a discovery."""
    e = discovery.estimate
    near = _near(discovery)
    truth, matrices = _truth(discovery, near)
    comparison = None if matrices is None else _comparison(e, matrices)
    name = _name(discovery)
    shown = np.tensordot(discovery.flow.coefficients, e.basis, axes=1) if not e.dimension else e.generators
    names = [f"L{i + 1}" for i in range(len(shown))] if e.dimension else ["least broken"]
    directions: tuple[str, ...] = ()
    if discovery.flow.kind == IMAGES and e.basis.shape[1] in (2, 3):
        directions = tuple(map(plane_direction, np.tensordot(e.judged_coefficients, e.basis, axes=1)))
    measured = measures(e, matrices) if discovery.has_matrices and discovery.output_action is None else None
    conclusion, limits = _conclusion(discovery, name, comparison, truth), _limits(discovery)
    return Summary(conclusion, shown, names, name, near, truth, comparison, measured, limits, directions)


def _comparison(e: SymmetryEstimate, truth: np.ndarray) -> Comparison | None:
    """Of what holds with a truth in its standard matrices; where nothing holds, of the nearest algebra."""
    near = None if e.answer is None else e.answer.near
    L, noise = e.generators, e.generator_noise
    if not L.size:
        if near is None or not e.basis.shape[1]:
            return None
        L, noise = np.tensordot(near.coefficients, e.basis, axes=1), near.noise
    return compare(e.in_frame(L), truth, noise=max(FLOAT_ERROR, 2 * noise))


def discovery_record(discovery: DiscoveryRun, summary: Summary) -> dict[str, Any]:
    """The report as JSON takes it."""
    e = discovery.estimate
    discrete = None if e.discrete_symmetries is None else asdict(e.discrete_symmetries)
    return estimate_record(e) | plain(
        {
            "conclusion": summary.conclusion,
            "headline": e.headline,
            "answer": _answer_record(e),
            "model": discovery.model,
            "data": discovery.data,
            "action": discovery.action,
            "output_action": discovery.output_action,
            "held_out": e.held_out,
            "lower_bounds": e.lower_bounds,
            "open_directions": e.open_directions,
            "exact_dimension": e.exact_dimension,
            "generator_noise": e.generator_noise,
            "near": [asdict(n) for n in summary.near],
            "truth": summary.truth,
            "comparison": None if summary.comparison is None else comparison_record(summary.comparison),
            "measures": None if summary.measures is None else asdict(summary.measures),
            "flow": {"times": discovery.flow.times, "errors": discovery.flow.errors},
            "worst": _worst_record(discovery),
            "risk": None if e.risk is None else asdict(e.risk) | {"verdict": e.risk.verdict},
            "discrete_symmetries": discrete,
            "leftovers": discrete,  # the former name
            "masked_share": discovery.masked_share,
            "accumulated_by": e.accumulated_by,
            "limits": summary.limits,
            "facts": discovery.facts,
        }
    )


_TOLD = ("value", "lower", "upper", "step", "points", "leaving", "rarest", "rounding", "carried")


def _answer_record(e: SymmetryEstimate) -> dict[str, Any] | None:
    if e.answer is None:
        return None
    levels = [
        {"name": e.name_of(level), "dimension": level.dimension, "maximal": level.maximal}
        | {k: getattr(level.breaking, k) for k in _TOLD}
        for level in e.answer.levels
    ]
    return {"tolerance": e.answer.tolerance, "levels": levels, "changes_at": e.answer.changes_at, "tried": e.answer.tried}


def _worst_record(discovery: DiscoveryRun) -> dict[str, Any] | None:
    worst = discovery.flow.worst
    if worst is None:
        return None
    keys = ("number", "expected", "output", "change", "step")
    return {k: getattr(worst, k) for k in (keys if discovery.flow.kind == IMAGES else ("point", "moved", *keys))}


def _near(discovery: DiscoveryRun) -> list[Near]:
    L = discovery.estimate.generators
    if not L.size or discovery.output_action is not None:
        return []
    shown = discovery.estimate.in_frame(L)
    return nearest_acting(shown, homogeneous=is_homogeneous(discovery.estimate.basis))[:MOST_NEAR]


def _truth(discovery: DiscoveryRun, near: list[Near]) -> tuple[str | None, np.ndarray | None]:
    """The algebra that the estimate is compared with: the one given, or the nearest of its dimension that acts there."""
    if discovery.truth is not None:
        return discovery.truth, catalogue_algebra(discovery.truth).generators
    if near and near[0].dimension == discovery.estimate.dimension:
        basis = discovery.estimate.basis
        return near[0].name, acting_algebras(basis.shape[1], homogeneous=is_homogeneous(basis))[near[0].name]
    return None, None


def _name(discovery: DiscoveryRun) -> Identification | None:
    try:
        return discovery.estimate.identify() if discovery.estimate.generators.size else None
    except LieTheoryError:  # the span does not close within its noise
        return None


def _conclusion(discovery: DiscoveryRun, name: Identification | None, comparison: Comparison | None, truth: str | None) -> str:
    e = discovery.estimate
    answer = f" {e.headline[0].upper()}{e.headline[1:]}." if e.answer is not None else ""
    labels = f" Labels: {e.risk.verdict}." if e.risk is not None else ""
    if e.status == "none":
        least = f"the least λ is {e.held_out[0]:.2g}" if e.answer is None or not e.answer.levels else _within(e)
        return f"No continuous symmetry under {discovery.action}: {least}.{answer}{labels}"
    if e.status == "undecided":
        open_ones = f"no algebra is a symmetry for certain, and {e.open_directions} directions may still be one"
        return f"Undecided under {discovery.action}: {open_ones}.{answer}{labels}"
    sentence = f"Symmetric under {discovery.action}, dimension {e.dimension}"
    sentence += ", generators that do not close" if name is None else f": {name.name} ({name.status})"
    if comparison is not None and len(comparison.principal_angles):
        sentence += f", {degrees(comparison.principal_angles[-1])} from the standard {truth}"
    bound, step = e.upper_bounds[e.accepted].max(), e.finite_step_error[e.accepted].max()
    sentence += f"; bounds on λ up to {bound:.2g}, finite steps up to {step:.2g}.{answer}"
    sentence += f" {e.open_directions} further directions stay open." if e.open_directions else ""
    return sentence + labels


def _within(e: SymmetryEstimate) -> str:
    return "none is within the tolerance" if e.answer is None else f"none is within the tolerance {e.answer.tolerance:g}"


def _limits(discovery: DiscoveryRun) -> tuple[str, ...]:
    e = discovery.estimate
    limits = [text[0].upper() + text[1:] for text in e.caveats()]
    if e.exact_dimension:
        limits.append(
            f"{e.exact_dimension} directions never reach the output at all: exact symmetries, such as of an ignored input."
        )
    if discovery.masked_share is not None:
        limits.append(
            f"{discovery.masked_share:.1%} of the motion lies at the border, where the derivative meets what is outside the "
            "picture: near zero the border does not matter."
        )
    if e.dimension and e.risk is None:
        limits.append("Whether the data have the symmetry, or only the model, was not tested: no labels were given.")
    limits.append("Symmetries outside the action, and components that no tested transformation reaches, are not seen.")
    return tuple(limits)
