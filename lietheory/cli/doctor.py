"""``lietheory doctor``: what is installed, and does each part work?"""

from __future__ import annotations

from lietheory.cli import common
from lietheory.cli.extensions import has_torch

NAME = "doctor"
EXAMPLE = "lietheory doctor"

_PACKAGES = (
    "lietheory",
    "numpy",
    "scipy",
    "sympy",
    "python-flint",
    "typer",
    "rich",
    "jaxtyping",
    "matplotlib",
    "torch",
    "scikit-learn",
)
_REQUIRED = _PACKAGES[:9]


@common.command
def run(json: common.JsonOption = False) -> int:
    """Print the versions this installation runs with, what is missing, and how to get it."""
    from rich.table import Table

    versions = {name: _version(name) for name in _PACKAGES}
    versions["torch"] = versions["torch"] if has_torch() else None
    if json:
        common.print_json(versions)
    else:
        table = Table("package", "version")
        for name, installed in versions.items():
            cure = 'missing: pip install "lietheory[torch]"' if name not in _REQUIRED else "missing: reinstall lietheory"
            table.add_row(name, installed or common.escape(cure))
        common.out().print(table)
    return common.HOLDS if all(versions[name] for name in _REQUIRED) else common.BAD_INPUT


def _version(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None
