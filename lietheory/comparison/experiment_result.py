"""Learned generators beside the analytic ones they are compared with, in one file that is read without torch."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from jaxtyping import Float

from lietheory.arrays import Generators, OtherGenerators
from lietheory.comparison.compare import Comparison, compare
from lietheory.files import array, load, part, save

KIND = "Learned"
Facts = dict[str, float | str]


@dataclass(frozen=True, eq=False)
class EffectSizes:
    """The effect sizes lambda of a trained network's directions, ascending, and of the same network before training.

    Args:
        values: (K,), lambda on points that took no part in choosing the directions.
        lower: (K,), lower 95 % bounds.
        upper: (K,), upper 95 % bounds.
        untrained: (K,), lambda of the untrained network.
        status: the decision on the trained network: ``"symmetric"``, ``"none"`` or ``"undecided"``.
    """

    values: Float[np.ndarray, " K"]
    lower: Float[np.ndarray, " K"]
    upper: Float[np.ndarray, " K"]
    untrained: Float[np.ndarray, " K"]
    status: str


@dataclass(frozen=True, eq=False)
class Learned:
    """Learned generators, and the generators that theory expects in their place.

    Args:
        name: a short name, for files and anchors.
        title: the experiment, in one line.
        generators: (n_L, d, d). They act on rows of length d; where d = 2, on images through the plane.
        references: the analytic generators, by name; each (m, d, d). The verdict is on these.
        beside: other generators to compare with for orientation, by name; no verdict rests on them.
        points: (n, d), data held out from training, on which the actions are compared; None to compare matrices only.
        images: (m, height, width), a few held-out images to move along the flow; None if there are none.
        effect_sizes: the evidence for each direction; None if the generators were not extracted by LieGG.
        noise: the angle, in radians, within which learned and expected generators count as equal; None for rounding.
        facts: named figures and remarks: losses, accuracies, finite steps.
    """

    name: str
    title: str
    generators: Generators
    references: dict[str, OtherGenerators] = field(default_factory=dict)
    points: Float[np.ndarray, "n d"] | None = None
    images: Float[np.ndarray, "m height width"] | None = None
    effect_sizes: EffectSizes | None = None
    noise: float | None = None
    beside: dict[str, OtherGenerators] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)

    def save(self, path: str | Path) -> Path:
        """Write as .npz, whole or not at all."""
        return save(path, self)

    @classmethod
    def load(cls, path: str | Path) -> Learned:
        """Read what :meth:`save` wrote.

        Raises:
            FileFormatError: missing, truncated, of another kind, or without one of the arrays it names.
        """
        return load(path, cls, upgrade=_by_field)


def _by_field(header: dict, arrays: dict[str, np.ndarray]) -> None:
    """Files that had all generators of references under one prefix, and the effect sizes among the other arrays."""
    if "status" not in header:
        return
    for group in ("references", "beside"):
        names = [str(name) for name in part(header, group, list)]
        arrays |= {f"{group}:{name}": array(arrays, f"reference:{name}") for name in names}
        header[group] = dict.fromkeys(names)
    status = header.pop("status")
    if status is not None:
        header["effect_sizes"] = {"status": status} | {k: array(arrays, k) for k in ("values", "lower", "upper", "untrained")}


def compare_learned(learned: Learned) -> list[tuple[str, Comparison]]:
    """The comparison of the learned generators with each reference, then with each of those beside.

    They are compared on the held-out points where there are any.

    Examples:
        >>> turn = np.array([[[0.0, -1.0], [1.0, 0.0]]])
        >>> [(name, comparison)] = compare_learned(Learned("x", "an example", 2 * turn, {"so(2)": turn}))
        >>> name, comparison.relation
        ('so(2)', 'equal')
    """
    L, points, noise = learned.generators, learned.points, learned.noise
    return [(name, compare(L, truth, points, noise)) for name, truth in (learned.references | learned.beside).items()]
