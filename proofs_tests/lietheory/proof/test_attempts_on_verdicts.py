"""Attempts of the author of a claim to get a false verdict on a printed form, and what rejects each.

The printed statements are $A B = B A$ for square matrices and $x y = x$ for numbers, both false. With those of
``test_attempts_on_proofs`` they print as a table: ``python -m proofs_tests.lietheory.proof.test_attempts_on_proofs``.
"""

from __future__ import annotations

import re
from itertools import count

import numpy as np
import pytest

from lietheory.proof.printed_form import at_most, equal
from lietheory.proof.verdicts import printed
from proofs_tests.lietheory.proof.attempts import (
    Attempts,
    Later,
    absorbs,
    bounded,
    commute,
    commuting,
    form,
    made,
    pair,
    reading,
    refused,
    scalar_first,
    small,
    square_second,
    tagged,
    unit,
)


def _of_size(d: int):
    def draw(rng) -> dict:
        A, B = rng.standard_normal((2, d, d))
        return {"A": A, "B": B}

    return draw


def _fixed(rng) -> dict:
    return {"A": np.eye(2), "B": np.array([[1.0, 2.0], [3.0, 4.0]])}


def _twice(x, y, c):
    return equal(x * y, c * x)


COUNT, LOT = count(), np.random.default_rng(0)

