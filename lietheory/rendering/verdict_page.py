"""The page with the rule of verdicts, its numbers those that the judge runs with."""

from __future__ import annotations

from lietheory.proof import verdicts
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

A form without a counterexample is judged by whether it could have one: if no perturbed entry contradicts its conclusion, that
says nothing, and the claim fails.

## What a reading is

A reading keeps the printed conclusion and does one of two things: it adds one hypothesis, or it changes one named symbol
or convention. Nothing else can be handed in. In particular a reading has no residual of its own: the judge takes the
printed sides and evaluates them at instances that satisfy the hypothesis, or with the symbol changed.

A reading **holds** if all of this is so:

1. It admits every case that the source itself names as covered.
2. The printed conclusion is true on those printed instances (the first {verdicts.MET} of the search) that the reading
   admits, so that it does not hold where the printed form fails.
3. It is true on {verdicts.DRAWN} random instances that satisfy it and are not degenerate: at each of them twice the right
   side, and minus the right side, are wrong; an inequality is wrong when it is reversed. At least {verdicts.DIFFERENT} of
   them differ.
4. A changed symbol is not a whole side of the equation, and the right side of an inequality is somewhere less than {
        1 / verdicts.TIGHT:.0f} times the left one.
5. An added hypothesis is about entries that the conclusion reads, and is not the conclusion in other words: on some
   instance, perhaps one that was perturbed, one of the two is true and the other is not.

It **fails** if an executed instance contradicts 1, 2 or the equation of 3; the page says which. If it does neither, for
being degenerate or empty, it is **void**, and the claim as a whole fails until the reading is mended or taken out. A
claim that lists no reading of a printed form that may fail is refused when it is loaded, and so is a reading whose code
runs the printed conclusion or the corrected residual. A reading may be the corrected statement; then its page says so.
Charity comes first: where the authors plainly mean a true statement, that is a reading which is tried.

## How far a corrected statement is proved

Each claim names the parts of its statement, and what covers each of them: the derivation, theorems of a proof assistant,
or neither.

- [formal in full]{{.verdict .formal-in-full}}: a proof assistant has checked every part.
- [derived in full]{{.verdict .derived-in-full}}: every part is derived with no size fixed, or checked by a proof
  assistant.
- [in part]{{.verdict .in-part}}: some parts are, by name; the others rest on instances.
- [instances only]{{.verdict .instances-only}}: exact replay and random samples, and counterexamples that drop one
  hypothesis at a time.
"""
