"""The README's Python runs as printed, alone, and prints what stands below it; its links lead to files."""

from __future__ import annotations

import contextlib
import io
import re

import pytest

from proofs_tests.architecture.house import ROOT

TEXT = (ROOT / "README.md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", TEXT, flags=re.DOTALL)
LINKS = [link for link in re.findall(r"\]\(([^)#]+)\)", TEXT) if "://" not in link]


def test_every_python_example_has_its_output():
    assert len(EXAMPLES) == TEXT.count("```python")


@pytest.mark.parametrize(("code", "printed"), EXAMPLES)
def test_an_example_prints_what_stands_below_it(code, printed):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(code, {})
    assert output.getvalue() == printed


@pytest.mark.parametrize("link", LINKS)
def test_a_link_leads_to_a_file(link):
    assert (ROOT / link).is_file()


def test_it_is_one_page():
    assert len(TEXT.splitlines()) <= 120
