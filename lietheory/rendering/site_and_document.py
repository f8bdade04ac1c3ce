"""The pages of all claims in one folder, and the site and the document that Sphinx makes of them."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from lietheory.errors import FileFormatError, LieTheoryError
from lietheory.files import write_whole
from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.ledger import Outcome
from lietheory.proof.registry import modules
from lietheory.readers import is_there
from lietheory.rendering.claim_page import claim_page, rate_figure_name
from lietheory.rendering.graph import FILL, graph_svg, uses_among, verdict
from lietheory.rendering.index import GRAPH_FIGURE, graph_page, index_page
from lietheory.rendering.landing import document_name, document_page, documents, landing_page
from lietheory.rendering.notebooks import with_notebooks
from lietheory.rendering.theme import CONFIGURATION, STYLE
from lietheory.rendering.verdict_page import verdict_page
from lietheory.rendering.whole_builds import CACHE, building, replacing, run_tool

NEEDS_DOCS = 'For the site as HTML: pip install "lietheory[docs]"'
_PACKAGES = ("sphinx", "myst_nb", "sphinx_proof", "furo", "math_core", "ziamath", "grandalf")
_ENGINES = ("xelatex", "lualatex")
_FROM_THE_KERNEL = "[IPKernelApp]"  # says of its own connection that it is not encrypted; it does not leave the machine
_PAGE_SUFFIXES = (".md", ".ipynb")


def write_pages(
    folder: str | Path,
    claims: Sequence[CheckedClaim],
    outcomes: Sequence[Outcome],
    *,
    rng: np.random.Generator,
    guides: str | Path | None = None,
    paper: bool = False,
) -> list[Path]:
    """Write the Markdown pages, their figures and what Sphinx needs; returns the pages, the index first.

    Args:
        folder: where to.
        claims: those that have a page, in order.
        outcomes: one a claim.
        rng: draws the exact instances that are shown.
        guides: a folder of hand-written pages that go into the same site.
        paper: whether figures are written as PDF as well.
    """
    folder, by_label = Path(folder), {o.label: o for o in outcomes}
    seed = int(rng.integers(2**32))
    names = _copy_guides(Path(guides), folder) if guides is not None else []
    pages = {
        "index.md": landing_page(names, folder),
        "ledger.md": index_page(claims, by_label),
        "graph.md": graph_page(claims, by_label, drawn=_can_draw_graph()),
        "verdicts.md": verdict_page(),
    }
    for document, from_there in documents(claims).items():
        pages[f"{document_name(document)}.md"] = document_page(document, from_there)
    for claim in claims:
        drawn = np.random.default_rng([seed, crc32(claim.label.encode())])  # a page does not depend on the others
        pages[f"{claim.label}.md"] = claim_page(claim, by_label[claim.label], claims, rng=drawn)
    _write_figures(folder, claims, by_label, paper)
    write_whole(folder / "_static" / "lietheory.css", STYLE)
    write_whole(folder / "conf.py", CONFIGURATION)
    written = [write_whole(folder / name, text) for name, text in pages.items()]
    _clear(folder, pages)
    return written


def _write_figures(folder: Path, claims: Sequence[CheckedClaim], outcomes: Mapping[str, Outcome], paper: bool) -> None:
    from lietheory.rendering import figures  # matplotlib is slow to import

    if _can_draw_graph():
        write_whole(folder / GRAPH_FIGURE, graph_svg(claims, outcomes))
    if _can_draw_graph() and paper:
        fills = {label: FILL[verdict(o)] for label, o in outcomes.items()}
        drawn = figures.plot_dependencies(uses_among(claims), fills)
        write_whole((folder / GRAPH_FIGURE).with_suffix(".pdf"), figures.pdf(drawn))
    for claim in claims:
        measured = outcomes[claim.label].rate
        if claim.rate is None or measured is None:
            continue
        path, plot = folder / rate_figure_name(claim.label), figures.plot_rate(claim.rate, measured)
        write_whole(path, figures.svg(plot))
        if paper:
            write_whole(path.with_suffix(".pdf"), figures.pdf(plot))


def guide_pages(source: str | Path) -> list[Path]:
    """The hand-written pages in a folder, relative to it.

    Raises:
        FileFormatError: there is no such folder.
    """
    source = Path(source)
    if not (is_there(str(source)) and source.is_dir()):
        raise FileFormatError(f"docs --guides {source}", "a folder of pages", "no such folder", "Check the path.")
    return sorted(p.relative_to(source) for p in source.rglob("*") if p.suffix in _PAGE_SUFFIXES)


def _copy_guides(source: Path, folder: Path) -> list[str]:
    """Copy a folder of hand-written pages to ``guides/``; returns the names of its pages without suffix."""
    names = [(Path("guides") / page).with_suffix("").as_posix() for page in guide_pages(source)]
    try:
        with replacing(folder, "guides", "notebooks") as new:
            shutil.copytree(source, new / "guides")
            with_notebooks(new / "guides", new / "notebooks")
    except OSError as problem:
        first = problem.args[0][0][2] if isinstance(problem, shutil.Error) else problem  # that of the first file of many
        call, cure = f"docs --guides {source}", "Make room or correct permissions, and run it again."
        raise FileFormatError(call, f"pages that can be copied to {folder}", str(first), cure) from None
    return names


def _clear(folder: Path, written: Collection[str]) -> None:
    """Remove the pages of an earlier run that this one has not written; those that it writes again were there until then."""
    documents = [path.stem for path in folder.glob("from-*.md")]
    for name in {*modules(), *documents} - {Path(page).stem for page in written}:
        for path in (f"{name}.md", f"html/{name}.html"):
            (folder / path).unlink(missing_ok=True)


def _can_draw_graph() -> bool:
    """Whether the library that lays out the graph, of the extra ``docs``, is installed."""
    return "grandalf" not in missing_packages()


def missing_packages() -> list[str]:
    """The packages of the extra ``docs`` that are not installed."""
    return [name for name in _PACKAGES if importlib.util.find_spec(name) is None]


def build_site(folder: str | Path) -> Path:
    """Build static HTML from the pages in ``folder``; returns its index.

    Raises:
        LieTheoryError: Sphinx is missing or fails.
        FileFormatError: the disk is full.
    """
    folder = Path(folder)
    with building(folder, "html") as out:
        _sphinx(folder, out)
    return folder / "html" / "index.html"


def build_document(folder: str | Path) -> Path:
    """Build one LaTeX document from the pages, and its PDF where a TeX is installed; returns the one made last.

    Raises:
        LieTheoryError: Sphinx or TeX fails, or Sphinx is missing.
        FileFormatError: the disk is full.
    """
    folder, engine = Path(folder), tex_engine()
    with building(folder, "latex") as out:
        _sphinx(folder, out)
        for _ in range(0 if engine is None else 3):  # references and contents settle in the third run
            command = [str(engine), "-interaction=nonstopmode", "-halt-on-error", "lietheory.tex"]
            run_tool(command, f"{engine} lietheory.tex", cwd=out)
    return folder / "latex" / ("lietheory.tex" if engine is None else "lietheory.pdf")


def tex_engine() -> str | None:
    """The TeX that would make the PDF, or None."""
    return next((engine for engine in _ENGINES if shutil.which(engine)), None)


def _sphinx(folder: Path, out: Path) -> None:
    """Build all pages anew into a folder that is named after the builder."""
    builder = out.name
    if missing := missing_packages():
        raise LieTheoryError(
            f"docs, builder {builder}", "the packages of the extra docs", f"no {', '.join(missing)}", f"{NEEDS_DOCS}."
        )
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d", str(out.with_name("doctrees"))]
    command += ["-D", f"nb_execution_cache_path={(folder / CACHE).resolve()}", str(folder), str(out)]
    messages = run_tool(command, f"sphinx-build -b {builder} {folder}")
    of_sphinx = [line for line in messages.splitlines(keepends=True) if _FROM_THE_KERNEL not in line]
    write_whole(folder / f"{builder}-warnings.txt", "".join(of_sphinx))
