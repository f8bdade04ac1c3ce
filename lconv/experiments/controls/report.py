"""What the negative controls say: tables of every kind, what was never reported, and what the tolerance lets through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lconv.experiments.controls.study import Controls, target_name, targets_of, true_dimension
from lconv.experiments.harness.intervals import detectable_rate, share
from lconv.experiments.harness.report import Finding, Part, Picture, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen
from lietheory.discovery.answer import TOLERANCE
from lietheory.rendering.figures.curves import plot_curves


def report(configuration: Controls, results: Sequence[Result]) -> list[Part]:
    """Tables of every kind of control, power, and findings."""
    return [
        Text(
            "An algebra counts as a symmetry if, on points that did not choose it, the simultaneous 95 % bound of its breaking "
            f"is at most {TOLERANCE}, which was fixed before the runs. "
            "O(5) + c: the O(5)-invariant target plus a part in a₁², whose standard deviation is c times its own, so that so(4) "
            "of dimension 6 is left. Shares of runs have the 95 % interval of Clopper and Pearson in brackets."
        ),
        Table("Untrained networks 10-w-w-1, least numbers over all of them", _untrained(configuration, results)),
        Table("Functions, and networks trained on them: medians over runs", _targets(configuration, results)),
        *_picture(configuration, results),
        Text("Power", heading=True),
        *(
            Table(f"Share found at the true dimension, {note}, by points looked at", _power(configuration, results, kind))
            for kind, note in (("exact", "the functions themselves"), ("trained", "trained networks"))
        ),
        *_tolerated(configuration, results),
        Table("Classifiers of digits under gl(2) on the pixels", _classifiers(configuration, results)),
        *findings(configuration, results),
    ]


def _untrained(configuration: Controls, results: Sequence[Result]) -> Rows:
    rows = []
    for activation in configuration.activations:
        runs = chosen(results, kind="untrained", target=activation)
        if runs:
            least = [f"{min(r.measures[m] for r in runs):.2g}" for m in ("next_held_out", "lower", "next_step")]
            answers = Counter(str(r.measures["status"]) for r in runs)
            rows.append((activation, share(r.measures["status"] == "symmetric" for r in runs), _counted(answers), *least))
    return [("activation", "symmetric", "answers", "lambda", "its lower bound", "finite step"), *rows]


def _counted(counts: Counter) -> str:
    return ", ".join(f"{count} × {value}" for value, count in sorted(counts.items(), key=lambda item: str(item[0])))


def _targets(configuration: Controls, results: Sequence[Result]) -> Rows:
    head = (
        "target",
        "true dimension",
        "looked at",
        "1 - r²",
        "dimensions found",
        "lambda of the true",
        "first other: lambda",
        "step",
    )
    rows = []
    for target in targets_of(configuration):
        for kind in ("exact", "trained"):
            runs = chosen(results, kind=kind, target=target)
            if runs:
                numbers = [_median(runs, m) for m in ("unexplained", "held_out", "next_held_out", "next_step")]
                if not true_dimension(target):
                    numbers[1] = "—"
                dimensions = _counted(Counter(r.measures["dimension"] for r in runs))
                looked = "function" if kind == "exact" else "network"
                rows.append((target_name(target), str(true_dimension(target)), looked, numbers[0], dimensions, *numbers[1:]))
    return [head, *rows]


def _median(runs: Sequence[Result], measure: str) -> str:
    values = sorted(r.measures[measure] for r in runs if measure in r.measures)
    return f"{values[len(values) // 2]:.2g}" if values else "—"


def _power(configuration: Controls, results: Sequence[Result], kind: str) -> Rows:
    rows = []
    for target in targets_of(configuration):
        runs = chosen(results, kind=kind, target=target)
        if runs:
            at = range(len(configuration.points))
            rows.append(
                (target_name(target), *(share(r.measures["dimensions"][i] == true_dimension(target) for r in runs) for i in at))
            )
    return [("target", *(f"{n} points" for n in configuration.points)), *rows]


def _picture(configuration: Controls, results: Sequence[Result]) -> list[Part]:
    curves = {}
    for kind, label in (("exact", "the function"), ("trained", "trained networks")):
        pairs = ((float(t), chosen(results, kind=kind, target=t)) for t in targets_of(configuration) if true_dimension(t) == 6)
        curves[label] = [(c, [r.measures["next_held_out"] for r in runs]) for c, runs in pairs if runs]
    figure = plot_curves(
        "How much a broken symmetry shows",
        {label: curve for label, curve in curves.items() if curve},
        "share of a₁²",
        "lambda of the least broken direction",
    )
    caption = f"Median and range over runs. What counts as a symmetry is decided by its breaking; the tolerance is {TOLERANCE:g}."
    return [Picture(figure, caption)]


def _tolerated(configuration: Controls, results: Sequence[Result]) -> list[Part]:
    """The evidence printed with one network that is called more symmetric than its target, where the tolerance allows it."""
    for target in breaking_below_tolerance(configuration, results):
        runs = [r for r in chosen(results, kind="trained", target=target) if r.measures["dimension"] > true_dimension(target)]
        if runs:
            columns = runs[0].measures["directions"]
            rows = [(str(i + 1), *(f"{value:.2e}" for value in row)) for i, row in enumerate(zip(*columns, strict=True))]
            caption = (
                f"{target_name(target)}, seed {runs[0].cell['seed']}: dimension {runs[0].measures['dimension']} is reported, "
                f"together with this; the tolerance on the breaking is {TOLERANCE}"
            )
            return [Table(caption, [("direction", "lambda, held out", "lower", "upper", "finite step"), *rows])]
    return []


def _classifiers(configuration: Controls, results: Sequence[Result]) -> Rows:
    rows = []
    for kind in configuration.digits:
        runs = chosen(results, kind="classifier", target=kind)
        if runs:
            measured = ("training_accuracy", "accuracy", "held_out", "lower", "step", "angle")
            answers = _counted(Counter(str(r.measures["status"]) for r in runs))
            detected = share(bool(r.measures["rotation_found"]) for r in runs)
            rows.append((kind, detected, answers, *(_median(runs, m) for m in measured)))
    head = (
        "trained on",
        "so(2) found",
        "answers",
        "accuracy, training",
        "held out",
        "least lambda",
        "lower bound",
        "step",
        "its angle to so(2), °",
    )
    return [head, *rows]


SOURCE = "the rule of decision"


def breaking_below_tolerance(configuration: Controls, results: Sequence[Result]) -> list[str]:
    """The targets whose breaking is below the tolerance in at least one draw of points: the function itself passes for more."""
    return [t for t in targets_of(configuration) if any(_exceeds(r) for r in chosen(results, kind="exact", target=t))]


def findings(configuration: Controls, results: Sequence[Result]) -> list[Finding]:
    """A verdict on each thing that must not happen, where there are runs to judge it by."""
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
    verdicts = [
        Finding(sentence, SOURCE, _never(events), _rate_evidence(events) + note) for sentence, events, note in asked if events
    ]
    power = [r.measures["dimension"] == 10 for r in chosen(trained, target="0")]
    if power:
        sentence = "In a network trained on the unbroken target all ten dimensions are found."
        verdicts.append(
            Finding(sentence, SOURCE, "supported" if all(power) else "contradicted", _rate_evidence([not p for p in power]))
        )
    return verdicts


def _exceeds(result: Result) -> bool:
    return result.measures["dimension"] > true_dimension(str(result.cell["target"]))


def _named(targets: Sequence[str]) -> str:
    return ", ".join(map(target_name, targets)) or "none"


def _never(events: Sequence[bool]) -> str:
    return "contradicted" if any(events) else "supported"


def _rate_evidence(events: Sequence[bool]) -> str:
    return f"against it {share(events)}; a rate of {detectable_rate(len(events)):.2g} would have shown with probability .8."
