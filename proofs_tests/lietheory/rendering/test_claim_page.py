"""A page says what the outcome says, and shows the mathematics of every claim as mathematics."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from lietheory.proof import formal
from lietheory.proof.bounds import BoundChain
from lietheory.proof.judges import Failing
from lietheory.proof.ledger import ledger
from lietheory.proof.registry import find
from lietheory.proof.verdicts import TriedReading
from lietheory.rendering.claim_page import claim_page
from lietheory.rendering.index import graph_page, index_page
from lietheory.rendering.json_records import instance_record
from lietheory.rendering.landing import document_name, documents
from lietheory.rendering.status import JUDGES, badge
from proofs_tests.lietheory.rendering.outcomes import confirmed, with_rate

SET = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$", re.DOTALL)


def page_of(label: str, outcome=None, rng=None) -> str:
    """The page of a claim of the ledger."""
    claim = find(label, "page_of")
    return claim_page(claim, outcome or confirmed(claim), ledger(), rng=rng or np.random.default_rng(0))


def section(page: str, heading: str) -> str:
    """The text under a heading of the second level."""
    return page.partition(f"## {heading}\n")[2].partition("\n## ")[0]


@pytest.fixture(scope="module")
def all_pages() -> dict[str, str]:
    """The page of every claim."""
    return {c.label: page_of(c.label) for c in ledger()}


def test_every_claim_has_a_page_with_all_its_sections(all_pages):
    for claim in ledger():
        page = all_pages[claim.label]
        headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
        wanted = ["As printed", "The corrected statement"] if claim.printed else ["The statement"]
        wanted += ["Status"]
        wanted += ["Derivation"] if claim.derivation else ["Why"] if claim.proof else []
        wanted += ["Exact replay"] if claim.exact else []
        wanted += ["What breaks it"] if claim.counterexamples else []
        wanted += ["What is executed", "Connections"] + (["References"] if claim.references else [])
        assert headings == wanted, claim.label
        assert f"lietheory verify {claim.label}\n" in page


def test_every_formula_on_every_page_is_one_that_browsers_can_be_given(all_pages):
    pytest.importorskip("math_core", reason="the extra docs is not installed")
    from lietheory.rendering.sphinx_extension import mathml

    wrong = []
    for label, page in all_pages.items():
        for display, inline in SET.findall(re.sub(r"`[^`\n]*`|```.*?```", "", page, flags=re.DOTALL)):
            try:
                mathml(display or inline, display=bool(display))
            except ValueError as problem:
                wrong.append(f"{label}: {display or inline}: {problem}")
    assert wrong == []


def test_dollars_are_balanced_and_no_digits_of_rounding_are_left(all_pages):
    for label, page in all_pages.items():
        assert page.replace(r"\$", "").count("$") % 2 == 0, label
        assert re.findall(r"\d\.\d{10,}", page) == [], label


@pytest.mark.parametrize("verdict", ["holds", "unrefuted", "imprecise", "refuted"])
def test_the_verdict_is_that_of_the_outcome(verdict):
    claim = find("thm1", "test")
    page = page_of("thm1", confirmed(claim, printed=verdict, counterexample={"u": np.array([[7]])}))
    assert f"as printed {badge(verdict)}" in page
    shown = section(page, "As printed")
    assert badge(verdict) in shown and sum(badge(v) in shown for v in ("holds", "unrefuted", "imprecise", "refuted")) == 1
    assert r"u = \begin{pmatrix} 7 \end{pmatrix}" in shown


def test_the_readings_that_were_tried_are_shown_with_what_became_of_them():
    claim = find("thm1", "test")
    tried = (
        TriedReading("$X$ is whole", "holds", "on 50 instances", None, True),
        TriedReading("$u = 1$", "fails", "it does not"),
    )
    shown = section(page_of("thm1", confirmed(claim, printed="imprecise", readings=tried)), "As printed")
    assert f"- $X$ is whole: {badge('holds')} (on 50 instances; this is the corrected statement)" in shown
    assert f"- $u = 1$: {badge('fails')} (it does not)" in shown


def test_a_failing_claim_says_so_and_why():
    claim = find("thm1", "test")
    failing = confirmed(claim, corrected="fails", judges=("replayed",), failures=("sampled: residual 0.5 on draw 3",))
    page = page_of("thm1", failing)
    assert f"corrected {badge('fails')}" in page
    status = section(page, "Status")
    assert "FAILED: sampled: residual 0.5 on draw 3" in status
    rows = {line.split(" | ")[0].strip("| "): line for line in status.splitlines() if line.startswith("| ")}
    assert badge("failed") in rows["sampled"] and badge("confirmed") in rows["replayed"]
    assert "not run: torch is not installed" in rows["torch"] and "does not apply" in rows["formal"]
    assert set(JUDGES) < set(rows)


def test_a_formal_proof_is_shown_with_its_theorems_where_an_outcome_has_one():
    claim = find("thm1", "test")
    outcome = confirmed(claim)
    formally = replace(outcome, judges=(*outcome.judges, "formal"), cases=outcome.cases | {"formal": 3})
    page = page_of("thm1", formally)
    assert re.search(r"\| formal \|.*confirmed.* 3 theorems", page)
    shown = section(page, "Formal proof")
    theorems = formal.confirmed("t1_linear_regression").theorems
    assert theorems and all(f"Theorem {name} :" in shown for name in theorems)
    assert "t1_linear_regression.v" in shown
    assert "Formal proof" not in page_of("thm1", outcome)


def test_the_smallest_failing_instance_is_shown_with_the_line_that_draws_it_again():
    claim = find("thm1", "test")
    failing = Failing("counterexample:full rank", "has residual 0", {"u": np.array([[9]])})
    status = section(page_of("thm1", confirmed(claim, corrected="fails", failing=failing)), "Status")
    assert "`lietheory verify thm1 --replay 'counterexample:full rank'`" in status
    assert r"$u = \begin{pmatrix} 9 \end{pmatrix}$" in status


def test_a_kept_counterexample_is_shown_as_the_one_it_was_read_from():
    claim = find("cor1", "test")
    fresh = {"u": np.array([[Fraction(-1, 2), 1]], dtype=object), "eta": Fraction(1, 2), "name": "shear"}
    kept = instance_record(fresh)
    pages = [page_of("cor1", confirmed(claim, printed="refuted", counterexample=c)) for c in (fresh, kept)]
    assert section(pages[0], "As printed") == section(pages[1], "As printed")


def test_the_derivation_shows_every_step_with_its_reason_and_hypotheses():
    derivation = find("cor1", "test").derivation()
    shown = section(page_of("cor1"), "Derivation")
    assert shown.count("### ") == len(derivation.chains)
    assert len(re.findall(r"^\d+\. \$\$$", shown, re.MULTILINE)) == sum(len(c.steps) for c in derivation.chains)
    assert all(f"*{h.name}*" in shown for h in derivation.hypotheses)
    assert "by *covariance*" in shown


def test_a_chain_of_bounds_shows_its_relations_and_its_values():
    label, chain = next(
        (c.label, chain) for c in ledger() if c.derivation for chain in c.derivation().chains if isinstance(chain, BoundChain)
    )
    page = page_of(label)
    assert section(page, "Derivation").count("= ") + section(page, "Derivation").count(r"\le ") > len(chain.steps)
    assert re.search(r"\\left\| .* \\le .*, in the norm of row sums", section(page, "Exact replay"))


def test_the_replayed_instance_is_exact_and_the_value_of_each_chain_is_computed_from_it():
    shown = section(page_of("cor1"), "Exact replay")
    assert r"\tfrac{" in shown and not re.search(r"\d\.\d", shown)
    H = re.search(r"\$H = (\\begin\{pmatrix\}.+?\\end\{pmatrix\})\$", shown)[1]
    assert f"= {H} = H$" in shown  # S Q S^-1 preserves H
    assert "Residual: $0$." in shown
    other = section(page_of("cor1", rng=np.random.default_rng(5)), "Exact replay")
    assert other != shown


def test_each_counterexample_is_linked_from_the_assumption_it_drops():
    page = page_of("cor1")
    for number, c in enumerate(find("cor1", "test").counterexamples, start=1):
        anchor = f"cor1-counterexample-{number}"
        assert f"({anchor})=\n### {number}. Without *{c.drops}*" in page
        assert re.search(rf"- \*{c.drops}\*: .*\(#{anchor}\)", page)


def test_a_rate_is_shown_beside_the_derived_one():
    claim = next(c for c in ledger() if c.rate is not None and c.rate.constant is not None)
    outcome = with_rate(claim)
    shown = section(page_of(claim.label, outcome), "Measured rate")
    assert f"power {outcome.rate.order:.3f}" in shown and f"(stated: {claim.rate.order:g})" in shown
    assert f"figures/{claim.label}-rate.svg" in shown
    assert shown.count("\n| $") == len(outcome.rate.steps)


def test_links_run_both_ways():
    users = [c.label for c in ledger() if "eq13" in c.uses]
    used_by = next(line for line in page_of("eq13").splitlines() if line.startswith("Used by"))
    assert users and all(f"]({label}.md)" in used_by for label in users)
    assert all("](eq13.md)" in section(page_of(label), "Connections") for label in users)


def test_the_index_counts_what_the_outcomes_say():
    claims = ledger()[:4]
    verdicts = ("holds", "refuted", "refuted", "imprecise")
    outcomes = {c.label: confirmed(c, printed=v) for c, v in zip(claims, verdicts, strict=True)}
    page = index_page(claims, outcomes)
    assert "4 claims:" in page
    for text, n in (("holds", 1), ("imprecise", 1), ("refuted", 2)):
        assert f"| as printed | {badge(text)} | {n} |" in page
    assert f"| confirmed by | sampled | {len(claims)} |" in page
    assert "Not run: torch: torch is not installed." in page
    refuted = page.partition("Refuted as printed")[2]
    assert [c.label in refuted.partition("```")[0] for c in claims] == [False, True, True, False]
    assert all(f"<{document_name(name)}>" in page for name in documents(claims))


def test_the_graph_is_told_as_a_list_too():
    claims = ledger()
    page = graph_page(claims, {c.label: confirmed(c) for c in claims})
    assert all(re.search(rf"- \[{c.label}\].* rests on .*\[{used}\]", page) for c in claims for used in c.uses)
