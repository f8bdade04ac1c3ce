"""Malformed calls are refused by the library's own errors; and bugs of our own, planted, are seen and not taken for bad input."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable

import pytest

from proofs_tests.fuzz.bad_values import CLASSES, classes_of
from proofs_tests.fuzz.invalid_arguments import (
    WRONG,
    Answer,
    Case,
    answer,
    callables,
    cases,
    methods_left_out,
    sampled,
    table,
    without_kinds,
    without_values,
)

COUNT = {"deep": 10**6}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 1500)
"""Cases: a sample in which each callable meets each class, or all."""
LEFT_OUT = 6
"""New callables may wait so many at a time for a right value of each argument, in ``arguments.py``."""
PLANTED: dict[str, tuple[str, type[Exception]]] = {
    "lietheory.algebra.structure.closure.all_brackets": ("lie_closure", TypeError),
    "lietheory.discovery.regression_symmetries._whiten": ("linear_regression_symmetries", AttributeError),
    "lietheory.algebra.catalogue.classical._skew": ("so", IndexError),
    "lietheory.representation.polynomial_symmetries.polynomial_terms": ("polynomial_symmetries", KeyError),
    "lconv.nn.penalties._brackets": ("closure_penalty", AssertionError),
}
"""Inner functions that raise in the place of returning, the callable that uses each, and what it raises."""


def test_every_callable_every_method_and_every_parameter_is_known_and_every_class_occurs():
    assert len(set(without_values())) <= LEFT_OUT, without_values()
    assert methods_left_out() == set() and without_kinds() == set()
    assert {case.group for case in cases()} == set(CLASSES)
    assert {group for case in cases() for group in classes_of(case.kind)} == set(CLASSES)


def test_no_error_is_foreign_and_no_call_takes_too_long(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where odd names are saved
    answers = {case: answer(case) for case in sampled(COUNT, seed=0)}
    wrong = {str(case): given.error for case, given in answers.items() if given.outcome in WRONG}
    assert wrong == {}, table(answers)


def _raising(kind: type[Exception]) -> Callable[..., object]:
    def planted(*_: object, **__: object) -> object:
        raise kind("planted")

    return planted


@pytest.mark.parametrize("place", PLANTED)
def test_a_planted_bug_is_seen(place, monkeypatch):
    name, kind = PLANTED[place]
    module, _, function = place.rpartition(".")
    chosen = [case for case in cases() if case.name == name]
    monkeypatch.setattr(sys.modules[module], function, _raising(kind))  # the module, whose name a function of it may have
    random.Random(0).shuffle(chosen)
    seen = next((given for given in map(answer, chosen) if given.outcome == "foreign"), None)
    assert seen is not None and seen.error.startswith(kind.__name__)


def test_the_table_has_no_empty_cell():
    case = Case(*next(iter(callables()))[:2], "x", "array", "empty", 0)
    lines = table({case: Answer("refused")}).splitlines()
    assert all(len(line) == len(lines[0]) for line in lines) and "1/0" in lines[1] and "no argument" in lines[1]
