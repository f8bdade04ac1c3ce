"""The r directions of least lambda of an action with more generators than K x K matrices fit into memory.

Nothing of size K x K is made: the evidence acts on coefficients c by one field sum_k c_k v_k and one derivative along it, and
its transpose by one gradient. Block Krylov iterations (LOBPCG) on one half of the points give the directions with the smallest
lambda, the other half evaluates them as :mod:`lietheory.discovery.decision` does. Nothing is said of other directions.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import numpy as np
import torch
from jaxtyping import Float
from scipy.sparse.linalg import LinearOperator, lobpcg
from torch import Tensor

from lconv.liegg.actions import Action, as_action
from lconv.liegg.derivatives import KEPT_NUMBERS, Linearisation, Model, linearised
from lconv.liegg.evidence_rows import PARTNERS, output_frame, partner_shifts
from lconv.liegg.finite_steps import StepPoints, finite_step_error
from lconv.liegg.inputs.intermediate_outputs import Field, view
from lconv.liegg.inputs.validation import require_usable
from lconv.liegg.polarization import chunks
from lietheory.discovery import decision
from lietheory.discovery.bootstrap_intervals import SimultaneousIntervals
from lietheory.discovery.evidence import EVALUATION, SELECTION, Evidence
from lietheory.discovery.partial_estimate import PartialEstimate
from lietheory.discovery.spectrum import null_tolerance
from lietheory.errors import NotDifferentiableError, RankError, ShapeError, in_call

CALL = "smallest_directions(model, x, action, r)"
EXACT_SHARE = 1e-10
"""Of the fields' own Gram matrix, added to the reference, so that motions the network never sees have lambda zero, not 0 / 0."""

SPARE = 4
"""Further directions in a block, which the iterations converge faster with."""
FEWEST_POINTS = 200
"""Two in each of the 50 groups of the half that evaluates."""


@dataclass(frozen=True, eq=False)
class _Block:
    """Consecutive points of one half, the number of the first in it, and the network's derivatives at them."""

    x: Tensor
    first: int
    derivative: Linearisation
    action: Action

    def field(self, c: np.ndarray) -> Float[Tensor, "n p"]:
        """sum_k c_k v_k."""
        return self.action.combined(self.x, torch.as_tensor(c, device=self.x.device)).flatten(1)

    def gathered(self, g: Float[Tensor, "n p"]) -> Float[np.ndarray, " K"]:
        """The sum over the points of g . v_k, for all k."""
        return self.action.gathered(self.x, g.reshape(self.x.shape)).cpu().numpy()

    def rows(self, v: Tensor) -> Float[Tensor, "r n"]:
        """The rows J(x_n) v(x_n)."""
        return self.derivative.along(v)

    def reference_rows(self, v: Tensor) -> Float[Tensor, "Pr n"]:
        """The rows J(x_m) v(x_n) for each partner m of n."""
        shifts = partner_shifts(len(v))
        return torch.cat([self.rows(v.roll(-s, 0)).roll(s, 1) for s in shifts]) / np.sqrt(PARTNERS)

    def gram(self, v: Tensor) -> Float[Tensor, "n p"]:
        """J^T J v at every point."""
        return self.derivative.back(self.derivative.along(v))

    def reference_gram(self, v: Tensor) -> Float[Tensor, "n p"]:
        """The mean over partners m of J(x_m)^T J(x_m) v."""
        total = torch.zeros_like(v)
        for s in partner_shifts(len(v)):
            total += self.gram(v.roll(-s, 0)).roll(s, 0)
        return total / PARTNERS


class _Operator(LinearOperator):
    """A linear map of R^K by what it does to a vector."""

    def __init__(self, K: int, times: Callable[[np.ndarray], np.ndarray]):
        super().__init__(np.float64, (K, K))
        self.times = times

    def _matvec(self, c: np.ndarray) -> np.ndarray:
        return self.times(c.ravel())


