"""What a command with a model can refuse before torch is loaded, which takes longer than all of these checks."""

from __future__ import annotations

import ast
import importlib.util
import os
from pathlib import Path
from typing import Any

from lietheory.errors import FileFormatError, ShapeError, UnknownNameError
from lietheory.readers import is_there, require_file

ACTIONS = ("linear", "affine", "image", "volume", "sequence", "points", "polynomial")
POINTS = (".npy", ".npz", ".pt")
MODELS = (".pt2", ".pt", ".pth", ".ts")


def require_possible(model: str, data: Path, actions: dict[str, str | None], algebras: tuple[str | None, ...] = ()) -> None:
    """Refuse a missing file, module, action or algebra, by name alone.

    Args:
        model: ``package.module:name``, or a file.
        data: the file of the points.
        actions: option -> its text, or None where it was not given.
        algebras: names of the catalogue.

    Raises:
        FileFormatError: a file or a module that is not there, or points of another suffix.
        UnknownNameError: an action or an algebra that nobody knows.
        ShapeError: an action that is no call.
    """
    for option, text in actions.items():
        if text is not None:
            read_call(text, option)
    if named := [name for name in algebras if name is not None]:
        from lietheory.algebra.catalogue.by_name import catalogue_algebra

        for name in named:
            catalogue_algebra(name)
    _require_model(model)
    call = f"read {data}"
    if data.suffix not in POINTS:
        raise FileFormatError(call, "a file .npy, .npz or .pt", f"suffix {data.suffix!r}", "Save the points in one of these.")
    require_file(data, call)


def read_call(text: str, option: str) -> tuple[str, list[Any], dict[str, Any]]:
    """Name, arguments and keywords of ``"linear(5, copies=2)"``; arguments are literals, nothing is executed.

    Examples:
        >>> read_call("affine(3, copies=2)", "--action")
        ('affine', [3], {'copies': 2})
    """
    call = f"{option} {text[:100]!r}"
    try:
        if len(text) > 1000:
            raise ValueError("too long for an action")
        tree = ast.parse(text, mode="eval").body
        if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
            raise ValueError(f"{text} is no call of an action")
        name = tree.func.id
        arguments = [ast.literal_eval(a) for a in tree.args]
        options = {str(k.arg): ast.literal_eval(k.value) for k in tree.keywords}
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):  # all of Python's parser and its literals
        raise ShapeError(call, "an action such as linear(5, copies=2)", text[:100], f"Known: {', '.join(ACTIONS)}.") from None
    if name not in ACTIONS:
        raise UnknownNameError.nearest(call, "action", name, ACTIONS)
    return name, arguments, options


def _require_model(model: str) -> None:
    """A file that is there, or a module whose outermost package is; what it holds is seen when it is imported."""
    module, colon, _ = model.partition(":")
    if model.lower().endswith(MODELS):
        require_file(model, f"read {model}")
        return
    top = module.partition(".")[0]
    if not colon or not top.isidentifier():
        return  # what is no module:name is refused by what reads it
    here = any(is_there(os.path.join(os.curdir, f"{top}{suffix}")) for suffix in ("", ".py"))
    try:
        known = here or importlib.util.find_spec(top) is not None
    except (ImportError, ValueError):  # an importer or a half-made module of the user's has its own words for it
        return
    if not known:
        cure = "Install it, or set PYTHONPATH to its directory."
        raise FileFormatError(f"read {model}", f"a module {top} that can be imported", f"no module named {top!r}", cure)
