"""The closure of Pauli sums beside PennyLane's sparse one, in turns within one run; names; growth of time and memory.

PennyLane is no dependency: without it only our columns are printed. Imports are excluded, medians are of runs that take turns.

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


def theirs(operators: Operators) -> Callable[[], int] | None:
    """PennyLane's closure of Pauli sentences, if it is installed."""
    if importlib.util.find_spec("pennylane") is None:
        return None
    import pennylane as qml
    from pennylane.pauli import PauliSentence, PauliWord

    def word(text: str) -> PauliWord:
        return PauliWord({k: letter for k, letter in enumerate(text) if letter != "I"})

    sentences = [PauliSentence({word(text): float(c) for text, c in terms.items()}) for terms in operators]
    return lambda: len(qml.lie_closure(sentences, pauli=True))


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
    print(f"{'case':20} {'dim':>6} {'ours s':>8} {'PennyLane s':>12} {'ratio':>6} {'name s':>7} {'peak MB':>8}  name")
    for title, (operators, runs, beside) in CASES.items():
        peer = theirs(operators) if beside else None
        ours, other = [], []
        for _ in range(runs):
            ours.append(seconds(lambda operators=operators: lie_closure(operators)))
            if peer is not None:
                other.append(seconds(peer))
        tracemalloc.start()
        g = lie_closure(operators)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        start = time.perf_counter()
        name = identify(g).name
        named = time.perf_counter() - start
        mine = statistics.median(ours)
        reference = statistics.median(other) if other else float("nan")
        shown = name if len(name) < 40 else f"{name[:37]}..."
        row = f"{title:20} {g.dimension:6} {mine:8.3f} {reference:12.3f} {mine / reference:6.2f} {named:7.2f} {peak:8.1f}"
        print(f"{row}  {shown}", flush=True)


if __name__ == "__main__":
    main()