def smallest_directions(
    model: Model,
    x: Tensor,
    action: Action | Callable[[Tensor], Tensor],
    r: int,
    *,
    field: Field | None = None,
    layer: str | None = None,
    tolerance: float = 1e-8,
    iterations: int = 200,
    generator: torch.Generator | None = None,
) -> PartialEstimate:
    """The r directions of least lambda = |E c|^2 / |E0 c|^2, without matrices of size K x K.

    Args:
        model: the network.
        x: (n_samples, ...), points. Half of them select; with fewer rows than generators there, any network has directions of
            lambda zero, and the other half shows that they mean nothing.
        action: an action; :class:`~lconv.liegg.actions.LinearAction` combines K fields as fast as one.
        r: how many directions; five times r + 4 generators or more have to be there.
        field: as for :func:`lconv.liegg.discover.discover`.
        layer: likewise.
        tolerance: of |G c - lambda G0 c| relative to |G c| of a random direction, where the iterations stop.
        iterations: at most so many.
        generator: splits the points and draws the start and the bootstrap samples; a fresh one unless given.

    Returns:
        The :class:`~lietheory.discovery.partial_estimate.PartialEstimate`.

    Raises:
        ShapeError: r that is no positive number, or too large for an iteration: there the whole spectrum is as cheap.
        RankError: fewer than 8 points, or an action that moves none.
        LieTheoryError: inputs or networks that give no evidence.

    Examples:
        >>> from lconv.liegg.actions import LinearAction
        >>> x = torch.randn(2000, 6, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> found = smallest_directions(lambda x: (x**2).sum(dim=1), x, LinearAction(6), 3)
        >>> found.status, found.dimension, bool(np.abs(found.generators + found.generators.swapaxes(1, 2)).max() < 1e-5)
        ('symmetric', 3, True)

    References:
        Knyazev 2001, the locally optimal block preconditioned conjugate gradient method, as scipy has it.
    """
    generator = generator or torch.Generator()
    with in_call(CALL):
        model = view(model, field=field, layer=layer)
        require_usable(model, x, CALL)
        action = as_action(action, x)
        _require_rank(r, action, x)
        x = x.detach()[torch.randperm(len(x), generator=generator).to(x.device)]
        frame = output_frame(model, x)
        blocks = [_blocks(model, x, action, frame, half) for half in (SELECTION, EVALUATION)]
        rng = np.random.default_rng(int(torch.randint(2**62, (), generator=generator)))
        directions, values, residuals = _solve(blocks[SELECTION], action.size, r, tolerance, iterations, rng)
        judged = _evaluated(blocks[EVALUATION], directions, rng)
        steps = finite_step_error(model, StepPoints.none(x).add(x, 0).points, action, directions, frame)
    return PartialEstimate(
        decision.status(judged, steps),
        action.size,
        len(x),
        action.matrices(directions),
        directions,
        values,
        residuals,
        judged.values,
        judged.lower,
        judged.upper,
        steps,
    )


def _require_rank(r: int, action: Action, x: Tensor) -> None:
    most = (action.size - 1) // 5 - SPARE  # where a block iteration takes fewer steps than the whole spectrum
    if not isinstance(r, int) or not 1 <= r <= most:
        cure = "Ask for fewer, or for the whole spectrum: discover(model, x, action)."
        raise ShapeError(CALL, f"r from 1 to {max(most, 0)} for {action.size} generators", repr(r), cure)
    if len(x) < FEWEST_POINTS:
        raise RankError(CALL, f"at least {FEWEST_POINTS} points", f"{len(x)} points", "Give more points.")


