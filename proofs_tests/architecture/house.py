"""Where things are: the source files of both packages and the order of their rooms."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("lietheory", "lconv")
ORDER = (
    "errors",
    "quadratic_numbers",
    "arrays",
    "files",
    "algebra",
    "representation",
    "comparison",
    "discovery",
    "proof",
    "claims",
    "rendering",
    "cli",
)
LCONV_ORDER = ("renamed", "images", "numpy_io", "nn", "convert", "liegg", "crosschecks", "experiments")
FOLDER_ORDER = {
    "lietheory.algebra": (
        "linalg",
        "number_description",
        "names",
        "structure",
        "invariants",
        "realisation",
        "lie_algebra",
        "validation",
        "catalogue",
        "identification",
        "enveloping",
        "symbolic",
    ),
    "lconv.nn": ("selections", "batched_products", "contraction", "generators", "layer", "penalties", "pooling", "group"),
    "lconv.experiments": ("harness", "baselines", "shared"),
}


def sources(*folders: str) -> list[Path]:
    """The Python files of these top-level folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(), str(path))


def imports(path: Path) -> list[str]:
    """The modules a file imports when it runs, at any depth, as absolute dotted names."""
    found = []
    types_only = {
        inner
        for node in ast.walk(tree(path))
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree(path)):
        if node in types_only:
            continue
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module] + [f"{node.module}.{name.name}" for name in node.names]
    return found


def room(path: Path) -> str:
    """The room of a file: the folder, or the file itself, right below its package."""
    return path.relative_to(ROOT).with_suffix("").parts[1]
