"""Torch judges come from packages whose files are named after those of the claims, and each is imported when it is used."""

from __future__ import annotations

import sys
from importlib import metadata

import numpy as np
import pytest

from lietheory.cli import plugins
from lietheory.errors import LieTheoryError
from lietheory.proof.ledger import verify


@pytest.fixture
def own_judges(own_claims, monkeypatch):
    """Installs a claim of one's own, whose file is doubling.py, with entry points for judges."""
    monkeypatch.setattr(plugins, "has_torch", lambda: True)

    def install(entries: str) -> None:
        root = own_claims().parents[1]
        judges = root / "own_claims" / "judges"
        judges.mkdir()
        (judges / "__init__.py").touch()
        (judges / "doubling.py").write_text("def residual(rng):\n    return 0.5\n\n\ndef small(rng):\n    return 0.0\n")
        (judges / "eq09_dense_weights.py").write_text("raise ImportError('a judge that does not load')\n")
        with (root / "own_claims-1.0.dist-info" / "entry_points.txt").open("a") as points:
            points.write(f"[lietheory.judges]\n{entries}\n")

    return install


def test_a_file_of_a_package_of_judges_judges_the_claim_whose_file_has_its_name(own_judges):
    own_judges("own_claims.of_mine = own_claims.judges")
    [outcome] = verify("own-doubling", rng=np.random.default_rng(0), torch_judges=plugins.torch_judges())
    assert outcome.corrected == "fails" and "torch: torch residual 0.5" in outcome.failures


def test_a_judge_is_imported_only_when_it_is_looked_up(own_judges):
    own_judges("lietheory.claims = own_claims.judges")
    judges = plugins.torch_judges()
    assert judges is not None and "eq9" in judges and len(judges) == len(list(judges))
    assert not any(name.startswith("own_claims.judges.") for name in sys.modules)
    with pytest.raises(ImportError, match="does not load"):
        judges["eq9"]


def test_a_package_judges_no_claim_of_another_package_than_the_one_it_is_for(own_judges):
    own_judges("lietheory.claims = own_claims.judges")
    judges = plugins.torch_judges()
    assert judges is not None and "own-doubling" not in judges


def test_one_judge_may_be_named_by_the_label_of_its_claim(own_judges):
    own_judges("own-doubling = own_claims.judges.doubling:small")
    [outcome] = verify("own-doubling", rng=np.random.default_rng(0), torch_judges=plugins.torch_judges())
    assert outcome.corrected == "holds" and "torch" in outcome.judges


def test_an_entry_point_that_names_no_package_of_judges_is_refused(own_judges):
    own_judges("lietheory.claims = json.decoder")
    with pytest.raises(LieTheoryError, match=r"a package of judges, got json\.decoder"):
        plugins.torch_judges()


def test_two_residuals_of_one_claim_are_refused(own_judges):
    own_judges("own-doubling = own_claims.judges.doubling:small\nown_claims.of_mine = own_claims.judges")
    with pytest.raises(
        LieTheoryError, match=r"'own-doubling': expected one entry point, got own_claims.judges.doubling:\w+ and own_"
    ):
        plugins.torch_judges()


def test_a_command_that_two_packages_supply_is_refused(own_judges, monkeypatch):
    entries = [metadata.EntryPoint("audit", f"{package}.audit:run", "lietheory.commands") for package in ("one", "other")]
    monkeypatch.setattr(metadata, "entry_points", lambda **group: entries)
    with pytest.raises(LieTheoryError, match=r"lietheory audit: expected one package that supplies it, got one.*and other"):
        plugins.contributed_command("audit")
