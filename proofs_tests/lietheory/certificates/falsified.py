"""Certificates that are false by construction, for the checker to reject: of four kinds, each with why it is false."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import numpy as np

import lietheory as lt
from lietheory.certificates.check import digest, encode

TWINS = [
    ("so(3)", "so(2,1)"),
    ("so(4)", "so(3,1)"),
    ("so(3,1)", "so(2,1) + so(2,1)"),
    ("su(2,1)", "su(3)"),
    ("sl(3,R)", "su(2,1)"),
    ("so(5)", "so(4,1)"),
    ("so(3,2)", "so(4,1)"),
    ("sp(4,R)", "so(5)"),
    ("g2(2)", "so(5) + so(2,1) + R"),
    ("so(6)", "so(5,1)"),
    ("so*(6)", "su(2,2)"),
    ("su(2,2)", "sl(4,R)"),
    ("sl(3,C)", "su(3) + su(3)"),
    ("so(4,3)", "sp(6,R)"),
    ("usp(6)", "so(7)"),
    ("se(3)", "so(2,1) |x R^3"),
    ("so(3) |x R^3", "so(4)"),
    ("aff(2)", "so(3) |x R^3"),
    ("heisenberg(2)", "R^5"),
    ("galilei(2)", "so(3) |x R^3"),
    ("A4,7", "so(2) |x heisenberg(1)"),
    ("A3,2", "R |x R^2[1, 1]"),
    ("so(3) |x C^2", "so(3) |x R^3 + R"),
    ("sim(3)", "so(2,1) |x R^2 + R^2"),
]
"""Algebras of the catalogue, and names of one dimension for other classes: by signature, series, rank or Dynkin type."""


def true_certificates(names: list[str]) -> dict[str, dict]:
    """The content of a certificate for each name, of exact matrices."""
    return {name: lt.identify(name).certificate().content for name in names}


def falsified(contents: dict[str, dict], rng: np.random.Generator) -> Iterator[tuple[str, dict]]:
    """Why it is false, and the content."""
    for name, other in TWINS:
        content = contents[name]
        yield f"{name} is not {other}", content | {"name": other}
        yield f"{name} is not {other}, near", content | {"name": other, "proof": "near"}
        yield from _broken_identities(name, content, rng)
        yield from _other_inputs(name, content, rng)
    yield from _distances(rng)


def _broken_identities(name: str, content: dict, rng: np.random.Generator) -> Iterator[tuple[str, dict]]:
    """One entry of the map replaced, where the images then break a bracket: which is computed here, in floats."""
    for _ in range(4):
        broken = copy.deepcopy(content)
        entry = broken["map"]["entries"][int(rng.integers(len(broken["map"]["entries"])))]
        entry[2] = str(int(rng.integers(2, 9))) + "7/5"
        if not _is_homomorphism(content, broken):
            yield f"{name} with an entry of the map replaced", broken


def _is_homomorphism(content: dict, broken: dict) -> bool:
    """Whether the images of the broken map have the constants of the images of the true one."""
    L = _dense(content["generators"])
    true, false = (np.tensordot(_dense(c["map"]), L, 1) for c in (content, broken))
    n = len(L)
    flat = true.reshape(n, -1).T
    brackets = np.einsum("aij,bjk->abik", true, true)
    c = np.linalg.lstsq(flat, (brackets - brackets.swapaxes(0, 1)).reshape(n * n, -1).T, rcond=None)[0].T.reshape(n, n, n)
    moved = np.einsum("aij,bjk->abik", false, false)
    return bool(np.abs(moved - moved.swapaxes(0, 1) - np.tensordot(c, false, 1)).max() < 1e-6)


def _dense(encoded: dict) -> np.ndarray:
    A = np.zeros(encoded["shape"])
    for *place, x in encoded["entries"]:
        top, _, bottom = str(x).partition("/")
        A[tuple(place)] = float(top) / float(bottom or 1)
    return A


def _other_inputs(name: str, content: dict, rng: np.random.Generator) -> Iterator[tuple[str, dict]]:
    """Other generators: with the old hash, and with one entry replaced and a hash that fits, so that the span is not closed."""
    changed = copy.deepcopy(content)
    changed["generators"]["entries"][0][3] = "17/3"
    yield f"{name} with generators of another hash", changed
    L = _dense(content["generators"])
    for _ in range(2):
        moved = L.copy()
        moved[tuple(int(rng.integers(size)) for size in L.shape)] += 3
        moved = moved.astype(int) if (moved == moved.astype(int)).all() else None
        if moved is not None and not _is_closed(moved):
            generators = encode(moved.tolist())
            yield (
                f"{name} with an entry of the generators replaced",
                content | {"generators": generators, "sha256": digest(generators)},
            )


def _is_closed(L: np.ndarray) -> bool:
    flat = L.reshape(len(L), -1).astype(float)
    brackets = np.einsum("aij,bjk->abik", L, L)
    together = np.concatenate([flat, (brackets - brackets.swapaxes(0, 1)).reshape(-1, flat.shape[1])])
    return bool(np.linalg.matrix_rank(together) == np.linalg.matrix_rank(flat) == len(L))


def _distances(rng: np.random.Generator) -> Iterator[tuple[str, dict]]:
    """Floats with a stated distance of more than 1: small multiples of any other algebra of that size are within it."""
    for name in ("so(3)", "so(4)", "so(3,1)", "so(5)", "so(3,2)", "su(2,1)", "sl(3,R)"):
        L = lt.catalogue_algebra(name).generators.astype(float)
        mixed = np.tensordot(np.eye(len(L)) + 0.2 * rng.normal(size=(len(L), len(L))), L, 1)
        content = lt.identify(mixed).certificate().content
        for distance in (1.01, 1.5, 3.0, 1e6):
            yield f"{name} at distance {distance}", content | {"distance": distance}
        generators = encode((mixed + rng.normal(size=L.shape)).tolist())
        yield f"{name} with noise of its own size", content | {"generators": generators, "sha256": digest(generators)}
