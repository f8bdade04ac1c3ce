"""What the negative controls say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lconv.experiments.controls.configuration import Controls
from lconv.experiments.controls.findings import breaking_below_tolerance, findings
from lconv.experiments.controls.targets import target_name, targets_of, true_dimension
from lconv.experiments.harness.proportions import share
from lconv.experiments.harness.report import Part, Picture, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen
from lietheory.discovery.decision import LAMBDA_TOLERANCE, STEP_TOLERANCE
from lietheory.rendering.figures.curves import plot_curves


def report(configuration: Controls, results: Sequence[Result]) -> list[Part]:
    """Tables of every kind of control, power, and findings."""
    return [
        Text(
            "A direction counts as a symmetry if, on points that did not choose it, the simultaneous 95 % bound of lambda is "
            f"below {LAMBDA_TOLERANCE} and the finite-step error below {STEP_TOLERANCE}; both were fixed before the runs. "
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
                found = _counted(Counter(r.measures["dimension"] for r in runs))
                looked = "function" if kind == "exact" else "network"
                rows.append((target_name(target), str(true_dimension(target)), looked, numbers[0], found, *numbers[1:]))
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
        limit=(LAMBDA_TOLERANCE, "tolerance"),
    )
    return [Picture(figure, "Median and range over runs. Below the line a broken symmetry is still called a symmetry.")]


def _tolerated(configuration: Controls, results: Sequence[Result]) -> list[Part]:
    """The evidence printed with one network that is called more symmetric than its target, where the tolerance allows it."""
    for target in breaking_below_tolerance(configuration, results):
        runs = [r for r in chosen(results, kind="trained", target=target) if r.measures["dimension"] > true_dimension(target)]
        if runs:
            columns = runs[0].measures["directions"]
            rows = [(str(i + 1), *(f"{value:.2e}" for value in row)) for i, row in enumerate(zip(*columns, strict=True))]
            caption = (
                f"{target_name(target)}, seed {runs[0].cell['seed']}: dimension {runs[0].measures['dimension']} is reported, "
                f"together with this; tolerances {LAMBDA_TOLERANCE} on the upper bound, {STEP_TOLERANCE} on the step"
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
            found = share(bool(r.measures["rotation_found"]) for r in runs)
            rows.append((kind, found, answers, *(_median(runs, m) for m in measured)))
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
