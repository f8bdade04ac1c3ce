"""How the site looks, and how Sphinx is told to build it: no script, font or style from any other host."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FONT = "formulas.woff"

CONFIGURATION = '''"""Configuration of Sphinx, written with the pages; edit lietheory.rendering.theme instead."""

from lietheory.rendering import theme

globals().update(theme.configuration())
setup = theme.setup
'''

STYLE = """
@font-face { font-family: "Formulas"; src: url("formulas.woff") format("woff"); font-display: block; }
math { font-family: "Formulas", "STIX Two Math", "Latin Modern Math", "Cambria Math", math; font-size: 1.06em; }
.wide, div.math, div.drawing, article li > p { max-width: 100%; overflow-x: auto; overflow-y: hidden; }
.kept { white-space: nowrap; }
.wide { display: inline-block; vertical-align: middle; }
div.math { padding: .2rem 0; margin: .6rem 0; }
article h1 { font-size: 2rem; }
article h2 { font-size: 1.5rem; margin-top: 2.2rem; }
article h3 { font-size: 1.15rem; margin-top: 1.6rem; }
article li > p { margin: .3rem 0; }
.verdict { border-radius: .3rem; padding: .05rem .4rem; font-size: .85em; font-weight: 600; color: #111; background: #dbe6f2;
  white-space: nowrap; }
.verdict.holds, .verdict.confirmed { background: #cfe8cf; }
.verdict.imprecise { background: #f6e7b0; }
.verdict.refuted { background: #e9c6e6; }
.verdict.fails, .verdict.failed { background: #f2a49b; }
div.proof { font-size: 1em; border-color: #0072b2; background: var(--color-background-secondary); box-shadow: none; }
div.proof > p.admonition-title { font-size: .9em; background: none; }
div.proof > p.admonition-title::before { background: none; }
div.proof p { font-size: 1em; }
#derivation ol { padding-left: 1.6rem; }
#derivation ol > li > p { font-size: .9em; color: var(--color-foreground-secondary); margin: 0 0 .8rem 0; }
#derivation div.math { margin: 0; }
#derivation div.math > math { width: max-content; margin: 0; }
div.drawing { margin: 1rem 0; padding: .2rem; background: #fff; border-radius: .3rem; }
div.drawing svg { display: block; max-width: none; }
div.drawing a text { text-decoration: none; }
div.drawing a:hover rect, div.drawing a:focus rect { stroke-width: 2.5; }
article img { background: #fff; border-radius: .3rem; }
table td, table th { vertical-align: top; }
table:not(.ledger) td:first-child { white-space: nowrap; }
table.ledger td:nth-child(n + 3) { white-space: nowrap; }
@media (max-width: 46em) {
  table.ledger, table.ledger tbody { display: block; }
  table.ledger thead { display: none; }
  table.ledger tr { display: flex; flex-wrap: wrap; gap: .1rem .5rem; padding: .5rem .2rem;
    border-bottom: 1px solid var(--color-table-border); }
  table.ledger td { border: 0; padding: 0; }
  table.ledger td:first-child { flex: 1 0 100%; }
  table.ledger td:nth-child(2) { flex: 1 0 100%; font-size: .85em; color: var(--color-foreground-secondary); }
  table.ledger td p { margin: 0; }
}
"""


def configuration() -> dict[str, Any]:
    """The settings of ``conf.py``."""
    return {
        "project": "lietheory",
        "author": "",
        "project_copyright": "",
        "language": "en",
        "extensions": ["myst_nb", "sphinx_proof", "lietheory.rendering.sphinx_extension"],
        "myst_enable_extensions": ["dollarmath", "colon_fence", "attrs_inline"],
        "myst_heading_anchors": 3,
        "nb_execution_mode": "off",
        "exclude_patterns": ["html", "latex", ".doctrees", "README.md"],
        "html_theme": "furo",
        "html_title": "lietheory",
        "html_math_renderer": "mathml",
        "html_static_path": ["_static"],
        "html_css_files": ["lietheory.css"],
        "html_use_index": False,
        "html_domain_indices": False,
        "html_copy_source": False,
        "html_show_sphinx": False,
        "html_show_copyright": False,
        "html_show_search_summary": False,  # a page opened as a file may not fetch others
        "html_theme_options": {"navigation_with_keys": True},
        "pygments_style": "default",
        "latex_engine": "xelatex",
        "latex_documents": [("index", "lietheory.tex", "The ledger of claims", "", "howto")],
        "latex_elements": {"fontpkg": "", "printindex": "", "makeindex": "", "papersize": "a4paper"},
        "latex_domain_indices": False,
    }


def setup(app: Any) -> None:
    """What Sphinx calls: bring the font of the formulas with the pages."""
    app.connect("build-finished", _bring_font)


def _bring_font(app: Any, problem: Exception | None) -> None:
    if problem is None and app.builder.format == "html":
        write_font(Path(app.outdir) / "_static" / FONT)


def write_font(path: Path) -> None:
    """Write the characters of STIX Two Math that formulas use, with its table for formulas, as WOFF."""
    from importlib.util import find_spec

    from fontTools import subset

    options = subset.Options(flavor="woff", layout_features=["*"], name_IDs=["*"], notdef_outline=True)
    source = Path(find_spec("ziamath").origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_CHARACTERS)
    cutter.subset(font)
    path.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(path), options)


_CHARACTERS = [
    code
    for first, last in (
        (0x20, 0x7E),
        (0xA0, 0xFF),
        (0x2B0, 0x36F),
        (0x370, 0x3FF),
        (0x2010, 0x205F),
        (0x20D0, 0x20FF),
        (0x2100, 0x214F),
        (0x2190, 0x22FF),
        (0x2308, 0x230B),
        (0x23DC, 0x23E1),
        (0x27C0, 0x27FF),
        (0x2A00, 0x2AFF),
        (0x1D400, 0x1D7FF),
    )
    for code in range(first, last + 1)
]
"""Letters, accents, arrows, operators, fences and the mathematical alphabets."""
