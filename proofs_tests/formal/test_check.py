"""The runner refuses what proves nothing; the parts that compile need Coq."""

from __future__ import annotations

import shutil

import pytest

from proofs_tests.formal.check import COMPILER, SOURCES, Refused, answers, layers, prove, refuse_unproved, required

coq = pytest.mark.skipif(COMPILER is None, reason="Coq is not installed")

UNPROVED = (
    "Theorem t : 1 = 2. Proof. Admitted.",
    "Axiom magic : 1 = 2.",
    "Parameter x : nat.",
    "Conjecture c : 1 = 2.",
    "Theorem t : 1 = 2. Proof. admit. Qed.",
    "Unset Guard Checking.",
    "Unset Universe Checking.",
    "#[bypass_check(guard)] Fixpoint f (n : nat) : nat := f n.",
    "Hypothesis wrong : 1 = 2.",
    "Section A.\nEnd A.\nVariable n : nat.",
    "Context (n : nat).",
)


@pytest.mark.parametrize("source", UNPROVED)
def test_a_source_that_takes_something_unproved_is_refused(source):
    with pytest.raises(Refused, match="planted"):
        refuse_unproved("planted.v", source)


def test_comments_and_hypotheses_of_a_section_are_allowed():
    refuse_unproved("fine.v", "(* no Axiom, nothing Admitted *)\nSection A.\nVariable n : nat.\nHypothesis h : n = n.\nEnd A.\n")


def test_sources_are_compiled_after_what_they_require():
    sources = {
        "a": "From LieTheory Require Import b c.",
        "b": "(* From LieTheory Require Import a. *)",
        "c": "From LieTheory Require Import b.",
    }
    assert required("a", sources) == ["b", "c", "a"]
    assert layers(sources) == [["b"], ["c"], ["a"]]


def test_statement_and_assumptions_are_read_from_what_coq_prints():
    printed = "@statement t\nt\n     : forall n,\n       n = n\n@assumptions t\nAxioms:\nmagic : False\n"
    assert answers(printed) == {"t": {"statement": "forall n, n = n", "assumptions": "Axioms: magic : False"}}


PLANTED = {
    "false": ("Theorem wrong : 1 + 1 = 3.\nProof. by []. Qed.\n", "does not compile"),
    "axiom": (
        "From Coq Require Import Classical.\nTheorem middle (P : Prop) : P \\/ ~ P.\nProof. exact: classic. Qed.\n",
        "rests on",
    ),
}


@coq
@pytest.mark.parametrize("kind", PLANTED)
def test_a_false_theorem_and_a_borrowed_axiom_are_refused_by_the_run(tmp_path, kind):
    source, reason = PLANTED[kind]
    (tmp_path / "planted.v").write_text("From mathcomp Require Import all_ssreflect all_algebra.\n" + source)
    with pytest.raises(Refused, match=reason):
        prove(tmp_path)


@coq
@pytest.mark.parametrize(
    ("stem", "right", "wrong"),
    [
        ("lemma_jacobi", "bracket C (bracket A B) = 0", "bracket C (bracket B A) = 0"),
        ("c1_covariance_group", r"\det u = -1 &", r"\det u = 1 &"),
        ("eq09_dense_weights", "w b beta / d%:R)", "w b beta)"),
        ("p5_graph_convolution", "h *m (lambda^-1 *: V)", "h *m V"),
    ],
)
def test_a_theorem_made_false_is_refused_by_the_run(tmp_path, stem, right, wrong):
    source = (SOURCES / f"{stem}.v").read_text()
    assert right in source
    for name in required(stem, {path.stem: path.read_text() for path in SOURCES.glob("*.v")}):
        shutil.copy(SOURCES / f"{name}.v", tmp_path)
    (tmp_path / f"{stem}.v").write_text(source.replace(right, wrong))
    with pytest.raises(Refused, match=f"{stem}.v does not compile"):
        prove(tmp_path)
