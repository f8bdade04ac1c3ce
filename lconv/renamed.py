"""Modules that moved: importing one by its old name gives the names of the modules that it became, and warns."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class RenamedModules(MetaPathFinder, Loader):
    """A finder, for the end of ``sys.meta_path``, of modules of a package by their old names.

    Args:
        package: the package's name.
        table: names below the package, old to new; several new ones are separated by commas.
    """

    def __init__(self, package: str, table: Mapping[str, str]):
        self.table = {f"{package}.{old}": new for old, new in table.items()}

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """The old module, where the name is in the table; it may have submodules."""
        return ModuleSpec(fullname, self, is_package=True) if fullname in self.table else None

    def create_module(self, spec: ModuleSpec) -> None:
        """As Python makes any module."""

    def exec_module(self, module: ModuleType) -> None:
        """Fill the old module."""
        new = self.table[module.__name__]
        warn_renamed(module.__name__, new)
        vars(module).update(names_in(new))


def warn_renamed(old: str, new: str) -> None:
    """A DeprecationWarning at the line that imports or reads the old name, two calls above."""
    warnings.warn(f"{old} is now {new}", DeprecationWarning, stacklevel=3)


def names_in(modules: str) -> dict[str, Any]:
    """All names of these modules, separated by commas, but for those that Python gives each module."""
    spaces = [vars(import_module(module)) for module in modules.split(", ")]
    return {name: value for space in spaces for name, value in space.items() if not name.startswith("__")}
