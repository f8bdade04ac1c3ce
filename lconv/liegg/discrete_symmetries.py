"""Discrete transformations of a network's inputs, and whether its outputs keep them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.actions import (
    Action,
    AffineAction,
    CarriedAction,
    GridAction,
    LinearAction,
    MatrixAction,
    PointCloudAction,
    StructureAction,
)
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.evidence_rows import output_frame
from lconv.liegg.inputs.validation import require_usable
from lconv.torch_arguments import drawn_seed
from lietheory.arrays import Generators, OtherGenerators
from lietheory.discovery.bootstrap_intervals import mean_intervals
from lietheory.discovery.discrete_symmetries import DiscreteSymmetries, normalising_transformations
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.errors import ShapeError, shown
from lietheory.progress import reports_progress

MOST = 4000
"""Points that are used."""
AXES = ("depth", "height", "width")


class Transformation(NamedTuple):
    """A transformation of inputs: its name, its determinant on the action's space, and what it does."""

    name: str
    determinant: float
    apply: Callable[[Tensor], Tensor]


@reports_progress
def discrete_symmetries(
    model: Model,
    x: Tensor,
    action: Action,
    estimate: SymmetryEstimate,
    *,
    output_action: Action | None = None,
    generator: torch.Generator | None = None,
) -> DiscreteSymmetries:
    """Which of -1, the reflections and other transformations that normalise the algebra leave the network's output alone.

    Of vectors: -1, one reflection for each component, copies exchanged and one copy reversed. Of images: mirrors,
    quarter and half turns, the transposition. With an action on the outputs, F(gx) is compared with M F(x),
    where M is fitted on half of the points and evaluated on the other.

    Args:
        model: the network F.
        x: (n, ...), points; those of the estimate will do, since no transformation is chosen by how it fits them.
        action: the action of the estimate.
        estimate: what :func:`lconv.discover` found; without a symmetry all flips and swaps of coordinates are tried.
        output_action: the action on the outputs, if any.
        generator: draws the bootstrap samples; a fresh one, always the same, unless given.

    Returns:
        The :class:`~lietheory.discovery.discrete_symmetries.DiscreteSymmetries`; print it.

    Raises:
        ShapeError: an action by vector fields alone, whose space has no matrices.

    Examples:
        >>> from lconv import discover
        >>> x = torch.randn(600, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> def radial(x):
        ...     return (x**2).sum(dim=1)
        >>> found = discrete_symmetries(radial, x[400:], LinearAction(3), discover(radial, x[:400], LinearAction(3)))
        >>> found.names, found.verdicts
        (('-1', 'flip 1'), ('symmetry', 'symmetry'))
    """
    call = "discrete_symmetries(model, x, action, estimate)"
    if not isinstance(estimate, SymmetryEstimate):
        raise ShapeError(call, "an estimate of discover", shown(estimate), "Give discover(model, x, action).")
    require_usable(model, x, call)
    if not isinstance(action, Action):
        raise _without_matrices(action, call)
    L, noise = _input_generators(estimate, action), estimate.generator_noise
    return discrete_parts(model, x, action, L, noise=noise, fitted=output_action is not None, generator=generator)


def discrete_parts(
    model: Model,
    x: Tensor,
    action: Action,
    L: Generators,
    *,
    noise: float = 0.0,
    fitted: bool = False,
    generator: torch.Generator | None = None,
) -> DiscreteSymmetries:
    """The same for an algebra that is given.

    Args:
        model: the network F.
        x: (n, ...), points.
        action: the action.
        L: generators, in the terms of the action.
        noise: their relative error.
        fitted: whether the outputs move too.
        generator: draws the bootstrap samples.

    Raises:
        ShapeError: an action by vector fields alone.
    """
    call = "discrete_symmetries(model, x, action, estimate)"
    rng = np.random.default_rng(drawn_seed(generator, call))
    transformations = transformations_of(action, x, L, noise, call, rng=rng)
    action(x[:1])  # refuses points that it does not act on
    x = x[:MOST]
    W = torch.as_tensor(output_frame(model, x), device=x.device)
    still = _rows(model, x) @ W.T
    errors = [_errors(_rows(model, t.apply(x)) @ W.T, still, fitted=fitted) for t in transformations]
    names, determinants = tuple(t.name for t in transformations), np.array([t.determinant for t in transformations])
    return DiscreteSymmetries.judged(names, determinants, mean_intervals(np.stack(errors, axis=1), rng=rng))


