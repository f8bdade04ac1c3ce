"""``lietheory discover``: a model and points by name, the symmetry estimate to a file."""

from __future__ import annotations

import importlib
import inspect
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from lconv.liegg.actions import (
    Action,
    AffineAction,
    CarriedAction,
    GridAction,
    ImageAction,
    LinearAction,
    MatrixAction,
    PointCloudAction,
    PolynomialAction,
    SequenceAction,
    VolumeAction,
)
from lconv.liegg.derivatives import Model
from lconv.liegg.discover import discover
from lconv.liegg.discrete_symmetries import discrete_symmetries
from lconv.liegg.evidence_files import source_of
from lconv.liegg.finite_steps import flow_of
from lconv.liegg.fitted_run import FIT, fitted_run
from lconv.liegg.inputs.adapters import Adapted, adapt
from lconv.liegg.inputs.intermediate_outputs import view
from lconv.liegg.inputs.model_files import is_model_file, load_model
from lconv.liegg.label_symmetry import risk_along_flow
from lconv.liegg.polarization import Polarization
from lconv.tensor_files import read_tensors
from lconv.threads import fitting_threads
from lietheory.algebra import catalogue_algebra
from lietheory.cli.early_refusals import read_call
from lietheory.discovery.answer import TOLERANCE
from lietheory.discovery.discovery_run import DiscoveryRun
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.errors import FileFormatError, LieTheoryError, ShapeError, UnknownNameError
from lietheory.files import require_output
from lietheory.readers import read_npy, read_npz

ACTIONS = {
    "linear": LinearAction,
    "affine": AffineAction,
    "image": ImageAction,
    "volume": VolumeAction,
    "sequence": SequenceAction,
    "points": PointCloudAction,
    "polynomial": PolynomialAction,
}


def discover_command(
    model: str,
    data: Path,
    action: str,
    out: Path,
    *,
    output_action: str | None = None,
    field: str | None = None,
    layer: str | None = None,
    labels: str | None = None,
    loss: str | None = None,
    truth: str | None = None,
    evidence: Path | None = None,
    resume: Path | None = None,
    moves: str | None = None,
    tolerance: float = TOLERANCE,
    seed: int = 0,
) -> DiscoveryRun:
    """The symmetries of a model under an action, written to ``out``, with what they do to the data.

    Args:
        model: ``"package.module:name"``, a torch module or a function, whose module is imported, which runs its
            code: name only what you trust. Or a file of torch.export. Or ``"fit"``, for a fit to the labels.
        data: points, .npy, .npz or .pt, read without executing anything.
        action: ``"linear(5, copies=2)"``, ``"affine(3)"`` or ``"image(28, 28)"``.
        out: where to write the estimate, .npz.
        output_action: an action on the outputs, for equivariance.
        field: key or place of the output tensor, for models that return several.
        layer: a submodule by name.
        labels: a key of the data file, or a file of its own.
        loss: ``"squared"``, ``"cross_entropy"`` or ``"zero_one"``.
        truth: a catalogue algebra to compare the answer with.
        evidence: where to write the evidence, to go on from with ``resume`` and more data.
        resume: evidence that an earlier call wrote, to which these points are added unless they are in it already; the risk
            of the labels is then of these points alone.
        moves: of a data file with several arrays the one that moves, where the model takes them all by keyword.
        tolerance: on the breaking, as a share of the variance of the outputs.
        seed: of the halves and the bootstrap.

    Raises:
        FileFormatError: a file that is missing or not what its suffix says, a model that cannot be imported, or one
            whose file would execute code.
        UnknownNameError: an unknown action, truth, layer or loss, or an attribute that the module lacks.
        LieTheoryError: whatever :func:`lconv.liegg.discover.discover` refuses.
    """
    for path in (out, evidence):
        if path is not None:
            require_output(path)
    if loss is not None and labels is None:
        raise LieTheoryError(f"discover(loss={loss!r})", "labels that the loss is about", "none", "Name them by --labels.")
    if truth is not None:
        catalogue_algebra(truth)  # an unknown name is refused before any long work
    kind, outer = parse_action(action), None if output_action is None else parse_action(output_action, "--output-action")
    y = None if labels is None else read_labels(labels, data)
    if model == FIT:
        return fitted_run(data, read_points(data), y, kind, outer, action, out, truth, tolerance=tolerance, seed=seed)
    network = view(read_model(model), field=None if moves else field_of(field), layer=layer)
    if moves is None:
        x = points_for(network, data)
    else:
        network, x, kind = adapted_points(network, data, kind, moves, field)
    generator = torch.Generator().manual_seed(seed)
    if evidence is None and resume is None:
        estimate = discover(network, x, kind, outer, labels=y, loss=loss, tolerance=tolerance, generator=generator)
    else:
        estimate = _continued(network, x, kind, outer, evidence, resume, tolerance, generator)
        if y is not None and len(estimate.tested_coefficients):
            risk = risk_along_flow(network, x, y, kind, estimate.tested_coefficients, output_action=outer, loss=loss)
            estimate = replace(estimate, risk=risk)
    estimate = (
        replace(estimate, discrete_symmetries=discrete_symmetries(network, x, kind, estimate, output_action=outer))
        if _has_matrices(kind)
        else estimate
    )
    estimate.save(out)
    return DiscoveryRun(
        model=model if layer is None else f"{model}, layer {layer}",
        data=str(data),
        action=action,
        output_action=output_action,
        estimate=estimate,
        flow=flow_of(network, x, kind, estimate, output_action=outer),
        masked_share=kind.masked_share(x) if isinstance(kind, GridAction) else None,
        truth=truth,
        facts={"points in the file": len(x), "precision": str(x.dtype).removeprefix("torch."), "seed": seed},
    )


