"""The part of an algebra that keeps what the data are: their second moments, or the plane that they lie in."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float

from lconv.liegg.framed_motion import inside
from lconv.liegg.moved_points import Mover
from lconv.liegg.point_units import LEAST_VARIANCE
from lietheory.discovery.coordinates import Coordinates

STRETCHING = 0.5
"""Matrices L of length one with |L + L^T| below this are taken for turns: it is 2 for a symmetric one, and 2,000 normal points
move it by a few hundredths."""
LEAVING = 0.01
"""Matrices that take points out of their plane by less than this part of their length keep it."""


def compact(mover: Mover, coordinates: Coordinates, C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "l K"]:
    """The part of a span that keeps the second moments of the points: where the others lead out of the data, it does not.

    In the frame in which the points have no correlation its matrices are antisymmetric.
    """
    L = _in_frame(mover, coordinates, C)
    if L is None:
        return C[:0]
    Q, R = np.linalg.qr(L.reshape(len(L), -1).T)
    size = np.abs(np.diag(R))
    if size.min() <= LEAVING * size.max():  # elements that act on the outputs alone
        return C[:0]
    Q = Q.T.reshape(L.shape)
    turn, stretches, _ = np.linalg.svd((Q + Q.swapaxes(1, 2)).reshape(len(Q), -1), full_matrices=False)
    return turn[:, stretches < STRETCHING].T @ np.linalg.solve(R.T, C)


def in_plane(movers: list[Mover], coordinates: Coordinates, C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "l K"]:
    """The part of a span that keeps the plane that the points of all movers lie in; empty where they lie in none."""
    first = movers[0]
    L = _in_frame(first, coordinates, C)
    if L is None:
        return C[:0]
    z = torch.cat([inside(first.action, m.x, first.points.inputs) for m in movers]).cpu().numpy()
    z = np.pad(z, ((0, 0), (0, L.shape[1] - z.shape[1])), constant_values=1.0)
    values, vectors = np.linalg.eigh(z.T @ z / len(z))
    off = values < LEAST_VARIANCE * values[-1]
    leaving = np.einsum("ia,kij,jb->kab", vectors[:, off], L, vectors[:, ~off]).reshape(len(L), -1)
    turn, sizes, _ = np.linalg.svd(np.pad(leaving, ((0, 0), (0, len(L)))), full_matrices=False)
    return turn[:, sizes < LEAVING * np.linalg.norm(L) / len(L) ** 0.5].T @ C if off.any() else C[:0]


def _in_frame(mover: Mover, coordinates: Coordinates, C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "k n n"] | None:
    """The matrices on the inputs, in the frame of the points; None of actions without one."""
    frame = mover.points.inputs
    return frame and frame.into(np.tensordot((C @ coordinates.T)[:, : mover.action.size], mover.action.basis, axes=1))
