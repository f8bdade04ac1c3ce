"""Run the numerical tests under other kernels of OpenBLAS, with one thread and with two, and torch without vector instructions.

Usage: ``python -m proofs_tests.kernels [Haswell-2 ...] [--decisions | --names] [--jobs 2]``; without combinations, all of them.
Sums come out differently in the last bits under each, and whatever rests on these shows. Status 1 if a test fails;
a combination that this machine cannot run is skipped, by name.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from proofs_tests.kernels.ran import REPORTED, Combination

ROOT = Path(__file__).resolve().parents[2]
ALL = {str(one): one for one in (Combination(kernel, threads) for kernel in REPORTED for threads in (1, 2))}
NAMES = (
    "proofs_tests/lietheory/algebra/identification",
    "proofs_tests/lietheory/algebra/invariants",
    "proofs_tests/lietheory/algebra/structure",
)
"""Where floats become the name of an algebra."""
DECISIONS = (
    "lietheory",  # doctests, which print floats
    "lconv",
    *NAMES,
    "proofs_tests/lietheory/comparison",
    "proofs_tests/lietheory/discovery",
    "proofs_tests/lconv/crosschecks",
)
"""Where floats become ranks, names and verdicts, so that one bit can change an answer: a minute on two cores."""
MEASUREMENTS = (
    "proofs_tests/claims",
    "proofs_tests/lietheory/representation",
    "proofs_tests/lconv/convert",
    "proofs_tests/lconv/liegg",
    "proofs_tests/lconv/nn",
)
"""Where floats are compared within a tolerance, which leaves room for many bits: three times as long."""
_PROBE = (
    "import sys; from proofs_tests.kernels.ran import Combination, differences; "
    "print(*differences(Combination(sys.argv[1], int(sys.argv[2]))), sep='; ')"
)


def reason_to_skip(asked: Combination) -> str | None:
    """Why a fresh process does not run what is asked for; None where it does."""
    command = [sys.executable, "-c", _PROBE, asked.kernel, str(asked.threads)]
    ran = subprocess.run(command, cwd=ROOT, env=asked.environment(os.environ), capture_output=True, text=True, check=False)
    if ran.returncode:
        return f"a process that tries ends with status {ran.returncode}"
    return ran.stdout.strip() or None


def run(asked: Combination, jobs: int, tests: tuple[str, ...]) -> bool:
    """Whether the tests pass, in so many threads in all: those of OpenBLAS wait for each other where cores are lacking."""
    workers = max(jobs // asked.threads, 1)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "proofs_tests.kernels.ran", "-n", str(workers), *tests]
    return subprocess.run(command, cwd=ROOT, env=asked.environment(os.environ), check=False).returncode == 0


def main() -> int:
    """Run the combinations named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m proofs_tests.kernels")
    parser.add_argument("combinations", nargs="*", metavar="KERNEL-THREADS", help=f"one of {', '.join(ALL)}")
    parser.add_argument("--decisions", action="store_true", help="only the tests of what is decided by floats")
    parser.add_argument("--names", action="store_true", help="only those of the names of algebras")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    if unknown := [name for name in asked.combinations if name not in ALL]:
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(ALL)}")
    lines, failed = [], False
    for name in asked.combinations or ALL:
        if reason := reason_to_skip(ALL[name]):
            lines.append(f"SKIPPED: {name}, because {reason}")
            continue
        start = time.monotonic()
        tests = NAMES if asked.names else DECISIONS if asked.decisions else DECISIONS + MEASUREMENTS
        passed = run(ALL[name], asked.jobs, tests)
        failed |= not passed
        lines.append(f"{name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - start:.0f} s")
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
