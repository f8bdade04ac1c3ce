"""The first page and its contents: links keep leading to where they led, and every public name stands in the reference."""

from __future__ import annotations

import itertools
import json
import re

import lconv
import lietheory
from lietheory.rendering.landing import landing_page
from lietheory.rendering.notebooks import notebook, with_notebooks
from proofs_tests.architecture.house import ROOT

DOCS = ROOT / "docs"
PAGE = """# Sum

```{code-cell} ipython3
:tags: [x]

1 + 1
```

See {doc}`words <../words>`.
"""


def test_links_of_the_first_page_lead_where_they_led(tmp_path):
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "index.md").write_text("# X\n\n[a](two.md) [b](sub/index.md) [c](../ledger.md) ![d](pictures/e.png)\n")
    page = landing_page(["guides/index", "guides/one", "guides/two", "guides/sub/index", "guides/sub/leaf"], tmp_path)
    assert "[a](guides/two.md) [b](guides/sub/index.md) [c](ledger.md) ![d](guides/pictures/e.png)" in page
    entries = page.partition(":caption: Guides")[2].split("```")[0].split()
    assert entries == ["guides/two", "guides/sub/index", "guides/one"]  # linked ones first, in that order


def test_a_page_with_code_becomes_a_notebook_and_offers_it(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "sum.md").write_text(PAGE)
    (path,) = with_notebooks(tmp_path / "pages", tmp_path / "notebooks")
    cells = json.loads(path.read_text())["cells"]
    assert [(c["cell_type"], c["source"]) for c in cells] == [
        ("markdown", "# Sum"),
        ("code", "1 + 1"),
        ("markdown", "See `words`."),
    ]
    text = (tmp_path / "pages" / "sum.md").read_text()
    assert text.startswith("---\njupytext:") and "{download}" in text


def test_every_page_with_code_of_the_documentation_is_python_that_compiles():
    pages = [p for p in DOCS.rglob("*.md") if "```{code-cell}" in p.read_text()]
    assert (
        len([p for p in pages if p.parent.name == "gallery"]) >= 14
        and len([p for p in pages if p.parent.name == "tutorials"]) == 5
    )
    for page in pages:
        for cell in notebook(page.read_text())["cells"]:
            if cell["cell_type"] == "code":
                compile(cell["source"], str(page), "exec")


def test_every_public_name_stands_in_the_reference():
    text = "\n".join(p.read_text() for p in (DOCS / "reference").glob("*.md"))
    shown = set(re.findall(r"^\.\. auto\w+:: (\S+)$", text, flags=re.MULTILINE))
    public = {f"{package.__name__}.{name}" for package in (lietheory, lconv) for name in package.__all__}
    assert public - shown == set()


def test_every_column_of_a_table_has_a_head():
    """Readers without a screen hear a table cell by cell, each with its head."""
    lines = {path: path.read_text(encoding="utf-8").splitlines() for path in DOCS.rglob("*.md")}
    heads = [
        (path, above)
        for path, text in lines.items()
        for above, rule in itertools.pairwise(text)
        if re.match(r"\|(:?-+:?\|)+$", rule)
    ]
    assert len(heads) > 10
    assert [f"{path.name}: {head}" for path, head in heads if not all(cell.strip() for cell in head.strip("|").split("|"))] == []
