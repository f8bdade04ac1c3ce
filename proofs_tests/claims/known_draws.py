"""Fingerprints of the instances that a seed stands for, so that the lines that replay a check keep their meaning.

``lietheory verify eq9 --replay sampled:7:3`` must draw in every version what it drew when somebody
wrote it down; so must a page that shows the smallest counterexample. Where a change of what is drawn
is meant, write the fingerprints anew: python -m proofs_tests.claims.known_draws
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from itertools import islice
from numbers import Number
from pathlib import Path
from typing import Any

import numpy as np

from lietheory.algebra import LieAlgebra
from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.draws import DRAWS_PER_SIZE, SIZES, Draw
from lietheory.proof.formal import PACKAGE
from lietheory.proof.instances import Instance
from lietheory.proof.registry import load, modules
from lietheory.proof.verdicts import smallest_counterexample
from lietheory.rendering.json_records import plain

FILE = Path(__file__).with_suffix(".json")
SEED = 7
SAMPLED = 6
SEARCHED = 40


def fingerprint(instance: Instance) -> str:
    """Of the named numbers, floats to six digits, so that rounding does not count; an algebra by its generators."""
    record = plain({k: _numbers(v) for k, v in instance.items() if k != "free"})
    return sha256(json.dumps(_rounded(record), sort_keys=True).encode()).hexdigest()[:12]


def _numbers(value: Any) -> Any:
    """Arrays, numbers, texts and what is made of them; of other objects their kind alone, since their text may change."""
    if isinstance(value, LieAlgebra):
        return value.generators
    if isinstance(value, list | tuple):
        return [_numbers(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): _numbers(v) for k, v in value.items()}
    return value if isinstance(value, np.ndarray | np.generic | Number | str | None) else type(value).__name__


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) > 1e-9 else "0"
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return {k: _rounded(v) for k, v in value.items()} if isinstance(value, dict) else value


def draws_of(claim: CheckedClaim) -> dict[str, Any]:
    """The fingerprints of a claim: sampled, exact at each size, its counterexamples, and the first of its search."""
    exact = [number * DRAWS_PER_SIZE for number in range(len(SIZES))] if claim.exact else []
    return {
        "sampled": [fingerprint(Draw("sampled", SEED, n).instance(claim)) for n in range(SAMPLED)],
        "replayed": [fingerprint(Draw("replayed", SEED, n).instance(claim)) for n in exact],
        "counterexamples": {c.drops: fingerprint(c.make()) for c in claim.counterexamples},
        "searched": [fingerprint(i) for i in islice(claim.printed.search(), SEARCHED)] if claim.printed else [],
        "smallest": _smallest(claim),
    }


def _smallest(claim: CheckedClaim) -> str | None:
    """The instance that its page shows against the printed form."""
    if claim.printed is None:
        return None
    found = smallest_counterexample(claim.printed.residual, claim.printed.search(), claim.tolerance)
    return found and fingerprint(found)


def main() -> None:
    """Write the fingerprints of all claims of this package."""
    found = {label: draws_of(load(label)) for label, module in modules().items() if module.startswith(f"{PACKAGE}.")}
    FILE.write_text(json.dumps(found, indent=0) + "\n")


if __name__ == "__main__":
    main()
