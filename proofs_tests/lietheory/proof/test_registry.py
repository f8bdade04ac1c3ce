"""Claims are known by the text of their files, imported one by one, and other packages add theirs."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from lietheory.errors import LieTheoryError, UnknownNameError
from lietheory.proof.ledger import ledger, verify
from lietheory.proof.registry import find, in_order, load, modules
from proofs_tests.lietheory.conftest import forget


def test_every_claim_loads_and_has_the_label_that_is_read_off_its_file():
    assert [claim.label for claim in ledger()] == list(modules())
    assert len(modules()) > 60


def test_one_claim_is_loaded_without_the_others():
    code = (
        "import sys\n"
        "from lietheory.proof.registry import find\n"
        "assert find('prop5', 'test').title.startswith('A graph convolution')\n"
        "loaded = {name for name in sys.modules if name.startswith('lietheory.claims.')}\n"
        "assert loaded == {'lietheory.claims.p5_graph_convolution'}, loaded\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_unknown_label_is_refused_with_the_nearest_before_anything_runs():
    with pytest.raises(UnknownNameError, match="prop5"):
        find("porp5", "verify(['porp5'])")
    with pytest.raises(UnknownNameError, match="eq10"):
        verify(["eq100"], rng=np.random.default_rng(0))


def test_each_label_stands_behind_the_one_it_follows():
    assert in_order({"c": "b", "a": None, "b": "a", "z": None, "b2": "a"}) == ["a", "b2", "b", "c", "z"]


@pytest.mark.parametrize("follows", [{"a": "a"}, {"a": None, "b": "c", "c": "b"}, {"a": "nothing"}], ids=str)
def test_an_order_that_does_not_begin_is_refused(follows):
    with pytest.raises(LieTheoryError, match="without a circle"):
        in_order(follows)


def test_a_package_of_ones_own_adds_claims_that_are_verified_with_the_others(own_claims):
    own_claims()
    assert list(modules())[-1] == "own-doubling"
    outcomes = verify(["eq9", "own-doubling"], rng=np.random.default_rng(0))
    assert [(o.label, o.corrected) for o in outcomes] == [("eq9", "holds"), ("own-doubling", "holds")]
    assert outcomes[1].judges == ("replayed", "sampled")


def test_a_claim_of_ones_own_may_stand_between_others_and_rest_on_them(own_claims):
    own_claims(after='after="eq1", ', uses='("eq1",)')
    assert list(modules())[:3] == ["eq1", "own-doubling", "eq2"]
    assert load("own-doubling").uses == ("eq1",)


def test_a_claim_of_ones_own_takes_no_formal_proof_from_this_own_claims(own_claims):
    folder = own_claims()
    (folder / "doubling.py").rename(folder / "t1_linear_regression.py")
    forget()
    [outcome] = verify("own-doubling", rng=np.random.default_rng(0))
    assert "formal" not in outcome.judges and "formal" not in outcome.not_run


def test_a_label_that_shadows_another_is_refused(own_claims):
    own_claims(label="eq9")
    with pytest.raises(
        LieTheoryError, match=r"own_claims.of_mine.doubling: expected a label of its own, got that of lietheory.claims"
    ):
        modules()


def test_a_claim_that_uses_no_claim_is_refused(own_claims):
    own_claims(uses='("eq0",)')
    with pytest.raises(LieTheoryError, match="uses that are claims, got eq0"):
        load("own-doubling")


def test_an_entry_point_that_names_no_package_is_refused(own_claims):
    own_claims(entry="json.decoder")
    with pytest.raises(LieTheoryError, match=r"a package of claims, got json\.decoder"):
        modules()
