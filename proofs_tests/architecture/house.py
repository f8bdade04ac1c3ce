"""Where things are: the source files of both packages and the order of their rooms."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("lietheory", "lconv")
ORDER = (
    "errors",
    "printing",
    "progress",
    "threads",
    "memory",
    "paths",
    "readers",
    "outputs",
    "tolerances",
    "quadratic_numbers",
    "symbolic_arguments",
    "arrays",
    "scales",
    "files",
    "certificates",
    "algebra",
    "representation",
    "comparison",
    "discovery",
    "proof",
    "claims",
    "rendering",
    "cli",
)
LCONV_ORDER = (
    *("renamed", "threads", "images", "numpy_io", "tensor_files", "torch_arguments"),
    *("nn", "convert", "liegg", "estimators", "crosschecks", "experiments"),
)
FOLDER_ORDER = {
    "lietheory.algebra": (
        "linalg",
        "names",
        "structure",
        "invariants",
        "realisation",
        "pauli",
        "stored_basis",
        "lie_algebra",
        "symbolic_algebra",
        "catalogue",
        "algebra_arguments",
        "constructions",
        "isomorphism",
        "identification",
        "circuits",
        "enveloping",
        "symbolic",
    ),
    "lconv.nn": (
        "selections",
        "shifts",
        "batched_products",
        "contraction",
        "generators",
        "layer",
        "penalties",
        "pooling",
        "group",
    ),
    "lconv.experiments": ("harness", "baselines", "shared"),  # then the studies, none of which imports another
}
"""Inside a folder, files and folders import those before them only."""


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


def module_name(path: Path) -> str:
    """The dotted name of a source file; that of its folder for an ``__init__``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def import_graph() -> dict[str, set[str]]:
    """Module -> the modules of ours that it imports at any depth; ``from folder import file`` imports the file only."""
    paths = {module_name(path): path for path in sources(*PACKAGES)}
    graph = {}
    for module, path in paths.items():
        found = {name for name in imports(path) if name in paths}
        folders = {name for name in found if any(other.startswith(f"{name}.") for other in found)}
        named = {name for name in folders if _only_files_of(path, name, paths.keys())}
        graph[module] = found - named - {module}
    return graph


def _only_files_of(path: Path, folder: str, modules: Iterable[str]) -> bool:
    """Whether a file takes from a folder nothing but files of it."""
    known = set(modules)
    return all(
        f"{folder}.{name.name}" in known
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == folder
        for name in node.names
    ) and not any(
        isinstance(node, ast.Import) and any(name.name == folder for name in node.names) for node in ast.walk(tree(path))
    )
