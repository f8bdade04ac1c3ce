"""``lietheory show`` and ``lietheory verify --list``: what a claim says, without running a judge."""

from __future__ import annotations

import json

from lietheory.proof.registry import claims_by_label
from proofs_tests.lietheory.cli.test_commands import lietheory


def test_show_prints_what_is_printed_what_is_true_and_why():
    shown = " ".join(lietheory("show", "thm1").stdout.split())
    for part in ("In words:", "Why it matters:", "As printed:", "Corrected:", "without covariance:", "lietheory verify thm1"):
        assert part in shown, part


def test_show_of_a_lemma_has_no_printed_form():
    shown = lietheory("show", "lemma-jacobi").stdout
    assert "As printed" not in shown and "Statement:" in shown


def test_show_suggests_the_nearest_label():
    result = lietheory("show", "thm11")
    assert result.exit_code == 2 and "thm1" in result.stderr


def test_show_as_json_has_the_statement_in_tex():
    record = json.loads(lietheory("show", "eq9", "--json").stdout)
    assert record["statement"] == claims_by_label()["eq9"].statement and len(record["readings"]) == 3


def test_verify_lists_labels_sources_and_titles():
    lines = lietheory("verify", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(claims_by_label())
    assert "L-conv, Theorem 1" in next(line for line in lines if line.startswith("thm1 "))


def test_the_smallest_counterexample_of_a_printed_form_is_replayed():
    result = lietheory("verify", "eq9", "--replay", "printed")
    assert result.exit_code == 0 and "w = [[0, 1]]" in result.stdout and "the two printed sides differ" in result.stdout
    assert lietheory("verify", "lemma-jacobi", "--replay", "printed").exit_code == 2


def test_a_counterexample_that_refutes_says_so_when_it_is_replayed():
    shown = " ".join(lietheory("verify", "eq9", "--replay", "counterexample:weights").stdout.split())
    assert "as it should without 'weights': residual 1" in shown
