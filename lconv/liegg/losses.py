"""Losses of a network's outputs against labels, point by point, and what they are without any input."""

from __future__ import annotations

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor

from lietheory.errors import PrecisionError, RankError, ShapeError, UnknownNameError

Loss = str | Callable[[Tensor, Tensor], Tensor] | None
CLASSES, NUMBERS = ("cross_entropy", "zero_one"), ("squared",)


def loss_name(loss: Loss, y: Tensor) -> str:
    """The name of the loss, the default one where none is given: cross entropy for classes, squared error for numbers."""
    if callable(loss):
        return getattr(loss, "__name__", "loss")
    return loss or ("squared" if y.is_floating_point() else "cross_entropy")


def require_labels(y: Tensor, output: Tensor, loss: Loss, moved: bool, call: str) -> Tensor:
    """The labels on the device of the outputs, if they fit the outputs and the loss.

    Raises:
        ShapeError: another number of labels than of points, another shape than the output's, or classes without scores.
        PrecisionError: NaN or infinity.
        RankError: labels that are all the same.
        UnknownNameError: an unknown loss.
    """
    y = torch.as_tensor(y).detach().to(output.device)
    if len(y.shape) == 0 or len(y) != len(output):
        raise ShapeError(call, f"{len(output)} labels, one a point", f"shape {tuple(y.shape)}", "Give y in the order of x.")
    if y.is_floating_point():
        _require_numbers(y, output, call)
        y = y.reshape(output.shape).to(output.dtype)
    else:
        _require_classes(y, output, moved, call)
        y = y.reshape(len(y)).long()
    if isinstance(loss, str) and loss not in (known := NUMBERS if y.is_floating_point() else CLASSES):
        if loss not in NUMBERS + CLASSES:
            raise UnknownNameError.nearest(call, "loss", loss, known)
        raise ShapeError(
            call, f"labels that the loss {loss!r} takes", f"labels in {y.dtype}", f"Known for them: {', '.join(known)}."
        )
    if bool((y == y[:1]).all()):
        raise RankError(call, "labels that differ", f"{len(y)} equal ones", "Check the labels.")
    return y


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


def loss_values(output: Tensor, y: Tensor, loss: Loss) -> Float[Tensor, " n"]:
    """The loss of each point, in float64."""
    name = loss_name(loss, y)
    if callable(loss):
        values = loss(output, y)
        if not isinstance(values, Tensor) or values.shape != (len(y),):
            got = tuple(values.shape) if isinstance(values, Tensor) else type(values).__name__
            raise ShapeError(f"{name}(F(x), y)", f"one loss a point, shape ({len(y)},)", f"{got}", "Use reduction='none'.")
        return values.detach().double()
    if name == "squared":
        return (output - y).double().flatten(1).square().sum(dim=1) if output.ndim > 1 else (output - y).double().square()
    if name == "zero_one":
        return (output.argmax(dim=1) != y).double()
    return -log_probabilities(output).gather(1, y[:, None])[:, 0]


def log_probabilities(scores: Tensor) -> Float[Tensor, "n m"]:
    """log softmax of scores, or the logarithm of what are probabilities already."""
    s = scores.double()
    if bool((s >= 0).all()) and bool(((s.sum(dim=1) - 1).abs() < 1e-4).all()):
        return s.clamp_min(torch.finfo(torch.float32).tiny).log()
    return s.log_softmax(dim=1)


def chance(output: Tensor, y: Tensor, loss: Loss) -> float:
    """The risk of knowing nothing about the inputs: Var y, the entropy of the classes, the share of all but the most
    frequent one; of another loss, its mean where the labels are exchanged between the points."""
    name = loss_name(loss, y)
    if callable(loss):
        return max(float(loss_values(output, y.roll(len(y) // 2, 0), loss).abs().mean()), torch.finfo(torch.float64).tiny)
    if name == "squared":
        return float((y - y.mean(dim=0)).double().reshape(len(y), -1).square().sum(dim=1).mean())
    share = torch.bincount(y).double() / len(y)
    return float(1 - share.max()) if name == "zero_one" else float(-(share * share.clamp_min(1e-300).log()).sum())


def residual(output: Tensor, y: Tensor) -> Float[Tensor, "n m"]:
    """What the outputs leave of the labels: y - F, or one-hot labels less probabilities."""
    if y.is_floating_point():
        return (y - output).double().reshape(len(y), -1)
    return torch.nn.functional.one_hot(y, output.shape[1]).double() - log_probabilities(output).exp()


def spread(output: Tensor, y: Tensor) -> float:
    """The variance of what :func:`residual` is a residual of: the labels, or their one-hot vectors."""
    target = y.double().reshape(len(y), -1) if y.is_floating_point() else torch.nn.functional.one_hot(y, output.shape[1]).double()
    return float((target - target.mean(dim=0)).square().sum(dim=1).mean())
