"""Print the matrix, the totals, each foreign error once, and how often each oracle agrees."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from contextlib import chdir

from proofs_tests.fuzz.invalid_arguments import WRONG, answer, cases, sampled, table, without_values
from proofs_tests.fuzz.oracles import ORACLES, counted
from proofs_tests.fuzz.oracles import WRONG as DISAGREE


def main() -> int:
    """The status: 1 where an error was foreign, a call took too long, or two answers differ."""
    words = sys.argv[1:]
    chosen = cases() if "--all" in words else sampled(1500, 0)
    chosen = [case for case in chosen if not any(w.startswith("--only=") for w in words) or f"--only={case.name}" in words]
    answers = {}
    with tempfile.TemporaryDirectory() as folder, chdir(folder):  # where odd names are saved
        for case in chosen:
            answers[case] = given = answer(case)
            if given.outcome in WRONG:
                print(f"{case}: {given.error}", flush=True)
    print(table(answers))
    print(f"left out, for want of a right value: {', '.join(sorted(set(without_values()))) or 'none'}")
    print(Counter(given.outcome for given in answers.values()))
    wrong = [case for case, given in answers.items() if given.outcome in WRONG]
    if not any(word.startswith("--only=") for word in words):
        print(f"{'oracle':24}{'agree':>8}{'unsure':>8}{'wrong':>8}")
        for name in ORACLES:
            counts = counted(name, 500 if "--all" in words else 20, 0, print)
            print(f"{name:24}" + "".join(f"{count:8}" for count in counts.values()), flush=True)
            wrong += [name] * counts[DISAGREE]
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
