"""Derivations: chains of equalities or bounds, each step with its reason, judged step by step in every dimension."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import overload

import numpy as np

from lietheory.algebra import inverse, rank
from lietheory.errors import LieTheoryError
from lietheory.proof.bounds import AtMost, BoundChain, BoundStep, NonNegative, Norm, Product, judge_cut, judge_raise, row_sum_norm
from lietheory.proof.circles import circle
from lietheory.proof.index_sums import IndexSum
from lietheory.proof.normaliser import Context, Equation, NonZero, NotProved, Symmetric, Use
from lietheory.proof.normaliser import Hypothesis as WordHypothesis
from lietheory.proof.scalars import Binding, Scalar
from lietheory.proof.traces import Trace, normal_traces
from lietheory.proof.words import Expression, proportional

Hypothesis = WordHypothesis | AtMost | NonNegative
Side = Expression | IndexSum | Trace
"""A side of an equation."""


@dataclass(frozen=True)
class Step:
    """The next expression of a chain, why it equals the one before, and by which hypotheses.

    ``by`` names the hypotheses used that are equations, and how. The other hypotheses of the
    derivation (invertible, symmetric, not zero) apply without being named.
    """

    to: Side
    reason: str
    by: tuple[Use, ...] = ()
    relation = "="

    def without(self, name: str) -> Step:
        """The step without the uses of a hypothesis."""
        return replace(self, by=tuple(use for use in self.by if use.name != name))


@dataclass(frozen=True)
class Chain:
    """start = ... = end, the proof of one equation."""

    title: str
    start: Side
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not self.steps:
            raise LieTheoryError(f"Chain({self.title!r})", "at least one step", "none", "The steps are the proof of start = end.")

    @property
    def end(self) -> Side:
        return self.steps[-1].to


@dataclass(frozen=True)
class Derivation:
    """Hypotheses and the chains that follow from them, with no size fixed.

    ``cancels`` says what is cancelled, for a lemma whose content is that an invertible factor cancels: elsewhere a
    hypothesis that is the goal up to such factors is refused. One that is the goal without any is refused there too.
    """

    hypotheses: tuple[Hypothesis, ...]
    chains: tuple[Chain | BoundChain, ...]
    cancels: str = ""

    def __post_init__(self) -> None:
        names = [h.name for h in self.hypotheses]
        if not self.chains or len(set(names)) < len(names):
            raise LieTheoryError(
                "Derivation(hypotheses, chains)",
                "at least one chain, and a name for each hypothesis",
                f"{len(self.chains)} chains, hypotheses {', '.join(names)}",
                "Name each hypothesis once.",
            )

    def without(self, name: str) -> Derivation:
        """The same chains with one hypothesis taken away wherever it is used."""
        strip = tuple(replace(c, steps=tuple(s.without(name) for s in c.steps)) for c in self.chains)
        return Derivation(tuple(h for h in self.hypotheses if h.name != name), strip, self.cancels)

    def judge(self) -> None:
        """Accept the derivation if each of its steps follows.

        Raises:
            NotProved: a step whose two sides have different normal forms, an undischarged side
                condition, a rule that is no hypothesis, or a hypothesis that is the goal itself.
        """
        for chain in self.chains:
            for number, (step, judge) in enumerate(zip(chain.steps, self._judges(chain), strict=True), start=1):
                try:
                    judge()
                except (NotProved, LieTheoryError) as problem:
                    raise NotProved(f"{chain.title}, step {number} ({step.reason}): {problem}") from None
            if isinstance(chain, BoundChain):
                self._require_no_known_bound(chain)
            else:
                self._require_no_circle(chain)

    def _judges(self, chain: Chain | BoundChain) -> list[Callable[[], None]]:
        """For each step of a chain, what accepts it from the side before it or raises NotProved."""
        if isinstance(chain, BoundChain):
            bounds = [chain.start, *(step.to for step in chain.steps[:-1])]
            return [partial(self._judge_bound, before, step) for before, step in zip(bounds, chain.steps, strict=True)]
        sides = [chain.start, *(step.to for step in chain.steps[:-1])]
        return [partial(self._judge_step, before, step) for before, step in zip(sides, chain.steps, strict=True)]

    def _require_no_circle(self, chain: Chain) -> None:
        start, end = (side.expression if isinstance(side, Trace) else side for side in (chain.start, chain.end))
        if not isinstance(start, Expression) or not isinstance(end, Expression):
            return
        if (start.rows, start.columns) != (end.rows, end.columns):  # traces of A B and B A, which no equation relates as they are
            return
        used = {use.name for step in chain.steps for use in step.by}
        equations = [h for h in self.hypotheses if isinstance(h, Equation) and h.name in used]
        context = Context.of(self._about_words())
        if names := circle(start - end, equations, context, factors=not self.cancels):
            plural = "hypotheses" if " and " in names else "hypothesis"
            raise NotProved(f"{chain.title}: the {plural} {names} {'are' if ' and ' in names else 'is'} the goal itself")

    def _require_no_known_bound(self, chain: BoundChain) -> None:
        context = Context.of(self._about_words())
        goal = context.normal_form(chain.start.expression)
        for known in (h for h in self.hypotheses if isinstance(h, AtMost)):
            if proportional(context.normal_form(known.expression), goal):
                raise NotProved(f"{chain.title}: the hypothesis {known.name} is about the goal itself")

    def _judge_step(self, previous: Side, step: Step) -> None:
        if isinstance(previous, IndexSum) and isinstance(step.to, IndexSum):
            self._judge_sums(previous, step.to)
        elif isinstance(previous, Trace) and isinstance(step.to, Trace):
            context = self._context(step)
            if normal_traces(previous, context) != normal_traces(step.to, context):
                raise NotProved(f"{previous} and {step.to} have different normal forms")
        elif isinstance(previous, Expression) and isinstance(step.to, Expression):
            self._judge_words(previous, step.to, self._context(step))
        else:
            raise NotProved(f"{previous} and {step.to} are not the same kind of expression")

    def _context(self, step: Step) -> Context:
        return Context.of(self._about_words(), (self._consequence(use) for use in step.by))

    def _judge_words(self, previous: Expression, to: Expression, context: Context) -> None:
        if (previous.rows, previous.columns) != (to.rows, to.columns):
            raise NotProved(f"{previous} is {previous.rows} x {previous.columns}, not {to.rows} x {to.columns}")
        difference = context.normal_form(context.normal_form(previous) - context.normal_form(to))
        if difference.terms:
            raise NotProved(f"the two sides differ by {difference}")

    def _judge_bound(self, previous: Norm | Scalar, step: BoundStep) -> None:
        if not isinstance(step, BoundStep):
            raise NotProved(f"{step.to} is no bound")
        if divisors := step.to.divisors() - Context.of(self._about_words()).nonzero:
            raise NotProved(f"divides by {', '.join(sorted(divisors))}, not known to be different from zero")
        if isinstance(previous, Norm):
            known = {h.name: h for h in self.hypotheses if isinstance(h, AtMost)}
            judge_cut(previous, step, known, Context.of(self._about_words()).normal_form)
        else:
            judge_raise(previous, step, {h.name: h for h in self.hypotheses if isinstance(h, NonNegative)})

    def _about_words(self) -> tuple[WordHypothesis, ...]:
        return tuple(h for h in self.hypotheses if not isinstance(h, AtMost | NonNegative))

    def _judge_sums(self, previous: IndexSum, to: IndexSum) -> None:
        nonzero = {s for h in self.hypotheses if isinstance(h, NonZero) for s in h.symbols()}
        divisors = {s for side in (previous, to) for t in side.terms for s in t.coefficient.divisors()}
        if missing := divisors - nonzero:
            raise NotProved(f"divides by {', '.join(sorted(missing))}, not known to be different from zero")
        if (previous - to).normal_form():
            raise NotProved(f"{previous} and {to} have different normal forms")

    def _consequence(self, use: Use) -> Equation:
        """The rule that a step uses, built from the hypothesis of that name: a step cannot supply a rule itself."""
        for hypothesis in self.hypotheses:
            if isinstance(hypothesis, Equation) and hypothesis.name == use.name:
                return use.of(hypothesis)
        raise NotProved(f"{use.name} is not a hypothesis")


@overload
def step(to: Side, reason: str, *by: Use | str) -> Step: ...
@overload
def step(to: Scalar, reason: str, *by: Product) -> BoundStep: ...
def step(to: Side | Scalar, reason: str, *by: Use | Product | str) -> Step | BoundStep:
    """The next expression or bound of a chain, why it follows, and by which hypotheses; the name of one uses it as it stands.

    Raises:
        LieTheoryError: products by which an equation is to follow, or equations by which a bound is.
    """
    products = tuple(use for use in by if isinstance(use, Product))
    uses = tuple(Use(use) if isinstance(use, str) else use for use in by if not isinstance(use, Product))
    if isinstance(to, Scalar) and not uses:
        return BoundStep(to, reason, products)
    if not isinstance(to, Scalar) and not products:
        return Step(to, reason, uses)
    raise LieTheoryError(f"step({to}, {reason!r})", "a bound by products, or an equation by uses", f"{by}", "Give one kind.")


@overload
def chain(title: str, start: Side, *steps: Step) -> Chain: ...
@overload
def chain(title: str, start: Norm, *steps: BoundStep) -> BoundChain: ...
def chain(title: str, start: Side | Norm, *steps: Step | BoundStep) -> Chain | BoundChain:
    """start = ... = end or, from a norm, start <= ... <= end.

    Raises:
        LieTheoryError: a bound among equations, or an equation among bounds.
    """
    bounds = tuple(step for step in steps if isinstance(step, BoundStep))
    equations = tuple(step for step in steps if isinstance(step, Step))
    if isinstance(start, Norm) and not equations:
        return BoundChain(title, start, bounds)
    if not isinstance(start, Norm) and not bounds:
        return Chain(title, start, equations)
    raise LieTheoryError(f"chain({title!r})", "bounds from a norm, else equations", "both", "Make a chain of each.")


def derive(hypotheses: Iterable[Hypothesis], *chains: Chain | BoundChain, cancels: str = "") -> Derivation:
    """The derivation of these chains from these hypotheses; see :class:`Derivation` for what it ``cancels``."""
    return Derivation(tuple(hypotheses), chains, cancels)


def holds_at(hypothesis: Hypothesis, binding: Binding, sizes: Mapping[str, int]) -> bool:
    """Whether a hypothesis is true at concrete exact matrices, so that a derivation is about them at all."""
    if isinstance(hypothesis, AtMost):
        return row_sum_norm(evaluate(hypothesis.expression, binding, sizes)) <= hypothesis.bound.value({**sizes, **binding})
    if isinstance(hypothesis, NonNegative):
        return hypothesis.scalar.value({**sizes, **binding}) >= 0
    if isinstance(hypothesis, NonZero):
        return hypothesis.scalar.value({**sizes, **binding}) != 0
    if isinstance(hypothesis, Equation):
        return not evaluate(hypothesis.left - hypothesis.right, binding, sizes).any()
    matrix = evaluate(hypothesis.letter, binding, sizes)
    return bool((matrix == matrix.T).all()) if isinstance(hypothesis, Symmetric) else rank(matrix) == len(matrix)


def true_steps(chain: Chain | BoundChain, binding: Binding, sizes: Mapping[str, int]) -> list[bool]:
    """Whether each step of a chain is true at concrete exact matrices; ``binding["free"]`` places the free indices."""
    sides = [chain.start, *(step.to for step in chain.steps)]
    if isinstance(chain, BoundChain):
        values = [row_sum_norm(evaluate(chain.start.expression, binding, sizes))]
        values += [side.value({**sizes, **binding}) for side in sides[1:]]
        return [a <= b for a, b in pairwise(values)]
    if isinstance(chain.start, IndexSum):
        values = [side.value(sizes, binding, binding["free"]) for side in sides]
        return [a == b for a, b in pairwise(values)]
    if isinstance(chain.start, Trace):
        values = [np.trace(evaluate(side.expression, binding, sizes)) for side in sides]
        return [a == b for a, b in pairwise(values)]
    values = [evaluate(side, binding, sizes) for side in sides]
    return [bool((a == b).all()) for a, b in pairwise(values)]


def evaluate(expression: Expression, binding: Binding, sizes: Mapping[str, int]) -> np.ndarray:
    """The expression at concrete matrices, exactly if they are exact."""
    total = np.zeros((sizes[expression.rows], sizes[expression.columns]), dtype=object)
    for word, coefficient in expression.terms.items():
        product = np.eye(sizes[expression.rows], dtype=np.int64).astype(object)
        for letter in word:
            factor = binding[letter.name]
            factor = inverse(factor) if letter.inverted else factor
            product = product @ (factor.T if letter.transposed else factor).astype(object)
        total = total + product * coefficient.value(binding)
    return total
