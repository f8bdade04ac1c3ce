"""The page with the rule of verdicts, its numbers those that the judge runs with."""

from __future__ import annotations

from lietheory.proof import readings, verdicts
from lietheory.rendering.status import badge


def verdict_page() -> str:
    """The rule of :mod:`lietheory.proof.verdicts` in words."""
    return f"""# The rule of verdicts

What a source prints is quoted word for word, a proposition apart from its proof. Its *conclusion* is written as both
sides of each equation, or inequality, at an instance: the residual is what the two sides differ by. The rule is executed
on every run; nothing sets a verdict by hand, and the same printed sentence gets the same verdict wherever it is quoted.

- {badge("holds")}: no counterexample among the instances that meet the printed hypotheses ({verdicts.SEARCHED} at most,
  smallest first, then {verdicts.DRAWN} random ones), and every part of the printed statement is derived or formally
  proved.
- {badge("unrefuted")}: no counterexample, but some part of it rests on instances alone.
- {badge("imprecise")}: it fails as printed, and holds under at least one reading.
- {badge("refuted")}: it fails, and every reading that was tried, at least one, fails on an executed instance.

The printed hypotheses are executed too: a claim states them as a predicate on the entries of an instance, its *premise*. The
search stays within them, and the claim's own counterexamples that meet them count as printed instances, since what such a
one drops is not in print. A form without a counterexample is judged by whether it could have one: it fails the claim if no
perturbed entry contradicts its conclusion, if {
        verdicts.DIFFERENT
    } instances do not tell it from twice or minus itself, or if nothing comes
within a factor of {1 / readings.TIGHT:.0f} of an inequality.

## What a reading is

A reading keeps the printed conclusion and does one of two things: it adds one hypothesis, or it changes one named symbol
or convention. Nothing else can be handed in. In particular a reading has no residual of its own: the judge takes the
printed sides and evaluates them at instances that satisfy the hypothesis, or with the symbol changed.

A reading **holds** if all of this is so:

1. It admits every case that the source itself names as covered.
2. The printed conclusion is true on those printed instances (the first {verdicts.MET} of the search, and the claim's
   counterexamples) that the reading admits, also when their numbers are written as floats, so that it does not hold where the
   printed form fails.
3. It is true on {verdicts.DRAWN} random instances that satisfy it and are not degenerate: at each of them twice the right
   side, and minus the right side, are wrong; an inequality is wrong when it is reversed. At least {verdicts.DIFFERENT} of
   them differ in what the conclusion reads.
4. It stays true when entries of these instances are moved, multiplied or exchanged with those of printed ones, wherever the
   premise and the hypothesis still hold: a hypothesis has to suffice, not to sort the draws.
5. A changed symbol is not a whole side of the equation, and the right side of an inequality is somewhere less than {
        1 / readings.TIGHT:.0f} times the left one.
6. An added hypothesis gives one answer to one question, is about entries that the conclusion reads, and is not the conclusion
   in other words: on some instance, perhaps one that was perturbed, one of the two is true and the other is not; and one that
   reads all the entries that the conclusion reads holds at further instances near its draws.
7. An added hypothesis leaves something: its draws have at least {readings.SHAPES} sizes where the claim's have, and it admits
   one in {1 / readings.SHARE:.0f} of the first {10 * verdicts.MET} printed instances, unless the source names cases of it.

It **fails** if an executed instance contradicts 1, 2, 4 or the equation of 3; the page says which. If it does neither, for
being degenerate or empty, it is **void**, and the claim as a whole fails until the reading is mended or taken out. A
claim that lists no reading of a printed form that may fail is refused when it is loaded, and so is a reading whose code
runs the printed conclusion or the corrected residual. A reading may be the corrected statement; then its page says so.
Charity comes first: where the authors plainly mean a true statement, that is a reading which is tried.

No rule sees whether code says what the words beside it say, whether a premise is what is printed, or whether sides are those of
the printed equation. Each page therefore ends with the code that was executed. A record of formal proofs is taken at its
word while its sources are unchanged; `make formal` compiles those of this package again.

## How far a corrected statement is proved

Each claim names the parts of its statement, and what covers each of them: the derivation, theorems of a proof assistant,
or neither. Every hypothesis of a derivation, and of a theorem that counts, is an assumption of the claim, or says what else it
is: the setting, the meaning of a letter, or what the formula is about.

- [formal in full]{{.verdict .formal-in-full}}: a proof assistant has checked every part.
- [derived in full]{{.verdict .derived-in-full}}: every part is derived with no size fixed, or checked by a proof
  assistant.
- [in part]{{.verdict .in-part}}: some parts are, by name; the others rest on instances.
- [instances only]{{.verdict .instances-only}}: exact replay and random samples, and counterexamples that drop one
  hypothesis at a time.
"""
