"""How many faults planted in the proof machinery and in the claims its tests see: mutation testing on a seeded sample.

Run: make mutants, or python benchmarks/mutants.py [COUNT] [--seed N] [--out FILE] [--shard K/N]; two shards of 200, one
a core, took a quarter of an hour.
Each mutant is one change of one operator, comparison, constant, decorator or loop of lietheory/proof or
lietheory/claims by cosmic-ray's operators, run against the tests that execute its line. Annotations
and text are left alone. A run that stopped goes on from its file.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib.abc
import importlib.util
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("lietheory/proof", "lietheory/claims")
TESTS = ("proofs_tests/lietheory/proof", "proofs_tests/claims")
LEFT_OUT = ("Variable", "RShift", "LShift", "BitOr", "BitAnd", "BitXor", "_Is", "FloorDiv_", "Mod_", "UAdd", "Invert")
SLOWEST = 10.0  # a mutant may take this many times as long as its tests do without it, and a quarter of a minute


@dataclass(frozen=True)
class Mutant:
    """One planted fault: where, by which operator, and the how-manieth place of that operator in the file."""

    path: str
    line: int
    column: int
    operator: str
    occurrence: int


@cache
def text_lines(path: str) -> frozenset[tuple[int, int]]:
    """Positions (line, column) inside annotations, decorators that only cache, and statements that only hold text."""
    tree = ast.parse((ROOT / path).read_text())
    skipped = []
    for node in ast.walk(tree):
        skipped += [getattr(node, name, None) for name in ("annotation", "returns")]
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.append(node)
        if isinstance(node, ast.FunctionDef):
            skipped += [d for d in node.decorator_list if ast.unparse(d) in ("cache", "abstractmethod")]
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.BitOr):
            skipped.append(node)  # the alias of a union
    found = set()
    for node in (n for n in skipped if isinstance(n, ast.AST)):
        found |= {(line, column) for line in range(node.lineno, node.end_lineno + 1) for column in _columns(node, line)}
    return frozenset(found)


def _columns(node: ast.AST, line: int) -> range:
    return range(node.col_offset if line == node.lineno else 0, node.end_col_offset if line == node.end_lineno else 200)


def all_mutants() -> list[Mutant]:
    """Every mutant of both folders."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    operators = {name: get_operator(name)() for name in operator_names() if not any(part in name for part in LEFT_OUT)}
    found = []
    for path in sorted(str(p.relative_to(ROOT)) for folder in FOLDERS for p in (ROOT / folder).glob("*.py")):
        nodes = list(ast_nodes(get_ast((ROOT / path).read_text())))
        for name, operator in sorted(operators.items()):
            places = [start for node in nodes for start, _ in operator.mutation_positions(node)]
            found += [Mutant(path, *p, name, i) for i, p in enumerate(places) if tuple(p) not in text_lines(path)]
    return found


def sample(mutants: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Mutants at places of the sources drawn without repetition, one of the operators that apply at each."""
    places: dict[tuple, list[Mutant]] = {}
    for mutant in mutants:
        places.setdefault((mutant.path, mutant.line, mutant.column), []).append(mutant)
    rng = random.Random(seed)
    return [rng.choice(places[place]) for place in rng.sample(sorted(places), min(count, len(places)))]


def mutated(mutant: Mutant) -> str:
    """The source with the fault planted."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    return mutate_code((ROOT / mutant.path).read_text(), get_operator(mutant.operator)(), mutant.occurrence)


def covering() -> dict[str, dict[int, list[str]]]:
    """File -> line -> the tests that execute it, by one run of the tests under coverage."""
    from coverage import CoverageData

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "coverage"
        packages = [f"--cov={folder_name}" for folder_name in FOLDERS]
        command = ["-m", "pytest", "-q", "-p", "no:randomly", *packages, "--cov-context=test", "--cov-report=", *TESTS]
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, env=os.environ | {"COVERAGE_FILE": str(data)})
        read = CoverageData(str(data))
        read.read()
        found = {}
        for path in read.measured_files():
            contexts = read.contexts_by_lineno(path)
            lines = {line: sorted({c.split("|")[0] for c in names if c}) for line, names in contexts.items()}
            found[str(Path(path).relative_to(ROOT))] = lines
        return found


