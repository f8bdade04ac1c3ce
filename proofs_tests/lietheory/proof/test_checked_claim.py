"""A claim with a silent assumption is refused when it is built."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from lietheory.errors import LieTheoryError
from lietheory.proof.checked_claim import Assumption, CheckedClaim, Counterexample, is_set
from lietheory.proof.instances import applied


def claim(assumptions=(), counterexamples=(), **changes) -> CheckedClaim:
    """x = y for every pair drawn."""
    fields = {
        "label": "pair",
        "title": "A pair",
        "source": "a test",
        "statement": "$x = y$",
        "assumptions": tuple(assumptions),
        "counterexamples": tuple(counterexamples),
        "residual": lambda i: abs(i["x"] - i["y"]),
        "sample": lambda rng: dict.fromkeys("xy", rng.standard_normal()),
        "exact": lambda rng, size: dict.fromkeys("xy", Fraction(int(rng.integers(9)), size)),
    }
    return CheckedClaim(**(fields | changes))


EQUAL = Assumption("equal", "x equals y")
UNEQUAL = Counterexample("equal", "1 and 2", lambda: {"x": 1.0, "y": 2.0})


@pytest.mark.parametrize(
    ("assumptions", "counterexamples", "culprit"),
    [
        ([EQUAL], [], "equal"),
        ([EQUAL, Assumption("finite", "x is finite")], [UNEQUAL], "finite"),
        ([EQUAL, Assumption("finite", "x is finite", unsharp="")], [UNEQUAL], "finite"),
    ],
    ids=["none dropped", "one left over", "an empty explanation"],
)
def test_a_silent_assumption_is_refused(assumptions, counterexamples, culprit):
    with pytest.raises(LieTheoryError, match=f"explained as unsharp, got {culprit}"):
        claim(assumptions, counterexamples)


def test_an_assumption_explained_as_unsharp_is_accepted():
    assert claim([Assumption("finite", "x is finite", unsharp="infinities cannot be subtracted")]).counterexamples == ()


def test_a_counterexample_to_another_claim_is_refused():
    with pytest.raises(LieTheoryError, match="drop an assumption of the claim"):
        claim([EQUAL], [UNEQUAL, Counterexample("even", "x = 1", dict)])


def test_two_assumptions_of_one_name_are_refused():
    """One counterexample would hide that the other is silent."""
    with pytest.raises(LieTheoryError, match="a name of its own"):
        claim([EQUAL, EQUAL], [UNEQUAL])


def test_a_claim_is_compared_by_identity_and_frozen():
    one = claim([EQUAL], [UNEQUAL])
    assert one != claim([EQUAL], [UNEQUAL])
    with pytest.raises(AttributeError):
        one.label = "other"
    assert np.isclose(one.residual(UNEQUAL.make()), 1)


def test_text_with_typed_mathematics_is_refused():
    with pytest.raises(LieTheoryError, match="mathematics as TeX between dollars, got x = 1"):
        claim([Assumption("equal", "x = 1")], [UNEQUAL])
    with pytest.raises(LieTheoryError, match="between dollars"):
        claim([EQUAL], [UNEQUAL], proof="half of a formula, $x")


@pytest.mark.parametrize(
    ("text", "well"),
    [("plain words", True), ("$x^2$ and `a_b`", True), ("x^2", False), (r"\alpha", False), ("$x$ < 1", False), ("$x", False)],
)
def test_what_is_set_is_between_dollars_or_code(text, well):
    assert is_set(text) is well


def test_entries_go_to_the_parameters_of_their_names():
    instance = {"x": 1, "class": 2, "keeps ones": 3, "rest": 4}
    assert applied(lambda class_, x: (class_, x), instance) == (2, 1)
    assert applied(lambda keeps_ones, missing=0: (keeps_ones, missing), instance) == (3, 0)
    assert applied(lambda x, **others: sorted(others), instance) == ["class", "keeps ones", "rest"]


def test_an_entry_that_an_instance_lacks_is_named():
    with pytest.raises(LieTheoryError, match="no y among x"):
        applied(lambda x, y: x, {"x": 1})