def _blocks(model: Model, x: Tensor, action: Action, frame: Float[np.ndarray, "r m"], half: int) -> list[_Block]:
    """The points of a half, chunk by chunk."""
    keep, blocks = len(frame) * x.numel() <= KEPT_NUMBERS, []
    for start, end in chunks(x, x[0].numel(), frame.shape[1]):
        first = start + (half - start) % 2
        part = x[first:end:2]
        blocks.append(_Block(part.double(), first // 2, linearised(model, part, frame, keep), action))
    return blocks


def _solve(
    blocks: list[_Block], K: int, r: int, tolerance: float, iterations: int, rng: np.random.Generator
) -> tuple[Float[np.ndarray, "r K"], Float[np.ndarray, " r"], Float[np.ndarray, " r"]]:
    """The r lowest generalised eigenvectors of (G, G0), as rows of length one, their values and residuals."""
    moved, independent, own = (_operator(blocks, K, part) for part in (_Block.gram, _Block.reference_gram, lambda _, v: v))
    start = own.matmat(rng.normal(size=(K, r + SPARE)))  # in the span of what the points identify, where the iterations stay
    if not start.any():
        raise RankError(CALL, "an action that moves the points", "vector fields that vanish at every point", "Check the data.")
    start /= np.linalg.norm(start, axis=0)
    shown, size = np.sum(start * independent.matmat(start)), np.sum(start * own.matmat(start))
    if shown <= 0:
        raise NotDifferentiableError(CALL, "a derivative that is not zero everywhere", "zero at all points", "Check the model.")
    share = EXACT_SHARE * shown / size
    metric = _operator(blocks, K, lambda block, v: block.reference_gram(v) + share * v)
    scale = float(np.linalg.norm(moved.matmat(start), axis=0).mean())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that it stopped early is said by the residuals
        near = _preconditioner(blocks, K, rng)
        values, vectors = lobpcg(moved, start, B=metric, M=near, largest=False, tol=tolerance * scale, maxiter=iterations)
    vectors = vectors[:, np.argsort(values)[:r]]
    vectors = vectors / np.linalg.norm(vectors, axis=0)
    left, right = moved.matmat(vectors), metric.matmat(vectors)
    values = np.maximum(np.sum(vectors * left, axis=0) / np.sum(vectors * right, axis=0), 0.0)
    return vectors.T, values, np.linalg.norm(left - right * values, axis=0) / np.linalg.norm(right, axis=0)


def _preconditioner(blocks: list[_Block], K: int, rng: np.random.Generator) -> LinearOperator | None:
    """Near the inverse of G0, where the action knows one from gradients and points."""
    gradients = [b.derivative.back(_signs(b, rng)) for b in blocks]
    inverse = blocks[0].action.independence_inverse(torch.cat([b.x for b in blocks]), torch.cat(gradients))
    return None if inverse is None else _Operator(K, inverse)


def _signs(block: _Block, rng: np.random.Generator) -> Float[Tensor, "r n"]:
    """A random sign for each row, so that one gradient a point has J^T J as its mean square."""
    return torch.as_tensor(rng.choice([-1.0, 1.0], size=(block.derivative.outputs, len(block.x))), device=block.x.device)


def _operator(blocks: list[_Block], K: int, part: Callable[[_Block, Tensor], Tensor]) -> LinearOperator:
    """c -> sum over the points of v_k . (part v), with v = sum_l c_l v_l."""

    def times(c: np.ndarray) -> np.ndarray:
        return reduce(np.add, (b.gathered(part(b, b.field(c))) for b in blocks))

    return _Operator(K, times)


def _evaluated(blocks: list[_Block], directions: Float[np.ndarray, "r K"], rng: np.random.Generator) -> SimultaneousIntervals:
    """The lambda of r directions on the evaluation half, from Gram matrices in their coordinates."""
    r = len(directions)
    seen, size = Evidence.empty(r), np.zeros(r)
    for block in blocks:
        fields = [block.field(c) for c in directions]
        evidence, reference = (
            torch.stack([rows(v) for v in fields], dim=2).cpu().numpy().swapaxes(0, 1)
            for rows in (block.rows, block.reference_rows)
        )
        seen = seen.add_half(EVALUATION, evidence, reference, np.zeros((r, r)), first=block.first)
        size += [float(v.square().sum()) for v in fields]
    shown = np.trace(seen.reference_groups.sum(axis=0)) / size.sum()
    floor = null_tolerance(np.float64, directions.shape[1]) * size * shown
    return decision.judge(seen.evidence_groups, seen.reference_groups, np.eye(r), floor, rng=rng)
