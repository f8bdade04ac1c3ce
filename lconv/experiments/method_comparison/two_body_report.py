"""What the runs on two bodies say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lconv.experiments.harness.report import Finding, Part, Picture, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen, values
from lconv.experiments.method_comparison.measures import GOAL, found_that, spread
from lconv.experiments.method_comparison.two_bodies import (
    CLOSED,
    LARGE_BLOCKS,
    METHODS,
    PREDICTOR,
    SMALL_BLOCKS,
    TwoBody,
)
from lconv.experiments.method_comparison.two_body_orbits import rotation_of_states
from lietheory.rendering.figures.generator import plot_generator

SECONDS = 5.0
PUBLISHED = {
    SMALL_BLOCKS: "matrix .9962 at the end, best .9995; 189 s",
    LARGE_BLOCKS: "matrix .558, action .9998; 294 s",
}
"""The reference implementation of LieGAN on the published orbits, 100 epochs, one core."""
NAMES = dict(zip(METHODS, ("moments", "cubic map", "conserved", "LieGG", "GAN 2x2", "GAN 4x4"), strict=True))
"""Short, above their pictures."""
METHODS_TEXT = (
    "Nothing is trained in the closed forms. Moments: the skew matrix, in white coordinates, that commutes best with the "
    "regressions of later states on earlier ones. Cubic map: the null vector of equivariance of the cubic polynomial that fits "
    "the next state best. Conserved form: the quadratic form that changes least along orbits, taken as a Hamiltonian; it alone "
    "knows which coordinates are momenta. LieGG looks at a network trained to predict the next state; its seconds are without "
    "the training."
)
LIEGG_TEXT = (
    "LieGG counts every direction whose lambda and finite-step error lie below its fixed tolerances. On orbits this near to "
    "circles more directions than the rotation do, so its dimension may exceed one: they are near symmetries of these data. The "
    "cosines are those of the direction of least lambda."
)


def two_body_report(configuration: TwoBody, results: Sequence[Result]) -> list[Part]:
    """The table, the evidence of LieGG, and a finding on each sentence."""
    settings = configuration.orbits
    low, high = settings.radii
    intro = (
        f"Two bodies of mass 1 circle each other: {settings.orbits} orbits of {settings.states} states over a time of "
        f"{settings.duration:g}, radii {low:g} to {high:g}, speeds {100 * settings.noise:g} % off a circle's. The state is "
        "(q1, p1, q2, p2) in eight dimensions; its symmetry is the joint rotation diag(J, J, J, J)."
    )
    parts: list[Part] = [Text(intro)]
    if results:
        m = results[0].measures

        parts.append(
            Text(
                f"q2 = -q1 and p2 = -p1 in every state, so the states span {m['rank']} dimensions, and of the 64 linear fields "
                f"they tell {m['identifiable']} apart. A method that is right on all of them and zero elsewhere has the matrix "
                f"cosine {np.sqrt(m['rank'] / 8):.4f} with the joint rotation, and action cosine 1: the action is what "
                "the data can decide."
            )
        )
    parts.append(Text(METHODS_TEXT))
    parts.append(Table("Methods on the same orbits: mean (least to largest over seeds)", method_rows(results)))
    liegg = chosen(results, method=PREDICTOR)
    if liegg:
        parts.append(Text(LIEGG_TEXT))
        parts.append(Table("LieGG on the predictor, seed by seed", _evidence_rows(liegg)))
    return [*parts, *_pictures(results), *two_body_findings(results)]


def method_rows(results: Sequence[Result]) -> Rows:
    """A row for each method."""
    head = ("method", "action cosine", "matrix cosine", "relation on the data", "processor seconds", "runs", "published")
    rows = []
    for method in METHODS:
        runs = chosen(results, method=method)
        if runs:
            shown = (("action_cosine", ".6f"), ("cosine", ".4f"), ("processor_seconds", ".3g"))
            action, matrix, seconds = (spread(values(runs, key), digits) for key, digits in shown)
            relations = ", ".join(sorted({r.measures["relation"] for r in runs}))
            rows.append((method, action, matrix, relations, seconds, str(len(runs)), PUBLISHED.get(method, "—")))
    return [head, *rows]


def two_body_findings(results: Sequence[Result]) -> list[Finding]:
    """A verdict on each sentence that has runs."""
    verdicts: list[Finding] = []
    for method in CLOSED:
        some = chosen(results, method=method)
        if some:
            actions, slowest = values(some, "action_cosine"), max(values(some, "processor_seconds"))
            sentence = f"{method}: action cosine above {GOAL} within {SECONDS:g} s"
            figures = f"action cosine {spread(actions, '.6f')}, slowest {slowest:.2g} s"
            verdict = found_that(sentence, "a goal of this project", [a - GOAL for a in actions], 1e-5, figures)
            verdicts.append(verdict if slowest < SECONDS else replace(verdict, verdict="contradicted"))
    for method, key, level, sentence in (
        (SMALL_BLOCKS, "cosine", 0.99, "LieGAN finds the joint rotation with 2 x 2 blocks, cosine above .99"),
        (LARGE_BLOCKS, "action_cosine", 0.99, "with 4 x 4 blocks its action on the data is right, cosine above .99"),
    ):
        some = chosen(results, method=method)
        if some:
            cosines = values(some, key)
            samples = [cosine - level for cosine in cosines]
            verdicts.append(found_that(sentence, f"Yang et al. 2023; {PUBLISHED[method]}", samples, 0.01, spread(cosines, ".5f")))
    return verdicts + _matrix_finding(chosen(results, method=LARGE_BLOCKS)) + _liegg_finding(chosen(results, method=PREDICTOR))


def _pictures(results: Sequence[Result]) -> list[Part]:
    """The generators of the first seed beside the true one; only results that hold theirs."""
    drawn = {str(r.cell["method"]): np.array(r.measures["generator"]) for r in reversed(results) if "generator" in r.measures}
    if not drawn:
        return []
    shown = {NAMES[method]: drawn[method] for method in METHODS if method in drawn} | {"truth": rotation_of_states()[0]}
    return [Picture(plot_generator(shown), "Generators of the first seed: different matrices, the same action on the data")]


def _matrix_finding(some: Sequence[Result]) -> list[Finding]:
    if not some:
        return []
    cosines = values(some, "cosine")
    sentence = "with 4 x 4 blocks the matrix is far from diag(J, J, J, J), cosine below .9, for the data cannot decide it"
    return [found_that(sentence, PUBLISHED[LARGE_BLOCKS], [0.9 - c for c in cosines], 0.05, spread(cosines, ".4f"))]


def _liegg_finding(some: Sequence[Result]) -> list[Finding]:
    if not some:
        return []
    cosines = values(some, "action_cosine")
    training = spread(values(some, "training_seconds"), ".3g")
    figures = f"action cosine {spread(cosines, '.6f')}; training {training} s"
    sentence = "the direction of least effect on a trained predictor is the joint rotation, action cosine above .999"
    return [found_that(sentence, "LieGG, equivariance", [c - 0.999 for c in cosines], 1e-3, figures)]


def _evidence_rows(liegg: Sequence[Result]) -> Rows:
    head = ("seed", "predictor's error", "status", "dimension", "least lambda", "their 95 % upper bounds", "output cosine")
    rows = []
    for r in liegg:
        m = r.measures
        least, bounds = (", ".join(f"{v:.2g}" for v in m[key][:4]) for key in ("spectrum", "upper_bounds"))
        cells = (m["status"], str(m["dimension"]), least, bounds, f"{m['output_action_cosine']:.6f}")
        rows.append((str(r.cell["seed"]), f"{m['predictor_error']:.2g}", *cells))
    return [head, *rows]
