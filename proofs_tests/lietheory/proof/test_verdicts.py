"""The rule of verdicts, executed on claims made for it: which reading counts, which fails, which is void or refused."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from lietheory.errors import LieTheoryError
from lietheory.proof.checked_claim import Part
from lietheory.proof.claim_builder import Claim
from lietheory.proof.printed_form import Printed, Reading, at_most, equal, same_truth
from lietheory.proof.verdicts import printed
from proofs_tests.lietheory.proof.test_checked_claim import EQUAL, UNEQUAL, claim

NUMBERS = [{"x": Fraction(n), "y": Fraction(n)} for n in range(5)]
READ = (Reading("none", hypothesis=lambda x: True),)


def is_zero(i):
    """The printed conclusion x = 0, as x + 1 = 1, so that both sides are numbers to multiply."""
    return equal(i["x"] + 1, Fraction(1) if isinstance(i["x"], Fraction) else 1.0)


def judged(conclusion, search=NUMBERS, readings=READ, *, proved=frozenset(), **changes):
    form = Printed("$x = 0$", conclusion, lambda: iter(search), readings=readings, **changes)
    whole = claim([EQUAL], [UNEQUAL], printed=form, parts=(Part("whole"),))
    return printed(whole, np.random.default_rng(0), proved)


def status(reading, conclusion=is_zero, **changes):
    [tried] = judged(conclusion, readings=(reading,), **changes).readings
    return tried


def test_the_first_instance_that_fails_refutes_the_printed_form():
    verdict = judged(is_zero)
    assert (verdict.verdict, verdict.counterexample, verdict.residual) == ("refuted", NUMBERS[1], 1)


def test_an_exact_defect_refutes_however_small_it_is():
    assert judged(lambda i: equal(Fraction(1, 10**20), Fraction(0))).verdict == "refuted"


def test_a_form_without_counterexample_holds_if_it_is_proved_and_is_unrefuted_if_it_is_not():
    def alike(i):
        return equal(i["x"], i["y"])

    given = {"premise": lambda x, y: x == y}
    assert judged(alike, **given).verdict == "unrefuted"
    assert judged(alike, proved=frozenset({"whole"}), **given).verdict == "holds"
    assert judged(alike, proved=frozenset({"another part"}), **given).verdict == "unrefuted"


def test_what_a_counterexample_of_the_claim_drops_is_not_in_print_unless_the_premise_has_it():
    """1 and 2 are not alike, and nothing in print says that they are."""
    assert judged(lambda i: equal(i["x"], i["y"])).verdict == "refuted"


def test_a_search_outside_of_the_printed_hypotheses_fails_the_claim():
    verdict = judged(is_zero, premise=lambda x: x < 3)
    assert verdict.failures == ("the search yields an instance outside of the printed hypotheses",)


def test_a_conclusion_that_nothing_can_contradict_is_no_statement():
    """1 = 1, or x = x, is true whatever the entries are."""
    for conclusion in (lambda i: equal(1, 1), lambda i: equal(i["x"], i["x"])):
        verdict = judged(conclusion, proved=frozenset({"whole"}), premise=lambda x, y: x == y)
        assert verdict.verdict == "unrefuted" and "whatever its entries are" in verdict.failures[0]


def test_a_hypothesis_sees_the_entries_of_the_conclusion_and_no_others():
    """A tag that the draws carry would say which instances are true."""
    pair = Claim("pair", "A pair", source="a test", statement="$x y = x$")
    pair.draw(sampled=lambda rng: dict.fromkeys("xy", rng.standard_normal()), exact=None)
    pair.residual(lambda x, y: 0)
    pair.printed("$x y = x$", lambda x, y: equal(x * y, x))
    pair.search(lambda: iter(NUMBERS))
    pair.reading("tagged", hypothesis=lambda tag=False: tag, draw=lambda rng: _at_one(rng) | {"tag": True})
    [tried] = printed(pair.checked(), np.random.default_rng(0)).readings
    assert tried.status == "void" and "do not satisfy" in tried.why


def test_samples_refute_what_the_search_did_not():
    assert judged(is_zero, NUMBERS[:1]).verdict == "refuted"


def test_a_defect_that_is_no_number_is_a_counterexample():
    assert judged(lambda i: equal(np.nan, 1.0)).verdict == "refuted"


def test_a_search_of_nothing_is_refused():
    with pytest.raises(LieTheoryError, match="at least one instance"):
        judged(is_zero, [])


def test_a_lemma_of_our_own_has_no_printed_verdict():
    assert printed(claim([EQUAL], [UNEQUAL]), np.random.default_rng(0)) is None


def test_a_residual_handed_in_for_the_sides_is_refused():
    with pytest.raises(LieTheoryError, match="both sides of each equation"):
        judged(lambda i: abs(i["x"]))


def absorbs(i):
    """The printed conclusion x y = x, which is true where y = 1, and where x = 0."""
    return equal(i["x"] * i["y"], i["x"])


def _at_one(rng):
    return {"x": rng.standard_normal(), "y": 1.0}


ONE = Reading("$y$ is $1$", hypothesis=lambda y: y == 1, draw=_at_one)


def test_a_reading_with_one_more_hypothesis_that_makes_it_true_counts():
    assert status(ONE, absorbs).status == "holds"
    assert judged(absorbs, readings=(ONE,)).verdict == "imprecise"


def test_a_reading_with_one_symbol_changed_that_makes_it_true_counts():
    def product(i):
        return equal(i["scale"] * i["x"], i["y"])

    search = [{"x": Fraction(n), "y": Fraction(3 * n)} for n in range(5)]
    changes = {"symbols": {"scale": lambda: 2}, "search": search, "premise": lambda x, y: abs(y - 3 * x) < 1e-9}
    right = Reading("three", symbol="scale", to=lambda: 3, draw=lambda rng: {"x": (t := rng.standard_normal()), "y": 3 * t})
    wrong = Reading("four", symbol="scale", to=lambda: 4)
    assert status(right, product, **changes).status == "holds"
    assert status(wrong, product, **changes).status == "fails"
    assert judged(product, readings=(wrong,), **changes).verdict == "refuted"
    assert judged(product, readings=(wrong, right), **changes).verdict == "imprecise"


def test_one_bad_draw_among_good_ones_fails_a_reading():
    def draw(rng):
        return {"x": 1 + rng.random(), "y": 1.0 + (rng.random() < 0.1)}

    found = status(Reading("mostly", hypothesis=lambda y: isinstance(y, float), draw=draw), absorbs)
    assert found.status == "fails" and found.instance["y"] == 2


def test_a_reading_that_admits_a_counterexample_of_the_printed_form_fails():
    found = status(Reading("small", hypothesis=lambda y: y < 3, draw=_at_one), absorbs)
    assert found.status == "fails" and found.instance == NUMBERS[2]


def test_a_reading_that_excludes_what_the_source_names_fails():
    found = status(ONE, absorbs, named=lambda: iter(NUMBERS[2:3]))
    assert found.status == "fails" and "itself names" in found.why


def test_a_hypothesis_that_its_own_draws_do_not_satisfy_is_void():
    found = status(Reading("nothing", hypothesis=lambda x: False))
    assert found.status == "void" and "do not satisfy" in found.why


def test_a_void_reading_fails_the_claim():
    verdict = judged(is_zero, readings=(Reading("nothing", hypothesis=lambda x: False),))
    assert verdict.failures and "void" in verdict.failures[0]


def test_degenerate_instances_do_not_make_a_reading_count():
    nothing = Reading("$x$ is $0$", hypothesis=lambda x: x == 0, draw=lambda rng: {"x": 0.0, "y": rng.standard_normal()})
    found = status(nothing, absorbs)
    assert found.status == "void" and "twice or minus itself" in found.why


def test_one_instance_drawn_fifty_times_does_not_make_a_reading_count():
    found = status(Reading("one", hypothesis=lambda y: y == 1, draw=lambda rng: {"x": 3.0, "y": 1.0}), absorbs)
    assert found.status == "void" and "1 different" in found.why


def test_a_symbol_that_is_a_whole_side_of_the_equation_is_void():
    """Changing y into x makes x = y true and says nothing."""

    def vectors(i):
        return equal(np.array([i["x"], 2 * i["x"]]), np.asarray(i["side"]))

    symbols = {"side": lambda y: [y + 1, y]}
    found = status(Reading("the left side", symbol="side", to=lambda x: np.array([x, 2 * x])), vectors, symbols=symbols)
    assert found.status == "void" and "whole side" in found.why


def test_a_hypothesis_that_is_the_conclusion_is_void():
    def draw(rng):
        return {"x": 0.0, "y": rng.standard_normal()}

    found = status(Reading("it is true", hypothesis=lambda x: 3 * x + 3 == 3, draw=draw))
    assert found.status == "void" and "tells them apart" in found.why


def test_a_bound_that_nothing_comes_near_is_void():
    def bounded(i):
        return at_most(abs(i["x"]), i["allowed"])

    given = {"symbols": {"allowed": lambda: 0}, "premise": lambda x: abs(x) <= 10}
    assert status(Reading("at most a million", symbol="allowed", to=lambda: 10**6), bounded, **given).status == "void"
    assert status(Reading("at most ten", symbol="allowed", to=lambda: 10), bounded, **given).status == "holds"


def test_if_and_only_if_is_judged_by_truth_on_both_sides():
    assert [same_truth(a, b).residual() for a in (True, False) for b in (True, False)] == [0, 2, 2, 0]


def test_a_form_that_fails_and_was_expected_to_hold_fails_the_claim():
    verdict = judged(is_zero, readings=(), exact=True)
    assert verdict.failures and "no reading" in verdict.failures[0]


def test_an_empty_list_of_readings_is_refused_when_the_claim_is_loaded():
    with pytest.raises(LieTheoryError, match="an empty list of readings"):
        judged(is_zero, readings=())


@pytest.mark.parametrize(
    "parts",
    [{}, {"symbol": "x"}, {"to": lambda: 1}, {"symbol": "x", "to": lambda: 1, "hypothesis": lambda x: True}],
    ids=["nothing", "a symbol alone", "a value alone", "both"],
)
def test_a_reading_is_one_hypothesis_or_one_symbol(parts):
    with pytest.raises(LieTheoryError, match="one added hypothesis, or one symbol"):
        Reading("dummy", **parts)


def _conclusion_by_another_name(x):
    return is_zero({"x": x}).residual() == 0


def _through_another(x):
    return _conclusion_by_another_name(x)


HIDDEN = {"inner": lambda x: _through_another(x)}


@pytest.mark.parametrize(
    "reading",
    [
        Reading("direct", hypothesis=lambda x: is_zero({"x": x}).residual() == 0),
        Reading("by a helper", hypothesis=_conclusion_by_another_name),
        Reading("by two", hypothesis=_through_another),
        Reading("as a default", hypothesis=lambda x, f=is_zero: f({"x": x}).residual() == 0),
        Reading("in a list of the file", hypothesis=lambda x: HIDDEN["inner"](x)),
        Reading(
            "in the draws", hypothesis=lambda x: True, draw=lambda rng: next(i for i in NUMBERS if not is_zero(i).residual())
        ),
        Reading("in a symbol", symbol="x", to=lambda x: 0 if is_zero({"x": x}).residual() else x),
    ],
    ids=lambda reading: reading.text,
)
def test_a_reading_that_runs_the_conclusion_is_refused_when_the_claim_is_loaded(reading):
    with pytest.raises(LieTheoryError, match="stated without the conclusion"):
        judged(is_zero, readings=(reading,))


def test_a_reading_that_runs_the_corrected_residual_is_refused():
    def residual(i):
        return abs(i["x"] - i["y"])

    reading = Reading("corrected", hypothesis=lambda x, y: residual({"x": x, "y": y}) == 0)
    form = Printed("$x = 0$", is_zero, lambda: iter(NUMBERS), readings=(reading,))
    with pytest.raises(LieTheoryError, match="residual of the corrected statement"):
        claim([EQUAL], [UNEQUAL], residual=residual, printed=form)
