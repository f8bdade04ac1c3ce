"""Which kernels a process runs; as a plugin for pytest, ``-p proofs_tests.kernels.ran``, it fails where others were asked for.

OpenBLAS picks a kernel when it is loaded, by ``OPENBLAS_CORETYPE`` or else by the processor, and falls back without a word
where it has none of that name. So the environment is no evidence; threadpoolctl asks the loaded libraries.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir

import pytest
from threadpoolctl import threadpool_info

REPORTED = {"Haswell": "Haswell", "Sandybridge": "Sandybridge", "Nehalem": "Nehalem", "Prescott": "Katmai"}
"""The kernels to choose from, and what each is reported as: OpenBLAS knows its oldest one by the first of many names."""
_KERNEL, _THREADS = "OPENBLAS_CORETYPE", "OMP_NUM_THREADS"


@dataclass(frozen=True)
class Combination:
    """A kernel of OpenBLAS and a number of threads; torch runs without vector instructions."""

    kernel: str
    threads: int

    def __str__(self) -> str:
        return f"{self.kernel}-{self.threads}"

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """The given variables, but those that choose kernels and threads."""
        threads = dict.fromkeys((_THREADS, "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(self.threads))
        compiled = str(Path(gettempdir()) / "lietheory-inductor-default")  # headers that torch compiles are of one capability
        return {
            **given,
            **threads,
            _KERNEL: self.kernel,
            "ATEN_CPU_CAPABILITY": "default",
            "TORCHINDUCTOR_CACHE_DIR": compiled,
        }


def differences(asked: Combination) -> list[str]:
    """Where the kernels and threads loaded into this process differ from those of the combination."""
    linear_algebra = import_module("numpy.linalg"), import_module("scipy.linalg")  # each wheel brings an OpenBLAS of its own
    for library in linear_algebra:
        library.eigvals([[1.0, 2.0], [3.0, 4.0]])  # a kernel that the processor lacks instructions for ends the process here
    torch = import_module("torch") if find_spec("torch") else None
    pools = threadpool_info()
    kernels = {pool["architecture"] for pool in pools if pool["internal_api"] == "openblas"}
    threads = {pool["num_threads"] for pool in pools}
    found = []
    if kernels != {REPORTED.get(asked.kernel)}:
        found.append(f"{asked.kernel} was asked for, {' and '.join(sorted(kernels)) or 'no OpenBLAS'} runs")
    if threads != {asked.threads}:
        found.append(f"{asked.threads} threads were asked for, {' and '.join(map(str, sorted(threads))) or 'none'} run")
    if torch is not None and torch.backends.cpu.get_cpu_capability() != "DEFAULT":
        found.append(f"torch was to run without vector instructions, and runs {torch.backends.cpu.get_cpu_capability()}")
    return found


@pytest.fixture(scope="session", autouse=True)
def _kernels_that_were_asked_for() -> Iterator[None]:
    """Every process that runs tests, so every worker of xdist, runs what its environment asks for."""
    asked = Combination(os.environ[_KERNEL], int(os.environ[_THREADS]))
    wrong = differences(asked)
    assert not wrong, "; ".join(wrong)
    yield