def _continued(
    network: Model,
    x: Tensor,
    kind: Action,
    outer: Action | None,
    evidence: Path | None,
    resume: Path | None,
    tolerance: float,
    generator: torch.Generator,
) -> SymmetryEstimate:
    """The estimate from these points and from the evidence of an earlier call.

    Points that are in the evidence already are not counted twice: an earlier call with these files may have been killed
    after it had saved them.
    """
    with fitting_threads():
        seen = Polarization(kind, outer) if resume is None else Polarization.load(resume, network, kind, outer)
        shuffled, source = x[torch.randperm(len(x), generator=generator)], source_of(x)
        if source not in seen.sources:
            seen.update(network, shuffled)
            seen.sources += (source,)
        if evidence is not None:
            seen.save(evidence)
        return seen.estimate(tolerance=tolerance, generator=generator)


def _has_matrices(action: Action) -> bool:
    return isinstance(action, LinearAction | MatrixAction | AffineAction | PointCloudAction | GridAction | CarriedAction)


def points_for(network: Model, data: Path) -> Tensor:
    """The points in the precision of the network; whole numbers become floats."""
    x = read_points(data)
    wanted = next((p.dtype for p in _parameters(network) if p.is_floating_point()), None)
    return x.to(wanted or (x.dtype if x.is_floating_point() else torch.float64))


def adapted_points(network: Model, data: Path, action: Action, moves: str, field: str | None) -> Adapted:
    """A model of several arrays of a file by keyword, as a map of the one that moves; whole numbers stay what they are."""
    wanted = next((p.dtype for p in _parameters(network) if p.is_floating_point()), None)
    arrays = {key: read_points(data, key) for key in array_names(data)}
    batch = {key: a.to(wanted) if wanted is not None and a.is_floating_point() else a for key, a in arrays.items()}
    if moves in batch and not batch[moves].is_floating_point():
        batch[moves] = batch[moves].to(wanted or torch.float64)
    return adapt(network, batch, action, moves=moves, field=field_of(field), keywords=True)


def array_names(data: Path) -> list[str]:
    """The names of the arrays in a .npz file.

    Raises:
        FileFormatError: no such file.
    """
    if data.suffix != ".npz":
        raise FileFormatError(f"read {data}", "a .npz file of arrays by name", f"suffix {data.suffix!r}", "Leave --moves out.")
    return [str(name) for name in read_npz(data, f"read {data}")]