def _rows(model: Model, x: Tensor) -> Float[Tensor, "n m"]:
    return outputs(model, x).reshape(len(x), -1).double()


def _errors(moved: Float[Tensor, "n m"], still: Float[Tensor, "n m"], *, fitted: bool) -> Float[np.ndarray, " evaluated"]:
    """|F(gx) - F(x)|^2 / (2 Var F) of each point, infinite where the output is; with a fitted output M on every second point."""
    if fitted:
        M = torch.linalg.lstsq(still[::2], moved[::2]).solution
        moved, still = moved[1::2], still[1::2] @ M
    error = (moved - still).square().mean(dim=1) / 2
    return torch.nan_to_num(error, nan=1e6, posinf=1e6).cpu().numpy()


def transformations_of(
    action: Action, x: Tensor, generators: Generators, noise: float, call: str, *, rng: np.random.Generator
) -> list[Transformation]:
    """The transformations to try under an action whose symmetries are spanned by ``generators``."""
    if isinstance(action, GridAction):
        return _of_grids(action.shape)
    if isinstance(action, MatrixAction):
        acting = np.tensordot(_in_basis(generators, action.basis), action.acting, axes=1)
        return [
            *_by_matrices(acting, noise, action.copies, rng),
            *_of_copies(acting.shape[1], action.copies),
        ]
    if isinstance(action, LinearAction):
        return [*_by_matrices(generators, noise, action.copies, rng), *_of_copies(action.d, action.copies)]
    if isinstance(action, PointCloudAction | AffineAction):
        copies = x[0].numel() // action.d
        affine = isinstance(action, AffineAction) or action.translations
        linear = _independent(generators[:, : action.d, : action.d])
        centre = x.reshape(-1, action.d).mean(dim=0) if affine else x.new_zeros(action.d)
        return [*_by_matrices(linear, noise, copies, rng, centre), *_permutations(action.d, copies)]
    if isinstance(action, StructureAction):
        linear = _independent(generators[:, : action.d, : action.d])
        normalising = normalising_transformations(linear, noise=noise, rng=rng)
        return [Transformation(g.name, float(np.linalg.det(g.matrix)), _on_structures(action, g.matrix)) for g in normalising]
    if isinstance(action, CarriedAction):
        carried: CarriedAction = action
        inner = transformations_of(carried.inner, carried.moved(x), generators, noise, call, rng=rng)
        return [t._replace(apply=lambda x, t=t: carried.with_moved(x, t.apply(carried.moved(x)))) for t in inner]
    raise _without_matrices(action, call)


def _without_matrices(action: object, call: str) -> ShapeError:
    cure = "Give LinearAction, MatrixAction, AffineAction, PointCloudAction or an action on a grid."
    return ShapeError(call, "an action by matrices or on a grid", repr(action), cure)


def _by_matrices(
    L: Generators, noise: float, copies: int, rng: np.random.Generator, centre: Tensor | None = None
) -> list[Transformation]:
    def apply(matrix: np.ndarray) -> Callable[[Tensor], Tensor]:
        def moved(x: Tensor) -> Tensor:
            g, points = torch.as_tensor(matrix, dtype=x.dtype, device=x.device), x.reshape(len(x), copies, -1)
            about = torch.zeros_like(points[0, 0]) if centre is None else centre
            return ((points - about) @ g.T + about).reshape(x.shape)

        return moved

    normalising = normalising_transformations(L, noise=noise, rng=rng)
    return [Transformation(g.name, float(np.linalg.det(g.matrix)), apply(g.matrix)) for g in normalising]


