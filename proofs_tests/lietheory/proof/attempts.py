"""What attempts on the rule of verdicts share: claims whose printed form is $A B = B A$ or $x y = x$, both false."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import numpy as np

from lietheory.errors import LieTheoryError
from lietheory.proof.claim_builder import Claim
from lietheory.proof.printed_form import at_most, equal
from lietheory.proof.verdicts import printed

Attempts = dict[str, tuple[Callable[[], str], str]]
"""What is tried -> how, giving what became of it; and a pattern of what rejects it."""


def pair(rng) -> dict:
    d = int(rng.integers(1, 4))
    A, B = rng.standard_normal((2, d, d))
    return {"A": A, "B": B}


def scalar_first(rng) -> dict:
    """A is a multiple of I, so that the statement is true."""
    given = pair(rng)
    return given | {"A": float(rng.standard_normal()) * np.eye(len(given["A"]))}


def square_second(rng) -> dict:
    """B is A A, so that the statement is true."""
    A = pair(rng)["A"]
    return {"A": A, "B": A @ A}


def small():
    """Matrices with entries 0 and 1, from 1 x 1."""
    for d in (1, 2):
        for entries in product((0, 1), repeat=2 * d * d):
            A, B = np.array(entries).reshape(2, d, d)
            yield {"A": A, "B": B}


def commute(A, B):
    return equal(A @ B, B @ A, A, B)


def numbers():
    for x, y in product(range(4), repeat=2):
        yield {"x": Fraction(x), "y": Fraction(y)}


def absorbs(x, y):
    return equal(x * y, x)


def unit(rng) -> dict:
    return {"x": float(rng.standard_normal()), "y": 1.0}


def made(conclusion=commute, search=small, sample=pair, residual=None, premise=None, tolerance=1e-10, **form) -> Claim:
    """A claim whose printed form is that conclusion."""
    claim = Claim("pair", "Pairs", source="a test", statement="$A B = B A$", tolerance=tolerance)
    claim.draw(sampled=sample, exact=None)
    claim.part("whole")
    claim.residual(residual or (lambda **entries: 0.0))
    claim.printed("$A B = B A$", conclusion, **form)
    claim.search(search)
    if premise is not None:
        claim.premise(premise)
    return claim


def reading(of=commute, draw=None, hypothesis=None, symbol=None, to=None, numbers_=False, **claim) -> str:
    """What became of a reading."""
    given = {"search": numbers, "sample": lambda rng: dict(zip("xy", rng.standard_normal(2), strict=True))} if numbers_ else {}
    form = made(of, **(given | claim))
    form.reading("an attempt", symbol=symbol, to=to, hypothesis=hypothesis, draw=draw)
    verdict = printed(form.checked(), np.random.default_rng(0), frozenset({"whole"}))
    assert verdict is not None
    [tried] = verdict.readings
    return f"{tried.status}: {tried.why}"


def form(conclusion, **claim) -> str:
    """The verdict on a printed form, said to have no counterexample, whose parts are proved; and what is wrong with it."""
    verdict = printed(made(conclusion, exact=True, **claim).checked(), np.random.default_rng(0), frozenset({"whole"}))
    assert verdict is not None
    return f"{verdict.verdict}: {'; '.join(verdict.failures)}"


def refused(attempt: Callable[[], str]) -> str:
    """What became of an attempt, or the error that refuses the claim."""
    try:
        return attempt()
    except LieTheoryError as problem:
        return f"refused: {problem}"


def commuting(A, B) -> bool:
    return bool(np.allclose(A @ B, B @ A))


def tagged(A, B, tag=False):
    return equal(A @ B, B @ A, A, B)


def bounded(A, B, most):
    return at_most(float(np.abs(A @ B - B @ A).max()), most)


class Later:
    """No to the first questions, yes to the others."""

    def __init__(self, after: int) -> None:
        self.asked, self.after = 0, after

    def __call__(self, A) -> bool:
        self.asked += 1
        return self.asked > self.after
