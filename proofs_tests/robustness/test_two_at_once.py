"""Two processes that write to one place: the second is refused, or each writes whole files."""

from __future__ import annotations

import json
import time

import pytest

from lconv.experiments.harness import run_study
from lietheory.errors import FileFormatError
from proofs_tests.lconv.experiments.harness.counting import STUDY, Counting, cells
from proofs_tests.robustness.killing import ended, started

RUNS = """
import sys
from lconv.experiments.harness import run_study
from proofs_tests.lconv.experiments.harness.counting import STUDY, Counting
run_study(STUDY, Counting(seconds=0.3), sys.argv[1])
"""
WRITES = """
import sys
from lietheory.outputs import write_whole
for _ in range(20):
    write_whole(sys.argv[1], sys.argv[2] * 2**20)
"""


def test_a_second_study_in_the_same_folder_is_refused_and_the_first_ends_well(tmp_path):
    first, deadline = started([str(tmp_path)], RUNS), time.monotonic() + 60
    while not (tmp_path / "results.jsonl").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    with pytest.raises(FileFormatError, match=r"another process has locked.*Wait until it ends"):
        run_study(STUDY, Counting(seconds=0.3), tmp_path)
    assert ended(first) == (0, "")
    done = (tmp_path / "results.jsonl").read_bytes()
    assert [json.loads(line)["cell"] for line in done.splitlines()[1:]] == cells(Counting())
    run_study(STUDY, Counting(seconds=0.3), tmp_path)
    assert (tmp_path / "results.jsonl").read_bytes() == done


def test_two_that_write_one_file_leave_it_whole_at_every_moment(tmp_path):
    path, seen = tmp_path / "result", set()
    both = [started([str(path), letter], WRITES) for letter in "ab"]
    while any(process.poll() is None for process in both):
        if path.exists():
            seen.add(path.read_text())
    assert [ended(process) for process in both] == [(0, "")] * 2
    assert seen <= {"a" * 2**20, "b" * 2**20} and seen
    assert list(tmp_path.iterdir()) == [path]
