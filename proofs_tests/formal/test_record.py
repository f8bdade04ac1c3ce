"""The shipped record of the formal proofs: fresh, complete, and worthless once a source differs."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from lietheory.proof.formal import CLOSED, RECORD, FormalRecord, confirmed, formal, look_up, stems
from lietheory.proof.registry import modules
from proofs_tests.formal.check import SOURCES, THEOREM, code, refuse_unproved, required

SHARED = {"common", "dimension", "generated", "kept_forms", "narrow_kernels", "padded_images", "padded_shifts", "positive"}
SHARED |= {"alternating_form", "calculus", "flows", "subalgebra", "traces"}
CLAIM_FILES = {path.stem for path in SOURCES.parent.glob("*.py")}


def guessed(label: str) -> str:
    """A label as the words of a file name: ``eq9`` is ``eq09``, ``lemma-gauge`` is ``lemma_gauge``."""
    number = re.fullmatch(r"(eq|prop|thm|cor)(\d+)", label)
    if not number:
        return label.replace("-", "_")
    return f"eq{int(number[2]):02d}" if number[1] == "eq" else f"{number[1][0]}{number[2]}"


@pytest.mark.parametrize("stem", stems())
def test_every_source_is_confirmed_by_the_record(stem):
    found = look_up(stem)
    if stem in SHARED:
        assert found == "the record confirms no theorem of this source"
        return
    assert isinstance(found, FormalRecord), found
    assert list(found.theorems) == sorted(THEOREM.findall(code((SOURCES / f"{stem}.v").read_text())))
    assert all(statement for statement in found.theorems.values())
    assert formal(stem).holds and formal(stem).cases == len(found.theorems)


@pytest.mark.parametrize("stem", stems())
def test_every_source_belongs_to_a_claim_and_takes_nothing_unproved(stem):
    labels = {guessed(label) for label in modules()}
    words = {stem, stem.partition("_")[0], stem.removeprefix("prose_")}
    assert stem in SHARED | CLAIM_FILES | {"instances"} or words & labels
    refuse_unproved(stem, (SOURCES / f"{stem}.v").read_text())


def test_the_record_names_every_source_that_a_proof_rests_on():
    sources = {stem: (SOURCES / f"{stem}.v").read_text() for stem in stems()}
    proofs = json.loads((SOURCES / RECORD).read_text())["proofs"]
    assert set(proofs) == set(sources)
    for stem, proof in proofs.items():
        assert sorted(proof["sources"]) == sorted(f"{name}.v" for name in required(stem, sources))


def test_at_least_fifteen_theorems_rest_on_no_axiom():
    theorems = [t for proof in json.loads((SOURCES / RECORD).read_text())["proofs"].values() for t in proof["theorems"].values()]
    assert len(theorems) >= 15
    assert {theorem["assumptions"] for theorem in theorems} == {CLOSED}


@pytest.fixture
def copy(tmp_path):
    """A copy of the shipped folder to spoil."""
    return shutil.copytree(SOURCES, tmp_path / "formal")


@pytest.mark.parametrize("changed", ["lemma_gauge.v", "lemma_commutant.v", "common.v"])
def test_one_byte_more_in_a_source_or_in_what_it_requires_makes_the_record_stale(copy, changed):
    assert confirmed("lemma_gauge", copy) is not None
    (copy / changed).write_bytes((copy / changed).read_bytes() + b" ")
    assert confirmed("lemma_gauge", copy) is None
    assert look_up("lemma_gauge", copy) == f"the record is stale: {changed} has changed since it was checked"
    verdict = formal("lemma_gauge", copy)
    assert not verdict.holds and verdict.cases == 0


def test_a_change_elsewhere_leaves_a_proof_confirmed(copy):
    (copy / "lemma_gauge.v").write_text("")
    assert confirmed("lemma_commutant", copy) is not None


def test_a_source_without_record_and_a_claim_without_source_are_unconfirmed(copy):
    (copy / "eq12_flow.v").write_text("Theorem unchecked : True. Proof. exact I. Qed.")
    assert look_up("eq12_flow", copy) == "the record has no proof of that name"
    assert look_up("no_such_claim", copy) == "no formal proof"
    (copy / RECORD).unlink()
    assert look_up("lemma_gauge", copy) == "the formal proofs have no record"


def test_a_theorem_that_the_record_does_not_call_closed_confirms_nothing(copy):
    record = json.loads((copy / RECORD).read_text())
    record["proofs"]["lemma_gauge"]["theorems"]["gauge_freedom"]["assumptions"] = "Axioms: magic"
    (copy / RECORD).write_text(json.dumps(record))
    assert look_up("lemma_gauge", copy) == "not proved from nothing: gauge_freedom"


def test_a_source_taken_out_of_a_proofs_list_confirms_nothing(copy):
    record = json.loads((copy / RECORD).read_text())
    del record["proofs"]["lemma_gauge"]["sources"]["lemma_gauge.v"]
    (copy / RECORD).write_text(json.dumps(record))
    assert confirmed("lemma_gauge", copy) is None
