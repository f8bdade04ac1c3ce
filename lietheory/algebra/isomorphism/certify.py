"""Certificates of names: the isomorphism with the algebra that the checker makes of the name, and what proves it."""

from __future__ import annotations

import numpy as np

from lietheory.algebra.isomorphism.adapted_frame import adapted_frame
from lietheory.algebra.isomorphism.fundamental_cartan import numeric_system
from lietheory.algebra.isomorphism.isomorphism import LARGEST, bases_of, isomorphism
from lietheory.algebra.isomorphism.real_forms import real_isomorphisms
from lietheory.algebra.isomorphism.rigidity import homotopy, polished
from lietheory.algebra.isomorphism.summand_certificates import dense, exceptional_constants, summands_of
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.linalg.dispatch import inverse, multiply
from lietheory.algebra.names.brackets import bare, split
from lietheory.algebra.structure.closure import projected_brackets
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import has_surds, is_exact
from lietheory.certificates.certificate import Certificate
from lietheory.certificates.check import FORMAT, check, digest
from lietheory.certificates.definitions import factors_and_terms, reference
from lietheory.certificates.generator_file import encoded, field_of
from lietheory.certificates.rejection import Json, Rejected
from lietheory.errors import LieTheoryError

_SAFE = 0.98  # of the distance that the floats here allow, so that the checker, which rounds outward, agrees
_RADIUS = (1 / 8, 1 / 4)  # b |v| and (4 b + a b^2) |v|


def certificate(L: np.ndarray, name: str) -> Certificate:
    """A certificate that the span of matrices has a name; for floats, with the largest distance up to which it is proved.

    Args:
        L: (n, d, d), exact or floats.
        name: the canonical name.
    """
    if len(L) > LARGEST:
        return Certificate(None, f"dimension {len(L)} is above {LARGEST}")
    try:
        if is_exact(L) and any(factors_and_terms(bare(part)) for part in split(name, "+")):
            return _over_modules(L, name)
        stated = exceptional_constants(split(name, "+"))
        c = dense(reference(name, stated))
    except LieTheoryError as problem:
        return Certificate(None, f"no isomorphism was met: {problem.got}")
    except (Rejected, ValueError, TypeError, KeyError, IndexError, AttributeError) as problem:
        return Certificate(None, f"the checker has no definition of {name}: {problem}")
    if len(c) != len(L):
        return Certificate(None, f"the dimension of {name} is not {len(L)}")
    try:
        return _exact(L, name, stated, c) if is_exact(L) else _floats(L, name, stated, c)
    except LieTheoryError as problem:
        return Certificate(None, f"no isomorphism was met: {problem.got}")


def _over_modules(L: np.ndarray, name: str) -> Certificate:
    """The certificate of a name with summands (s + R^j) |x M."""
    h, C = min(bases_of(LieAlgebra.from_matrices(L)), key=lambda pair: has_surds(pair[0]))
    summands = summands_of(Structure(h), name)
    if summands is None:
        return Certificate(None, f"no map to {name} was met")
    stated, rows = summands
    S = multiply(rows, inverse(C))
    return _verified(_content(name, L, S, "exact", 0.0, stated))


def _exact(L: np.ndarray, name: str, stated: Json, c: np.ndarray) -> Certificate:
    g = LieAlgebra.from_matrices(L)
    target = LieAlgebra(None, Structure(c), np.eye(len(c), dtype=np.int64))
    answer = isomorphism(target, g)
    if answer.status != "isomorphic" or answer.map is None:
        return Certificate(None, f"no isomorphism with {name} was met: {answer.reason}")
    S = answer.map.T
    return _verified(_content(name, L, S, "exact" if is_exact(S) else "near", 0.0, stated))


def _content(name: str, L: np.ndarray, S: np.ndarray, proof: str, distance: float, stated: Json) -> Json:
    generators = encoded(L)
    return {
        "format": FORMAT,
        "kind": "name",
        "name": name,
        "proof": proof,
        "distance": distance,
        "field": field_of(L, S),
        "sha256": digest(generators),
        "generators": generators,
        "map": encoded(S),
        "references": stated,
    }


def _verified(content: Json) -> Certificate:
    """The certificate if the checker accepts it: none is handed out that it rejects."""
    verdict = check(content)
    return Certificate(content, verdict.statement) if verdict.accepted else Certificate(None, verdict.statement)


def _floats(L: np.ndarray, name: str, stated: Json, c: np.ndarray) -> Certificate:
    """The map that Newton's method makes of the projected brackets, and the largest distance at which the checker accepts it."""
    target = Structure(c)
    if target.killing_signature[2]:
        return Certificate(None, "floats of an algebra that is not semisimple may stand for others of which it is a limit")
    S = _map_of_floats(L, c)
    if S is None:
        return Certificate(None, f"no map near to an isomorphism with {name} was met")
    distance = _largest_distance(L, S, c.astype(np.float64))
    if not distance > 0:
        return Certificate(None, "the brackets are further from those of the name than the radius of rigidity")
    return _verified(_content(name, L, S, "near", distance, stated))


def _map_of_floats(L: np.ndarray, c: np.ndarray) -> np.ndarray | None:
    """S, rows the images of the basis of the name in generators that close up to noise."""
    lengths = np.linalg.norm(L, axis=(1, 2))
    f = projected_brackets(L / lengths[:, None, None])[0]
    frame, target = adapted_frame(f), adapted_frame(c.astype(np.float64))
    T = next(real_isomorphisms(numeric_system(frame), numeric_system(target)), None)
    if T is None:
        return None
    T = np.linalg.inv(frame.basis) @ polished(frame.constants, T, target.constants) @ target.basis
    return np.linalg.inv(T) / lengths


def _largest_distance(L: np.ndarray, S: np.ndarray, c: np.ndarray) -> float:
    """The distance at which the inequalities of the checker's ``_rigid`` become equalities, less a margin."""
    n = len(c)
    scale = 1 / np.linalg.norm(c, axis=(1, 2))
    c = c * scale[:, None, None] * scale[:, None] / scale
    F, H = c.reshape(n * n, n), homotopy(c).reshape(n * n, n)
    a, b = (np.sqrt(np.abs(X.T @ X).sum(axis=1).max()) for X in (F, H))
    T = scale[:, None] * S
    P = np.tensordot(T, L, 1)
    products = np.einsum("aij,bjk->abik", P, P, optimize=True)
    R = np.linalg.norm(products - products.swapaxes(0, 1) - np.tensordot(c, P, 1))
    flat = P.reshape(n, -1)
    least = 1 / np.sqrt(np.linalg.norm(np.linalg.inv(flat @ flat.T)))
    reach = float(np.linalg.norm(np.abs(T) @ np.linalg.norm(L, axis=(1, 2))))
    radius, size = min(_RADIUS[0] / b, _RADIUS[1] / (4 * b + a * b * b)), float(np.linalg.norm(P))

    def excess(q: float) -> float:
        return R + np.sqrt(2) * (2 * size * q + q * q) + a * q - radius * (least - q)

    low, high = 0.0, float(least)
    if excess(0.0) >= 0:
        return 0.0
    for _ in range(60):
        low, high = (low, (low + high) / 2) if excess((low + high) / 2) > 0 else ((low + high) / 2, high)
    return _SAFE * low / reach
