"""What was learned, beside what theory says it should be: one file that can be compared without torch."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from jaxtyping import Float

from lietheory.arrays import Generators
from lietheory.comparison.compare import Comparison, compare
from lietheory.errors import FileFormatError
from lietheory.files import load_result, save_result

KIND = "Learned"
_REFERENCE = "reference:"  # prefix of the arrays of each reference in the file
_SIZES = ("values", "lower", "upper", "untrained")
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
    """Generators that something learned, and the generators that theory expects in their place.

    Args:
        name: a short name, for files and anchors.
        title: what learned them, in one line.
        generators: (n_L, d, d). They act on rows of length d; where d = 2, on images through the plane.
        references: what theory says, by name; each (m, d, d). The verdict is on these.
        beside: other generators to compare with for orientation, by name; no verdict rests on them.
        points: (n, d), data held out from training, on which the actions are compared; None to compare matrices only.
        images: (n, height, width), a few held-out images to move along the flow; None if there are none.
        effect_sizes: the evidence for each direction; None if the generators were not extracted by LieGG.
        noise: the angle, in radians, within which learned and expected generators count as equal; None for rounding.
        facts: named figures and remarks: losses, accuracies, finite steps.
    """

    name: str
    title: str
    generators: Generators
    references: dict[str, Generators] = field(default_factory=dict)
    points: Float[np.ndarray, "n d"] | None = None
    images: Float[np.ndarray, "n height width"] | None = None
    effect_sizes: EffectSizes | None = None
    noise: float | None = None
    beside: dict[str, Generators] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)

    def save(self, path: str | Path) -> Path:
        """Write as .npz, whole or not at all."""
        arrays = {"generators": self.generators} | {_REFERENCE + k: v for k, v in (self.references | self.beside).items()}
        arrays |= {k: v for k, v in (("points", self.points), ("images", self.images)) if v is not None}
        if self.effect_sizes is not None:
            arrays |= {k: getattr(self.effect_sizes, k) for k in _SIZES}
        header = {k: getattr(self, k) for k in ("name", "title", "noise", "facts")}
        header |= {"references": list(self.references), "beside": list(self.beside)}
        header["status"] = None if self.effect_sizes is None else self.effect_sizes.status
        return save_result(path, KIND, header, **arrays)

    @classmethod
    def load(cls, path: str | Path) -> Learned:
        """Read what :meth:`save` wrote.

        Raises:
            FileFormatError: missing, truncated, of another kind, or without one of the arrays it names.
        """
        header, arrays = load_result(path, KIND)
        try:
            sizes = None if header["status"] is None else EffectSizes(*(arrays[k] for k in _SIZES), status=header["status"])
            references, beside = ({k: arrays[_REFERENCE + k] for k in header[part]} for part in ("references", "beside"))
            return cls(
                header["name"],
                header["title"],
                arrays["generators"],
                references,
                arrays.get("points"),
                arrays.get("images"),
                sizes,
                header["noise"],
                beside,
                header["facts"],
            )
        except KeyError as missing:
            raise FileFormatError(
                f"Learned.load({str(path)!r})",
                "every part of a learned result",
                f"a file without {missing}",
                "Run the experiment again.",
            ) from None


def compare_learned(learned: Learned) -> list[tuple[str, Comparison]]:
    """The comparison of the learned generators with each reference, then with each of those beside.

    They are compared on the held-out points where there are any.

    Examples:
        >>> turn = np.array([[[0.0, -1.0], [1.0, 0.0]]])
        >>> [(name, found)] = compare_learned(Learned("x", "an example", 2 * turn, {"so(2)": turn}))
        >>> name, found.relation
        ('so(2)', 'equal')
    """
    L, points, noise = learned.generators, learned.points, learned.noise
    return [(name, compare(L, truth, points, noise)) for name, truth in (learned.references | learned.beside).items()]
