"""How many files a reader crosses who follows one call from the public face down, and how deep.

Run: python benchmarks/call_chains.py [CASE ...] [--checkout PATH], all cases and this checkout by default.
CASE is identify, verify, discover or experiment. Each runs in a process of its own, with the packages of PATH.

Counted are the files of lietheory and lconv in which a function of the call runs, the longest stack of their
functions, and the longest chain of files on one stack, where neighbours in one file count once. What runs while a
module is imported does not count, nor do lambdas and generator expressions.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("lietheory", "lconv")


class Chains:
    """The files and the stacks of the project that one call runs through, as ``sys.setprofile`` reports them."""

    def __init__(self, root: Path) -> None:
        self.roots = tuple(f"{root / package}{os.sep}" for package in PACKAGES)
        self.skip = len(str(root)) + 1
        self.stack: list[str] = []
        self.importing = 0
        self.files: set[str] = set()
        self.deepest: list[str] = []
        self.longest: list[str] = []

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        """Record one event of the interpreter."""
        code = frame.f_code
        if event not in ("call", "return") or not code.co_filename.startswith(self.roots):
            return
        step = 1 if event == "call" else -1
        if code.co_name == "<module>":
            self.importing += step
        elif not self.importing and not code.co_name.startswith("<"):
            self._move(code.co_filename[self.skip :], step)

    def _move(self, file: str, step: int) -> None:
        if step < 0:
            del self.stack[-1:]
            return
        self.stack.append(file)
        self.files.add(file)
        if len(self.stack) > len(self.deepest):
            self.deepest = self.stack.copy()
        hops = [file for k, file in enumerate(self.stack) if k == 0 or self.stack[k - 1] != file]
        if len(hops) > len(self.longest):
            self.longest = hops


def identify() -> None:
    """The name of se(3) with a relative noise of 1e-3."""
    import numpy as np

    import lietheory as lt

    L = lt.se(3).generators.astype(float)
    L = L + 1e-3 * np.random.default_rng(0).standard_normal(L.shape)
    follow(lambda: lt.identify(L))


def verify() -> None:
    """One claim, Theorem 1, as the command verifies it."""
    follow(lambda: command("verify", "thm1"))


def discover() -> None:
    """The symmetry of |x|^2 on R^3, by LieGG."""
    import torch

    import lconv

    x = torch.randn(400, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    follow(lambda: lconv.discover(lambda x: (x * x).sum(dim=1, keepdim=True), x, lconv.LinearAction(3)))


def experiment() -> None:
    """Figure 2 of the L-conv paper, as the command runs it, as short as its settings allow."""
    with tempfile.TemporaryDirectory() as folder:
        short = [f"--set={key}={value}" for key, value in FIGURE.items()]
        follow(lambda: command("experiment", "figure2", "--seeds", "1", "--workers", "1", "--out", folder, *short))


FIGURE = {"limit": 200, "folds": 2, "filters": 4, "rank": 4, "fitting.epochs": 1}
CASES = {"identify": identify, "verify": verify, "discover": discover, "experiment": experiment}


def command(*arguments: str) -> None:
    """The command with these arguments, its output dropped."""
    from lietheory.cli.main import main

    sys.argv = ["lietheory", *arguments]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(SystemExit):
        main()


def follow(call: Callable[[], object]) -> None:
    """Run a call and print what it crossed."""
    chains = Chains(Path.cwd())
    sys.setprofile(chains)
    try:
        call()
    finally:
        sys.setprofile(None)
    print(f"{len(chains.files):6d} {len(chains.deepest):17d} {len(chains.longest):17d}")
    print(f"{'':12}{' > '.join(Path(file).stem for file in chains.longest)}")


def measure(cases: list[str], checkout: Path) -> None:
    """Print one line for each case, each run in a fresh interpreter with the packages of a checkout."""
    print(f"{'case':11} {'files':>6} {'deepest in calls':>17} {'deepest in files':>17}", flush=True)
    for case in cases:
        print(f"{case:11}", end=" ", flush=True)
        environment = {**os.environ, "PYTHONPATH": str(checkout)}
        subprocess.run(
            [sys.executable, str(Path(__file__).resolve()), case, "--inside"], cwd=checkout, env=environment, check=True
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"{', '.join(CASES)}; all by default")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="the checkout to measure; this one by default")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    unknown = set(given.cases) - set(CASES)
    if unknown:
        parser.error(f"no case {min(unknown)!r}")
    if given.inside:
        CASES[given.cases[0]]()
    else:
        measure(given.cases or list(CASES), given.checkout.resolve())
