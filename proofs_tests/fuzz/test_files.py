"""Spoiled files of every kind are read as they are or refused by an error of the library, within seconds."""

from __future__ import annotations

import os
from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lietheory.errors import LieTheoryError
from proofs_tests.fuzz.files import KINDS, spoiled
from proofs_tests.fuzz.invalid_arguments import SECONDS, time_limit

CASES = {"deep": 700}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 50)
"""Of each kind."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_spoiled_file_raises_no_foreign_error(kind, tmp_path_factory):
    suffix, write, read = KINDS[kind]
    folder = tmp_path_factory.mktemp(kind)
    whole = folder / f"whole{suffix}"
    write(whole)
    content, outcomes = whole.read_bytes(), Counter()
    read(whole)

    # no health check: they are about fixtures shared by draws and slow draws, and every draw may write over the same file
    @settings(max_examples=CASES, deadline=None, derandomize=CASES == 50, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        path = folder / f"spoiled{suffix}"
        path.write_bytes(data.draw(spoiled(kind, content)))
        try:
            with time_limit(SECONDS):
                read(path)
            outcomes["read"] += 1
        except LieTheoryError:
            outcomes["refused"] += 1

    check()
    assert outcomes["refused"] > outcomes.total() / 4


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_evidence_with_numbers_that_are_not_finite_is_refused(value, tmp_path):
    _, write, read = KINDS["evidence"]
    write(tmp_path / "whole.npz")
    with np.load(tmp_path / "whole.npz") as stored:
        arrays = {name: stored[name] for name in stored.files}
    names = [name for name, array in arrays.items() if array.dtype.kind == "f" and array.size]
    assert {"witness", "sample", "evidence:kept", "evidence:evidence_groups"} <= set(names)
    for name in names:
        changed = arrays[name].copy()
        changed.flat[-1] = value
        np.savez(tmp_path / "changed.npz", **{**arrays, name: changed})
        with pytest.raises(LieTheoryError, match=name):
            read(tmp_path / "changed.npz")
