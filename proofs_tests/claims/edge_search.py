"""Random search for counterexamples to corrected statements, at the edge of their hypotheses, as long as a budget allows.

``python -m proofs_tests.claims.edge_search --seconds 900`` attacks all claims in turn for so long, and prints for each how
many instances it met, how many of them the library refused as singular in floats, and whatever contradicts it. Every
instance is drawn from a seed of its own, which is printed with it.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from lietheory.errors import PrecisionError, RankError
from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.instances import Instance
from lietheory.proof.printed_form import vanishes
from lietheory.proof.registry import claims_by_label
from proofs_tests.claims.edge_draws import EdgeDraws
from proofs_tests.claims.edges import EDGES

ROUNDING = 100
"""Of the claim's tolerance: at these scales a residual loses two digits more than on its samples."""
REACH = 2.0, 3.0
"""Decades of scale and of degeneracy: by more, ranks in floats are a matter of the tolerance, and no longer of the statement."""
SHORTER = {
    "eq14": (1.0, 1.0),  # compares the ranks of two maps, of u and u_c together, and u_c is a product of three such matrices
    "thm1": (1.0, 1.0),  # u_c is the product of an inverse root, a fit and a root, each as degenerate as the draw
    "bias-row": (1.0, 2.0),  # a second moment of condition 1e9 has lost them all
    "exponential-surjective": (0.5, 3.0),  # an element of condition 1e10 is in floats as near to a singular matrix
    "lemma-haar-density": (0.5, 3.0),  # a density of e^15 has lost the digits that tell its two formulas apart
    "lemma-effect-size": (0.5, 1.5),  # saturated waves have a slope at three points only, which identify too little
    "lemma-independence-null-space": (1.0, 1.0),  # exact and unidentified directions are told apart by a gap in floats
}
"""Reach of the claims whose samples lose more digits than that, with the reason."""
NOT_EXACT = {"liegg-multi-output", "liegg-svd", "lemma-sample-count", "lemma-independence-null-space"}
"""The ends of a range of integers are not in general position; a relative spectrum is one of floats, of condition 1e4 there."""
LEFT_OUT = {"liegg-criterion": {"A": None}}
"""Thirty Gauss nodes see a flow that turns a few times and not a hundred; the integral is attacked by the samples."""
LARGEST_SIZE = 5
REFUSALS = (RankError, PrecisionError, np.linalg.LinAlgError)
"""What says that an instance is singular in floats; it decides nothing."""

Draw = Callable[[np.random.Generator], Instance]


def attacks(claim: CheckedClaim) -> dict[str, Draw]:
    """Name -> how an instance is drawn that satisfies the assumptions of the claim."""
    reach, found = SHORTER.get(claim.label, REACH), {}
    found["edge draws"] = lambda rng: {**claim.sample(EdgeDraws(rng, *reach)), **LEFT_OUT.get(claim.label, {})}
    if (exact := claim.exact) is not None and claim.label not in NOT_EXACT:
        sizes = range(claim.smallest_size, LARGEST_SIZE + 1)
        found["exact edge draws"] = lambda rng: exact(EdgeDraws(rng, 0, 0), int(rng.choice(sizes)))
    found |= {edge.__name__: edge for edge in EDGES.get(claim.label, ())}
    return found | {"samples": claim.sample}


@dataclass
class Findings:
    """What a search met.

    Attributes:
        met: attack -> instances on which the claim was judged.
        refused: attack -> instances that the library refused.
        contradictions: the attack, the seed and the residual of each instance on which the statement fails.
    """

    met: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    contradictions: list[tuple[str, int, float]] = field(default_factory=list)


def instance(claim: CheckedClaim, attack: str, seed: int) -> Instance:
    """The instance that an attack draws from a seed."""
    return attacks(claim)[attack](np.random.default_rng([seed, crc32(f"{claim.label} {attack}".encode())]))


def search(claim: CheckedClaim, seeds: Iterable[int], found: Findings, names: Iterable[str] | None = None) -> Findings:
    """Add to the findings one instance of each attack for each seed."""
    for seed in seeds:
        for name in names or attacks(claim):
            try:
                with warnings.catch_warnings(), np.errstate(all="ignore"):
                    warnings.simplefilter("ignore")
                    value = claim.residual(instance(claim, name, seed))
            except REFUSALS:
                found.refused[name] += 1
                continue
            found.met[name] += 1
            if not vanishes(value, ROUNDING * claim.tolerance):
                found.contradictions.append((name, seed, float(value)))
    return found


def main() -> int:
    """Search, print what was met, and exit with 1 where a statement was contradicted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", nargs="*", help="the claims to attack, all by default")
    parser.add_argument("--seconds", type=float, default=900.0, help="of processor time")
    parser.add_argument("--seed", type=int, default=0, help="of the first round")
    wanted = parser.parse_args()
    claims = [claim for label, claim in claims_by_label().items() if not wanted.labels or label in wanted.labels]
    found, spent = {claim.label: Findings() for claim in claims}, {claim.label: 0.0 for claim in claims}
    end, seed = time.process_time() + wanted.seconds, wanted.seed
    while time.process_time() < end:
        for claim in claims:  # the claim that has had least of the time comes more often
            if spent[claim.label] <= min(spent.values()) + 0.5:
                start = time.process_time()
                search(claim, [seed], found[claim.label])
                spent[claim.label] += time.process_time() - start
        seed += 1
    for claim in claims:
        of = found[claim.label]
        sys.stdout.write(
            f"{claim.label}: {of.met.total()} instances, {of.refused.total()} refused, {len(of.contradictions)} contradict\n"
        )
        for name, number, value in of.contradictions[:3]:
            sys.stdout.write(f"  {name}, seed {number}: residual {value:.3g}\n")
    total = sum(of.met.total() for of in found.values())
    contradicted = [label for label, of in found.items() if of.contradictions]
    sys.stdout.write(f"{total} instances of {len(claims)} claims; contradicted: {', '.join(contradicted) or 'none'}\n")
    return bool(contradicted)


if __name__ == "__main__":
    sys.exit(main())
