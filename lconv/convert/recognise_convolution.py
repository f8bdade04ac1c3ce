"""Which convolution has given selections of points as its taps: output grid, kernel, stride, dilation and padding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import numpy as np

MODES = ("zeros", "circular", "reflect", "replicate")
_UNREACHED = -2  # a position that a padding mode does not reach; -1 is a padded zero


@dataclass(frozen=True)
class Axis:
    """One axis of a convolution, and for each distinct row of coordinates the tap of its kernel."""

    kernel: int
    stride: int
    dilation: int
    padding: int
    places: tuple[int, ...]


@dataclass(frozen=True)
class Grid:
    """A convolution without its weights; ``places`` holds the tap, one index an axis, of each selection."""

    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: tuple[int, ...] | str
    mode: str
    places: tuple[tuple[int, ...], ...]


def convolution_grid(source: np.ndarray, shape: tuple[int, ...]) -> Grid | None:
    """The smallest kernel whose taps read source[k, t] at output t, for every k; None where no convolution does.

    Every output grid of the right size, padding mode and way of padding is tried; among equally small
    kernels the first wins, padding by numbers before "same" and zeros before other modes.

    Args:
        source: integers (n, points of the output), -1 for a padded zero; no row all -1.
        shape: sizes of the input.
    """
    grids = []
    for outputs in _factorisations(source.shape[1], shape):
        rows = _per_axis(source, shape, outputs)
        if rows is not None:
            grids += _grids(rows, shape, outputs)
    return min(grids, key=lambda grid: prod(grid.kernel), default=None)


def _factorisations(points: int, shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Output grids with so many points, the input's own first."""
    if points == prod(shape):
        yield shape

    def split(points: int, axes: int) -> Iterator[tuple[int, ...]]:
        if axes == 1:
            yield (points,)
            return
        for first in (n for n in range(1, points + 1) if points % n == 0):
            yield from ((first, *rest) for rest in split(points // first, axes - 1))

    yield from (outputs for outputs in split(points, len(shape)) if outputs != shape)


def _per_axis(source: np.ndarray, shape: tuple[int, ...], outputs: tuple[int, ...]) -> list[np.ndarray] | None:
    """For each axis (n, outputs there): the coordinate read; None where coordinates do not depend on their own axis alone."""
    table = source.reshape(-1, *outputs)
    coordinates = np.unravel_index(np.maximum(table, 0), shape)
    axes = range(1, table.ndim)
    rows = [
        np.where(table >= 0, c, -1).max(tuple(b for b in axes if b != a), initial=-1)
        for a, c in zip(axes, coordinates, strict=True)
    ]
    spread = [np.expand_dims(r, tuple(b for b in axes if b != a)) for a, r in zip(axes, rows, strict=True)]
    reads = np.broadcast_arrays(*spread)
    alive = np.all([r >= 0 for r in reads], axis=0)
    rebuilt = np.where(alive, np.ravel_multi_index([np.maximum(r, 0) for r in reads], shape), -1)
    return rows if np.array_equal(rebuilt, table) else None


def _grids(rows: list[np.ndarray], shape: tuple[int, ...], outputs: tuple[int, ...]) -> Iterator[Grid]:
    """The smallest kernel for each padding mode and way of padding."""
    distinct = [np.unique(r, axis=0, return_inverse=True) for r in rows]
    for mode in MODES:
        for same in (False, True):
            axes = []
            for (values, _), n, m in zip(distinct, shape, outputs, strict=True):
                axis = _axis(values, n, m, mode, same)
                if axis is None:
                    break
                axes.append(axis)
            else:
                places = zip(
                    *(np.array(a.places, dtype=int)[which.ravel()] for a, (_, which) in zip(axes, distinct, strict=True)),
                    strict=True,
                )
                kernel, stride, dilation = (tuple(getattr(a, name) for a in axes) for name in ("kernel", "stride", "dilation"))
                padding = "same" if same else tuple(a.padding for a in axes)
                yield Grid(kernel, stride, dilation, padding, mode, tuple(tuple(map(int, place)) for place in places))


def _axis(rows: np.ndarray, n: int, m: int, mode: str, same: bool) -> Axis | None:
    """The smallest kernel on n points with m outputs that has all distinct rows (q, m) among its taps."""
    if same and n != m:
        return None
    fitting = {}
    for stride in (1,) if same or m == 1 else _strides(rows, n, mode):
        offsets = _offsets(rows, n, stride, mode)
        if all(offsets):
            fitting[stride] = offsets
    reach = 2 * (n + (m - 1) * max(fitting, default=0))
    for kernel in range(max(len(rows), 1), reach + 2):
        for dilation in range(1, max(reach // max(kernel - 1, 1), 1) + 1 if kernel > 1 else 2):
            for stride, offsets in fitting.items():
                for padding, step in _paddings(n, m, stride, dilation * (kernel - 1), mode, same):
                    taps = [_place(o, padding, dilation, kernel) for o in offsets]
                    places = tuple(tap for tap in taps if tap is not None)
                    if len(places) == len(taps):
                        return Axis(kernel, step, dilation, padding, places)
    return None


def _strides(rows: np.ndarray, n: int, mode: str) -> list[int]:
    """Every stride that is consistent with what neighbouring outputs read."""
    before, after = rows[:, :-1], rows[:, 1:]
    if mode == "circular":
        steps = {int(s) for s in np.unique((after - before) % n)}
        return sorted(s + turn for s in steps for turn in (0, n, 2 * n) if s + turn) if len(steps) == 1 else []
    if mode == "reflect":
        return list(range(1, 3 * n // before.shape[1] + 1))
    low, high = (0, n - 1) if mode == "zeros" else (1, n - 2)
    inside = (before >= low) & (before <= high) & (after >= low) & (after <= high)
    steps = [int(s) for s in np.unique((after - before)[inside])]
    return [s for s in steps if s > 0] if len(steps) == 1 else [] if steps else list(range(1, 3 * n + 1))


def _offsets(rows: np.ndarray, n: int, stride: int, mode: str) -> list[list[int]]:
    """For each row, every o such that the row reads the positions o, o + stride, o + 2 stride, ..."""
    span = (rows.shape[1] - 1) * stride
    starts = np.arange(-n - span, 2 * n + 1)
    reads = _read(starts[:, None] + stride * np.arange(rows.shape[1]), n, mode)
    return [starts[(reads == row).all(1)].tolist() for row in rows]


def _read(position: np.ndarray, n: int, mode: str) -> np.ndarray:
    """The point that is read at each position of the padded axis; positions 0 to n - 1 are the points themselves."""
    if mode == "replicate":
        return position.clip(0, n - 1)
    inside = (position >= 0) & (position < n)
    if mode == "zeros":
        return np.where(inside, position, -1)
    if mode == "circular":
        return np.where((position >= -n) & (position < 2 * n), position % n, _UNREACHED)
    mirrored = np.where(position < 0, -position, 2 * (n - 1) - position)
    return np.where(inside, position, np.where((mirrored >= 0) & (mirrored < n), mirrored, _UNREACHED))


def _paddings(n: int, m: int, stride: int, span: int, mode: str, same: bool) -> Iterator[tuple[int, int]]:
    """(points added in front, stride) that give m outputs with a kernel that reaches ``span`` points beyond its first."""
    most = {"circular": n, "reflect": n - 1}.get(mode, n + m * stride + span)
    if same:  # the odd point goes behind
        if span - span // 2 <= most:
            yield span // 2, 1
    elif m == 1:  # one output: any stride after which no second fits
        yield from ((p, n + 2 * p - span) for p in range(most + 1) if n + 2 * p > span)
    else:
        least = (m - 1) * stride + span + 1 - n
        yield from ((p, stride) for p in range(max(-(-least // 2), 0), min((least + stride - 1) // 2, most) + 1))


def _place(offsets: list[int], padding: int, dilation: int, kernel: int) -> int | None:
    """Which tap of the kernel starts at one of the offsets."""
    taps = ((o + padding) // dilation for o in offsets if (o + padding) % dilation == 0)
    return next((tap for tap in taps if 0 <= tap < kernel), None)
