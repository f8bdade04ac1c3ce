"""Validation of networks, inputs and labels: what gives no evidence raises an error that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn

import numpy as np
import torch
from torch import Tensor

from lconv.liegg.derivatives import Model, evaluation_mode
from lietheory.arrays import as_array
from lietheory.errors import (
    LieTheoryError,
    NotDifferentiableError,
    PrecisionError,
    RankError,
    ShapeError,
    UnknownNameError,
    shown,
)

Loss = str | Callable[[Tensor, Tensor], Tensor] | None
"""A loss by its name, or a map (F(x), y) -> (n,); None for cross entropy of classes and squared error of numbers."""
CLASSES, NUMBERS = ("cross_entropy", "zero_one"), ("squared",)
BY_DIFFERENCES = (
    "A model that calls torch.autograd.grad itself needs create_graph=True there; any other function is "
    "lconv.differentiable(f, gradient)."
)
SAME = 1e-3
"""Outputs that differ by less, relative to the largest, differ by the rounding of another order of summation."""
LARGEST = 1e140
"""Numbers of this size have squares whose sums are finite, and whose quotients by it are no zeros."""
OUTSIDE = ("numpy", "jax", "tracer")
"""Words in the error of a function that is written for other arrays than torch's."""


def require_usable(model: Model, x: object, call: str) -> Tensor:
    """The inputs, if they and the network give evidence; otherwise an error says what is wrong.

    Raises:
        ShapeError: no batch axis, or an output that is not one tensor with the batch first.
        PrecisionError: half precision, inputs and parameters of different precision, NaN or infinity.
        NotDifferentiableError: integer output, an output that does not depend on the input or that mixes samples.
    """
    x = _require_inputs(model, x, call)
    sample = x[: min(len(x), 4)].detach().clone().requires_grad_()
    with evaluation_mode(model), torch.enable_grad():
        y = _require_output(_called(model, sample, call), sample, call)
        try:
            gradient = torch.autograd.grad(y.sum(), sample, allow_unused=True)[0]
        except RuntimeError as problem:
            raise NotDifferentiableError(call, "an output that can be differentiated", repr(problem), BY_DIFFERENCES) from problem
        if gradient is None:
            raise NotDifferentiableError(
                call,
                "an output that depends on the input",
                "an output without a path to the input",
                f"Remove .detach(), .numpy() and torch.no_grad() from the model, and use the input. {BY_DIFFERENCES}",
            )
        if len(x) > 1:
            ends = sample[[-1, -1, 0, 0]]  # first what was last, of a model that carries something along the batch
            again, size = _require_output(_called(model, ends, call), ends, call), float(y.detach().abs().max())
            if again.shape[1:] != y.shape[1:]:
                got = f"{tuple(y.shape[1:])} of a batch of {len(y)}, {tuple(again.shape[1:])} of one of {len(again)}"
                raise ShapeError(call, "outputs of one shape for each sample", got, "Return one output for each sample.")
            gap = _gap(y[[-1, 0]], again[[0, 2]])
            if gap > SAME * size:
                _refuse_samples(gap, _gap(y, _require_output(_called(model, sample, call), sample, call)) > SAME * size, call)
    return x


def _called(model: Model, x: Tensor, call: str) -> object:
    """The model's output; a model that breaks down on these inputs is refused with its own words."""
    try:
        return model(x.clone())
    except LieTheoryError:
        raise
    except Exception as problem:
        cure = "A model that takes batches of one size only is fixed_batch(model, size)."
        if any(word in repr(problem).lower() for word in OUTSIDE):
            cure = "A function of other arrays than torch's is lconv.differentiable(f, gradient)."
        raise ShapeError(
            call,
            f"a model of inputs of shape (batch, {', '.join(map(str, x.shape[1:]))})",
            repr(problem),
            f"Try model(x) by itself. {cure}",
        ) from problem


