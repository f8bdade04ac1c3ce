"""File length, documentation, labels, and the package list: the rules of the house that can be executed."""

from __future__ import annotations

import ast
import re

import pytest

import lconv
import lietheory
from lietheory.cli.plugins import torch_judges
from lietheory.proof.registry import modules
from proofs_tests.architecture.house import PACKAGES, ROOT, sources, tree

LABEL = re.compile(r"\b(?:eq|prop|thm|cor)\d+\b|\b(?:lemma|liegg)-[a-z]+(?:-[a-z]+)*\b")


def test_no_file_has_more_than_300_lines():
    long = {
        str(p.relative_to(ROOT)): n
        for p in sources(*PACKAGES, "proofs_tests", "benchmarks")
        if (n := len(p.read_text().splitlines())) > 300
    }
    assert long == {}


@pytest.mark.parametrize("package", [lietheory, lconv], ids=lambda package: package.__name__)
def test_every_public_name_is_there_and_documented(package):
    undocumented = [name for name in package.__all__ if not (getattr(package, name).__doc__ or "").strip()]
    assert undocumented == []


def test_every_public_function_and_class_in_the_source_has_a_docstring():
    missing = []
    for path in sources(*PACKAGES):
        if path.parent.name == "claims":  # a claim's functions are named after its fields, which document them
            continue
        missing += [
            f"{path.relative_to(ROOT)}: {node.name}"
            for node in tree(path).body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
            if "overload" not in map(ast.unparse, node.decorator_list)  # the types of the function that follows
        ]
        if not ast.get_docstring(tree(path)) and path.read_text().strip():
            missing.append(str(path.relative_to(ROOT)))
    assert missing == []


def test_every_claim_label_that_is_referred_to_exists():
    unknown = []
    for path in [*sources(*PACKAGES), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]:
        unknown += [f"{path.relative_to(ROOT)}: {label}" for label in LABEL.findall(path.read_text()) if label not in modules()]
    assert unknown == []


def test_every_torch_judge_belongs_to_a_claim_and_loads():
    judges = torch_judges()
    if judges is None:
        pytest.skip("torch is not installed")
    assert set(judges) <= set(modules())
    assert all(callable(judges[label]) for label in judges)
    stems = {module.rpartition(".")[2] for label, module in modules().items() if label in judges}
    files = {path.stem for path in (ROOT / "lconv" / "crosschecks").glob("*.py")}
    assert files - stems == {"__init__", "layers"}


def test_every_folder_of_source_is_a_package_and_so_is_installed():
    bare = {str(p.parent.relative_to(ROOT)) for p in sources(*PACKAGES) if not (p.parent / "__init__.py").exists()}
    assert bare == set()


def test_no_hasattr_and_no_star_import():
    offenders = []
    for path in sources(*PACKAGES):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Name) and node.id == "hasattr":
                offenders.append(f"{path}: hasattr")
            if isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names):
                offenders.append(f"{path}: import *")
    assert offenders == []


def test_every_dataclass_is_frozen():
    thawed = []
    for path in sources(*PACKAGES):
        for node in (n for n in ast.walk(tree(path)) if isinstance(n, ast.ClassDef)):
            flags = [ast.unparse(d) for d in node.decorator_list if ast.unparse(d).startswith("dataclass")]
            thawed += [f"{path}: {node.name}" for text in flags if "frozen=True" not in text]
    assert thawed == []


def test_no_floating_point_warning_is_silenced_as_a_whole():
    silent = [str(p.relative_to(ROOT)) for p in sources(*PACKAGES) if re.search(r"(errstate|seterr)\(all=", p.read_text())]
    assert silent == []
