"""The map of the two documents: complete, its labels known, its quotations those that were compared with the documents."""

from __future__ import annotations

import json
from itertools import combinations

import pytest

from lietheory.proof.registry import claims_by_label
from proofs_tests.claims import sentences
from proofs_tests.claims.audit import PRINTED

STORED = json.loads(sentences.FILE.read_text(encoding="utf-8"))
CURE = "run `python -m proofs_tests.claims.sentences PAPER.txt POSTER.txt --write` with the documents"


def test_each_sentence_has_claims_or_a_reason_and_no_text():
    for entry in STORED["sentences"]:
        assert ("claims" in entry) != ("reason" in entry), entry
        assert set(entry) <= {"document", "number", "words", "digest", "claims", "reason"}
        assert len(entry["words"].split()) <= sentences.WORDS and len(entry["digest"]) == 64
        assert entry.get("reason", sentences.REASONS[0]) in sentences.REASONS
        assert set(entry.get("claims", ())) <= set(claims_by_label())


def test_sentences_are_numbered_without_a_gap():
    for document in sentences.DOCUMENTS:
        numbers = [entry["number"] for entry in STORED["sentences"] if entry["document"] == document]
        assert numbers == list(range(1, len(numbers) + 1))


def test_each_claim_of_a_document_is_that_of_a_sentence():
    judged = {label for entry in STORED["sentences"] for label in entry.get("claims", ())}
    ours = {label for label, c in claims_by_label().items() if c.source.startswith(sentences.DOCUMENTS)}
    assert ours <= judged, ours - judged


def test_quotations_are_those_that_were_found_in_the_documents():
    assert sentences.quotations() == STORED["quotations"], CURE


def test_the_page_is_the_map():
    assert sentences.PAGE.read_text(encoding="utf-8") == sentences.page(STORED["sentences"]), CURE


def test_one_printed_sentence_has_one_verdict():
    """A quotation that contains another, and two of the same equation, are judged alike."""
    quoted = {label: sentences.normalised(c.printed.statement) for label, c in claims_by_label().items() if c.printed}
    for (a, first), (b, second) in combinations(quoted.items(), 2):
        if first in second or second in first:
            assert PRINTED[a] == PRINTED[b], (a, b)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two by Cohen et al. (2019) three. Four?", ["One.", "Two by Cohen et al. (2019) three.", "Four?"]),
        ("A line\nbroken.\n\nAnother paragraph", ["A line broken.", "Another paragraph"]),
        ("Text.\nREFERENCES\nA. Name.", ["Text."]),
    ],
)
def test_a_text_is_split_into_its_sentences(text, expected):
    assert list(sentences.sentences(text)) == expected


def test_what_changed_in_a_document_is_told_by_place_and_first_words(tmp_path):
    path = tmp_path / "paper.txt"
    path.write_text("One sentence here now. Another one.", encoding="utf-8")
    found = sentences.read(path, "L-conv")
    entry = {"document": "L-conv", "number": 1, "words": "One sentence here now", "digest": found[0].digest}
    changed = entry | {"digest": "0" * 64}
    assert sentences.compared(found[:1], [entry]) == []
    assert "another text" in sentences.compared(found[:1], [changed])[0]
    assert sentences.compared(found, [entry]) == ["L-conv 2, 'Another one': not in the map"]
    assert "in no document" in sentences.compared([], [entry])[0]
