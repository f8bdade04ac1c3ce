"""Every ratio of the project in one table: what something of ours takes beside what it is compared with, and how it grows.

Each ratio is measured in a process of its own, in interleaved pairs: the median of the ratios of the pairs, the quartiles, and
the peak memory of the process. A growth exponent is the slope of log time in log size. Machine and commit stand beside them.

    python benchmarks/ratios.py --out build/bench.json          # all, in some minutes
    python benchmarks/ratios.py --compare before.json after.json  # 1 if a median left the other's quartiles by more than a fifth
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from math import log
from pathlib import Path
from typing import Any

ROUNDS, WARM = 9, 2
BEYOND = 1.2  # outside the other run's quartiles by more than this is a change and no noise
Pair = tuple[Callable[[], object], Callable[[], object]]


def _convolution(c: int, e: int, kernel: int, side: int, dtype: str, threads: int) -> Pair:
    """Shifts against conv2d on NCHW images, forward and backward."""
    import torch

    from lconv.convert.convolution import from_conv
    from lconv.images import images_to_features

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    conv = torch.nn.Conv2d(c, e, kernel, padding=kernel // 2, dtype=getattr(torch, dtype))
    images = torch.randn(64, c, side, side, dtype=getattr(torch, dtype), requires_grad=True)
    layer, features = from_conv(conv, (side, side)), images_to_features(images.detach()).contiguous().requires_grad_()

    def both(module: torch.nn.Module, x: torch.Tensor) -> Callable[[], object]:
        def run() -> None:
            y = module(x)
            torch.autograd.grad(y, [x, *module.parameters()], torch.ones_like(y).contiguous())

        return run

    return both(layer, features), both(conv, images)


def _evidence(dtype: str) -> Pair:
    import torch
    from liegg_speed import network, ours, plain, points

    torch.set_num_threads(1)
    kind = getattr(torch, dtype)
    model, x, base, x32 = network().to(kind), points(100_000).to(kind), network(), points(100_000)
    return lambda: ours(model, x), lambda: plain(base, x32)


def _layer(c: int, e: int, rank: int | None) -> Pair:
    import torch
    from layer import GENERATORS, SPACE, Reference, passes

    from lconv.nn.layer import LConv

    torch.set_num_threads(1)
    torch.backends.opt_einsum.enabled = False
    draws = torch.Generator().manual_seed(0)
    layer = LConv(SPACE, c, e, GENERATORS, rank=rank, generator=draws)
    x = torch.randn(16, SPACE, c, generator=draws, requires_grad=True)
    return passes(layer, x), passes(Reference(layer), x)


def _processes(ours: str, theirs: str) -> Pair:
    def start(code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)

    return start(ours), start(theirs)


def _discover_threads() -> Pair:
    """The threads that are allowed, against one, with a busy process a core beside both."""
    import torch

    import lconv

    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(5, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1)).double()
    x, busy, allowed = torch.randn(100_000, 5, dtype=torch.float64), [], os.cpu_count() or 2

    def run(threads: int) -> None:
        if not busy:
            code = f"import os\nwhile os.getppid() == {os.getpid()}: pass"
            busy.extend(subprocess.Popen([sys.executable, "-c", code]) for _ in range(allowed))
        torch.set_num_threads(threads)
        lconv.discover(net, x, lconv.LinearAction(5))

    return lambda: run(allowed), lambda: run(1)


_HELP = "import sys; sys.argv = ['lietheory', '--help']; from lietheory.cli.main import main; main()"
RATIOS: dict[str, tuple[str, Callable[[], Pair]]] = {
    "import lietheory": ("import numpy", lambda: _processes("import lietheory", "import numpy")),
    "lietheory --help": ("import typer", lambda: _processes(_HELP, "import typer")),
    "LConv 32 -> 32, rank 16": ("Eq 6 as one einsum", lambda: _layer(32, 32, 16)),
    "LConv 1 -> 32, full": ("Eq 6 as one einsum", lambda: _layer(1, 32, None)),
    "shifts 3 x 3, 32 -> 32, 28 x 28": ("conv2d", lambda: _convolution(32, 32, 3, 28, "float32", 1)),
    "shifts 5 x 5, 16 -> 16, 8 x 8": ("conv2d", lambda: _convolution(16, 16, 5, 8, "float32", 1)),
    "shifts 5 x 5, 16 -> 16, 8 x 8, float64": ("conv2d", lambda: _convolution(16, 16, 5, 8, "float64", 1)),
    "shifts 5 x 5, 16 -> 16, 8 x 8, two threads": ("conv2d", lambda: _convolution(16, 16, 5, 8, "float32", 2)),
    "evidence of 100,000 points, float32": ("gradients and one decomposition", lambda: _evidence("float32")),
    "evidence of 100,000 points, float64": ("the same in float32", lambda: _evidence("float64")),
    "discover beside busy processes, all threads": ("one thread", _discover_threads),
}
"""What is measured, what it is compared with, and the pair of calls."""


def _growing(name: str) -> tuple[list[int], Callable[[int], Callable[[], object]]]:
    import numpy as np
    import torch

    import lconv
    import lietheory as lt

    torch.set_num_threads(1)
    rng = np.random.default_rng(0)

    def discover(points: int, d: int) -> Callable[[], object]:
        x = torch.randn(points, d, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        return lambda: lconv.discover(lambda z: (z**2).sum(1), x, lconv.LinearAction(d))

    def floats(n: int) -> Callable[[], object]:
        S, L = rng.normal(size=(n, n)), np.asarray(lt.catalogue_algebra(f"so({n})").generators, dtype=np.float64)
        return lambda: lt.identify(S @ L @ np.linalg.inv(S))

    def closed(d: int) -> Callable[[], object]:
        L = rng.normal(size=(2, d, d))
        return lambda: lt.lie_closure(L)

    return {
        "discover in points": ([20_000, 80_000, 320_000], lambda n: discover(n, 4)),
        "discover in d, K = d^2": ([3, 6, 12], lambda d: discover(20_000, d)),
        "identify in n of so(n)": ([4, 6, 8], floats),
        "lie_closure in d, to gl(d)": ([4, 6, 8], closed),
    }[name]


GROWTH = ("discover in points", "discover in d, K = d^2", "identify in n of so(n)", "lie_closure in d, to gl(d)")


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    own = call()  # some give their own time, without what they prepare
    return own if isinstance(own, float) else time.perf_counter() - start


def measured(name: str) -> dict[str, Any]:
    """One row, measured in this process."""
    import resource

    if name in GROWTH:
        sizes, make = _growing(name)
        calls = [make(size) for size in sizes]
        times = [statistics.median(_seconds(call) for _ in range(4)) for call in calls]
        logs = statistics.linear_regression(*([log(v) for v in values] for values in (sizes, times)))
        row = {"exponent": round(logs.slope, 2), "sizes": sizes, "seconds": [round(t, 4) for t in times]}
    else:
        ours, theirs = RATIOS[name][1]()
        pairs = [(_seconds(ours), _seconds(theirs)) for _ in range(ROUNDS + WARM)][WARM:]
        ratios = [a / b for a, b in pairs]
        low, _, high = statistics.quantiles(ratios, n=4)
        row = {
            "ratio": round(statistics.median(ratios), 3),
            "quartiles": [round(low, 3), round(high, 3)],
            "seconds": [round(statistics.median(side), 5) for side in zip(*pairs, strict=True)],
            "against": RATIOS[name][0],
        }
    return row | {"peak_MiB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def all_rows() -> dict[str, Any]:
    """Every row with the machine and the commit."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    load = round(os.getloadavg()[0], 1)
    rows = {}
    for name in (*RATIOS, *GROWTH):
        done = subprocess.run([sys.executable, __file__, "--one", name], capture_output=True, text=True, check=False)
        rows[name] = json.loads(done.stdout) if done.returncode == 0 else {"failed": done.stderr.strip().splitlines()[-1:]}
        print(_line(name, rows[name]), flush=True)
    machine = {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count(), "load": load}
    return {"commit": commit, "python": platform.python_version(), "machine": machine, "rows": rows}


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
    asked = parser.parse_args()
    if asked.one is not None:
        print(json.dumps(measured(asked.one)))
        return 0
    if asked.compare is not None:
        return compare(*asked.compare)
    found = all_rows()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(found, indent=1) + "\n")
    print(f"wrote {asked.out}")
    return int(any("failed" in row for row in found["rows"].values()))


if __name__ == "__main__":
    sys.exit(main())