def _require_inputs(model: Model, x: object, call: str) -> Tensor:
    if not isinstance(x, Tensor):
        raise ShapeError(call, "inputs as a torch tensor", type(x).__name__, "Convert them with torch.as_tensor(x).")
    if x.layout != torch.strided or x.is_meta:
        raise ShapeError(call, "inputs as a dense tensor with values", f"{x.layout} on {x.device}", "Give x.to_dense().")
    if x.ndim < 2 or x.numel() == 0:
        raise ShapeError(call, "inputs of shape (batch, ...)", f"shape {tuple(x.shape)}", "Give a batch of one as x[None].")
    if x.dtype not in (torch.float32, torch.float64):
        raise PrecisionError(call, "inputs in float32 or float64", str(x.dtype), "Convert both with .float() or .double().")
    if not torch.isfinite(x.sum()) and not torch.isfinite(x).all():  # the sum is faster, and may overflow
        index = tuple(int(i) for i in (~torch.isfinite(x)).nonzero()[0])
        raise PrecisionError(call, "finite inputs", f"x[{', '.join(map(str, index))}] = {x[index].item()}", "Remove this sample.")
    _require_squares(x, "inputs", call)
    parameters = model.parameters() if isinstance(model, torch.nn.Module) else ()
    for parameter in parameters:
        if parameter.device != x.device:
            raise ShapeError(
                call,
                f"a model on {x.device}, where the inputs are",
                f"parameters on {parameter.device}",
                "Move one with .to(device).",
            )
        if parameter.is_floating_point() and parameter.dtype != x.dtype:
            raise PrecisionError(
                call,
                f"a model in {x.dtype}, as the inputs are",
                f"parameters in {parameter.dtype}",
                f"Convert the model with model.to({x.dtype}), or the inputs.",
            )
    return x


def _require_squares(a: Tensor, name: str, call: str) -> None:
    """Refuse numbers whose squares, which variances are made of, leave the floats."""
    size = float(a.detach().abs().max())
    if size and not 1 / LARGEST < size < LARGEST:
        got = f"{name} up to {size:.1e}"
        raise PrecisionError(call, f"{name} between {1 / LARGEST:.0e} and {LARGEST:.0e} in size", got, "Give them another unit.")


def _several(y: object) -> tuple[str, str]:
    """What else a model returned, and how its tensor is named."""
    if isinstance(y, Mapping):
        first = next(iter(y), "name")
        got = f"a {type(y).__name__} with the keys {', '.join(map(str, y))}" if y else f"an empty {type(y).__name__}"
        return got, f"Name one: field={first!r}; in the shell --field {first}."
    got = f"a {type(y).__name__} of {len(y)}" if isinstance(y, tuple | list) else type(y).__name__
    return got, "Name one: field=0, or field='name' of an attribute; in the shell --field 0."


def _require_output(y: object, x: Tensor, call: str) -> Tensor:
    if not isinstance(y, Tensor):
        raise ShapeError(
            call,
            "a model that returns one tensor",
            *_several(y),
        )
    if y.ndim == 0 or len(y) != len(x) or y.numel() == 0:
        raise ShapeError(
            call, f"an output with the batch of {len(x)} first", f"shape {tuple(y.shape)}", "Return one output for each sample."
        )
    if not y.is_floating_point():
        raise NotDifferentiableError(
            call, "a differentiable output", f"an output in {y.dtype}", "Give the scores, not the class (no argmax)."
        )
    if y.dtype not in (torch.float32, torch.float64):
        raise PrecisionError(call, "an output in float32 or float64", str(y.dtype), "Compute without autocast.")
    if not torch.isfinite(y).all():
        raise PrecisionError(
            call, "finite outputs", f"{int((~torch.isfinite(y)).sum())} NaN or infinite values", "Check the model."
        )
    _require_squares(y, "outputs", call)
    if not y.requires_grad:
        raise NotDifferentiableError(
            call,
            "an output that depends on the input",
            "an output without a gradient",
            f"Remove .detach(), .numpy() and torch.no_grad() from the model, and use the input. {BY_DIFFERENCES}",
        )
    return y


def _gap(some: Tensor, others: Tensor) -> float:
    return float((some - others).detach().abs().max())


