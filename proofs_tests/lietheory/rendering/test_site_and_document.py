"""The built site works offline: no page asks any host for anything, and every link leads to something."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from lietheory.errors import FileFormatError, LieTheoryError
from lietheory.proof.registry import find
from lietheory.rendering import site_and_document
from lietheory.rendering.landing import document_name, documents
from proofs_tests.lietheory.rendering.outcomes import confirmed, with_rate

LABELS = ("eq4", "prop1", "eq13", "thm1", "cor1", "liegg-nullspace")
FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href", "object": "data", "embed": "src"}
needs_docs = pytest.mark.skipif(bool(site_and_document.missing_packages()), reason="the extra docs is not installed")


def write(folder: Path, guides: Path | None = None, **options: object) -> list[Path]:
    """The pages of a few claims, one of each kind."""
    claims = [find(label, "write") for label in LABELS]
    outcomes = [with_rate(c) if c.rate else confirmed(c, printed="refuted") for c in claims]
    return site_and_document.write_pages(folder, claims, outcomes, rng=np.random.default_rng(0), guides=guides, **options)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The site of a few claims and one hand-written page."""
    if site_and_document.missing_packages():
        pytest.skip("the extra docs is not installed")
    guides = tmp_path_factory.mktemp("hand-written")
    (guides / "units.md").write_text("# Units\n\nA length is $x^2$; see [the theorem](../thm1.md).\n")
    folder = tmp_path_factory.mktemp("pages")
    write(folder, guides, paper=True)
    return site_and_document.build_site(folder).parent


class _Page(HTMLParser):
    """What a page fetches by itself, where its links lead, what they can lead to, and its text outside code."""

    def __init__(self, path: Path):
        super().__init__()
        self.fetched, self.links, self.ids, self.text, self.tags = [], [], set(), [], []
        self._silent = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.tags.append(tag)
        self.ids |= {told["id"]} if told.get("id") else set()
        if tag in FETCHED and told.get(FETCHED[tag]) and told.get("rel") not in ("next", "prev", "search", "index"):
            self.fetched.append(told[FETCHED[tag]])
        if tag == "a" and told.get("href"):
            self.links.append(told["href"])
        self._silent += tag in ("script", "style", "code", "pre")

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style", "code", "pre")

    def handle_data(self, data):
        if not self._silent:
            self.text.append(data)


@pytest.fixture(scope="module")
def pages(built) -> dict[str, _Page]:
    """Every page of the site by its path."""
    return {p.relative_to(built).as_posix(): _Page(p) for p in sorted(built.rglob("*.html"))}


def test_the_site_has_a_page_a_claim_the_ledger_the_graph_the_search_and_the_hand_written_pages(pages):
    wanted = {f"{label}.html" for label in LABELS} | {
        "index.html",
        "graph.html",
        "verdicts.html",
        "search.html",
        "guides/units.html",
    }
    wanted |= {"ledger.html"} | {f"{document_name(name)}.html" for name in documents([find(label, "test") for label in LABELS])}
    assert set(pages) - {"genindex.html", "py-modindex.html"} == wanted


def test_sphinx_had_nothing_to_complain_of(built):
    assert (built.parent / "html-warnings.txt").read_text() == ""


def test_no_page_fetches_anything_from_another_host(built, pages):
    for path, page in pages.items():
        for address in page.fetched:
            assert not re.match(r"[a-z]+:|//", address), f"{path} fetches {address}"
            assert ((built / path).parent / address.partition("?")[0]).resolve().is_file(), f"{path}: no {address}"


def test_no_style_and_no_script_names_another_host(built):
    for style in built.rglob("*.css"):
        used = re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", style.read_text())
        assert not [a or b for a, b in used if re.match(r"(?:https?:)?//", a or b)], style
    for script in built.rglob("*.js"):
        assert not re.search(r"(?:import|fetch|importScripts|src\s*=)\s*\(?\s*['\"`]https?://", script.read_text()), script


