"""Kill the commands that write results at random moments, and count what is lost.

Usage: ``python -m proofs_tests.robustness.kills [study docs ...] [--count 100] [--seed 0]``; without names, all commands.
Every command is first run undisturbed, which says how long it takes and what it writes. Then it is started and killed with all
that it has started, or alone where that are workers, at a moment drawn evenly from that time, or at the first change in its
folder after it. What is left must read, nothing may be missing that was there before, and no worker may go on. After some kills
the command is left to end, and must give what it gives undisturbed, without doing again what was finished. Status 1 if anything
is lost.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from proofs_tests.robustness.commands import COMMANDS, Command, finished, results, write_data
from proofs_tests.robustness.killing import done_again, ended, killed, read, started

LOSSES = ("lost", "unreadable", "done again", "blocked", "different", "orphans")
COUNTS = ("kills", "ended before", "in the middle", "finished runs kept", "completed", *LOSSES)
CHAIN = 3
"""At most so many kills before a command is left to end."""


def attack(command: Command, kills: int, rng: random.Random, data: Path, out: Path) -> Counter[str]:
    """Kill a command so many times; what came of it, by the names in COUNTS."""
    counts: Counter[str] = Counter()
    out.mkdir()
    begun = time.monotonic()
    status, said = ended(started(command.line(data, out)))
    length, undisturbed = time.monotonic() - begun, results(out)
    if status:
        raise RuntimeError(f"{command.name}, undisturbed: status {status}: {said}")
    while counts["kills"] < kills:
        if command.repeats_nothing or rng.random() < 0.5:  # the others are also killed where an earlier run has ended
            shutil.rmtree(out)
            out.mkdir()
        for _ in range(rng.randint(1, min(CHAIN, kills - counts["kills"]))):
            before = finished(out) if command.repeats_nothing else set()
            moment, at_a_change = rng.uniform(0, length), rng.random() < 0.5
            alone = command.starts_workers and rng.random() < 0.5
            kill = killed(command, data, out, moment, at_a_change=at_a_change, alone=alone)
            again = done_again(before, out)
            counts.update({"kills" if kill.in_time else "ended before": 1, "in the middle": kill.in_the_middle})
            counts.update({"lost": len(kill.lost), "unreadable": bool(kill.unreadable), "done again": again})
            counts["orphans"] += kill.orphans
            _say(command, kill.unreadable, *sorted(kill.lost))
        counts.update(_completed(command, data, out, undisturbed))
    return counts


def _completed(command: Command, data: Path, out: Path, undisturbed: dict[str, Any]) -> Counter[str]:
    """Let the command end, and compare with an undisturbed run."""
    before = finished(out) if command.repeats_nothing else set()
    status, said = ended(started(command.line(data, out)))
    if status:
        _say(command, f"status {status}: {said}")
        return Counter({"blocked": 1})
    found, unreadable = read(out)
    differing = sorted(name for name in found.keys() | undisturbed.keys() if found.get(name) != undisturbed.get(name))
    _say(command, unreadable, *(f"{name} differs" for name in differing))
    kept = Counter({"finished runs kept": len(before), "done again": done_again(before, out)})
    return kept + Counter({"completed": 1, "different": len(differing), "unreadable": bool(unreadable)})


def _say(command: Command, *remarks: str) -> None:
    sys.stderr.write("".join(f"{command.name}: {remark}\n" for remark in remarks if remark))


def main() -> int:
    """Attack the commands named on the command line."""
    known = {command.name: command for command in COMMANDS}
    parser = argparse.ArgumentParser(prog="python -m proofs_tests.robustness.kills")
    parser.add_argument("names", nargs="*", metavar="COMMAND", help=f"one of {', '.join(known)}")
    parser.add_argument("--count", type=int, default=100, help="kills in all, shared by the commands evenly")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in known]:
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(known)}")
    chosen = [known[name] for name in asked.names or known]
    total: Counter[str] = Counter()
    sys.stdout.write(f"{'':10}" + "".join(f"{name:>{len(name) + 2}}" for name in COUNTS) + "\n")
    for place, command in enumerate(chosen):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data"
            data.mkdir()
            share = (asked.count + place) // len(chosen)
            counts = attack(command, share, random.Random(f"{asked.seed} {command.name}"), write_data(data), Path(folder) / "out")
        total += counts
        _row(command.name, counts)
    _row("all", total)
    return int(any(total[loss] for loss in LOSSES))


def _row(name: str, counts: Counter[str]) -> None:
    sys.stdout.write(f"{name:10}" + "".join(f"{counts[count]:>{len(count) + 2}}" for count in COUNTS) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
