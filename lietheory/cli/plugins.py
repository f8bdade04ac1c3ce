"""What other packages add to the command by entry points, loaded only when used."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lietheory.errors import LieTheoryError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint  # which --help does without

JUDGES = "lietheory.judges"
NEEDS_TORCH = 'Install it with: pip install "lietheory[torch]"'


def has_torch() -> bool:
    """Whether torch can be imported, without importing it."""
    try:
        return importlib.util.find_spec("torch") is not None
    except (ImportError, ValueError):  # a blocked or half-removed torch has no spec
        return False


def require_torch(call: str) -> None:
    """Refuse a call that needs torch where there is none, without importing it.

    Raises:
        LieTheoryError: it says which extra to install.
    """
    if not has_torch():
        raise LieTheoryError(call, "torch", "a Python without it", NEEDS_TORCH)


def contributed_command(name: str) -> Callable[..., Any]:
    """The function that runs the command ``name``, supplied by a package that needs torch.

    Raises:
        LieTheoryError: torch or the package is missing, or several packages supply the command.
    """
    return _load("lietheory.commands", name, f"lietheory {name}")


def contributed_reader(suffix: str) -> Callable[..., Any]:
    """The function that reads generators from files with this suffix."""
    return _load("lietheory.readers", suffix, f"read a {suffix} file")


class Judges(Mapping[str, Callable[..., float]]):
    """Claim label -> torch residual; a residual is imported on first use."""

    def __init__(self, entries: Mapping[str, EntryPoint]) -> None:
        self._entries = entries

    def __getitem__(self, label: str) -> Callable[..., float]:
        return self._entries[label].load()

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, label: object) -> bool:  # that of Mapping looks the label up, which would import
        return label in self._entries


def torch_judges() -> Judges | None:
    """The torch residuals of the claims that have one, or None where torch is not installed.

    An entry point of the group ``lietheory.judges`` either names one residual, ``label = "module:function"``, or a
    package of them, ``"package of claims" = "package of judges"``: there the ``residual`` of a file judges the claim
    whose file has the same name.

    Raises:
        LieTheoryError: an entry point that names neither, or two residuals of one claim.
    """
    from importlib.metadata import entry_points

    if not has_torch():
        return None
    entries: dict[str, EntryPoint] = {}
    for entry in entry_points(group=JUDGES):
        added = {entry.name: entry} if entry.attr else _judges_of_package(entry)
        for label in entries.keys() & added.keys():
            got = f"{entries[label].value} and {added[label].value}"
            raise LieTheoryError(f"the torch residual of {label!r}", "one entry point", got, "Uninstall one of these packages.")
        entries |= added
    return Judges(entries)


def _judges_of_package(entry: EntryPoint) -> dict[str, EntryPoint]:
    from importlib.metadata import EntryPoint

    from lietheory.proof.registry import files, modules

    stems = {path.stem for path in files(entry.value, JUDGES)}
    split = {label: module.rpartition(".") for label, module in modules().items()}
    return {
        label: EntryPoint(label, f"{entry.value}.{stem}:residual", JUDGES)
        for label, (package, _, stem) in split.items()
        if package == entry.name and stem in stems
    }


def _load(group: str, name: str, call: str) -> Callable[..., Any]:
    from importlib.metadata import entry_points

    require_torch(call)
    entries = entry_points(group=group, name=name)
    if len(entries) != 1:
        got = " and ".join(entry.value for entry in entries) or "none"
        cure = "Uninstall all but one." if entries else 'Install it again: pip install --force-reinstall "lietheory[torch]"'
        raise LieTheoryError(call, "one package that supplies it", got, cure)
    (entry,) = entries
    return entry.load()
