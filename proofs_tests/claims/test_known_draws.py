"""A draw that was written down is drawn again."""

from __future__ import annotations

import json

import pytest

from lietheory.proof.ledger import claims_by_label
from proofs_tests.claims.known_draws import FILE, draws_of

KNOWN = json.loads(FILE.read_text())


@pytest.mark.parametrize("label", claims_by_label())
def test_a_seed_stands_for_the_instances_that_it_stood_for(label):
    assert draws_of(claims_by_label()[label]) == KNOWN[label]


def test_every_claim_has_known_draws():
    assert list(KNOWN) == list(claims_by_label())
