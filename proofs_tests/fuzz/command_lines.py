"""Command lines of every subcommand with odd words in them, such that each is refused before any long work begins."""

from __future__ import annotations

from hypothesis import strategies as st

from lietheory.cli.main import COMMANDS

NAMES = tuple(module.NAME for module in COMMANDS)
WORDS = (
    "", " ", "-", "--", "-1", "0", "1e400", "nan", "so(3)", "so(-1)", "so(\xb3)", "so(9999999999999)", "R^0", "[/]",
    "[bold]", "x" * 5000, "a\nb", ".", "..", "/", "/dev/null", "/dev/full", "no-such-file.npy", "no.such.module:name",
    ".a:b", "os:system", "sys:exit", ":", "a:", "XXI; ZZ", "XX + ", "1/0 XX", "sqrt(-1) X", "linear(3)", "linear({[]})",
    "linear(-1)", "image(0, 0)", "points(3", "\udcff.npz", "prop3", "{}",
)  # fmt: skip
OPTIONS = (
    "--json", "--seed", "--out", "--report", "--action", "--noise", "--tolerance", "--points", "--set", "--workers",
    "--expect", "--field", "--layer", "--labels", "--replay", "--list", "--no-such-option", "--identify", "--resume",
    "--certificate", "--generators", "--config",
)  # fmt: skip
LONG = ("verify", "docs", "demo", "experiment", "doctor")
"""Would work for long on some of these lines, which an unknown option in front keeps them from."""


@st.composite
def command_lines(draw: st.DrawFn, name: str) -> list[str]:
    """The words after ``lietheory``."""
    words = draw(st.lists(st.sampled_from(WORDS + OPTIONS), max_size=5))
    return [name, *(["--no-such-option"] if name in LONG else []), *words]