def _on_structures(action: StructureAction, matrix: np.ndarray) -> Callable[[Tensor], Tensor]:
    g = np.eye(action.d + 1)
    g[: action.d, : action.d] = matrix
    return lambda x: action.moved_by(x, g, np.linalg.inv(matrix).T)


def _permutations(d: int, points: int) -> list[Transformation]:
    """Two points exchanged, and all moved on by one place: the two together generate all permutations."""
    if points < 2:
        return []

    def permuted(order: list[int]) -> Callable[[Tensor], Tensor]:
        return lambda x: x.reshape(len(x), points, d)[:, order].reshape(x.shape)

    exchange = Transformation("points 1 and 2 exchanged", (-1.0) ** d, permuted([1, 0, *range(2, points)]))
    cycle = Transformation("points moved on by one", (-1.0) ** (d * (points - 1)), permuted([*range(1, points), 0]))
    return [exchange, cycle] if points > 2 else [exchange]


def _of_copies(d: int, copies: int) -> list[Transformation]:
    """Two copies exchanged, for every pair of them, and one reversed: they commute with every matrix on all copies."""
    if copies < 2:
        return []

    def swap(i: int, j: int) -> Callable[[Tensor], Tensor]:
        order = list(range(copies))
        order[i], order[j] = j, i
        return lambda x: x.reshape(len(x), copies, d)[:, order].reshape(x.shape)

    def reverse(x: Tensor) -> Tensor:
        return torch.cat([-x[:, :d], x[:, d:]], dim=1)

    pairs = combinations(range(copies), 2)
    exchanged = [Transformation(f"copies {i + 1} and {j + 1} exchanged", (-1.0) ** d, swap(i, j)) for i, j in pairs]
    return [*exchanged, Transformation("copy 1 reversed", (-1.0) ** d, reverse)]


def _of_grids(shape: tuple[int, ...]) -> list[Transformation]:
    """Mirrors along each axis, all of them together, and, between axes of one size, quarter turns and the transposition."""
    names, axes = AXES[-len(shape) :], [2 + a for a in range(len(shape))]
    transformations = [
        Transformation(f"mirror, {name}", -1.0, lambda x, a=a: x.flip(a)) for name, a in zip(names, axes, strict=True)
    ]
    if len(shape) == 1:
        return [Transformation("reversal", -1.0, transformations[0].apply)]
    transformations.append(
        Transformation("-1 (half turn)" if len(shape) == 2 else "-1", (-1.0) ** len(shape), lambda x: x.flip(axes))
    )
    for (one, a), (other, b) in combinations(zip(names, axes, strict=True), 2):
        if shape[a - 2] == shape[b - 2]:
            transformations.append(
                Transformation(f"quarter turn, {one} and {other}", 1.0, lambda x, a=a, b=b: x.rot90(1, (a, b)))
            )
            transformations.append(
                Transformation(f"transposition, {one} and {other}", -1.0, lambda x, a=a, b=b: x.transpose(a, b))
            )
    return transformations


def _input_generators(estimate: SymmetryEstimate, action: Action) -> Generators:
    n = action.basis.shape[1]
    return _independent(estimate.generators[:, :n, :n])


def _independent(L: Generators) -> OtherGenerators:
    """An orthonormal basis of the span of matrices that may depend on each other."""
    scale, right = np.linalg.svd(L.reshape(len(L), -1), full_matrices=False)[1:] if len(L) else (np.zeros(0), np.zeros((0, 0)))
    kept = right[scale > 1e-6 * scale.max(initial=0.0)]
    return kept.reshape(-1, *L.shape[1:])


def _in_basis(L: Generators, basis: OtherGenerators) -> Float[np.ndarray, "k K"]:
    return np.linalg.lstsq(basis.reshape(len(basis), -1).T, L.reshape(len(L), -1).T)[0].T
