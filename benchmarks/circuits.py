"""The closure of Pauli sums beside those of PennyLane and fastdla, in turns within one run; names; growth of time and memory.

Neither is a dependency: without them only our columns are printed. Imports and compilation are excluded, medians are of runs that
take turns.

Run in the root of the repository: python -m benchmarks.circuits
"""

from __future__ import annotations

import importlib.util
import statistics
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from lietheory import identify, lie_closure

RUNS = 10
Operators = list[dict[str, int]]


def cycle(n: int) -> Operators:
    """The field and the bonds of a cycle (QAOA)."""
    fields = ["I" * i + "X" + "I" * (n - 1 - i) for i in range(n)]
    bonds = ["".join("Z" if k in (i, (i + 1) % n) else "I" for k in range(n)) for i in range(n)]
    return [dict.fromkeys(fields, 1), dict.fromkeys(bonds, 1)]


def chain(pairs: str, n: int) -> Operators:
    """Each pair of letters at each pair of neighbours of an open chain, one string a generator."""
    return [{f"{'I' * i}{pair}{'I' * (n - 2 - i)}": 1} for pair in pairs.split() for i in range(n - 1)]


def mixed(n: int, seed: int) -> Operators:
    """Two random sums over the strings of a family that generates su(2^n)."""
    rng = np.random.default_rng(seed)
    texts = [text for terms in chain("XX XY ZX", n) for text in terms]
    return [{text: int(c) for text, c in zip(texts, rng.integers(1, 6, len(texts)), strict=True)} for _ in range(2)]


def seconds(work: Callable[[], object]) -> float:
    """The time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def pennylane_closure(operators: Operators) -> Callable[[], int]:
    """PennyLane's closure of Pauli sentences."""
    import pennylane as qml
    from pennylane.pauli import PauliSentence, PauliWord

    def word(text: str) -> PauliWord:
        return PauliWord({k: letter for k, letter in enumerate(text) if letter != "I"})

    sentences = [PauliSentence({word(text): float(c) for text, c in terms.items()}) for terms in operators]
    return lambda: len(qml.lie_closure(sentences, pauli=True))


def fastdla_closure(operators: Operators) -> Callable[[], int]:
    """fastdla's closure of sparse Pauli sums."""
    from fastdla.lie_closure import lie_closure as closure
    from fastdla.sparse_pauli_sum import SparsePauliSum

    sums = [SparsePauliSum(list(terms), [1j * c for c in terms.values()]) for terms in operators]
    return lambda: len(closure(sums))


PEERS = {"pennylane": pennylane_closure, "fastdla": fastdla_closure}


CASES: dict[str, tuple[Operators, int, bool]] = {
    "QAOA, cycle of 6": (cycle(6), RUNS, True),
    "QAOA, cycle of 8": (cycle(8), RUNS, True),
    "strings, su(16)": (chain("XX XY ZX", 4), 3, True),
    "strings, su(32)": (chain("XX XY ZX", 5), 1, True),
    "sums on 3 qubits": (mixed(3, 0), 3, True),
    "sums on 4 qubits": (mixed(4, 0), 1, True),
    "sums on 5 qubits": (mixed(5, 0), 1, False),
    "strings, so(40)": (chain("XX YY XY", 20), 3, False),
    "strings, su(256)": (chain("XX XY ZX", 8), 1, False),
    "QAOA, cycle of 16": (cycle(16), 1, False),
}


def main() -> None:
    """Print a row a case."""
    peers = {name: closure for name, closure in PEERS.items() if importlib.util.find_spec(name)}
    for closure in peers.values():
        closure(cycle(3))()  # what is compiled is compiled now
    head = "".join(f" {name + ' s':>12} {'ratio':>6}" for name in peers)
    print(f"{'case':20} {'dim':>6} {'ours s':>8}{head} {'name s':>7} {'peak MB':>8}  name")
    for title, (operators, runs, beside) in CASES.items():
        works = {"ours": lambda operators=operators: lie_closure(operators)}
        works |= {name: closure(operators) for name, closure in peers.items() if beside}
        taken = {name: statistics.median(times) for name, times in in_turns(works, runs).items()}
        tracemalloc.start()
        g = lie_closure(operators)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        start = time.perf_counter()
        name = identify(g).name
        named = time.perf_counter() - start
        mine = taken["ours"]
        others = "".join(f" {taken.get(p, float('nan')):12.3f} {mine / taken.get(p, float('nan')):6.2f}" for p in peers)
        shown = name if len(name) < 40 else f"{name[:37]}..."
        print(f"{title:20} {g.dimension:6} {mine:8.3f}{others} {named:7.2f} {peak:8.1f}  {shown}", flush=True)


def in_turns(works: dict[str, Callable[[], object]], runs: int) -> dict[str, list[float]]:
    """The times of several runs of each, in turns."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            taken[name].append(seconds(work))
    return taken


if __name__ == "__main__":
    main()
