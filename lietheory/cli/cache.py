"""Outcomes kept between runs of ``lietheory verify --cached``, each under a key of everything it was computed from.

The key hashes the sources that the claim and its torch judge import, directly or not, those of the
judges, the formal proofs, the versions of what they compute with, and the seed. Only what holds is kept.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path

from platformdirs import user_cache_path

from lietheory.files import write_whole
from lietheory.proof.ledger import Outcome
from lietheory.proof.rates import MeasuredRate
from lietheory.proof.registry import modules
from lietheory.rendering.json_records import outcome_record

_PACKAGES = ("lietheory", "lconv")
_LIBRARIES = ("numpy", "scipy", "sympy", "python-flint", "torch")
_JUDGES = "lietheory.proof.ledger"


def folder() -> Path:
    """Where the outcomes are kept."""
    return user_cache_path("lietheory") / "outcomes"


def key(module: str, label: str, seed: int, *, torch: bool) -> str:
    """The hash of what an outcome depends on; ``module`` is that of the claim."""
    judge = next((e.module for e in entry_points(group="lietheory.judges", name=label)), None) if torch else None
    digest = hashlib.sha256(f"{sys.version} {seed} {torch} {_versions()}".encode())
    for path in sorted({p for name in (module, _JUDGES, judge) if name for p in closure(name)}):
        digest.update(path.name.encode() + _digest(path))
    for path in sorted((_root("lietheory") / "claims" / "formal").glob("*")):
        digest.update(_digest(path))
    return digest.hexdigest()


def read(label: str, key: str) -> Outcome | None:
    """The outcome kept under that key, if there is one that can be read; its counterexample as plain lists and numbers."""
    try:
        stored = json.loads(_path(label, key).read_text())
        rate = stored["rate"]
        stored["rate"] = rate and MeasuredRate(**rate | {name: tuple(rate[name]) for name in ("steps", "errors")})
        return Outcome(**stored | {name: tuple(stored[name]) for name in ("judges", "failures")})
    except (OSError, ValueError, KeyError, TypeError):  # a file from another version, or none
        return None


def keep(outcome: Outcome, key: str) -> None:
    """Keep an outcome that holds; the earlier ones of its claim are dropped."""
    if outcome.corrected != "holds":
        return
    kept = write_whole(_path(outcome.label, key), json.dumps(_stored(outcome)))
    for old in kept.parent.glob(f"{outcome.label}.*.json"):
        if old != kept:
            old.unlink(missing_ok=True)


def _stored(outcome: Outcome) -> dict:
    record = outcome_record(outcome) | {"seconds": outcome.seconds}
    return {k: v for k, v in record.items() if k != "failing"}


def _path(label: str, key: str) -> Path:
    return folder() / f"{label}.{key[:32]}.json"


def _versions() -> str:
    return " ".join(f"{name} {_version(name)}" for name in _LIBRARIES)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _root(package: str) -> Path:
    return Path(importlib.util.find_spec(package).origin).parent


@cache
def _digest(path: Path) -> bytes:
    """The hash of a file, read once for all claims that import it."""
    return hashlib.sha256(path.read_bytes()).digest()


@cache
def closure(module: str) -> frozenset[Path]:
    """The source files of our packages that importing a module runs."""
    seen: set[Path] = set()
    waiting = [module]
    while waiting:
        for path in _files(waiting.pop()):
            if path not in seen:
                seen.add(path)
                waiting += _imported(path)
    return frozenset(seen)


def _files(module: str) -> Iterator[Path]:
    """A module's file and the __init__ files of the packages it is in; nothing for what is no module of ours."""
    package, *rest = module.split(".")
    ours = {*_PACKAGES, *(name.partition(".")[0] for name in modules().values())}
    if package not in ours or importlib.util.find_spec(package) is None:
        return
    folder = _root(package)
    yield folder / "__init__.py"
    for part in rest:
        if (folder / f"{part}.py").exists():
            yield folder / f"{part}.py"
            return
        folder = folder / part
        if (folder / "__init__.py").exists():
            yield folder / "__init__.py"


@cache
def _imported(path: Path) -> tuple[str, ...]:
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(names)
