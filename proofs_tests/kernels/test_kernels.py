"""The kernel that runs is the one asked for, or is said not to be."""

from __future__ import annotations

import pytest

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
