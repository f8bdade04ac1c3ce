"""Result files are whole or absent, exact arrays survive, and nothing is unpickled."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pytest

from lietheory.errors import FileFormatError
from lietheory.files import array, load, load_result, require_writable, save, save_result, write_whole


def test_arrays_and_header_survive_the_round_trip(tmp_path):
    arrays = {"x": np.arange(3.0), "n": np.arange(4), "q": np.array([Fraction(1, 3), Fraction(2)], dtype=object)}
    path = save_result(tmp_path / "deep" / "result", "Kind", {"note": "a"}, **arrays)
    assert path.suffix == ".npz"
    header, loaded = load_result(path, "Kind")
    assert header == {"kind": "Kind", "note": "a"}
    assert set(loaded) == set(arrays)
    assert all((loaded[k] == v).all() for k, v in arrays.items())


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = save_result(tmp_path / "a.npz", "Kind", {})
    with pytest.raises(FileFormatError, match="Other"):
        load_result(path, "Other")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FileFormatError, match="no file"):
        load_result(tmp_path / "none.npz")


def test_a_truncated_file_is_refused(tmp_path):
    path = save_result(tmp_path / "a.npz", "Kind", {}, x=np.arange(1000.0))
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(FileFormatError, match="truncated"):
        load_result(path)


def test_a_pickle_is_not_executed(tmp_path):
    path = tmp_path / "evil.npz"
    path.write_bytes(pickle.dumps(print))
    with pytest.raises(FileFormatError):
        load_result(path)


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path):
    path = tmp_path / "a.txt"
    write_whole(path, "old")
    with pytest.raises(FileFormatError):
        write_whole(path / "below", "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_writing_replaces_the_whole_file(tmp_path):
    path = tmp_path / "a.txt"
    write_whole(path, "a long old text")
    write_whole(path, "new")
    assert path.read_text() == "new"


def test_a_folder_is_checked_without_leaving_a_trace(tmp_path):
    require_writable(tmp_path / "new" / "below")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(FileFormatError, match="taken"):
        require_writable(tmp_path / "taken")


def test_a_broken_header_is_refused(tmp_path):
    np.savez(tmp_path / "a.npz", header=np.array("{"))
    with pytest.raises(FileFormatError, match="header: expected JSON"):
        load_result(tmp_path / "a.npz")


@dataclass(frozen=True, eq=False)
class Inner:
    """A result inside another."""

    matrix: np.ndarray
    weights: tuple[tuple[int, ...], ...] = ()
    charge: complex = 0j


@dataclass(frozen=True, eq=False)
class Outer:
    """A result of everything that a result may hold."""

    name: str
    size: int | None
    precision: np.dtype
    vector: np.ndarray | None
    first: Inner | None
    rest: tuple[Inner, ...]
    named: dict[str, np.ndarray]
    pair: tuple[int, str] = (0, "")
    facts: dict[str, float | str] = field(default_factory=dict)


def _outer(vector: np.ndarray | None, first: Inner | None) -> Outer:
    rest = (Inner(np.eye(2), ((1, 2), (3,)), 1 + 2j), Inner(np.array([[Fraction(1, 3)]], dtype=object)))
    facts = {"loss": float("inf"), "note": "n"}
    return Outer("x", 3, np.dtype(np.float32), vector, first, rest, {"so(2)": np.ones(2)}, (1, "a"), facts)


@pytest.mark.parametrize("first", [None, Inner(np.zeros(1))])
@pytest.mark.parametrize("vector", [None, np.arange(3)])
def test_a_result_inside_a_result_survives_the_round_trip(vector, first, tmp_path):
    result = _outer(vector, first)
    again = load(save(tmp_path / "a", result), Outer)
    assert repr(again) == repr(result) and type(again.rest[1].matrix[0, 0]) is Fraction


@pytest.mark.parametrize("missing", ["named:so(2)", "rest:0:matrix"])
def test_an_array_that_is_missing_is_named(missing, tmp_path):
    header, arrays = load_result(save(tmp_path / "a", _outer(None, None)))
    del header["kind"], arrays[missing]
    with pytest.raises(FileFormatError) as refusal:
        load(save_result(tmp_path / "b", "Outer", header, **arrays), Outer)
    assert f"{missing} is missing" in str(refusal.value) and "Outer.load" in str(refusal.value)


@pytest.mark.parametrize("missing", ["name", "precision", "rest"])
def test_a_field_that_is_missing_is_named(missing, tmp_path):
    header, arrays = load_result(save(tmp_path / "a", _outer(None, None)))
    del header["kind"], header[missing]
    with pytest.raises(FileFormatError, match=f"{missing} is missing"):
        load(save_result(tmp_path / "b", "Outer", header, **arrays), Outer)


def test_a_field_that_is_not_known_is_named(tmp_path):
    header, arrays = load_result(save(tmp_path / "a", _outer(None, None)))
    del header["kind"]
    with pytest.raises(FileFormatError, match="later"):
        load(save_result(tmp_path / "b", "Outer", header | {"later": 1}, **arrays), Outer)


def test_fields_with_defaults_and_optional_fields_may_be_missing(tmp_path):
    header, arrays = load_result(save(tmp_path / "a", _outer(None, None)))
    for name in ("kind", "pair", "facts", "first", "size"):
        del header[name]
    found = load(save_result(tmp_path / "b", "Outer", header, **arrays), Outer)
    assert (found.pair, found.facts, found.first, found.size) == ((0, ""), {}, None, None)


def test_a_former_name_and_a_former_layout_are_read(tmp_path):
    path = save_result(tmp_path / "a", "Old", {"charge": [0, 1]}, M=np.ones(2))
    found = load(path, Inner, formerly=["Old"], upgrade=lambda _, arrays: arrays.update(matrix=arrays.pop("M")))
    assert found.charge == 1j and found.matrix.tolist() == [1, 1]
    with pytest.raises(FileFormatError, match="M is missing"):
        load(save_result(tmp_path / "b", "Old", {}), Inner, formerly=["Old"], upgrade=lambda _, arrays: array(arrays, "M"))


def test_numbers_of_numpy_are_saved_as_plain_ones(tmp_path):
    found = load(save(tmp_path / "a", Inner(np.ones(1), ((np.int64(2), np.bool_(True)),), np.complex128(2j))), Inner)
    assert found.weights == ((2, True),) and found.charge == 2j
