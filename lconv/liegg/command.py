"""``lietheory discover``: a model and points by name, the symmetry estimate to a file."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from lconv.liegg.actions import (
    Action,
    AffineAction,
    ImageAction,
    LinearAction,
    PointCloudAction,
    SequenceAction,
    VolumeAction,
)
from lconv.liegg.discover import discover
from lconv.liegg.jacobians import Model
from lconv.liegg.polynomial_action import PolynomialAction
from lietheory.discovery.estimate import SymmetryEstimate
from lietheory.errors import FileFormatError, ShapeError, UnknownNameError
from lietheory.files import require_writable

ACTIONS = {
    "linear": LinearAction,
    "affine": AffineAction,
    "image": ImageAction,
    "volume": VolumeAction,
    "sequence": SequenceAction,
    "points": PointCloudAction,
    "polynomial": PolynomialAction,
}


def discover_command(model: str, data: Path, action: str, out: Path, *, seed: int = 0) -> SymmetryEstimate:
    """The symmetries of a model under an action, written to ``out``.

    Args:
        model: ``"package.module:name"``, a torch module or a function. Importing it runs its code: name only what you trust.
        data: points, .npy, .npz or .pt, read without executing anything.
        action: ``"linear(5, copies=2)"``, ``"affine(3)"`` or ``"image(28, 28)"``.
        out: where to write the estimate, .npz.
        seed: of the halves and the bootstrap.

    Raises:
        FileFormatError: a file that is missing or not what its suffix says, or a model that cannot be imported.
        UnknownNameError: an unknown action, or an attribute that the module lacks.
        LieTheoryError: whatever :func:`lconv.liegg.discover.discover` refuses.
    """
    require_writable(out.parent)
    network, kind, x = read_model(model), parse_action(action), read_points(data)
    x = x.to(next((p.dtype for p in _parameters(network) if p.is_floating_point()), x.dtype))
    estimate = discover(network, x, kind, generator=torch.Generator().manual_seed(seed))
    estimate.save(out)
    return estimate


def _parameters(model: Model) -> list[Tensor]:
    return list(model.parameters()) if isinstance(model, torch.nn.Module) else []


def read_model(name: str) -> Model:
    """The object that ``"package.module:name"`` refers to."""
    call = f"discover {name}"
    module, _, attribute = name.partition(":")
    if not module or not attribute.isidentifier():
        raise FileFormatError(call, "a model as package.module:name", repr(name), "For example mypackage.networks:trained.")
    try:
        namespace = vars(importlib.import_module(module))
    except ImportError as problem:
        raise FileFormatError(
            call, f"a module {module} that can be imported", str(problem), "Install it, or set PYTHONPATH to its directory."
        ) from None
    if attribute not in namespace:
        raise UnknownNameError.nearest(call, f"model in {module}", attribute, [k for k in namespace if not k.startswith("_")])
    found = namespace[attribute]
    if not callable(found) or isinstance(found, type):
        raise FileFormatError(
            call, "a model, which can be called on points", repr(found), "Name a function or the instance of a module."
        )
    return found


def parse_action(text: str) -> Action:
    """The action that ``"linear(5, copies=2)"`` spells; arguments are literals, nothing is executed.

    Examples:
        >>> parse_action("affine(3, copies=2)")
        AffineAction(d=3, copies=2)
    """
    call = f"--action {text!r}"
    try:
        tree = ast.parse(text, mode="eval").body
        name = tree.func.id
        arguments = [ast.literal_eval(a) for a in tree.args]
        options = {k.arg: ast.literal_eval(k.value) for k in tree.keywords}
    except (SyntaxError, ValueError, AttributeError):
        raise ShapeError(call, "an action such as linear(5, copies=2)", text, f"Known: {', '.join(ACTIONS)}.") from None
    if name not in ACTIONS:
        raise UnknownNameError.nearest(call, "action", name, ACTIONS)
    try:
        return ACTIONS[name](*arguments, **options)
    except TypeError as problem:
        raise ShapeError(call, f"the arguments of {ACTIONS[name].__name__}", str(problem), "See its documentation.") from None


def read_points(path: Path) -> Tensor:
    """The one array of a .npy, .npz or .pt file; of several, the one called ``x``."""
    call, suffix = f"discover --data {path}", Path(path).suffix
    try:
        if suffix == ".pt":
            content = torch.load(path, weights_only=True, map_location="cpu")
        elif suffix in (".npy", ".npz"):
            content = np.load(path, allow_pickle=False)
        else:
            raise FileFormatError(call, "a file .npy, .npz or .pt", f"suffix {suffix!r}", "Save the points in one of these.")
        if not isinstance(content, Tensor | np.ndarray):
            content = content["x"] if len(content) > 1 else content[next(iter(content))]
        return torch.as_tensor(content)
    except FileFormatError:
        raise
    except Exception as problem:  # torch.load raises many kinds for a broken file
        raise FileFormatError(
            call,
            "points, one array or one called x",
            f"{type(problem).__name__}: {problem}",
            "Check the file; pickled objects are not read.",
        ) from None
