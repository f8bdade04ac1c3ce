"""The report holds every table, figure and conclusion, and asks for nothing outside itself."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from lietheory.comparison.experiment_result import EffectSizes, Learned, compare_learned
from lietheory.errors import FileFormatError
from lietheory.rendering.comparison_page import comparison_rows, conclusion, effect_rows, report_html, write_report
from lietheory.representation import grid_generators

TURN = np.array([[[0.0, -1.0], [1.0, 0.0]]])


def sizes(status: str) -> EffectSizes:
    """Four directions of which the first stands out."""
    return EffectSizes(
        np.array([0.031, 0.82, 0.9, 1.0]),
        np.array([0.02, 0.7, 0.8, 0.9]),
        np.array([0.05, 0.9, 1.0, 1.1]),
        np.array([0.77, 0.9, 1.0, 1.1]),
        status,
    )


@pytest.fixture
def plane() -> Learned:
    """A generator of the plane a tenth of a degree off, with evidence."""
    off = TURN + 0.00175 * np.array([[0.0, 1.0], [1.0, 0.0]])
    return Learned(
        "plane",
        "A classifier <of images> & more",
        off,
        {"so(2)": TURN},
        images=np.eye(7)[None],
        effect_sizes=sizes("none"),
        noise=0.03,
        facts={"accuracy": 0.96482, "decision": "none"},
    )


@pytest.fixture
def pixels(rng) -> Learned:
    """A generator of 5 x 5 images, with a second one beside it."""
    L, central = grid_generators(5, 5), grid_generators(5, 5, derivative="central")
    return Learned(
        "pixels",
        "A layer",
        L,
        {"spectral": L},
        points=rng.random((30, 25)),
        images=rng.random((1, 5, 5)),
        beside={"central": central},
    )


def compared(*results: Learned):
    """What the report is made from."""
    return [(result, compare_learned(result)) for result in results]


class _Tags(HTMLParser):
    """Opened and closed tags, and every address a browser would follow."""

    def __init__(self):
        super().__init__()
        self.open, self.addresses, self.seen = [], [], []

    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        self.addresses += [value for name, value in attributes if name in ("src", "href", "action", "data")]
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_asks_for_nothing_outside_itself(plane, pixels):
    html = report_html(compared(plane, pixels))
    tags = _Tags()
    tags.feed(html)
    assert tags.open == []
    assert tags.seen.count("img") == 5  # three of the plane, two of the pixels, which have no evidence
    assert all(address.startswith("data:image/png;base64,") for address in tags.addresses)
    assert not re.search(r"https?:|url\(|@import|<script", html)


def test_the_page_holds_every_cell_of_every_table(plane, pixels):
    html = report_html(compared(plane, pixels))
    for learned, pairs in compared(plane, pixels):
        cells = {cell for row in comparison_rows(pairs) for cell in row} | set(learned.facts)
        assert all(f">{cell}<" in html for cell in cells)
    assert all(f">{cell}<" in html for row in effect_rows(plane.effect_sizes) for cell in row)
    assert ">0.965<" in html


def test_text_is_escaped(plane):
    assert "A classifier &lt;of images&gt; &amp; more" in report_html(compared(plane))


@pytest.mark.parametrize(
    ("status", "words"), [("symmetric", "counts as a symmetry"), ("none", "too large to count"), ("undecided", "does not decide")]
)
def test_the_conclusion_follows_the_numbers_and_the_decision(plane, status, words):
    ((learned, pairs),) = compared(replace(plane, effect_sizes=sizes(status)))
    sentence = conclusion(learned, pairs)
    assert "0.10° from so(2) (equal within 1.72°)" in sentence
    assert "0.031, against 0.77 before training and 0.82 for the next direction" in sentence
    assert words in sentence


def test_the_conclusion_tells_verdicts_from_orientation(pixels):
    ((learned, pairs),) = compared(pixels)
    sentence = conclusion(learned, pairs)
    assert "action cosine 1.000 to the spectral (equal" in sentence
    assert re.search(r"; for orientation, it .* to the central\.$", sentence)


def test_a_result_without_references_is_told_as_such():
    assert conclusion(Learned("x", "bare", TURN), []) == "What was learned was compared with nothing."
    assert "<h2>bare</h2>" in report_html(compared(Learned("x", "bare", TURN)))


def test_the_report_is_written_whole_or_refused(plane, tmp_path):
    path = write_report(tmp_path / "new" / "report.html", compared(plane))
    assert path.read_text().endswith("</html>\n")
    with pytest.raises(FileFormatError, match="can be written to"):
        write_report(path / "report.html", compared(plane))
