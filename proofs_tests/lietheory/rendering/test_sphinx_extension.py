"""Formulas become MathML; a long one in the text is cut where it may break, and nothing is lost by it."""

from __future__ import annotations

import re
from xml.etree import ElementTree as XML

import pytest

pytest.importorskip("math_core", reason="the extra docs is not installed")

from lietheory.rendering.sphinx_extension import mathml

LONG = r"|(f * g)(h) - W^0 f(h) + (W \cdot L h) \cdot \nabla f(h)| \le \tfrac12 |\tilde g|_1 r^2 (e^r |h| + e^{2r} |h|^2)"


def leaves(text: str) -> list[tuple[str, str]]:
    """Every letter and sign in order, whatever elements they stand in."""
    root = XML.fromstring(re.sub(r"&ApplyFunction;", "\u2061", f"<p>{text}</p>"))
    return [(e.tag, e.text or "") for e in root.iter() if len(e) == 0]


@pytest.mark.parametrize("latex", [LONG, r"\det((1 - e^{-x}) / x) = a + b + c + d + e + f + g + h + i", "x"])
def test_breaking_a_formula_loses_no_letter(latex):
    broken = mathml(latex, display=False)
    assert leaves(broken) == leaves(mathml(latex, display=True))
    assert broken.count("<math>") == 1 or len(latex) > 30


def test_a_long_formula_breaks_outside_brackets_and_after_a_sign_that_keeps_its_space():
    parts = [re.sub("<[^>]*>", "", part) for part in mathml(LONG, display=False).split("</math>")]
    assert len(parts) > 3
    assert all(part.count("(") == part.count(")") for part in parts)
    root = XML.fromstring(f"<p>{mathml('a + b + c + d + e + f + g + h + i + j = k', display=False)}</p>")
    assert all(math[-1].get("form") == "infix" for math in list(root)[:-1])


def test_a_short_or_displayed_formula_is_never_broken():
    assert mathml("a + b = c", display=False).count("<math") == 1
    assert mathml(LONG, display=True).count("<math") == 1
    assert 'display="block"' in mathml("x", display=True)


def test_what_cannot_break_and_is_wide_gets_a_box_that_scrolls():
    wide = r"\begin{pmatrix} " + " & ".join(["x_1"] * 30) + r" \end{pmatrix}"
    assert mathml(wide, display=False).startswith('<span class="wide">')


def test_unknown_latex_is_refused_with_its_reason():
    with pytest.raises(ValueError, match="foo"):
        mathml(r"\foo x", display=False)
