"""The kernel that runs is the one asked for, or is said not to be."""

from __future__ import annotations

import pytest

from proofs_tests.kernels import __main__ as command
from proofs_tests.kernels.__main__ import ALL, reason_to_skip
from proofs_tests.kernels.ran import Combination, differences


def test_a_kernel_that_does_not_run_is_named_with_the_one_that_does() -> None:
    reason = reason_to_skip(Combination("Pentium", 1))
    assert reason is not None
    assert reason.startswith("Pentium was asked for, ")


@pytest.mark.parametrize("name", ["Haswell-2", "Prescott-1"])
def test_a_combination_runs_or_its_own_part_is_what_is_missing(name: str) -> None:
    """Torch without vector instructions runs wherever torch does."""
    assert "torch" not in (reason_to_skip(ALL[name]) or "")


def test_the_number_of_threads_outside_does_not_mask_the_one_asked_for() -> None:
    inside = Combination("Haswell", 2).environment({"OMP_NUM_THREADS": "1", "HOME": "/"})
    assert (inside["OMP_NUM_THREADS"], inside["OPENBLAS_NUM_THREADS"], inside["HOME"]) == ("2", "2", "/")


def test_a_kernel_of_no_processor_differs_from_the_one_that_runs() -> None:
    assert differences(Combination("none", 1))[0].startswith("none was asked for")


def test_a_flag_chooses_the_tests_with_and_without_combinations(monkeypatch):
    ran = []
    monkeypatch.setattr(command, "reason_to_skip", lambda asked: None)
    monkeypatch.setattr(command, "run", lambda asked, jobs, tests: ran.append((str(asked), tests)) or True)
    everything = command.DECISIONS + command.MEASUREMENTS
    for line, tests in (([], everything), (["--names"], command.NAMES), (["--decisions"], command.DECISIONS)):
        for names in ([], ["Haswell-2"]):
            ran.clear()
            monkeypatch.setattr("sys.argv", ["kernels", *names, *line])
            assert command.main() == 0
            assert ran == [(name, tests) for name in names or command.ALL]
