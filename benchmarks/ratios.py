"""Every ratio of the project in one table: what something of ours takes beside what it is compared with, and how it grows.

Each ratio is measured in a process of its own, in interleaved pairs: the median of the ratios of the pairs, the quartiles, and
the peak memory of the process. What runs on one thread is measured by its processor time, so that other work on the machine
slows both sides alike. A growth exponent is the slope of log time in log size. Machine and commit stand beside them.

    python benchmarks/ratios.py --out build/bench.json            # all, in some minutes
    python benchmarks/ratios.py --compare before.json after.json  # 1 if a median left the other's quartiles by more than a fifth
    python benchmarks/ratios.py --table benchmarks/ratios.json    # as docs/speed.md has it
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from math import ceil, log
from pathlib import Path
from typing import Any

from ratio_pairs import GROWTH, ON_THE_WALL, RATIOS, growing

ROUNDS, WARM = 9, 2
SHORTEST = 0.03  # seconds of a measurement, whose clock may have steps of milliseconds
BEYOND = 1.2  # outside the other run's quartiles by more than this is a change and no noise
GPU = "not run (make gpu)"


def _processor_seconds() -> float:
    """Of this process and of those that it started and that ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _seconds(call: Callable[[], object], clock: Callable[[], float], times: int = 1) -> float:
    start, own = clock(), 0.0
    for _ in range(times):
        given = call()  # some give their own time, without what they prepare
        own += given if isinstance(given, float) else 0.0
    return (own or clock() - start) / times


def measured(name: str) -> dict[str, Any]:
    """One row, measured in this process."""
    clock = time.perf_counter if any(word in name for word in ON_THE_WALL) else _processor_seconds
    if name in GROWTH:
        sizes, make = growing(name)
        seconds = [statistics.median(_seconds(call, clock) for _ in range(4)) for call in map(make, sizes)]
        logs = statistics.linear_regression(*([log(v) for v in values] for values in (sizes, seconds)))
        row = {"exponent": round(logs.slope, 2), "sizes": sizes, "seconds": [round(t, 4) for t in seconds]}
    else:
        ours, theirs = RATIOS[name][1]()
        first = [max(_seconds(side, clock) for _ in range(WARM)) for side in (ours, theirs)]
        times = max(1, ceil(SHORTEST / max(min(first), 1e-5)))  # processor time has steps of a millisecond or more
        pairs = [(_seconds(ours, clock, times), _seconds(theirs, clock, times)) for _ in range(ROUNDS)]
        low, median, high = statistics.quantiles((a / b for a, b in pairs), n=4)
        row = {
            "ratio": round(median, 3),
            "quartiles": [round(low, 3), round(high, 3)],
            "seconds": [round(statistics.median(side), 5) for side in zip(*pairs, strict=True)],
            "against": RATIOS[name][0],
            "clock": "wall" if clock is time.perf_counter else "processor",
        }
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return row | {"peak_MiB": round(peak / 1024)}


def all_rows() -> dict[str, Any]:
    """Every row with the machine and the commit."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    load = round(os.getloadavg()[0], 1)
    rows = {}
    for name in (*RATIOS, *GROWTH):
        done = subprocess.run([sys.executable, __file__, "--one", name], capture_output=True, text=True, check=False)
        rows[name] = json.loads(done.stdout) if done.returncode == 0 else {"failed": done.stderr.strip().splitlines()[-1:]}
        print(_line(name, rows[name]), flush=True)
    machine = {"processor": _processor(), "cores": os.cpu_count(), "load": load}
    versions = {package: version(package) for package in ("numpy", "scipy", "torch")} | {"python": platform.python_version()}
    return {"commit": commit, "machine": machine, "versions": versions, "gpu": GPU, "rows": rows}


def _processor() -> str:
    """Its name where the system has one."""
    described = Path("/proc/cpuinfo")
    lines = described.read_text().splitlines() if described.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def table(found: dict[str, Any]) -> str:
    """The rows as a table of Markdown."""
    lines = ["| what | beside | ratio | quartiles | peak memory, MiB |", "|---|---|---|---|---|"]
    for name, row in found["rows"].items():
        if "ratio" in row:
            low, high = row["quartiles"]
            lines += [f"| {name} | {row['against']} | {row['ratio']:.2f} | {low:.2f} to {high:.2f} | {row['peak_MiB']} |"]
    lines += ["", "| what | sizes | grows as size to the power |", "|---|---|---|"]
    lines += [
        f"| {name} | {', '.join(f'{size:,}' for size in row['sizes'])} | {row['exponent']:.2f} |"
        for name, row in found["rows"].items()
        if "exponent" in row
    ]
    machine, versions = found["machine"], ", ".join(f"{package} {number}" for package, number in found["versions"].items())
    return "\n".join([*lines, "", f"{machine['cores']} cores of {machine['processor']}; {versions}. GPU: {found['gpu']}."])


def _line(name: str, row: dict[str, Any]) -> str:
    if "exponent" in row:
        return f"{name:46} grows as size^{row['exponent']:<6}{row['peak_MiB']:>24} MiB"
    if "ratio" not in row:
        return f"{name:46} failed: {row['failed']}"
    low, high = row["quartiles"]
    return f"{name:46} {row['ratio']:7.2f} ({low:.2f} to {high:.2f}) {row['peak_MiB']:6} MiB   of {row['against']}"


def compare(before: Path, after: Path) -> int:
    """1 if a ratio left the quartiles of the other run by more than a fifth."""
    old, new = (json.loads(path.read_text()) for path in (before, after))
    print(f"{old['commit']} on {old['machine']} against {new['commit']} on {new['machine']}")
    worse = 0
    for name, row in new["rows"].items():
        was = old["rows"].get(name, {})
        if "ratio" not in row or "ratio" not in was:
            continue
        change = row["ratio"] / was["ratio"]
        slower = row["ratio"] > BEYOND * was["quartiles"][1]
        worse += slower
        print(f"{name:46} {was['ratio']:7.2f} -> {row['ratio']:7.2f}   {change:5.2f} times{'   SLOWER' if slower else ''}")
    return int(worse > 0)


def main() -> int:
    """The status of the comparison, or 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"))
    parser.add_argument("--one")
    parser.add_argument("--compare", nargs=2, type=Path)
    parser.add_argument("--table", type=Path)
    asked = parser.parse_args()
    if asked.one is not None:
        print(json.dumps(measured(asked.one)))
        return 0
    if asked.compare is not None:
        return compare(*asked.compare)
    if asked.table is not None:
        print(table(json.loads(asked.table.read_text())))
        return 0
    found = all_rows()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(found, indent=1) + "\n")
    print(f"wrote {asked.out}")
    return int(any("failed" in row for row in found["rows"].values()))


if __name__ == "__main__":
    sys.exit(main())
