"""The ledger runs every judge of a claim and hides nothing that one of them saw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lietheory.errors import ShapeError
from lietheory.proof import formal
from lietheory.proof import ledger as ledger_module
from lietheory.proof.ledger import ledger, verify
from lietheory.proof.registry import modules
from proofs_tests.lietheory.proof.test_checked_claim import EQUAL, UNEQUAL, claim


def run(claim, judges=None):
    return ledger_module._run(claim, np.random.default_rng(0), judges)


def test_verify_needs_no_generator_of_random_numbers():
    [outcome] = verify("prop5")
    assert outcome.corrected == "holds"


def test_no_claim_rests_on_itself():
    uses = {c.label: set(c.uses) for c in ledger()}
    while uses:
        free = {label for label, rests_on in uses.items() if not rests_on & set(uses)}
        assert free, f"a circle among {sorted(uses)}"
        uses = {label: rests_on for label, rests_on in uses.items() if label not in free}


def test_outcomes_come_in_the_order_of_the_ledger():
    outcomes = verify(["prop5", "eq10"], rng=np.random.default_rng(0))
    assert [o.label for o in outcomes] == ["eq10", "prop5"]
    assert [o.corrected for o in outcomes] == ["holds", "holds"]
    assert [o.printed for o in outcomes] == ["imprecise", "holds"]
    assert outcomes[1].judges == ("derived", "replayed", "sampled", "formal")
    assert all(set(o.not_run) == {"torch"} for o in outcomes)


def test_the_same_seed_gives_the_same_outcome():
    first, second = (verify(["prop5"], rng=np.random.default_rng(3))[0].residual for _ in range(2))
    assert first == second


def test_a_claim_that_one_judge_rejects_fails():
    sound = claim([EQUAL], [UNEQUAL])
    assert run(sound).corrected == "holds"
    wrong = run(replace(sound, exact=lambda rng, size: {"x": 1, "y": 2}))
    assert wrong.corrected == "fails"
    assert wrong.judges == ("sampled",)
    assert wrong.failures[0].startswith("replayed: size 2")


def test_the_torch_judge_confirms_or_rejects():
    sound = claim([EQUAL], [UNEQUAL])
    confirmed = run(sound, {"pair": lambda rng: 1e-15})
    assert "torch" in confirmed.judges
    rejected = run(sound, {"pair": lambda rng: 1.0})
    assert rejected.corrected == "fails"
    assert rejected.residual == 1.0
    assert run(sound, {}).not_run == {}


def test_a_judge_that_breaks_down_fails_its_claim_and_spares_the_others():
    def broken(rng):
        raise ZeroDivisionError("nothing there")

    outcomes = verify(["eq9", "prop5"], rng=np.random.default_rng(0), torch_judges={"prop5": broken})
    assert [o.corrected for o in outcomes] == ["holds", "fails"]
    assert outcomes[1].failures == ("torch: broke down with ZeroDivisionError: nothing there",)


def test_one_label_may_stand_alone():
    assert [o.label for o in verify("eq9", rng=np.random.default_rng(0))] == ["eq9"]


def test_a_formal_proof_confirms_its_claim_and_a_stale_record_counts_for_nothing(monkeypatch):
    [fresh] = verify(["thm1"], rng=np.random.default_rng(0))
    assert "formal" in fresh.judges and fresh.cases["formal"] >= 3
    monkeypatch.setattr(formal, "digest", lambda source: "another")
    [stale] = verify(["thm1"], rng=np.random.default_rng(0))
    assert "formal" not in stale.judges and stale.corrected == "holds"
    assert "stale" in stale.not_run["formal"]


def test_every_formal_proof_belongs_to_a_claim():
    stems = {module.rpartition(".")[2] for module in modules().values()}
    helpers = {"common", "dimension", "generated", "instances", "kept_forms", "narrow_kernels", "padded_images", "padded_shifts"}
    assert set(formal.stems()) - stems == helpers | {"alternating_form", "calculus", "flows", "positive", "subalgebra", "traces"}


@pytest.mark.parametrize("wrong", [{"rng": 0}, {"rng": np.random.RandomState(0)}, {"torch_judges": 3}])
def test_a_source_of_draws_and_judges_of_another_type_are_refused(wrong):
    with pytest.raises(ShapeError, match="verify"):
        verify(["eq1"], **wrong)
