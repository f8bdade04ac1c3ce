"""What of a claim is proved, part by part, follows from what the judges of the run confirmed."""

from __future__ import annotations

import pytest

from lietheory.errors import LieTheoryError
from lietheory.proof.checked_claim import Part
from lietheory.proof.coverage import GRADES, by_part, grade
from lietheory.proof.formal import FormalRecord
from lietheory.proof.judges import Judgement
from lietheory.proof.ledger import verify
from lietheory.proof.registry import claims_by_label
from proofs_tests.lietheory.proof.test_checked_claim import EQUAL, UNEQUAL, claim

PARTS = (Part("formula", derived=True, formal=("formula",)), Part("converse", formal=("there", "back")), Part("dimension"))
RECORD = FormalRecord("pair", dict.fromkeys(("formula", "there", "back"), "True"), {}, {})


def covered(record=RECORD, **holds):
    verdicts = {name: Judgement(value) for name, value in holds.items()}
    return by_part(claim([EQUAL], [UNEQUAL], parts=PARTS), verdicts, record)


def test_each_part_names_what_proved_it():
    found = covered(derived=True, formal=True)
    assert found == {"formula": ("derived", "formal"), "converse": ("formal",), "dimension": ()}


def test_what_a_judge_did_not_confirm_in_this_run_counts_for_nothing():
    assert covered(derived=False, formal=True)["formula"] == ("formal",)
    assert covered(derived=True, formal=False)["converse"] == ()
    assert covered(derived=True)["formula"] == ("derived",)


def test_a_part_needs_all_its_theorems():
    partial = FormalRecord("pair", {"formula": "True", "there": "True"}, {}, {})
    assert covered(partial, derived=True, formal=True)["converse"] == ()


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"a": ("formal",), "b": ("derived", "formal")}, "formal in full"),
        ({"a": ("derived",), "b": ("formal",)}, "derived in full"),
        ({"a": ("derived", "formal"), "b": ()}, "in part"),
        ({"a": (), "b": ()}, "instances only"),
    ],
)
def test_a_grade_is_the_least_of_the_parts(parts, expected):
    assert grade(parts) == expected


def test_a_claim_without_parts_rests_on_instances():
    assert grade(by_part(claim([EQUAL], [UNEQUAL]), {}, None)) == "instances only"


def test_a_derivation_that_covers_no_part_is_refused():
    with pytest.raises(LieTheoryError, match="by name"):
        claim([EQUAL], [UNEQUAL], derivation=lambda: None, parts=(Part("whole"),))


def test_a_printed_part_that_the_claim_does_not_have_is_refused():
    form = claims_by_label()["eq9"].printed
    with pytest.raises(LieTheoryError, match="parts that are parts of the claim"):
        claim([EQUAL], [UNEQUAL], printed=type(form)(form.statement, form.conclusion, form.search, exact=True, parts=("other",)))


def test_every_theorem_that_a_part_names_is_in_the_record():
    from lietheory.proof import formal, registry

    for label, checked in claims_by_label().items():
        package, _, stem = registry.modules()[label].rpartition(".")
        record = formal.confirmed(stem, formal.folder(package))
        named = {theorem for part in checked.parts for theorem in part.formal}
        assert named <= set(record.theorems if record else ()), label


def test_full_grades_are_few_and_earned():
    """Those of the ledger that an audit read through."""
    outcomes = verify(["eq8", "eq1", "eq3", "liegg-svd"])
    assert [o.grade for o in outcomes] == ["derived in full", "in part", "formal in full", "instances only"]
    assert set(GRADES) == {o.grade for o in outcomes}
