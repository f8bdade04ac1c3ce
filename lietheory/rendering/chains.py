"""A derivation step by step, and its exact replay at one small instance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lietheory.proof.bounds import BoundChain, BoundStep, Product, row_sum_norm
from lietheory.proof.checked_claim import KINDS, CheckedClaim
from lietheory.proof.derivation_chains import Chain, Derivation, Step, evaluate
from lietheory.proof.instances import Instance
from lietheory.proof.traces import Trace
from lietheory.proof.words import Expression
from lietheory.rendering.instance_markdown import instance_markdown
from lietheory.rendering.mathematics import exact_or_float, matrix, number, upright

_SHOWN_SIZE = 2  # of the replayed instance; the judge replays sizes 2 to 5
_SHOWN_ENTRIES = 16  # of a value that a replayed chain is shown to have


def derivation_sections(claim: CheckedClaim) -> Iterator[str]:
    """The argument in words, the hypotheses, and every chain with the reason of each step."""
    if claim.derivation is None:
        if claim.proof:
            yield "## Why"
            yield f":::{{prf:proof}}\n{claim.proof}\n:::"
        return
    derivation: Derivation = claim.derivation()
    yield "## Derivation"
    if claim.proof:
        yield claim.proof
    if derivation.hypotheses:
        yield "With no size fixed, from these hypotheses and nothing else:"
        yield "\n".join(f"- *{h.name}*: ${upright(h.latex())}${_tie(claim, h.name)}" for h in derivation.hypotheses)
    else:
        yield "With no size fixed, and from no hypothesis:"
    for chain in derivation.chains:
        yield from _chain(chain)


def _tie(claim: CheckedClaim, name: str) -> str:
    """Which assumption a hypothesis is, or what else."""
    what = claim.ties.get(name)
    return "" if what is None else f" ({what})" if what.startswith(KINDS) else f" (the assumption *{what}*)"


def _chain(chain: Chain | BoundChain) -> Iterator[str]:
    """The start, and a numbered step for each relation: the new expression and why it follows."""
    yield f"### {chain.title[0].upper()}{chain.title[1:]}"
    yield f"$$\n{upright(chain.start.latex())}\n$$"
    yield "\n\n".join(_step(number, step) for number, step in enumerate(chain.steps, start=1))


def _step(number: int, step: Step | BoundStep) -> str:
    by = dict.fromkeys(name for use in step.by for name in (use.names if isinstance(use, Product) else (use.name,)))
    names = f" (by {', '.join(f'*{name}*' for name in by)})" if by else ""
    indent = " " * (len(str(number)) + 2)
    formula = f"{step.relation} {upright(step.to.latex())}"
    return f"{number}. $$\n{indent}{formula}\n{indent}$$\n\n{indent}{step.reason}{names}"


def replay_sections(claim: CheckedClaim, rng: np.random.Generator) -> Iterator[str]:
    """One exact instance, the value of every chain there, and the residual."""
    if claim.exact is None:
        return
    instance = claim.exact(rng, _SHOWN_SIZE)
    yield "## Exact replay"
    yield "The judge replays the claim over the rationals at sizes 2 to 5. One instance of size 2:"
    yield instance_markdown(instance)
    if values := [line for chain in _chains(claim) if (line := _value(chain, instance))]:
        yield "The value of each chain there:"
        yield "\n".join(values)
    yield f"Residual: ${exact_or_float(claim.residual(instance))}$."


def _chains(claim: CheckedClaim) -> tuple[Chain | BoundChain, ...]:
    return claim.derivation().chains if claim.derivation else ()


def _value(chain: Chain | BoundChain, instance: Instance) -> str:
    """The value of the start of a chain at an instance beside that of the end; empty unless it is a small matrix or a number."""
    start, sizes = chain.start, instance.get("sizes")
    if sizes is None:
        return ""
    ends = upright(start.latex()), upright(chain.end.latex())
    if not isinstance(chain, Chain):
        norm, bound = row_sum_norm(evaluate(chain.start.expression, instance, sizes)), chain.end.value({**sizes, **instance})
        return rf"- ${ends[0]} = {number(norm)} \le {number(bound)} = {ends[1]}$, in the norm of row sums"
    if isinstance(start, Trace):
        return f"- ${ends[0]} = {number(np.trace(evaluate(start.expression, instance, sizes)))} = {ends[1]}$"
    if not isinstance(start, Expression):
        return ""
    value = evaluate(start, instance, sizes)
    return f"- ${ends[0]} = {matrix(value)} = {ends[1]}$" if value.size <= _SHOWN_ENTRIES else ""