def field_of(text: str | None) -> str | int | None:
    """A place if it is a number, else a key."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else text


def _parameters(model: Model) -> list[Tensor]:
    return list(model.parameters()) if isinstance(model, torch.nn.Module) else []


def read_model(name: str) -> Model:
    """The object that ``"package.module:name"`` refers to, or the network in a file of a graph."""
    call = f"read {name}"
    if is_model_file(name):
        return load_model(name)
    module, _, attribute = name.partition(":")
    if not all(part.isidentifier() for part in module.split(".")) or not attribute.isidentifier():
        raise FileFormatError(call, "a model as package.module:name", repr(name), "Or name a .pt2 file.")
    if "" not in sys.path:
        sys.path.insert(0, "")  # the user's own module is in the working directory, as for `python -m`; no file needs it
    try:
        namespace = vars(importlib.import_module(module))
    except (Exception, SystemExit) as problem:  # the module is the user's, and so is whatever it raises
        got, cure = f"{type(problem).__name__}: {problem}", "Install it, or set PYTHONPATH to its directory."
        raise FileFormatError(call, f"a module {module} that can be imported", got, cure) from problem
    if attribute not in namespace:
        models = [
            k for k, value in namespace.items() if callable(value) and not isinstance(value, type) and not k.startswith("_")
        ]
        raise UnknownNameError.nearest(call, f"model in {module}", attribute, models)
    model: Model = namespace[attribute]
    if not callable(model) or isinstance(model, type):
        raise FileFormatError(
            call, "a model, which can be called on points", repr(model), "Name a function or the instance of a module."
        )
    return model


def parse_action(text: str, option: str = "--action") -> Action:
    """The action that ``"linear(5, copies=2)"`` spells; arguments are literals, nothing is executed.

    Examples:
        >>> parse_action("affine(3, copies=2)")
        AffineAction(d=3, copies=2)
    """
    call = f"{option} {text[:100]!r}"
    name, arguments, options = read_call(text, option)
    try:
        inspect.signature(ACTIONS[name]).bind(*arguments, **options)
    except TypeError as problem:
        raise ShapeError(call, f"the arguments of {ACTIONS[name].__name__}", str(problem), "See its documentation.") from None
    return ACTIONS[name](*arguments, **options)


def read_points(path: Path, key: str | None = None) -> Tensor:
    """The one array of a .npy, .npz or .pt file; of several, the one called ``key``, or ``x``.

    Raises:
        FileFormatError: a file that is missing, not of these kinds, or without such an array.
    """
    call, suffix = f"read {path}", Path(path).suffix
    readers = {".pt": read_tensors, ".npy": read_npy, ".npz": read_npz}
    if suffix not in readers:
        raise FileFormatError(call, "a file .npy, .npz or .pt", f"suffix {suffix!r}", "Save the points in one of these.")
    content = readers[suffix](path, call)
    if isinstance(content, dict):
        wanted = key or ("x" if len(content) > 1 else next(iter(content), "x"))
        if wanted not in content:
            got = ", ".join(str(name)[:40] for name in list(content)[:10]) or "none"
            raise FileFormatError(call, f"an array called {wanted}", got, "Name one that the file has.")
        content = content[wanted]
    elif key is not None:
        raise FileFormatError(call, f"arrays by name, one called {key}", "a single array", "Give the file of the labels.")
    if isinstance(content, Tensor) and content.layout == torch.strided and content.device.type == "cpu":
        return content.detach()
    if not isinstance(content, np.ndarray) or content.dtype.kind not in "biuf" or content.dtype.str[1:] in ("u2", "u4", "u8"):
        got = f"{content.dtype} numbers" if isinstance(content, Tensor | np.ndarray) else type(content).__name__
        raise FileFormatError(call, "a dense array of numbers", got, "Save plain numbers, in float32 or float64.")
    native = content.astype(content.dtype.newbyteorder("="), copy=False)
    return torch.as_tensor(native)


def read_labels(labels: str, data: Path) -> Tensor:
    """The labels in a file of their own, or under a key of the data file."""
    own = Path(labels)
    return read_points(own) if own.suffix in (".npy", ".npz", ".pt") else read_points(data, labels)
