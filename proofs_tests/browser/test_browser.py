"""What the browser reports of a page with a known fault, and of a built site, which has none."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.proof.registry import find
from lietheory.rendering import site_and_document
from proofs_tests.browser.__main__ import check, faults
from proofs_tests.browser.chromium import browser, installed
from proofs_tests.lietheory.rendering.outcomes import confirmed, with_rate

HEAD = '<!DOCTYPE html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>page</title>'
FAULTY = {
    "complains": "<script>console.error('out of order')</script>",
    "out of order": "<script>throw new Error('out of order')</script>",
    "a request failed": '<script src="missing.js"></script>',
    "asks for http://localhost:9/": '<img src="http://localhost:9/picture.png">',
    "pixels wide": '<article><div style="width: 3000px">wide</div></article>',
}
pytestmark = pytest.mark.skipif(installed() is None, reason="no Chromium is installed")


@pytest.fixture(scope="module")
def tab():
    """One tab for all tests."""
    with browser(installed()) as opened:
        yield opened


@pytest.mark.parametrize(("fault", "body"), FAULTY.items(), ids=FAULTY)
def test_a_fault_is_seen(tab, tmp_path, fault, body):
    page = tmp_path / "page.html"
    page.write_text(HEAD + body)
    assert any(fault in text for text in faults(tab.visit(page.as_uri(), 390)))


def test_a_page_without_faults_has_none_and_one_does_not_inherit_those_of_the_last(tab, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(HEAD + '<article style="overflow-x: auto"><div style="width: 3000px">it scrolls by itself</div></article>')
    assert faults(tab.visit(page.as_uri(), 390)) == []
    assert faults(tab.visit(page.as_uri(), 1280)) == []


def test_the_width_is_the_one_asked_for(tab, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(HEAD + "<p>x</p>")
    for width in (390, 1280):
        tab.visit(page.as_uri(), width)
        assert tab.evaluate("window.innerWidth") == width
    tab.visit_again(page.as_uri(), 390)
    assert tab.evaluate("window.innerWidth") == 390


def test_a_page_is_measured_at_another_width_without_being_loaded_once_more(tab, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(HEAD + '<article><div style="width: 600px">wide on a telephone</div></article>')
    assert faults(tab.visit(page.as_uri(), 1280)) == []
    again = tab.visit_again(page.as_uri(), 390)
    assert (again.page_width > 390, again.requests, len(again.too_wide)) == (True, [], 1)


def test_the_pages_of_claims_open_without_a_fault(tmp_path):
    if site_and_document.missing_packages():
        pytest.skip("the extra docs is not installed")
    claims = [find(label, "test") for label in ("eq4", "prop1", "thm1", "liegg-nullspace")]
    outcomes = [with_rate(c) if c.rate else confirmed(c) for c in claims]
    site_and_document.write_pages(tmp_path, claims, outcomes, rng=np.random.default_rng(0))
    assert check(site_and_document.build_site(tmp_path).parent, installed()) == {}


def test_the_search_finds_a_claim_without_a_server(tab, tmp_path):
    if site_and_document.missing_packages():
        pytest.skip("the extra docs is not installed")
    claim = find("thm1", "test")
    site_and_document.write_pages(tmp_path, [claim], [confirmed(claim)], rng=np.random.default_rng(0))
    search = site_and_document.build_site(tmp_path).parent / "search.html"
    seen = tab.visit(f"{search.as_uri()}?q=regression", 1280)
    found = "new Promise(done => { const look = () => { const a = document.querySelector('#search-results li a');"
    found += "a ? done(a.getAttribute('href')) : setTimeout(look, 50); }; look(); })"
    assert tab.evaluate(found).startswith("thm1.html")
    assert faults(seen) == []
