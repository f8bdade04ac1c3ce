"""An estimate with its flow on the data: all that a report of it shows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float

from lietheory.discovery.symmetry_estimate import SymmetryEstimate

IMAGES, PLANE, POINTS = "images", "plane", "points"


@dataclass(frozen=True, eq=False)
class WorstExample:
    """The point whose output the worst element g of an algebra moves most.

    Args:
        number: of the point in the data, from 0.
        point: x; an image as (height, width).
        moved: g x, in that shape.
        expected: F(x), or g_out F(x) where the outputs are acted on, flat.
        output: F(g x), flat.
        change: |W (F(g x) - F(x))| for whitened outputs: in standard deviations of the outputs.
        step: the displacement by g, in units of the spread of the data.
    """

    number: int
    point: np.ndarray
    moved: np.ndarray
    expected: Float[np.ndarray, " m"]
    output: Float[np.ndarray, " m"]
    change: float
    step: float


@dataclass(frozen=True, eq=False)
class Flow:
    """Samples and outputs along the flow of k directions.

    Args:
        coefficients: (k, K), the directions: the detected symmetries, or the least broken direction where there is none.
        times: (T,), lengths |tL| at which the outputs were compared.
        errors: (k, T), mean |F(exp(tL) x) - F(x)|^2 / (2 Var F), of both signs of t.
        kind: ``"images"``, ``"plane"`` (points that can be drawn) or ``"points"`` (points that cannot).
        shown: (S,), the t at which samples are shown.
        samples: (k, S, n, ...), moved samples: images (height, width), or points (copies, 2); empty for other points.
        worst: the worst example under the algebra that holds, or else the nearest one; None where there is neither.
    """

    coefficients: Float[np.ndarray, "k K"]
    times: Float[np.ndarray, " T"]
    errors: Float[np.ndarray, "k T"]
    kind: str
    shown: Float[np.ndarray, " S"]
    samples: np.ndarray
    worst: WorstExample | None = None


@dataclass(frozen=True, eq=False)
class DiscoveryRun:
    """The model, the data and the action, the estimate, and its flow on the data.

    Args:
        model: the name of the model.
        data: the name of the data.
        action: the action as its user wrote it.
        output_action: that on the outputs, or None.
        estimate: the symmetries with their evidence.
        flow: samples along the detected directions.
        masked_share: for actions on grids, the share of the fields at the border, see the action; None for others.
        truth: the name of an algebra to compare the estimate with; None for the nearest of its dimension that acts there.
        facts: further named figures about the run.
    """

    model: str
    data: str
    action: str
    output_action: str | None
    estimate: SymmetryEstimate
    flow: Flow
    masked_share: float | None = None
    truth: str | None = None
    facts: dict[str, str | float] = field(default_factory=dict)

    @property
    def has_matrices(self) -> bool:
        """Whether the action has matrices that can be named."""
        return self.estimate.basis.shape[1] > 0
