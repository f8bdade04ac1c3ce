"""Pooling for L-conv: the largest of several moves, subsampling, and one value for each coset of a subgroup.

A pointwise maximum commutes with a group element only if that moves points, as a permutation of the
space; so equivariance is stated for permutations g, (g x)_t = x_(g^-1 t), and holds without rounding
where L has integer entries that the dtype holds exactly. No maximum is equivariant under a rotation of the feature space.
"""

from __future__ import annotations

from functools import reduce
from math import prod

import torch
from jaxtyping import Float, Int
from torch import Tensor

from lconv.nn.generators.parametrization import DenseGenerators, GeneratorParametrization, LowRankGenerators
from lconv.nn.generators.selection_generators import SelectionGenerators
from lietheory.errors import ShapeError, UnknownNameError

Moves = Tensor | GeneratorParametrization


def max_pool(x: Tensor, L: Moves, after: Moves | None = None, identity: bool = True) -> Float[Tensor, "b t c"]:
    """y_t = max_i (L_i x)_t over i = 0, ..., n_L with L_0 = I; with ``after``, max_i (L_i M_j x)_t for every M_j of it.

    With shifts L this is the usual maximum over a neighbourhood, except that what lies beyond the border
    counts as 0. ``max_pool(x, L, after=L)`` is max_i L_i L_j h: it pools what a layer with the
    generators L moves, before the weights mix it. The maximum runs over i as it goes: never more than
    two sets of moved features are held, and L_i M_j is never formed.

    Equivariance: for a permutation g with g L_i g^-1 = L_pi(i) for some permutation pi, y(g x) = g y(x).
    So g may exchange the L_i: quarter turns do with the four shifts of a grid, and all circular shifts
    keep each. With ``after`` and g M_j g^-1 = M_rho(j), output g y_j(x) is y_rho(j)(g x): the copies are permuted too.

    Args:
        x: features (batch, space, channel).
        L: generators (n_L, space_out, space), or a parametrization; low rank and selections make no large matrix.
        after: moves M (n, space, space_in) applied to x first.
        identity: whether L_0 = I takes part, where the space keeps its size.

    Returns:
        (batch, space_out, channel); with ``after`` (batch, space_out, n * channel), M_j after M_j.

    Raises:
        ShapeError: axes or sizes that do not fit.

    Examples:
        >>> right = torch.tensor([[[0.0, 0, 0], [1, 0, 0], [0, 1, 0]]])
        >>> max_pool(torch.tensor([[[3.0], [1], [2]]]), right).flatten()
        tensor([3., 3., 2.])

    References:
        L-conv paper, section 4, "Pooling on L-conv".
    """
    call = "max_pool(x, L)"
    if x.ndim != 3:
        raise ShapeError(call, "x of shape (batch, space, channel)", f"shape {tuple(x.shape)}", "One sample is x[None].")
    if after is not None:
        M = _moves(after, call, "after", x.shape[1])
        x = M.act(x).permute(1, 2, 0, 3).flatten(2)  # channel c of M_j x is channel j * channels + c
    L = _moves(L, call, "L", x.shape[1])
    moved = (L.act(x, slice(k, k + 1))[0] for k in range(L.shape[0]))
    return reduce(torch.maximum, moved, x) if identity and L.shape[1] == L.shape[2] else reduce(torch.maximum, moved)


def strided(L: Moves, points: Tensor) -> GeneratorParametrization:
    """P L_0 = P, P L_1, ..., P L_n for the choice P of some points: an L-conv and subsampling in one layer.

    In ``LConv(space, in, out, generators=strided(L, points), identity=False)`` W_0 goes with the first generator, P,
    and the layer is the square one with the same weights, seen at the points.

    Equivariance: let the permutation g commute with every L_i and keep the set of points, P g = g' P.
    Then g before the layer is g' after it: only such g form the symmetry left, a subgroup. Circular shifts by
    multiples of s, of all shifts, with every s-th point.

    Args:
        L: generators (n_L, space, space), or a parametrization.
        points: integers (m,), the points kept; :func:`grid_points` gives every s-th of a grid.

    Returns:
        n_L + 1 generators (m, space), fixed: selections where L is made of them, else dense.

    Raises:
        ShapeError: generators that are not square, points outside the space, or none.

    Examples:
        >>> strided(torch.zeros(2, 4, 4), torch.tensor([0, 2]))().shape
        torch.Size([3, 2, 4])

    References:
        L-conv paper, section 4; claim strided-subgroup.
    """
    call = "strided(L, points)"
    L = _moves(L, call, "L", None)
    _, t, s = L.shape
    points = torch.as_tensor(points)
    if t != s:
        raise ShapeError(call, "square generators (n_L, space, space)", f"shape {tuple(L.shape)}", "Stride them once.")
    if points.ndim != 1 or not len(points) or points.is_floating_point() or bool(((points < 0) | (points >= s)).any()):
        raise ShapeError(
            call, f"integers (m,) from 0 to {s - 1} as points", f"shape {tuple(points.shape)}", "grid_points(shape, stride)."
        )
    if isinstance(L, SelectionGenerators):
        points = points.to(L.source.device)
        return SelectionGenerators(torch.cat([points[None], L.source[:, points]]), s)
    matrices = L().detach()
    points = points.to(matrices.device)
    kept = torch.eye(s, dtype=matrices.dtype, device=matrices.device)[points]
    return DenseGenerators(torch.cat([kept[None], matrices[:, points]]), trainable=False)


