"""``lietheory doctor``: what is installed, and does each part work?"""

import re
import shutil

from lietheory.cli import common
from lietheory.cli.plugins import has_torch

NAME = "doctor"
EXAMPLE = "lietheory doctor"

REQUIREMENT = re.compile(r"([\w.-]+)(?:\[[^]]*\])?[^;]*(?:;.*extra\s*==\s*[\"']([\w-]+)[\"'])?")
EVERYTHING = "everything"
PROGRAMS = {
    "coqc": "the formal proofs are compiled again: make formal",
    "gap": "algebras are compared with GAP in the tests",
    "chromium": "pages are opened in a browser in the tests",
    "xelatex": "lietheory docs --latex makes a PDF",
}


@common.command
def run(json: common.JsonOption = False) -> int:
    """Print the versions this installation runs with, what is missing, what it is for, and how to get it.

    Status 2 if a package is missing that everything needs.
    """
    from rich.table import Table

    packages = {extra: {name: _version(name) for name in names} for extra, names in required().items()}
    versions, extras = packages[EVERYTHING], {extra: names for extra, names in packages.items() if extra != EVERYTHING}
    if not has_torch():
        extras.setdefault("torch", {})["torch"] = None
    programs = {name: shutil.which(name) for name in PROGRAMS}
    cuda = _cuda() if extras["torch"]["torch"] else None
    if json:
        every = {name: version for of_one in extras.values() for name, version in of_one.items()}
        common.print_json(versions | every | {"programs": programs, "cuda": cuda})
    else:
        table = Table("package", "version", "for")
        for name, installed in versions.items():
            table.add_row(name, installed or "missing: reinstall lietheory", "everything")
        for extra, of_one in extras.items():
            for name, installed in of_one.items():
                cure = f'missing: pip install "lietheory[{extra}]"'
                table.add_row(name, installed or common.escape(cure), f"the extra {extra}")
        for name, path in programs.items():
            table.add_row(name, path or "not found", PROGRAMS[name])
        table.add_row("CUDA device", cuda or "none", "training on a GPU")
        common.out().print(table)
    return common.HOLDS if all(versions.values()) else common.BAD_INPUT


def required() -> dict[str, list[str]]:
    """What the installed package declares: everything -> the packages without which nothing works, extra -> its own."""
    from importlib.metadata import PackageNotFoundError, requires

    try:
        declared = requires("lietheory") or []
    except PackageNotFoundError:  # run from its folder, never installed
        declared = []
    packages: dict[str, list[str]] = {EVERYTHING: ["lietheory"]}
    for match in filter(None, map(REQUIREMENT.match, declared)):
        name, extra = match[1], match[2] or EVERYTHING
        if name not in packages.setdefault(extra, []):
            packages[extra].append(name)
    return packages


def _version(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _cuda() -> str | None:
    """The name of the first CUDA device, asked of torch."""
    import importlib

    cuda = importlib.import_module("torch").cuda  # lietheory has no torch among its imports
    return cuda.get_device_name(0) if cuda.is_available() else None
