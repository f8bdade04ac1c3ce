"""Which claims there are and in what order, read off the text of their files; a claim is imported on first use.

The claims of this package lie in ``lietheory.claims``. Another package adds its own by an entry point of
the group ``lietheory.claims`` whose value is the package that they lie in, one file each.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from lietheory.errors import LieTheoryError, UnknownNameError
from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.claim_builder import Claim

GROUP = "lietheory.claims"
_HEAD = re.compile(r'^claim = (?:\w+\.)*Claim\(\s*"([^"]+)"', re.MULTILINE)
_AFTER = re.compile(r'\bafter="([^"]+)"')


@cache
def modules() -> Mapping[str, str]:
    """Label -> module of each claim, in the order of the ledger.

    Raises:
        LieTheoryError: two claims of one label, or a claim behind one that there is not.
    """
    by_label: dict[str, str] = {}
    follows: dict[str, str | None] = {}
    for package in dict.fromkeys([GROUP, *(entry.value for entry in entry_points(group=GROUP))]):
        for label, after, module in _heads(package):
            if label in by_label:
                raise LieTheoryError(
                    f"the claim {label!r} of {module}", "a label of its own", f"that of {by_label[label]}", "Rename it."
                )
            by_label[label], follows[label] = module, after
    return {label: by_label[label] for label in in_order(follows)}


def _heads(package: str) -> Iterator[tuple[str, str | None, str]]:
    """The label of each claim of a package, the label it follows, and its module."""
    for path in files(package, GROUP):
        text = path.read_text(encoding="utf-8")
        if head := _HEAD.search(text):
            after = _AFTER.search(text, head.end())
            yield head[1], after and after[1], f"{package}.{path.stem}"


def files(package: str, group: str) -> list[Path]:
    """The files of a package that an entry point of the group names, sorted; none is imported.

    Raises:
        LieTheoryError: there is no such package.
    """
    spec = find_spec(package)
    if spec is None or spec.submodule_search_locations is None:
        kind = group.rpartition(".")[2]
        raise LieTheoryError(f"an entry point of {group}", f"a package of {kind}", package, "Name the package they lie in.")
    return sorted(p for folder in spec.submodule_search_locations for p in Path(folder).glob("*.py"))


def in_order(follows: dict[str, str | None]) -> list[str]:
    """Each label behind the one that it follows, of several first those that no other follows; those that follow none in turn.

    Raises:
        LieTheoryError: a label follows one that there is not, or itself by way of others.

    Examples:
        >>> in_order({"eq1": None, "eq3": "eq2", "eq2": "eq1", "own": None, "aside": "eq1"})
        ['eq1', 'aside', 'eq2', 'eq3', 'own']
    """
    ordered: list[str] = []
    waiting = [label for label, after in reversed(follows.items()) if after is None]
    while waiting:
        ordered.append(waiting.pop())
        behind = [label for label, after in reversed(follows.items()) if after == ordered[-1]]
        waiting += sorted(behind, key=lambda label: label not in follows.values())
    if lost := sorted(set(follows) - set(ordered)):
        after = ", ".join(f"{label} after {follows[label]}" for label in lost)
        raise LieTheoryError("Claim(after=...)", "the label of another claim, without a circle", after, "Mend `after`.")
    return ordered


@cache
def load(label: str) -> CheckedClaim:
    """The claim of a known label, its module imported and its parts checked.

    Raises:
        LieTheoryError: it is incomplete, or uses what is no claim, or its head could not be read off its text.
    """
    call = f"the claim {label!r} of {modules()[label]}"
    written = vars(importlib.import_module(modules()[label])).get("claim")
    if type(written) is not Claim:  # what another class returns has not been checked
        raise LieTheoryError(
            call, 'claim = p.Claim("LABEL", ...)', type(written).__name__, "Write it with lietheory.proof.Claim."
        )
    claim = written.checked()
    if claim.label != label:
        raise LieTheoryError(
            call, 'claim = p.Claim("LABEL", ...)', f"the label {claim.label!r}", "Write the label where it is used."
        )
    if missing := set(claim.uses) - set(modules()):
        raise LieTheoryError(call, "uses that are claims", ", ".join(sorted(missing)), "Mend `uses`.")
    return claim


def find(label: str, call: str) -> CheckedClaim:
    """The claim of that label.

    Raises:
        UnknownNameError: no such label; the nearest are suggested.
    """
    if not isinstance(label, str) or label not in modules():
        raise UnknownNameError.nearest(call, "claim", label, modules())
    return load(label)


def claims_by_label() -> Mapping[str, CheckedClaim]:
    """All claims by label, in the order of their sources."""
    return {label: load(label) for label in modules()}
