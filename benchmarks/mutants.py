"""How many planted faults the tests see: mutation testing on a seeded sample, at least twenty faults a folder.

Run: make mutants, or python benchmarks/mutants.py [COUNT] [--folders FOLDER ...] [--seed N] [--shard K/N] [--out FILE].
Each mutant is one change of one operator, comparison, constant, decorator or loop by cosmic-ray's operators; annotations
and text are left alone. It meets the module's own doctests, then the test files that name what the module defines,
those of the mirrored folder first, until one fails. A run that stopped goes on from its file; what happened
to a mutant of a source that has changed since is measured again.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import hashlib
import importlib.abc
import importlib.util
import json
import os
import random
import re
import resource
import signal
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_THEORY, _TORCH = ("algebra", "comparison", "discovery"), ("nn", "liegg", "experiments/harness")
FOLDERS = (*(f"lietheory/{folder}" for folder in _THEORY), *(f"lconv/{folder}" for folder in _TORCH))
FEWEST = 20  # mutants a folder
LEFT_OUT = ("Variable", "RShift", "LShift", "BitOr", "BitAnd", "BitXor", "_Is", "FloorDiv_", "Mod_", "UAdd", "Invert")
LONGEST = 120.0  # seconds of processor a test file may take with a fault
WAITING = 10.0  # so many times the limit on the processor may pass by the clock
SLOWER = 4.0  # which are a timeout where they are this many times what it takes without
MOST_FILES = 14  # test files that one mutant meets
KILLED = ("killed", "timeout")


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
    """Positions inside annotations, decorators that cache or flag, text, and negative sizes of ``reshape``, all read alike."""
    tree = ast.parse((ROOT / path).read_text())
    skipped = []
    for node in ast.walk(tree):
        skipped += [getattr(node, name, None) for name in ("annotation", "returns")]
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.append(node)
        if isinstance(node, ast.FunctionDef):
            skipped += [d for d in node.decorator_list if ast.unparse(d) in ("cache", "abstractmethod")]
        if isinstance(node, ast.ClassDef):
            skipped += [d for d in node.decorator_list if ast.unparse(d).startswith("dataclass")]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "reshape":
            skipped += [size for size in node.args if isinstance(size, ast.UnaryOp)]
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.BitOr):
            skipped.append(node)  # the alias of a union
    positions = set()
    for node in (n for n in skipped if isinstance(n, ast.AST)):
        positions |= {(line, column) for line in range(node.lineno, node.end_lineno + 1) for column in _columns(node, line)}
    return frozenset(positions)


def _columns(node: ast.AST, line: int) -> range:
    return range(node.col_offset if line == node.lineno else 0, node.end_col_offset if line == node.end_lineno else 200)


def all_mutants(folder: str) -> list[Mutant]:
    """Every mutant of a folder and the folders in it."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    operators = {name: get_operator(name)() for name in operator_names() if not any(part in name for part in LEFT_OUT)}
    mutants = []
    for path in sorted(str(p.relative_to(ROOT)) for p in (ROOT / folder).rglob("*.py")):
        nodes = list(ast_nodes(get_ast((ROOT / path).read_text())))
        for name, operator in sorted(operators.items()):
            places = [start for node in nodes for start, _ in operator.mutation_positions(node)]
            mutants += [Mutant(path, *p, name, i) for i, p in enumerate(places) if tuple(p) not in text_lines(path)]
    return mutants


def sample(folder: str, count: int, seed: int) -> list[Mutant]:
    """Mutants at places of a folder drawn without repetition, one of the operators that apply at each."""
    places: dict[tuple, list[Mutant]] = {}
    for mutant in all_mutants(folder):
        places.setdefault((mutant.path, mutant.line, mutant.column), []).append(mutant)
    rng = random.Random(f"{folder} {seed}")
    return [rng.choice(places[place]) for place in rng.sample(sorted(places), min(count, len(places)))]


