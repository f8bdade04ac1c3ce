"""Studies stand side by side: none imports another, folders import one way, and settings are frozen."""

from __future__ import annotations

import dataclasses
import importlib
import inspect

import pytest

from lconv.experiments.command import STUDIES
from lconv.experiments.harness.read_settings import keys
from proofs_tests.architecture.house import FOLDER_ORDER, ROOT, imports, sources

EXPERIMENTS = "lconv.experiments"
BELOW = FOLDER_ORDER[EXPERIMENTS]
FILES = [path for path in sources("lconv/experiments") if path.parent != ROOT / "lconv" / "experiments"]


def folder(module: str) -> str:
    """The folder of experiments that a module is in; empty if it is in none."""
    parts = module.split(".")
    return parts[2] if ".".join(parts[:2]) == EXPERIMENTS and len(parts) > 2 else ""


def module_of(path) -> str:
    """The dotted name of a source file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_study_imports_another_and_what_they_share_imports_none():
    crossing = set()
    for path in FILES:
        here = folder(module_of(path))
        allowed = BELOW[: BELOW.index(here) + 1] if here in BELOW else (*BELOW, here)
        crossing |= {(str(path.relative_to(ROOT)), m) for m in imports(path) if folder(m) and folder(m) not in allowed}
    assert crossing == set()


def test_no_two_modules_of_the_experiments_import_each_other():
    """Whatever is imported when a function runs counts too; a folder's own ``__init__`` collects and is left out."""
    names = {module_of(path): path for path in sources("lconv/experiments") if path.name != "__init__.py"}
    left = {name: {m for m in imports(path) if m in names} - {name} for name, path in names.items()}
    while free := {name for name, needed in left.items() if not needed & set(left)}:
        left = {name: needed for name, needed in left.items() if name not in free}
    assert left == {}


def test_every_dataclass_of_the_experiments_is_frozen():
    """Settings stand as defaults of other settings, which is safe where nobody can change them."""
    thawed = []
    for name in map(module_of, FILES):
        for title, value in inspect.getmembers(importlib.import_module(name), dataclasses.is_dataclass):
            if value.__module__ == name and not value.__dataclass_params__.frozen:
                thawed.append(f"{name}.{title}")
    assert thawed == []


@pytest.mark.parametrize("study", STUDIES.values(), ids=STUDIES)
def test_every_study_extends_fields_that_its_settings_have(study):
    assert set(study.extendable_fields) <= {key.split(".")[0] for key in keys(study.configuration())}
