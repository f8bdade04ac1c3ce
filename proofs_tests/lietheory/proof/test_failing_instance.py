"""A check is run again from its text, by the judge that the text names."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.errors import LieTheoryError, UnknownNameError
from lietheory.proof import judges
from lietheory.proof.draws import DRAWS_PER_SIZE, SIZES, Draw, draws, further, weight
from lietheory.proof.failing_instance import replay
from lietheory.proof.registry import claims_by_label

EQ9 = claims_by_label()["eq9"]


@pytest.mark.parametrize("judge", ["sampled", "replayed"])
def test_the_draws_of_a_judge_are_the_instances_that_it_saw(judge, rng, monkeypatch):
    seen = []
    monkeypatch.setattr(Draw, "instance", lambda self, claim, draw=Draw.instance: seen.append(str(self)) or draw(self, claim))
    getattr(judges, judge)(EQ9, rng)
    monkeypatch.undo()
    again = [replay("eq9", text).instance for text in seen]
    assert len(set(seen)) == len(seen) == (50 if judge == "sampled" else len(SIZES) * DRAWS_PER_SIZE)
    first, second = (np.asarray(instance["w"], dtype=float) for instance in again[:2])
    assert first.shape != second.shape or not np.array_equal(first, second)


def test_exact_draws_have_their_sizes():
    assert [Draw("replayed", 1, n).size for n in range(12)] == [2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5]
    more = further(Draw("replayed", 1, 3))
    assert {d.size for d in more} == {1, 2} and len(more) == 120
    assert [d.number for d in further(Draw("sampled", 1, 3))][:2] == [0, 1]


def test_seeds_come_from_the_generator():
    seeds = {draws("sampled", np.random.default_rng(n), 1)[0].seed for n in range(5)}
    assert len(seeds) == 5 and max(seeds) > 2**24


def test_an_instance_weighs_its_entries_and_then_their_sizes():
    assert weight({"a": np.array([[1, -2]]), "b": 3, "text": "x"}) == (3, 6.0)
    assert weight({"a": np.array([1j])}) < weight({"a": np.array([3.0, 0.0])})


@pytest.mark.parametrize(("value", "wrong"), [(0.0, False), (1e-12, False), (1e-3, True), (-1e-3, True)])
def test_a_torch_residual_is_drawn_again(value, wrong):
    found = replay("eq9", "torch:3:0", torch_judges={"eq9": lambda rng: value * (rng.integers(3) + 1)})
    assert bool(found.text) == wrong and found.replay == "torch:3:0"


def test_a_judge_that_a_claim_has_not_is_refused():
    for judges_given in (None, {}, {"prop5": lambda rng: 0.0}):
        with pytest.raises(LieTheoryError, match="torch judge"):
            replay("eq9", "torch:3:0", torch_judges=judges_given)
    with pytest.raises(UnknownNameError):
        replay("eq9", "counterexample:nothing")


def test_every_counterexample_is_replayed_and_still_refutes():
    for claim in claims_by_label().values():
        for counterexample in claim.counterexamples[:2]:
            found = replay(claim.label, f"counterexample:{counterexample.drops}")
            assert found.text == "" and found.instance