def mutated(mutant: Mutant) -> str:
    """The source with the fault planted."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    return mutate_code((ROOT / mutant.path).read_text(), get_operator(mutant.operator)(), mutant.occurrence)


@cache
def tests_of(path: str) -> tuple[str, ...]:
    """The module, for its doctests, and the test files that name it or what it defines.

    First the file named after the module, then those of the mirrored folder that name it, then those that name most of it, then
    those that call most of what imports it.
    """
    own, callers = _words(path), [_words(other) for other in _importers(path)]
    mirror = (ROOT / "proofs_tests" / path).parent
    ranked = []
    for test in (ROOT / "proofs_tests").rglob("test_*.py"):
        text = test.read_text()
        named = len(set(own.findall(text)))
        called = sum(bool(words.search(text)) for words in callers)
        named_alike, near = test.stem == f"test_{Path(path).stem}", test.is_relative_to(mirror)
        if named or called or named_alike or near:
            ranked.append((not named_alike, not (near and named), -named, -called, not near, str(test.relative_to(ROOT))))
    return (path, *(name for *_, name in sorted(ranked)[:MOST_FILES]))


@cache
def _words(path: str) -> re.Pattern[str]:
    """The module and what it defines, as tests write it."""
    module = path.removesuffix(".py").replace("/", ".")
    defined = {n.name for n in ast.parse((ROOT / path).read_text()).body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    return re.compile(
        "|".join(
            [re.escape(module), *(rf"\b{name}\(|import .*\b{name}\b" for name in sorted(defined) if not name.startswith("_"))]
        )
    )


@cache
def _importers(path: str) -> list[str]:
    """The modules that import one: tests of these meet it where none names it."""
    line = re.compile(rf"^\s*(from|import) {re.escape(path.removesuffix('.py').replace('/', '.'))}\b", re.MULTILINE)
    files = (file for package in ("lietheory", "lconv") for file in sorted((ROOT / package).rglob("*.py")))
    return [str(file.relative_to(ROOT)) for file in files if line.search(file.read_text())]


class _Planted(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Imports one module from the mutated source instead of its file."""

    def __init__(self, path: str, source: str):
        self.module, self.path, self.source = path.removesuffix(".py").replace("/", "."), ROOT / path, source
        self.module = self.module.removesuffix(".__init__")

    def find_spec(self, name, path=None, target=None):
        if name != self.module:
            return None
        inside = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        spec = importlib.util.spec_from_loader(name, self, origin=str(self.path), is_package=inside is not None)
        if spec is not None and inside is not None:
            spec.submodule_search_locations = inside
        return spec

    def get_filename(self, name):
        return str(self.path)

    def get_data(self, path):
        return self.source.encode()


class _FirstStays(list):
    """Finders of modules, of which the first stays first: the tests install one that checks shapes."""

    def insert(self, index, finder):
        super().insert(max(index, 1), finder)


def run(path: str, source: str, test: str, limit: float) -> tuple[str, float]:
    """killed, survived or timeout, and the seconds of processor, in a process forked before our modules were imported.

    The limit is on the processor, which other work on the machine does not use up; the clock ends only a process that waits.
    """
    child = os.fork()
    if not child:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 1))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        import pytest

        sys.meta_path = _FirstStays([_Planted(path, source), *sys.meta_path])
        options = ["-x", "-q", "-p", "no:randomly", "-p", "no:xdist", "-p", "no:cov", test]
        os._exit(int(pytest.main(options)))
    start = time.monotonic()
    while time.monotonic() - start < WAITING * limit:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:  # 5: the file holds no test that runs here
            seconds, code = used.ru_utime + used.ru_stime, os.waitstatus_to_exitcode(status)
            ended = "timeout" if code < 0 and seconds >= limit else "survived" if code in (0, 5) else "killed"
            return ended, seconds
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout", limit


@cache
def seconds_without_fault(test: str) -> float | None:
    """The processor time of a test file on the sources as they are; None where it fails on them, and can tell nothing."""
    outcome, seconds = run("", "", test, 600)
    return seconds if outcome == "survived" else None


