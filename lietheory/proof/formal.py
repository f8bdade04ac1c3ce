"""Formal proofs: what a proof assistant confirmed, read from a record that holds for unchanged sources only.

The Coq sources lie beside the claims, ``formal/<stem>.v`` for the claim in ``<stem>.py``. The record is
written by a run that compiled them (``make formal``), and keeps the SHA-256 of every source it rests on.
Coq is not needed to read it, and the claim of a source that differs by one byte is not confirmed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from lietheory.proof.judges import Judgement

PACKAGE = "lietheory.claims"
RECORD = "record.json"
NO_PROOF = "no formal proof"


@dataclass(frozen=True)
class FormalRecord:
    """What a run of the proof assistant confirmed of one source.

    Attributes:
        stem: of the claim's file.
        theorems: name -> statement, as the assistant prints it.
        sources: file -> SHA-256, of the source and of everything of ours that it requires.
        versions: of the assistant and its library.
    """

    stem: str
    theorems: Mapping[str, str]
    sources: Mapping[str, str]
    versions: Mapping[str, str]


def folder(package: str = PACKAGE) -> Traversable:
    """Where a package of claims ships its Coq sources and their record."""
    return files(package) / "formal"


def digest(source: bytes) -> str:
    """The SHA-256 of a source."""
    return sha256(source).hexdigest()


def stems(place: Traversable | None = None) -> list[str]:
    """The stems that have a Coq source; those of no claim are shared by the others."""
    return sorted(f.name.removesuffix(".v") for f in (place or folder()).iterdir() if f.name.endswith(".v"))


def confirmed(stem: str, place: Traversable | None = None) -> FormalRecord | None:
    """What was proved of the claim in ``<stem>.py``, or None where nothing was or the record is stale.

    Args:
        stem: of the claim's file, e.g. ``"t1_linear_regression"``.
        place: the folder of sources and record; the shipped one by default.

    Examples:
        >>> sorted(confirmed("lemma_jacobi").theorems)[-1]
        'trace_form_invariant'
        >>> confirmed("eq12_flow") is None
        True
    """
    record = look_up(stem, place)
    return record if isinstance(record, FormalRecord) else None


def look_up(stem: str, place: Traversable | None = None) -> FormalRecord | str:
    """The record of a stem, or why it counts for nothing."""
    place = place or folder()
    if not (place / f"{stem}.v").is_file():
        return NO_PROOF
    if not (place / RECORD).is_file():
        return "the formal proofs have no record"
    record = json.loads((place / RECORD).read_text(encoding="utf-8"))
    entry = record["proofs"].get(stem)
    if entry is None:
        return "the record has no proof of that name"
    for name, recorded in entry["sources"].items():
        source = place / name
        if not source.is_file() or digest(source.read_bytes()) != recorded:
            return f"the record is stale: {name} has changed since it was checked"
    if f"{stem}.v" not in entry["sources"] or not entry["theorems"]:
        return "the record confirms no theorem of this source"
    if open_ones := [name for name, theorem in entry["theorems"].items() if theorem["assumptions"] != CLOSED]:
        return f"not proved from nothing: {', '.join(open_ones)}"
    theorems = {name: theorem["statement"] for name, theorem in entry["theorems"].items()}
    return FormalRecord(stem, theorems, entry["sources"], record["versions"])


@dataclass(frozen=True)
class Ties:
    """What each hypothesis of the theorems of a claim is, and where its other assumptions are.

    Attributes:
        premises: a hypothesis, as the assistant prints it -> the name of an assumption of the claim, or one of ``KINDS`` and why.
        assumptions: an assumption that is no hypothesis of a theorem -> where the theorems have it.
    """

    premises: Mapping[str, str]
    assumptions: Mapping[str, str]


def ties(stem: str, place: Traversable | None = None) -> Ties | None:
    """The ties of the claim in ``<stem>.py``, None where the package states none.

    Examples:
        >>> ties("t1_linear_regression").premises["preserves u (second_moment X)"]
        'covariance'
    """
    file = (place or folder()) / "ties.json"
    record = json.loads(file.read_text(encoding="utf-8")).get(stem) if file.is_file() else None
    return None if record is None else Ties(record["premises"], record["assumptions"])


def premises(statement: str) -> tuple[str, ...]:
    """The hypotheses of a theorem, from its statement as the assistant prints it.

    Examples:
        >>> premises("forall (F : fieldType) (H u : 'M_d), positive H -> (forall x, P x) -> H *m u = u <-> Q")
        ('positive H', '(forall x, P x)')
    """
    rest, hypotheses = " ".join(statement.split()), []
    while True:
        for word, end in (("forall ", ", "), ("let ", " in ")):
            if rest.startswith(word):
                rest = rest[outside(rest, end) + len(end) :]
                break
        else:
            arrow = -1 if rest.startswith("exists") else outside(rest, " -> ")
            if arrow < 0:
                return tuple(hypotheses)
            hypotheses.append(rest[:arrow])
            rest = rest[arrow + len(" -> ") :]


def outside(text: str, sign: str) -> int:
    """Where a sign first stands outside of all brackets, or -1."""
    depth = 0
    for k, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and text.startswith(sign, k):
            return k
    return -1


CLOSED = "Closed under the global context"
"""The output of Coq for a theorem that rests on no axiom."""


def formal(stem: str, place: Traversable | None = None) -> Judgement:
    """The verdict of the proof assistant on the claim in ``<stem>.py``; its cases are the theorems."""
    record = look_up(stem, place)
    if isinstance(record, str):
        return Judgement(False, failures=(record,))
    return Judgement(True, cases=len(record.theorems))