def tests_of(mutant: Mutant, covered: dict[str, dict[int, list[str]]]) -> list[str]:
    """The tests that execute the line; for a line that only an import executes, those that execute any line of the file.

    The tests of the fewest lines come first, being about this file more than about others.
    """
    lines = covered.get(mutant.path, {})
    chosen = lines.get(mutant.line) or sorted({t for names in lines.values() for t in names})
    breadth = Counter(t for file in covered.values() for names in file.values() for t in names)
    label = next((n for n in (Path(mutant.path).stem,) if "claims" in mutant.path), "")
    return sorted(chosen, key=lambda t: (label not in t, breadth[t]))


class _Planted(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Imports one module from the mutated source instead of its file."""

    def __init__(self, module: str, path: Path, source: str):
        self.module, self.path, self.source = module, path, source

    def find_spec(self, name, path=None, target=None):
        return importlib.util.spec_from_loader(name, self, origin=str(self.path)) if name == self.module else None

    def get_filename(self, name):
        return str(self.path)

    def get_data(self, path):
        return self.source.encode()


def run(mutant: Mutant, source: str, tests: list[str], limit: float) -> str:
    """killed, survived or timeout, in a process forked before any of our modules was imported."""
    child = os.fork()
    if not child:
        os.setsid()
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        module = mutant.path.removesuffix(".py").replace("/", ".")
        sys.meta_path.insert(0, _Planted(module, ROOT / mutant.path, source))
        import pytest

        os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist", *tests])))
    start = time.monotonic()
    while time.monotonic() - start < limit:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return "survived" if os.waitstatus_to_exitcode(status) == 0 else "killed"
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout"


def interval(killed: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson)."""
    z, share = 1.96, killed / count
    centre, half = share + z * z / (2 * count), z * (share * (1 - share) / count + z * z / (4 * count**2)) ** 0.5
    return (centre - half) / (1 + z * z / count), (centre + half) / (1 + z * z / count)


def difference(mutant: Mutant) -> str:
    """The line before and after."""
    before, after = (ROOT / mutant.path).read_text().splitlines(), mutated(mutant).splitlines()
    changed = difflib.unified_diff(before, after, n=0, lineterm="")
    return "\n".join(f"    {line}" for line in changed if line[:2] not in ("--", "++", "@@"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "mutants.jsonl")
    parser.add_argument("--shard", default="0/1", help="which part of the sample, e.g. 1/2")
    asked = parser.parse_args()
    shard, shards = map(int, asked.shard.split("/"))
    mutants = all_mutants()
    chosen = sample(mutants, asked.count, asked.seed)[shard::shards]
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    done = [json.loads(line) for line in asked.out.read_text().splitlines()] if asked.out.exists() else []
    seen = {Mutant(**d["mutant"]) for d in done}
    print(f"{len(mutants)} mutants, {len(chosen)} chosen with seed {asked.seed}, {len(seen)} done before", flush=True)
    covered = covering()
    import hypothesis  # noqa: F401  imported for the forks, so that each does not import it again
    import pytest  # noqa: F401  for the forks
    import scipy.linalg  # noqa: F401  for the forks
    import sympy  # noqa: F401  for the forks

    os.chdir(ROOT)
    for mutant in chosen[:3]:  # what kills the sources as they are would kill every mutant
        if run(mutant, (ROOT / mutant.path).read_text(), tests_of(mutant, covered), 600) != "survived":
            sys.exit(f"the tests of {mutant.path}:{mutant.line} fail without a fault")
    with asked.out.open("a") as stream:
        for mutant in (m for m in chosen if m not in seen):
            tests = tests_of(mutant, covered)
            limit = 15 + SLOWEST * 0.2 * len(tests)
            outcome = run(mutant, mutated(mutant), tests, limit) if tests else "not covered"
            done.append({"mutant": asdict(mutant), "outcome": outcome, "tests": len(tests)})
            stream.write(json.dumps(done[-1]) + "\n")
            stream.flush()
    report(done)


def report(done: list[dict]) -> None:
    """Shares by file and every survivor with its change."""
    outcomes = Counter(d["outcome"] for d in done)
    killed = outcomes["killed"] + outcomes["timeout"]
    low, high = interval(killed, len(done))
    print(
        f"{killed} of {len(done)} killed, {100 * killed / len(done):.1f} %, 95 % interval {100 * low:.1f} to {100 * high:.1f} %"
    )
    for d in done:
        if d["outcome"] in ("survived", "not covered"):
            mutant = Mutant(**d["mutant"])
            print(f"{d['outcome']}: {mutant.path}:{mutant.line} {mutant.operator}\n{difference(mutant)}")


if __name__ == "__main__":
    main()
