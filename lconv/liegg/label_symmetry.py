"""Do the labels share a symmetry of the network? The risk along its flow, and what breaking it explains of the residual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.actions import Action, acting_on_outputs, as_action
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.inputs.validation import Loss, require_labels, require_usable
from lconv.torch_arguments import called, drawn_seed
from lietheory.algebra.structure.closure import relative_size
from lietheory.arrays import as_floats
from lietheory.discovery.bootstrap_intervals import SimultaneousIntervals, cosine_intervals, mean_intervals
from lietheory.discovery.label_risk import MOST_POINTS, RISK_TOLERANCE, TIMES, Risk, as_share, fit_residual, verdicts
from lietheory.errors import RankError, ShapeError, shown

Fit = Callable[[np.ndarray], np.ndarray]
_ENDS = {"": "values", "_lower": "lower", "_upper": "upper"}
MOST = 4000
"""Points that are used: a mean of squares is then known to two per cent, and more would only take longer."""
FEWEST = 40
"""Points required: the residual is fitted at half of them, and a mean over the other twenty has a normal error."""


def risk_along_flow(
    model: Model,
    x: Tensor,
    y: Tensor,
    action: Action | Callable[[Tensor], Tensor],
    directions: Float[np.ndarray, "r K"],
    *,
    output_action: Action | Callable[[Tensor], Tensor] | None = None,
    loss: Loss = None,
    fit_on: tuple[Tensor, Tensor] | None = None,
    times: Sequence[float] = TIMES,
    tolerance: float = RISK_TOLERANCE,
    generator: torch.Generator | None = None,
) -> Risk:
    """The risk of F(exp(tL) x) against y(x) less that of F(x), for each direction L, and what a fit to F's residual gains
    by breaking it.

    With an action on the outputs the labels move along: F(exp(tL_in) x) against exp(tL_out) y(x).

    Args:
        model: the network F.
        x: (n, ...), points that took no part in choosing the directions, nor, for a risk that is not too good, in training;
            the first 4000 of them are used.
        y: their labels: integers, one a point, of classes that F gives scores of; or floating, in the shape of F(x).
        action: the action.
        directions: coefficients of L in the action's basis (then L_out's), one direction a row, of length one.
        output_action: the action on the outputs, if any; labels must then be floating.
        loss: ``"squared"``, ``"cross_entropy"``, ``"zero_one"``, or a map (F(x), y) -> (n,); cross entropy for
            integers and squared for others unless given.
        fit_on: points and labels where the residual is fitted; half of x unless given.
        times: lengths |tL|, ascending; the verdict is on the last.
        tolerance: see :data:`lietheory.discovery.label_risk.RISK_TOLERANCE`.
        generator: draws the bootstrap samples; a fresh one, always the same, unless given.

    Returns:
        The :class:`~lietheory.discovery.label_risk.Risk`; print it.

    Raises:
        ShapeError: labels that do not fit the outputs.
        PrecisionError: NaN or infinite labels.
        RankError: fewer than 40 points, no direction, or labels that are all the same.

    Examples:
        >>> from lconv.liegg.actions import LinearAction
        >>> x = torch.randn(400, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> def radial(x):
        ...     return (x**2).sum(dim=1)
        >>> turn = np.array([[0.0, -1.0, 1.0, 0.0]]) / np.sqrt(2)
        >>> risk_along_flow(radial, x, radial(x), LinearAction(2), turn).verdict
        'the data share it'
        >>> risk_along_flow(radial, x, 2 * x[:, 0] ** 2, LinearAction(2), turn).verdict
        'only the network'
    """
    call = "risk_along_flow(model, x, y, action, directions)"
    require_usable(model, x, call)
    directions = np.atleast_2d(as_floats(directions, call, "directions"))
    tolerance = relative_size(tolerance, RISK_TOLERANCE, call, "tolerance")
    still = outputs(model, x[:MOST])
    action, outer = as_action(action, x), None if output_action is None else acting_on_outputs(output_action, still)
    fields = action.size + (0 if outer is None else outer.size)
    if directions.ndim != 2 or (directions.size and directions.shape[1] != fields):
        raise ShapeError(
            call, f"directions (r, {fields})", f"shape {directions.shape}", "Give .found_coefficients of the estimate."
        )
    y = require_labels(y, outputs(model, x), loss, outer is not None, call)
    _require_some(len(x), directions, call)
    x, y = x[:MOST], y[:MOST]
    rng = np.random.default_rng(drawn_seed(generator, call))
    lengths = np.atleast_1d(as_floats(times, call, "times"))
    if lengths.ndim != 1 or not lengths.size:
        raise ShapeError(call, "times (T,), at least one", f"shape {lengths.shape}", "Give times=(0.25, 0.5, 1.0).")
    if fit_on is not None and not (isinstance(fit_on, tuple) and len(fit_on) == 2):
        raise ShapeError(call, "fit_on as a pair of inputs and labels", shown(fit_on), "Give fit_on=(x, y).")
    fit, rest = ((x[::2], y[::2]), slice(1, None, 2)) if fit_on is None else (fit_on, slice(None))
    fit = require_usable(model, fit[0], call)[:MOST_POINTS], fit[1][:MOST_POINTS]
    fit = fit[0], require_labels(fit[1], outputs(model, fit[0]), loss, outer is not None, call)
    flow = _Flow(model, action, outer, directions, action.size)
    base, constant = _array(loss_values(still, y, loss)), chance(still, y, loss)
    rises = [mean_intervals((flow.risk(x, y, loss, t) - base[:, None]) / constant, rng=rng) for t in lengths]
    gain, unexplained = _gain(flow, fit, (x[rest], y[rest]), lengths[-1], rng)
    parts = {f"rise{end}": np.stack([getattr(r, k) for r in rises]) for end, k in _ENDS.items()}
    parts |= {f"gain{end}": getattr(gain, k) for end, k in _ENDS.items()}
    return Risk(
        loss=loss_name(loss, y),
        points=len(x),
        baseline=float(base.mean()),
        chance=constant,
        unexplained=unexplained,
        times=lengths,
        tolerance=tolerance,
        verdicts=verdicts(rises[-1], gain, tolerance),
        **parts,
    )


@dataclass(frozen=True)
class _Flow:
    """The network and its labels moved along each direction, forwards and backwards."""

    model: Model
    action: Action
    output_action: Action | None
    directions: np.ndarray
    unknowns: int

    def risk(self, x: Tensor, y: Tensor, loss: Loss, t: float) -> Float[np.ndarray, "n r"]:
        """The loss of each point after each flow, the mean of t and -t."""

        def moved(c: np.ndarray) -> np.ndarray:
            output = outputs(self.model, self.action.flow(x, c[: self.unknowns]))
            return _array(loss_values(output, self.after(y, c), loss))

        return np.stack([(moved(t * c) + moved(-t * c)) / 2 for c in self.directions], axis=1)

    def breaking(self, fit: Fit, x: Tensor, y: Tensor, c: np.ndarray) -> Float[np.ndarray, "n m"]:
        """What a fit changes along one flow: r(x) less the mean of r(exp(L) x) and r(exp(-L) x), moved back."""

        def moved(c: np.ndarray) -> Tensor:
            values = torch.as_tensor(fit(_flat(self.action.flow(x, c[: self.unknowns]))), dtype=x.dtype, device=x.device)
            shape = y.shape if self.output_action is not None else values.shape
            return self.after(values.reshape(shape), -c)

        return fit(_flat(x)) - _array((moved(c) + moved(-c)) / 2).reshape(len(x), -1)

    def after(self, y: Tensor, c: np.ndarray) -> Tensor:
        """exp(L_out) y; y itself without an action on the outputs."""
        return y if self.output_action is None else self.output_action.flow(y, c[self.unknowns :])


def _gain(
    flow: _Flow, selection: tuple[Tensor, Tensor], evaluation: tuple[Tensor, Tensor], t: float, rng: np.random.Generator
) -> tuple[SimultaneousIntervals, float]:
    """The share of Var y that the breaking part of a fit to the residual explains, and the share that F and the fit leave.

    What the rest of the fit explains, which does not break the symmetry, is taken off the residual first.
    """
    (fit_x, fit_y), (x, y) = selection, evaluation
    fitted = fit_residual(_flat(fit_x), _array(residual(outputs(flow.model, fit_x), fit_y)))
    still = outputs(flow.model, x)
    e, r, variance = _array(residual(still, y)), fitted(_flat(x)), spread(still, y)
    breaking = [flow.breaking(fitted, x, y, t * c) for c in flow.directions]
    rest = [_less(e, r - b) for b in breaking]
    both, own, left = (_products(*pair) for pair in ((breaking, rest), (breaking, breaking), (rest, rest)))
    cosine = cosine_intervals(both, own, left, rng=rng)
    return as_share(cosine, left.mean(axis=0) / variance), float(((e - r) ** 2).sum(axis=1).mean()) / variance


def _less(e: Float[np.ndarray, "n m"], part: Float[np.ndarray, "n m"]) -> Float[np.ndarray, "n m"]:
    """e less the multiple of ``part`` between 0 and 1 that leaves least."""
    size = float((part**2).sum())
    return e - np.clip(float((e * part).sum()) / size if size else 0.0, 0.0, 1.0) * part


def _products(one: list[np.ndarray], other: list[np.ndarray]) -> Float[np.ndarray, "n r"]:
    return np.stack([(p * q).sum(axis=1) for p, q in zip(one, other, strict=True)], axis=1)


def _require_some(points: int, directions: np.ndarray, call: str) -> None:
    if points < FEWEST:
        raise RankError(call, f"at least {FEWEST} points", f"{points}", "Give more held-out points with their labels.")
    if directions.size == 0:
        raise RankError(call, "directions to move along", "none", "The risk is that of symmetries which were established.")


def _flat(x: Tensor) -> Float[np.ndarray, "n p"]:
    return _array(x.flatten(1))


def _array(x: Tensor) -> np.ndarray:
    return x.detach().double().cpu().numpy()


def loss_name(loss: Loss, y: Tensor) -> str:
    """The name of the loss, the default one where none is given: cross entropy for classes, squared error for numbers."""
    if callable(loss):
        return getattr(loss, "__name__", "loss")
    if loss is not None and not isinstance(loss, str):
        cure = "Give 'squared', 'cross_entropy', 'zero_one' or a function of F(x) and y."
        raise ShapeError("loss", "a name or a function", shown(loss), cure)
    return loss or ("squared" if y.is_floating_point() else "cross_entropy")


def loss_values(output: Tensor, y: Tensor, loss: Loss) -> Float[Tensor, " n"]:
    """The loss of each point, in float64."""
    name = loss_name(loss, y)
    if callable(loss):
        values = called(f"{name}(F(x), y)", loss, output, y)
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
    """The risk of the best constant predictor: Var y, the entropy of the classes, the share of all but the most
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
