"""A terminal shows a formula as one types it."""

from __future__ import annotations

import pytest

from lietheory.proof.ledger import ledger
from lietheory.rendering.plain_text import plain_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"$u H u^\top = H$, multiplied by $(u H)^{-1}$", "u H u^T = H, multiplied by (u H)^-1"),
        (r"at most $\tfrac12 |X|^2 e^{|X|}$ or $\frac{a}{b}$", "at most 1/2 |X|^2 e^(|X|) or a/b"),
        (r"$h \mapsto \mathrm{diag}(1, \lambda)\, h$ on $\mathbb{R}^3$", "h -> diag(1, lambda) h on R^3"),
        ("no formula, 5 dollars less", "no formula, 5 dollars less"),
    ],
)
def test_formulas_are_shown_as_typed(text, shown):
    assert plain_text(text) == shown


def test_no_claim_leaves_a_dollar_or_a_brace_in_the_terminal():
    for claim in ledger():
        shown = " ".join(map(plain_text, claim.texts()))
        assert not set("${}") & set(shown.replace(r"\{", "").replace(r"\}", "")), claim.label
