"""Spoiled files of every kind are read as they are or refused by an error of the library, within seconds."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lietheory.errors import LieTheoryError
from proofs_tests.fuzz.files import KINDS, spoiled
from proofs_tests.fuzz.matrix import SECONDS, time_limit

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
