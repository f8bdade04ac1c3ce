"""The ledger: every claim in order, and the outcome of running its judges."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from lietheory.errors import ShapeError, UnknownNameError, shown
from lietheory.printing import Printed, html_table, text_table
from lietheory.progress import reports_progress
from lietheory.proof import coverage, formal, judges, registry, verdicts
from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.instances import Instance
from lietheory.proof.rates import MeasuredRate, measure
from lietheory.threads import one_thread

JUDGES = ("derived", "replayed", "sampled", "formal", "torch")
TorchJudges = Mapping[str, Callable[[np.random.Generator], float]]


@dataclass(frozen=True, eq=False, repr=False)
class Outcome(Printed):
    """What the judges of one claim saw.

    Attributes:
        label, title, source: of the claim.
        printed: ``"holds"``, ``"unrefuted"``, ``"imprecise"``, ``"refuted"``, or None for a lemma of ours.
        corrected: ``"holds"`` if every judge that ran confirmed it, else ``"fails"``.
        judges: which of derived, replayed, sampled, formal, torch confirmed it.
        not_run: judge -> why it did not run.
        residual: the worst sampled or torch residual.
        seconds: wall time.
        failures: what went wrong, in words.
        counterexample: the smallest instance on which the printed form fails.
        counterexample_residual: the printed residual there.
        rate: the measured order, where the claim is asymptotic.
        cases: judge -> number of steps or instances.
        grade: how far the statement is proved with no size fixed: one of ``coverage.GRADES``.
        coverage: part of the statement -> which of derived and formal proved it in this run.
        readings: what became of each reading of the printed form.
        failing: the smallest instance on which the corrected form fails, and how to run it again.
    """

    label: str
    title: str
    source: str
    printed: str | None
    corrected: str
    judges: tuple[str, ...]
    not_run: Mapping[str, str]
    residual: float
    seconds: float
    failures: tuple[str, ...]
    counterexample: Instance | None
    counterexample_residual: float
    rate: MeasuredRate | None
    cases: Mapping[str, int]
    failing: judges.Failing | None = None
    grade: str = "instances only"
    coverage: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    readings: tuple[verdicts.TriedReading, ...] = ()

    def rows(self) -> dict[str, str]:
        """What is printed below the label and the title."""
        rows = {
            "source": self.source,
            "as printed": self.printed or "our own statement",
            "corrected form": self.corrected,
            "confirmed by": ", ".join(self.judges),
            "grade": self.grade,
            "not run": "; ".join(f"{judge}: {why}" for judge, why in self.not_run.items()),
            "largest residual": f"{self.residual:.2g}",
            "failures": "; ".join(self.failures),
        }
        return {name: value for name, value in rows.items() if value}

    def __repr__(self) -> str:
        return f"Outcome({self.label!r}, printed={self.printed!r}, corrected={self.corrected!r}, judges={self.judges!r})"

    def __str__(self) -> str:
        return text_table(f"{self.label}: {self.title}", self.rows())

    def _repr_html_(self) -> str:
        return html_table(f"{self.label}: {self.title}", self.rows())


def ledger() -> tuple[CheckedClaim, ...]:
    """The claims in order; each has .label, .source, .title, .statement and .uses.

    Examples:
        >>> [claim.label for claim in ledger()][:2]
        ['eq1', 'eq2']
    """
    return tuple(map(registry.load, registry.modules()))


@reports_progress
def verify(
    labels: Iterable[str] | None = None, *, rng: np.random.Generator | None = None, torch_judges: TorchJudges | None = None
) -> list[Outcome]:
    """Run the judges of the claims with these labels, of all claims by default.

    Args:
        labels: e.g. ``["thm1", "cor1"]``; one label may stand alone.
        rng: draws the instances; by default ``np.random.default_rng(0)``, as in the command, so that equal calls agree.
        torch_judges: claim label -> torch residual, as ``lietheory.cli.plugins.torch_judges()`` has them, which the command
            gives; without them no torch judge runs.

    Returns:
        One Outcome a claim, in the ledger's order.

    Raises:
        UnknownNameError: an unknown label, before anything is run.
        ShapeError: an rng that is no Generator of NumPy, or torch judges that are no mapping.

    Examples:
        >>> [outcome] = verify(["prop5"])
        >>> outcome.corrected
        'holds'
    """
    return list(verify_each(labels, rng=np.random.default_rng(0) if rng is None else rng, torch_judges=torch_judges))


def verify_each(
    labels: Iterable[str] | None = None, *, rng: np.random.Generator, torch_judges: TorchJudges | None = None
) -> Iterator[Outcome]:
    """As :func:`verify`, yielding each outcome as soon as it is known, for a progress bar.

    A claim's instances depend on ``rng`` and its label only, so that running it alone repeats them.
    """
    labels = [labels] if isinstance(labels, str) else labels
    if labels is not None and (not isinstance(labels, Iterable) or getattr(labels, "ndim", 1) == 0):
        raise UnknownNameError.nearest("verify(labels)", "claim", shown(labels), registry.modules())
    if not isinstance(rng, np.random.Generator):
        raise ShapeError("verify(labels, rng)", "rng as a NumPy Generator", shown(rng), "Give np.random.default_rng(0), say.")
    if torch_judges is not None and not isinstance(torch_judges, Mapping):
        cure = "Give lietheory.cli.plugins.torch_judges(), or None."
        raise ShapeError("verify(labels, torch_judges)", "a mapping from labels to residuals", shown(torch_judges), cure)
    seed = int(rng.integers(2**32))
    wanted = None if labels is None else {registry.find(label, f"verify([{label!r}])").label for label in labels}
    chosen = [(registry.load(label), module) for label, module in registry.modules().items() if wanted is None or label in wanted]

    def outcomes() -> Iterator[Outcome]:
        for claim, module in chosen:
            with one_thread():  # instances are small matrices, on which more threads are slower
                outcome = _run(claim, np.random.default_rng([seed, crc32(claim.label.encode())]), torch_judges, module)
            yield outcome

    return outcomes()


def _run(claim: CheckedClaim, rng: np.random.Generator, torch_judges: TorchJudges | None, module: str = "") -> Outcome:
    start = time.perf_counter()
    verdicts_of, not_run = {"sampled": _guarded(judges.sampled, claim, rng)}, {}
    if claim.derivation is not None:
        verdicts_of["derived"] = _guarded(judges.derived, claim)
    if claim.exact is not None:
        verdicts_of["replayed"] = _guarded(judges.replayed, claim, rng)
    if torch_judges is None:
        not_run["torch"] = "torch is not installed, or no torch_judges were given"
    elif claim.label in torch_judges:
        verdicts_of["torch"] = _guarded(judges.torch_judge, torch_judges[claim.label], claim, rng)
    package, _, stem = module.rpartition(".")
    proved = formal.formal(stem, formal.folder(package or formal.PACKAGE))
    if proved.holds:
        verdicts_of["formal"] = proved
    elif proved.failures != (formal.NO_PROOF,):  # a stale record is neither a pass nor a failure
        not_run["formal"] = "; ".join(proved.failures)
    rate = measure(claim.rate) if claim.rate else None
    by_part = coverage.by_part(claim, verdicts_of, formal.confirmed(stem, formal.folder(package or formal.PACKAGE)))
    form, broke = _printed(claim, rng, frozenset(name for name, by in by_part.items() if by))
    failures = [f"{name}: {text}" for name, verdict in verdicts_of.items() for text in verdict.failures]
    failures += [f"printed: {text}" for text in (*broke, *(form.failures if form else ()))]
    if claim.rate and rate and not rate.holds:
        stated = f"stated {claim.rate.order} ({claim.rate.constant})"
        failures.append(f"measured order {rate.order:.3f} (constant {rate.constant:.4g}), {stated}")
    return Outcome(
        label=claim.label,
        title=claim.title,
        source=claim.source,
        printed=form.verdict if form else None,
        corrected="fails" if failures else "holds",
        judges=tuple(name for name in JUDGES if name in verdicts_of and verdicts_of[name].holds),
        not_run=not_run,
        residual=max(v.residual for v in verdicts_of.values()),
        seconds=time.perf_counter() - start,
        failures=tuple(failures),
        counterexample=form.counterexample if form else None,
        counterexample_residual=float(form.residual) if form else 0.0,
        rate=rate,
        cases={name: verdict.cases for name, verdict in verdicts_of.items()},
        failing=next((verdict.failing for verdict in verdicts_of.values() if verdict.failing), None),
        grade=coverage.grade(by_part),
        coverage=by_part,
        readings=form.readings if form else (),
    )


def _printed(
    claim: CheckedClaim, rng: np.random.Generator, proved: frozenset[str]
) -> tuple[verdicts.PrintedVerdict | None, tuple[str, ...]]:
    """The verdict on the printed form, or why it could not be judged; the claim fails then."""
    try:
        return verdicts.printed(claim, rng, proved), ()
    except Exception as problem:
        return None, (f"broke down with {type(problem).__name__}: {problem}",)


def _guarded(judge: Callable[..., judges.Judgement], *arguments: object) -> judges.Judgement:
    """The verdict, where a judge that breaks down has not confirmed the claim; the other claims still get theirs."""
    try:
        return judge(*arguments)
    except Exception as problem:
        return judges.Judgement(False, np.inf, (f"broke down with {type(problem).__name__}: {problem}",))