def grid_points(shape: tuple[int, ...], stride: int | tuple[int, ...]) -> Int[Tensor, " m"]:
    """Every s-th point of a grid on each axis, from the first, as row-major numbers.

    Args:
        shape: sizes of the grid.
        stride: steps, one for each axis or one for all.

    Raises:
        ShapeError: a size or step below 1, or not one step for each axis.

    Examples:
        >>> grid_points((3, 4), 2)
        tensor([ 0,  2,  8, 10])
    """
    steps = (stride,) * len(shape) if isinstance(stride, int) else tuple(stride)
    if len(steps) != len(shape) or min((*shape, *steps), default=0) < 1:
        raise ShapeError(
            f"grid_points({shape}, {stride})", "positive sizes and one positive step each", f"{shape} and {steps}", "Give both."
        )
    return torch.arange(prod(shape)).view(shape)[tuple(slice(None, None, s) for s in steps)].flatten()


def cosets(permutations: Tensor | SelectionGenerators) -> Int[Tensor, " space"]:
    """The orbit that every point belongs to under the subgroup that permutations of the points generate.

    Where the points are the elements of a group and the permutations its right translations by a
    subgroup H, the orbits are the cosets g H.

    Args:
        permutations: integers (n, space), each row a permutation, or selections that are.

    Returns:
        Integers (space,): orbits numbered from 0 in the order of their first points.

    Raises:
        ShapeError: a row that is no permutation.

    Examples:
        >>> cosets(torch.tensor([[2, 3, 0, 1]]))
        tensor([0, 1, 0, 1])
    """
    call = "cosets(permutations)"
    moves = permutations.source if isinstance(permutations, SelectionGenerators) else torch.as_tensor(permutations)
    if moves.ndim != 2 or not moves.numel() or moves.is_floating_point():
        raise ShapeError(
            call, "integers (n, space)", f"shape {tuple(moves.shape)}, dtype {moves.dtype}", "One row a permutation."
        )
    every = torch.arange(moves.shape[1], device=moves.device)
    wrong = (moves.sort(1).values != every).any(1)
    if bool(wrong.any()):
        raise ShapeError(
            call,
            "rows that are permutations",
            f"row {int(wrong.nonzero()[0])}, which is none",
            "Zero-padded shifts make no orbits.",
        )
    label, before = every, None
    while before is None or not torch.equal(label, before):
        before = label
        for move in moves:  # the least point known of the orbit travels both ways along every permutation
            label = torch.minimum(label, label[move])
            label = label.scatter_reduce(0, move, label, "amin")
    return torch.unique(label, return_inverse=True)[1]


def coset_pool(x: Tensor, orbit: Tensor, reduce: str = "max") -> Float[Tensor, "b orbits c"]:
    """y_o = max or mean of x_t over the points t of orbit o: features on the cosets of a subgroup.

    Equivariance: a permutation g that carries orbits to orbits, as every g does that normalises the
    subgroup, and as left translations do with the cosets g H, acts on the orbits by some g', and
    y(g x) = g' y(x). The subgroup itself changes nothing: g' = 1. The maximum is exact, the mean to rounding.

    Args:
        x: features (batch, space, channel).
        orbit: integers (space,), as :func:`cosets` gives them.
        reduce: ``"max"`` or ``"mean"``.

    Returns:
        Features (batch, orbits, channel).

    Raises:
        ShapeError: axes or sizes that do not fit, or an orbit without points.
        UnknownNameError: another reduction.

    Examples:
        >>> coset_pool(torch.tensor([[[1.0], [5], [2], [3]]]), torch.tensor([0, 1, 0, 1])).flatten()
        tensor([2., 5.])

    References:
        L-conv paper, section 4, on strides and cosets of subgroups.
    """
    call = f"coset_pool(x, orbit, {reduce!r})"
    if reduce not in ("max", "mean"):
        raise UnknownNameError.nearest(call, "reduction", reduce, ("max", "mean"))
    if x.ndim != 3 or orbit.is_floating_point() or tuple(orbit.shape) != (x.shape[1],):
        raise ShapeError(
            call,
            "x (batch, space, channel) and one integer orbit for each point",
            f"shapes {tuple(x.shape)} and {tuple(orbit.shape)}",
            "cosets(permutations) gives the orbits.",
        )
    sizes = torch.bincount(orbit) if bool((orbit >= 0).all()) else orbit.new_zeros(1)
    if not bool((sizes > 0).all()):
        raise ShapeError(call, "orbits numbered from 0 without gaps", "an orbit without points", "Use cosets(permutations).")
    index = orbit[None, :, None].expand_as(x)
    empty = x.new_zeros(x.shape[0], len(sizes), x.shape[2])
    return empty.scatter_reduce(1, index, x, {"max": "amax", "mean": "mean"}[reduce], include_self=False)


def _moves(L: Moves, call: str, name: str, space: int | None) -> GeneratorParametrization:
    """Matrices as a parametrization; an error unless they act on ``space`` points."""
    shape = tuple(L.shape)
    if len(shape) != 3 or 0 in shape or (space is not None and shape[2] != space):
        raise ShapeError(
            call, f"{name} of shape (n_L, space_out, {space or 'space'})", f"shape {shape}", f"One matrix is {name}[None]."
        )
    factored = isinstance(L, (SelectionGenerators, LowRankGenerators, _Matrices))
    return L if factored else _Matrices(L() if isinstance(L, GeneratorParametrization) else L)


class _Matrices(GeneratorParametrization):
    """A tensor of generators as it is: neither copied nor registered, so that it keeps its gradient."""

    def __init__(self, L: Tensor):
        super().__init__()
        self._L = L

    @property
    def shape(self) -> tuple[int, int, int]:
        n, t, s = self._L.shape
        return n, t, s

    def forward(self) -> Float[Tensor, "k t s"]:
        return self._L
