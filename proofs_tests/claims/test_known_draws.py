"""A draw that was written down is drawn again."""

from __future__ import annotations

import json

import pytest

from lietheory.proof.formal import PACKAGE
from lietheory.proof.registry import load, modules
from proofs_tests.claims.known_draws import FILE, draws_of

KNOWN = json.loads(FILE.read_text())
OURS = [label for label, module in modules().items() if module.startswith(f"{PACKAGE}.")]
WRITE = "write the fingerprints of a new claim with: python -m proofs_tests.claims.known_draws"


@pytest.mark.parametrize("label", OURS)
def test_a_seed_stands_for_the_instances_that_it_stood_for(label):
    assert label in KNOWN, f"{label} has no known draws; {WRITE}"
    assert draws_of(load(label)) == KNOWN[label]


def test_the_known_draws_are_those_of_the_claims_in_the_order_of_the_ledger():
    assert list(KNOWN) == OURS, WRITE
