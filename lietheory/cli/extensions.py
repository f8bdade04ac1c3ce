"""What other packages add to the command, found through entry points and loaded only when used."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any

from lietheory.errors import LieTheoryError

TorchJudges = dict[str, Callable[..., float]]
NEEDS_TORCH = 'Install it with: pip install "lietheory[torch]"'


def has_torch() -> bool:
    """Whether torch can be imported, without importing it."""
    try:
        return importlib.util.find_spec("torch") is not None
    except (ImportError, ValueError):  # a blocked or half-removed torch has no spec
        return False


def contributed_command(name: str) -> Callable[..., Any]:
    """The function that runs the command ``name``, supplied by a package that needs torch.

    Raises:
        LieTheoryError: torch or the package is missing.
    """
    return _load("lietheory.commands", name, f"lietheory {name}")


def contributed_reader(suffix: str) -> Callable[..., Any]:
    """The function that reads generators from files with this suffix."""
    return _load("lietheory.readers", suffix, f"read a {suffix} file")


def torch_judges() -> TorchJudges | None:
    """Claim label -> torch residual, or None where torch is not installed."""
    if not has_torch():
        return None
    from importlib.metadata import entry_points

    return {entry.name: entry.load() for entry in entry_points(group="lietheory.judges")}


def _load(group: str, name: str, call: str) -> Callable[..., Any]:
    from importlib.metadata import entry_points

    found = entry_points(group=group, name=name)
    if not has_torch() or not found:
        raise LieTheoryError(
            call, "torch", "a Python without it" if not has_torch() else "no package that supplies it", NEEDS_TORCH
        )
    (entry,) = found
    return entry.load()
