"""Answers that are known beforehand: none is wrong, few are unsure, and a wrong one would be seen."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest

import lietheory as lt
from proofs_tests.fuzz import oracles
from proofs_tests.fuzz.oracles import AGREE, ORACLES, WRONG, counted

COUNT = {"deep": 100}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 6)
"""Cases of each oracle."""


@pytest.mark.parametrize("name", ORACLES)
def test_no_answer_is_wrong(name):
    said: list[str] = []
    counts = counted(name, COUNT, 0, said.append)
    assert counts[WRONG] == 0, said
    assert counts[AGREE] > COUNT / 2


@pytest.mark.parametrize("name", ["planted_algebra", "change_of_basis", "power_of_two_scale", "permuted_generators"])
def test_a_name_that_depends_on_the_entries_is_seen(name, monkeypatch):
    right = lt.identify

    def planted(L):
        found = right(L)
        odd = float(np.abs(np.asarray(L, dtype=np.float64)).sum(axis=(1, 2))[0]).hex()
        return replace(found, name=f"sl({odd})", aliases=(), status="certain")

    monkeypatch.setattr(oracles.lt, "identify", planted)
    assert counted(name, 3, 0)[WRONG] == 3


def test_generators_that_depend_on_the_order_of_the_samples_are_seen(monkeypatch):
    right = lt.linear_regression_symmetries
    monkeypatch.setattr(oracles.lt, "linear_regression_symmetries", lambda X, Y: right(X[:30], Y[:30]))
    assert counted("permuted_rows", 3, 0)[WRONG] == 3