def _refuse_samples(gap: float, drawn: bool, call: str) -> NoReturn:
    """Refuse outputs that change with the other samples of the batch, or with every call."""
    if drawn:
        got, cure = f"outputs that differ by {gap:.1e} from call to call", "Seed it inside, or turn its noise off."
        raise NotDifferentiableError(call, "a model without random numbers", got, cure)
    got = f"an output that changes by {gap:.1e} in another batch"
    cure = "Turn off batch statistics (track_running_stats=True for batch norm)."
    raise NotDifferentiableError(call, "outputs that do not depend on the other samples of a batch", got, cure)


def require_labels(y: Tensor, output: Tensor, loss: Loss, moved: bool, call: str) -> Tensor:
    """The labels on the device of the outputs, if they fit the outputs and the loss.

    Raises:
        ShapeError: another number of labels than of points, another shape than the output's, or classes without scores.
        PrecisionError: NaN or infinity.
        RankError: labels that are all the same.
        UnknownNameError: an unknown loss.
    """
    if not isinstance(y, Tensor):
        y = torch.as_tensor(_plain_numbers(y, call))
    if y.layout != torch.strided or y.is_meta or y.is_complex():
        raise ShapeError(call, "labels as a dense tensor of numbers", f"{y.dtype} of layout {y.layout}", "Give y.to_dense().")
    y = y.detach().to(output.device)
    if len(y.shape) == 0 or len(y) != len(output):
        raise ShapeError(call, f"{len(output)} labels, one a point", f"shape {tuple(y.shape)}", "Give y in the order of x.")
    if y.is_floating_point():
        _require_numbers(y, output, call)
        y = y.reshape(output.shape).to(output.dtype)
    else:
        _require_classes(y, output, moved, call)
        y = y.reshape(len(y)).long()
    if loss is not None and not callable(loss) and not isinstance(loss, str):
        raise ShapeError(
            call, "a loss by its name, or a function of F(x) and y", shown(loss), f"Known: {', '.join(NUMBERS + CLASSES)}."
        )
    if isinstance(loss, str) and loss not in (known := NUMBERS if y.is_floating_point() else CLASSES):
        if loss not in NUMBERS + CLASSES:
            raise UnknownNameError.nearest(call, "loss", loss, known)
        raise ShapeError(
            call, f"labels that the loss {loss!r} takes", f"labels in {y.dtype}", f"Known for them: {', '.join(known)}."
        )
    if bool((y == y[:1]).all()):
        raise RankError(call, "labels that differ", f"{len(y)} equal ones", "Check the labels.")
    return y


def _plain_numbers(y: object, call: str) -> np.ndarray:
    array = as_array(y, call, "labels") if isinstance(y, np.ndarray | list | tuple) else np.zeros(0, dtype=object)
    if array.dtype.kind not in "if":
        raise ShapeError(call, "labels as numbers", shown(y), "Give a tensor of numbers, or of classes as whole numbers.")
    return array


def _require_numbers(y: Tensor, output: Tensor, call: str) -> None:
    if y.numel() != output.numel():
        raise ShapeError(
            call,
            f"labels in the shape of the outputs, {tuple(output.shape)}",
            f"shape {tuple(y.shape)}",
            "Give one number for each output, or classes as integers.",
        )
    if not torch.isfinite(y).all():
        raise PrecisionError(
            call, "finite labels", f"{int((~torch.isfinite(y)).sum())} NaN or infinite ones", "Drop those points."
        )


def _require_classes(y: Tensor, output: Tensor, moved: bool, call: str) -> None:
    scores = output.shape[1] if output.ndim == 2 else 0
    if moved:
        raise ShapeError(call, "labels that move with the outputs", f"classes in {y.dtype}", "Leave output_action out.")
    if y.numel() != len(y) or scores < 2 or int(y.min()) < 0 or int(y.max()) >= scores:
        raise ShapeError(
            call,
            f"one class from 0 to {max(scores, 2) - 1} a point, and a score for each",
            f"labels of shape {tuple(y.shape)} from {int(y.min())} to {int(y.max())}, outputs {tuple(output.shape)}",
            "Labels in floating point are numbers to predict.",
        )
