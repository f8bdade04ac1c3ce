"""A claim is written piece by piece, frozen once it is whole, and refused before that."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from lietheory import proof as p
from lietheory.errors import LieTheoryError


def started(**changes: object) -> p.Claim:
    """x = y, with its draws."""
    claim = p.Claim("pair", "A pair", source="a test", statement="$x = y$", **changes)
    claim.assume("equal", "$x$ equals $y$")
    claim.draw(sampled=lambda rng: dict.fromkeys("xy", rng.standard_normal()), exact=lambda rng, size: {"x": size, "y": size})
    return claim


def written() -> p.Claim:
    """The same with its residual and its counterexample."""
    claim = started()
    claim.residual(lambda x, y: abs(x - y))
    claim.without("equal", "$1$ and $2$", lambda: {"x": 1.0, "y": 2.0})
    return claim


def test_what_is_written_is_what_is_checked():
    claim = written().checked()
    assert (claim.label, claim.title, claim.printed, claim.smallest_size) == ("pair", "A pair", None, 1)
    assert claim.residual(claim.sample(np.random.default_rng(0))) == 0
    assert claim.residual(claim.counterexamples[0].make()) == 1
    with pytest.raises(FrozenInstanceError):
        claim.label = "other"


def test_functions_stay_what_they_are_under_their_decorators():
    claim = started()

    @claim.residual
    def residual(x, y):
        return abs(x - y)

    @claim.without("equal", "$1$ and $2$")
    def unequal():
        return {"x": 1, "y": 2}

    @claim.printed("$x = 0$")
    def printed(x):
        return p.equal(x, 0)

    @claim.search
    def smallest():
        return iter([{"x": 0, "y": 0}, {"x": 1, "y": 1}])

    claim.reading("less $y$", symbol="x", to=lambda x, y: x - y)
    assert (residual(3, 1), unequal()["y"], printed(5).residual()) == (2, 2, 5)
    form = claim.checked().printed
    assert (form.residual({"x": 4, "y": 1}), form.residual({"x": 4, "y": 1}, form.readings[0])) == (4, 3)
    assert [i["x"] for i in claim.checked().printed.search()] == [0, 1]


def test_a_claim_without_a_part_is_refused():
    with pytest.raises(LieTheoryError, match=r"no residual\. Add @claim.residual"):
        started().checked()
    bare = p.Claim("bare", "Bare", source="a test", statement="nothing")
    bare.residual(lambda x: x)
    with pytest.raises(LieTheoryError, match=r"no sample, exact\. Add claim.draw"):
        bare.checked()


def test_a_printed_form_without_its_search_is_refused():
    claim = written()
    claim.printed("$x = 0$", lambda x: x)
    with pytest.raises(LieTheoryError, match=r"no search\. Add @claim.search"):
        claim.checked()


def test_a_silent_assumption_is_refused_when_it_is_checked():
    claim = written()
    claim.assume("finite", "$x$ is finite")
    with pytest.raises(LieTheoryError, match="explained as unsharp, got finite"):
        claim.checked()


def test_a_part_given_twice_is_refused():
    claim = written()
    with pytest.raises(LieTheoryError, match="one residual, got a second one"):
        claim.residual(lambda x: x)


def test_counterexamples_stand_in_the_order_of_the_assumptions():
    claim = started()
    claim.residual(lambda x, y: abs(x - y))
    claim.assume("finite", "$x$ is finite")
    claim.without("finite", "an infinity", lambda: {"x": np.inf, "y": 0})
    claim.without("equal", "$1$ and $2$", lambda: {"x": 1, "y": 2})
    assert [c.drops for c in claim.checked().counterexamples] == ["equal", "finite"]
