"""Coordinates in which every generator of an action displaces the data by one unit of the data's own spread.

Coefficients of generators whose fields differ in size by 1e9 lose the smaller ones in every inner product, and affine maps about
a far origin lose all of them. A generator's size is s_k = sqrt(M_kk), its root mean square displacement in units of the spread
of each input, affine ones taken about the centre of the data, and its coordinate is its coefficient times s_k: whatever is
decided is decided there, and only what is printed is in the coefficients that the action has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from lietheory.discovery.evidence import Evidence
from lietheory.discovery.spectrum import relative_spectrum


@dataclass(frozen=True, eq=False)
class Coordinates:
    """The coordinates a of coefficients c = a T in the basis of an action.

    Args:
        T: (K, K), the coefficients of the unit directions.
        lengths: (K, K), mean products of their displacements, M in these coordinates, with ones on the diagonal.
        frame: (K, p), the generators as vectors, in whose inner product printed directions are orthonormal.
        sizes: (K,), of the generators of the frame that T is written with, before they were made units.
        seen: (K, K), the coefficients of the unit directions in the generators that evidence was accumulated about.
    """

    T: Float[np.ndarray, "K K"]
    lengths: Float[np.ndarray, "K K"]
    frame: Float[np.ndarray, "K p"]
    sizes: Float[np.ndarray, " K"]
    seen: Float[np.ndarray, "K K"]

    @classmethod
    def of(
        cls,
        M: Float[np.ndarray, "K K"],
        generators: Float[np.ndarray, "K K"] | None = None,
        seen: Float[np.ndarray, "K K"] | None = None,
    ) -> Coordinates:
        """Those of a Gram matrix of displacements.

        Args:
            M: of the generators, or of others that span the same.
            generators: the coefficients of these others; None where they are the generators.
            seen: these coefficients in what evidence is about; None where that is the generators themselves.
        """
        sizes = np.sqrt(np.diag(M))
        sizes = np.where(sizes > 0, sizes, 1.0)
        G = np.eye(len(M)) if generators is None else generators
        own = (G if seen is None else seen) / sizes[:, None]
        return cls(G / sizes[:, None], M / np.outer(sizes, sizes), np.eye(len(M)), sizes, own)

    def directions(self, C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "k K"]:
        """Coefficients in the basis of the action in these coordinates."""
        return np.linalg.solve(self.T.T, C.T).T

    def coefficients(self, a: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "k K"]:
        """Of directions in these coordinates, each of length one."""
        C = a @ self.T
        return C / np.linalg.norm(C @ self.frame, axis=1, keepdims=True)

    def orthonormal(self, a: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "k K"]:
        """The coefficients of an orthonormal basis of a span in these coordinates."""
        C = self.coefficients(a)
        return np.linalg.solve(np.linalg.qr((C @ self.frame).T)[1].T, C)

    def matrices(self, basis: Float[np.ndarray, "K n n"]) -> Float[np.ndarray, "K n n"]:
        """The unit directions as matrices."""
        return np.tensordot(self.T, basis, axes=1)

    def evidence(self, seen: Evidence) -> Evidence:
        """The evidence, with the fields' Gram matrix in units of the spread where it shows all directions that the points do."""
        own = seen.about(self.seen)
        scaled = replace(own, fields=seen.points * self.lengths)
        shown = [e.total() for e in (scaled, seen)]
        some, every = (relative_spectrum(*f, e.fields, e.dtype).identifiable for f, e in zip(shown, (scaled, seen), strict=True))
        return scaled if some >= every else own
