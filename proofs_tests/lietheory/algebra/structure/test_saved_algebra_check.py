"""A file whose numbers are no Lie algebra is refused, by what is wrong with them; what was saved loads."""

from __future__ import annotations

import numpy as np
import pytest

import lietheory as lt
from lietheory.errors import FileFormatError


def _turned(name: str, scale: float) -> lt.LieAlgebra:
    L = np.asarray(lt.catalogue_algebra(name).generators, dtype=np.float64)
    S = np.random.default_rng(0).normal(size=L.shape[1:])
    return lt.LieAlgebra.from_matrices(scale * S @ L @ np.linalg.inv(S))


def _abstract() -> lt.LieAlgebra:
    f = np.zeros((3, 3, 3), dtype=np.int64)
    f[0, 1, 2], f[1, 0, 2] = 1, -1
    return lt.LieAlgebra.from_structure_constants(f)


SAVED = {
    "so(5)": lambda: lt.so(5),
    "e6(6)": lambda: lt.catalogue_algebra("e6(6)"),
    "so(4) in floats": lambda: _turned("so(4)", 1.0),
    "so(4) at 1e-100": lambda: _turned("so(4)", 1e-100),
    "poincare(3) at 1e100": lambda: _turned("poincare(3)", 1e100),
    "abstract": _abstract,
    "Pauli strings": lambda: lt.lie_closure(["XXI", "IXX", "ZII", "IZI", "IIZ"]),
    "Pauli sums": lambda: lt.lie_closure([{"XXI": 1, "IXX": 1}, {"ZII": 1, "IZI": 1, "IIZ": 1}]),
}


def changed(path, key: str, change) -> None:
    """The same file with one array changed."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays[key] = change(arrays[key])
    np.savez(path, **arrays)


def doubled(array: np.ndarray) -> np.ndarray:
    """The array with its largest number doubled."""
    array = array.copy()
    array.flat[np.argmax(np.abs(array))] *= 2
    return array


@pytest.mark.parametrize("name", SAVED)
def test_what_was_saved_loads(name, tmp_path):
    g = SAVED[name]()
    again = lt.LieAlgebra.load(g.save(tmp_path / "g.npz"))
    assert again.dimension == g.dimension and np.array_equal(again.structure_constants, g.structure_constants)


@pytest.mark.parametrize("key", ["generators", "structure:constants", "change"])
@pytest.mark.parametrize("name", ["so(5)", "so(4) in floats", "so(4) at 1e-100", "poincare(3) at 1e100"])
def test_a_changed_number_is_refused(name, key, tmp_path):
    path = SAVED[name]().save(tmp_path / "g.npz")
    changed(path, key, doubled)
    with pytest.raises(FileFormatError, match=r"other matrices|antisymmetric|Jacobi"):
        lt.LieAlgebra.load(path)


@pytest.mark.parametrize("kind", [np.int64, np.float64])
def test_constants_against_the_jacobi_identity_are_refused(kind, tmp_path):
    path = _abstract().save(tmp_path / "g.npz")
    f = np.zeros((3, 3, 3), dtype=kind)
    for (i, j), k in {(0, 1): 0, (1, 2): 0, (0, 2): 2}.items():
        f[i, j, k], f[j, i, k] = 1, -1
    changed(path, "structure:constants", lambda _: f)
    with np.load(path) as stored:
        kept = {name: stored[name] for name in stored.files if name not in ("generators", "change")}
    np.savez(path, **kept)
    with pytest.raises(FileFormatError, match="Jacobi"):
        lt.LieAlgebra.load(path)


@pytest.mark.parametrize("name", ["Pauli strings", "Pauli sums"])
def test_pauli_sums_that_are_not_closed_are_refused(name, tmp_path):
    with np.load(SAVED[name]().save(tmp_path / "g.npz")) as stored:
        keys = [key for key in stored.files if key.startswith("pauli:") and "generators" not in key]
    refused = []
    for key in keys:
        path = SAVED[name]().save(tmp_path / "g.npz")
        changed(path, key, lambda a: np.concatenate([a[1:2], a[1:]]))
        try:
            assert lt.identify(lt.LieAlgebra.load(path)).name == lt.identify(SAVED[name]()).name, key  # as it was
        except FileFormatError:
            refused.append(key)
    assert {"pauli:z", "pauli:pivots"} <= set(refused)
