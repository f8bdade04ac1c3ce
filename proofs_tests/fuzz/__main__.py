"""Print the matrix, the totals, and each foreign error once."""

from __future__ import annotations

import sys
from collections import Counter

from proofs_tests.fuzz.matrix import WRONG, answer, cases, sampled, table, without_values


def main() -> int:
    """The status: 1 where an error was foreign or a call took too long."""
    words = sys.argv[1:]
    chosen = cases() if "--all" in words else sampled(1500, 0)
    chosen = [case for case in chosen if not any(w.startswith("--only=") for w in words) or f"--only={case.name}" in words]
    answers = {}
    for case in chosen:
        answers[case] = given = answer(case)
        if given.outcome in WRONG:
            print(f"{case}: {given.error}", flush=True)
    print(table(answers))
    print(f"left out, for want of a right value: {', '.join(sorted(set(without_values()))) or 'none'}")
    print(Counter(given.outcome for given in answers.values()))
    return int(any(given.outcome in WRONG for given in answers.values()))


if __name__ == "__main__":
    sys.exit(main())
