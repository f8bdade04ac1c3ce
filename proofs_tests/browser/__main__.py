"""Open every page of a built site in Chromium, at the width of a desk and of a telephone; status 1 if one is at fault.

Usage: ``python -m proofs_tests.browser build/docs/html [--pictures FOLDER] [--axe axe.min.js]``

With the script of axe-core (``npm pack axe-core``) every page is audited for accessibility as well, light and dark, by all rules.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from proofs_tests.browser.chromium import Browser, Visit, browser, installed

WIDTHS = (1280, 390)
_AUDIT = """axe.run(document, {resultTypes: ['violations']}).then(found => JSON.stringify(
  found.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 120)])))"""


def faults(seen: Visit) -> list[str]:
    """What is wrong with a page: complaints, requests that leave the folder of files, and what is wider than the screen."""
    found = [f"complains: {text}" for text in seen.complaints]
    found += [f"asks for {url}" for url in seen.requests if not url.startswith(("file:", "data:"))]
    if seen.page_width > seen.width:
        found.append(f"is {seen.page_width} pixels wide")
    return found + [f"runs out of the screen with {text}" for text in seen.too_wide]


def violations(tab: Browser, axe: str) -> list[str]:
    """The rules of axe-core that the open page breaks, light and dark."""
    found = []
    tab.evaluate(f"{axe};1")
    for theme in ("light", "dark"):
        tab.evaluate(f"document.body.dataset.theme = '{theme}'")
        for rule, count, first in json.loads(tab.evaluate(_AUDIT)):
            found.append(f"{rule}, {theme}: {count}, the first {first}")
    return found


def check(site: Path, path: str, pictures: Path | None = None, axe: str | None = None) -> dict[str, list[str]]:
    """The faults of every page by page and width, loaded once; pages without any are left out."""
    found = {}
    with browser(path) as tab:
        for page in sorted(site.rglob("*.html")):
            for width in WIDTHS:
                visit = tab.visit if width == WIDTHS[0] else tab.visit_again
                seen = visit(page.resolve().as_uri(), width)
                wrong = faults(seen)
                if axe is not None and width == WIDTHS[0]:
                    wrong += violations(tab, axe)
                if wrong:
                    found[f"{page.relative_to(site)} at {width}"] = wrong
                if pictures is not None:
                    _picture(tab, pictures / f"{page.stem}-{width}.png")
    return found


def _picture(tab: Browser, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    tab.picture(path)


def main() -> int:
    """Run the check on the command line."""
    parser = argparse.ArgumentParser(prog="python -m proofs_tests.browser")
    parser.add_argument("site", type=Path)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--axe", type=Path)
    asked = parser.parse_args()
    path = installed()
    if path is None:
        sys.stderr.write("no Chromium here\n")
        return 2
    pages = len(list(asked.site.rglob("*.html")))
    found = check(asked.site, path, asked.pictures, asked.axe and asked.axe.read_text(encoding="utf-8"))
    for page, wrong in found.items():
        sys.stdout.write("".join(f"{page}: {text}\n" for text in wrong))
    sys.stdout.write(f"{pages} pages at {' and '.join(map(str, WIDTHS))} pixels, {len(found)} at fault\n")
    return 1 if found or not pages else 0


if __name__ == "__main__":
    raise SystemExit(main())
