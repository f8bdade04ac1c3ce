"""Bilinear forms that an algebra leaves invariant, and the change of basis that brings a form to normal shape."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from scipy.linalg import schur

from lietheory.arrays import Generators


def invariant_form(L: Generators, noise: float) -> Float[np.ndarray, "d d"] | None:
    """A form H with L^T H + H L = 0 for all generators, of norm one: the metric that an algebra preserves.

    Symmetric where there is one, and then as near to a positive definite one as the algebra allows;
    otherwise antisymmetric; None where no form is invariant.

    Args:
        L: an orthonormal basis of the algebra, (n_L, d, d).
        noise: the error, relative to the generators, within which a form counts as invariant.

    Examples:
        >>> boost = np.array([[[0.0, 1.0], [1.0, 0.0]]]) / np.sqrt(2)
        >>> (invariant_form(boost, 1e-12) * np.sqrt(2)).round(12) + 0
        array([[ 1.,  0.],
               [ 0., -1.]])
    """
    d = L.shape[1]
    for symmetry in (1, -1):
        i, j = np.triu_indices(d, 0 if symmetry == 1 else 1)
        forms = np.zeros((len(i), d, d))
        forms[np.arange(len(i)), i, j] = 1.0
        forms = forms + symmetry * forms.swapaxes(1, 2)
        forms = forms / np.linalg.norm(forms, axis=(1, 2), keepdims=True)
        moved = np.stack([forms @ A for A in L], axis=1)  # the other half, A^T H, is its transpose up to sign
        moved = moved + symmetry * moved.swapaxes(2, 3)
        invariant = _null(moved.reshape(len(forms), -1), 2 * noise * np.sqrt(len(L)))
        if len(invariant):
            return _most_definite(np.tensordot(invariant, forms, axes=1))
    return None


def _null(images: Float[np.ndarray, "n m"], zero: float) -> Float[np.ndarray, "k n"]:
    """Orthonormal combinations of the rows that come to at most ``zero``."""
    if len(images) == 0:
        return np.zeros((0, 0))
    U, s, _ = np.linalg.svd(images)
    return U[:, np.pad(s, (0, len(images) - len(s))) <= zero].T


def _most_definite(forms: Float[np.ndarray, "k d d"]) -> Float[np.ndarray, "d d"]:
    """The form nearest to the identity, or the first one where all are traceless."""
    traces = np.trace(forms, axis1=1, axis2=2)
    H = np.tensordot(traces, forms, axes=1) if np.linalg.norm(traces) > 1e-8 else forms[0]
    H = H / np.linalg.norm(H)
    return H if H.flat[np.abs(H).argmax()] > 0 else -H


def normal_frame(H: Float[np.ndarray, "d d"]) -> Float[np.ndarray, "d d"]:
    """C with H = C^T N C for a regular form H, where N is diag(-1, ..., 1, ...) or blocks [[0, 1], [-1, 0]].

    Examples:
        >>> C = normal_frame(np.array([[0.0, 4.0], [-4.0, 0.0]]))
        >>> (C.T @ [[0, 1], [-1, 0]] @ C).round(12) + 0
        array([[ 0.,  4.],
               [-4.,  0.]])
    """
    if np.abs(H + H.T).max() > np.abs(H - H.T).max():
        values, V = np.linalg.eigh(H)
        return np.sqrt(np.abs(values))[:, None] * V.T
    T, Q = schur(H - H.T)[:2]
    sizes = np.repeat(np.abs(np.diag(T, 1)[::2]) / 2, 2)
    C = np.sqrt(sizes)[:, None] * Q.T
    for block in np.flatnonzero(np.diag(T, 1)[::2] < 0):
        C[[2 * block, 2 * block + 1]] = C[[2 * block + 1, 2 * block]]
    return C