def outcome_of(mutant: Mutant) -> tuple[str, str]:
    """What became of a mutant, and the file that killed it, which must pass on the sources as they are."""
    source = mutated(mutant)
    for test in tests_of(mutant.path):
        outcome, _ = run(mutant.path, source, test, LONGEST)
        if outcome not in KILLED:
            continue
        usual = seconds_without_fault(test)
        if usual is None:
            print(f"left out, as it fails without a fault: {test}", flush=True)
        elif outcome == "killed" or SLOWER * usual < LONGEST:
            return outcome, test
    return "survived", ""


def difference(mutant: Mutant) -> str:
    """The line before and after."""
    before, after = (ROOT / mutant.path).read_text().splitlines(), mutated(mutant).splitlines()
    changed = difflib.unified_diff(before, after, n=0, lineterm="")
    return "\n".join(f"    {line}" for line in changed if line[:2] not in ("--", "++", "@@"))


def digest(path: str) -> str:
    """A short hash of a source file, which tells apart outcomes of another version of it."""
    return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()[:16] if (ROOT / path).exists() else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=150)
    parser.add_argument("--folders", nargs="+", default=list(FOLDERS), help="any folders of the two packages")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fewest", type=int, default=FEWEST, help="mutants a folder, even if that makes more than COUNT")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "mutants.jsonl")
    parser.add_argument("--shard", default="0/1", help="which part of the sample, e.g. 1/2")
    asked = parser.parse_args()
    shard, shards = map(int, asked.shard.split("/"))
    each = max(asked.fewest, -(-asked.count // len(asked.folders)))
    chosen = [m for folder in asked.folders for m in sample(folder.rstrip("/"), each, asked.seed)][shard::shards]
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    read = [json.loads(line) for line in asked.out.read_text().splitlines()] if asked.out.exists() else []
    known = {Mutant(**d["mutant"]): d for d in read if d["digest"] == digest(d["mutant"]["path"])}
    print(f"{len(chosen)} mutants chosen with seed {asked.seed}, {sum(m in known for m in chosen)} done before", flush=True)
    import hypothesis  # noqa: F401  imported for the forks, so that each does not import it again
    import pytest  # noqa: F401  for the forks
    import scipy.linalg  # noqa: F401  for the forks
    import sympy  # noqa: F401  for the forks
    import torch  # for the forks

    torch.set_num_threads(1)

    os.chdir(ROOT)
    with asked.out.open("a") as stream:
        for mutant in (m for m in chosen if m not in known):
            outcome, test = outcome_of(mutant)
            known[mutant] = {"mutant": asdict(mutant), "digest": digest(mutant.path), "outcome": outcome, "test": test}
            stream.write(json.dumps(known[mutant]) + "\n")
            stream.flush()
            print(f"{outcome}: {mutant.path}:{mutant.line} {mutant.operator} {test}", flush=True)
    report([known[m] for m in chosen], asked.folders, asked.out.with_suffix(".survivors.txt"))


def report(done: list[dict], folders: list[str], survivors: Path) -> None:
    """Shares by folder, and every survivor with its change, in a file as well."""
    from scipy.stats import binomtest

    for folder in [*folders, ""]:
        outcomes = Counter(d["outcome"] in KILLED for d in done if d["mutant"]["path"].startswith(folder))
        if count := outcomes.total():
            low, high = binomtest(outcomes[True], count).proportion_ci(method="wilson")
            share = f"{outcomes[True]:4} of {count:4} killed, {100 * outcomes[True] / count:5.1f} %"
            print(f"{folder or 'all':28} {share}, 95 % interval {100 * low:.1f} to {100 * high:.1f} %")
    left = [(d["outcome"], Mutant(**d["mutant"])) for d in done if d["outcome"] not in KILLED]
    text = "\n".join(f"{outcome}: {m.path}:{m.line} {m.operator}\n{difference(m)}" for outcome, m in left)
    survivors.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
