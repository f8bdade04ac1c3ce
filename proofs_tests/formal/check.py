"""Compile the Coq sources and compare what was proved with the shipped record, or write it.

``python -m proofs_tests.formal.check`` fails where the record differs from what the run confirms;
``--record`` writes it. Nothing is taken from the sources' word: every theorem is asked for its
statement (``Check``) and for what it rests on (``Print Assumptions``) once its file has compiled.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lietheory.proof.formal import CLOSED, RECORD, digest

SOURCES = Path(__file__).resolve().parents[2] / "lietheory" / "claims" / "formal"
COMPILER = shutil.which("coqc")
LIBRARY = "LieTheory"  # the logical name under which the sources require each other
PATIENCE = 600  # seconds for one file; the longest takes half a minute of processor
FLAGS = ("-q", "-w", "-notation-overridden,-ambiguous-paths", "-Q", ".", LIBRARY)
WIDTH = 120

COMMENT = re.compile(r"\(\*.*?\*\)", re.DOTALL)
THEOREM = re.compile(r"^\s*Theorem\s+(\w+)", re.MULTILINE)
REQUIRED = re.compile(rf"From\s+{LIBRARY}\s+Require\s+(?:Import|Export)?\s*([\w\s]+)\.")
FORBIDDEN = re.compile(
    r"\b(?:Admitted|Axioms?|Parameters?|Conjectures?|admit|give_up|Admit\s+Obligations|bypass_check"
    r"|Unset\s+(?:Guard|Positivity|Universe)\w*|Declare\s+ML\s+Module|Redirect)\b"
)
LOCAL = re.compile(r"^\s*(?:Hypothes[ie]s|Variables?|Context)\b")


class Refused(Exception):
    """A source that proves nothing, or less than it seems to."""


def code(source: str) -> str:
    """The source without its comments."""
    return COMMENT.sub("", source)


def refuse_unproved(name: str, source: str) -> None:
    """Refuse what would let a theorem through unproved, and assumptions outside a section.

    Raises:
        Refused: naming the file and the words.
    """
    text = code(source)
    if found := FORBIDDEN.search(text):
        raise Refused(f"{name}: {found.group()}")
    depth = 0
    for line in text.splitlines():
        depth += bool(re.match(r"\s*Section\b", line))
        depth -= bool(re.match(r"\s*End\b", line))
        if depth <= 0 and LOCAL.match(line):
            raise Refused(f"{name}: an assumption outside every section: {line.strip()}")


def required(stem: str, sources: dict[str, str]) -> list[str]:
    """The stems that a source requires, itself last, each after what it requires."""
    found: list[str] = []
    for names in REQUIRED.findall(code(sources[stem])):
        for name in names.split():
            found += [s for s in required(name, sources) if s not in found]
    return [*found, stem]


def layers(sources: dict[str, str]) -> list[list[str]]:
    """The stems in the order of compilation; those of one layer do not need each other."""
    height: dict[str, int] = {}
    for stem in sources:
        for s in required(stem, sources):
            height[s] = max((height[r] + 1 for r in required(s, sources)[:-1]), default=0)
    return [sorted(s for s in sources if height[s] == level) for level in range(max(height.values()) + 1)]


def coqc(file: str, place: Path) -> str:
    """What the compiler prints on a file.

    Raises:
        Refused: it does not compile, with what the compiler said.
    """
    done = subprocess.run([COMPILER, *FLAGS, file], cwd=place, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode:
        raise Refused(f"{file} does not compile:\n{done.stderr or done.stdout}")
    return done.stdout


def questions(stems: list[str], theorems: list[str]) -> str:
    """A file that requires these stems and asks for the statement and the assumptions of each theorem, marked by its name."""
    asked = [
        f'Goal True. idtac "@statement {t}". Abort.\nCheck @{t}.\nGoal True. idtac "@assumptions {t}". Abort.\n'
        f"Print Assumptions {t}."
        for t in theorems
    ]
    head = [
        "From mathcomp Require Import all_ssreflect all_algebra.",
        f"From {LIBRARY} Require Import {' '.join(stems)}.",
        f"Local Open Scope ring_scope.\nUnset Printing Implicit Defensive.\nSet Printing Width {WIDTH}.",
    ]
    return "\n".join([*head, *asked]) + "\n"


def answers(printed: str) -> dict[str, dict[str, str]]:
    """theorem -> its statement and assumptions, from what the questions printed."""
    found: dict[str, dict[str, str]] = {}
    for part in re.split(r"^@", printed, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        kind, theorem = head.split()
        text = re.sub(r"\n\s*", " ", body.strip())
        found.setdefault(theorem, {})[kind] = text.partition(" : ")[2] if kind == "statement" else text
    return found


def prove(folder: Path = SOURCES) -> dict[str, object]:
    """Compile every source in a scratch folder and say what is proved.

    Raises:
        Refused: a source does not compile, takes something unproved, or a theorem rests on an axiom.
    """
    sources = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.v"))}
    for stem, source in sources.items():
        refuse_unproved(f"{stem}.v", source)
    digests = {f"{stem}.v": digest((folder / f"{stem}.v").read_bytes()) for stem in sources}
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(2) as pool:
        place = Path(scratch)
        for stem in sources:
            shutil.copy(folder / f"{stem}.v", place)
        for layer in layers(sources):
            list(pool.map(lambda stem: coqc(f"{stem}.v", place), layer))
        theorems = dict(zip(sources, pool.map(lambda stem: ask(stem, sources, place), sources), strict=True))
        versions = asked_versions(place)
    proofs = {
        stem: {"sources": {f"{s}.v": digests[f"{s}.v"] for s in required(stem, sources)}, "theorems": theorems[stem]}
        for stem in sources
    }
    return {"versions": versions, "proofs": proofs}


def ask(stem: str, sources: dict[str, str], place: Path) -> dict[str, dict[str, str]]:
    """The statement and the assumptions of every theorem of a compiled source.

    Raises:
        Refused: a theorem rests on an axiom.
    """
    names = THEOREM.findall(code(sources[stem]))
    if not names:
        return {}
    (place / f"ask_{stem}.v").write_text(questions(required(stem, sources), names), encoding="utf-8")
    found = answers(coqc(f"ask_{stem}.v", place))
    for name in names:
        if found[name]["assumptions"] != CLOSED:
            raise Refused(f"{stem}.v: {name} rests on {found[name]['assumptions']}")
    return found


def asked_versions(place: Path) -> dict[str, str]:
    """The versions of Coq and of mathcomp, as the installed ones report them."""
    version = subprocess.run([COMPILER, "--print-version"], capture_output=True, text=True, check=True).stdout.split()[0]
    installed = subprocess.run(
        ["dpkg-query", "-W", "-f", "${source:Upstream-Version}", "libcoq-mathcomp-algebra"],
        capture_output=True,
        text=True,
        check=False,
    )
    return {"coq": version, "mathcomp": installed.stdout or "unknown"}


def main() -> int:
    """Run the check; the exit status is 0 where the record and the run agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the record instead of comparing with it")
    wanted = parser.parse_args()
    if COMPILER is None:
        sys.stderr.write("Coq is not installed: apt-get install coq libcoq-mathcomp-algebra\n")
        return 2
    try:
        proved = prove()
    except (Refused, subprocess.TimeoutExpired) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    count = sum(len(proof["theorems"]) for proof in proved["proofs"].values())
    written = SOURCES / RECORD
    if wanted.record:
        written.write_text(json.dumps(proved, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    elif not written.is_file() or json.loads(written.read_text(encoding="utf-8"))["proofs"] != proved["proofs"]:
        sys.stderr.write("The record differs from what this run confirms; write it with --record.\n")
        return 1
    sys.stdout.write(f"{count} theorems of {len(proved['proofs'])} files, each closed under the global context\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
