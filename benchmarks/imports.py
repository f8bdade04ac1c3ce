"""How long ``import lietheory`` and ``lietheory --help`` take, as ratios to ``import numpy`` and ``import typer``.

Each is a process of its own, run in turn, so that what else the machine does meets all four; the medians are compared.

    python benchmarks/imports.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 11
LIMITS = {"import lietheory": ("import numpy", 1.3), "lietheory --help": ("import typer", 1.5)}
_HELP = "import sys; sys.argv = ['lietheory', '--help']; from lietheory.cli.main import main; main()"


def seconds(statement: str) -> float:
    """The wall time of a fresh interpreter that runs one statement."""
    code = _HELP if statement == "lietheory --help" else statement
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> int:
    """Print the ratios; 1 if one is above its limit."""
    statements = [statement for pair in ((ours, theirs) for ours, (theirs, _) in LIMITS.items()) for statement in pair]
    times: dict[str, list[float]] = {statement: [] for statement in statements}
    for _ in range(RUNS):
        for statement in statements:
            times[statement].append(seconds(statement))
    medians = {statement: statistics.median(values) for statement, values in times.items()}
    ratios = {ours: medians[ours] / medians[theirs] for ours, (theirs, _) in LIMITS.items()}
    for ours, (theirs, limit) in LIMITS.items():
        print(f"{ours}: {1e3 * medians[ours]:.0f} ms, {ratios[ours]:.2f} times {theirs} (at most {limit})")
    return int(any(ratios[ours] > limit for ours, (_, limit) in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
