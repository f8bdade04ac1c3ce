"""Each hypothesis of a formal theorem is an assumption of its claim or says what it is, and the other way round."""

from __future__ import annotations

import json

import pytest

from lietheory.proof import formal
from lietheory.proof.checked_claim import KINDS
from lietheory.proof.registry import load, modules

LABELS = {label: module.rpartition(".")[2] for label, module in modules().items() if module.startswith(formal.PACKAGE)}
FORMAL = {label: stem for label, stem in LABELS.items() if formal.confirmed(stem) is not None}


def _premises(label: str, stem: str) -> set[str]:
    """Of the theorems that the parts of the claim name."""
    theorems = formal.confirmed(stem).theorems
    return {p for part in load(label).parts for name in part.formal for p in formal.premises(theorems[name])}


def test_there_are_ties_for_the_formal_claims_and_no_others():
    written = json.loads((formal.folder() / "ties.json").read_text(encoding="utf-8"))
    assert set(written) == set(FORMAL.values())


@pytest.mark.parametrize("label", FORMAL)
def test_the_hypotheses_of_the_theorems_are_tied_and_no_others(label):
    assert set(formal.ties(FORMAL[label]).premises) == _premises(label, FORMAL[label])


@pytest.mark.parametrize("label", FORMAL)
def test_every_assumption_is_a_hypothesis_or_says_where_it_is(label):
    ties = formal.ties(FORMAL[label])
    assumptions = {a.name for a in load(label).assumptions}
    tied = {what for what in ties.premises.values() if not what.startswith(KINDS)}
    assert tied <= assumptions
    assert set(ties.assumptions) == assumptions - tied


@pytest.mark.parametrize("label", FORMAL)
def test_the_hypotheses_of_a_claim_hold_together_in_an_instance(label):
    """Theorems from contradictory hypotheses would say nothing."""
    stem = FORMAL[label]
    instances = {*formal.look_up("instances").theorems, *formal.confirmed(stem).theorems}
    named = {"p1_local_convolution": "remainder_instance", "p2_deep_lconv": "factors_instance"}
    named |= {"p3_dense_layer": "dense_weights_exist", "eq08_one_hot": "unit_matrices_independent"}
    wanted = named.get(stem, f"{stem}_instance")
    assert not _premises(label, stem) or wanted in instances


def test_a_hypothesis_is_found_behind_quantifiers_and_definitions():
    statement = "forall (d : nat), 0 < d -> let H := 1%:M in forall u : 'M_d, u *m H = H -> (forall x, x -> y) -> u = 1%:M"
    assert formal.premises(statement) == ("0 < d", "u *m H = H", "(forall x, x -> y)")


def test_the_arrows_of_what_exists_lead_to_no_hypothesis():
    assert formal.premises("forall d : nat, 0 < d -> exists f : 'I_d -> nat, forall i, i = i -> f i = 0") == ("0 < d",)
