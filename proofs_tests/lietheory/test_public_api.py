"""The public names are those that were written down: one that goes has to keep an alias, one that comes has to be meant."""

from __future__ import annotations

import sys
from pathlib import Path

import lconv
import lietheory

SNAPSHOT = Path(__file__).with_name("public_api.txt")


def public_names() -> list[str]:
    """Every public name of both packages, in order."""
    return sorted(f"{package.__name__}.{name}" for package in (lietheory, lconv) for name in package.__all__)


def test_no_public_name_has_gone():
    gone = sorted(set(SNAPSHOT.read_text().split()) - set(public_names()))
    assert gone == [], "a public name that moved keeps an alias for one minor version, see CONTRIBUTING.md"


def test_every_public_name_is_written_down():
    new = sorted(set(public_names()) - set(SNAPSHOT.read_text().split()))
    assert new == [], "meant? then: python -m proofs_tests.lietheory.test_public_api"


def test_completion_shows_public_names_only():
    for package in (lietheory, lconv):
        assert [name for name in dir(package) if not name.startswith("_")] == sorted(package.__all__)


if __name__ == "__main__":
    SNAPSHOT.write_text("\n".join(public_names()) + "\n")
    sys.stdout.write(f"{len(public_names())} names\n")
