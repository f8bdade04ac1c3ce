"""The derivations of the ledger fail once a step is doubled or robbed of its equation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lietheory.proof.derivation_chains import Derivation
from lietheory.proof.ledger import ledger
from lietheory.proof.normaliser import NotProved
from lietheory.proof.traces import Trace


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


@pytest.mark.parametrize(("derivation", "chain", "step"), WITH_EQUATION)
def test_a_step_without_its_equation_is_not_proved(derivation, chain, step):
    with pytest.raises(NotProved):
        mutated(derivation, chain, step, by=()).judge()
