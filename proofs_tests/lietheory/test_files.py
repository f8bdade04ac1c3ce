"""Result files are whole or absent, exact arrays survive, and nothing is unpickled."""

from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest

from lietheory.errors import FileFormatError
from lietheory.files import load_result, require_writable, save_result, write_whole


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


def test_a_folder_is_proved_writable_without_leaving_a_trace(tmp_path):
    assert list(require_writable(tmp_path / "new").iterdir()) == []
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(FileFormatError, match="taken"):
        require_writable(tmp_path / "taken")


def test_a_broken_header_is_refused(tmp_path):
    np.savez(tmp_path / "a.npz", header=np.array("{"))
    with pytest.raises(FileFormatError, match="truncated"):
        load_result(tmp_path / "a.npz")
