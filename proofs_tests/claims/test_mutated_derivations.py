"""The derivations of the ledger fail once a step is doubled or robbed of its equation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from lietheory.proof.derivation_chains import Derivation, evaluate
from lietheory.proof.ledger import ledger
from lietheory.proof.normaliser import NotProved
from lietheory.proof.traces import Trace
from lietheory.proof.words import Expression


def inside(side):
    """The side of a step, or what a trace is taken of."""
    return side.expression if isinstance(side, Trace) else side


def doubled(side):
    """Twice the side of a step."""
    return Trace(inside(side) * 2) if isinstance(side, Trace) else side * 2


STEPS = [
    pytest.param(claim.derivation(), c, s, id=f"{claim.label} {chain.title}, {s + 1}")
    for claim in ledger()
    if claim.derivation
    for c, chain in enumerate(claim.derivation().chains)
    for s in range(len(chain.steps))
]
NOT_ZERO = [p for p in STEPS if inside(p.values[0].chains[p.values[1]].steps[p.values[2]].to).terms]
WITH_EQUATION = [p for p in STEPS if p.values[0].chains[p.values[1]].steps[p.values[2]].by]


def mutated(derivation: Derivation, chain: int, step: int, **changes: object) -> Derivation:
    """The derivation with one step changed."""
    old = derivation.chains[chain]
    steps = tuple(replace(s, **changes) if i == step else s for i, s in enumerate(old.steps))
    chains = tuple(replace(old, steps=steps) if c is old else c for c in derivation.chains)
    return replace(derivation, chains=chains)


@pytest.mark.parametrize(("derivation", "chain", "step"), NOT_ZERO)
def test_a_doubled_step_is_not_proved(derivation, chain, step):
    with pytest.raises(NotProved):
        mutated(derivation, chain, step, to=doubled(derivation.chains[chain].steps[step].to)).judge()


def swapped(expression: Expression) -> Iterator[Expression]:
    """The expression with two neighbouring letters of one word exchanged, where their shapes allow it, or one transposed."""
    for word, coefficient in expression.terms.items():
        rest = {w: c for w, c in expression.terms.items() if w != word}
        others = [(*word[:k], word[k + 1], word[k], *word[k + 2 :]) for k in range(len(word) - 1)]
        others += [(*word[:k], word[k].transpose(), *word[k + 1 :]) for k in range(len(word))]
        for other in others:
            shapes = [letter.shape for letter in other]
            fits = all(a[1] == b[0] for a, b in pairwise(shapes))
            if fits and shapes[0][0] == expression.rows and shapes[-1][1] == expression.columns and other not in rest:
                yield Expression(expression.rows, expression.columns, rest | {other: coefficient})


def planted() -> Iterator[tuple[str, Derivation, int, int, Expression]]:
    """Steps of the ledger with letters exchanged or transposed, so that they are false at an exact instance of the claim."""
    rng = np.random.default_rng(5)
    for claim in ledger():
        if claim.derivation is None or claim.exact is None:
            continue
        derivation, instance = claim.derivation(), claim.exact(rng, 3)
        for c, chain in enumerate(derivation.chains):
            for s, step in enumerate(chain.steps):
                if not isinstance(step.to, Expression):
                    continue
                true = evaluate(step.to, instance, instance["sizes"])
                for other in swapped(step.to):
                    if (evaluate(other, instance, instance["sizes"]) != true).any():
                        yield claim.label, derivation, c, s, other


def test_a_hundred_planted_falsehoods_are_not_proved():
    """Each is false at an instance that satisfies every hypothesis, so that a judge who accepts it is wrong."""
    tried = list(planted())
    assert len(tried) >= 100
    accepted = []
    for label, derivation, c, s, other in tried:
        try:
            mutated(derivation, c, s, to=other).judge()
        except NotProved:
            continue
        accepted.append((label, c, s, str(other)))
    assert accepted == []


@pytest.mark.parametrize(("derivation", "chain", "step"), WITH_EQUATION)
def test_a_step_without_its_equation_is_not_proved(derivation, chain, step):
    with pytest.raises(NotProved):
        mutated(derivation, chain, step, by=()).judge()
