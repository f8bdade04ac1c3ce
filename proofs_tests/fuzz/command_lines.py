"""Command lines of every subcommand with odd words and odd files in them; each is refused before any long work begins."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from lietheory.cli.main import COMMANDS

NAMES = tuple(module.NAME for module in COMMANDS)
WORDS = (
    "", " ", "-", "--", "-1", "0", "1e400", "nan", "so(3)", "so(-1)", "so(\xb3)", "so(9999999999999)", "R^0", "[/]",
    "[bold]", "x" * 5000, "a\nb", ".", "..", "/", "/dev/null", "/dev/full", "no-such-file.npy", "no.such.module:name",
    ".a:b", "os:system", "sys:exit", ":", "a:", "XXI; ZZ", "XX + ", "1/0 XX", "sqrt(-1) X", "linear(3)", "linear({[]})",
    "linear(-1)", "image(0, 0)", "points(3", "\udcff.npz", "prop3", "{}", "9" * 5000 + " XX", "1/0 ZZ",
    "pipe.json", "deep.json", "long.json", "mixed.json", "other.json", "text.npy", "names.npy", "objects.npy", "points.npy",
    "empty.npz", "text.pt", "text.pt2", "dates.toml", "x" * 5000 + ":f",
)  # fmt: skip
FILES: dict[str, bytes] = {
    "deep.json": b"[" * 10**5,
    "long.json": b'[{"XX": ' + b"9" * 5000 + b"}]",
    "mixed.json": b'{"operators": ["XX", 3]}',
    "other.json": b'{"a": NaN}',
    "dates.toml": b"seeds = 2020-01-01\n[fitting]\nepochs = 1979-05-27T07:32:00Z\n",
    **dict.fromkeys(("text.npy", "empty.npz", "text.pt", "text.pt2"), b"no such thing"),
}
OPTIONS = (
    "--json", "--seed", "--out", "--report", "--action", "--noise", "--tolerance", "--points", "--set", "--workers",
    "--expect", "--field", "--layer", "--labels", "--replay", "--list", "--no-such-option", "--identify", "--resume",
    "--certificate", "--generators", "--config", "--guides", "--save-evidence",
)  # fmt: skip
REFUSED = {"verify": "no-such-claim", "docs": "no-such-claim", "demo": "--no-such-option", "experiment": "no-such-study"}
"""Commands that would work for long on some of these lines, and the word that keeps them from it."""


def write_files(folder: Path) -> None:
    """The files that the words name."""
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    os.mkfifo(folder / "pipe.json")
    np.save(folder / "points.npy", np.random.default_rng(0).normal(size=(20, 3)))
    np.save(folder / "names.npy", np.array(["so(3)", "x"]))
    np.save(folder / "objects.npy", np.array([None, 1], dtype=object), allow_pickle=True)


@st.composite
def command_lines(draw: st.DrawFn, name: str) -> list[str]:
    """The words after ``lietheory``."""
    words = draw(st.lists(st.sampled_from(WORDS + OPTIONS), max_size=5))
    return [name, *filter(None, [REFUSED.get(name)]), *words]