READINGS: Attempts = {
    "a reading that changes nothing": (lambda: reading(), "one added hypothesis"),
    "a symbol and no value": (lambda: reading(symbol="A"), "one added hypothesis"),
    "a symbol and a hypothesis": (
        lambda: reading(symbol="A", to=lambda: np.eye(2), hypothesis=lambda A: True),
        "one added hypothesis",
    ),
    "a hypothesis that is always true": (lambda: reading(hypothesis=lambda A: True), "conclusion is false"),
    "a hypothesis that is never true": (lambda: reading(hypothesis=lambda A: False), "do not satisfy"),
    "the conclusion, called": (lambda: reading(hypothesis=lambda A, B: commute(A, B).residual() == 0), "without the conclusion"),
    "the conclusion by hand": (lambda: reading(hypothesis=commuting, draw=square_second), "tells them apart"),
    "the conclusion transposed": (
        lambda: reading(hypothesis=lambda A, B: np.allclose(B.T @ A.T, A.T @ B.T), draw=square_second),
        "tells them apart",
    ),
    "the conclusion in other units": (
        lambda: reading(hypothesis=lambda A, B: np.allclose(7 * A @ B, 7 * B @ A), draw=square_second),
        "tells them apart",
    ),
    "the conclusion and a sign": (
        lambda: reading(hypothesis=lambda A, B: commuting(A, B) and A.trace() > 0, draw=lambda rng: _positive(rng)),
        "no instance beside its own draws",
    ),
    "the conclusion times an invertible factor, and a sign": (
        lambda: reading(
            hypothesis=lambda A, B: np.allclose(np.cosh(A[0, 0] / 1e4) * (A @ B - B @ A), 0) and A.trace() > 0,
            draw=lambda rng: _positive(rng),
        ),
        "no instance beside its own draws",
    ),
    "the corrected residual": (
        lambda: reading(hypothesis=lambda A, B: _residual(A, B) == 0, residual=_residual, draw=square_second),
        "residual of the corrected statement",
    ),
    "the conclusion in the draws": (
        lambda: reading(
            hypothesis=lambda A: True,
            draw=lambda rng: next(i for _ in count() if not commute(**(i := square_second(rng))).residual()),
        ),
        "without the conclusion",
    ),
    "a tag in the draws": (
        lambda: reading(hypothesis=lambda tag=False: tag, draw=lambda rng: scalar_first(rng) | {"tag": True}),
        "do not satisfy",
    ),
    "a tag that the conclusion takes and does not use": (
        lambda: reading(tagged, hypothesis=lambda tag=False: tag, draw=lambda rng: scalar_first(rng) | {"tag": True}),
        "varied instance",
    ),
    "a word for it": (
        lambda: reading(tagged, hypothesis=lambda tag="": tag == "good", draw=lambda rng: scalar_first(rng) | {"tag": "good"}),
        "varied instance",
    ),
    "floats, where the search is exact": (
        lambda: reading(absorbs, hypothesis=lambda y: isinstance(y, float), draw=unit, numbers_=True),
        "conclusion is false",
    ),
    "arrays of floats": (lambda: reading(hypothesis=lambda A: A.dtype == float, draw=scalar_first), "varied instance"),
    "a magnitude that the search does not reach": (
        lambda: reading(
            hypothesis=lambda A: np.abs(A).max() > 50,
            draw=lambda rng: (g := pair(rng)) | {"A": (90 + rng.random()) * np.eye(len(g["A"]))},
        ),
        "varied instance",
    ),
    "a hypothesis about one entry that the draws make more of": (
        lambda: reading(
            hypothesis=lambda A: A[0, 0] > 1, draw=lambda rng: (g := scalar_first(rng)) | {"A": 2 * np.eye(len(g["A"]))}
        ),
        "varied instance",
    ),
    "matrices of one row": (lambda: reading(hypothesis=lambda A: len(A) == 1, draw=_of_size(1)), "sizes|extent 1"),
    "one instance fifty times": (lambda: reading(hypothesis=lambda A: A.shape == (2, 2), draw=_fixed), "conclusion is false"),
    "one instance, exactly": (
        lambda: reading(hypothesis=lambda A: bool(np.all(np.eye(2) == A)) if A.shape == (2, 2) else False, draw=_fixed),
        "1 different",
    ),
    "one instance and a number beside it": (
        lambda: reading(
            hypothesis=lambda A: bool(np.all(np.eye(2) == A)) if A.shape == (2, 2) else False,
            draw=lambda rng: _fixed(rng) | {"noise": rng.standard_normal()},
        ),
        "1 different",
    ),
    "zero": (
        lambda: reading(hypothesis=lambda A: not np.any(A), draw=lambda rng: (g := pair(rng)) | {"A": 0 * g["A"]}),
        "twice or minus itself",
    ),
    "equal matrices": (
        lambda: reading(hypothesis=lambda A, B: bool(np.all(A == B)), draw=lambda rng: (g := pair(rng)) | {"B": g["A"]}),
        "no instance beside its own draws",
    ),
    "a case that the printed instances do not have": (
        lambda: reading(
            hypothesis=lambda A: bool(np.allclose(A, A[0, 0] * np.eye(len(A)))) and abs(A[0, 0]) > 1,
            draw=lambda rng: (g := scalar_first(rng)) | {"A": (2 + rng.random()) * np.eye(len(g["A"]))},
        ),
        "printed instances",
    ),
    "a case that the source names, left out": (
        lambda: reading(hypothesis=lambda A: len(A) == 1, named=lambda: iter([{"A": np.eye(2), "B": np.eye(2)}])),
        "itself names",
    ),
    "a hypothesis that answers later": (lambda: reading(hypothesis=Later(99), draw=scalar_first), "two answers|varied|do not"),
    "a hypothesis that counts": (
        lambda: reading(hypothesis=lambda A, n=COUNT: next(n) % 2 == 0, draw=scalar_first),
        "two answers",
    ),
    "a hypothesis by lot": (
        lambda: reading(hypothesis=lambda A, lot=LOT: lot.random() < 0.5, draw=scalar_first),
        "two answers",
    ),
    "draws outside of what is printed": (
        lambda: reading(hypothesis=lambda A: len(A) > 3, draw=_of_size(5), premise=lambda A: len(A) <= 3),
        "printed hypotheses",
    ),
    "a symbol that is a whole side": (
        lambda: reading(
            lambda A, B, left: equal(left, B @ A), symbols={"left": lambda A, B: A @ B}, symbol="left", to=lambda A, B: B @ A
        ),
        "whole side",
    ),
    "a number that is a whole side": (
        lambda: reading(
            lambda x, y, left: equal(left, x), symbols={"left": lambda x, y: x * y}, symbol="left", to=lambda x: x, numbers_=True
        ),
        "whole side",
    ),
    "a symbol that is right on the draws alone": (
        lambda: reading(
            _twice,
            symbols={"c": lambda: 1},
            symbol="c",
            to=lambda: 2,
            draw=lambda rng: unit(rng) | {"y": 2.0},
            numbers_=True,
        ),
        "conclusion is false",
    ),
    "a bound that nothing comes near": (
        lambda: reading(
            bounded,
            symbols={"most": lambda: 0},
            symbol="most",
            to=lambda: 10**7,
            premise=lambda A, B: max(np.abs(A).max(), np.abs(B).max()) <= 9,
        ),
        "thousand times",
    ),
    "a bound of the draws": (
        lambda: reading(bounded, symbols={"most": lambda: 0}, symbol="most", to=lambda: 60),
        "varied instance",
    ),
    "an empty list of readings": (lambda: str(printed(made().checked(), np.random.default_rng(0))), "empty list of readings"),
}


