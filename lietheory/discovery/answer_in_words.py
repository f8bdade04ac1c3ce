"""The answer about whole algebras in words: one headline, and its limits."""

from __future__ import annotations

from collections.abc import Callable

from lietheory.discovery.answer import NEAR, Answer, Level
from lietheory.discovery.breaking import share, shares

EXACT = 1e-12
"""A breaking below this is rounding of float32 outputs, or an invariance to six digits: no data tell it from none."""
OFF_THE_DATA = 0.05
"""A share of moved points outside the data above which the answer says so."""

FEW_POINTS = 0.5
"""A share of the breaking that one per cent of the points make up, above which the answer says so."""


def headline(answer: Answer | None, status: str, dimension: int, name: Callable[[Level], str]) -> str:
    """What holds, what is near, by how much each is broken, and the tolerance at which the answer would change.

    Args:
        answer: the decision, or None where directions were judged one by one.
        status: of the estimate.
        dimension: of the estimate.
        name: of a level.
    """
    if answer is None:
        return f"{status}, dimension {dimension}"
    if answer.imprecise:
        return "cannot tell in this precision: the rounding of the points or of the outputs is as large as the tolerance"
    if answer.few_places is not None:
        return f"undecided: the points are at {answer.few_places} places only, too few for so many generators"
    if answer.doubt is not None:
        return f"undecided: {answer.doubt}"
    held, near = answer.held, answer.near
    parts = []
    if held is not None:
        apart = "; none of them contains another" if answer.beside else ""
        parts.append(f"symmetric: {' and '.join(_with_breaking(level, name(level)) for level in (held, *answer.beside))}{apart}")
    if near is not None:
        holds = f"holds at tolerance {_above(near.breaking.upper)}"
        doubt = f", undecided at {answer.tolerance:g}" if near.breaking.lower <= answer.tolerance else ""
        parts.append(f"near {_with_breaking(near, name(near))}; {holds}{doubt}")
    if not parts:
        if status == "undecided":
            return "undecided: derivatives show a direction that no finite step agrees with"
        least = (
            f": the least broken algebra tried moves the outputs by {share(answer.values.min())} of their variance"
            if len(answer.values)
            else ""
        )
        return f"none{least}"
    if held is not None and held.breaking.upper > EXACT:
        parts.append(f"the answer changes below tolerance {held.breaking.upper:.2g}")
    return "; ".join(parts)


def _with_breaking(level: Level, name: str) -> str:
    b = level.breaking
    if b.upper < EXACT:
        return f"{name}, exact to rounding"
    return f"{name}, broken by {shares(b.lower, b.upper)} of the output variance"


def _above(value: float) -> str:
    """Two digits, rounded up, so that the printed tolerance is one at which it holds.

    Examples:
        >>> _above(0.01134), _above(0.0011)
        ('0.012', '0.0011')
    """
    digits = f"{value:.1e}"
    text = f"{float(digits):.2g}"
    if float(text) >= value:
        return text
    mantissa, exponent = digits.split("e")
    return f"{(float(mantissa) + 0.1) * 10.0 ** int(exponent):.2g}"


def limits(answer: Answer, unidentified: int, weak: int = 0) -> tuple[str, ...]:
    """What the answer does not settle, one sentence each.

    Args:
        answer: the decision.
        unidentified: how many directions do not move the points.
        weak: how many directions of the algebra that holds have a lambda above its tolerance.
    """
    sentences = []
    for level in answer.levels[:1]:
        b = level.breaking
        sentences.append(
            f"measured on {b.points} points: what happens at less than {share(b.rarest)} of all points may have been missed."
        )
        if b.carried > FEW_POINTS and b.upper > EXACT:
            sentences.append(
                f"1 % of the points make up {b.carried:.0%} of the breaking, so that its interval is wide: more points narrow it."
            )
        if b.leaving > OFF_THE_DATA:
            sentences.append(f"the worst element moves {b.leaving:.0%} of the points farther out than any point of the data.")
    sentences.append(
        f"{answer.tried} algebra{' was' if answer.tried == 1 else 's were'} tried; intervals hold for all of them at once with "
        f"95 % probability. One that is broken by less than the tolerance, {answer.tolerance:g}, counts as a symmetry; by more "
        f"than {NEAR:g} none is near."
    )
    if weak:
        sentences.append(
            f"along {weak} of the directions that hold the outputs hardly change: lambda, which compares with an unrelated "
            "gradient of the same size, says nothing there; the breaking decides."
        )
    if unidentified:
        sentences.append(f"{unidentified} directions do not move these points: nothing can be said about them.")
    return tuple(sentences)
