"""A Cartan subalgebra of a semisimple algebra, and the lengths of its roots."""

from __future__ import annotations

import numpy as np

from lietheory.algebra.primitives import null_space
from lietheory.algebra.structure import Structure


def probe(g: Structure, attempt: int = 0) -> np.ndarray:
    """A fixed element in general position: powers of 2 modulo 101, centred; of length 1 if numeric."""
    v = np.array([pow(2, (attempt + 1) * i * i + i + 17 * attempt, 101) - 50 for i in range(g.dimension)])
    return v if g.is_exact else v / np.linalg.norm(v)


def regular_element(g: Structure) -> tuple[np.ndarray, np.ndarray]:
    """An element v of a semisimple algebra and its centraliser: the smallest of a few, so a Cartan subalgebra."""
    elements = [probe(g, attempt) for attempt in range(3)]
    return min(((v, null_space(g.ad(v), g.error)) for v in elements), key=lambda found: len(found[1]))


def rank(g: Structure) -> int:
    """The rank of a semisimple algebra: the dimension of its Cartan subalgebras."""
    return len(regular_element(g)[1])


def root_lengths(g: Structure) -> np.ndarray:
    """The squared lengths K(alpha, alpha) of all roots of a semisimple algebra, ascending, in floats."""
    h = g.adjoint_orthonormal()
    v, cartan = regular_element(h)
    values, vectors = np.linalg.eig(h.ad(v))
    keep = np.argsort(np.abs(values))[len(cartan):]
    dual = np.linalg.inv(vectors)
    ads = np.stack([h.ad(x) for x in cartan])
    roots = np.einsum("ra,kab,br->rk", dual[keep], ads, vectors[:, keep])
    form = np.linalg.inv(cartan @ h.killing @ cartan.T)
    return np.sort(np.einsum("rk,kl,rl->r", roots, form, roots).real)
