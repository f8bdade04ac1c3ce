"""The style of the site, and the configuration that Sphinx builds it with: no script, font or style from any other host."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from lietheory.rendering.accessibility import mend_pages
from lietheory.rendering.docstrings import escape_docstring, public_signature

FONT = "formulas.woff"

CONFIGURATION = '''"""Configuration of Sphinx, written with the pages; edit lietheory.rendering.theme instead."""

from lietheory.rendering import theme

globals().update(theme.configuration())
setup = theme.setup
'''

STYLE = (resources.files("lietheory.rendering") / "static" / "site.css").read_text(encoding="utf-8")


def configuration() -> dict[str, Any]:
    """The settings of ``conf.py``."""
    return {
        "project": "lietheory",
        "author": "",
        "project_copyright": "",
        "language": "en",
        "extensions": [
            "myst_nb",
            "sphinx.ext.autodoc",
            "sphinx.ext.napoleon",
            "sphinx_proof",
            "lietheory.rendering.sphinx_extension",
        ],
        "myst_enable_extensions": ["dollarmath", "colon_fence", "attrs_inline", "deflist"],
        "myst_heading_anchors": 3,
        "nb_execution_mode": "cache",  # a page runs again when its code has changed
        "nb_execution_timeout": 240,
        "nb_execution_raise_on_error": True,
        "nb_merge_streams": True,
        "autodoc_typehints": "none",  # docstrings state shapes, which the annotations of arguments do not
        "autodoc_member_order": "bysource",
        "napoleon_numpy_docstring": False,
        "napoleon_use_rtype": False,
        "add_module_names": False,
        "exclude_patterns": [
            "html",
            "latex",
            "doctest",
            "notebooks",
            ".building-*",
            ".doctrees",
            ".jupyter_cache",
            "jupyter_execute",
            "README.md",
            "guides/index.md",
        ],
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
        "latex_documents": [("ledger", "lietheory.tex", "The ledger of claims", "", "howto")],
        "latex_elements": {"fontpkg": "", "printindex": "", "makeindex": "", "papersize": "a4paper"},
        "latex_domain_indices": False,
    }


def setup(app: Any) -> None:
    """The hook of Sphinx: docstrings as text that Sphinx reads, and the font of the formulas beside the pages."""
    app.connect("autodoc-process-docstring", escape_docstring, priority=100)  # before napoleon makes markup of it
    app.connect("autodoc-process-signature", public_signature)
    app.connect("build-finished", _bring_font)
    app.connect("build-finished", mend_pages)


def _bring_font(app: Any, problem: Exception | None) -> None:
    if problem is None and app.builder.format == "html":
        write_font(Path(app.outdir) / "_static" / FONT)


def write_font(path: Path) -> None:
    """Write the characters of STIX Two Math that formulas use, with its table for formulas, as WOFF."""
    from fontTools import subset

    options = subset.Options(flavor="woff", layout_features=["*"], name_IDs=["*"], notdef_outline=True)
    source = resources.files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf"
    with resources.as_file(source) as path_of_font:
        font = subset.load_font(str(path_of_font), options)
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
