"""Certificates of names: the isomorphism with the algebra that the checker makes of the name, and what proves it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from lietheory.algebra.catalogue.chevalley import chevalley_basis, compact_constants
from lietheory.algebra.isomorphism.adapted_frame import adapted_frame
from lietheory.algebra.isomorphism.fundamental_cartan import numeric_system
from lietheory.algebra.isomorphism.isomorphism import LARGEST, isomorphism
from lietheory.algebra.isomorphism.real_forms import real_isomorphisms
from lietheory.algebra.isomorphism.rigidity import homotopy, polished
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.names.brackets import split
from lietheory.algebra.structure.closure import projected_brackets
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import exact_array, is_exact
from lietheory.certificates.certificate import Certificate
from lietheory.certificates.check import FORMAT, check, digest
from lietheory.certificates.definitions import reference
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
    stated = _exceptional(name)
    try:
        c = _dense(reference(name, stated), len(L))
    except (Rejected, ValueError, TypeError, KeyError, IndexError, AttributeError) as problem:
        return Certificate(None, f"the checker has no definition of {name}: {problem}")
    if c is None:
        return Certificate(None, f"the dimension of {name} is not {len(L)}")
    try:
        return _exact(L, name, stated, c) if is_exact(L) else _floats(L, name, stated, c)
    except LieTheoryError as problem:
        return Certificate(None, f"no isomorphism was met: {problem.got}")


def _dense(c: list, n: int) -> np.ndarray | None:
    if len(c) != n:
        return None
    f = np.full((n, n, n), Fraction(0))
    for a, rows in enumerate(c):
        for b, row in rows.items():
            for k, x in row.items():
                f[a, b, k] = Fraction(int(x.p), int(x.q))
    return exact_array(f)


def _exceptional(name: str) -> Json:
    """Constants and Chevalley generators of the split and compact exceptional summands of a name."""
    stated = {}
    for part in split(name, "+"):
        kind, _, character = part.rstrip(")").partition("(")
        if kind not in ("g2", "f4", "e6"):
            continue
        basis = chevalley_basis(kind[0].upper(), int(kind[1]))
        N, r = len(basis.positive), len(basis.cartan)
        if character == kind[1]:
            f, e = basis.constants, [([[i, 0, "1"]], [[N + i, 0, "1"]]) for i in range(r)]
        elif character == str(-len(basis.constants)):
            f = compact_constants(basis)  # e = (X - i Y) / 2 and f = (-X - i Y) / 2 for X = e - f, Y = i (e + f)
            e = [tuple([[i, 0, half], [N + i, 1, "-1/2"]] for half in ("1/2", "-1/2")) for i in range(r)]
        else:
            continue
        constants = [[int(a), int(b), int(k), int(f[a, b, k])] for a, b, k in np.argwhere(f) if a < b]
        stated[part] = {"constants": constants, "raising": [up for up, _ in e], "lowering": [down for _, down in e]}
    return stated


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
