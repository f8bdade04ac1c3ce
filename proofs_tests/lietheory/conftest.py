"""A distribution that adds a claim of its own, as another package would."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lietheory.proof import registry

CLAIM = """from lietheory import proof as p

claim = p.Claim("{label}", "Doubling", {after}source="a package of one's own", statement="$2 x = x + x$", uses={uses})
claim.assume("two", "the factor is 2")
claim.draw(sampled=lambda rng: {{"x": rng.standard_normal(), "n": 2}}, exact=lambda rng, size: {{"x": size, "n": 2}})
claim.without("two", "the factor 3", lambda: {{"x": 1.0, "n": 3}})


@claim.residual
def residual(x, n):
    return n * x - (x + x)
"""


@pytest.fixture
def own_claims(tmp_path, monkeypatch):
    """Installs a distribution with an entry point for claims; what is written into it is taken in."""

    def install(label: str = "own-doubling", after: str = "", uses: str = "()", entry: str = "own_claims.of_mine") -> Path:
        folder = tmp_path / "own_claims" / "of_mine"
        folder.mkdir(parents=True)
        (tmp_path / "own_claims" / "__init__.py").touch()
        (folder / "__init__.py").touch()
        (folder / "doubling.py").write_text(CLAIM.format(label=label, after=after, uses=uses))
        info = tmp_path / "own_claims-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: own-claims\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[lietheory.claims]\nmine = {entry}\n")
        forget()
        return folder

    monkeypatch.syspath_prepend(tmp_path)
    yield install
    forget()


def forget() -> None:
    """Nothing that was read or imported is kept."""
    registry.modules.cache_clear()
    registry.load.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "own_claims"]:
        del sys.modules[name]
