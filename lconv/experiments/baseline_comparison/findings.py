"""A verdict on each sentence that a paper, or a reference implementation, says of a baseline."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lconv.experiments.baseline_comparison import shared_filters, turned_digits
from lconv.experiments.baseline_comparison.configuration import DISCRETE, FILTERS, ORBITS, PIXELS, PLANE, Comparison
from lconv.experiments.baseline_comparison.measures import found_that, spread
from lconv.experiments.baseline_comparison.tables import PUBLISHED_ROTATION, values
from lconv.experiments.harness.proportions import most, share
from lconv.experiments.harness.report import Finding
from lconv.experiments.harness.study import Result, chosen
from lconv.experiments.two_body import study as two_body

AUGERINO, MSR = "Benton et al. 2020, abstract and section 4", "Zhou, Knowles and Finn 2021, section 5.1"
HALF = 0.5
"""A range within this share of the truth counts as its extent."""
ERROR_MARGIN = 0.05
"""Squared errors on held tasks, whose outputs have variance 1 to 3, that differ by less count as equal."""


def findings(configuration: Comparison, results: Sequence[Result]) -> list[Finding]:
    """A verdict on each sentence that has runs."""
    return [
        *_rotation(chosen(results, task=DISCRETE)),
        *two_body.findings(chosen(results, task=ORBITS)),
        *_augerino(configuration, chosen(results, task=PLANE)),
        *_others_on_digits(chosen(results, task=PLANE)),
        *_pixels(chosen(results, task=PIXELS)),
        *_msr(configuration, chosen(results, task=FILTERS)),
    ]


def _rotation(some: Sequence[Result]) -> list[Finding]:
    if not some:
        return []
    cosines, multiples = values(some, "cosine"), values(some, "multiple")
    right = [bool(r.measures["right_group"]) for r in some]
    source = f"Yang et al. 2023; its implementation: {PUBLISHED_ROTATION}"
    angles = "angles in 2 pi / 7: " + ", ".join(f"{m:.3f}" for m in multiples)
    return [
        found_that(
            "LieGAN finds the axis of a discrete rotation, cosine above .99",
            source,
            [c - 0.99 for c in cosines],
            0.01,
            spread(cosines, ".5f"),
        ),
        Finding("what it finds generates the right group in most runs", source, most(right), f"{share(right)}; {angles}"),
    ]


def _augerino(configuration: Comparison, some: Sequence[Result]) -> list[Finding]:
    found = []
    truth = math.pi / 2 - configuration.turned.reach
    for method in turned_digits.WEIGHTS:
        runs = chosen(some, method=method)
        if not runs:
            continue
        ranges, others = values(runs, "rotation"), values(runs, "widest_other")
        figures = f"range {spread(ranges, '.3f')} rad, truth {truth:.3f}, widest other {spread(others, '.3f')}"
        close = [HALF * truth - abs(r - truth) for r in ranges]
        found.append(found_that(f"{method}: it finds the extent of rotation", AUGERINO, close, 0.1, figures))
        apart = [r - o for r, o in zip(ranges, others, strict=True)]
        found.append(found_that(f"{method}: rotation has the widest range", AUGERINO, apart, 0.1, figures))
    return found


def _others_on_digits(some: Sequence[Result]) -> list[Finding]:
    found = []
    for method, level, sentence in (
        (turned_digits.LIEGG, 0.99, "the motion of least effect on a classifier of turned digits is rotation, cosine above .99"),
        (turned_digits.LCONV, 0.99, "an L-conv layer told small angles finds the rotation of digits, action cosine above .99"),
    ):
        runs = chosen(some, method=method)
        if runs:
            cosines = values(runs, "action_cosine")
            source = "LieGG" if method == turned_digits.LIEGG else "L-conv paper, discovering symmetries"
            found.append(found_that(sentence, source, [c - level for c in cosines], 0.01, spread(cosines, ".4f")))
    return found


def _pixels(some: Sequence[Result]) -> list[Finding]:
    learned, random = (chosen(some, method=method) for method in ("L-conv", "random L"))
    if not learned or len(learned) != len(random):
        return []
    one, other = values(learned, "cosine"), values(random, "cosine")
    sentence = "classifying turned digits alone brings the generators of an L-conv nearer to rotation than random ones are"
    figures = f"cosine {spread(one, '.3f')} against {spread(other, '.3f')}"
    samples = [a - b for a, b in zip(one, other, strict=True)]
    return [found_that(sentence, "L-conv paper, section 4: random L-conv", samples, 0.1, figures)]


def _msr(configuration: Comparison, some: Sequence[Result]) -> list[Finding]:
    found = []
    for rank in configuration.filters.ranks:
        runs = {m: chosen(some, method=m, rank=rank) for m in shared_filters.METHODS}
        errors = {m: values(r, "error") for m, r in runs.items() if r}
        learned = errors.get(shared_filters.LEARNED, [])
        rivals = [
            m for m in (shared_filters.CONV, shared_filters.LOCAL, shared_filters.FREE) if len(errors.get(m, [])) == len(learned)
        ]
        if not learned or len(rivals) < 3:
            continue
        best = min(rivals, key=lambda m: sum(errors[m]))
        told = ", ".join(f"{m} {spread(errors[m], '.3g')}" for m in (shared_filters.LEARNED, *rivals))
        if rank == 1:
            samples = [ERROR_MARGIN + b - a for a, b in zip(learned, errors[shared_filters.CONV], strict=True)]
            sentence = f"rank 1: MSR-FC is as good as the convolution, within {ERROR_MARGIN:g}"
        else:
            samples = [b - a for a, b in zip(learned, errors[best], strict=True)]
            sentence = f"rank {rank}: MSR-FC is better than convolution, locally connected and fully connected layers"
        found.append(found_that(sentence, MSR, samples, ERROR_MARGIN, told))
    return found
