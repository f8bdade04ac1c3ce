"""What the paper says of its figures, sentence by sentence, as differences that can be measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lconv.experiments.figures.contrasts import MARGIN, Contrast, Kind, Runs, told
from lconv.experiments.figures.images import DEFAULT, ROTATED, SCRAMBLED
from lconv.experiments.figures.models import LCONV, LIKE, MODELS, PLAIN_CNN, POOLED, RANDOM, SHALLOW
from lconv.experiments.harness import Finding, Interval

SUPPORTED, NOT_SUPPORTED, CONTRADICTED = "supported", "not supported", "contradicted"
CANNOT_TELL = "cannot tell from these data"
HIDDEN = (ROTATED, SCRAMBLED)


@dataclass(frozen=True)
class Sentence:
    """A sentence of the paper and the differences that it is about.

    Args:
        text: what is claimed.
        source: where.
        contrasts: the differences.
        more: whether every first is claimed to be above its second; if not, that none is.
    """

    text: str
    source: str
    contrasts: tuple[Contrast, ...]
    more: bool = True


def _over(first: str, others: Sequence[str], variants: Sequence[str], layers: Sequence[int] = (1,)) -> tuple[Contrast, ...]:
    """``first`` against each of the others, on each variant and with each number of layers."""
    return tuple(Contrast(Kind(i, first, n), Kind(i, other, n)) for i in variants for n in layers for other in others)


def _second_layer(models: Sequence[str], variants: Sequence[str]) -> tuple[Contrast, ...]:
    return tuple(Contrast(Kind(i, m, 2), Kind(i, m, 1)) for i in variants for m in models)


FIGURE_2 = (
    Sentence(
        "On rotated, and on rotated and scrambled, images L-conv performs considerably better than CNN and the baselines.",
        "Results and caption of Fig 2",
        _over(LCONV, (PLAIN_CNN, RANDOM, LIKE), HIDDEN),
    ),
    Sentence("FC layers consistently perform worse than L-conv.", "Results, Fig 2", _over(LCONV, (LIKE, SHALLOW), HIDDEN)),
    Sentence(
        "Not training the L_i leads to a significant drop in performance.", "Results, Fig 2", _over(LCONV, (RANDOM,), HIDDEN)
    ),
)
FIGURE_3 = (
    Sentence(
        "Both FC configurations consistently perform worse than L-conv, so that its performance is not due to extra parameters.",
        "Results, Fig 3",
        _over(LCONV, (LIKE, SHALLOW), (SCRAMBLED, DEFAULT), (1, 2)),
    ),
    Sentence(
        "L-conv outperforms all other tested models on rotated and scrambled images.",
        "Results, Fig 3",
        _over(LCONV, [m for m in MODELS if m != LCONV], (SCRAMBLED,), (1, 2)),
    ),
    Sentence(
        "Without pooling, L-conv does not benefit from a second layer.",
        "Results, Fig 3",
        _second_layer((LCONV,), (SCRAMBLED, DEFAULT)),
        more=False,
    ),
    Sentence(
        "Without pooling, CNN does not benefit from a second layer.",
        "Results, Fig 3",
        _second_layer((PLAIN_CNN,), (SCRAMBLED, DEFAULT)),
        more=False,
    ),
    Sentence(
        "On the images as they are, CNN with maxpooling significantly outperforms CNN and L-conv.",
        "Pooling on L-conv, Fig 3",
        _over(POOLED, (PLAIN_CNN, LCONV), (DEFAULT,), (1, 2)),
    ),
    Sentence(
        "On rotated and scrambled images max-pooling does not yield any improvement.",
        "Pooling on L-conv, Fig 3",
        _over(POOLED, (PLAIN_CNN,), (SCRAMBLED,), (1, 2)),
        more=False,
    ),
)
FIGURE_4 = (
    Sentence(
        "On the images as they are, CNN performs best.",
        "Results, Fig 4",
        _over(PLAIN_CNN, (LCONV, RANDOM, LIKE), (DEFAULT,)),
    ),
    Sentence("L-conv trails behind CNN (closely, says the paper).", "Results, Fig 4", _over(PLAIN_CNN, (LCONV,), (DEFAULT,))),
)


def finding(sentence: Sentence, runs: Runs) -> Finding:
    """The sentence with its verdict and the differences it rests on."""
    pairs = [(contrast, runs.difference(contrast)) for contrast in sentence.contrasts]
    verdict = (all_above if sentence.more else none_above)([interval for _, interval in pairs])
    variants = list(dict.fromkeys(contrast.first.images for contrast, _ in pairs))
    lines = [f"{v}: {', '.join(f'{c} {told(i)}' for c, i in pairs if c.first.images == v)}" for v in variants]
    return Finding(sentence.text, sentence.source, verdict, "; ".join(lines) + _sharpness([i for _, i in pairs]))


def all_above(intervals: Sequence[Interval | None]) -> str:
    """The verdict on the claim that every mean is above 0.

    ``"contradicted"`` where one interval is below 0, ``"supported"`` where all are above, ``"not supported"`` where one
    has 0 in it and lies inside +-1 point.
    """
    verdicts = [CANNOT_TELL if i is None else i.verdict(MARGIN) for i in intervals]
    if CONTRADICTED in verdicts:
        return CONTRADICTED
    if set(verdicts) == {SUPPORTED}:
        return SUPPORTED
    return NOT_SUPPORTED if NOT_SUPPORTED in verdicts else CANNOT_TELL


def none_above(intervals: Sequence[Interval | None]) -> str:
    """The verdict on the claim that no mean is above 0.

    ``"contradicted"`` where one interval is above 0, ``"supported"`` where all end below 1 point.
    """
    if any(i is not None and i.lower > 0 for i in intervals):
        return CONTRADICTED
    return SUPPORTED if all(i is not None and i.upper < MARGIN for i in intervals) else CANNOT_TELL


def _sharpness(intervals: Sequence[Interval | None]) -> str:
    known = [i for i in intervals if i is not None]
    if not known:
        return ""
    fewest, worst = min(i.samples for i in known), max(i.detectable for i in known)
    above, below = sum(i.lower > 0 for i in known), sum(i.upper < 0 for i in known)
    sides = f" Of {len(known)} differences {above} above 0, {below} below." if len(known) > 1 else ""
    return f" points, in {fewest} pairs.{sides} Smallest detectable difference {worst:.1f}."
