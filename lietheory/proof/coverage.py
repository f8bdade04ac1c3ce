"""What of a statement is proved with no size fixed, part by part, and the grade that follows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.formal import FormalRecord
from lietheory.proof.judges import Judgement

FORMAL, DERIVED, IN_PART, INSTANCES = "formal in full", "derived in full", "in part", "instances only"
GRADES = (FORMAL, DERIVED, IN_PART, INSTANCES)
"""Formal: a proof assistant has checked every part. Derived: the derivation, or a proof assistant, covers every part."""

THE_WHOLE = "the whole statement"


def by_part(claim: CheckedClaim, verdicts: Mapping[str, Judgement], record: FormalRecord | None) -> Mapping[str, tuple[str, ...]]:
    """Part -> which of derived and formal proved it, in what the judges of this run confirmed."""
    derived = "derived" in verdicts and verdicts["derived"].holds
    theorems = set(record.theorems) if record is not None and "formal" in verdicts and verdicts["formal"].holds else set()
    judges_of: dict[str, tuple[str, ...]] = {} if claim.parts else {THE_WHOLE: ()}
    for part in claim.parts:
        proved = part.formal and set(part.formal) <= theorems
        judges_of[part.name] = (*(["derived"] if part.derived and derived else []), *(["formal"] if proved else []))
    return MappingProxyType(judges_of)


def grade(parts: Mapping[str, tuple[str, ...]]) -> str:
    """How far a statement is proved, from what proves each of its parts.

    Examples:
        >>> grade({"if": ("derived", "formal"), "only if": ("formal",)}), grade({"if": ("derived",), "only if": ()})
        ('formal in full', 'in part')
    """
    if all("formal" in by for by in parts.values()):
        return FORMAL
    if all(parts.values()):
        return DERIVED
    return IN_PART if any(parts.values()) else INSTANCES
