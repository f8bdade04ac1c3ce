"""The findings of the negative controls: what was never reported, and what the tolerance lets through."""

from __future__ import annotations

from collections.abc import Sequence

from lconv.experiments.controls.configuration import Controls
from lconv.experiments.controls.targets import target_name, targets_of, true_dimension
from lconv.experiments.harness.proportions import detectable_rate, share
from lconv.experiments.harness.report import Finding
from lconv.experiments.harness.study import Result, chosen

SOURCE = "the rule of decision"


def breaking_below_tolerance(configuration: Controls, results: Sequence[Result]) -> list[str]:
    """The targets whose breaking is below the tolerance in at least one draw of points: the function itself passes for more."""
    return [t for t in targets_of(configuration) if any(_exceeds(r) for r in chosen(results, kind="exact", target=t))]


def findings(configuration: Controls, results: Sequence[Result]) -> list[Finding]:
    """A verdict on each thing that must not happen, where there are runs to ask."""
    tolerated = breaking_below_tolerance(configuration, results)
    trained = chosen(results, kind="trained")
    strict = [r for r in trained if r.cell["target"] not in tolerated]
    lenient = [r for r in trained if r.cell["target"] in tolerated]
    unturned = [r for r in chosen(results, kind="classifier") if r.cell["target"] != "turned"]
    untrained = chosen(results, kind="untrained")
    asked = [
        ("No untrained network is called symmetric.", [r.measures["status"] == "symmetric" for r in untrained], ""),
        (
            "The dimension found never exceeds the true one in networks whose target is broken by more than the tolerance.",
            [_exceeds(r) for r in strict],
            f" Not counted, because the target itself passes: {_named(tolerated)}; there it exceeds in "
            f"{share(_exceeds(r) for r in lenient)}, and the evidence is printed.",
        ),
        (
            "No classifier of upright digits, or of shuffled labels, is said to have so(2).",
            [bool(r.measures["rotation_found"]) for r in unturned],
            "",
        ),
    ]
    found = [Finding(sentence, SOURCE, _never(events), _evidence(events) + note) for sentence, events, note in asked if events]
    power = [r.measures["dimension"] == 10 for r in chosen(trained, target="0")]
    if power:
        sentence = "In a network trained on the unbroken target all ten dimensions are found."
        found.append(Finding(sentence, SOURCE, "supported" if all(power) else "contradicted", _evidence([not p for p in power])))
    return found


def _exceeds(result: Result) -> bool:
    return result.measures["dimension"] > true_dimension(str(result.cell["target"]))


def _named(targets: Sequence[str]) -> str:
    return ", ".join(map(target_name, targets)) or "none"


def _never(events: Sequence[bool]) -> str:
    return "contradicted" if any(events) else "supported"


def _evidence(events: Sequence[bool]) -> str:
    return f"against it {share(events)}; a rate of {detectable_rate(len(events)):.2g} would have shown with probability .8."
