"""The table of dependencies says what pyproject.toml says, and the licences that the packages state themselves."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from proofs_tests.architecture.house import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
ROWS = [
    tuple(cell.strip(" `") for cell in line.strip("|\n").split("|"))
    for line in (ROOT / "docs" / "dependencies.md").read_text().splitlines()
    if line.startswith("|") and "---" not in line
][1:]
SAID = {"BSD": "BSD", "MIT": "MIT", "PSF": "Python Software Foundation", "EPL": "EPL", "MPL": "MPL"}
"""A word in what a package states of its licence, for each licence of the table."""


def _declared() -> list[tuple[str, str, str]]:
    extras = {"all": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    return [
        (found[1], extra, found[2])
        for extra, entries in extras.items()
        for entry in entries
        if (found := re.fullmatch(r"([\w.-]+)(?:\[\w+\])?(.*)", entry))
    ]


def test_the_table_has_each_dependency_with_its_version():
    assert [(name, extra, version) for name, extra, _, _, version in ROWS] == _declared()


def test_each_dependency_has_a_reason():
    assert all(reason and licence in SAID for _, _, reason, licence, _ in ROWS)


@pytest.mark.parametrize(("name", "licence"), sorted({(name, licence) for name, _, _, licence, _ in ROWS}))
def test_a_package_states_the_licence_of_the_table(name, licence):
    try:
        said = metadata(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is in an extra that is not installed")
    classifiers = [line for line in said.get_all("Classifier", []) if line.startswith("License")]
    named = [text for field in ("License-Expression", "License") for text in said.get_all(field, [])]
    stated = " ".join([*named, *classifiers])
    assert SAID[licence] in stated