def test_every_link_inside_the_site_leads_to_a_page_and_a_place_on_it(pages):
    seen = 0
    for path, page in pages.items():
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            target, _, anchor = link.partition("#")
            there = path if not target else re.sub(r"[^/]+/\.\./", "", str(Path(path).parent / target)).removeprefix("./")
            assert there in pages, f"{path} links to {link}"
            assert not anchor or anchor in pages[there].ids, f"{path} links to {link}"
            seen += 1
    assert seen > 100


def test_formulas_are_drawn_and_no_latex_is_left_in_the_text(pages):
    for path, page in pages.items():
        left = re.search(r".{,20}(?:\\[a-zA-Z]{2,}|\$|\{\.|:::|\^\{).{,20}", "".join(page.text))
        assert left is None, f"{path}: {left[0]}"
    assert all("math" in pages[f"{label}.html"].tags for label in LABELS)


def test_punctuation_stays_with_the_formula_before_it(built):
    text = (built / "cor1.html").read_text(encoding="utf-8")
    assert re.search(r"</math>[,.:;]+</span></span>", text)
    assert not re.search(r"</math></span>[,.:;)]", text)


def test_the_font_of_the_formulas_comes_with_the_site_and_knows_how_brackets_grow(built):
    from fontTools.ttLib import TTFont

    font = TTFont(built / "_static" / "formulas.woff")
    assert "MATH" in font and {ord("∑"), ord("⊤"), 0x1D43B, ord("(")} <= set(font.getBestCmap())
    assert (built / "_static" / "formulas.woff").stat().st_size < 1_000_000


def test_nodes_of_the_graph_lead_to_pages(pages):
    assert {f"{label}.html" for label in LABELS} <= set(pages["graph.html"].links)
    assert "svg" in pages["graph.html"].tags


def test_one_document_is_written_for_latex_with_its_figures(built):
    made = site_and_document.build_document(built.parent)
    assert made.name == ("lietheory.tex" if site_and_document.tex_engine() is None else "lietheory.pdf") and made.is_file()
    text = (built.parent / "latex" / "lietheory.tex").read_text()
    assert re.search(r"includegraphics\{\{?graph\}?\.pdf", text) and r"\begin{pmatrix}" in text
    assert (made.parent / "graph.pdf").read_bytes().startswith(b"%PDF")


@needs_docs
def test_a_formula_that_cannot_be_read_is_shown_as_typed_and_told(tmp_path):
    write(tmp_path)
    (tmp_path / "thm1.md").write_text("# Broken\n\nHere is $\\nonsense x$.\n")
    page = _Page(site_and_document.build_site(tmp_path).parent / "thm1.html")
    assert r"\nonsense x" not in "".join(page.text)  # it stands in code
    assert "nonsense" in (tmp_path / "html-warnings.txt").read_text()


def test_pages_are_written_without_sphinx_and_do_not_depend_on_each_other(tmp_path):
    paths = write(tmp_path / "all")
    assert [p.name for p in paths] == [
        *("index.md", "ledger.md", "graph.md", "verdicts.md"),
        *(f"{document_name(name)}.md" for name in documents([find(label, "test") for label in LABELS])),
        *(f"{label}.md" for label in LABELS),
    ]
    claim = find("cor1", "test")
    site_and_document.write_pages(tmp_path / "one", [claim], [confirmed(claim, printed="refuted")], rng=np.random.default_rng(0))
    alone, among = ((tmp_path / name / "cor1.md").read_text() for name in ("one", "all"))
    assert alone.partition("## Connections")[0] == among.partition("## Connections")[0]


def test_without_the_extra_the_site_is_refused_with_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(site_and_document, "missing_packages", lambda: ["sphinx"])
    with pytest.raises(LieTheoryError, match=r"pip install \"lietheory\[docs\]\""):
        site_and_document.build_site(tmp_path)


def test_guides_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(FileFormatError, match="no such folder"):
        write(tmp_path, tmp_path / "missing")
