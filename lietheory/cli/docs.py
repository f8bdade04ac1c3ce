"""``lietheory docs``: the derivations as pages."""

from pathlib import Path
from typing import Annotated

import typer

from lietheory.cli import common

NAME = "docs"
EXAMPLE = "lietheory docs --out build/docs --guides docs"


@common.command
def run(
    labels: Annotated[list[str] | None, typer.Argument(help="Labels of claims; all of them by default.")] = None,
    out: Annotated[Path, typer.Option(help="Folder the pages are written to.")] = Path("build/docs"),
    guides: Annotated[Path | None, typer.Option(help="Folder of hand-written pages to take into the site.")] = None,
    latex: Annotated[bool, typer.Option("--latex", help="One LaTeX document as well; a PDF where TeX is installed.")] = False,
    cached: Annotated[bool, typer.Option("--cached", hidden=True)] = False,
    json: common.JsonOption = False,
    seed: common.SeedOption = 0,
) -> int:
    """Run the judges; write one page a claim, the ledger and the dependency graph, and build a site that works offline.

    Without the extra `docs` the Markdown pages are written alone. Status 1 if a corrected claim fails.
    """
    from lietheory.outputs import locked
    from lietheory.rendering import site_and_document

    if guides is not None:
        site_and_document.guide_pages(guides)
    with locked(out):
        return _written(labels, out, guides, latex, cached, json, seed)


def _written(labels: list[str] | None, out: Path, guides: Path | None, latex: bool, cached: bool, json: bool, seed: int) -> int:
    import numpy as np

    from lietheory.cli.ledger_run import run_judges
    from lietheory.proof.registry import load
    from lietheory.rendering import site_and_document

    outcomes = run_judges(labels, seed, cached=cached)
    claims = [load(outcome.label) for outcome in outcomes]
    with common.working("writing the pages"):
        paths = site_and_document.write_pages(out, claims, outcomes, rng=np.random.default_rng(seed), guides=guides, paper=latex)
    with common.working("building the site, its examples included"):
        built = _built(out, latex)
    if json:
        common.print_json([str(path) for path in [*paths, *built]])
    else:
        common.err().print(f"wrote {len(paths)} pages under {out}", highlight=False, markup=False, soft_wrap=True)
        common.wrote(*built)
    return common.HOLDS if all(o.corrected == "holds" for o in outcomes) else common.FAILED


def _built(out: Path, latex: bool) -> list[Path]:
    """The site and the document, as far as they can be built here; prints what is missing."""
    from lietheory.rendering import site_and_document

    if site_and_document.missing_packages():
        common.err().print(f"Markdown pages only. {common.escape(site_and_document.NEEDS_DOCS)}", highlight=False, soft_wrap=True)
        return []
    built = [site_and_document.build_site(out)]
    if latex:
        built.append(site_and_document.build_document(out))
        if site_and_document.tex_engine() is None:
            common.err().print("No PDF: neither xelatex nor lualatex is installed.", highlight=False, soft_wrap=True)
    return built
