"""Outcomes, identifications, comparisons and estimates as plain JSON-able records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import numpy as np

from lietheory.algebra import Identification
from lietheory.comparison import Comparison
from lietheory.discovery import SymmetryEstimate
from lietheory.proof.instances import Instance
from lietheory.proof.judges import Failing
from lietheory.proof.ledger import Outcome


def plain(value: Any) -> Any:
    """The value with arrays as nested lists, exact numbers as strings, and functions left out."""
    if isinstance(value, np.ndarray):
        return [plain(v) for v in value]
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else str(value)
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not np.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items() if not callable(v)}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def instance_record(instance: Instance) -> dict[str, Any]:
    """The named matrices and numbers of an instance, without its bookkeeping."""
    return plain({k: v for k, v in instance.items() if k not in ("sizes", "free")})


def _where_any(instance: Instance | None) -> dict[str, Any] | None:
    return None if instance is None else instance_record(instance)


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """One row of the ledger."""
    return {
        "label": outcome.label,
        "title": outcome.title,
        "source": outcome.source,
        "printed": outcome.printed,
        "corrected": outcome.corrected,
        "grade": outcome.grade,
        "coverage": {part: list(by) for part, by in outcome.coverage.items()},
        "readings": [{"text": r.text, "status": r.status, "why": r.why, "corrected": r.corrected} for r in outcome.readings],
        "judges": list(outcome.judges),
        "not_run": dict(outcome.not_run),
        "cases": dict(outcome.cases),
        "residual": plain(outcome.residual),
        "seconds": round(outcome.seconds, 4),
        "failures": list(outcome.failures),
        "counterexample": _where_any(outcome.counterexample),
        "counterexample_residual": plain(outcome.counterexample_residual),
        "rate": None if outcome.rate is None else plain(asdict(outcome.rate)),
        "failing": None if outcome.failing is None else failing_record(outcome.failing),
    }


def failing_record(failing: Failing) -> dict[str, Any]:
    """An instance drawn again, what is wrong there, and how to draw it once more."""
    return {"replay": failing.replay, "failure": failing.text, "instance": _where_any(failing.instance)}


def identification_record(identification: Identification) -> dict[str, Any]:
    """The name of an algebra with its status and invariants."""
    return plain(
        {
            k: getattr(identification, k)
            for k in (
                "name",
                "aliases",
                "status",
                "margin",
                "candidates",
                "complete",
                "levi",
                "radical",
                "factors",
                "representation",
                "parameters",
                "invariants",
                "fits",
            )
        }
    )


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """Learned against analytic, in radians and relative distances; null for the name of a span that is no Lie algebra."""
    record = {
        k: getattr(comparison, k)
        for k in (
            "relation",
            "principal_angles",
            "grassmann_distance",
            "closure_residual",
            "action_distance",
            "action_cosine",
            "conjugation",
            "invariant_form",
        )
    }
    sides = {"learned": comparison.learned, "analytic": comparison.analytic}
    names = {side: None if name is None else identification_record(name) for side, name in sides.items()}
    return plain(record | names)


def estimate_record(estimate: SymmetryEstimate) -> dict[str, Any]:
    """The evidence behind a symmetry estimate, and the name of the estimated algebra."""
    name = identification_record(estimate.identify()) if estimate.generators.size else None
    return plain(
        {"algebra": name}
        | {
            k: getattr(estimate, k)
            for k in (
                "status",
                "dimension",
                "identifiable_dimension",
                "relative_spectrum",
                "upper_bounds",
                "finite_step_error",
                "singular_values",
                "generators",
                "symmetry_variance",
            )
        }
    )