def _positive(rng) -> dict:
    A = rng.standard_normal((2, 2)) + 3 * np.eye(2)
    return {"A": A, "B": A @ A}


def _residual(A, B):
    return float(np.abs(A @ B - B @ A).max())


@pytest.mark.parametrize("attempt", READINGS)
def test_a_reading_that_shows_nothing_does_not_count(attempt):
    how, pattern = READINGS[attempt]
    outcome = refused(how)
    assert not outcome.startswith("holds") and re.search(pattern, outcome), outcome


FORMS: Attempts = {
    "one side for both": (lambda: form(lambda A, B: equal(A @ B, A @ B)), "whatever its entries are"),
    "nothing of nothing": (lambda: form(lambda A, B: equal(0 * A, 0 * B)), "whatever its entries are"),
    "a residual in place of sides": (lambda: form(lambda A, B: 0.0), "both sides of each equation"),
    "no equation at any instance": (lambda: form(lambda A, B: ()), "whatever its entries are"),
    "a search of nothing": (lambda: form(commute, search=lambda: iter([])), "at least one instance"),
    "a search of true instances": (lambda: form(commute, search=lambda: iter([_fixed(None)])), "refuted"),
    "a search and samples of true instances, and a premise that they do not meet": (
        lambda: form(commute, search=lambda: iter([_fixed(None)]), sample=scalar_first, premise=lambda A: len(A) > 3),
        "outside of the printed hypotheses",
    ),
    "a premise that runs the conclusion": (
        lambda: form(commute, premise=lambda A, B: commute(A, B).residual() == 0),
        "without the conclusion",
    ),
    "a scale that makes every defect small": (
        lambda: form(lambda A, B: equal(A @ B, B @ A, 1e9), search=_float_small),
        "whatever its entries are|not told from",
    ),
    "a bound that nothing comes near, printed": (
        lambda: form(lambda A, B: at_most(float(np.abs(A @ B - B @ A).max()), 1e9)),
        "whatever its entries are|thousand times",
    ),
    "a tolerance that takes every defect for rounding": (lambda: form(commute, tolerance=50.0), "tolerance of rounding"),
    "numbers that are none": (lambda: form(lambda A, B: equal(A * np.nan, B)), "refuted"),
    "sides of two shapes": (lambda: form(lambda A, B: equal(A[0], B)), "one shape"),
}


def _float_small():
    return ({name: value.astype(float) for name, value in given.items()} for given in small())


@pytest.mark.parametrize("attempt", FORMS)
def test_a_printed_form_that_is_false_or_says_nothing_does_not_hold(attempt):
    how, pattern = FORMS[attempt]
    outcome = refused(how)
    assert not re.fullmatch("(holds|unrefuted|imprecise): ", outcome) and re.search(pattern, outcome), outcome
